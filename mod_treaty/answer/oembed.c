/* oEmbed 1.0 (oembed.com): a record's page as something to embed. */
#include "course.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

/* Pixels of a frame that nobody bounds; it shows a box whole on a desk. */
#define WIDTH 600
#define HEIGHT 560

/* Whether a page that the mount has can be embedded; a view is one where there
 * is its template. */
static int is_embeddable(const treaty_course_t *page)
{
    const treaty_query_t *query = page->query;
    const treaty_template_t *found;

    return query->form == TREATY_FORM_HTML && query->id &&
           query->resource != TREATY_RESOURCE_DOWNLOAD &&
           treaty_template_set_find(&found, page->reading->templates,
                                    treaty_course_template(page)) !=
               TREATY_ENOTFOUND;
}

static apr_status_t no_such_page(treaty_course_t *course)
{
    (void)treaty_course_refuse(course, TREATY_PARAM_URL,
                               "There is no page to embed at this address.");
    course->problem.status = 404;
    return TREATY_ENOTFOUND;
}

/* The path below the mount of an absolute address of ours, decoded, and its
 * query string; or NULL. */
static const char *path_below(const char **args, const treaty_course_t *course,
                              const char *url)
{
    const char *mount = treaty_course_url(course, "/");
    apr_size_t len = strlen(mount) - 1;
    apr_size_t end;

    if (*course->site->origin == '\0' || strncmp(url, mount, len + 1) != 0) {
        return NULL;
    }
    url += len;
    end = strcspn(url, "?#");
    *args = url[end] == '?' ? apr_pstrmemdup(course->pool, url + end + 1,
                                             strcspn(url + end + 1, "#"))
                            : NULL;
    return apr_punescape_url(
        course->pool, apr_pstrmemdup(course->pool, url, end), NULL, NULL, 0);
}

/* Reads the page's document, of its own address, day and language. */
static apr_status_t read_page(treaty_course_t *page,
                              const treaty_course_t *course, const char *path,
                              const char *args)
{
    treaty_problem_t problem = {0};
    const char *lang;
    apr_status_t rv;

    *page = *course;
    page->document = NULL;
    rv = treaty_query_parse(&page->query, &problem, path, args, course->pool);
    if (rv != APR_SUCCESS || !is_embeddable(page)) {
        return TREATY_ENOTFOUND;
    }
    if (page->query->day != TREATY_DAY_NONE) {
        treaty_reading_set_day(page->reading, page->query->day, 1);
    }
    lang = treaty_query_value(page->query, TREATY_PARAM_LANG);
    if (lang) {
        treaty_reading_speak(page->reading, lang);
    }
    page->query->values[TREATY_PARAM_LANG] = page->reading->lang;
    return treaty_course_document(page);
}

static int bounded(const treaty_course_t *course, treaty_param_t param,
                   int usual)
{
    int most = treaty_query_number(course->query, param, usual);

    return most > usual ? usual : most;
}

static const char *address_of(const treaty_course_t *page,
                              const treaty_query_t *query)
{
    return treaty_course_url(
        page,
        apr_pstrcat(
            page->pool,
            treaty_query_path(query, page->slug, TREATY_FORM_HTML, page->pool),
            treaty_query_args(query, TREATY_PARAM_HEADING, NULL, page->pool),
            NULL));
}

static void put_escaped(treaty_text_t *html, const char *text)
{
    (void)treaty_text_escape(html, text ? text : "", text ? strlen(text) : 0);
}

/* A value as a template's suffix writes it. */
static void put_value(treaty_text_t *html, const treaty_course_t *page,
                      json_t *value, const char *suffix)
{
    treaty_formatter_t formatter = {page->reading->language, page->pool};
    json_t *text =
        treaty_json_bind(treaty_format(&formatter, value, suffix), page->pool);

    put_escaped(html, text ? json_string_value(text)
                           : treaty_word(page->reading->language, "not_known"));
}

/* What a record's box has in large figures, each with its name before it: of a
 * treaty who takes part in it, of a participant in what it does. */
static void put_counts(treaty_text_t *html, const treaty_course_t *page)
{
    static const struct {
        treaty_resource_t resource;
        const char *name;
        const char *label;
    } figures[] = {
        {TREATY_RESOURCE_TREATY, "signatures", "signatures_label"},
        {TREATY_RESOURCE_TREATY, "consents", "consents_label"},
        {TREATY_RESOURCE_TREATY, "in_force", "in_force_label"},
        {TREATY_RESOURCE_PARTICIPANT, "treaties", "treaties_label"},
        {TREATY_RESOURCE_PARTICIPANT, "in_force", "in_force_for_it_label"},
        {TREATY_RESOURCE_PARTICIPANT, "signatory", "signed_only_label"}};
    json_t *counts = json_object_get(page->document, "counts");
    size_t i;

    for (i = 0; counts && i < sizeof(figures) / sizeof(figures[0]); i++) {
        if (page->query->resource == figures[i].resource) {
            put_escaped(html, " \xc2\xb7 ");
            put_escaped(html,
                        treaty_word(page->reading->language, figures[i].label));
            put_escaped(html, ": ");
            put_value(html, page, json_object_get(counts, figures[i].name),
                      "text");
        }
    }
}

/* For which day this is told: the one that was asked for, else the last that
 * the sources cover. */
static void put_day(treaty_text_t *html, const treaty_course_t *page)
{
    int is_dated = page->reading->is_dated;
    const char *day =
        is_dated ? treaty_json_text(page->document, "as_of")
                 : treaty_document_recorded_to(page->document, page->reading);
    const char *before;
    const char *after;

    if (day && treaty_word_parts(&before, &after, page->reading->language,
                                 is_dated ? "as_of_day" : "recorded_to")) {
        put_escaped(html, " \xc2\xb7 ");
        put_escaped(html, before);
        put_value(html, page, treaty_json_bind(json_string(day), page->pool),
                  "long");
        put_escaped(html, after);
    }
}

/* What a site that keeps no frame shows instead, and WordPress until the frame
 * has spoken, is a quotation. Sites leave of it a link and bare text, so that
 * nothing but signs keeps its parts apart. */
static const char *html_of(const treaty_course_t *page, const char *title,
                           int width, int height)
{
    treaty_text_t *html =
        treaty_text_create(TREATY_REPRESENTATION_MAX, page->pool);
    treaty_query_t frame = *page->query;

    frame.part = "frame";
    (void)treaty_text_puts(html,
                           "<blockquote class=\"treaty-embed\"><a href=\"");
    put_escaped(html, address_of(page, page->query));
    (void)treaty_text_puts(html, "\">");
    put_escaped(html, title);
    (void)treaty_text_puts(html, "</a>");
    put_counts(html, page);
    put_day(html, page);
    (void)treaty_text_puts(
        html, "</blockquote><iframe class=\"treaty-frame\" src=\"");
    put_escaped(html, address_of(page, &frame));
    (void)treaty_text_printf(
        html,
        "\" width=\"%d\" height=\"%d\" loading=\"lazy\" "
        "sandbox=\"allow-scripts allow-popups "
        "allow-popups-to-escape-sandbox "
        "allow-top-navigation-by-user-activation\" title=\"",
        width, height);
    put_escaped(html, title);
    (void)treaty_text_puts(html, "\"></iframe>");
    return html->data;
}

static void set_document(treaty_course_t *course, const treaty_course_t *page)
{
    json_t *document = treaty_json_bind(json_object(), course->pool);
    const char *name = treaty_json_text(page->document, "name");
    const char *title = treaty_json_text(page->document, "short_title");
    int width = bounded(course, TREATY_PARAM_MAXWIDTH, WIDTH);
    int height = bounded(course, TREATY_PARAM_MAXHEIGHT, HEIGHT);

    title = title ? title : treaty_json_text(page->document, "title");
    title = title ? title : name ? name : page->slug;
    treaty_json_set_text(document, "type", "rich");
    treaty_json_set_text(document, "version", "1.0");
    treaty_json_set_text(document, "title", title);
    treaty_json_set_text(document, "provider_name", "Treaty reference");
    treaty_json_set_text(document, "provider_url",
                         treaty_course_url(course, "/"));
    json_object_set_new(document, "cache_age",
                        json_integer(course->site->max_age));
    json_object_set_new(document, "width", json_integer(width));
    json_object_set_new(document, "height", json_integer(height));
    treaty_json_set_text(document, "html", html_of(page, title, width, height));
    course->document = document;
}

apr_status_t treaty_course_oembed(treaty_course_t *course)
{
    const char *url = treaty_query_value(course->query, TREATY_PARAM_URL);
    const char *format = treaty_query_value(course->query, TREATY_PARAM_FORMAT);
    treaty_course_t page;
    const char *path;
    const char *args;
    apr_status_t rv;

    if (!url) {
        return treaty_course_refuse(course, TREATY_PARAM_URL,
                                    "Which page is to be embedded isn't said.");
    }
    if (format && strcmp(format, "json") != 0) {
        (void)treaty_course_refuse(course, TREATY_PARAM_FORMAT,
                                   "There is no such form.");
        course->problem.status = 501;
        return TREATY_EINPUT;
    }
    path = path_below(&args, course, url);
    if (!path) {
        return no_such_page(course);
    }
    rv = read_page(&page, course, path, args);
    if (rv == TREATY_ENOTFOUND || rv == TREATY_EINPUT) {
        /* Nor does the page itself show itself so. */
        return no_such_page(course);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    set_document(course, &page);
    return APR_SUCCESS;
}

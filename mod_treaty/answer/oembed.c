/* oEmbed 1.0 (oembed.com): a record's page as something to embed. */
#include "course.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

/* Pixels of a frame that nobody bounds; it shows a box whole on a desk. */
#define WIDTH 600
#define HEIGHT 480
#define WIDTH_LEAST 240
#define HEIGHT_LEAST 160

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

/* The path below the mount of an absolute address of ours, decoded; or NULL. */
static const char *path_below(const treaty_course_t *course, const char *url)
{
    const char *mount = treaty_course_url(course, "/");
    apr_size_t len = strlen(mount) - 1;

    if (*course->site->origin == '\0' || strncmp(url, mount, len + 1) != 0) {
        return NULL;
    }
    return apr_punescape_url(
        course->pool,
        apr_pstrmemdup(course->pool, url + len, strcspn(url + len, "?#")), NULL,
        NULL, 0);
}

/* Reads the page's document, of its own address and day. */
static apr_status_t read_page(treaty_course_t *page,
                              const treaty_course_t *course, const char *path)
{
    treaty_problem_t problem = {0};
    apr_status_t rv;

    *page = *course;
    page->document = NULL;
    rv = treaty_query_parse(&page->query, &problem, path, NULL, course->pool);
    if (rv != APR_SUCCESS || !is_embeddable(page)) {
        return TREATY_ENOTFOUND;
    }
    if (page->query->day != TREATY_DAY_NONE) {
        treaty_reading_set_day(page->reading, page->query->day, 1);
    }
    return treaty_course_document(page);
}

static int bounded(const treaty_course_t *course, treaty_param_t param,
                   int usual, int least)
{
    int most = treaty_query_number(course->query, param, usual);

    return most > usual ? usual : most < least ? least : most;
}

/* What a site that keeps no frame shows instead: a quotation with a link. */
static const char *html_of(const treaty_course_t *page, const char *title,
                           int width, int height)
{
    treaty_text_t *html =
        treaty_text_create(TREATY_REPRESENTATION_MAX, page->pool);
    const char *url = treaty_course_url(
        page, treaty_query_path(page->query, page->slug, TREATY_FORM_HTML,
                                page->pool));
    treaty_query_t frame = *page->query;

    frame.part = "frame";
    (void)treaty_text_printf(
        html, "<blockquote class=\"treaty-embed\"><a href=\"%s\">", url);
    (void)treaty_text_escape(html, title, strlen(title));
    (void)treaty_text_printf(
        html,
        "</a></blockquote><iframe class=\"treaty-frame\" src=\"%s\" "
        "width=\"%d\" height=\"%d\" loading=\"lazy\" "
        "sandbox=\"allow-popups allow-top-navigation-by-user-activation\" "
        "title=\"",
        treaty_course_url(page,
                          treaty_query_path(&frame, page->slug,
                                            TREATY_FORM_HTML, page->pool)),
        width, height);
    (void)treaty_text_escape(html, title, strlen(title));
    (void)treaty_text_puts(html, "\"></iframe>");
    return html->data;
}

static void set_document(treaty_course_t *course, const treaty_course_t *page)
{
    json_t *document = treaty_json_bind(json_object(), course->pool);
    const char *name = treaty_json_text(page->document, "name");
    const char *title = treaty_json_text(page->document, "short_title");
    int width = bounded(course, TREATY_PARAM_MAXWIDTH, WIDTH, WIDTH_LEAST);
    int height = bounded(course, TREATY_PARAM_MAXHEIGHT, HEIGHT, HEIGHT_LEAST);

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
    path = path_below(course, url);
    if (!path) {
        return no_such_page(course);
    }
    rv = read_page(&page, course, path);
    if (rv != APR_SUCCESS) {
        return rv == TREATY_ENOTFOUND ? no_such_page(course) : rv;
    }
    set_document(course, &page);
    return APR_SUCCESS;
}

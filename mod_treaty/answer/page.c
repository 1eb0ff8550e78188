#include "page.h"

#include <apr_strings.h>
#include <string.h>

const char *treaty_page_url(const treaty_course_t *course,
                            const treaty_query_t *query)
{
    return treaty_course_url(
        course,
        apr_pstrcat(
            course->pool,
            treaty_query_path(query, course->slug, query->form, course->pool),
            treaty_query_args(query, TREATY_PARAM__COUNT, NULL, course->pool),
            NULL));
}

/* The language that addresses name, or NULL. */
static const char *lang_of(const treaty_course_t *course)
{
    return course->reading ? course->reading->lang
                           : course->query->values[TREATY_PARAM_LANG];
}

const char *treaty_page_way(const treaty_course_t *course, const char *path,
                            int takes_day)
{
    const char *lang = lang_of(course);
    int has_day = takes_day && course->query->day != TREATY_DAY_NONE;
    const char *url = treaty_course_url(course, path);

    if (has_day) {
        url = apr_pstrcat(
            course->pool, url, strchr(url, '?') ? "&" : "?",
            "on=", treaty_day_text(course->query->day, course->pool), NULL);
    }
    if (lang) {
        url = apr_pstrcat(course->pool, url, strchr(url, '?') ? "&" : "?",
                          "lang=", lang, NULL);
    }
    return url;
}

json_t *treaty_page_link(const char *word, const char *text, const char *url)
{
    json_t *link = json_object();

    treaty_json_set_text(link, "word", word);
    treaty_json_set_text(link, "text", text);
    treaty_json_set_text(link, "url", url);
    return link;
}

/* ------------------------------------------------------------------------ */

/* The parts of the site; what is below one is within it. */
static const struct {
    const char *word;
    const char *path;
    const char *collection;
    int takes_day;
} parts[] = {{"treaties", "/treaties", "treaties", 1},
             {"participants", "/participants", "participants", 1},
             {"subjects", "/subjects", "subjects", 1},
             {"recent_acts", "/acts", "acts", 1},
             {"fact_sheets", "/fact-sheets", "fact-sheets", 0},
             {"compare", "/status", "status", 1},
             {"downloads", "/download", "download", 0},
             {"api", "/api", "api", 0}};

/* How a link of the menu is marked: the page itself, or the part it is in. */
static const char *current_of(const treaty_query_t *query,
                              const char *collection)
{
    apr_size_t i;

    if (!query->collection || strcmp(query->collection, collection) != 0) {
        return NULL;
    }
    for (i = 0; i < TREATY_PARAM__COUNT; i++) {
        if (query->values[i] && i != TREATY_PARAM_ON &&
            i != TREATY_PARAM_LANG) {
            return "true";
        }
    }
    return query->id ? "true" : "page";
}

static void set_menu(json_t *page, const treaty_course_t *course)
{
    json_t *menu = json_array();
    apr_size_t i;

    for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        json_t *link = treaty_page_link(
            parts[i].word, NULL,
            treaty_page_way(course, parts[i].path, parts[i].takes_day));

        treaty_json_set_text(link, "current",
                             current_of(course->query, parts[i].collection));
        json_array_append_new(menu, link);
    }
    json_object_set_new(page, "menu", menu);
}

/* The same page of no day in particular, where it is one of a day. */
static const char *undated_of(const treaty_course_t *course)
{
    treaty_query_t query = *course->query;

    if (query.day == TREATY_DAY_NONE) {
        return NULL;
    }
    query.day = TREATY_DAY_NONE;
    query.values[TREATY_PARAM_ON] = NULL;
    query.values[TREATY_PARAM_CURSOR] = NULL;
    return treaty_page_url(course, &query);
}

/* New acts: of the record that the page is of, of those that it lists, of all.
 * A feed goes on, so it is of no day. */
static const char *feed_of(const treaty_course_t *course)
{
    treaty_query_t query = *course->query;

    switch (query.resource) {
    case TREATY_RESOURCE_TREATY:
    case TREATY_RESOURCE_PARTICIPANT:
        query.part = "acts";
        memset(query.values, 0, sizeof(query.values));
        query.values[TREATY_PARAM_LANG] = lang_of(course);
        break;
    case TREATY_RESOURCE_ACTS:
        query.values[TREATY_PARAM_CURSOR] = NULL;
        query.values[TREATY_PARAM_LIMIT] = NULL;
        query.values[TREATY_PARAM_ON] = NULL;
        break;
    default:
        return treaty_page_way(course, "/acts.atom", 0);
    }
    query.day = TREATY_DAY_NONE;
    query.form = TREATY_FORM_ATOM;
    return treaty_page_url(course, &query);
}

/* The page's data, in the forms that it has; a problem has none. */
static void set_forms(json_t *page, const treaty_course_t *course)
{
    static const struct {
        treaty_form_t form;
        const char *word;
    } forms[] = {{TREATY_FORM_JSON, "json"}, {TREATY_FORM_CSV, "csv"}};
    json_t *list = json_array();
    apr_size_t i;

    for (i = 0; course->reading && i < sizeof(forms) / sizeof(forms[0]); i++) {
        treaty_query_t query =
            treaty_course_in_form(course->query, forms[i].form);

        if (query.forms & 1u << query.form) {
            json_array_append_new(
                list, treaty_page_link(forms[i].word, NULL,
                                       treaty_page_url(course, &query)));
        }
    }
    json_object_set_new(page, "forms", list);
}

/* How another page takes in what this one is of: the attribute that names the
 * record, and the record on its day. */
static void set_embed(json_t *page, const treaty_course_t *course)
{
    static const struct {
        treaty_resource_t resource;
        const char *attribute;
        const char *element;
    } records[] = {{TREATY_RESOURCE_TREATY, "id", "treaty"},
                   {TREATY_RESOURCE_PARTICIPANT, "participant", "participant"},
                   {TREATY_RESOURCE_FACT_SHEET, "factsheet", "factsheet"}};
    const treaty_query_t *query = course->query;
    apr_size_t i;

    for (i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
        if (course->slug && query->resource == records[i].resource) {
            json_t *embed = json_object();
            const char *path = treaty_query_path(
                query, course->slug, TREATY_FORM_HTML, course->pool);

            treaty_json_set_text(embed, "attribute", records[i].attribute);
            treaty_json_set_text(embed, "element", records[i].element);
            treaty_json_set_text(embed, "record", strrchr(path, '/') + 1);
            treaty_json_set_text(embed, "slug", course->slug);
            treaty_json_set_text(
                embed, "day",
                query->day == TREATY_DAY_NONE
                    ? NULL
                    : treaty_day_text(query->day, course->pool));
            treaty_json_set_text(embed, "path", path);
            json_object_set_new(page, "embed", embed);
        }
    }
}

json_t *treaty_page_make(treaty_course_t *course, const char *title)
{
    json_t *page = treaty_json_bind(json_object(), course->pool);

    treaty_page_set_crumbs(page, course, title);
    treaty_json_set_text(page, "home", treaty_page_way(course, "/", 0));
    treaty_json_set_text(page, "lang", lang_of(course));
    set_menu(page, course);
    treaty_page_set_forms(page, course);
    treaty_json_set_text(page, "feed",
                         title ? treaty_page_way(course, "/acts.atom", 0)
                               : feed_of(course));
    set_forms(page, course);
    if (title) {
        return page;
    }
    treaty_json_set_text(page, "url", treaty_page_url(course, course->query));
    treaty_json_set_text(page, "undated", undated_of(course));
    set_embed(page, course);
    if (!course->query->id) {
        treaty_page_set_list(page, course);
    }
    return page;
}

#include "page.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

/* The way in the making. */
typedef struct {
    const treaty_course_t *course;
    json_t *list;
} crumbs_t;

static void add(const crumbs_t *crumbs, const char *word, const char *text,
                const char *url)
{
    json_t *link = treaty_page_link(word, text, url);

    json_object_set_new(
        link, "position",
        json_integer((json_int_t)json_array_size(crumbs->list) + 1));
    json_array_append_new(crumbs->list, link);
}

static void add_way(const crumbs_t *crumbs, const char *word, const char *path,
                    int takes_day)
{
    add(crumbs, word, NULL, treaty_page_way(crumbs->course, path, takes_day));
}

/* ------------------------------------------------------------------------ */

/* A time from the first day of a year through the last of another. */
static const char *years_of(const char *from, const char *to, apr_pool_t *pool)
{
    int is_whole = from && to && strlen(from) == 10 && strlen(to) == 10 &&
                   strcmp(from + 4, "-01-01") == 0 &&
                   strcmp(to + 4, "-12-31") == 0;

    if (!is_whole) {
        return NULL;
    }
    return strncmp(from, to, 4) == 0
               ? apr_pstrndup(pool, from, 4)
               : apr_psprintf(pool, "%.4s\xe2\x80\x93%.4s", from, to);
}

int treaty_page_about(const char **word, const char **text,
                      const treaty_query_t *query, apr_pool_t *pool)
{
    const char *chapter = treaty_query_value(query, TREATY_PARAM_CHAPTER);
    const char *subject = treaty_query_value(query, TREATY_PARAM_SUBJECT);
    const char *years =
        years_of(treaty_query_value(query, TREATY_PARAM_ADOPTED_FROM),
                 treaty_query_value(query, TREATY_PARAM_ADOPTED_TO), pool);

    *word = chapter   ? "field_chapter"
            : subject ? "field_subject"
                      : "field_adopted";
    *text = chapter ? chapter : subject ? subject : years;
    return *text != NULL;
}

/* ------------------------------------------------------------------------ */

static void add_list(const crumbs_t *crumbs)
{
    const treaty_query_t *query = crumbs->course->query;
    const char *word;
    const char *text;

    add_way(crumbs, "treaties", "/treaties", 1);
    if (treaty_page_about(&word, &text, query, crumbs->course->pool)) {
        add(crumbs, word, text, NULL);
    }
}

/* The chapter is what stands before the number's first '-'. */
static void add_chapter(const crumbs_t *crumbs, const char *number)
{
    apr_pool_t *pool = crumbs->course->pool;
    const char *dash = number ? strchr(number, '-') : NULL;
    const char *chapter;

    if (dash && dash > number) {
        chapter = apr_pstrmemdup(pool, number, (apr_size_t)(dash - number));
        add(crumbs, "field_chapter", chapter,
            treaty_page_way(crumbs->course,
                            apr_pstrcat(pool, "/treaties?chapter=",
                                        apr_pescape_urlencoded(pool, chapter),
                                        NULL),
                            1));
    }
}

static const char *title_of(const json_t *document)
{
    const char *title = treaty_json_text(document, "short_title");

    title = title ? title : treaty_json_text(document, "title");
    return title ? title : treaty_json_text(document, "name");
}

static void add_record(const crumbs_t *crumbs)
{
    const treaty_course_t *course = crumbs->course;
    const char *title = title_of(course->document);

    switch (course->query->resource) {
    case TREATY_RESOURCE_TREATY:
        add_way(crumbs, "treaties", "/treaties", 1);
        add_chapter(crumbs, treaty_json_text(course->document, "mtdsg_no"));
        break;
    case TREATY_RESOURCE_PARTICIPANT:
        add_way(crumbs, "participants", "/participants", 1);
        break;
    default:
        add_way(crumbs, "fact_sheets", "/fact-sheets", 0);
    }
    add(crumbs, NULL, title ? title : course->slug, NULL);
}

/* A treaty's or a participant's acts are below it. */
static void add_owner(const crumbs_t *crumbs, const char *collection,
                      const char *member)
{
    const json_t *owner = json_object_get(crumbs->course->document, member);
    const char *slug = treaty_json_text(owner, "id");

    if (slug) {
        add(crumbs, NULL, title_of(owner),
            treaty_reading_url(crumbs->course->reading, collection, slug, ""));
    }
}

static void add_acts(const crumbs_t *crumbs)
{
    const treaty_course_t *course = crumbs->course;
    const char *pending =
        treaty_query_value(course->query, TREATY_PARAM_PENDING);

    add_way(crumbs, "recent_acts", "/acts", 1);
    if (pending && strcmp(pending, "true") == 0) {
        add_way(crumbs, "pending_effects", "/acts?pending=true", 1);
    }
    add_owner(crumbs, "treaties", "treaty");
    add_owner(crumbs, "participants", "participant");
}

static void add_participants(const crumbs_t *crumbs)
{
    const char *initial =
        treaty_query_value(crumbs->course->query, TREATY_PARAM_INITIAL);

    add_way(crumbs, "participants", "/participants", 1);
    if (initial) {
        add(crumbs, "field_initial", initial, NULL);
    }
}

static void add_search(const crumbs_t *crumbs)
{
    const char *q = treaty_query_value(crumbs->course->query, TREATY_PARAM_Q);

    if (q) {
        add(crumbs, "search", q, NULL);
    }
    else {
        add_way(crumbs, "search", "/search", 0);
    }
}

static void add_page(const crumbs_t *crumbs)
{
    switch (crumbs->course->query->resource) {
    case TREATY_RESOURCE_INDEX:
        break;
    case TREATY_RESOURCE_TREATIES:
        add_list(crumbs);
        break;
    case TREATY_RESOURCE_PARTICIPANTS:
        add_participants(crumbs);
        break;
    case TREATY_RESOURCE_ACTS:
        add_acts(crumbs);
        break;
    case TREATY_RESOURCE_SEARCH:
        add_search(crumbs);
        break;
    case TREATY_RESOURCE_SUBJECTS:
        add_way(crumbs, "subjects", "/subjects", 1);
        break;
    case TREATY_RESOURCE_STATUS:
        add_way(crumbs, "compare", "/status", 1);
        break;
    case TREATY_RESOURCE_FACT_SHEETS:
        add_way(crumbs, "fact_sheets", "/fact-sheets", 0);
        break;
    case TREATY_RESOURCE_DOWNLOADS:
        add_way(crumbs, "downloads", "/download", 0);
        break;
    case TREATY_RESOURCE_API:
        add_way(crumbs, "api", "/api", 0);
        break;
    default:
        add_record(crumbs);
    }
}

void treaty_page_set_crumbs(json_t *page, const treaty_course_t *course,
                            const char *title)
{
    crumbs_t crumbs = {course, json_array()};
    json_t *last;

    add_way(&crumbs, "reference", "/", 0);
    if (title) {
        add(&crumbs, NULL, title, NULL);
    }
    else {
        add_page(&crumbs);
    }
    last = json_array_get(crumbs.list, json_array_size(crumbs.list) - 1);
    json_object_set_new(last, "is_current", json_true());
    json_object_set_new(last, "is_below",
                        json_boolean(json_array_size(crumbs.list) > 1));
    /* First, for a list that can't be set is gone. */
    json_object_set(page, "title", last);
    json_object_set_new(page, "crumbs", crumbs.list);
}

#include "course.h"
#include "view.h"

#include <apr_strings.h>
#include <string.h>

typedef apr_status_t builder_t(treaty_course_t *course);

void treaty_course_view(treaty_view_t *view, const treaty_course_t *course)
{
    const treaty_query_t *query = course->query;
    const char *sort = treaty_query_value(query, TREATY_PARAM_ROW_SORT);

    memset(view, 0, sizeof(*view));
    view->collection = query->collection;
    view->id = query->id;
    view->name = query->view;
    view->heading = query->heading;
    view->sort =
        sort ? sort : treaty_query_value(query, TREATY_PARAM_STATE_SORT);
    view->state = treaty_query_value(query, TREATY_PARAM_STATE);
    view->cursor = treaty_query_value(query, TREATY_PARAM_CURSOR);
    view->use = course->request->use;
}

/* A record as a view shows it. */
static apr_status_t build_view(treaty_course_t *course)
{
    treaty_view_t view;

    treaty_course_view(&view, course);
    return treaty_view_document(&course->document, &course->problem,
                                course->reading, course->key, &view);
}

static apr_status_t build_treaty(treaty_course_t *course)
{
    return course->query->form == TREATY_FORM_HTML
               ? build_view(course)
               : treaty_document_treaty(&course->document, course->reading,
                                        course->key, TREATY_SECTION_ALL);
}

/* Why a participant's state is what it is. */
static apr_status_t build_why(treaty_course_t *course)
{
    apr_int64_t participant;
    apr_status_t rv = treaty_course_resolve_param(&participant, course,
                                                  TREATY_PARAM_PARTICIPANT);

    if (rv == APR_SUCCESS && !participant) {
        return treaty_course_refuse(
            course, TREATY_PARAM_PARTICIPANT,
            "Whose state is to be explained isn't said.");
    }
    return rv != APR_SUCCESS
               ? rv
               : treaty_document_why(&course->document, course->reading,
                                     course->key, participant);
}

static apr_status_t build_participant(treaty_course_t *course)
{
    return course->query->form == TREATY_FORM_HTML
               ? build_view(course)
               : treaty_document_one_participant(&course->document,
                                                 course->reading, course->key,
                                                 TREATY_SECTION_TREATIES);
}

static apr_status_t build_fact_sheet(treaty_course_t *course)
{
    return treaty_document_fact_sheet(
        &course->document, course->reading, course->key,
        course->query->resource == TREATY_RESOURCE_CLAIMS);
}

/* What a citation is made of needs no lists. */
static apr_status_t build_citation(treaty_course_t *course)
{
    return treaty_document_treaty(&course->document, course->reading,
                                  course->key, 0);
}

static apr_status_t build_family(treaty_course_t *course)
{
    return treaty_document_family(&course->document, course->reading,
                                  course->key);
}

/* From a day to another; the later one is by default the day that is asked
 * about. */
static apr_status_t build_treaty_changes(treaty_course_t *course)
{
    treaty_day_t from = treaty_query_day(course->query, TREATY_PARAM_FROM);
    treaty_day_t to = treaty_query_day(course->query, TREATY_PARAM_TO);

    if (to == TREATY_DAY_NONE) {
        to = course->reading->day;
    }
    if (from == TREATY_DAY_NONE) {
        return treaty_course_refuse(course, TREATY_PARAM_FROM,
                                    "From which day on isn't said.");
    }
    if (from > to) {
        return treaty_course_refuse(course, TREATY_PARAM_FROM,
                                    "The first day lies behind the last.");
    }
    return treaty_document_treaty_changes(&course->document, course->reading,
                                          course->key, from, to);
}

/* What publications have changed. The log is of bounded length: who was away
 * for longer has to take all anew. */
static apr_status_t build_changes(treaty_course_t *course)
{
    const char *since = treaty_query_value(course->query, TREATY_PARAM_SINCE);
    const char *cursor = treaty_query_value(course->query, TREATY_PARAM_CURSOR);
    apr_int64_t after = cursor ? apr_atoi64(cursor) : 0;
    apr_status_t rv;

    if (cursor && (after < 1 || cursor[strspn(cursor, "0123456789")])) {
        return treaty_course_refuse(course, TREATY_PARAM_CURSOR,
                                    "This list gave no such cursor.");
    }
    rv = treaty_document_changes(
        &course->document, course->reading, since, after,
        treaty_query_number(course->query, TREATY_PARAM_LIMIT,
                            course->site->page_size));
    if (rv == TREATY_ENOTFOUND) {
        (void)treaty_course_refuse(
            course, TREATY_PARAM_SINCE,
            "This revision isn't in the log of changes: it was never published "
            "here, or so long ago that all has to be read anew.");
        course->problem.status = 410;
    }
    return rv;
}

static apr_status_t build_opensearch(treaty_course_t *course)
{
    json_t *document = treaty_json_bind(json_object(), course->pool);
    json_t *urls = json_object();

    treaty_json_set_text(document, "name", "Treaties");
    treaty_json_set_text(document, "description",
                         "Treaties, who is bound by them, and since when");
    treaty_json_set_text(urls, "html",
                         treaty_course_url(course, "/search?q={searchTerms}"));
    treaty_json_set_text(
        urls, "json",
        treaty_course_url(course, "/search.json?q={searchTerms}"));
    treaty_json_set_text(urls, "self",
                         treaty_course_url(course, "/opensearch.xml"));
    json_object_set_new(document, "urls", urls);
    course->document = document;
    return APR_SUCCESS;
}

static apr_status_t build_downloads(treaty_course_t *course)
{
    course->answer->is_fleeting = 1;
    return treaty_document_downloads(&course->document, course->reading);
}

static builder_t *const builders[TREATY_RESOURCE__COUNT] = {
    [TREATY_RESOURCE_INDEX] = treaty_course_index,
    [TREATY_RESOURCE_API] = treaty_course_api,
    [TREATY_RESOURCE_TREATIES] = treaty_course_list_treaties,
    [TREATY_RESOURCE_TREATY] = build_treaty,
    [TREATY_RESOURCE_TREATY_PARTICIPANTS] =
        treaty_course_list_treaty_participants,
    [TREATY_RESOURCE_TREATY_ACTS] = treaty_course_list_acts,
    [TREATY_RESOURCE_TREATY_STATEMENTS] = treaty_course_statements,
    [TREATY_RESOURCE_TREATY_TIMELINE] = treaty_course_timeline,
    [TREATY_RESOURCE_TREATY_CHANGES] = build_treaty_changes,
    [TREATY_RESOURCE_TREATY_FAMILY] = build_family,
    [TREATY_RESOURCE_TREATY_CITATION] = build_citation,
    [TREATY_RESOURCE_WHY] = build_why,
    [TREATY_RESOURCE_PARTICIPANTS] = treaty_course_list_participants,
    [TREATY_RESOURCE_PARTICIPANT] = build_participant,
    [TREATY_RESOURCE_PARTICIPANT_TREATIES] = treaty_course_list_treaties,
    [TREATY_RESOURCE_PARTICIPANT_ACTS] = treaty_course_list_acts,
    [TREATY_RESOURCE_ACTS] = treaty_course_list_acts,
    [TREATY_RESOURCE_STATUS] = treaty_course_status,
    [TREATY_RESOURCE_SUBJECTS] = treaty_course_subjects,
    [TREATY_RESOURCE_FACT_SHEETS] = treaty_course_list_fact_sheets,
    [TREATY_RESOURCE_FACT_SHEET] = build_fact_sheet,
    [TREATY_RESOURCE_CLAIMS] = build_fact_sheet,
    [TREATY_RESOURCE_DOWNLOADS] = build_downloads,
    [TREATY_RESOURCE_CHANGES] = build_changes,
    [TREATY_RESOURCE_OPENAPI] = treaty_course_openapi,
    [TREATY_RESOURCE_OEMBED] = treaty_course_oembed,
    [TREATY_RESOURCE_OPENSEARCH] = build_opensearch,
    [TREATY_RESOURCE_SEARCH] = treaty_course_search,
};

/* The kinds of records that have an address of their own. */
static const struct {
    const char *collection;
    const char *noun;
    treaty_sql_t resolve;
    /** Finds ids like a wrong one. */
    treaty_sql_t near;
} records[] = {
    {"treaties", "treaty", TREATY_SQL_TREATY_RESOLVE, TREATY_SQL_TREATY_NEAR},
    {"participants", "participant", TREATY_SQL_PARTICIPANT_RESOLVE,
     TREATY_SQL_PARTICIPANT_NEAR},
    {"fact-sheets", "fact sheet", TREATY_SQL_FACT_SHEET_RESOLVE,
     TREATY_SQL_FACT_SHEET_NEAR},
};

static apr_status_t resolve(treaty_course_t *course, int kind)
{
    treaty_missing_t missing = {records[kind].noun, course->query->id,
                                records[kind].near};
    apr_status_t rv =
        treaty_reading_resolve(&course->key, &course->slug, course->reading,
                               records[kind].resolve, course->query->id);

    if (rv == TREATY_ENOTFOUND) {
        treaty_problem_of_missing(&course->problem, &missing, course->pool);
        course->suggestions = treaty_document_suggestions(
            course->reading, missing.near, missing.id);
    }
    return rv;
}

apr_status_t treaty_course_resolve(treaty_course_t *course)
{
    int i;

    if (!course->query->id) {
        return APR_SUCCESS;
    }
    for (i = 0; i < (int)(sizeof(records) / sizeof(records[0])); i++) {
        if (strcmp(course->query->collection, records[i].collection) == 0) {
            return resolve(course, i);
        }
    }
    return APR_SUCCESS;
}

/* A query string with nothing in it that a header, or a text in UTF-8, can't
 * hold: such bytes are written as an address has them. */
static const char *plain_args(const char *args, apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(TREATY_ARGS_MAX * 3 + 1, pool);

    for (; *args; args++) {
        unsigned char byte = (unsigned char)*args;

        if (byte <= ' ' || byte >= 0x7f || strchr("\"<>", byte)) {
            (void)treaty_text_printf(text, "%%%02X", byte);
        }
        else {
            (void)treaty_text_append(text, args, 1);
        }
    }
    return text->data;
}

void treaty_course_redirect(const treaty_course_t *course)
{
    treaty_answer_t *answer = course->answer;
    const char *args = course->request->args;

    args = args ? plain_args(args, course->pool) : NULL;
    answer->location = apr_pstrcat(
        course->pool,
        treaty_course_url(course,
                          treaty_query_path(course->query, course->slug,
                                            course->query->form, course->pool)),
        args ? "?" : "", args ? args : "", NULL);
    answer->status = 308;
    answer->content_type = "text/plain; charset=utf-8";
    answer->body = apr_pstrcat(course->pool, answer->location, "\n", NULL);
    answer->len = strlen(answer->body);
    answer->max_age = course->site->max_age;
}

static int is_elsewhere(const treaty_course_t *course)
{
    const treaty_query_t *query = course->query;

    return !course->request->included &&
           (query->is_moved ||
            (course->slug && strcmp(course->slug, query->id) != 0));
}

apr_status_t treaty_course_document(treaty_course_t *course)
{
    builder_t *build = builders[course->query->resource];
    apr_status_t rv =
        course->slug ? APR_SUCCESS : treaty_course_resolve(course);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    return build ? build(course) : TREATY_ENOTFOUND;
}

apr_status_t treaty_course_build(treaty_course_t *course)
{
    apr_status_t rv = treaty_course_resolve(course);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (is_elsewhere(course)) {
        treaty_course_redirect(course);
        return APR_SUCCESS;
    }
    if (course->query->resource == TREATY_RESOURCE_DOWNLOAD) {
        return treaty_course_download(course);
    }
    rv = treaty_course_document(course);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    course->read = apr_time_now();
    rv = treaty_course_write(course);
    if (rv == APR_SUCCESS) {
        course->written = apr_time_now();
    }
    return rv;
}

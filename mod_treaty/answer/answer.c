#include "answer.h"

#include <apr_strings.h>
#include <string.h>

#define DAY_SECONDS 86400
#define YEAR_SECONDS 31536000
#define STALE_SECONDS 60

/* A request on its way to its answer. */
typedef struct {
    const treaty_site_t *site;
    const treaty_request_t *request;
    treaty_query_t *query;
    treaty_problem_t problem;
    treaty_reading_t *reading;
    treaty_answer_t *answer;
    json_t *document;
    json_t *suggestions;
    apr_pool_t *pool;
} course_t;

static const char *collection_of(const treaty_query_t *query)
{
    return query->resource == TREATY_RESOURCE_TREATY ? "treaties"
                                                     : "fact-sheets";
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* How long the answer holds: what is said of today ends with today. */
static void set_ages(const course_t *course)
{
    treaty_answer_t *answer = course->answer;
    int left =
        DAY_SECONDS - (int)(apr_time_sec(course->request->now) % DAY_SECONDS);

    answer->max_age = course->site->max_age;
    answer->stale_while_revalidate = STALE_SECONDS;
    if (course->query->day == TREATY_DAY_NONE) {
        answer->max_age = smaller(answer->max_age, left);
        answer->stale_while_revalidate =
            smaller(STALE_SECONDS, left - answer->max_age);
    }
}

static apr_time_t last_modified_of(const course_t *course)
{
    const treaty_reading_t *reading = course->reading;
    apr_time_t latest = treaty_snapshot_published_time(reading->snapshot);
    apr_time_t changed = treaty_template_set_changed(reading->templates);

    if (course->query->form == TREATY_FORM_HTML && changed > latest) {
        latest = changed;
    }
    if (!reading->is_dated && treaty_day_start(reading->day) > latest) {
        latest = treaty_day_start(reading->day);
    }
    return latest;
}

static void set_body(const course_t *course, const treaty_text_t *text,
                     const char *content_type)
{
    treaty_answer_t *answer = course->answer;

    answer->status = 200;
    answer->content_type = content_type;
    answer->body = text->data;
    answer->len = text->len;
    answer->etag = apr_pstrcat(
        course->pool, "\"", treaty_digest(text->data, text->len, course->pool),
        "\"", NULL);
    answer->last_modified = last_modified_of(course);
    set_ages(course);
}

static apr_status_t give_json(const course_t *course)
{
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, course->pool);
    apr_status_t rv = treaty_json_represent(text, course->document);

    if (rv == APR_SUCCESS) {
        set_body(course, text, "application/json");
    }
    return rv;
}

static const char *template_name(const course_t *course)
{
    return apr_pstrcat(course->pool, collection_of(course->query), "/",
                       course->query->view, NULL);
}

static apr_status_t give_html(const course_t *course)
{
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, course->pool);
    apr_status_t rv = treaty_html_represent(
        text, course->reading->templates, template_name(course),
        course->document,
        treaty_answer_extras(course->reading, course->query->heading),
        course->pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    set_body(course, text, "text/html; charset=utf-8");
    course->answer->link = apr_psprintf(
        course->pool, "<%s>; rel=\"alternate\"; type=\"application/json\"",
        treaty_json_text(json_object_get(course->document, "urls"), "self"));
    return APR_SUCCESS;
}

/* An alias, or an id in other letters: the one address of the record. */
static void redirect(const course_t *course, const char *slug)
{
    const treaty_query_t *query = course->query;
    treaty_answer_t *answer = course->answer;
    int is_part = strcmp(query->view, "page") != 0;
    const char *suffix = apr_pstrcat(
        course->pool, is_part ? "/" : "", is_part ? query->view : "",
        query->form == TREATY_FORM_JSON ? ".json" : "", NULL);

    answer->location = apr_pstrcat(
        course->pool,
        treaty_reading_url(course->reading, collection_of(query), slug, suffix),
        course->request->args ? "?" : "",
        course->request->args ? course->request->args : "", NULL);
    answer->status = 308;
    answer->content_type = "text/plain; charset=utf-8";
    answer->body = apr_pstrcat(course->pool, answer->location, "\n", NULL);
    answer->len = strlen(answer->body);
    answer->max_age = course->site->max_age;
}

static apr_status_t resolve(course_t *course, apr_int64_t *key,
                            const char **slug)
{
    int is_treaty = course->query->resource == TREATY_RESOURCE_TREATY;
    treaty_missing_t missing = {
        is_treaty ? "treaty" : "fact sheet", course->query->id,
        is_treaty ? TREATY_SQL_TREATY_NEAR : TREATY_SQL_FACT_SHEET_NEAR};
    apr_status_t rv = treaty_reading_resolve(
        key, slug, course->reading,
        is_treaty ? TREATY_SQL_TREATY_RESOLVE : TREATY_SQL_FACT_SHEET_RESOLVE,
        course->query->id);

    if (rv == TREATY_ENOTFOUND) {
        treaty_problem_of_missing(&course->problem, &missing, course->pool);
        course->suggestions = treaty_document_suggestions(
            course->reading, missing.near, missing.id);
    }
    return rv;
}

/* Why a participant's state is what it is. */
static apr_status_t give_why(course_t *course, apr_int64_t treaty)
{
    treaty_missing_t missing = {"participant", course->query->participant,
                                TREATY_SQL__COUNT};
    const char *slug;
    apr_int64_t participant;
    apr_status_t rv;

    if (!missing.id) {
        course->problem.status = 400;
        course->problem.detail = "Whose state is to be explained isn't said.";
        course->problem.parameter = "participant";
        course->problem.expected = "an id, an ISO code or a name";
        return TREATY_EINPUT;
    }
    rv = treaty_reading_resolve(&participant, &slug, course->reading,
                                TREATY_SQL_PARTICIPANT_RESOLVE, missing.id);
    if (rv == TREATY_ENOTFOUND) {
        treaty_problem_of_missing(&course->problem, &missing, course->pool);
        course->problem.parameter = "participant";
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_document_why(&course->document, course->reading, treaty,
                                 participant);
    }
    return rv == APR_SUCCESS ? give_json(course) : rv;
}

static apr_status_t give_record(course_t *course)
{
    const treaty_query_t *query = course->query;
    int is_json = query->form == TREATY_FORM_JSON;
    const char *slug;
    apr_int64_t key;
    apr_status_t rv = resolve(course, &key, &slug);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (strcmp(slug, query->id) != 0 && !course->request->included) {
        redirect(course, slug);
        return APR_SUCCESS;
    }
    if (is_json && strcmp(query->view, "why") == 0) {
        return give_why(course, key);
    }
    if (query->resource == TREATY_RESOURCE_TREATY) {
        rv = treaty_document_treaty(
            &course->document, course->reading, key,
            is_json ? TREATY_SECTION_ALL
                    : treaty_answer_sections(course->reading,
                                             template_name(course)));
    }
    else {
        rv = treaty_document_fact_sheet(&course->document, course->reading, key,
                                        is_json &&
                                            strcmp(query->view, "claims") == 0);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    return is_json ? give_json(course) : give_html(course);
}

static apr_status_t give_list(course_t *course)
{
    apr_status_t rv =
        course->query->resource == TREATY_RESOURCE_TREATIES
            ? treaty_document_treaties(&course->document, course->reading,
                                       course->query->after)
            : treaty_document_fact_sheets(&course->document, course->reading,
                                          course->query->after);

    return rv != APR_SUCCESS ? rv : give_json(course);
}

/* A balancer asks often, and wants to know now: nothing is kept, and a mount
 * that can't answer says so in the same form. */
static apr_status_t give_health(course_t *course)
{
    treaty_answer_t *answer = course->answer;
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, course->pool);
    apr_status_t rv;

    treaty_document_health(&course->document, course->reading);
    rv = treaty_json_represent(text, course->document);
    answer->status = course->reading->db ? 200 : 503;
    answer->retry_after = course->reading->db ? 0 : TREATY_RETRY_AFTER;
    answer->content_type = "application/json";
    answer->body = text->data;
    answer->len = text->len;
    answer->max_age = -1;
    return rv;
}

static apr_status_t give_asset(course_t *course)
{
    treaty_answer_t *answer = course->answer;
    treaty_asset_t asset;
    apr_status_t rv =
        treaty_asset_find(&asset, course->query->id, course->pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    answer->status = 200;
    answer->content_type = asset.content_type;
    answer->body = asset.data;
    answer->len = asset.len;
    answer->etag = apr_pstrcat(
        course->pool, "\"", treaty_digest(asset.data, asset.len, course->pool),
        "\"", NULL);
    answer->immutable = asset.immutable;
    answer->max_age = asset.immutable ? YEAR_SECONDS : 0;
    return APR_SUCCESS;
}

static apr_status_t give(course_t *course)
{
    return course->query->id ? give_record(course) : give_list(course);
}

static apr_status_t read_and_give(course_t *course)
{
    apr_status_t rv =
        treaty_reading_begin(&course->reading, course->site, course->query->day,
                             course->request->now, course->pool);

    if (course->query->resource == TREATY_RESOURCE_HEALTH) {
        rv = give_health(course);
    }
    else if (rv == APR_SUCCESS) {
        rv = give(course);
    }
    treaty_reading_end(course->reading);
    return rv;
}

void treaty_answer_make(treaty_answer_t **answer, const treaty_site_t *site,
                        const treaty_request_t *request,
                        apr_pool_t *result_pool)
{
    course_t course = {0};
    apr_status_t rv;

    course.site = site;
    course.request = request;
    course.pool = result_pool;
    course.answer = apr_pcalloc(result_pool, sizeof(*course.answer));
    *answer = course.answer;
    rv = treaty_query_parse(&course.query, &course.problem, request->path,
                            request->args, result_pool);
    if (rv == APR_SUCCESS) {
        rv = course.query->resource == TREATY_RESOURCE_ASSET
                 ? give_asset(&course)
                 : read_and_give(&course);
    }
    if (rv == APR_SUCCESS) {
        return;
    }
    if (course.problem.status == 0) {
        treaty_problem_of_status(&course.problem, rv);
    }
    treaty_problem_answer(course.answer, site, request, course.query,
                          &course.problem, course.suggestions, result_pool);
}

#include "course.h"

#include <apr_strings.h>
#include <string.h>

#define YEAR_SECONDS 31536000

/* The log has what the balancer is told, once a change. */
static treaty_health_t look_at_health(const treaty_course_t *course)
{
    const treaty_site_t *site = course->site;
    treaty_health_t health =
        treaty_reading_health(course->reading, course->request->now);

    if (site->stale > 0 && health != TREATY_HEALTH_UNAVAILABLE) {
        treaty_database_tell_age(site->database, site->stale,
                                 health == TREATY_HEALTH_STALE);
    }
    return health;
}

/* A balancer asks often, and wants to know now: nothing is kept, and a mount
 * that can't answer, or shouldn't be asked, says so in the same form. */
static apr_status_t give_health(treaty_course_t *course)
{
    treaty_answer_t *answer = course->answer;
    treaty_health_t health = look_at_health(course);
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, course->pool);
    apr_status_t rv;

    treaty_document_health(&course->document, course->reading, health,
                           course->request->now);
    rv = treaty_json_represent(text, course->document);
    answer->status = health == TREATY_HEALTH_OK ? 200 : 503;
    answer->retry_after = health == TREATY_HEALTH_OK ? 0 : TREATY_RETRY_AFTER;
    answer->content_type = "application/json";
    answer->body = text->data;
    answer->len = text->len;
    answer->max_age = -1;
    return rv;
}

static apr_status_t give_asset(treaty_course_t *course)
{
    treaty_answer_t *answer = course->answer;
    treaty_asset_t asset;
    apr_status_t rv = treaty_asset_find(&asset, course->query->id);

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

/* From here on the query names the language as the site does: "fr" where
 * "FR-be" was asked for. A page stands in its own language where there is no
 * such one; data is refused, for a program would take it for what it isn't. */
static apr_status_t settle_language(treaty_course_t *course)
{
    const treaty_reading_t *reading = course->reading;
    const char **asked = &course->query->values[TREATY_PARAM_LANG];

    if (*asked && !treaty_template_set_language(reading->templates, *asked) &&
        course->query->form != TREATY_FORM_HTML) {
        (void)treaty_course_refuse(course, TREATY_PARAM_LANG,
                                   "There is no such language here.");
        course->problem.expected = treaty_reading_tags(reading);
        return TREATY_EINPUT;
    }
    *asked = reading->lang;
    return APR_SUCCESS;
}

/* What was read of two revisions says nothing, not even that there is nothing;
 * health doesn't read. */
static apr_status_t verify(treaty_course_t *course, apr_status_t rv)
{
    apr_status_t verified = treaty_reading_verify(course->reading);

    if (verified == APR_SUCCESS ||
        (verified == TREATY_EDATABASE &&
         course->query->resource == TREATY_RESOURCE_HEALTH)) {
        return rv;
    }
    memset(course->answer, 0, sizeof(*course->answer));
    memset(&course->problem, 0, sizeof(course->problem));
    course->suggestions = NULL;
    return verified;
}

/* The revision goes with the snapshot. */
static void end_reading(treaty_course_t *course)
{
    if (course->reading->snapshot) {
        course->revision = apr_pstrdup(
            course->pool, treaty_snapshot_revision(course->reading->snapshot));
    }
    treaty_reading_end(course->reading);
}

static apr_status_t read_and_give(treaty_course_t *course)
{
    apr_status_t rv;

    course->began = apr_time_now();
    rv = treaty_reading_begin(
        &course->reading, course->site, course->query->day,
        treaty_query_value(course->query, TREATY_PARAM_LANG),
        course->request->now, course->pool);

    if (course->query->resource == TREATY_RESOURCE_HEALTH) {
        rv = give_health(course);
    }
    else if (rv == APR_SUCCESS) {
        rv = settle_language(course);
    }
    if (rv == APR_SUCCESS &&
        course->query->resource != TREATY_RESOURCE_HEALTH) {
        rv = treaty_course_build(course);
    }
    rv = verify(course, rv);
    end_reading(course);
    return rv;
}

/* What isn't of the record is answered without one. */
static int is_outside(treaty_resource_t resource)
{
    return resource == TREATY_RESOURCE_ASSET ||
           resource == TREATY_RESOURCE_HEALTH;
}

static apr_status_t give(treaty_course_t *course)
{
    apr_status_t rv = treaty_query_parse(&course->query, &course->problem,
                                         course->request->path,
                                         course->request->args, course->pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (course->query->is_moved && !course->request->included &&
        is_outside(course->query->resource)) {
        treaty_course_redirect(course);
        return APR_SUCCESS;
    }
    return course->query->resource == TREATY_RESOURCE_ASSET
               ? give_asset(course)
               : read_and_give(course);
}

static void tell_problem(treaty_course_t *course, apr_status_t status)
{
    if (course->problem.status == 0) {
        treaty_problem_of_status(&course->problem, status);
    }
    course->answer->is_beyond_bounds = status == TREATY_ELIMIT;
    course->written = 0;
    treaty_problem_answer(course->answer, course->site, course->request,
                          course->query, &course->problem, course->suggestions,
                          course->pool);
}

void treaty_answer_make(treaty_answer_t **answer, const treaty_site_t *site,
                        const treaty_request_t *request,
                        apr_pool_t *result_pool)
{
    treaty_course_t course = {0};
    apr_status_t rv;

    course.site = site;
    course.request = request;
    course.pool = result_pool;
    course.answer = apr_pcalloc(result_pool, sizeof(*course.answer));
    *answer = course.answer;
    rv = give(&course);
    if (rv != APR_SUCCESS) {
        tell_problem(&course, rv);
    }
    treaty_course_tell(&course);
}

void treaty_answer_begin(treaty_answer_t *answer)
{
    treaty_stream_t *stream = answer->stream;
    treaty_query_t query = {0};
    treaty_request_t request = {0};
    treaty_problem_t problem;
    treaty_made_t made;
    apr_status_t rv = stream ? treaty_stream_begin(stream) : APR_SUCCESS;

    if (rv == APR_SUCCESS) {
        return;
    }
    made = answer->made;
    memset(answer, 0, sizeof(*answer));
    answer->made = made;
    answer->made.view = NULL;
    query.form = TREATY_FORM_CSV;
    treaty_problem_of_status(&problem, rv);
    treaty_problem_answer(answer, treaty_stream_site(stream), &request, &query,
                          &problem, NULL, treaty_stream_pool(stream));
}

#include "course.h"

#include <apr_strings.h>
#include <string.h>

apr_status_t treaty_course_refuse(treaty_course_t *course, treaty_param_t param,
                                  const char *detail)
{
    course->problem.status = 400;
    course->problem.detail = detail;
    course->problem.parameter = treaty_param_name(param);
    course->problem.expected = treaty_param_expected(param);
    return TREATY_EINPUT;
}

apr_status_t treaty_course_miss(treaty_course_t *course, treaty_param_t param,
                                const char *noun, const char *id)
{
    treaty_missing_t missing = {noun, id,
                                param == TREATY_PARAM_PARTICIPANT
                                    ? TREATY_SQL_PARTICIPANT_NEAR
                                    : TREATY_SQL_TREATY_NEAR};

    treaty_problem_of_missing(&course->problem, &missing, course->pool);
    course->problem.parameter = treaty_param_name(param);
    course->problem.expected = treaty_param_expected(param);
    course->suggestions =
        treaty_document_suggestions(course->reading, missing.near, id);
    return TREATY_ENOTFOUND;
}

apr_status_t treaty_course_resolve_param(apr_int64_t *key,
                                         treaty_course_t *course,
                                         treaty_param_t param)
{
    int is_participant = param == TREATY_PARAM_PARTICIPANT;
    const char *id = treaty_query_value(course->query, param);
    const char *slug;
    apr_status_t rv;

    *key = 0;
    if (!id) {
        return APR_SUCCESS;
    }
    rv = treaty_reading_resolve(key, &slug, course->reading,
                                is_participant ? TREATY_SQL_PARTICIPANT_RESOLVE
                                               : TREATY_SQL_TREATY_RESOLVE,
                                id);
    return rv == TREATY_ENOTFOUND
               ? treaty_course_miss(course, param,
                                    is_participant ? "participant" : "treaty",
                                    id)
               : rv;
}

treaty_query_t treaty_course_in_form(const treaty_query_t *query,
                                     treaty_form_t form)
{
    treaty_query_t other = *query;
    int was_page = query->form == TREATY_FORM_HTML;

    if (form != query->form) {
        treaty_query_limit(&other, form);
    }
    other.form = form;
    other.values[TREATY_PARAM_HEADING] = NULL;
    if (was_page != (form == TREATY_FORM_HTML) &&
        query->resource == TREATY_RESOURCE_TREATIES &&
        query->values[TREATY_PARAM_CURSOR] && !query->values[TREATY_PARAM_Q] &&
        !query->values[TREATY_PARAM_SORT]) {
        other.values[TREATY_PARAM_SORT] =
            was_page ? TREATY_PAGE_SORT : TREATY_DATA_SORT;
    }
    return other;
}

const char *treaty_course_url(const treaty_course_t *course, const char *path)
{
    return apr_pstrcat(course->pool, course->site->origin, course->site->base,
                       path, NULL);
}

/* The clock may have been set meanwhile. */
static apr_interval_time_t between(apr_time_t start, apr_time_t end)
{
    if (start == 0 || end == 0) {
        return -1;
    }
    return end > start ? end - start : 0;
}

/* The record itself as data has nothing but its form. */
static const char *view_told(const treaty_query_t *query, apr_pool_t *pool)
{
    const char *ending = treaty_form_ending(query->form);

    if (query->form == TREATY_FORM_HTML) {
        return query->view;
    }
    return *query->part ? apr_pstrcat(pool, query->part, ending, NULL)
                        : ending + 1;
}

void treaty_course_tell(const treaty_course_t *course)
{
    const treaty_query_t *query = course->query;
    treaty_made_t *made = &course->answer->made;

    memset(made, 0, sizeof(*made));
    made->resource = query ? query->resource : TREATY_RESOURCE__COUNT;
    made->revision = course->revision;
    made->reading = between(course->began, course->read);
    made->writing = between(course->read, course->written);
    /* Nothing was read for what couldn't be taken apart. */
    if (!query) {
        return;
    }
    if (course->slug && query->day != TREATY_DAY_NONE) {
        made->record =
            apr_pstrcat(course->pool, course->slug, "@",
                        treaty_day_text(query->day, course->pool), NULL);
    }
    else {
        made->record = course->slug;
    }
    if (course->written != 0) {
        made->view = view_told(query, course->pool);
    }
}

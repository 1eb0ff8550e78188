#include "filter.h"

#include "document.h"
#include "search.h"

#include <apr_strings.h>
#include <string.h>

/* A filter in the making. */
typedef struct {
    treaty_course_t *course;
    treaty_selection_t *selection;
    treaty_id_set_t *set;
} filter_t;

apr_status_t treaty_filter_create_set(treaty_id_set_t **set,
                                      const treaty_course_t *course)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, course->reading->db,
                                      TREATY_SQL_TREATY_LARGEST_KEY);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS) {
        *set = treaty_id_set_create(row ? treaty_stmt_int(stmt, 0) : 0,
                                    course->pool);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* Adds the keys that a bound statement gives in its first column. */
static apr_status_t add_rows(treaty_id_set_t *set, treaty_stmt_t *stmt)
{
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    while (rv == APR_SUCCESS && row) {
        treaty_id_set_add(set, treaty_stmt_int(stmt, 0));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t add_of_text(filter_t *filter, treaty_sql_t sql,
                                const char *text)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, filter->course->reading->db, sql, "s", text);

    return rv != APR_SUCCESS ? rv : add_rows(filter->set, stmt);
}

static apr_status_t add_subject(filter_t *filter, const char *value)
{
    return add_of_text(filter, TREATY_SQL_TREATIES_OF_SUBJECT, value);
}

static apr_status_t add_depositary(filter_t *filter, const char *value)
{
    return add_of_text(filter, TREATY_SQL_TREATIES_OF_DEPOSITARY, value);
}

static apr_status_t add_chapter(filter_t *filter, const char *value)
{
    return add_of_text(filter, TREATY_SQL_TREATIES_OF_CHAPTER, value);
}

/* Each of the values that are apart by commas. */
static apr_status_t add_types(filter_t *filter, const char *value)
{
    apr_array_header_t *types = treaty_query_list(
        filter->course->query, TREATY_PARAM_TYPE, filter->course->pool);
    apr_status_t rv = APR_SUCCESS;
    int i;

    (void)value;
    for (i = 0; i < types->nelts && rv == APR_SUCCESS; i++) {
        rv = add_of_text(filter, TREATY_SQL_TREATIES_OF_TYPE,
                         APR_ARRAY_IDX(types, i, const char *));
    }
    return rv;
}

static apr_status_t add_family(filter_t *filter, const char *value)
{
    treaty_course_t *course = filter->course;
    treaty_stmt_t *stmt;
    apr_int64_t key;
    apr_status_t rv =
        treaty_course_resolve_param(&key, course, TREATY_PARAM_FAMILY);

    (void)value;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, course->reading->db,
                             TREATY_SQL_TREATIES_OF_FAMILY, "i", key);
    }
    return rv != APR_SUCCESS ? rv : add_rows(filter->set, stmt);
}

/* Bounds of the day of adoption; what isn't given doesn't bound. */
static apr_status_t add_adopted(filter_t *filter, const char *value)
{
    treaty_course_t *course = filter->course;
    const char *from =
        treaty_query_value(course->query, TREATY_PARAM_ADOPTED_FROM);
    const char *to = treaty_query_value(course->query, TREATY_PARAM_ADOPTED_TO);
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, course->reading->db, TREATY_SQL_TREATIES_ADOPTED,
                        "ss", from ? from : "", to ? to : "9999-12-31");

    (void)value;
    return rv != APR_SUCCESS ? rv : add_rows(filter->set, stmt);
}

static int is_in_list(const apr_array_header_t *list, const char *text)
{
    int i;

    for (i = 0; i < list->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(list, i, const char *), text) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What a text finds, and in which order. */
static apr_status_t add_found(filter_t *filter, const char *value)
{
    treaty_selection_t *selection = filter->selection;
    int i;
    apr_status_t rv =
        treaty_search_treaties(&selection->ranked, &selection->is_estimate,
                               filter->course->reading, value);

    for (i = 0; rv == APR_SUCCESS && i < selection->ranked->nelts; i++) {
        treaty_id_set_add(filter->set,
                          APR_ARRAY_IDX(selection->ranked, i, apr_int64_t));
    }
    return rv;
}

/* The treaties to which the participant has one of the states. One that it has
 * none to isn't in the rows: it is the rest of all. */
static apr_status_t add_states(filter_t *filter, apr_int64_t participant,
                               const apr_array_header_t *states)
{
    treaty_course_t *course = filter->course;
    treaty_id_set_t *any;
    treaty_id_set_t *all;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_filter_create_set(&any, course);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, course->reading->db,
                             TREATY_SQL_TREATIES_OF_PARTICIPANT, "is",
                             participant, course->reading->on);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        const char *state = treaty_stmt_string(stmt, 1);
        int is_none = strcmp(state, "none") == 0;

        treaty_id_set_add(any, treaty_stmt_int(stmt, 0));
        if (states->nelts == 0 ? !is_none : is_in_list(states, state)) {
            treaty_id_set_add(filter->set, treaty_stmt_int(stmt, 0));
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !is_in_list(states, "none")) {
        return rv;
    }
    rv = treaty_filter_create_set(&all, course);
    if (rv == APR_SUCCESS) {
        rv =
            treaty_stmt_get(&stmt, course->reading->db, TREATY_SQL_TREATY_KEYS);
    }
    if (rv == APR_SUCCESS) {
        rv = add_rows(all, stmt);
    }
    if (rv == APR_SUCCESS) {
        treaty_id_set_add_rest(filter->set, all, any);
    }
    return rv;
}

/* Whether the address itself says whose treaties are meant. */
static int is_of_participant(const treaty_query_t *query)
{
    return query->resource == TREATY_RESOURCE_PARTICIPANT_TREATIES;
}

static apr_status_t add_participant(filter_t *filter, const char *value)
{
    treaty_course_t *course = filter->course;
    apr_int64_t participant = course->key;
    apr_status_t rv = APR_SUCCESS;

    (void)value;
    if (!is_of_participant(course->query)) {
        rv = treaty_course_resolve_param(&participant, course,
                                         TREATY_PARAM_PARTICIPANT);
    }
    return rv != APR_SUCCESS
               ? rv
               : add_states(filter, participant,
                            treaty_query_list(course->query, TREATY_PARAM_STATE,
                                              course->pool));
}

static apr_status_t refuse_state(filter_t *filter, const char *value)
{
    (void)value;
    return treaty_course_refuse(filter->course, TREATY_PARAM_PARTICIPANT,
                                "Whose state is meant isn't said.");
}

apr_status_t treaty_filter_statuses(const treaty_course_t *course,
                                    treaty_filter_status_fn_t *fn, void *baton)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, course->reading->db,
                                      TREATY_SQL_TREATY_MILESTONES);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        treaty_milestones_t milestones;

        treaty_milestones_read(&milestones, stmt, 1);
        fn(baton, treaty_stmt_int(stmt, 0),
           treaty_status_on(&milestones, course->reading->day));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

typedef struct {
    treaty_id_set_t *set;
    const apr_array_header_t *statuses;
    /** 1 or 0 for those that are or aren't in force; -1: whatever. */
    int in_force;
} wanted_t;

static void take_status(void *baton, apr_int64_t id, const char *status)
{
    const wanted_t *wanted = baton;

    if ((wanted->statuses->nelts == 0 ||
         is_in_list(wanted->statuses, status)) &&
        (wanted->in_force < 0 ||
         wanted->in_force == (strcmp(status, "in_force") == 0))) {
        treaty_id_set_add(wanted->set, id);
    }
}

static apr_status_t add_statuses(filter_t *filter, const char *value)
{
    const treaty_course_t *course = filter->course;
    const char *in_force =
        treaty_query_value(course->query, TREATY_PARAM_IN_FORCE);
    wanted_t wanted;

    (void)value;
    wanted.set = filter->set;
    wanted.statuses =
        treaty_query_list(course->query, TREATY_PARAM_STATUS, course->pool);
    wanted.in_force = in_force ? strcmp(in_force, "true") == 0 : -1;
    return treaty_filter_statuses(course, take_status, &wanted);
}

/* Each gives one set; what is selected is in all of them. Of two parameters
 * that are read together either stands for both. */
static const struct {
    treaty_param_t param;
    treaty_param_t together;
    apr_status_t (*add)(filter_t *filter, const char *value);
} filters[] = {
    {TREATY_PARAM_Q, TREATY_PARAM__COUNT, add_found},
    {TREATY_PARAM_PARTICIPANT, TREATY_PARAM__COUNT, add_participant},
    {TREATY_PARAM_SUBJECT, TREATY_PARAM__COUNT, add_subject},
    {TREATY_PARAM_CHAPTER, TREATY_PARAM__COUNT, add_chapter},
    {TREATY_PARAM_FAMILY, TREATY_PARAM__COUNT, add_family},
    {TREATY_PARAM_TYPE, TREATY_PARAM__COUNT, add_types},
    {TREATY_PARAM_STATUS, TREATY_PARAM_IN_FORCE, add_statuses},
    {TREATY_PARAM_ADOPTED_FROM, TREATY_PARAM_ADOPTED_TO, add_adopted},
    {TREATY_PARAM_DEPOSITARY, TREATY_PARAM__COUNT, add_depositary},
};

static const char *value_of(const treaty_course_t *course, apr_size_t i)
{
    const char *value = treaty_query_value(course->query, filters[i].param);

    if (filters[i].param == TREATY_PARAM_PARTICIPANT &&
        is_of_participant(course->query)) {
        value = course->slug;
    }
    return value || filters[i].together == TREATY_PARAM__COUNT
               ? value
               : treaty_query_value(course->query, filters[i].together);
}

static apr_status_t apply(treaty_selection_t *selection, filter_t *filter,
                          apr_size_t i, const char *value)
{
    apr_status_t rv = treaty_filter_create_set(&filter->set, filter->course);

    if (rv == APR_SUCCESS) {
        rv = filters[i].add(filter, value);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (selection->set) {
        treaty_id_set_intersect(selection->set, filter->set);
    }
    else {
        selection->set = filter->set;
    }
    return APR_SUCCESS;
}

apr_status_t treaty_filter_select(treaty_selection_t *selection,
                                  treaty_course_t *course)
{
    filter_t filter = {course, selection, NULL};
    const treaty_query_t *query = course->query;
    apr_status_t rv = APR_SUCCESS;
    apr_size_t i;

    memset(selection, 0, sizeof(*selection));
    if (treaty_query_value(query, TREATY_PARAM_STATE) &&
        !is_of_participant(query) &&
        !treaty_query_value(query, TREATY_PARAM_PARTICIPANT)) {
        return refuse_state(&filter, NULL);
    }
    for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
        const char *value = value_of(course, i);

        if (value && rv == APR_SUCCESS) {
            rv = apply(selection, &filter, i, value);
        }
    }
    return rv;
}

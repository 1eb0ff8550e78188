#include "filter.h"

#include "document.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The most values of a facet that are told, the commonest first. */
#define VALUES_MAX 100

typedef struct {
    const char *value;
    int count;
} tally_t;

/* A facet in the making. */
typedef struct {
    const treaty_selection_t *selection;
    /** By value: tally_t. */
    apr_hash_t *tallies;
    apr_pool_t *pool;
} facet_t;

static int is_selected(const facet_t *facet, apr_int64_t id)
{
    return !facet->selection->set ||
           treaty_id_set_has(facet->selection->set, id);
}

static void count_value(void *baton, apr_int64_t id, const char *value)
{
    facet_t *facet = baton;
    tally_t *tally;

    if (!is_selected(facet, id)) {
        return;
    }
    tally = apr_hash_get(facet->tallies, value, APR_HASH_KEY_STRING);
    if (!tally) {
        tally = apr_pcalloc(facet->pool, sizeof(*tally));
        tally->value = apr_pstrdup(facet->pool, value);
        apr_hash_set(facet->tallies, tally->value, APR_HASH_KEY_STRING, tally);
    }
    tally->count++;
}

/* The commonest first; of equals, in the order of the alphabet. */
static int compare(const void *a, const void *b)
{
    const tally_t *left = *(const tally_t *const *)a;
    const tally_t *right = *(const tally_t *const *)b;

    return left->count != right->count ? right->count - left->count
                                       : strcmp(left->value, right->value);
}

static json_t *list_of(const facet_t *facet)
{
    apr_array_header_t *sorted =
        apr_array_make(facet->pool, 32, sizeof(tally_t *));
    json_t *list = json_array();
    apr_hash_index_t *index;
    int i;

    for (index = apr_hash_first(facet->pool, facet->tallies); index;
         index = apr_hash_next(index)) {
        APR_ARRAY_PUSH(sorted, tally_t *) = apr_hash_this_val(index);
    }
    qsort(sorted->elts, (size_t)sorted->nelts, sizeof(tally_t *), compare);
    for (i = 0; i < sorted->nelts && i < VALUES_MAX; i++) {
        const tally_t *tally = APR_ARRAY_IDX(sorted, i, tally_t *);
        json_t *one = json_object();

        treaty_json_set_text(one, "value", tally->value);
        json_object_set_new(one, "count", json_integer(tally->count));
        json_array_append_new(list, one);
    }
    return list;
}

static apr_status_t count_rows(facet_t *facet, const treaty_course_t *course,
                               treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, course->reading->db, sql);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        count_value(facet, treaty_stmt_int(stmt, 1),
                    treaty_stmt_string(stmt, 0));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t count(facet_t *facet, const treaty_course_t *course,
                          const char *name)
{
    static const struct {
        const char *name;
        treaty_sql_t sql;
    } facets[] = {{"subject", TREATY_SQL_FACET_SUBJECTS},
                  {"type", TREATY_SQL_FACET_TYPES},
                  {"decade", TREATY_SQL_FACET_DECADES},
                  {"year", TREATY_SQL_FACET_YEARS},
                  {"depositary", TREATY_SQL_FACET_DEPOSITARIES},
                  {"chapter", TREATY_SQL_FACET_CHAPTERS}};
    apr_size_t i;

    for (i = 0; i < sizeof(facets) / sizeof(facets[0]); i++) {
        if (strcmp(facets[i].name, name) == 0) {
            return count_rows(facet, course, facets[i].sql);
        }
    }
    /* What a treaty's status is, isn't in a column. */
    return treaty_filter_statuses(course, count_value, facet);
}

/* A row of facet_of_all. */
static void counted_row(json_t *list, treaty_stmt_t *stmt,
                        const treaty_reading_t *reading)
{
    json_t *one = json_object();

    (void)reading;
    treaty_reading_set_column(one, "value", stmt, 0);
    treaty_reading_set_number(one, "count", stmt, 1);
    json_array_append_new(list, one);
}

/* Of all treaties publishing has counted: what a status is depends on the
 * day. */
static apr_status_t read_counted(json_t *facets, const treaty_course_t *course,
                                 const char *name)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, course->reading->db, TREATY_SQL_FACET_OF_ALL,
                        "si", name, (apr_int64_t)VALUES_MAX);

    return rv == APR_SUCCESS
               ? treaty_reading_set_list(facets, name, stmt, counted_row,
                                         course->reading)
               : rv;
}

static apr_status_t set_facet(json_t *facets, treaty_course_t *course,
                              const treaty_selection_t *selection,
                              const char *name)
{
    facet_t facet = {selection, apr_hash_make(course->pool), course->pool};
    apr_status_t rv;

    if (!selection->set && strcmp(name, "status") != 0) {
        return read_counted(facets, course, name);
    }
    rv = count(&facet, course, name);
    json_object_set_new(facets, name, list_of(&facet));
    return rv;
}

/* A page shows these, unless it is asked for others. */
static apr_array_header_t *facets_of(const treaty_course_t *course)
{
    static const char *const shown[] = {"subject", "type", "status", "chapter"};
    const treaty_query_t *query = course->query;
    apr_array_header_t *names =
        treaty_query_list(query, TREATY_PARAM_FACETS, course->pool);
    apr_size_t i;

    if (query->form != TREATY_FORM_HTML ||
        treaty_query_value(query, TREATY_PARAM_FACETS)) {
        return names;
    }
    for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
        APR_ARRAY_PUSH(names, const char *) = shown[i];
    }
    APR_ARRAY_PUSH(names, const char *) =
        treaty_query_value(query, TREATY_PARAM_ADOPTED_FROM) ? "year"
                                                             : "decade";
    return names;
}

apr_status_t treaty_filter_facets(treaty_course_t *course,
                                  const treaty_selection_t *selection)
{
    apr_array_header_t *names = facets_of(course);
    json_t *facets = json_object();
    apr_status_t rv = APR_SUCCESS;
    int i;

    for (i = 0; i < names->nelts && rv == APR_SUCCESS; i++) {
        const char *name = APR_ARRAY_IDX(names, i, const char *);

        if (!json_object_get(facets, name)) { /* not named twice */
            rv = set_facet(facets, course, selection, name);
        }
    }
    if (names->nelts > 0) {
        json_object_set(course->document, "facets", facets);
    }
    json_decref(facets);
    return rv;
}

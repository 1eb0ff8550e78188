#include "list_acts.h"

#include "treaty_act.h"

#include <apr_strings.h>
#include <string.h>

/* Sorts behind every day and slug. */
#define HIGHEST "~"
/* Sorts before every day, and behind that of an act without one. */
#define LOWEST_DAY "0"

/* More acts than any file has. */
#define RANK_MAX ((apr_int64_t)1 << 40)

/* The rank that a place has, or @p rank as it is. */
static apr_status_t read_rank(apr_int64_t *rank, treaty_sql_t sql,
                              const char *day, const char *slug,
                              const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, sql, "ss", day, slug);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *rank = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
        rv = *rank < 1 || *rank > RANK_MAX ? TREATY_EDATABASE : rv;
    }
    return rv;
}

static const char *earlier(const char *a, const char *b)
{
    return b && strcmp(b, a) < 0 ? b : a;
}

/* Up to the day that is asked about. An act that no source dates was perhaps
 * deposited in any time, and isn't in one that is bounded. */
static apr_status_t set_ranks(treaty_acts_t *acts, treaty_course_t *course)
{
    const treaty_reading_t *reading = course->reading;
    const char *from = treaty_query_value(course->query, TREATY_PARAM_FROM);
    const char *to = treaty_query_value(course->query, TREATY_PARAM_TO);
    apr_status_t rv = APR_SUCCESS;

    if (from && to && strcmp(from, to) > 0) {
        return treaty_course_refuse(course, TREATY_PARAM_FROM,
                                    "The first day lies behind the last.");
    }
    acts->first = 1;
    acts->last = 0;
    if (from || to) {
        acts->first = APR_INT64_MAX;
        rv = read_rank(&acts->first, TREATY_SQL_ACT_RANK_FROM,
                       from ? from : LOWEST_DAY, "", reading);
    }
    return rv != APR_SUCCESS
               ? rv
               : read_rank(&acts->last, TREATY_SQL_ACT_RANK_TO,
                           earlier(reading->on, to), HIGHEST, reading);
}

/* The acts of a treaty, of a participant, or of all, as parameters say. */
static apr_status_t set_named_list(treaty_acts_t *acts, treaty_course_t *course)
{
    apr_int64_t treaty;
    apr_status_t rv =
        treaty_course_resolve_param(&treaty, course, TREATY_PARAM_TREATY);

    if (rv == APR_SUCCESS) {
        rv = treaty_course_resolve_param(&acts->participant, course,
                                         TREATY_PARAM_PARTICIPANT);
    }
    acts->owner = treaty;
    acts->list = treaty ? "treaty" : "all";
    if (!treaty && acts->participant) {
        acts->list = "participant";
        acts->owner = acts->participant;
        acts->participant = 0;
    }
    return rv;
}

/* Whose acts are asked for: all, a treaty's, a participant's. */
static apr_status_t set_list(treaty_acts_t *acts, treaty_course_t *course)
{
    acts->owner = course->key;
    switch (course->query->resource) {
    case TREATY_RESOURCE_TREATY_ACTS:
        acts->list = "treaty";
        return APR_SUCCESS;
    case TREATY_RESOURCE_PARTICIPANT_ACTS:
        acts->list = "participant";
        return APR_SUCCESS;
    default:
        return set_named_list(acts, course);
    }
}

static apr_status_t check_kinds(treaty_course_t *course)
{
    const char *words[TREATY_ACT__COUNT + 1];
    int i;

    for (i = 0; i < TREATY_ACT__COUNT; i++) {
        words[i] = treaty_act_kind_name((treaty_act_kind_t)i);
    }
    words[i] = NULL;
    return treaty_list_check_kinds(course, "act", words);
}

static void set_kinds(treaty_acts_t *acts, const treaty_course_t *course)
{
    apr_array_header_t *names =
        treaty_query_list(course->query, TREATY_PARAM_KIND, course->pool);
    const char *json = "";
    int count = 0;
    int i;

    for (i = 0; i < names->nelts; i++) {
        const char *name = APR_ARRAY_IDX(names, i, const char *);
        const char *before = acts->kinds ? acts->kinds : ",";

        if (!strstr(before, apr_pstrcat(course->pool, ",", name, ",", NULL))) {
            acts->kinds = apr_pstrcat(course->pool, before, name, ",", NULL);
            acts->one_kind = count++ ? NULL : name;
            json = apr_pstrcat(course->pool, json, *json ? ",\"" : "\"", name,
                               "\"", NULL);
        }
    }
    acts->kinds_json = apr_pstrcat(course->pool, "[", json, "]", NULL);
}

apr_status_t treaty_acts_select(treaty_acts_t *acts, treaty_course_t *course)
{
    apr_status_t rv;

    memset(acts, 0, sizeof(*acts));
    rv = check_kinds(course);
    if (rv == APR_SUCCESS) {
        rv = set_list(acts, course);
    }
    acts->pending = treaty_query_value(course->query, TREATY_PARAM_PENDING);
    acts->is_by_effect = acts->pending && strcmp(acts->pending, "true") == 0;
    if (rv != APR_SUCCESS) {
        return rv;
    }
    set_kinds(acts, course);
    return set_ranks(acts, course);
}

apr_status_t treaty_acts_of_treaty(treaty_acts_t *acts, apr_int64_t treaty,
                                   const treaty_reading_t *reading)
{
    memset(acts, 0, sizeof(*acts));
    acts->list = "treaty";
    acts->owner = treaty;
    acts->first = 1;
    return read_rank(&acts->last, TREATY_SQL_ACT_RANK_TO, reading->on, HIGHEST,
                     reading);
}

const char *treaty_acts_order(const treaty_acts_t *acts)
{
    return acts->is_by_effect ? "effective_on" : "-deposited_on";
}

/* ------------------------------------------------------------------------ */

static apr_status_t count_rows(apr_int64_t *count, treaty_stmt_t *stmt)
{
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    *count = 0;
    if (rv == APR_SUCCESS && row) {
        *count = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static int is_of_all(const treaty_acts_t *acts)
{
    return acts->owner == 0;
}

/* Pending or not. */
static apr_status_t count_any(apr_int64_t *count, const treaty_acts_t *acts,
                              treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    apr_status_t rv;

    if (!acts->kinds && is_of_all(acts)) {
        /* Ranks have no gaps. */
        *count = acts->first <= acts->last ? acts->last - acts->first + 1 : 0;
        return APR_SUCCESS;
    }
    if (!acts->kinds && !acts->participant) {
        rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_ACT_COUNT, "siii",
                             acts->list, acts->owner, acts->first, acts->last);
    }
    else if (is_of_all(acts)) {
        rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_ACT_COUNT_KINDS, "sii",
                             acts->kinds_json, acts->first, acts->last);
    }
    else {
        rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_ACT_COUNT_SOME, "siiisssi",
                             acts->list, acts->owner, acts->first, acts->last,
                             acts->kinds, (const char *)NULL,
                             (const char *)NULL, acts->participant);
    }
    return rv == APR_SUCCESS ? count_rows(count, stmt) : rv;
}

static apr_status_t count_pending(apr_int64_t *count, const treaty_acts_t *acts,
                                  const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv;

    if (is_of_all(acts)) {
        rv = treaty_stmt_ask(&stmt, reading->db,
                             TREATY_SQL_ACT_ALL_EFFECTS_COUNT, "iiss",
                             acts->first, acts->last, acts->kinds, reading->on);
    }
    else {
        rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_ACT_COUNT_SOME,
                             "siiisssi", acts->list, acts->owner, acts->first,
                             acts->last, acts->kinds, "true", reading->on,
                             acts->participant);
    }
    return rv == APR_SUCCESS ? count_rows(count, stmt) : rv;
}

apr_status_t treaty_acts_count(apr_int64_t *count, const treaty_acts_t *acts,
                               const treaty_reading_t *reading)
{
    apr_int64_t any = 0;
    apr_int64_t pending = 0;
    apr_status_t rv = APR_SUCCESS;

    if (!acts->is_by_effect) {
        rv = count_any(&any, acts, reading->db);
    }
    if (acts->pending && rv == APR_SUCCESS) {
        rv = count_pending(&pending, acts, reading);
    }
    *count = acts->is_by_effect ? pending : any - pending;
    return rv;
}

/* ------------------------------------------------------------------------ */

static apr_status_t ask_by_effect(treaty_stmt_t **stmt,
                                  const treaty_acts_t *acts,
                                  const treaty_cursor_t *cursor,
                                  apr_int64_t limit,
                                  const treaty_reading_t *reading)
{
    int is_all = is_of_all(acts);
    int is_down = cursor->is_back;
    const char *end = is_down ? HIGHEST : "";
    treaty_sql_t sql = is_all ? (is_down ? TREATY_SQL_ACT_ALL_EFFECTS_DOWN
                                         : TREATY_SQL_ACT_ALL_EFFECTS_UP)
                              : (is_down ? TREATY_SQL_ACT_EFFECTS_DOWN
                                         : TREATY_SQL_ACT_EFFECTS_UP);

    return treaty_stmt_ask(
        stmt, reading->db, sql, is_all ? "siiissssi" : "siiissssii", acts->list,
        acts->owner, acts->first, acts->last, acts->kinds, reading->on,
        cursor->key ? cursor->key : end, cursor->id ? cursor->id : end, limit,
        acts->participant);
}

/* All of one kind have a list of their own. */
static apr_status_t ask_walk(treaty_stmt_t **stmt, const treaty_acts_t *acts,
                             treaty_sql_t sql, apr_int64_t first,
                             apr_int64_t last, apr_int64_t limit,
                             const treaty_reading_t *reading)
{
    int is_own = is_of_all(acts) && acts->one_kind;

    return treaty_stmt_ask(stmt, reading->db, sql, "siiisssii",
                           is_own ? acts->one_kind : acts->list, acts->owner,
                           first, last, is_own ? NULL : acts->kinds,
                           acts->pending, reading->on, limit,
                           acts->participant);
}

/* The newest first: a page goes on below its cursor, or above it back. */
static apr_status_t ask_by_deposit(treaty_stmt_t **stmt,
                                   const treaty_acts_t *acts,
                                   const treaty_cursor_t *cursor,
                                   apr_int64_t limit,
                                   const treaty_reading_t *reading)
{
    apr_int64_t first = acts->first;
    apr_int64_t last = acts->last;
    apr_status_t rv = APR_SUCCESS;

    if (cursor->key && cursor->is_back) {
        apr_int64_t rank = 0;

        rv = read_rank(&rank, TREATY_SQL_ACT_RANK_TO, cursor->key, cursor->id,
                       reading);
        first = rank + 1 > first ? rank + 1 : first;
    }
    else if (cursor->key) {
        apr_int64_t rank = APR_INT64_MAX;

        rv = read_rank(&rank, TREATY_SQL_ACT_RANK_FROM, cursor->key, cursor->id,
                       reading);
        last = rank - 1 < last ? rank - 1 : last;
    }
    return rv != APR_SUCCESS
               ? rv
               : ask_walk(stmt, acts,
                          cursor->is_back ? TREATY_SQL_ACT_WALK_UP
                                          : TREATY_SQL_ACT_WALK_DOWN,
                          first, last, limit, reading);
}

apr_status_t treaty_acts_places(apr_array_header_t *places, const char **ranks,
                                const void *baton,
                                const treaty_cursor_t *cursor,
                                apr_int64_t limit,
                                const treaty_reading_t *reading)
{
    const treaty_acts_t *acts = baton;
    treaty_stmt_t *stmt;
    apr_status_t rv = acts->is_by_effect
                          ? ask_by_effect(&stmt, acts, cursor, limit, reading)
                          : ask_by_deposit(&stmt, acts, cursor, limit, reading);

    return rv == APR_SUCCESS ? treaty_list_places_read(places, ranks, stmt)
                             : rv;
}

#include "list.h"

#include "treaty_memory.h"

#include "document.h"
#include "filter.h"

#include "treaty_status.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The bounds of a matrix. */
#define TREATIES_MAX 200
#define CELLS_MAX 20000
#define TREATIES                                       \
    "ids or aliases of treaties, apart by commas; or " \
    "chapter:IV, subject:NAME, family:ID"
#define PARTICIPANTS                                                \
    "ids, ISO codes or names of participants, apart by commas; or " \
    "states, organisations, territories, all"
#define BOUND "at most 200 treaties, and 20,000 pairs of one and a participant"

/* A matrix in the making. */
typedef struct {
    treaty_course_t *course;
    /** apr_int64_t; and the same as JSON for SQLite's json_each. */
    apr_array_header_t *treaties;
    apr_array_header_t *participants;
    const char *treaty_keys;
    const char *participant_keys;
} matrix_t;

static const treaty_csv_column_t columns[] = {
    {"treaty_id", "treaty.id"},
    {"treaty_title", "treaty.title"},
    {"participant_id", "participant.id"},
    {"participant_name", "participant.name"},
    {"participant_kind", "participant.kind"},
    {"state", "state"},
    {"signed_on", "signed_on"},
    {"consented_on", "consented_on"},
    {"consent_kind", "consent_kind"},
    {"in_force_on", "in_force_on"},
    {"in_force_basis", "in_force_basis"},
    {"withdrawal_date_unknown", "withdrawal_date_unknown"},
    {NULL, NULL}};

static apr_status_t refuse_size(treaty_course_t *course, treaty_param_t param,
                                const char *detail)
{
    (void)treaty_course_refuse(course, param, detail);
    course->problem.expected = BOUND ": ask for fewer, or several times";
    return TREATY_EINPUT;
}

static void add_key(apr_array_header_t *keys, apr_int64_t key)
{
    int i;

    for (i = 0; i < keys->nelts; i++) {
        if (APR_ARRAY_IDX(keys, i, apr_int64_t) == key) {
            return;
        }
    }
    APR_ARRAY_PUSH(keys, apr_int64_t) = key;
}

static const char *json_of_keys(const apr_array_header_t *keys)
{
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, keys->pool);
    int i;

    (void)treaty_text_puts(text, "[");
    for (i = 0; i < keys->nelts; i++) {
        (void)treaty_text_printf(text, "%s%" APR_INT64_T_FMT, i ? "," : "",
                                 APR_ARRAY_IDX(keys, i, apr_int64_t));
    }
    (void)treaty_text_puts(text, "]");
    return text->data;
}

static const char *json_of_names(const apr_array_header_t *names)
{
    json_t *list = json_array();
    const char *text;
    char *dumped;
    int i;

    for (i = 0; i < names->nelts; i++) {
        json_array_append_new(
            list, json_string(APR_ARRAY_IDX(names, i, const char *)));
    }
    dumped = json_dumps(list, JSON_COMPACT);
    if (!dumped) {
        treaty_memory_lose();
    }
    text = apr_pstrdup(names->pool, dumped ? dumped : "[]");
    free(dumped);
    json_decref(list);
    return text;
}

/* Both parameters take here what they don't elsewhere, where they name one. */
static apr_status_t miss(treaty_course_t *course, treaty_param_t param,
                         const char *name)
{
    int is_treaty = param == TREATY_PARAM_TREATY;
    apr_status_t rv = treaty_course_miss(
        course, param, is_treaty ? "treaty" : "participant", name);

    course->problem.expected = is_treaty ? TREATIES : PARTICIPANTS;
    return rv;
}

static apr_status_t refuse_treaties(treaty_course_t *course, const char *detail)
{
    (void)treaty_course_refuse(course, TREATY_PARAM_TREATY, detail);
    course->problem.expected = TREATIES;
    return TREATY_EINPUT;
}

/* Reads rows of a name and a key; a name without a key is nobody's. */
static apr_status_t read_keys(apr_array_header_t *keys, treaty_stmt_t *stmt,
                              treaty_course_t *course, treaty_param_t param)
{
    const char *missing = NULL;
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    while (rv == APR_SUCCESS && row) {
        if (!treaty_stmt_is_null(stmt, 1)) {
            add_key(keys, treaty_stmt_int(stmt, 1));
        }
        else if (!missing) {
            missing = apr_pstrdup(course->pool, treaty_stmt_string(stmt, 0));
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv == APR_SUCCESS && missing ? miss(course, param, missing) : rv;
}

/* ------------------------------------------------------------------------ */

/* What stands for several treaties: "chapter:IV". */
static const struct {
    const char *prefix;
    treaty_param_t param;
} groups[] = {{"chapter:", TREATY_PARAM_CHAPTER},
              {"subject:", TREATY_PARAM_SUBJECT},
              {"family:", TREATY_PARAM_FAMILY}};

/* The treaties of a group are those that the list of treaties gives for it. */
static apr_status_t select_group(treaty_selection_t *selection,
                                 treaty_course_t *course, treaty_param_t param,
                                 const char *value)
{
    treaty_course_t list = *course;
    treaty_query_t query = *course->query;
    apr_status_t rv;

    memset(query.values, 0, sizeof(query.values));
    query.values[param] = value;
    list.query = &query;
    rv = treaty_filter_select(selection, &list);
    course->problem = list.problem;
    course->suggestions = list.suggestions;
    if (rv != APR_SUCCESS && course->problem.parameter) {
        course->problem.parameter = treaty_param_name(TREATY_PARAM_TREATY);
        course->problem.expected = TREATIES;
    }
    return rv;
}

static apr_array_header_t *members_of(const treaty_id_set_t *set,
                                      apr_pool_t *pool)
{
    apr_array_header_t *keys = apr_array_make(pool, 64, sizeof(apr_int64_t));
    apr_int64_t key = 0;

    while ((key = treaty_id_set_next(set, key)) > 0) {
        APR_ARRAY_PUSH(keys, apr_int64_t) = key;
    }
    return keys;
}

/* By their numbers. */
static apr_status_t read_group(matrix_t *matrix, treaty_param_t param,
                               const char *value)
{
    treaty_course_t *course = matrix->course;
    treaty_selection_t selection;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = select_group(&selection, course, param, value);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (treaty_id_set_count(selection.set) > TREATIES_MAX) {
        return refuse_size(course, TREATY_PARAM_TREATY,
                           "These are too many treaties.");
    }
    rv = treaty_stmt_ask(&stmt, course->reading->db, TREATY_SQL_TREATY_PICK_UP,
                         "sssis", "mtdsg_no", "", "", (apr_int64_t)TREATIES_MAX,
                         json_of_keys(members_of(selection.set, course->pool)));
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        add_key(matrix->treaties, treaty_stmt_int(stmt, 0));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t read_treaties(matrix_t *matrix)
{
    treaty_course_t *course = matrix->course;
    const char *value = treaty_query_value(course->query, TREATY_PARAM_TREATY);
    treaty_stmt_t *stmt;
    apr_status_t rv;
    size_t i;

    if (!value) {
        return refuse_treaties(course, "Which treaties are meant isn't said.");
    }
    for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        size_t len = strlen(groups[i].prefix);

        if (strncmp(value, groups[i].prefix, len) == 0) {
            return read_group(matrix, groups[i].param, value + len);
        }
    }
    rv = treaty_stmt_ask(
        &stmt, course->reading->db, TREATY_SQL_STATUS_TREATIES, "s",
        json_of_names(treaty_query_list(course->query, TREATY_PARAM_TREATY,
                                        course->pool)));
    return rv == APR_SUCCESS
               ? read_keys(matrix->treaties, stmt, course, TREATY_PARAM_TREATY)
               : rv;
}

/* ------------------------------------------------------------------------ */

/* What stands for several participants. */
static const struct {
    const char *name;
    /** NULL for any. */
    const char *kind;
} kinds[] = {{"all", NULL},
             {"states", "state"},
             {"organisations", "organisation"},
             {"territories", "territory"}};

/* A name may hold a comma of its own: "Iran, Islamic Republic of". */
static apr_status_t read_named(matrix_t *matrix, const char *value)
{
    treaty_course_t *course = matrix->course;
    treaty_stmt_t *stmt;
    const char *slug;
    apr_int64_t key;
    apr_status_t rv = treaty_reading_resolve(
        &key, &slug, course->reading, TREATY_SQL_PARTICIPANT_RESOLVE, value);

    if (rv != TREATY_ENOTFOUND) {
        add_key(matrix->participants, key);
        return rv;
    }
    rv = treaty_stmt_ask(
        &stmt, course->reading->db, TREATY_SQL_STATUS_PARTICIPANTS, "s",
        json_of_names(treaty_query_list(course->query, TREATY_PARAM_PARTICIPANT,
                                        course->pool)));
    return rv == APR_SUCCESS ? read_keys(matrix->participants, stmt, course,
                                         TREATY_PARAM_PARTICIPANT)
                             : rv;
}

static apr_status_t read_participants(matrix_t *matrix)
{
    treaty_course_t *course = matrix->course;
    const char *value =
        treaty_query_value(course->query, TREATY_PARAM_PARTICIPANT);
    treaty_stmt_t *stmt;
    apr_status_t rv;
    size_t i;

    value = value ? value : kinds[0].name;
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(value, kinds[i].name) == 0) {
            rv = treaty_stmt_ask(&stmt, course->reading->db,
                                 TREATY_SQL_STATUS_GROUP, "sss", kinds[i].kind,
                                 course->reading->on, matrix->treaty_keys);
            return rv == APR_SUCCESS
                       ? read_keys(matrix->participants, stmt, course,
                                   TREATY_PARAM_PARTICIPANT)
                       : rv;
        }
    }
    return read_named(matrix, value);
}

/* ------------------------------------------------------------------------ */

static apr_status_t select_pairs(matrix_t *matrix)
{
    treaty_course_t *course = matrix->course;
    apr_status_t rv = read_treaties(matrix);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (matrix->treaties->nelts == 0) {
        return refuse_treaties(course, "There is no treaty among these.");
    }
    if (matrix->treaties->nelts > TREATIES_MAX) {
        return refuse_size(course, TREATY_PARAM_TREATY,
                           "These are too many treaties.");
    }
    matrix->treaty_keys = json_of_keys(matrix->treaties);
    rv = read_participants(matrix);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    matrix->participant_keys = json_of_keys(matrix->participants);
    return matrix->treaties->nelts * matrix->participants->nelts > CELLS_MAX
               ? refuse_size(course, TREATY_PARAM_PARTICIPANT,
                             "These are too many pairs.")
               : APR_SUCCESS;
}

/* A cell of one who is nothing to the treaty. */
static json_t *cell_of(const json_t *treaty)
{
    json_t *cell = json_object();

    json_object_set(cell, "treaty", json_object_get(treaty, "id"));
    treaty_json_set_text(cell, "state", treaty_state_name(TREATY_STATE_NONE));
    treaty_json_set_text(cell, "signed_on", NULL);
    treaty_json_set_text(cell, "consented_on", NULL);
    treaty_json_set_text(cell, "consent_kind", NULL);
    treaty_json_set_text(cell, "in_force_on", NULL);
    treaty_json_set_text(cell, "in_force_basis", "none");
    json_object_set_new(cell, "withdrawal_date_unknown", json_false());
    return cell;
}

static void participant_row(json_t *list, treaty_stmt_t *stmt,
                            const treaty_reading_t *reading)
{
    json_t *row = json_object();
    json_t *participant = json_object();

    treaty_reading_set_column(participant, "id", stmt, 0);
    treaty_reading_set_column(participant, "name", stmt, 1);
    treaty_reading_set_column(participant, "language", stmt, 6);
    treaty_reading_set_column(participant, "kind", stmt, 2);
    treaty_json_set_text(participant, "url",
                         treaty_reading_url(reading, "participants",
                                            treaty_json_text(participant, "id"),
                                            ".json"));
    json_object_set_new(row, "participant", participant);
    json_array_append_new(list, row);
}

/* The heads of the columns and of the rows, with cells that say nothing. */
static apr_status_t read_heads(matrix_t *matrix)
{
    treaty_course_t *course = matrix->course;
    const treaty_reading_t *reading = course->reading;
    json_t *treaties = json_array();
    treaty_stmt_t *stmt;
    json_t *row;
    size_t i;
    apr_status_t rv = treaty_list_states(course->document, "treaties",
                                         matrix->treaty_keys, 0, reading);

    json_array_foreach(json_object_get(course->document, "treaties"), i, row)
    {
        json_array_append(treaties, json_object_get(row, "treaty"));
    }
    json_object_set_new(course->document, "treaties", treaties);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_PARTICIPANT_ITEMS,
                             "ss", matrix->participant_keys, reading->on);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(course->document, "rows", stmt,
                                     participant_row, reading);
    }
    json_array_foreach(json_object_get(course->document, "rows"), i, row)
    {
        json_t *cells = json_array();
        json_t *treaty;
        size_t k;

        json_array_foreach(treaties, k, treaty)
        {
            json_array_append_new(cells, cell_of(treaty));
        }
        json_object_set_new(row, "cells", cells);
    }
    return rv;
}

static void fill_cell(json_t *rows, treaty_stmt_t *stmt)
{
    static const char *const keys[] = {"state",        "signed_on",
                                       "consented_on", "consent_kind",
                                       "in_force_on",  "in_force_basis"};
    json_t *cells = json_object_get(
        json_array_get(rows, (size_t)treaty_stmt_int(stmt, 0)), "cells");
    json_t *cell = json_array_get(cells, (size_t)treaty_stmt_int(stmt, 1));
    int i;

    for (i = 0; cell && i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(cell, keys[i], stmt, 2 + i);
    }
    json_object_set_new(cell, "withdrawal_date_unknown",
                        json_boolean(treaty_stmt_int(stmt, 8)));
}

static apr_status_t read_cells(const matrix_t *matrix)
{
    const treaty_course_t *course = matrix->course;
    json_t *rows = json_object_get(course->document, "rows");
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, course->reading->db, TREATY_SQL_STATUS_CELLS, "sss",
        matrix->treaty_keys, matrix->participant_keys, course->reading->on);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        fill_cell(rows, stmt);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* One row a pair, for a table: the cells, with whom and what they are of. */
static void set_items(json_t *document)
{
    json_t *treaties = json_object_get(document, "treaties");
    json_t *items = json_array();
    json_t *row;
    json_t *cell;
    size_t i;
    size_t k;

    json_array_foreach(json_object_get(document, "rows"), i, row)
    {
        json_array_foreach(json_object_get(row, "cells"), k, cell)
        {
            json_object_set(cell, "treaty", json_array_get(treaties, k));
            json_object_set(cell, "participant",
                            json_object_get(row, "participant"));
            json_array_append(items, cell);
        }
    }
    json_object_set_new(document, "items", items);
}

/* The page has a form that asks. */
static int is_asked_for_nothing(const treaty_course_t *course)
{
    return course->query->form == TREATY_FORM_HTML &&
           !treaty_query_value(course->query, TREATY_PARAM_TREATY);
}

apr_status_t treaty_course_status(treaty_course_t *course)
{
    matrix_t matrix = {course, NULL, NULL, NULL, NULL};
    apr_status_t rv;

    matrix.treaties = apr_array_make(course->pool, 16, sizeof(apr_int64_t));
    matrix.participants =
        apr_array_make(course->pool, 256, sizeof(apr_int64_t));
    if (is_asked_for_nothing(course)) {
        course->query->forms = 1u << TREATY_FORM_HTML;
        treaty_list_begin(course, columns);
        return APR_SUCCESS;
    }
    rv = select_pairs(&matrix);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_list_begin(course, columns);
    json_object_set_new(course->document, "total",
                        json_integer((json_int_t)matrix.treaties->nelts *
                                     matrix.participants->nelts));
    rv = read_heads(&matrix);
    if (rv == APR_SUCCESS) {
        rv = read_cells(&matrix);
    }
    if (course->query->form == TREATY_FORM_CSV) {
        set_items(course->document);
    }
    return rv;
}

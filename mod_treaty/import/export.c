#include "export_print.h"
#include "export_rows.h"

#include "treaty_json.h"

#include <apr_strings.h>

#define RECORD_INDENT 4
#define MEMBER_INDENT 6

/* The names of the columns, in the order of the statements of sql/write.sql.
 * The rowid that heads some of them is no member. */
static const char *const source_columns[] = {
    "id",           "kind",          "title",  "publisher", "url",
    "retrieved_on", "known_through", "sha256", "note",      NULL};
static const char *const participant_columns[] = {
    "id", "kind", "iso_alpha2", "iso_alpha3", "ended_on", "source", NULL};
static const char *const act_columns[] = {
    "participant", "kind", "deposited_on", "effective_on", "scope", "column",
    "raw",         "note", "source",       "listed",       NULL};

static const char *const statement_columns[] = {
    "participant", "listed_as", "kind",   "made_on",
    "about",       "text",      "source", NULL};

/* The work on one export. */
typedef struct export_t {
    treaty_db_t *db;
    treaty_printer_t printer;
    apr_pool_t *pool;
} export_t;

/* Writes the record that a list's statement stands on. */
typedef apr_status_t record_fn_t(export_t *export, treaty_stmt_t *stmt,
                                 apr_pool_t *pool);

static apr_status_t open_record(export_t *export)
{
    return treaty_print_text(&export->printer, "{");
}

static apr_status_t close_record(export_t *export)
{
    return treaty_print_text(&export->printer, "\n    }");
}

static apr_status_t print_record(export_t *export, const json_t *record)
{
    int first = 1;

    open_record(export);
    treaty_print_members(&export->printer, record, MEMBER_INDENT, &first);
    return close_record(export);
}

static apr_status_t export_source(export_t *export, treaty_stmt_t *stmt,
                                  apr_pool_t *pool)
{
    json_t *record = treaty_json_bind(json_object(), pool);

    treaty_row_members(record, stmt, 0, source_columns);
    return print_record(export, record);
}

static apr_status_t export_participant(export_t *export, treaty_stmt_t *stmt,
                                       apr_pool_t *pool)
{
    json_t *record = treaty_json_bind(json_object(), pool);
    json_t *names;
    apr_status_t rv;

    treaty_row_members(record, stmt, 1, participant_columns);
    rv = treaty_rows_read(&names, export->db,
                          TREATY_SQL_EXPORT_PARTICIPANT_NAMES,
                          treaty_stmt_int(stmt, 0), treaty_name_columns);
    json_object_set_new(record, "names", names);
    return rv == APR_SUCCESS ? treaty_print_value(&export->printer, record)
                             : rv;
}

/* A list that is long goes out row by row. */
static apr_status_t export_rows(export_t *export, const char *name,
                                treaty_sql_t sql, const char *const *columns,
                                apr_int64_t treaty, int *first_member)
{
    treaty_stmt_t *stmt;
    int first = 1;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, export->db, sql, "i", treaty);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv;
    }
    treaty_print_next(&export->printer, MEMBER_INDENT, first_member);
    treaty_print_text(&export->printer, name);
    treaty_print_text(&export->printer, ": [");
    while (rv == APR_SUCCESS && row) {
        json_t *one = json_object();

        treaty_row_members(one, stmt, 0, columns);
        treaty_print_next(&export->printer, MEMBER_INDENT + 2, &first);
        rv = treaty_print_value(&export->printer, one);
        json_decref(one);
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_step(&row, stmt);
        }
    }
    treaty_stmt_reset(stmt);
    return rv == APR_SUCCESS ? treaty_print_text(&export->printer, "\n      ]")
                             : rv;
}

static apr_status_t export_treaty(export_t *export, treaty_stmt_t *stmt,
                                  apr_pool_t *pool)
{
    json_t *record;
    int first = 1;
    apr_status_t rv = treaty_export_treaty(&record, export->db, stmt, pool);

    if (rv == APR_SUCCESS) {
        open_record(export);
        rv = treaty_print_members(&export->printer, record, MEMBER_INDENT,
                                  &first);
    }
    if (rv == APR_SUCCESS) {
        rv = export_rows(export, "\"acts\"", TREATY_SQL_EXPORT_ACTS,
                         act_columns, treaty_stmt_int(stmt, 0), &first);
    }
    if (rv == APR_SUCCESS) {
        rv = export_rows(export, "\"statements\"", TREATY_SQL_EXPORT_STATEMENTS,
                         statement_columns, treaty_stmt_int(stmt, 0), &first);
    }
    return rv == APR_SUCCESS ? close_record(export) : rv;
}

static apr_status_t export_fact_sheet(export_t *export, treaty_stmt_t *stmt,
                                      apr_pool_t *pool)
{
    json_t *record;
    apr_status_t rv = treaty_export_fact_sheet(&record, export->db, stmt, pool);

    return rv == APR_SUCCESS ? print_record(export, record) : rv;
}

/* A list of the outermost object; left out where it is empty. */
static apr_status_t export_list(export_t *export, const char *name,
                                treaty_sql_t sql, record_fn_t *record)
{
    treaty_stmt_t *stmt;
    apr_pool_t *pool;
    int first = 1;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, export->db, sql);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv;
    }
    apr_pool_create(&pool, export->pool);
    treaty_print_text(&export->printer, ",\n  \"");
    treaty_print_text(&export->printer, name);
    treaty_print_text(&export->printer, "\": [");
    while (rv == APR_SUCCESS && row) {
        apr_pool_clear(pool);
        treaty_print_next(&export->printer, RECORD_INDENT, &first);
        rv = record(export, stmt, pool);
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_step(&row, stmt);
        }
    }
    treaty_stmt_reset(stmt);
    apr_pool_destroy(pool);
    return rv == APR_SUCCESS ? treaty_print_text(&export->printer, "\n  ]")
                             : rv;
}

static apr_status_t export_lists(export_t *export)
{
    static const struct {
        const char *name;
        treaty_sql_t sql;
        record_fn_t *record;
    } lists[] = {
        {"sources", TREATY_SQL_EXPORT_SOURCES, export_source},
        {"participants", TREATY_SQL_EXPORT_PARTICIPANTS, export_participant},
        {"treaties", TREATY_SQL_EXPORT_TREATIES, export_treaty},
        {"fact_sheets", TREATY_SQL_EXPORT_FACT_SHEETS, export_fact_sheet},
    };
    apr_status_t rv = APR_SUCCESS;
    apr_size_t i;

    for (i = 0; rv == APR_SUCCESS && i < sizeof(lists) / sizeof(lists[0]);
         i++) {
        rv = export_list(export, lists[i].name, lists[i].sql, lists[i].record);
    }
    return rv;
}

apr_status_t treaty_export(treaty_db_t *db, treaty_export_fn_t *write,
                           void *baton, apr_pool_t *scratch_pool)
{
    export_t export = {db, {write, baton, APR_SUCCESS}, scratch_pool};
    int is_callers = treaty_db_in_transaction(db);
    apr_status_t rv =
        is_callers ? APR_SUCCESS : treaty_db_run(db, TREATY_SQL_EXPORT_BEGIN);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_print_text(&export.printer, "{\n  \"format\": \"treaty-record\","
                                       "\n  \"version\": 1");
    rv = export_lists(&export);
    if (rv == APR_SUCCESS) {
        rv = treaty_print_text(&export.printer, "\n}\n");
    }
    if (!is_callers) {
        treaty_db_rollback(db);
    }
    return treaty_db_verify_memory(db, rv);
}

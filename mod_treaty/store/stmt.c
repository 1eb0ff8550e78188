#include "db_private.h"

#include "treaty_memory.h"
#include "treaty_text.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

#define PLAN_LIMIT 65536
/* EXPLAIN QUERY PLAN's columns: id, parent, unused, detail. */
#define PLAN_DETAIL 3

static apr_status_t prepare(treaty_stmt_t *stmt, treaty_db_t *db,
                            treaty_sql_t sql)
{
    stmt->db = db;
    stmt->name = treaty_sql_name[sql];
    if (sqlite3_prepare_v3(db->sqlite, treaty_sql_text[sql], -1,
                           SQLITE_PREPARE_PERSISTENT, &stmt->stmt,
                           NULL) != SQLITE_OK) {
        return treaty_db_refused(db, stmt->name);
    }
    return APR_SUCCESS;
}

apr_status_t treaty_stmt_get(treaty_stmt_t **result, treaty_db_t *db,
                             treaty_sql_t sql)
{
    treaty_stmt_t *stmt = &db->stmts[sql];

    *result = stmt;
    return stmt->stmt ? APR_SUCCESS : prepare(stmt, db, sql);
}

/* Whether a statement reads a file that has to be attached. */
static int reads_attached(treaty_sql_t sql)
{
    static const char prefix[] = "compare_";

    return strncmp(treaty_sql_name[sql], prefix, sizeof(prefix) - 1) == 0;
}

/* Whether a statement fits the file, or is none for this handle: one that
 * serves is refused those that write, before SQLite works them out. */
static apr_status_t try_prepare(treaty_db_t *db, treaty_sql_t sql)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v3(db->sqlite, treaty_sql_text[sql], -1, 0, &stmt,
                                NULL);

    sqlite3_finalize(stmt);
    return rc == SQLITE_OK || (rc == SQLITE_AUTH && db->is_served)
               ? APR_SUCCESS
               : treaty_db_refused(db, treaty_sql_name[sql]);
}

apr_status_t treaty_db_prepare_all(treaty_db_t *db)
{
    apr_status_t rv = APR_SUCCESS;
    int i;

    /* Which is quickly seen, and to prepare all takes as long as all else that
     * a process does before it answers. */
    if (treaty_db_has_own_schema(db)) {
        return APR_SUCCESS;
    }
    for (i = 0; i < TREATY_SQL__COUNT && rv == APR_SUCCESS; i++) {
        if (!reads_attached((treaty_sql_t)i)) {
            rv = try_prepare(db, (treaty_sql_t)i);
        }
    }
    return rv;
}

static int bind_one(sqlite3_stmt *stmt, int index, char type,
                    va_list *arguments)
{
    switch (type) {
    case 's':
        return sqlite3_bind_text(stmt, index, va_arg(*arguments, const char *),
                                 -1, SQLITE_STATIC);
    case 'i':
        return sqlite3_bind_int64(stmt, index, va_arg(*arguments, apr_int64_t));
    default:
        return sqlite3_bind_null(stmt, index);
    }
}

static apr_status_t bind_all(treaty_stmt_t *stmt, const char *format,
                             va_list *arguments)
{
    int rc = SQLITE_OK;
    int i;

    for (i = 0; format[i] && rc == SQLITE_OK; i++) {
        rc = bind_one(stmt->stmt, i + 1, format[i], arguments);
    }
    return rc == SQLITE_OK ? APR_SUCCESS
                           : treaty_db_refused(stmt->db, stmt->name);
}

apr_status_t treaty_stmt_bind(treaty_stmt_t *stmt, const char *format, ...)
{
    va_list arguments;
    apr_status_t rv;

    va_start(arguments, format);
    rv = bind_all(stmt, format, &arguments);
    va_end(arguments);
    return rv;
}

apr_status_t treaty_stmt_ask(treaty_stmt_t **stmt, treaty_db_t *db,
                             treaty_sql_t sql, const char *format, ...)
{
    va_list arguments;
    apr_status_t rv = treaty_stmt_get(stmt, db, sql);

    if (rv == APR_SUCCESS) {
        va_start(arguments, format);
        rv = bind_all(*stmt, format, &arguments);
        va_end(arguments);
    }
    return rv;
}

apr_status_t treaty_stmt_step(int *row, treaty_stmt_t *stmt)
{
    int rc = sqlite3_step(stmt->stmt);
    apr_status_t rv = APR_SUCCESS;

    *row = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW) {
        return APR_SUCCESS;
    }
    if (rc != SQLITE_DONE) {
        rv = treaty_db_refused(stmt->db, stmt->name);
    }
    treaty_stmt_reset(stmt);
    return rv;
}

apr_status_t treaty_stmt_run(treaty_stmt_t *stmt)
{
    int row = 1;
    apr_status_t rv = APR_SUCCESS;

    while (rv == APR_SUCCESS && row) {
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

void treaty_stmt_reset(treaty_stmt_t *stmt)
{
    sqlite3_reset(stmt->stmt);
    sqlite3_clear_bindings(stmt->stmt);
}

const char *treaty_stmt_text(treaty_stmt_t *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt->stmt, column);

    /* No text of what isn't null: memory is out. */
    if (!text && sqlite3_column_type(stmt->stmt, column) != SQLITE_NULL) {
        treaty_memory_lose();
    }
    return text;
}

const char *treaty_stmt_string(treaty_stmt_t *stmt, int column)
{
    const char *text = treaty_stmt_text(stmt, column);

    return text ? text : "";
}

const char *treaty_stmt_text_dup(treaty_stmt_t *stmt, int column,
                                 apr_pool_t *result_pool)
{
    const char *text = treaty_stmt_text(stmt, column);

    return text ? apr_pstrmemdup(
                      result_pool, text,
                      (apr_size_t)sqlite3_column_bytes(stmt->stmt, column))
                : NULL;
}

apr_int64_t treaty_stmt_int(treaty_stmt_t *stmt, int column)
{
    return sqlite3_column_int64(stmt->stmt, column);
}

int treaty_stmt_is_null(treaty_stmt_t *stmt, int column)
{
    return sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL;
}

apr_status_t treaty_stmt_plan(const char **plan, treaty_db_t *db,
                              treaty_sql_t sql, apr_pool_t *result_pool)
{
    const char *explain = apr_pstrcat(result_pool, "EXPLAIN QUERY PLAN ",
                                      treaty_sql_text[sql], NULL);
    treaty_text_t *text = treaty_text_create(PLAN_LIMIT, result_pool);
    sqlite3_stmt *stmt;
    apr_status_t rv = APR_SUCCESS;

    *plan = text->data;
    if (sqlite3_prepare_v2(db->sqlite, explain, -1, &stmt, NULL) != SQLITE_OK) {
        return treaty_db_refused(db, treaty_sql_name[sql]);
    }
    while (rv == APR_SUCCESS && sqlite3_step(stmt) == SQLITE_ROW) {
        rv = treaty_text_printf(text, "%s\n",
                                sqlite3_column_text(stmt, PLAN_DETAIL));
    }
    sqlite3_finalize(stmt);
    *plan = text->data;
    return rv;
}

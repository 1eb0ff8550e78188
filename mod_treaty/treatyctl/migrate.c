#include "treatyctl.h"

#include "treaty_db.h"

#include <apr_file_io.h>
#include <apr_strings.h>

static apr_status_t form_of(apr_int64_t *form, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_SCHEMA_VERSION);

    *form = 0;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *form = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* There is no way back but this one: the database as it was, whole before it
 * has its name. */
static apr_status_t keep(const char *kept, treaty_db_t *db, apr_pool_t *pool)
{
    const char *unfinished = apr_pstrcat(pool, kept, ".new", NULL);
    apr_status_t rv;

    apr_file_remove(unfinished, pool);
    rv = treaty_db_vacuum_into(db, unfinished);
    if (rv == APR_SUCCESS) {
        rv = apr_file_rename(unfinished, kept, pool);
    }
    if (rv != APR_SUCCESS) {
        apr_file_remove(unfinished, pool);
    }
    return rv;
}

static int migrate(const treatyctl_call_t *call, treaty_db_t *db)
{
    const char *path = treatyctl_argument(call, 0);
    const char *schema;
    const char *kept = NULL;
    apr_int64_t form = treaty_db_form(&schema);
    apr_int64_t from;
    apr_status_t rv = form_of(&from, db);

    if (rv == APR_SUCCESS && from > 0 && from < form) {
        kept =
            apr_psprintf(call->pool, "%s.form-%" APR_INT64_T_FMT, path, from);
        rv = keep(kept, db, call->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_migrate(&from, db, treaty_migrations, form, schema);
    }
    if (rv != APR_SUCCESS) {
        treatyctl_complain("%s is as before", path);
        return TREATYCTL_FAILURE;
    }
    if (from == form) {
        treatyctl_say("%s: of form %d already; there is nothing to do\n", path,
                      (int)form);
    }
    else {
        treatyctl_say("%s: migrated from form %d to form %d; as it was it is "
                      "kept as %s\n",
                      path, (int)from, (int)form, kept);
    }
    return TREATYCTL_OK;
}

int treatyctl_migrate(const treatyctl_call_t *call)
{
    treaty_db_t *db;
    int status;

    if (treaty_db_open(&db, treatyctl_argument(call, 0), TREATY_DB_MIGRATE,
                       call->log, call->pool) != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    status = migrate(call, db);
    treaty_db_close(db);
    return status;
}

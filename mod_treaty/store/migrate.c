#include "db_private.h"

#include <apr_strings.h>

/* A step moves a table aside, makes the new one and copies the rows: meanwhile
 * references lead nowhere, and must not follow the old name. Outside of a
 * transaction. */
static void loosen(treaty_db_t *db)
{
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 1, NULL);
}

static apr_status_t take_step(treaty_db_t *db, const treaty_migration_t *step)
{
    apr_int64_t form;
    apr_status_t rv = treaty_db_execute(
        db, step->sql,
        apr_psprintf(db->pool, "migrating to form %d", step->to));

    if (rv == APR_SUCCESS) {
        rv = treaty_db_number(&form, db, TREATY_SQL_SCHEMA_VERSION);
    }
    if (rv == APR_SUCCESS && form != step->to) {
        return treaty_db_bad_file(db, "a step of the migration doesn't say "
                                      "which form it leads to; that is a "
                                      "fault of this version, report it");
    }
    return rv;
}

static apr_status_t take_steps(treaty_db_t *db, apr_int64_t from,
                               const treaty_migration_t *steps,
                               apr_int64_t form)
{
    apr_status_t rv = APR_SUCCESS;

    for (; steps->sql && rv == APR_SUCCESS; steps++) {
        if (steps->to > from && steps->to <= form) {
            rv = take_step(db, steps);
        }
    }
    return rv;
}

static apr_status_t check_result(treaty_db_t *db, apr_int64_t form,
                                 const char *schema)
{
    apr_int64_t reached;
    apr_status_t rv = treaty_db_number(&reached, db, TREATY_SQL_SCHEMA_VERSION);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (reached != form || !treaty_db_has_schema(db, schema)) {
        return treaty_db_bad_file(db, "its tables aren't those that its "
                                      "version had, so it can't be migrated; "
                                      "export it by the treatyctl that made "
                                      "it, and import that into a new one");
    }
    return treaty_db_verify(db);
}

/* Within the transaction: another run may have been faster. */
static apr_status_t migrate(apr_int64_t *from, treaty_db_t *db,
                            const treaty_migration_t *steps, apr_int64_t form,
                            const char *schema)
{
    apr_status_t rv = treaty_db_number(from, db, TREATY_SQL_SCHEMA_VERSION);

    if (rv != APR_SUCCESS || *from == form) {
        return rv;
    }
    if (*from > form) {
        return treaty_db_bad_file(db, "made by a newer mod_treaty, and there "
                                      "is no way back; upgrade this one");
    }
    if (*from < 1) {
        return treaty_db_bad_file(db, "of a form that no version had; restore "
                                      "it from a backup");
    }
    rv = take_steps(db, *from, steps, form);
    return rv == APR_SUCCESS ? check_result(db, form, schema) : rv;
}

apr_status_t treaty_db_migrate(apr_int64_t *from, treaty_db_t *db,
                               const treaty_migration_t *steps,
                               apr_int64_t form, const char *schema)
{
    apr_status_t rv;

    loosen(db);
    rv = treaty_db_begin(db);
    if (rv == APR_SUCCESS) {
        rv = migrate(from, db, steps, form, schema);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_commit(db);
    }
    if (rv != APR_SUCCESS) {
        treaty_db_rollback(db);
    }
    return rv;
}

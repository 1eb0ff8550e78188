#include "publish.h"

#include <apr_file_info.h>
#include <apr_strings.h>

/* How far the log goes back: that many publications, and that many changes in
 * all of them. README.md names both. */
#define REVISIONS_MAX 100
#define CHANGES_MAX 100000

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* One more row than is kept tells that there are more. */
static apr_status_t run_bounded(treaty_db_t *db, treaty_sql_t sql,
                                apr_int64_t most)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, db, sql, "i", most + 1);

    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t run_with(treaty_db_t *db, treaty_sql_t sql,
                             apr_int64_t value)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, db, sql, "i", value);

    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

/* Whole revisions go, the oldest first. */
static apr_status_t cut_log(treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    apr_int64_t cut = 0;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, db, TREATY_SQL_CHANGE_CUT, "ii",
                        (apr_int64_t)REVISIONS_MAX, (apr_int64_t)CHANGES_MAX);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        cut = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    if (rv == APR_SUCCESS) {
        rv = run_with(db, TREATY_SQL_CHANGE_CUT_LOG, cut);
    }
    return rv == APR_SUCCESS
               ? run_with(db, TREATY_SQL_CHANGE_CUT_REVISIONS, cut)
               : rv;
}

/* What the copy changes, in the order in which it is told. */
static apr_status_t compare(treaty_db_t *db)
{
    static const treaty_sql_t statements[] = {
        TREATY_SQL_COMPARE_TREATIES,
        TREATY_SQL_COMPARE_TREATY_FIELDS,
        TREATY_SQL_COMPARE_TREATY_PARTS,
        TREATY_SQL_COMPARE_ACTS,
        TREATY_SQL_COMPARE_STATEMENTS,
        TREATY_SQL_COMPARE_PARTICIPANTS,
        TREATY_SQL_COMPARE_PARTICIPANT_NAMES,
        TREATY_SQL_COMPARE_FACT_SHEETS,
        TREATY_SQL_COMPARE_CLAIMS};
    apr_status_t rv = APR_SUCCESS;
    size_t i;

    for (i = 0; i < LENGTH(statements) && rv == APR_SUCCESS; i++) {
        rv = run_bounded(db, statements[i], CHANGES_MAX);
    }
    return rv == APR_SUCCESS ? treaty_db_run(db, TREATY_SQL_COMPARE_CORRECTIONS)
                             : rv;
}

static apr_status_t carry_over(treaty_db_t *db)
{
    apr_status_t rv =
        run_bounded(db, TREATY_SQL_COMPARE_REVISIONS, REVISIONS_MAX);

    return rv == APR_SUCCESS
               ? run_bounded(db, TREATY_SQL_COMPARE_LOG, CHANGES_MAX)
               : rv;
}

/* In one transaction; a file is attached, or the log begins. */
static apr_status_t write_log(treaty_db_t *db, int is_attached)
{
    apr_status_t rv = treaty_db_begin(db);

    if (rv == APR_SUCCESS && is_attached) {
        rv = carry_over(db);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_run(db, TREATY_SQL_CHANGE_REVISION_ADD);
    }
    if (rv == APR_SUCCESS && is_attached) {
        rv = compare(db);
    }
    if (rv == APR_SUCCESS) {
        rv = cut_log(db);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_commit(db);
    }
    if (rv != APR_SUCCESS) {
        treaty_db_rollback(db);
    }
    return rv;
}

/* Whether the file is one of ours, of this version; without a word, for the
 * publication goes on. */
static apr_status_t check_old(const char *old, apr_pool_t *pool)
{
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, old, TREATY_DB_PUBLISHED, NULL, pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_db_prepare_all(db);
        treaty_db_close(db);
    }
    return rv;
}

static apr_status_t compare_with(treaty_db_t *db, const char *old,
                                 apr_pool_t *pool)
{
    apr_status_t rv = check_old(old, pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_db_attach(db, old);
    }
    if (rv == APR_SUCCESS) {
        rv = write_log(db, 1);
        treaty_db_detach(db);
    }
    return rv;
}

/* An empty file only keeps a name. Another thing than a file is told by the
 * renaming that fails. */
static int is_file(const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;

    return apr_stat(&info, path, APR_FINFO_TYPE | APR_FINFO_SIZE, pool) ==
               APR_SUCCESS &&
           info.filetype == APR_REG && info.size > 0;
}

apr_status_t treaty_publish_changes(treaty_db_t *db, const char *old,
                                    apr_pool_t *scratch_pool)
{
    apr_status_t rv;

    if (is_file(old, scratch_pool)) {
        rv = compare_with(db, old, scratch_pool);
        if (rv == APR_SUCCESS) {
            return APR_SUCCESS;
        }
        treaty_log(treaty_db_log(db), TREATY_LOG_WARNING, rv,
                   TREATYNO(0203) "%s can't be compared with what replaces "
                                  "it, for it isn't a whole file published "
                                  "by this version; the list of changes "
                                  "begins anew",
                   old);
    }
    return write_log(db, 0);
}

#include "treaty_publish.h"

#include "publish.h"
#include "publish/downloads.h"
#include "publish/files.h"

#include <apr_file_io.h>
#include <apr_portable.h>
#include <apr_strings.h>
#include <unistd.h>

/* A publication while it is made. */
typedef struct {
    const char *database;
    const char *target;
    /** What becomes the target. */
    const char *copy;
    const char *revision;
    /** Of the file that is replaced; NULL where there is none of ours. */
    const char *previous;
    /** NULL where none are wanted. */
    treaty_publish_downloads_t *downloads;
    /** What is being done, for the message where it fails. */
    const char *doing;
    const treaty_log_t *log;
    apr_pool_t *pool;
} press_t;

/* What the store refuses, it has told itself. */
static apr_status_t failed(const press_t *press, apr_status_t status)
{
    char buffer[128];

    if (status != TREATY_ESTORE && status != TREATY_EDATABASE) {
        treaty_log(press->log, TREATY_LOG_ERROR, status,
                   TREATYNO(0201) "%s: %s failed: %s; publish again",
                   press->target, press->doing,
                   treaty_strerror(status, buffer, sizeof(buffer)));
    }
    return status;
}

/* SQLite doesn't say why it can't make a file. */
static apr_status_t try_folder(press_t *press)
{
    apr_file_t *file;
    apr_status_t rv;

    press->doing = "making a file beside it";
    rv = apr_file_open(&file, press->copy,
                       APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_EXCL,
                       APR_FPROT_UREAD | APR_FPROT_UWRITE, press->pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    apr_file_close(file);
    return apr_file_remove(press->copy, press->pool);
}

static apr_status_t copy_database(press_t *press)
{
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, press->database, TREATY_DB_READ,
                                     press->log, press->pool);

    press->doing = "copying the database";
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_db_vacuum_into(db, press->copy);
    treaty_db_close(db);
    return rv;
}

static apr_status_t fill(press_t *press, treaty_db_t *db)
{
    apr_status_t rv = treaty_db_run(db, TREATY_SQL_PUBLISH_DROP_PROPOSALS);

    press->doing = "writing the downloads";
    if (rv == APR_SUCCESS && press->downloads) {
        rv = treaty_publish_downloads_record(press->downloads, db);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_materialise(&press->revision, db, press->pool,
                                        press->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_changes(db, press->target, press->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_verify(db);
    }
    if (rv == APR_SUCCESS && press->downloads) {
        rv = treaty_publish_downloads_tables(press->downloads, db);
    }
    return rv;
}

static apr_status_t fill_copy(press_t *press)
{
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, press->copy, TREATY_DB_WRITE,
                                     press->log, press->pool);

    if (rv == APR_SUCCESS) {
        rv = fill(press, db);
        treaty_db_close(db);
    }
    return rv;
}

static apr_status_t put_in_place(press_t *press)
{
    apr_status_t rv;

    press->doing = "keeping owner and mode";
    rv = treaty_file_own(press->copy, press->target);
    if (rv == APR_SUCCESS) {
        press->doing = "syncing the new file";
        rv = treaty_file_sync(press->copy);
    }
    if (rv == APR_SUCCESS && press->downloads) {
        press->doing = "finishing the downloads";
        rv = treaty_publish_downloads_finish(press->downloads, press->copy,
                                             press->target);
    }
    if (rv == APR_SUCCESS) {
        press->doing = "renaming the new file into place";
        rv = apr_file_rename(press->copy, press->target, press->pool);
    }
    if (rv == APR_SUCCESS) {
        press->doing = "syncing its directory";
        rv = treaty_folder_sync(treaty_file_folder(press->target, press->pool));
    }
    return rv;
}

/* The revision of the file that is to be replaced; without a word, for it may
 * be anything. */
static const char *revision_of(const char *path, apr_pool_t *pool)
{
    const char *revision = NULL;
    treaty_stmt_t *stmt;
    treaty_db_t *db;
    int row = 0;

    if (treaty_db_open(&db, path, TREATY_DB_PUBLISHED, NULL, pool) !=
        APR_SUCCESS) {
        return NULL;
    }
    if (treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_GET) == APR_SUCCESS &&
        treaty_stmt_step(&row, stmt) == APR_SUCCESS && row) {
        revision = treaty_stmt_text_dup(stmt, 0, pool);
        treaty_stmt_reset(stmt);
    }
    treaty_db_close(db);
    return revision;
}

static apr_status_t begin_downloads(press_t *press,
                                    const treaty_publish_options_t *options)
{
    if (!options || !options->downloads) {
        return APR_SUCCESS;
    }
    press->doing = "making a folder for the downloads";
    return treaty_publish_downloads_begin(
        &press->downloads,
        apr_pstrcat(press->pool, press->copy, ".files", NULL), options,
        press->pool);
}

static void give_up(press_t *press)
{
    apr_file_remove(press->copy, press->pool);
    /* SQLite keeps it where it couldn't write. */
    apr_file_remove(apr_pstrcat(press->pool, press->copy, "-journal", NULL),
                    press->pool);
    if (press->downloads) {
        treaty_publish_downloads_abandon(press->downloads);
    }
}

apr_status_t treaty_publish(const char **revision, const char *database,
                            const char *target,
                            const treaty_publish_options_t *options,
                            const treaty_log_t *log, apr_pool_t *result_pool,
                            apr_pool_t *scratch_pool)
{
    press_t press = {.database = database,
                     .target = target,
                     .log = log,
                     .pool = scratch_pool};
    apr_status_t rv;

    press.copy =
        apr_psprintf(scratch_pool, "%s.new.%" APR_PID_T_FMT, target, getpid());
    treaty_publish_sweep(target, scratch_pool);
    press.previous = revision_of(target, scratch_pool);
    rv = try_folder(&press);
    if (rv == APR_SUCCESS) {
        rv = copy_database(&press);
    }
    if (rv == APR_SUCCESS) {
        rv = begin_downloads(&press, options);
    }
    if (rv == APR_SUCCESS) {
        rv = fill_copy(&press);
    }
    if (rv == APR_SUCCESS) {
        rv = put_in_place(&press);
    }
    if (rv != APR_SUCCESS) {
        give_up(&press);
        return failed(&press, rv);
    }
    treaty_publish_sweep_revisions(target, press.revision, press.previous,
                                   scratch_pool);
    *revision = apr_pstrdup(result_pool, press.revision);
    return APR_SUCCESS;
}

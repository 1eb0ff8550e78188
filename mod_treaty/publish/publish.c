#include "treaty_publish.h"

#include "publish.h"
#include "publish/downloads.h"
#include "publish/files.h"

#include "treaty_memory.h"

#include <apr_file_io.h>
#include <apr_portable.h>
#include <apr_strings.h>
#include <unistd.h>

/* A publication while it is made. */
typedef struct {
    const treaty_publish_job_t *job;
    const treaty_publish_options_t *options;
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
    /** Somebody who was asked has said no. */
    int is_declined;
    const treaty_log_t *log;
    apr_pool_t *pool;
} press_t;

/* What the store refuses, it has told itself. */
static apr_status_t failed(const press_t *press, apr_status_t status)
{
    char buffer[128];

    if (!press->is_declined && status != TREATY_ESTORE &&
        status != TREATY_EDATABASE) {
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
    apr_status_t rv = treaty_db_open(&db, press->job->source, TREATY_DB_READ,
                                     press->log, press->pool);

    press->doing = "copying the database";
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_db_vacuum_into(db, press->copy);
    treaty_db_close(db);
    return rv;
}

/* From the record alone, as it is before anything is worked out. */
static apr_status_t work_out(press_t *press, treaty_db_t *db)
{
    apr_status_t rv = treaty_db_run(db, TREATY_SQL_PUBLISH_DROP_PROPOSALS);

    press->doing = "writing the downloads";
    if (rv == APR_SUCCESS && press->downloads) {
        rv = treaty_publish_downloads_record(press->downloads, db);
    }
    return rv == APR_SUCCESS
               ? treaty_publish_materialise(&press->revision, db, press->pool,
                                            press->pool)
               : rv;
}

/* All of it stays but which revision it is, and what that changed. */
static apr_status_t stamp_again(press_t *press, treaty_db_t *db)
{
    static const treaty_sql_t unstamp[] = {TREATY_SQL_PUBLISH_FORGET_LOG,
                                           TREATY_SQL_PUBLISH_FORGET_REVISIONS,
                                           TREATY_SQL_PUBLISH_UNSTAMP};
    apr_status_t rv = treaty_db_begin(db);

    if (rv == APR_SUCCESS) {
        rv = treaty_publish_run_all(db, unstamp, 3);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_stamp(&press->revision, db, press->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_commit(db);
    }
    press->doing = "writing the downloads";
    return rv == APR_SUCCESS && press->downloads
               ? treaty_publish_downloads_record_of(press->downloads,
                                                    press->job->record)
               : rv;
}

static apr_status_t fill(press_t *press, treaty_db_t *db)
{
    apr_status_t rv =
        press->job->is_again ? stamp_again(press, db) : work_out(press, db);

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
    apr_status_t rv =
        treaty_db_open(&db, press->copy,
                       press->job->is_again ? TREATY_DB_AGAIN : TREATY_DB_WRITE,
                       press->log, press->pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_db_verify_memory(db, fill(press, db));
        treaty_db_close(db);
    }
    return rv;
}

static apr_status_t ask(press_t *press, treaty_publish_fn_t *fn)
{
    apr_status_t rv = fn ? fn(press->options->baton, press->copy) : APR_SUCCESS;

    press->is_declined = rv != APR_SUCCESS;
    return rv;
}

/* What is replaced gets its second name while it has the first. */
static apr_status_t keep_previous(press_t *press)
{
    press->doing = "keeping the file that is replaced";
    return press->previous && (press->options->keep > 0 || press->job->is_again)
               ? treaty_kept_add(press->target, press->previous, press->pool)
               : APR_SUCCESS;
}

static apr_status_t prepare_place(press_t *press)
{
    apr_status_t rv;

    press->doing = "keeping the owner and mode of the file there (which takes "
                   "its owner, or root)";
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
    return rv == APR_SUCCESS ? keep_previous(press) : rv;
}

static apr_status_t put_in_place(press_t *press)
{
    apr_status_t rv = prepare_place(press);

    if (rv == APR_SUCCESS) {
        rv = ask(press, press->options->commit);
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

const char *treaty_publish_revision(const char *path, apr_pool_t *pool)
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

static apr_status_t begin_downloads(press_t *press)
{
    if (!press->options->downloads) {
        return APR_SUCCESS;
    }
    press->doing = "making a folder for the downloads";
    return treaty_publish_downloads_begin(
        &press->downloads,
        apr_pstrcat(press->pool, press->copy, ".files", NULL), press->options,
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

static apr_status_t print(press_t *press)
{
    apr_status_t rv = try_folder(press);

    if (rv == APR_SUCCESS) {
        rv = copy_database(press);
    }
    if (rv == APR_SUCCESS) {
        rv = begin_downloads(press);
    }
    if (rv == APR_SUCCESS) {
        rv = fill_copy(press);
    }
    if (rv == APR_SUCCESS) {
        rv = ask(press, press->options->judge);
    }
    return rv == APR_SUCCESS ? put_in_place(press) : rv;
}

apr_status_t treaty_publish_do(const char **revision,
                               const treaty_publish_job_t *job,
                               const treaty_publish_options_t *options,
                               const treaty_log_t *log, apr_pool_t *result_pool,
                               apr_pool_t *scratch_pool)
{
    static const treaty_publish_options_t defaults;
    press_t press = {.job = job,
                     .options = options ? options : &defaults,
                     .target = job->target,
                     .log = log,
                     .pool = scratch_pool};
    apr_status_t rv;

    treaty_memory_begin();
    press.copy = apr_psprintf(scratch_pool, "%s.new.%" APR_PID_T_FMT,
                              job->target, getpid());
    treaty_publish_sweep(job->target, scratch_pool);
    press.previous = treaty_publish_revision(job->target, scratch_pool);
    rv = print(&press);
    if (rv != APR_SUCCESS) {
        give_up(&press);
        return failed(&press, rv);
    }
    if (press.options->keep > 0 && !job->is_again) {
        treaty_kept_sweep(job->target, press.options->keep, scratch_pool);
    }
    treaty_publish_sweep_revisions(job->target, press.revision, press.previous,
                                   scratch_pool);
    *revision = apr_pstrdup(result_pool, press.revision);
    return APR_SUCCESS;
}

apr_status_t treaty_publish(const char **revision, const char *database,
                            const char *target,
                            const treaty_publish_options_t *options,
                            const treaty_log_t *log, apr_pool_t *result_pool,
                            apr_pool_t *scratch_pool)
{
    treaty_publish_job_t job = {database, target, 0, NULL};

    return treaty_publish_do(revision, &job, options, log, result_pool,
                             scratch_pool);
}

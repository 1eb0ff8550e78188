#include "update.h"

#include "check_claims.h"
#include "lock.h"

#include "treaty_check.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

#define KEEP_USUALLY 5

/* What those who are asked by treaty_publish answer where they want no more.
 * Why stands in the update. */
#define DECLINED TREATY_EINPUT

static apr_status_t import_all(treatyctl_import_t *import,
                               const treatyctl_update_t *update,
                               treaty_db_t *db)
{
    treaty_overlay_report_t overlaid;
    apr_status_t rv =
        treaty_import(&import->report, import->findings, db, update->imports,
                      import->options, update->call->pool);

    if (rv == APR_SUCCESS && update->overlays->nelts > 0) {
        rv = treaty_overlay(&overlaid, import->findings, db, update->overlays,
                            import->options, update->call->pool);
    }
    return rv;
}

/* The authoring database is the one that was copied until this ends, for
 * nobody else may write it meanwhile. */
static apr_status_t begin(treatyctl_update_t *update)
{
    const treatyctl_call_t *call = update->call;
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&update->authoring, update->database,
                                     TREATY_DB_WRITE, call->log, call->pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_db_begin(update->authoring);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_open(&db, update->database, TREATY_DB_READ, call->log,
                            call->pool);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treatyctl_record_digest(&update->record_before, db, call->pool);
    if (rv == APR_SUCCESS) {
        rv = treaty_db_vacuum_into(db, update->copy);
    }
    treaty_db_close(db);
    return rv;
}

/* What there is to find before and after the import. */
static apr_status_t try_import(treatyctl_update_t *update, treaty_db_t *db)
{
    apr_pool_t *pool = update->call->pool;
    apr_status_t rv = treaty_check(update->before, db, pool);

    if (rv == APR_SUCCESS) {
        rv = treatyctl_update_count_acts(update, db, 0);
    }
    if (rv == APR_SUCCESS) {
        rv = update->import.status = import_all(&update->import, update, db);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_check(update->after, db, pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treatyctl_update_count_acts(update, db, 1);
    }
    if (rv == APR_SUCCESS) {
        treatyctl_update_find_losses(update);
        rv = treatyctl_record_digest(&update->record_after, db, pool);
    }
    return rv;
}

static apr_status_t try_copy(treatyctl_update_t *update)
{
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, update->copy, TREATY_DB_WRITE,
                                     update->call->log, update->call->pool);

    if (rv == APR_SUCCESS) {
        rv = try_import(update, db);
        treaty_db_close(db);
    }
    return rv;
}

/* A record that a rollback has taken away doesn't come back by itself. */
static void find_withdrawn(treatyctl_update_t *update, const char *digest)
{
    apr_pool_t *pool = update->call->pool;
    apr_array_header_t *kept;
    int i;

    treaty_kept_list(&kept, update->target, pool, pool);
    for (i = 0; i < kept->nelts; i++) {
        const treaty_kept_t *one = &APR_ARRAY_IDX(kept, i, treaty_kept_t);
        const char *other = one->is_withdrawn
                                ? treatyctl_record_digest_of(one->path, pool)
                                : NULL;

        if (other && strcmp(other, digest) == 0) {
            treaty_findings_add(
                update->after, TREATY_FINDING_WARNING, update->target, 0,
                "rolled-back",
                "the record would say again what revision %s said, which was "
                "rolled back; publish it by treatyctl publish if it is right",
                one->revision);
            return;
        }
    }
}

/* Asked with the file that would be served. */
static apr_status_t judge(void *baton, const char *candidate)
{
    treatyctl_update_t *update = baton;
    apr_pool_t *pool = update->call->pool;
    const char *served = update->previous
                             ? treatyctl_record_digest_of(update->target, pool)
                             : NULL;
    const char *digest = treatyctl_record_digest_of(candidate, pool);
    int is_same = served && digest && strcmp(served, digest) == 0;

    if (!digest ||
        treatyctl_check_published(update->after, update->call, candidate) !=
            TREATYCTL_OK ||
        (update->previous &&
         treatyctl_check_published(update->before, update->call,
                                   update->target) != TREATYCTL_OK)) {
        return DECLINED;
    }
    if (!is_same) {
        find_withdrawn(update, digest);
    }
    treatyctl_update_weigh(update);
    if (update->held->nelts > 0) {
        update->outcome = TREATYCTL_UPDATE_HELD;
        return DECLINED;
    }
    if (is_same && !update->always) {
        update->outcome = TREATYCTL_UPDATE_NOTHING_NEW;
        return DECLINED;
    }
    /* The same record once more is nothing to go back to. */
    if (is_same) {
        update->publish_options.keep = 0;
    }
    update->changes = treatyctl_record_changes(candidate, pool);
    if (update->dry_run) {
        update->outcome = TREATYCTL_UPDATE_PUBLISHED;
        return DECLINED;
    }
    return APR_SUCCESS;
}

/* The same once more, and now for good. */
static apr_status_t write_record(treatyctl_update_t *update)
{
    treaty_import_options_t options = update->import_options;
    treatyctl_import_t again = {
        &options, treaty_findings_create(update->call->pool), {0}, APR_SUCCESS};
    const char *record = NULL;
    apr_status_t rv;

    options.in_transaction = 1;
    rv = import_all(&again, update, update->authoring);
    if (rv == APR_SUCCESS) {
        rv = treatyctl_record_digest(&record, update->authoring,
                                     update->call->pool);
    }
    if (rv == TREATY_EINPUT ||
        (rv == APR_SUCCESS && strcmp(record, update->record_after) != 0)) {
        treatyctl_complain("%s: the files have changed while they were read; "
                           "fetch them under names that begin with a dot and "
                           "rename them, and run it again",
                           update->folder);
        rv = DECLINED;
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_commit(update->authoring);
    }
    update->is_written = rv == APR_SUCCESS;
    return rv;
}

static int record_is_new(const treatyctl_update_t *update)
{
    return strcmp(update->record_before, update->record_after) != 0;
}

/* Asked when nothing is left to do but the renaming. */
static apr_status_t commit(void *baton, const char *candidate)
{
    treatyctl_update_t *update = baton;

    (void)candidate;
    return record_is_new(update) ? write_record(update) : APR_SUCCESS;
}

static int is_publishable(treatyctl_update_t *update)
{
    int i;

    for (i = 0; i < update->after->kinds->nelts; i++) {
        if (strcmp(
                APR_ARRAY_IDX(update->after->kinds, i, treaty_finding_count_t)
                    .kind,
                "reference") == 0) {
            return 0;
        }
    }
    return 1;
}

/* @return an exit status */
static int publish(treatyctl_update_t *update)
{
    apr_status_t rv =
        treaty_publish(&update->revision, update->copy, update->target,
                       &update->publish_options, update->call->log,
                       update->call->pool, update->call->pool);

    if (rv == APR_SUCCESS) {
        update->outcome = TREATYCTL_UPDATE_PUBLISHED;
        return TREATYCTL_OK;
    }
    update->revision = update->previous;
    if (rv != DECLINED) {
        return TREATYCTL_FAILURE;
    }
    switch (update->outcome) {
    case TREATYCTL_UPDATE_HELD:
        return TREATYCTL_FINDINGS;
    case TREATYCTL_UPDATE_PUBLISHED:
        return TREATYCTL_OK;
    case TREATYCTL_UPDATE_NOTHING_NEW:
        if (record_is_new(update)) {
            update->outcome = TREATYCTL_UPDATE_IMPORTED;
            if (!update->dry_run && write_record(update) != APR_SUCCESS) {
                update->outcome = TREATYCTL_UPDATE_FAILED;
                return TREATYCTL_FAILURE;
            }
        }
        return TREATYCTL_OK;
    default:
        return TREATYCTL_FAILURE;
    }
}

/* @return an exit status */
static int run(treatyctl_update_t *update)
{
    apr_status_t rv;
    int status = treatyctl_update_collect(update);

    if (status == TREATYCTL_FINDINGS) {
        update->outcome = TREATYCTL_UPDATE_REFUSED;
    }
    if (status != TREATYCTL_OK) {
        return status;
    }
    rv = begin(update);
    if (rv == APR_SUCCESS) {
        rv = try_copy(update);
    }
    if (rv == TREATY_EINPUT) {
        update->outcome = TREATYCTL_UPDATE_REFUSED;
        return TREATYCTL_FINDINGS;
    }
    if (rv != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    if (!is_publishable(update)) {
        treatyctl_update_weigh(update);
        update->outcome = TREATYCTL_UPDATE_HELD;
        return TREATYCTL_FINDINGS;
    }
    return publish(update);
}

/* What a run that was killed has left goes, too: this one has the lock. */
static void remove_copy(const treatyctl_update_t *update)
{
    apr_pool_t *pool = update->call->pool;

    apr_file_remove(update->copy, pool);
    apr_file_remove(apr_pstrcat(pool, update->copy, "-journal", NULL), pool);
}

static int run_locked(treatyctl_update_t *update)
{
    int status;

    remove_copy(update);
    update->previous =
        treaty_publish_revision(update->target, update->call->pool);
    status = run(update);
    if (update->authoring) {
        treaty_db_rollback(update->authoring);
        treaty_db_close(update->authoring);
    }
    remove_copy(update);
    status = treatyctl_update_tell(update, status);
    json_decref(update->changes);
    return status;
}

static void prepare(treatyctl_update_t *update, const treatyctl_call_t *call)
{
    update->call = call;
    update->database = treatyctl_argument(call, 0);
    update->folder = treatyctl_argument(call, 1);
    update->target = treatyctl_argument(call, 2);
    update->copy = apr_pstrcat(call->pool, update->target, ".update", NULL);
    update->began = apr_time_now();
    update->dry_run = treatyctl_option(call, TREATYCTL_DRY_RUN) != NULL;
    update->always = treatyctl_option(call, TREATYCTL_ALWAYS) != NULL;
    treatyctl_import_options(&update->import_options, call);
    update->import_options.dry_run = 0;
    update->import_options.progress = NULL;
    update->import.options = &update->import_options;
    update->import.findings = treaty_findings_create(call->pool);
    update->import.status = APR_EINIT;
    update->before = treaty_findings_create(call->pool);
    update->after = treaty_findings_create(call->pool);
    update->publish_options.downloads =
        treatyctl_option(call, TREATYCTL_NO_DOWNLOADS) == NULL;
    update->publish_options.terms = treatyctl_option(call, TREATYCTL_TERMS);
    update->publish_options.judge = judge;
    update->publish_options.commit = commit;
    update->publish_options.baton = update;
}

int treatyctl_update(const treatyctl_call_t *call)
{
    treatyctl_update_t update = {0};
    treatyctl_lock_t *lock;
    int status;

    prepare(&update, call);
    if (!treatyctl_import_check(call) ||
        !treatyctl_publish_check(call, update.target) ||
        !treatyctl_report_check(call) || !treatyctl_update_gate_read(&update) ||
        !treatyctl_option_number(&update.publish_options.keep, call,
                                 TREATYCTL_KEEP, "--keep", 0,
                                 TREATYCTL_KEEP_MOST, KEEP_USUALLY)) {
        return TREATYCTL_USAGE;
    }
    status = treatyctl_lock(&lock, update.target, call->pool);
    if (status != TREATYCTL_OK) {
        return status;
    }
    status = run_locked(&update);
    treatyctl_unlock(lock);
    return status;
}

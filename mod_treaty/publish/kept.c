#include "publish.h"

#include "publish/files.h"

#include "treaty_downloads.h"
#include "treaty_json.h"

#include "treaty_revision.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The names beside a target: "treaty.db.kept.REVISION". */
#define KEPT "kept."
#define WITHDRAWN "withdrawn."

static const char *name_of(const char *target, const char *kind,
                           const char *revision, apr_pool_t *pool)
{
    return apr_pstrcat(pool, target, ".", kind, revision, NULL);
}

static apr_int64_t number_of(treaty_db_t *db)
{
    apr_int64_t number = 0;
    treaty_stmt_t *stmt;
    int row = 0;

    if (treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_NUMBER) ==
            APR_SUCCESS &&
        treaty_stmt_step(&row, stmt) == APR_SUCCESS && row) {
        number = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return number;
}

/* Fills in what the file itself says; of one that can't be read nothing. */
static void read_kept(treaty_kept_t *kept, apr_pool_t *result_pool,
                      apr_pool_t *scratch_pool)
{
    treaty_stmt_t *stmt;
    treaty_db_t *db;
    int row = 0;

    kept->published_at = "";
    if (treaty_db_open(&db, kept->path, TREATY_DB_PUBLISHED, NULL,
                       scratch_pool) != APR_SUCCESS) {
        return;
    }
    if (treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_GET) == APR_SUCCESS &&
        treaty_stmt_step(&row, stmt) == APR_SUCCESS && row) {
        kept->published_at =
            apr_pstrdup(result_pool, treaty_stmt_string(stmt, 1));
        kept->known_through = treaty_stmt_text_dup(stmt, 2, result_pool);
        treaty_stmt_reset(stmt);
    }
    kept->number = number_of(db);
    treaty_db_close(db);
}

static void take(void *baton, const char *rest, const char *path,
                 apr_pool_t *scratch_pool)
{
    apr_array_header_t *list = baton;
    int is_withdrawn = strncmp(rest, WITHDRAWN, strlen(WITHDRAWN)) == 0;
    treaty_kept_t *kept;

    if (!is_withdrawn && strncmp(rest, KEPT, strlen(KEPT)) != 0) {
        return;
    }
    rest += strlen(is_withdrawn ? WITHDRAWN : KEPT);
    if (!treaty_revision_is_valid(rest)) {
        return;
    }
    kept = apr_array_push(list);
    memset(kept, 0, sizeof(*kept));
    kept->path = apr_pstrdup(list->pool, path);
    kept->revision = apr_pstrdup(list->pool, rest);
    kept->is_withdrawn = is_withdrawn;
    read_kept(kept, list->pool, scratch_pool);
}

/* The latest first. */
static int by_time(const void *a, const void *b)
{
    const treaty_kept_t *one = a;
    const treaty_kept_t *other = b;
    int order = strcmp(other->published_at, one->published_at);

    if (order == 0) {
        order = (other->number > one->number) - (other->number < one->number);
    }
    return order != 0 ? order : strcmp(one->revision, other->revision);
}

void treaty_kept_list(apr_array_header_t **kept, const char *target,
                      apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    *kept = apr_array_make(result_pool, 8, sizeof(treaty_kept_t));
    treaty_file_beside(target, take, *kept, scratch_pool);
    qsort((*kept)->elts, (size_t)(*kept)->nelts, sizeof(treaty_kept_t),
          by_time);
}

/* A second name; where the filesystem has none, a copy, which has to be whole
 * before it has the name. */
static apr_status_t name_again(const char *path, const char *name,
                               apr_pool_t *pool)
{
    const char *unfinished = apr_pstrcat(pool, name, ".new", NULL);
    apr_status_t rv;

    if (link(path, name) == 0 || errno == EEXIST) {
        return APR_SUCCESS;
    }
    if (errno != EPERM && errno != ENOTSUP && errno != EMLINK) {
        return apr_get_os_error();
    }
    rv = apr_file_copy(path, unfinished, APR_FPROT_FILE_SOURCE_PERMS, pool);
    if (rv == APR_SUCCESS) {
        rv = treaty_file_sync(unfinished);
    }
    if (rv == APR_SUCCESS) {
        rv = apr_file_rename(unfinished, name, pool);
    }
    if (rv != APR_SUCCESS) {
        apr_file_remove(unfinished, pool);
    }
    return rv;
}

apr_status_t treaty_kept_add(const char *target, const char *revision,
                             apr_pool_t *scratch_pool)
{
    return name_again(target, name_of(target, KEPT, revision, scratch_pool),
                      scratch_pool);
}

static int exists(const char *path)
{
    return access(path, F_OK) == 0;
}

int treaty_kept_has(const char *target, const char *revision,
                    apr_pool_t *scratch_pool)
{
    return exists(name_of(target, KEPT, revision, scratch_pool)) ||
           exists(name_of(target, WITHDRAWN, revision, scratch_pool));
}

void treaty_kept_sweep(const char *target, int most, apr_pool_t *scratch_pool)
{
    apr_array_header_t *kept;
    int seen[2] = {0};
    int i;

    treaty_kept_list(&kept, target, scratch_pool, scratch_pool);
    for (i = 0; i < kept->nelts; i++) {
        const treaty_kept_t *one = &APR_ARRAY_IDX(kept, i, treaty_kept_t);

        if (++seen[one->is_withdrawn] > most) {
            apr_file_remove(one->path, scratch_pool);
        }
    }
}

/* Those that a rollback passes over are as bad as the one that goes. */
static void withdraw_later(const apr_array_header_t *kept, const char *target,
                           const treaty_kept_t *to, apr_pool_t *pool)
{
    int i;

    for (i = 0; i < kept->nelts; i++) {
        const treaty_kept_t *one = &APR_ARRAY_IDX(kept, i, treaty_kept_t);

        if (!one->is_withdrawn && by_time(one, to) < 0) {
            apr_file_rename(one->path,
                            name_of(target, WITHDRAWN, one->revision, pool),
                            pool);
        }
    }
}

static const char *record_of(const char *target, const treaty_kept_t *to,
                             apr_pool_t *pool)
{
    return apr_pstrcat(pool, treaty_download_folder(target, to->revision, pool),
                       "/" TREATY_DOWNLOAD_RECORD, NULL);
}

/* What was said of the files before; NULL where that can't be read. */
static const char *terms_of(const char *target, const treaty_kept_t *to,
                            apr_pool_t *pool)
{
    const char *path =
        apr_pstrcat(pool, treaty_download_folder(target, to->revision, pool),
                    "/" TREATY_DOWNLOAD_MANIFEST, NULL);

    return treaty_json_text(
        treaty_json_bind(json_load_file(path, 0, NULL), pool), "terms");
}

apr_status_t treaty_rollback(const char **revision, const char *target,
                             const treaty_kept_t *to,
                             const treaty_publish_options_t *options,
                             const treaty_log_t *log, apr_pool_t *result_pool,
                             apr_pool_t *scratch_pool)
{
    treaty_publish_options_t own = {0};
    treaty_publish_job_t job = {to->path, target, 1, NULL};
    apr_array_header_t *kept;
    apr_status_t rv;

    if (options) {
        own = *options;
    }
    job.record = record_of(target, to, scratch_pool);
    own.downloads = own.downloads && exists(job.record);
    if (!own.terms) {
        own.terms = terms_of(target, to, scratch_pool);
    }
    rv =
        treaty_publish_do(revision, &job, &own, log, result_pool, scratch_pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    /* Only now: what is served has one name less, for it has a new one. */
    apr_file_remove(to->path, scratch_pool);
    treaty_kept_list(&kept, target, scratch_pool, scratch_pool);
    if (!to->is_withdrawn) {
        withdraw_later(kept, target, to, scratch_pool);
    }
    if (own.keep > 0) {
        treaty_kept_sweep(target, own.keep, scratch_pool);
    }
    return treaty_folder_sync(treaty_file_folder(target, scratch_pool));
}

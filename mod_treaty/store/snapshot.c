#include "snapshot.h"

#include "treaty_date.h"
#include "treaty_revision.h"

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_reslist.h>
#include <apr_strings.h>
#include <stdatomic.h>
#include <stdio.h>

#define BORROW_TIMEOUT apr_time_from_sec(1)

struct treaty_snapshot_t {
    /* A pool of its own root: the last holder, in any thread, destroys it. */
    apr_pool_t *pool;
    _Atomic apr_uint32_t holders;
    apr_uint32_t generation;
    const char *path;
    const treaty_log_t *log;
    apr_reslist_t *handles;
    const char *revision;
    const char *published_at;
    apr_time_t published_time;
    const char *known_through;
    const char *recorded_to;
    /** The file, which is never read from here, and what it was when it was
     * opened; `valid` is 0 where that isn't known. */
    apr_file_t *handle;
    apr_finfo_t file;
};

/* How many snapshots were opened in this process. */
static _Atomic apr_uint32_t generations;

/*
 * A handle lives in a root pool of its own, never in the list's: so the list
 * and a pool can't both destroy it.
 */
static apr_status_t construct(void **resource, void *params, apr_pool_t *pool)
{
    const treaty_snapshot_t *snapshot = params;
    treaty_db_t *db;
    apr_pool_t *own;
    apr_status_t rv = apr_pool_create_unmanaged_ex(&own, NULL, NULL);

    (void)pool;
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_db_open(&db, snapshot->path, TREATY_DB_PUBLISHED, snapshot->log,
                        own);
    if (rv != APR_SUCCESS) {
        apr_pool_destroy(own);
        return rv;
    }
    *resource = db;
    return APR_SUCCESS;
}

static apr_status_t destruct(void *resource, void *params, apr_pool_t *pool)
{
    (void)params;
    (void)pool;
    apr_pool_destroy(treaty_db_pool(resource));
    return APR_SUCCESS;
}

/* "2026-11-23T21:45:00Z", as publishing writes it; 0 for anything else. */
static apr_time_t time_of(const char *iso)
{
    char date[TREATY_DAY_SIZE];
    treaty_day_t day;
    int hours = 0;
    int minutes = 0;
    int seconds = 0;

    apr_cpystrn(date, iso, sizeof(date));
    if (!treaty_day_parse(&day, date) ||
        sscanf(iso + strlen(date), "T%2d:%2d:%2dZ", &hours, &minutes,
               &seconds) != 3) {
        return 0;
    }
    return treaty_day_start(day) +
           apr_time_from_sec((hours * 60 + minutes) * 60 + seconds);
}

/* Answers, their headers and names of files are made of both. */
static apr_status_t check_publication(const treaty_snapshot_t *snapshot)
{
    if (snapshot->revision && treaty_revision_is_valid(snapshot->revision) &&
        snapshot->published_at && time_of(snapshot->published_at) != 0) {
        return APR_SUCCESS;
    }
    treaty_log(snapshot->log, TREATY_LOG_ERROR, TREATY_EDATABASE,
               TREATYNO(0115) "%s doesn't say which revision it is, or when it "
                              "was published; publish it again",
               snapshot->path);
    return TREATY_EDATABASE;
}

static apr_status_t read_publication(treaty_snapshot_t *snapshot,
                                     treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_GET);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        snapshot->revision = treaty_stmt_text_dup(stmt, 0, snapshot->pool);
        snapshot->published_at = treaty_stmt_text_dup(stmt, 1, snapshot->pool);
        snapshot->known_through = treaty_stmt_text_dup(stmt, 2, snapshot->pool);
        snapshot->recorded_to = treaty_stmt_text_dup(stmt, 3, snapshot->pool);
        treaty_stmt_reset(stmt);
    }
    if (rv == APR_SUCCESS) {
        rv = check_publication(snapshot);
    }
    if (rv == APR_SUCCESS) {
        snapshot->published_time = time_of(snapshot->published_at);
    }
    return rv;
}

static apr_status_t fill(treaty_snapshot_t *snapshot, int handles)
{
    treaty_db_t *db;
    /* All at once: a handle opened later, by the same path, might be one of
     * another file. */
    apr_status_t rv =
        apr_reslist_create(&snapshot->handles, handles, handles, handles, 0,
                           construct, destruct, snapshot, snapshot->pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    apr_reslist_timeout_set(snapshot->handles, BORROW_TIMEOUT);
    rv = treaty_snapshot_borrow(&db, snapshot);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_db_prepare_all(db);
    if (rv == APR_SUCCESS) {
        rv = read_publication(snapshot, db);
    }
    treaty_snapshot_give_back(snapshot, db);
    return rv;
}

#define TOLD (APR_FINFO_IDENT | APR_FINFO_SIZE | APR_FINFO_MTIME)

static apr_status_t identify(treaty_snapshot_t *snapshot)
{
    apr_status_t rv =
        apr_file_open(&snapshot->handle, snapshot->path, APR_FOPEN_READ,
                      APR_FPROT_OS_DEFAULT, snapshot->pool);

    return rv == APR_SUCCESS
               ? apr_file_info_get(&snapshot->file, TOLD, snapshot->handle)
               : rv;
}

apr_status_t treaty_snapshot_open(treaty_snapshot_t **result,
                                  const treaty_database_settings_t *settings)
{
    treaty_snapshot_t *snapshot;
    apr_pool_t *pool;
    apr_status_t known;
    apr_status_t rv = apr_pool_create_unmanaged_ex(&pool, NULL, NULL);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    snapshot = apr_pcalloc(pool, sizeof(*snapshot));
    snapshot->pool = pool;
    snapshot->path = settings->path;
    snapshot->log = settings->log;
    atomic_init(&snapshot->holders, 1);
    snapshot->generation = atomic_fetch_add(&generations, 1) + 1;
    /* Who opened it looks whether it was the same file all the time. */
    known = identify(snapshot);
    rv = fill(snapshot, settings->handles);
    if (rv == APR_SUCCESS) {
        /* What is wrong with the file has been told by the handles. */
        rv = known;
    }
    if (rv != APR_SUCCESS) {
        apr_pool_destroy(pool);
        return rv;
    }
    *result = snapshot;
    return APR_SUCCESS;
}

void treaty_snapshot_hold(treaty_snapshot_t *snapshot)
{
    atomic_fetch_add(&snapshot->holders, 1);
}

void treaty_snapshot_release(treaty_snapshot_t *snapshot)
{
    if (atomic_fetch_sub(&snapshot->holders, 1) == 1) {
        apr_pool_destroy(snapshot->pool);
    }
}

apr_uint32_t treaty_snapshot_generation(const treaty_snapshot_t *snapshot)
{
    return snapshot->generation;
}

const char *treaty_snapshot_revision(const treaty_snapshot_t *snapshot)
{
    return snapshot->revision;
}

const char *treaty_snapshot_published_at(const treaty_snapshot_t *snapshot)
{
    return snapshot->published_at;
}

apr_time_t treaty_snapshot_published_time(const treaty_snapshot_t *snapshot)
{
    return snapshot->published_time;
}

const char *treaty_snapshot_known_through(const treaty_snapshot_t *snapshot)
{
    return snapshot->known_through;
}

const char *treaty_snapshot_recorded_to(const treaty_snapshot_t *snapshot)
{
    return snapshot->recorded_to;
}

const char *treaty_snapshot_path(const treaty_snapshot_t *snapshot)
{
    return snapshot->path;
}

int treaty_snapshot_is_intact(const treaty_snapshot_t *snapshot)
{
    apr_finfo_t now;

    return apr_file_info_get(&now, TOLD, snapshot->handle) == APR_SUCCESS &&
           now.size == snapshot->file.size && now.mtime == snapshot->file.mtime;
}

int treaty_snapshot_is_of(const treaty_snapshot_t *snapshot,
                          const apr_finfo_t *info)
{
    return (snapshot->file.valid & info->valid & APR_FINFO_IDENT) ==
               APR_FINFO_IDENT &&
           snapshot->file.inode == info->inode &&
           snapshot->file.device == info->device;
}

apr_status_t treaty_snapshot_borrow(treaty_db_t **db,
                                    treaty_snapshot_t *snapshot)
{
    void *resource = NULL;
    apr_status_t rv = apr_reslist_acquire(snapshot->handles, &resource);

    *db = resource;
    if (APR_STATUS_IS_TIMEUP(rv)) {
        treaty_log(snapshot->log, TREATY_LOG_WARNING, rv,
                   TREATYNO(0114) "%s: all handles were busy for a second; "
                                  "this machine gets more requests than it "
                                  "can answer",
                   snapshot->path);
    }
    return rv;
}

void treaty_snapshot_give_back(treaty_snapshot_t *snapshot, treaty_db_t *db)
{
    treaty_db_deadline(db, 0);
    apr_reslist_release(snapshot->handles, db);
}

#include "snapshot.h"

#include "treaty_look.h"

#include <apr_file_info.h>
#include <apr_thread_mutex.h>

/* So many replacements while one look opens what it found aren't publishing;
 * what is held goes on until the next look. */
#define LOOKS_MAX 20
/* A file that was written over may still be: it is opened once it has been
 * found unchanged for so long. */
#define SETTLED_AFTER apr_time_from_sec(1)

/* What tells one file from another, and from itself after a change. */
typedef struct {
    apr_status_t status;
    apr_dev_t device;
    apr_ino_t inode;
    apr_off_t size;
    apr_time_t mtime;
} identity_t;

struct treaty_database_t {
    treaty_database_settings_t settings;
    treaty_database_watch_fn_t *watch;
    void *watch_baton;
    apr_thread_mutex_t *mutex;
    /* Under the mutex: */
    treaty_snapshot_t *current;
    apr_time_t looked_at;
    identity_t identity;
    /** The file of the current snapshot. */
    identity_t served;
    /** The file that was last found couldn't be opened. */
    int refused;
    /** When a change in place was found last; 0: it has settled. */
    apr_time_t changed_at;
    /** It must be looked at before it is served once more. */
    int is_suspected;
    /** The longest of the bounds that it has been told to be older than; 0: of
     * none. */
    apr_interval_time_t told_bound;
};

static apr_status_t let_go(void *data)
{
    treaty_database_t *database = data;

    if (database->current) {
        treaty_snapshot_release(database->current);
        database->current = NULL;
    }
    return APR_SUCCESS;
}

apr_status_t treaty_database_create(treaty_database_t **result,
                                    const treaty_database_settings_t *settings,
                                    apr_pool_t *pool)
{
    treaty_database_t *database = apr_pcalloc(pool, sizeof(*database));
    apr_status_t rv = apr_thread_mutex_create(&database->mutex,
                                              APR_THREAD_MUTEX_DEFAULT, pool);

    database->settings = *settings;
    apr_pool_cleanup_register(pool, database, let_go, apr_pool_cleanup_null);
    *result = database;
    return rv;
}

void treaty_database_watch(treaty_database_t *database,
                           treaty_database_watch_fn_t *fn, void *baton)
{
    database->watch = fn;
    database->watch_baton = baton;
}

static void tell_watch(const treaty_database_t *database)
{
    if (database->watch) {
        database->watch(database->watch_baton, database->current);
    }
}

static identity_t identify(const char *path)
{
    identity_t identity = {0};
    apr_finfo_t info;
    apr_pool_t *pool;

    identity.status = apr_pool_create_unmanaged_ex(&pool, NULL, NULL);
    if (identity.status != APR_SUCCESS) {
        return identity;
    }
    identity.status = apr_stat(
        &info, path, APR_FINFO_IDENT | APR_FINFO_SIZE | APR_FINFO_MTIME, pool);
    if (identity.status == APR_SUCCESS) {
        identity.device = info.device;
        identity.inode = info.inode;
        identity.size = info.size;
        identity.mtime = info.mtime;
    }
    apr_pool_destroy(pool);
    return identity;
}

static int same_file(const identity_t *a, const identity_t *b)
{
    return a->device == b->device && a->inode == b->inode;
}

static int same_identity(const identity_t *a, const identity_t *b)
{
    return a->status == b->status && same_file(a, b) && a->size == b->size &&
           a->mtime == b->mtime;
}

static void log_gone(const treaty_database_t *database, apr_status_t status)
{
    char buffer[128];

    treaty_log(database->settings.log,
               database->current ? TREATY_LOG_WARNING : TREATY_LOG_ERROR,
               status,
               TREATYNO(0110) "%s: %s; %s until treatyctl publish puts a "
                              "file there",
               database->settings.path,
               treaty_strerror(status, buffer, sizeof(buffer)),
               database->current ? "the revision held is served on"
                                 : "the mount answers 503");
}

/* A file written over: what was read of it before can't be trusted, nor what
 * would be read of it now. */
static void drop_overwritten(treaty_database_t *database)
{
    if (!database->current) {
        return;
    }
    treaty_log(database->settings.log, TREATY_LOG_WARNING, APR_SUCCESS,
               TREATYNO(0111) "%s was changed in place, so the mount answers "
                              "503 until that has ended for a second; replace "
                              "it by renaming a new file over it, as treatyctl "
                              "publish does",
               database->settings.path);
    let_go(database);
    tell_watch(database);
}

/* Opens the file; all of it must have been the one that was looked at. */
static apr_status_t open_whole(treaty_snapshot_t **snapshot,
                               treaty_database_t *database)
{
    identity_t opened;
    apr_status_t rv;

    treaty_log(database->settings.log, TREATY_LOG_DEBUG, APR_SUCCESS,
               TREATYNO(0116) "%s: opening it, for it is new or has changed",
               database->settings.path);
    rv = treaty_snapshot_open(snapshot, &database->settings);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    opened = identify(database->settings.path);
    if (!same_identity(&opened, &database->identity)) {
        treaty_snapshot_release(*snapshot);
        return APR_EAGAIN;
    }
    return APR_SUCCESS;
}

/* @return APR_EAGAIN where the file was replaced once more meanwhile */
static apr_status_t open_new(treaty_database_t *database)
{
    treaty_snapshot_t *snapshot;
    apr_status_t rv = open_whole(&snapshot, database);

    database->refused = rv != APR_SUCCESS;
    if (rv == APR_SUCCESS) {
        let_go(database);
        database->current = snapshot;
        database->served = database->identity;
        tell_watch(database);
        treaty_log(database->settings.log, TREATY_LOG_INFO, APR_SUCCESS,
                   TREATYNO(0112) "%s: serving revision %s, published %s",
                   database->settings.path, treaty_snapshot_revision(snapshot),
                   treaty_snapshot_published_at(snapshot));
    }
    else if (!APR_STATUS_IS_EAGAIN(rv)) {
        /* Why has been logged as an error. */
        treaty_log(database->settings.log, TREATY_LOG_INFO, rv,
                   TREATYNO(0113) "%s can't be served; %s until a good file "
                                  "takes its place",
                   database->settings.path,
                   database->current ? "the revision held is served on"
                                     : "the mount answers 503");
    }
    return rv;
}

/* Whether a file that was refused before can be served by now; it is tried
 * without a word, since its refusal has been logged. */
static int opens_now(const treaty_database_t *database)
{
    treaty_database_settings_t quiet = database->settings;
    treaty_snapshot_t *snapshot;

    quiet.handles = 1;
    quiet.log = NULL;
    if (treaty_snapshot_open(&snapshot, &quiet) != APR_SUCCESS) {
        return 0;
    }
    treaty_snapshot_release(snapshot);
    return 1;
}

/* What is done where nothing has changed since the last look. */
static apr_status_t look_at_same(treaty_database_t *database, apr_time_t now)
{
    if (database->changed_at) {
        if (!treaty_look_is_due(database->changed_at, SETTLED_AFTER, now)) {
            return APR_SUCCESS;
        }
        database->changed_at = 0;
        return open_new(database);
    }
    return database->refused && opens_now(database) ? open_new(database)
                                                    : APR_SUCCESS;
}

/* Whether what was found is the file that is served, written over; or where
 * none is, that of the last look. The number of one that isn't held open may be
 * another's by now, which then comes a second later. */
static int is_overwritten(const treaty_database_t *database,
                          const identity_t *last, const identity_t *found)
{
    const identity_t *known = database->current ? &database->served : last;

    return found->status == APR_SUCCESS && same_file(found, known) &&
           !same_identity(found, known);
}

/* Acts upon what differs from the last look, and so logs it once.
 * @return as open_new */
static apr_status_t look_once(treaty_database_t *database, apr_time_t now)
{
    identity_t found = identify(database->settings.path);
    identity_t last = database->identity;
    int overwritten;

    if (database->looked_at != 0 && same_identity(&found, &last)) {
        return look_at_same(database, now);
    }
    overwritten = is_overwritten(database, &last, &found);
    database->identity = found;
    database->refused = 0;
    database->changed_at = overwritten ? now : 0;
    if (found.status != APR_SUCCESS) {
        log_gone(database, found.status);
        return found.status;
    }
    if (overwritten) {
        drop_overwritten(database);
        return APR_SUCCESS;
    }
    /* It may have been another for a moment. */
    return database->current && same_file(&found, &database->served)
               ? APR_SUCCESS
               : open_new(database);
}

/* A file that is replaced while it is opened is looked at again at once: who
 * waits for the first one would get none, though there always was one. */
static void look(treaty_database_t *database, apr_time_t now)
{
    int i = 0;

    while (APR_STATUS_IS_EAGAIN(look_once(database, now)) && ++i < LOOKS_MAX) {
    }
}

/* Looks at the file where it is time to; under the mutex. */
static void refresh_at(treaty_database_t *database, apr_interval_time_t refresh,
                       apr_time_t now)
{
    if (database->looked_at == 0 || database->is_suspected ||
        treaty_look_is_due(database->looked_at, refresh, now)) {
        database->is_suspected = 0;
        look(database, now);
        database->looked_at = now;
    }
}

void treaty_database_suspect(treaty_database_t *database)
{
    if (apr_thread_mutex_lock(database->mutex) == APR_SUCCESS) {
        database->is_suspected = 1;
        apr_thread_mutex_unlock(database->mutex);
    }
}

/* The longest bound will do for all: who is older than it is older than the
 * shorter ones, and a younger file takes its place for all at once. */
static int is_news(treaty_database_t *database, apr_interval_time_t bound,
                   int is_over)
{
    int is_told = database->told_bound >= bound;

    if (is_told == is_over) {
        return 0;
    }
    database->told_bound = is_over ? bound : 0;
    return 1;
}

void treaty_database_tell_age(treaty_database_t *database,
                              apr_interval_time_t bound, int is_over)
{
    int is_to_tell;

    if (apr_thread_mutex_lock(database->mutex) != APR_SUCCESS) {
        return;
    }
    is_to_tell = is_news(database, bound, is_over);
    apr_thread_mutex_unlock(database->mutex);
    if (is_to_tell && is_over) {
        treaty_log(
            database->settings.log, TREATY_LOG_WARNING, APR_SUCCESS,
            TREATYNO(0117) "%s was published longer ago than TreatyStale "
                           "allows, %" APR_TIME_T_FMT " s, so /health "
                           "answers 503; all else is answered. Put a "
                           "new publication there",
            database->settings.path, apr_time_sec(bound));
    }
    else if (is_to_tell) {
        treaty_log(database->settings.log, TREATY_LOG_INFO, APR_SUCCESS,
                   TREATYNO(0118) "%s is no older than TreatyStale allows any "
                                  "more, and /health answers 200",
                   database->settings.path);
    }
}

apr_uint32_t treaty_database_generation(treaty_database_t *database,
                                        apr_interval_time_t refresh,
                                        apr_time_t now)
{
    apr_uint32_t generation = 0;

    if (apr_thread_mutex_lock(database->mutex) != APR_SUCCESS) {
        return 0;
    }
    refresh_at(database, refresh, now);
    if (database->current) {
        generation = treaty_snapshot_generation(database->current);
    }
    apr_thread_mutex_unlock(database->mutex);
    return generation;
}

apr_status_t treaty_database_acquire(treaty_snapshot_t **snapshot,
                                     treaty_database_t *database,
                                     apr_interval_time_t refresh,
                                     apr_time_t now)
{
    apr_status_t rv = apr_thread_mutex_lock(database->mutex);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    refresh_at(database, refresh, now);
    *snapshot = database->current;
    if (*snapshot) {
        treaty_snapshot_hold(*snapshot);
    }
    apr_thread_mutex_unlock(database->mutex);
    return *snapshot ? APR_SUCCESS : TREATY_EDATABASE;
}

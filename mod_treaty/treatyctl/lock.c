#include "lock.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <string.h>
#include <unistd.h>

/* The most bytes of what a holder says of itself. */
#define HOLDER_SIZE 200
/* So often a lock may be given back just when it was to be taken. */
#define TRIES 100

struct treatyctl_lock_t {
    apr_file_t *file;
    const char *path;
    apr_pool_t *pool;
};

/* Whether the open file is the one that has the name by now: a holder removes
 * its file before it lets go. */
static int is_current(apr_file_t *file, const char *path, apr_pool_t *pool)
{
    apr_finfo_t open;
    apr_finfo_t named;

    return apr_file_info_get(&open, APR_FINFO_IDENT, file) == APR_SUCCESS &&
           apr_stat(&named, path, APR_FINFO_IDENT, pool) == APR_SUCCESS &&
           open.inode == named.inode && open.device == named.device;
}

/* For whom is kept out. */
static apr_status_t sign(apr_file_t *file)
{
    char since[APR_RFC822_DATE_LEN];
    apr_time_exp_t utc;
    apr_size_t len;

    apr_time_exp_gmt(&utc, apr_time_now());
    apr_strftime(since, &len, sizeof(since), "%Y-%m-%dT%H:%M:%SZ", &utc);
    apr_file_trunc(file, 0);
    return apr_file_printf(file, "process %ld, since %s\n", (long)getpid(),
                           since) > 0
               ? APR_SUCCESS
               : APR_ENOSPC;
}

static int tell_holder(apr_file_t *file, const char *path)
{
    char holder[HOLDER_SIZE + 1] = {0};
    apr_size_t len = HOLDER_SIZE;

    if (apr_file_read(file, holder, &len) != APR_SUCCESS) {
        len = 0;
    }
    holder[len] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    treatyctl_complain("another run is at work (%s); it holds %s: wait for its "
                       "end",
                       *holder ? holder : "it has just begun", path);
    return TREATYCTL_BUSY;
}

static int cannot_lock(const char *path, apr_status_t status)
{
    char buffer[128];

    treatyctl_complain("%s can't be made and locked (%s); have this user write "
                       "the folder, and the folder on a disk of this machine",
                       path, treaty_strerror(status, buffer, sizeof(buffer)));
    return TREATYCTL_FAILURE;
}

int treatyctl_lock(treatyctl_lock_t **result, const char *target,
                   apr_pool_t *pool)
{
    treatyctl_lock_t *lock = apr_palloc(pool, sizeof(*lock));
    apr_status_t rv;
    int tries;

    lock->pool = pool;
    lock->path = apr_pstrcat(pool, target, ".lock", NULL);
    for (tries = 0; tries < TRIES; tries++) {
        rv = apr_file_open(&lock->file, lock->path,
                           APR_FOPEN_READ | APR_FOPEN_WRITE | APR_FOPEN_CREATE,
                           APR_FPROT_UREAD | APR_FPROT_UWRITE, pool);
        if (rv != APR_SUCCESS) {
            return cannot_lock(lock->path, rv);
        }
        rv =
            apr_file_lock(lock->file, APR_FLOCK_EXCLUSIVE | APR_FLOCK_NONBLOCK);
        if (APR_STATUS_IS_EAGAIN(rv) || APR_STATUS_IS_EACCES(rv)) {
            return tell_holder(lock->file, lock->path);
        }
        if (rv != APR_SUCCESS) {
            return cannot_lock(lock->path, rv);
        }
        if (is_current(lock->file, lock->path, pool)) {
            rv = sign(lock->file);
            *result = lock;
            return rv == APR_SUCCESS ? TREATYCTL_OK
                                     : cannot_lock(lock->path, rv);
        }
        apr_file_close(lock->file);
    }
    return tell_holder(lock->file, lock->path);
}

void treatyctl_unlock(treatyctl_lock_t *lock)
{
    apr_file_remove(lock->path, lock->pool);
    apr_file_close(lock->file);
}

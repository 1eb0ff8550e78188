#include "treaty_publish.h"

#include "publish.h"

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_portable.h>
#include <apr_strings.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEW_FILE_MODE 0644

static apr_status_t failed(const treaty_log_t *log, const char *path,
                           const char *doing, apr_status_t status)
{
    char buffer[128];

    treaty_log(log, TREATY_LOG_ERROR, status,
               TREATYNO(0201) "%s: %s failed: %s; publish again", path, doing,
               treaty_strerror(status, buffer, sizeof(buffer)));
    return status;
}

static apr_status_t errno_status(int rc)
{
    return rc == 0 ? APR_SUCCESS : apr_get_os_error();
}

/* Syncs a file or a directory, named by its path, to the disk. */
static apr_status_t sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    apr_status_t rv;

    if (fd < 0) {
        return apr_get_os_error();
    }
    rv = errno_status(fsync(fd));
    close(fd);
    return rv;
}

static const char *directory_of(const char *path, apr_pool_t *pool)
{
    const char *slash = strrchr(path, '/');

    if (!slash) {
        return ".";
    }
    return slash == path
               ? "/"
               : apr_pstrmemdup(pool, path, (apr_size_t)(slash - path));
}

/* Who may read the target may read its successor. */
static apr_status_t keep_owner_and_mode(const char *copy, const char *target)
{
    struct stat info;

    if (stat(target, &info) != 0) {
        return errno_status(chmod(copy, NEW_FILE_MODE));
    }
    /* Only root may give a file away, but a member its group. */
    if (chown(copy, info.st_uid, info.st_gid) != 0 &&
        chown(copy, (uid_t)-1, info.st_gid) != 0) {
        return apr_get_os_error();
    }
    return errno_status(chmod(copy, info.st_mode & 07777));
}

static apr_status_t copy_database(const char *database, const char *copy,
                                  const treaty_log_t *log, apr_pool_t *pool)
{
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, database, TREATY_DB_READ, log, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_db_vacuum_into(db, copy);
    treaty_db_close(db);
    return rv;
}

static apr_status_t fill_copy(const char **revision, const char *copy,
                              const char *target, const treaty_log_t *log,
                              apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    treaty_db_t *db;
    apr_status_t rv =
        treaty_db_open(&db, copy, TREATY_DB_WRITE, log, scratch_pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_publish_materialise(revision, db, result_pool, scratch_pool);
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_changes(db, target, scratch_pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_verify(db);
    }
    treaty_db_close(db);
    return rv;
}

/* From here on nothing is logged yet: the caller does. */
static apr_status_t put_in_place(const char **doing, const char *copy,
                                 const char *target, apr_pool_t *pool)
{
    apr_status_t rv;

    *doing = "keeping owner and mode";
    rv = keep_owner_and_mode(copy, target);
    if (rv == APR_SUCCESS) {
        *doing = "syncing the new file";
        rv = sync_path(copy, O_RDONLY);
    }
    if (rv == APR_SUCCESS) {
        *doing = "renaming the new file into place";
        rv = apr_file_rename(copy, target, pool);
    }
    if (rv == APR_SUCCESS) {
        *doing = "syncing its directory";
        rv = sync_path(directory_of(target, pool), O_RDONLY | O_DIRECTORY);
    }
    return rv;
}

apr_status_t treaty_publish(const char **revision, const char *database,
                            const char *target, const treaty_log_t *log,
                            apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    const char *copy =
        apr_psprintf(scratch_pool, "%s.new.%" APR_PID_T_FMT, target, getpid());
    const char *doing;
    apr_status_t rv = copy_database(database, copy, log, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = fill_copy(revision, copy, target, log, result_pool, scratch_pool);
    }
    if (rv == APR_SUCCESS) {
        rv = put_in_place(&doing, copy, target, scratch_pool);
        if (rv != APR_SUCCESS) {
            failed(log, target, doing, rv);
        }
    }
    if (rv != APR_SUCCESS) {
        apr_file_remove(copy, scratch_pool);
    }
    return rv;
}

#include "publish/files.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEW_FILE_MODE 0644
#define READ_BITS 0444
#define FILE_BITS 0666
#define ALL_BITS 07777

static apr_status_t errno_status(int rc)
{
    return rc == 0 ? APR_SUCCESS : apr_get_os_error();
}

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

apr_status_t treaty_file_sync(const char *path)
{
    return sync_path(path, O_RDONLY);
}

apr_status_t treaty_folder_sync(const char *path)
{
    return sync_path(path, O_RDONLY | O_DIRECTORY);
}

const char *treaty_file_folder(const char *path, apr_pool_t *result_pool)
{
    const char *slash = strrchr(path, '/');

    if (!slash) {
        return ".";
    }
    return slash == path
               ? "/"
               : apr_pstrmemdup(result_pool, path, (apr_size_t)(slash - path));
}

/* A folder can be walked through by those who may read it. */
static mode_t mode_for(const struct stat *info, mode_t model)
{
    return S_ISDIR(info->st_mode)
               ? (model & FILE_BITS) | S_IRWXU | (model & READ_BITS) >> 2
               : model & ALL_BITS;
}

apr_status_t treaty_file_own(const char *path, const char *model)
{
    struct stat info;
    struct stat other;

    if (stat(path, &info) != 0) {
        return apr_get_os_error();
    }
    if (stat(model, &other) != 0) {
        return errno_status(chmod(path, mode_for(&info, NEW_FILE_MODE)));
    }
    /* Only root may give a file away, but a member its group. */
    if (chown(path, other.st_uid, other.st_gid) != 0 &&
        chown(path, (uid_t)-1, other.st_gid) != 0) {
        return apr_get_os_error();
    }
    return errno_status(chmod(path, mode_for(&info, other.st_mode)));
}

void treaty_file_beside(const char *path, treaty_name_fn_t *fn, void *baton,
                        apr_pool_t *scratch_pool)
{
    const char *folder = treaty_file_folder(path, scratch_pool);
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    apr_size_t len = strlen(name);
    apr_finfo_t info;
    apr_dir_t *dir;

    if (apr_dir_open(&dir, folder, scratch_pool) != APR_SUCCESS) {
        return;
    }
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (strncmp(info.name, name, len) == 0 && info.name[len] == '.') {
            fn(baton, apr_pstrdup(scratch_pool, info.name + len + 1),
               apr_pstrcat(scratch_pool, folder, "/", info.name, NULL),
               scratch_pool);
        }
    }
    apr_dir_close(dir);
}

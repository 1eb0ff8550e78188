#include "update.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* So deep folders lie in each other, and so many files are read. */
#define DEPTH_MAX 8
#define FILES_MAX 100000

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int cannot_read(const char *path, apr_status_t status)
{
    char buffer[128];

    treatyctl_complain("%s can't be read (%s); mend the path, its owner or its "
                       "mode",
                       path, treaty_strerror(status, buffer, sizeof(buffer)));
    return TREATYCTL_FAILURE;
}

/* The paths in a folder, sorted. */
static int list_folder(apr_array_header_t **paths, const char *folder,
                       apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_dir_t *dir;
    apr_status_t rv = apr_dir_open(&dir, folder, pool);

    *paths = apr_array_make(pool, 32, sizeof(const char *));
    if (rv != APR_SUCCESS) {
        return cannot_read(folder, rv);
    }
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (info.name[0] != '.') {
            APR_ARRAY_PUSH(*paths, const char *) =
                treatyctl_path_in(folder, info.name, pool);
        }
    }
    apr_dir_close(dir);
    qsort((*paths)->elts, (size_t)(*paths)->nelts, sizeof(const char *),
          by_name);
    return TREATYCTL_OK;
}

static int is_table_set(const char *folder, apr_pool_t *pool)
{
    apr_finfo_t info;

    return apr_stat(&info, apr_pstrcat(pool, folder, "/index.csv", NULL),
                    APR_FINFO_TYPE, pool) == APR_SUCCESS &&
           info.filetype == APR_REG;
}

static int collect(treatyctl_update_t *update, const char *path, int depth);

static int collect_folder(treatyctl_update_t *update, const char *folder,
                          int depth)
{
    apr_array_header_t *paths;
    int status;
    int i;

    if (is_table_set(folder, update->call->pool)) {
        APR_ARRAY_PUSH(update->imports, const char *) = folder;
        return TREATYCTL_OK;
    }
    if (depth > DEPTH_MAX) {
        treatyctl_complain("%s lies too deep; have at most %d folders in each "
                           "other",
                           folder, DEPTH_MAX);
        return TREATYCTL_FINDINGS;
    }
    status = list_folder(&paths, folder, update->call->pool);
    for (i = 0; status == TREATYCTL_OK && i < paths->nelts; i++) {
        status =
            collect(update, APR_ARRAY_IDX(paths, i, const char *), depth + 1);
    }
    return status;
}

static int collect(treatyctl_update_t *update, const char *path, int depth)
{
    apr_pool_t *pool = update->call->pool;
    apr_finfo_t info;
    apr_status_t rv = apr_stat(&info, path, APR_FINFO_TYPE, pool);

    if (rv != APR_SUCCESS) {
        return cannot_read(path, rv);
    }
    if (info.filetype == APR_DIR) {
        return collect_folder(update, path, depth);
    }
    if (info.filetype != APR_REG) {
        treatyctl_complain("%s is no file; take it out of the folder", path);
        return TREATYCTL_FINDINGS;
    }
    if (update->imports->nelts + update->overlays->nelts >= FILES_MAX) {
        treatyctl_complain("%s: there are more than %d files", update->folder,
                           FILES_MAX);
        return TREATYCTL_FINDINGS;
    }
    APR_ARRAY_PUSH(treaty_overlay_recognise(path, pool) ? update->overlays
                                                        : update->imports,
                   const char *) = path;
    return TREATYCTL_OK;
}

int treatyctl_update_collect(treatyctl_update_t *update)
{
    apr_pool_t *pool = update->call->pool;
    int status;

    update->imports = apr_array_make(pool, 32, sizeof(const char *));
    update->overlays = apr_array_make(pool, 4, sizeof(const char *));
    status = collect(update, update->folder, 0);
    if (status == TREATYCTL_OK &&
        update->imports->nelts + update->overlays->nelts == 0) {
        treatyctl_complain("%s: there is nothing to import; see whether what "
                           "fetches the files works",
                           update->folder);
        return TREATYCTL_FINDINGS;
    }
    return status;
}

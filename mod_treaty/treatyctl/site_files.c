#include "site_files.h"
#include "treatyctl.h"

#include "treaty_site_page.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* A site while its folders are read. */
typedef struct walk_t {
    apr_array_header_t *paths;
    treaty_findings_t *findings;
    apr_pool_t *pool;
} walk_t;

static void read_folder(walk_t *walk, const char *folder, int depth);

static void complain(walk_t *walk, const char *folder, const char *why)
{
    treaty_findings_add(walk->findings, TREATY_FINDING_ERROR, folder, 0,
                        "folder", "%s", why);
}

/* @param entry its name is the folder's */
static void take(apr_array_header_t *folders, walk_t *walk, const char *folder,
                 const apr_finfo_t *entry)
{
    const char *path = treatyctl_path_in(folder, entry->name, walk->pool);

    if (*entry->name == '.') {
        return;
    }
    if (entry->filetype == APR_DIR) {
        APR_ARRAY_PUSH(folders, const char *) = path;
    }
    else if (entry->filetype == APR_REG &&
             treaty_site_page_is_named(entry->name)) {
        APR_ARRAY_PUSH(walk->paths, const char *) = path;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(apr_array_header_t *paths, int from)
{
    qsort(&APR_ARRAY_IDX(paths, from, const char *),
          (size_t)(paths->nelts - from), sizeof(const char *), by_name);
}

/* @return folders in it, NULL where it can't be read */
static apr_array_header_t *list_folder(walk_t *walk, const char *folder)
{
    apr_array_header_t *folders =
        apr_array_make(walk->pool, 8, sizeof(const char *));
    int first = walk->paths->nelts;
    apr_finfo_t entry;
    apr_dir_t *dir;
    apr_status_t rv = apr_dir_open(&dir, folder, walk->pool);

    if (rv != APR_SUCCESS) {
        return NULL;
    }
    while ((rv = apr_dir_read(&entry, APR_FINFO_TYPE | APR_FINFO_NAME, dir)) ==
               APR_SUCCESS ||
           rv == APR_INCOMPLETE) {
        take(folders, walk, folder, &entry);
    }
    apr_dir_close(dir);
    sort(walk->paths, first);
    sort(folders, 0);
    return folders;
}

static void read_folder(walk_t *walk, const char *folder, int depth)
{
    apr_array_header_t *folders = NULL;
    int i;

    if (depth > TREATYCTL_SITE_DEPTH) {
        complain(walk, folder,
                 "the folder lies too deep and isn't read; audit it by itself");
        return;
    }
    folders = list_folder(walk, folder);
    if (!folders) {
        complain(walk, folder,
                 "the folder can't be read; give yourself leave to read it");
        return;
    }
    for (i = 0; i < folders->nelts; i++) {
        read_folder(walk, APR_ARRAY_IDX(folders, i, const char *), depth + 1);
    }
}

apr_status_t treatyctl_site_files(apr_array_header_t **paths, const char *path,
                                  treaty_findings_t *findings,
                                  apr_pool_t *result_pool)
{
    walk_t walk = {apr_array_make(result_pool, 64, sizeof(const char *)),
                   findings, result_pool};
    apr_finfo_t info;
    apr_status_t rv = apr_stat(&info, path, APR_FINFO_TYPE, result_pool);

    *paths = walk.paths;
    if (rv != APR_SUCCESS && rv != APR_INCOMPLETE) {
        return rv;
    }
    if (info.filetype == APR_DIR) {
        read_folder(&walk, path, 0);
    }
    else {
        APR_ARRAY_PUSH(walk.paths, const char *) = path;
    }
    return APR_SUCCESS;
}

#include "template_files.h"

#include "treaty_mustache.h"

#include <apr_file_io.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define ENDING ".mustache"
#define LANGUAGE_ENDING ".json"
#define FILES_MAX 500
#define DEPTH_MAX 3
#define WANTED                                                            \
    (APR_FINFO_NAME | APR_FINFO_TYPE | APR_FINFO_SIZE | APR_FINFO_MTIME | \
     APR_FINFO_INODE)

/* The name without an ending that it must have; NULL for other names. */
static const char *plain_name(const char *name, const char *ending,
                              apr_pool_t *pool)
{
    apr_size_t len = strlen(name);
    apr_size_t ending_len = strlen(ending);
    apr_size_t i;

    if (len <= ending_len || strcmp(name + len - ending_len, ending) != 0) {
        return NULL;
    }
    len -= ending_len;
    for (i = 0; i < len; i++) {
        if (!apr_isalnum(name[i]) && name[i] != '-' && name[i] != '_') {
            return NULL;
        }
    }
    return apr_pstrmemdup(pool, name, len);
}

static apr_status_t list(apr_array_header_t *files, const char *directory,
                         const char *prefix, int depth, apr_pool_t *pool);

/* The name of a template or of a language; NULL for other files. */
static const char *name_of(int *is_language, const char *prefix,
                           const char *file, apr_pool_t *pool)
{
    const char *name = plain_name(file, ENDING, pool);

    *is_language = 0;
    if (name) {
        return apr_pstrcat(pool, prefix, name, NULL);
    }
    if (strcmp(prefix, TREATY_TEMPLATE_LANGUAGES) == 0) {
        *is_language = 1;
        return plain_name(file, LANGUAGE_ENDING, pool);
    }
    return NULL;
}

static apr_status_t take(apr_array_header_t *files, const apr_finfo_t *info,
                         const char *directory, const char *prefix, int depth,
                         apr_pool_t *pool)
{
    const char *path = apr_pstrcat(pool, directory, "/", info->name, NULL);
    treaty_template_file_t *file;
    int is_language;
    const char *name;

    if (info->filetype == APR_DIR) {
        name = plain_name(info->name, "", pool);
        return name && depth < DEPTH_MAX
                   ? list(files, path,
                          apr_pstrcat(pool, prefix, name, "/", NULL), depth + 1,
                          pool)
                   : APR_SUCCESS;
    }
    name = name_of(&is_language, prefix, info->name, pool);
    if (!name || info->filetype != APR_REG) {
        return APR_SUCCESS;
    }
    if (files->nelts == FILES_MAX) {
        return TREATY_ELIMIT;
    }
    file = &APR_ARRAY_PUSH(files, treaty_template_file_t);
    file->name = name;
    file->is_language = is_language;
    file->path = path;
    file->size = info->size;
    file->mtime = info->mtime;
    file->inode = info->inode;
    return APR_SUCCESS;
}

/* Links are followed: a site may keep its templates elsewhere. */
static apr_status_t whole_info(apr_finfo_t *info, const char *directory,
                               apr_pool_t *pool)
{
    const char *name = apr_pstrdup(pool, info->name);
    apr_status_t rv = apr_stat(
        info, apr_pstrcat(pool, directory, "/", name, NULL), WANTED, pool);

    info->name = name;
    return rv == APR_INCOMPLETE ? APR_SUCCESS : rv;
}

static apr_status_t list(apr_array_header_t *files, const char *directory,
                         const char *prefix, int depth, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_dir_t *dir;
    apr_status_t rv = apr_dir_open(&dir, directory, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    while (rv == APR_SUCCESS &&
           apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (info.name[0] == '.' ||
            whole_info(&info, directory, pool) != APR_SUCCESS) {
            continue;
        }
        rv = take(files, &info, directory, prefix, depth, pool);
    }
    apr_dir_close(dir);
    return rv;
}

static int compare_names(const void *a, const void *b)
{
    const treaty_template_file_t *left = a;
    const treaty_template_file_t *right = b;

    return strcmp(left->name, right->name);
}

apr_status_t treaty_template_files_list(apr_array_header_t **files,
                                        const char *directory,
                                        apr_pool_t *result_pool)
{
    apr_status_t rv;

    *files = apr_array_make(result_pool, 16, sizeof(treaty_template_file_t));
    rv = list(*files, directory, "", 0, result_pool);
    qsort((*files)->elts, (size_t)(*files)->nelts,
          sizeof(treaty_template_file_t), compare_names);
    return rv;
}

static apr_status_t open_file(apr_file_t **handle, const char *path,
                              apr_pool_t *pool)
{
    return apr_file_open(handle, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT,
                         pool);
}

static int opens_now(const treaty_template_file_t *file, apr_pool_t *pool)
{
    apr_file_t *handle;

    if (open_file(&handle, file->path, pool) != APR_SUCCESS) {
        return 0;
    }
    apr_file_close(handle);
    return 1;
}

int treaty_template_files_same(const apr_array_header_t *found,
                               const apr_array_header_t *last,
                               apr_pool_t *scratch_pool)
{
    int i;

    if (found->nelts != last->nelts) {
        return 0;
    }
    for (i = 0; i < found->nelts; i++) {
        const treaty_template_file_t *left =
            &APR_ARRAY_IDX(found, i, treaty_template_file_t);
        const treaty_template_file_t *right =
            &APR_ARRAY_IDX(last, i, treaty_template_file_t);

        if (strcmp(left->name, right->name) != 0 || left->size != right->size ||
            left->mtime != right->mtime || left->inode != right->inode ||
            (right->is_unread && opens_now(right, scratch_pool))) {
            return 0;
        }
    }
    return 1;
}

/* The bytes that there are, but no more than there may be. */
static apr_status_t read_most(char *buffer, apr_size_t most, apr_size_t *len,
                              const char *path, apr_pool_t *pool)
{
    apr_file_t *handle;
    apr_status_t rv = open_file(&handle, path, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = apr_file_read_full(handle, buffer, most, len);
    apr_file_close(handle);
    return rv;
}

apr_status_t treaty_template_file_read(const char **data, apr_size_t *len,
                                       treaty_template_file_t *file,
                                       apr_pool_t *result_pool)
{
    /* One byte more than there should be: a file that has grown since it was
     * listed isn't taken half, it is listed anew at the next look. */
    apr_size_t most = file->size < TREATY_TEMPLATE_SIZE_MAX
                          ? (apr_size_t)file->size + 1
                          : TREATY_TEMPLATE_SIZE_MAX + 1;
    char *buffer = apr_palloc(result_pool, most);
    apr_status_t rv = read_most(buffer, most, len, file->path, result_pool);

    *data = buffer;
    file->is_unread = rv != APR_SUCCESS && !APR_STATUS_IS_EOF(rv);
    if (rv == APR_SUCCESS) {
        return TREATY_ELIMIT;
    }
    return APR_STATUS_IS_EOF(rv) ? APR_SUCCESS : rv;
}

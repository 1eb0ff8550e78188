#include "download.h"

#include "treaty_revision.h"

#include <apr_strings.h>
#include <string.h>

#define SHA256_LENGTH 64

/* Opens a file that is one: no pipe, which would wait for its other end, and
 * no link to elsewhere unless it is the operator's own. */
static apr_status_t open_plain(apr_file_t **file, apr_finfo_t *info,
                               const char *path, int may_be_link,
                               apr_pool_t *pool)
{
    apr_int32_t wanted = APR_FINFO_TYPE | APR_FINFO_SIZE | APR_FINFO_IDENT;
    apr_finfo_t named;
    apr_status_t rv = apr_stat(
        &named, path, wanted | (may_be_link ? 0 : APR_FINFO_LINK), pool);

    if (rv != APR_SUCCESS || named.filetype != APR_REG) {
        return TREATY_ENOTFOUND;
    }
    if (apr_file_open(file, path,
                      APR_FOPEN_READ | APR_FOPEN_BINARY |
                          APR_FOPEN_SENDFILE_ENABLED,
                      APR_FPROT_OS_DEFAULT, pool) != APR_SUCCESS) {
        return TREATY_ENOTFOUND;
    }
    rv = apr_file_info_get(info, wanted, *file);
    if (rv == APR_SUCCESS && info->inode == named.inode &&
        info->device == named.device) {
        return APR_SUCCESS;
    }
    apr_file_close(*file);
    return TREATY_ENOTFOUND;
}

static int is_digest(const char *text)
{
    return text && strlen(text) == SHA256_LENGTH &&
           strspn(text, "0123456789abcdef") == SHA256_LENGTH;
}

/* What a manifest says, if it is one of this revision. */
static json_t *parse(const char *text, apr_size_t len,
                     const treaty_reading_t *reading)
{
    json_t *json = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
    const char *revision = treaty_json_text(json, "revision");

    if (json) {
        treaty_json_bind(json, reading->pool);
    }
    return revision && strcmp(revision,
                              treaty_snapshot_revision(reading->snapshot)) == 0
               ? json
               : NULL;
}

void treaty_manifest_read(treaty_manifest_t *manifest,
                          const treaty_reading_t *reading)
{
    const char *revision = treaty_snapshot_revision(reading->snapshot);
    apr_pool_t *pool = reading->pool;
    apr_finfo_t info;
    apr_file_t *file;
    char *text;

    manifest->json = NULL;
    manifest->folder = NULL;
    manifest->reading = reading;
    /* It becomes part of a path. */
    if (!treaty_revision_is_valid(revision)) {
        return;
    }
    manifest->folder = treaty_download_folder(
        treaty_snapshot_path(reading->snapshot), revision, pool);
    if (open_plain(&file, &info,
                   apr_pstrcat(pool, manifest->folder,
                               "/" TREATY_DOWNLOAD_MANIFEST, NULL),
                   0, pool) != APR_SUCCESS) {
        return;
    }
    if (info.size <= TREATY_DOWNLOAD_MANIFEST_MAX) {
        text = apr_palloc(pool, (apr_size_t)info.size + 1);
        if (apr_file_read_full(file, text, (apr_size_t)info.size, NULL) ==
            APR_SUCCESS) {
            manifest->json = parse(text, (apr_size_t)info.size, reading);
        }
    }
    apr_file_close(file);
}

/* What the manifest says of a file. */
static const json_t *entry_of(const treaty_manifest_t *manifest,
                              const treaty_download_kind_t *kind)
{
    const json_t *files = json_object_get(manifest->json, "files");
    json_t *entry;
    size_t i;

    json_array_foreach(files, i, entry)
    {
        const char *name = treaty_json_text(entry, "name");

        if (name && strcmp(name, kind->name) == 0 &&
            json_is_integer(json_object_get(entry, "bytes")) &&
            json_integer_value(json_object_get(entry, "bytes")) >= 0 &&
            is_digest(treaty_json_text(entry, "sha256"))) {
            return entry;
        }
    }
    return NULL;
}

/* Opens what was found and closes it again: whether it is there. */
static apr_status_t look(const treaty_download_t *download, apr_pool_t *pool)
{
    apr_pool_t *own;
    apr_file_t *file;
    apr_status_t rv;

    apr_pool_create(&own, pool);
    rv = treaty_download_open(&file, download, own);
    apr_pool_destroy(own);
    return rv;
}

/* The published file by its own name. Its size is asked of it, since the
 * manifest may be missing. */
static apr_status_t find_published(treaty_download_t *download,
                                   const treaty_manifest_t *manifest)
{
    const treaty_reading_t *reading = manifest->reading;
    apr_finfo_t info;
    apr_status_t rv;

    download->path = treaty_snapshot_path(reading->snapshot);
    download->is_shared = 1;
    rv = apr_stat(&info, download->path, APR_FINFO_SIZE, reading->pool);
    if (rv != APR_SUCCESS && rv != APR_INCOMPLETE) {
        return TREATY_ENOTFOUND;
    }
    if (download->sha256 && info.size != download->length) {
        download->sha256 = NULL;
    }
    download->length = info.size;
    return look(download, reading->pool);
}

apr_status_t treaty_manifest_find(treaty_download_t *download,
                                  const treaty_manifest_t *manifest,
                                  const treaty_download_kind_t *kind)
{
    apr_pool_t *pool = manifest->reading->pool;
    const json_t *entry = entry_of(manifest, kind);
    int is_database = strcmp(kind->name, TREATY_DOWNLOAD_DATABASE) == 0;
    apr_status_t rv = TREATY_ENOTFOUND;

    memset(download, 0, sizeof(*download));
    download->kind = kind;
    download->snapshot = manifest->reading->snapshot;
    if (entry) {
        download->path =
            apr_pstrcat(pool, manifest->folder, "/", kind->name, NULL);
        download->length = json_integer_value(json_object_get(entry, "bytes"));
        download->sha256 = treaty_json_text(entry, "sha256");
        rv = look(download, pool);
    }
    return rv == TREATY_ENOTFOUND && is_database
               ? find_published(download, manifest)
               : rv;
}

apr_status_t treaty_download_find(treaty_download_t **download,
                                  const treaty_reading_t *reading,
                                  const char *name)
{
    const treaty_download_kind_t *kind = treaty_download_kind(name);
    treaty_manifest_t manifest;

    if (!kind) {
        return TREATY_ENOTFOUND;
    }
    *download = apr_palloc(reading->pool, sizeof(**download));
    treaty_manifest_read(&manifest, reading);
    return treaty_manifest_find(*download, &manifest, kind);
}

apr_status_t treaty_download_open(apr_file_t **file,
                                  const treaty_download_t *download,
                                  apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_status_t rv =
        open_plain(file, &info, download->path, download->is_shared, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (info.size != download->length ||
        (download->is_shared &&
         !treaty_snapshot_is_of(download->snapshot, &info))) {
        apr_file_close(*file);
        return TREATY_ENOTFOUND;
    }
    return APR_SUCCESS;
}

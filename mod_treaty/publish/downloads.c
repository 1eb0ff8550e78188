#include "publish/downloads.h"

#include "publish/download_tables.h"
#include "publish/files.h"

#include "treaty_downloads.h"
#include "treaty_export.h"
#include "treaty_json.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COPY_SIZE 16384
#define README_MAX ((apr_size_t)1024 * 1024)
/* Sources that are named beside the files; sources.csv has all. */
#define SOURCES_MAX 200
#define OWN_TERMS \
    "The record is made of the sources that are listed; their terms apply."

struct treaty_publish_downloads_t {
    /** Under its own name, and later under that of the revision. */
    const char *folder;
    const char *terms;
    /** What the manifest says. */
    json_t *manifest;
    /** Its files: a list of what each is. */
    json_t *files;
    apr_pool_t *pool;
};

static const char *path_of(const treaty_publish_downloads_t *downloads,
                           const char *name)
{
    return apr_pstrcat(downloads->pool, downloads->folder, "/", name, NULL);
}

apr_status_t treaty_publish_downloads_begin(
    treaty_publish_downloads_t **result, const char *folder,
    const treaty_publish_options_t *options, apr_pool_t *pool)
{
    treaty_publish_downloads_t *downloads =
        apr_pcalloc(pool, sizeof(*downloads));

    downloads->folder = folder;
    downloads->terms = options->terms ? options->terms : OWN_TERMS;
    downloads->manifest = treaty_json_bind(json_object(), pool);
    downloads->files = treaty_json_bind(json_array(), pool);
    downloads->pool = pool;
    *result = downloads;
    return apr_dir_make(
        folder, APR_FPROT_UREAD | APR_FPROT_UWRITE | APR_FPROT_UEXECUTE, pool);
}

static void add_file(const treaty_publish_downloads_t *downloads,
                     const char *name, apr_off_t bytes, const char *sha256)
{
    const treaty_download_kind_t *kind = treaty_download_kind(name);
    json_t *file = json_object();

    treaty_json_set_text(file, "name", name);
    treaty_json_set_text(file, "content_type", kind->content_type);
    json_object_set_new(file, "bytes", json_integer(bytes));
    treaty_json_set_text(file, "sha256", sha256);
    treaty_json_set_text(file, "description", kind->description);
    json_array_append_new(downloads->files, file);
}

static apr_status_t open_file(treaty_out_t **out,
                              const treaty_publish_downloads_t *downloads,
                              const char *name)
{
    return treaty_out_open(out, path_of(downloads, name), downloads->pool);
}

/* Closes a file that has been written with this result. */
static apr_status_t close_file(const treaty_publish_downloads_t *downloads,
                               treaty_out_t *out, const char *name,
                               apr_status_t written)
{
    apr_status_t rv = treaty_out_close(out);

    if (written != APR_SUCCESS || rv != APR_SUCCESS) {
        return written != APR_SUCCESS ? written : rv;
    }
    add_file(downloads, name, out->bytes,
             treaty_sha256_hex(&out->sha, downloads->pool));
    return APR_SUCCESS;
}

apr_status_t treaty_publish_downloads_record(
    treaty_publish_downloads_t *downloads, treaty_db_t *db)
{
    static const char name[] = TREATY_DOWNLOAD_RECORD;
    treaty_out_t *out;
    apr_status_t rv = open_file(&out, downloads, name);

    return rv != APR_SUCCESS ? rv
                             : close_file(downloads, out, name,
                                          treaty_export(db, treaty_out_write,
                                                        out, downloads->pool));
}

static apr_status_t copy_file(treaty_out_t *out, apr_file_t *from)
{
    char buffer[COPY_SIZE];
    apr_size_t len = sizeof(buffer);
    apr_status_t rv = apr_file_read(from, buffer, &len);

    while (rv == APR_SUCCESS) {
        rv = treaty_out_write(out, buffer, len);
        if (rv == APR_SUCCESS) {
            len = sizeof(buffer);
            rv = apr_file_read(from, buffer, &len);
        }
    }
    return APR_STATUS_IS_EOF(rv) ? APR_SUCCESS : rv;
}

apr_status_t treaty_publish_downloads_record_of(
    treaty_publish_downloads_t *downloads, const char *path)
{
    static const char name[] = TREATY_DOWNLOAD_RECORD;
    treaty_out_t *out;
    apr_file_t *from;
    apr_status_t rv = apr_file_open(&from, path, APR_FOPEN_READ,
                                    APR_FPROT_OS_DEFAULT, downloads->pool);

    if (rv == APR_SUCCESS) {
        rv = open_file(&out, downloads, name);
        if (rv == APR_SUCCESS) {
            rv = close_file(downloads, out, name, copy_file(out, from));
        }
        apr_file_close(from);
    }
    return rv;
}

static apr_status_t write_text(treaty_publish_downloads_t *downloads,
                               const char *name, const char *const *parts)
{
    treaty_out_t *out;
    apr_status_t rv = open_file(&out, downloads, name);
    apr_status_t written = APR_SUCCESS;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    for (; *parts && written == APR_SUCCESS; parts++) {
        written = treaty_out_write(out, *parts, strlen(*parts));
    }
    return close_file(downloads, out, name, written);
}

static apr_status_t write_tables(treaty_publish_downloads_t *downloads,
                                 treaty_db_t *db)
{
    const treaty_table_t *table;
    treaty_out_t *out;
    apr_pool_t *pool;
    apr_status_t rv = APR_SUCCESS;

    apr_pool_create(&pool, downloads->pool);
    for (table = treaty_tables; table->file && rv == APR_SUCCESS; table++) {
        apr_pool_clear(pool);
        rv = open_file(&out, downloads, table->file);
        if (rv == APR_SUCCESS) {
            rv = close_file(downloads, out, table->file,
                            treaty_table_write(out, table, db, pool));
        }
    }
    if (rv == APR_SUCCESS) {
        rv = open_file(&out, downloads, "dictionary.csv");
    }
    if (rv == APR_SUCCESS) {
        rv = close_file(downloads, out, "dictionary.csv",
                        treaty_dictionary_write(out, pool));
    }
    apr_pool_destroy(pool);
    return rv;
}

/* Which revision this is, as the manifest says it. */
static apr_status_t read_publication(treaty_publish_downloads_t *downloads,
                                     treaty_db_t *db)
{
    static const char *const keys[] = {"revision", "published_at",
                                       "known_through"};
    treaty_stmt_t *stmt;
    int row = 0;
    int i;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_GET);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        for (i = 0; i < 3; i++) {
            treaty_json_set_text(downloads->manifest, keys[i],
                                 treaty_stmt_text(stmt, i));
        }
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t read_sources(treaty_publish_downloads_t *downloads,
                                 treaty_db_t *db)
{
    static const char *const keys[] = {"id",           "kind", "title",
                                       "publisher",    "url",  "retrieved_on",
                                       "known_through"};
    json_t *sources = json_array();
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_DOWNLOAD_SOURCES,
                                      "i", (apr_int64_t)SOURCES_MAX);

    json_object_set_new(downloads->manifest, "sources", sources);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        json_t *source = json_object();
        int i;

        for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
            treaty_json_set_text(source, keys[i], treaty_stmt_text(stmt, i));
        }
        json_array_append_new(sources, source);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t tell_sources(treaty_text_t *text, const json_t *sources)
{
    apr_status_t rv = treaty_text_puts(text, "\nSources (sources.csv):\n");
    json_t *source;
    size_t i;

    json_array_foreach(sources, i, source)
    {
        const char *title = treaty_json_text(source, "title");
        const char *publisher = treaty_json_text(source, "publisher");
        const char *url = treaty_json_text(source, "url");

        if (rv == APR_SUCCESS) {
            rv = treaty_text_printf(text, "  %s%s%s%s%s\n", title ? title : "",
                                    publisher ? ", " : "",
                                    publisher ? publisher : "", url ? ", " : "",
                                    url ? url : "");
        }
    }
    return rv;
}

static const char *member(const treaty_publish_downloads_t *downloads,
                          const char *key)
{
    const char *text = treaty_json_text(downloads->manifest, key);

    return text ? text : "unknown";
}

static apr_status_t tell_files(treaty_text_t *text)
{
    const treaty_download_kind_t *kind;
    apr_status_t rv = APR_SUCCESS;

    for (kind = treaty_download_kinds; kind->name && rv == APR_SUCCESS;
         kind++) {
        rv = treaty_text_printf(text, "  %-18s %s\n", kind->name,
                                kind->description);
    }
    return rv;
}

static apr_status_t write_readme(treaty_publish_downloads_t *downloads)
{
    treaty_text_t *text = treaty_text_create(README_MAX, downloads->pool);
    const char *parts[2] = {NULL, NULL};
    apr_status_t rv = treaty_text_printf(
        text,
        "The record of a treaty reference\n\n"
        "revision       %s\npublished at   %s\nknown through  %s\n\n"
        "Nothing is known of acts after the last day that the sources cover.\n"
        "Days are the depositary's calendar dates, YYYY-MM-DD. Text is UTF-8.\n"
        "A cell of a table that a spreadsheet might run as a formula begins\n"
        "with an apostrophe that isn't part of it.\n\nFiles:\n",
        member(downloads, "revision"), member(downloads, "published_at"),
        member(downloads, "known_through"));

    if (rv == APR_SUCCESS) {
        rv = tell_files(text);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_text_puts(text, "\nColumns (dictionary.csv):\n");
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_dictionary_tell(text);
    }
    if (rv == APR_SUCCESS) {
        rv =
            tell_sources(text, json_object_get(downloads->manifest, "sources"));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_text_printf(text, "\nTerms:\n  %s\n", downloads->terms);
    }
    parts[0] = text->data;
    return rv == APR_SUCCESS ? write_text(downloads, "README.txt", parts) : rv;
}

apr_status_t treaty_publish_downloads_tables(
    treaty_publish_downloads_t *downloads, treaty_db_t *db)
{
    const char *schema[3] = {NULL, NULL, NULL};
    apr_status_t rv = write_tables(downloads, db);

    treaty_db_schema(&schema[0], &schema[1]);
    if (rv == APR_SUCCESS) {
        rv = write_text(downloads, "schema.sql", schema);
    }
    if (rv == APR_SUCCESS) {
        rv = read_publication(downloads, db);
    }
    if (rv == APR_SUCCESS) {
        rv = read_sources(downloads, db);
    }
    return rv == APR_SUCCESS ? write_readme(downloads) : rv;
}

/* The manifest, without the sources where it would be too long with them. */
static apr_status_t write_manifest(treaty_publish_downloads_t *downloads)
{
    json_t *manifest = downloads->manifest;
    char *text;
    treaty_out_t *out;
    apr_status_t rv;

    treaty_json_set_text(manifest, "terms", downloads->terms);
    json_object_set(manifest, "files", downloads->files);
    text = json_dumps(manifest, JSON_INDENT(2));
    if (text && strlen(text) >= TREATY_DOWNLOAD_MANIFEST_MAX) {
        free(text);
        json_object_set_new(manifest, "sources", json_array());
        text = json_dumps(manifest, JSON_INDENT(2));
    }
    if (!text) {
        return APR_ENOMEM;
    }
    rv = strlen(text) < TREATY_DOWNLOAD_MANIFEST_MAX
             ? open_file(&out, downloads, TREATY_DOWNLOAD_MANIFEST)
             : TREATY_ELIMIT;
    if (rv == APR_SUCCESS) {
        apr_status_t closed;

        rv = treaty_out_write(out, text, strlen(text));
        closed = treaty_out_close(out);
        rv = rv != APR_SUCCESS ? rv : closed;
    }
    free(text);
    return rv;
}

/* The same file under a second name stays when another revision takes the
 * first one. Where there are no such names, the first one has to do. */
static apr_status_t add_database(treaty_publish_downloads_t *downloads,
                                 const char *published)
{
    const char *sha256;
    apr_off_t bytes;
    apr_status_t rv =
        treaty_out_measure(&bytes, &sha256, published, downloads->pool);

    if (rv == APR_SUCCESS) {
        add_file(downloads, TREATY_DOWNLOAD_DATABASE, bytes, sha256);
        if (link(published, path_of(downloads, TREATY_DOWNLOAD_DATABASE)) !=
                0 &&
            (errno == ENOSPC || errno == EIO)) {
            return apr_get_os_error();
        }
    }
    return rv;
}

/* Who may read the published file may read this one, after a crash too. */
static apr_status_t own_file(const treaty_publish_downloads_t *downloads,
                             const char *name, const char *published)
{
    const char *path = path_of(downloads, name);
    apr_status_t rv = treaty_file_own(path, published);

    return rv == APR_SUCCESS ? treaty_file_sync(path) : rv;
}

/* The published file under its second name is as it has to be. */
static apr_status_t own_all(const treaty_publish_downloads_t *downloads,
                            const char *published)
{
    json_t *file;
    size_t i;
    apr_status_t rv = own_file(downloads, TREATY_DOWNLOAD_MANIFEST, published);

    json_array_foreach(downloads->files, i, file)
    {
        const char *name = treaty_json_text(file, "name");

        if (rv == APR_SUCCESS && strcmp(name, TREATY_DOWNLOAD_DATABASE) != 0) {
            rv = own_file(downloads, name, published);
        }
    }
    return rv == APR_SUCCESS ? treaty_file_own(downloads->folder, published)
                             : rv;
}

apr_status_t treaty_publish_downloads_finish(
    treaty_publish_downloads_t *downloads, const char *published,
    const char *target)
{
    const char *folder = treaty_download_folder(
        target, member(downloads, "revision"), downloads->pool);
    apr_status_t rv = add_database(downloads, published);

    if (rv == APR_SUCCESS) {
        rv = write_manifest(downloads);
    }
    if (rv == APR_SUCCESS) {
        rv = own_all(downloads, published);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_folder_sync(downloads->folder);
    }
    if (rv == APR_SUCCESS) {
        rv = apr_file_rename(downloads->folder, folder, downloads->pool);
    }
    if (rv == APR_SUCCESS) {
        downloads->folder = folder;
        rv = treaty_folder_sync(treaty_file_folder(target, downloads->pool));
    }
    return rv;
}

void treaty_publish_downloads_abandon(treaty_publish_downloads_t *downloads)
{
    treaty_publish_folder_remove(downloads->folder, downloads->pool);
}

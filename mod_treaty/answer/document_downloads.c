#include "document.h"

#include "download.h"

#include <apr_strings.h>

/* Sources that are named; sources.csv has all. */
#define SOURCES_MAX 200
#define TERMS_MAX 4000
#define NOTE_MISSING                                                       \
    "Some of this revision's files aren't here: it was published without " \
    "downloads, or only the database was brought to this server."
#define NOTE_ALONE                                                          \
    "Only the database of this revision is here: it was published without " \
    "downloads, or nothing else was brought to this server."

static json_t *file_of(const treaty_download_t *download,
                       const treaty_reading_t *reading)
{
    const treaty_download_kind_t *kind = download->kind;
    json_t *file = json_object();

    treaty_json_set_text(file, "name", kind->name);
    treaty_json_set_text(file, "description", kind->description);
    treaty_json_set_text(file, "content_type", kind->content_type);
    json_object_set_new(file, "bytes", json_integer(download->length));
    treaty_json_set_text(file, "sha256", download->sha256);
    treaty_json_set_text(file, "url",
                         apr_pstrcat(reading->pool, reading->site->origin,
                                     reading->site->base, "/download/",
                                     kind->name, NULL));
    return file;
}

/* Sets the files that are here, and says what is missing. */
static void set_files(json_t *document, const treaty_manifest_t *manifest)
{
    const treaty_download_kind_t *kind;
    json_t *files = json_array();
    size_t kinds = 0;
    int is_complete;

    for (kind = treaty_download_kinds; kind->name; kind++) {
        treaty_download_t download;

        kinds++;
        if (treaty_manifest_find(&download, manifest, kind) == APR_SUCCESS) {
            json_array_append_new(files, file_of(&download, manifest->reading));
        }
    }
    is_complete = json_array_size(files) == kinds;
    json_object_set_new(document, "files", files);
    json_object_set_new(document, "complete", json_boolean(is_complete));
    treaty_json_set_text(document, "note",
                         is_complete                  ? NULL
                         : json_array_size(files) > 1 ? NOTE_MISSING
                                                      : NOTE_ALONE);
}

/* What the one who published says. */
static void set_terms(json_t *document, const treaty_manifest_t *manifest)
{
    const json_t *terms = json_object_get(manifest->json, "terms");

    treaty_json_set_text(document, "terms",
                         json_string_length(terms) <= TERMS_MAX
                             ? json_string_value(terms)
                             : NULL);
}

static apr_status_t set_sources(json_t *document,
                                const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_DOWNLOAD_SOURCES, "i",
                        (apr_int64_t)SOURCES_MAX);

    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(document, "sources", stmt,
                                     treaty_row_source, reading);
    }
    return rv;
}

static apr_status_t set_source_count(json_t *document,
                                     const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_get(&stmt, reading->db, TREATY_SQL_DOWNLOAD_SOURCE_COUNT);

    return rv == APR_SUCCESS
               ? treaty_document_number(document, "sources_total", stmt)
               : rv;
}

apr_status_t treaty_document_downloads(json_t **document,
                                       const treaty_reading_t *reading)
{
    json_t *downloads = treaty_json_bind(json_object(), reading->pool);
    treaty_manifest_t manifest;
    apr_status_t rv;

    *document = downloads;
    treaty_json_set_text(downloads, "revision",
                         treaty_snapshot_revision(reading->snapshot));
    treaty_json_set_text(downloads, "published_at",
                         treaty_snapshot_published_at(reading->snapshot));
    treaty_json_set_text(downloads, "known_through",
                         treaty_snapshot_known_through(reading->snapshot));
    treaty_manifest_read(&manifest, reading);
    set_files(downloads, &manifest);
    set_terms(downloads, &manifest);
    rv = set_sources(downloads, reading);
    return rv == APR_SUCCESS ? set_source_count(downloads, reading) : rv;
}

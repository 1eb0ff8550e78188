#include "claims.h"
#include "fact_sheet.h"
#include "mtdsg.h"
#include "record_file.h"
#include "sheet.h"
#include "source_file.h"
#include "status_table.h"
#include "table_set.h"

#include "treaty_json.h"
#include "treaty_memory.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <string.h>

/* A source's slug takes its sheet's, cut to the length of one. */
#define PAGE_SOURCE "fact-sheet-%.69s"

static apr_status_t write_page_source(treaty_writer_t *writer, json_t *sheet,
                                      const treaty_import_options_t *options,
                                      const treaty_place_t *place,
                                      apr_pool_t *pool)
{
    const char *slug =
        apr_psprintf(pool, PAGE_SOURCE, treaty_json_text(sheet, "id"));
    const char *sha = NULL;
    json_t *source = treaty_json_bind(json_object(), pool);
    apr_status_t rv =
        treaty_file_sha256(&sha, place->file, writer->findings, pool);

    treaty_json_set_text(source, "id", slug);
    treaty_json_set_text(source, "kind", "document");
    treaty_json_set_text(source, "title", treaty_json_text(sheet, "title"));
    treaty_json_set_text(source, "retrieved_on", options->retrieved_on);
    treaty_json_set_text(source, "sha256", sha);
    treaty_json_set_text(sheet, "source", slug);
    return rv == APR_SUCCESS ? treaty_write_source(writer, source, place, pool)
                             : rv;
}

static apr_status_t read_page(json_t **sheet, treaty_writer_t *writer,
                              const char *path, treaty_format_t format,
                              apr_pool_t *pool)
{
    const char *text;
    apr_size_t len;
    apr_status_t rv;

    if (format == TREATY_FORMAT_HTML) {
        rv = treaty_file_bytes(&text, &len, path, TREATY_PAGE_MAX,
                               writer->findings, pool);
        return rv == APR_SUCCESS ? treaty_html_page_read(sheet, path, text, len,
                                                         writer->findings, pool)
                                 : rv;
    }
    rv = treaty_file_read(&text, path, TREATY_PAGE_MAX, writer->findings, pool);
    return rv == APR_SUCCESS
               ? treaty_page_read(sheet, path, text, writer->findings, pool)
               : rv;
}

static apr_status_t import_page(treaty_writer_t *writer, const char *path,
                                treaty_format_t format,
                                const treaty_import_options_t *options,
                                apr_pool_t *pool)
{
    treaty_place_t place = {path, 0, ""};
    json_t *sheet;
    apr_status_t rv = read_page(&sheet, writer, path, format, pool);

    if (rv == APR_SUCCESS) {
        treaty_sheet_forget_lines(sheet);
        rv = write_page_source(writer, sheet, options, &place, pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_write_fact_sheet(writer, sheet, TREATY_WRITE_MERGED, &place,
                                     pool);
    }
    return rv == APR_SUCCESS ? treaty_claims_propose(writer, sheet, pool) : rv;
}

static apr_status_t refuse(treaty_writer_t *writer, const char *path,
                           const char *message)
{
    treaty_findings_add(writer->findings, TREATY_FINDING_ERROR, path, 0,
                        "format", "%s", message);
    return TREATY_EINPUT;
}

/* What a server answers in the place of a file that it hasn't is a page, under
 * the file's name. */
static int is_named_otherwise(const char *path, treaty_format_t format)
{
    const char *ending = strrchr(path, '.');

    return format == TREATY_FORMAT_HTML && ending &&
           (strcmp(ending, ".csv") == 0 || strcmp(ending, ".json") == 0);
}

static apr_status_t import_file(treaty_writer_t *writer, const char *path,
                                const treaty_import_options_t *options,
                                apr_pool_t *pool)
{
    treaty_format_t format;
    apr_status_t rv =
        treaty_file_recognise(&format, path, writer->findings, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    writer->report->files++;
    if (is_named_otherwise(path, format)) {
        return refuse(writer, path,
                      "the file is a page of HTML and not what its name says, "
                      "perhaps an error of the server that it came from; fetch "
                      "it again");
    }
    switch (format) {
    case TREATY_FORMAT_RECORD:
        return treaty_record_file_import(writer, path, pool);
    case TREATY_FORMAT_STATUS_TABLE:
        return treaty_table_file_import(writer, path, options, pool);
    case TREATY_FORMAT_MTDSG:
        return treaty_mtdsg_import(writer, path, options, pool);
    case TREATY_FORMAT_PAGE:
    case TREATY_FORMAT_HTML:
        return import_page(writer, path, format, options, pool);
    case TREATY_FORMAT_CATALOGUE:
        return refuse(writer, path,
                      "an index is read with its tables; name the directory, "
                      "or the tables");
    case TREATY_FORMAT_EMPTY:
        return refuse(writer, path, "the file is empty; fetch it again");
    case TREATY_FORMAT_BINARY:
        return refuse(writer, path,
                      "the file holds NUL bytes, so it is UTF-16 or no text; "
                      "save it in UTF-8");
    default:
        return refuse(writer, path,
                      "this is no format that is read: a record file is JSON "
                      "that begins with \"{\", a status table is CSV whose "
                      "first cell is \"Participant\", or XML with an element "
                      "ExternalData or Participants, a page saved as HTML has "
                      "<html> or <body>, one saved as text a line \"You are "
                      "in:\" or \"Released on\"; all but HTML are UTF-8");
    }
}

static int is_directory(const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;

    return apr_stat(&info, path, APR_FINFO_TYPE, pool) == APR_SUCCESS &&
           info.filetype == APR_DIR;
}

static int count_files(const apr_array_header_t *paths, apr_pool_t *pool)
{
    int files = 0;
    int i;

    for (i = 0; i < paths->nelts; i++) {
        const char *path = APR_ARRAY_IDX(paths, i, const char *);

        files +=
            is_directory(path, pool) ? treaty_table_set_count(path, pool) : 1;
    }
    return files;
}

static apr_status_t import_path(treaty_writer_t *writer, const char *path,
                                const treaty_import_options_t *options,
                                apr_pool_t *pool)
{
    apr_status_t rv;
    int before = writer->files_done;

    if (is_directory(path, pool)) {
        rv = treaty_table_set_import(writer, path, options, pool);
    }
    else {
        rv = import_file(writer, path, options, pool);
    }
    /* Tables are counted where they are read. */
    if (writer->files_done == before) {
        treaty_writer_file_done(writer);
    }
    return rv;
}

/* Goes on after a file that can't be taken, so that the faults of all are told
 * at once; stops where the database or a file fails. */
static apr_status_t import_paths(treaty_writer_t *writer,
                                 const apr_array_header_t *paths,
                                 const treaty_import_options_t *options,
                                 apr_pool_t *scratch_pool)
{
    apr_status_t rv = APR_SUCCESS;
    apr_pool_t *pool;
    int i;

    apr_pool_create(&pool, scratch_pool);
    for (i = 0; i < paths->nelts; i++) {
        apr_pool_clear(pool);
        rv = import_path(writer, APR_ARRAY_IDX(paths, i, const char *), options,
                         pool);
        if (rv != APR_SUCCESS && rv != TREATY_EINPUT) {
            break;
        }
    }
    apr_pool_destroy(pool);
    if (rv == APR_SUCCESS &&
        (writer->findings->errors > 0 ||
         (options->strict && writer->findings->warnings))) {
        return TREATY_EINPUT;
    }
    return rv;
}

apr_status_t treaty_import(treaty_import_report_t *report,
                           treaty_findings_t *findings, treaty_db_t *db,
                           const apr_array_header_t *paths,
                           const treaty_import_options_t *options,
                           apr_pool_t *scratch_pool)
{
    static const treaty_import_options_t defaults;
    treaty_writer_t *writer =
        treaty_writer_create(db, findings, report, scratch_pool);
    apr_status_t rv;

    options = options ? options : &defaults;
    writer->options = options;
    writer->files_total = count_files(paths, scratch_pool);
    *report = (treaty_import_report_t){0};
    treaty_memory_begin();
    rv = options->in_transaction ? APR_SUCCESS : treaty_db_begin(db);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_db_verify_memory(
        db, import_paths(writer, paths, options, scratch_pool));
    report->participants = (int)apr_hash_count(writer->participants);
    return options->in_transaction
               ? rv
               : treaty_writer_end(db, rv, options->dry_run);
}

#include "overlay.h"
#include "json_pieces.h"
#include "source_file.h"

#include "treaty_memory.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

#define FORMAT "treaty-overlay"
#define VERSION 1
/* The format stands within so many bytes. */
#define HEAD_SIZE 256

/* The members in their order. */
enum { FORMAT_MEMBER, VERSION_MEMBER, SOURCES, LINES, MEMBERS };
static const char *const members[MEMBERS] = {"format", "version", "sources",
                                             "lines"};

static apr_status_t refuse(treaty_overlay_t *overlay, const char *path,
                           long line, const char *message)
{
    treaty_findings_add(overlay->writer->findings, TREATY_FINDING_ERROR, path,
                        line, "overlay", "%s", message);
    return TREATY_EINPUT;
}

static apr_status_t check_order(int *place, int last, treaty_overlay_t *overlay,
                                const char *path, const treaty_piece_t *piece,
                                apr_pool_t *pool)
{
    int i;

    for (i = 0; i < MEMBERS && strcmp(members[i], piece->member) != 0; i++) {
    }
    *place = i;
    if (i < MEMBERS && i >= last && (i == 0 || last >= (i > VERSION_MEMBER)) &&
        (i > VERSION_MEMBER) == (piece->index >= 0)) {
        return APR_SUCCESS;
    }
    return refuse(overlay, path, piece->line,
                  apr_psprintf(pool,
                               "%s: an overlay has the members format, "
                               "version, sources and lines, in this order; "
                               "the latter two are lists",
                               piece->member));
}

static apr_status_t check_head(treaty_overlay_t *overlay, const char *path,
                               int place, const treaty_piece_t *piece)
{
    const char *format = json_string_value(piece->value);

    if (place == VERSION_MEMBER) {
        return json_integer_value(piece->value) == VERSION
                   ? APR_SUCCESS
                   : refuse(overlay, path, piece->line,
                            "version: this treatyctl reads version 1");
    }
    return format && strcmp(format, FORMAT) == 0
               ? APR_SUCCESS
               : refuse(overlay, path, piece->line,
                        "format: takes \"treaty-overlay\"; a record file is "
                        "read by treatyctl import");
}

static apr_status_t apply_piece(treaty_overlay_t *overlay, const char *path,
                                int place, const treaty_piece_t *piece,
                                apr_pool_t *pool)
{
    treaty_place_t at = {
        path, piece->line,
        apr_psprintf(pool, "%s[%d]", piece->member, piece->index)};

    if (!piece->value) {
        return APR_SUCCESS;
    }
    if (place <= VERSION_MEMBER) {
        return check_head(overlay, path, place, piece);
    }
    return place == SOURCES
               ? treaty_overlay_source(overlay, piece->value, &at, pool)
               : treaty_overlay_apply(overlay, piece->value, &at, pool);
}

static apr_status_t overlay_json(treaty_overlay_t *overlay, const char *path,
                                 apr_pool_t *scratch_pool)
{
    apr_status_t result = APR_SUCCESS;
    treaty_pieces_t *pieces;
    treaty_piece_t *piece;
    apr_pool_t *pool;
    int last = -1;
    int place;
    apr_status_t rv = treaty_pieces_open(
        &pieces, path, overlay->writer->findings, scratch_pool);

    apr_pool_create(&pool, scratch_pool);
    while (rv == APR_SUCCESS) {
        apr_pool_clear(pool);
        rv = treaty_pieces_next(&piece, pieces, pool);
        if (rv != APR_SUCCESS || !piece) {
            break;
        }
        rv = check_order(&place, last, overlay, path, piece, pool);
        if (rv != APR_SUCCESS) {
            break;
        }
        last = place;
        rv = apply_piece(overlay, path, place, piece, pool);
        /* A line that can't be taken doesn't hide the faults of the next. */
        if (rv == TREATY_EINPUT && place >= SOURCES) {
            result = rv;
            rv = APR_SUCCESS;
        }
    }
    if (rv == APR_SUCCESS && last < VERSION_MEMBER) {
        rv = refuse(overlay, path, 0,
                    "an overlay has \"format\" and \"version\"");
    }
    apr_pool_destroy(pool);
    return rv == APR_SUCCESS ? result : rv;
}

/* What stands behind a text and white space, or NULL where it isn't there. */
static const char *behind(const char *text, const char *expected)
{
    text += strspn(text, " \t\r\n");
    return strncmp(text, expected, strlen(expected)) == 0
               ? text + strlen(expected)
               : NULL;
}

int treaty_overlay_recognise(const char *path, apr_pool_t *scratch_pool)
{
    static const char *const beginning[] = {"{", "\"format\"", ":",
                                            "\"" FORMAT "\""};
    char head[HEAD_SIZE + 1] = {0};
    const char *text = head;
    apr_size_t len = 0;
    apr_file_t *file;
    size_t i;

    if (apr_file_open(&file, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT,
                      scratch_pool) != APR_SUCCESS) {
        return 0;
    }
    apr_file_read_full(file, head, HEAD_SIZE, &len);
    apr_file_close(file);
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
    }
    for (i = 0; i < sizeof(beginning) / sizeof(beginning[0]) && text; i++) {
        text = behind(text, beginning[i]);
    }
    return text != NULL;
}

static apr_status_t overlay_file(treaty_overlay_t *overlay, const char *path,
                                 apr_pool_t *pool)
{
    treaty_format_t format;
    apr_status_t rv =
        treaty_file_recognise(&format, path, overlay->writer->findings, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    overlay->report->files++;
    return format == TREATY_FORMAT_RECORD
               ? overlay_json(overlay, path, pool)
               : treaty_overlay_csv(overlay, path, pool);
}

static apr_status_t overlay_files(treaty_overlay_t *overlay,
                                  const apr_array_header_t *paths, int strict,
                                  apr_pool_t *scratch_pool)
{
    const treaty_findings_t *findings = overlay->writer->findings;
    apr_status_t rv = APR_SUCCESS;
    apr_pool_t *pool;
    int i;

    apr_pool_create(&pool, scratch_pool);
    for (i = 0; i < paths->nelts; i++) {
        apr_pool_clear(pool);
        rv = overlay_file(overlay, APR_ARRAY_IDX(paths, i, const char *), pool);
        if (rv != APR_SUCCESS && rv != TREATY_EINPUT) {
            break;
        }
        rv = APR_SUCCESS;
    }
    apr_pool_destroy(pool);
    if (rv == APR_SUCCESS &&
        (findings->errors > 0 || (strict && findings->warnings > 0))) {
        rv = TREATY_EINPUT;
    }
    return rv;
}

apr_status_t treaty_overlay(treaty_overlay_report_t *report,
                            treaty_findings_t *findings, treaty_db_t *db,
                            const apr_array_header_t *paths,
                            const treaty_import_options_t *options,
                            apr_pool_t *scratch_pool)
{
    treaty_import_report_t imported = {0};
    treaty_overlay_t overlay = {
        treaty_writer_create(db, findings, &imported, scratch_pool), report};
    int in_transaction = options && options->in_transaction;
    apr_status_t rv = in_transaction ? APR_SUCCESS : treaty_db_begin(db);

    *report = (treaty_overlay_report_t){0};
    treaty_memory_begin();
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_db_verify_memory(db, overlay_files(&overlay, paths,
                                                   options && options->strict,
                                                   scratch_pool));
    return in_transaction
               ? rv
               : treaty_writer_end(db, rv, options && options->dry_run);
}

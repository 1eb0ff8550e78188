#include "record_file.h"
#include "json_pieces.h"

#include <apr_strings.h>
#include <string.h>

#define FORMAT "treaty-record"
#define VERSION 1

/* The members in their order: what is named stands before what names it. */
static const char *const members[] = {
    "format",   "version",     "sources", "participants",
    "treaties", "fact_sheets", NULL};

static int place_of(const char *member)
{
    int i;

    for (i = 0; members[i]; i++) {
        if (strcmp(members[i], member) == 0) {
            return i;
        }
    }
    return -1;
}

static apr_status_t refuse(treaty_writer_t *writer, const char *path, long line,
                           const char *message)
{
    treaty_findings_add(writer->findings, TREATY_FINDING_ERROR, path, line,
                        "record", "%s", message);
    return TREATY_EINPUT;
}

/* Whether the member may stand here: format and version first, and none before
 * one that it may name. */
static apr_status_t check_order(int *last, treaty_writer_t *writer,
                                const char *path, const treaty_piece_t *piece,
                                apr_pool_t *pool)
{
    int place = place_of(piece->member);

    if (place < 0) {
        return refuse(writer, path, piece->line,
                      apr_psprintf(pool,
                                   "%s: there is no such member; correct its "
                                   "name or leave it out",
                                   piece->member));
    }
    if (place < *last || (place == 1 && *last < 0) ||
        (place > 1 && *last < 1)) {
        return refuse(writer, path, piece->line,
                      apr_psprintf(pool,
                                   "%s: the members' order is format, version, "
                                   "sources, participants, treaties, "
                                   "fact_sheets",
                                   piece->member));
    }
    if ((place > 1) != (piece->index >= 0)) {
        return refuse(writer, path, piece->line,
                      apr_psprintf(pool, "%s: takes %s", piece->member,
                                   place > 1 ? "a list" : "no list"));
    }
    *last = place;
    return APR_SUCCESS;
}

static apr_status_t check_format(treaty_writer_t *writer, const char *path,
                                 const treaty_piece_t *piece)
{
    const char *format = json_string_value(piece->value);

    if (strcmp(piece->member, "version") == 0) {
        return json_is_integer(piece->value) &&
                       json_integer_value(piece->value) == VERSION
                   ? APR_SUCCESS
                   : refuse(writer, path, piece->line,
                            "version: this treatyctl reads version 1; use the "
                            "one that wrote the file, or a newer one");
    }
    return format && strcmp(format, FORMAT) == 0
               ? APR_SUCCESS
               : refuse(writer, path, piece->line,
                        "format: takes \"treaty-record\"; other JSON is not "
                        "read");
}

static apr_status_t write_piece(treaty_writer_t *writer, const char *path,
                                const treaty_piece_t *piece, apr_pool_t *pool)
{
    treaty_place_t place = {
        path, piece->line,
        apr_psprintf(pool, "%s[%d]", piece->member, piece->index)};

    switch (place_of(piece->member)) {
    case 0:
    case 1:
        return check_format(writer, path, piece);
    case 2:
        return treaty_write_source(writer, piece->value, &place, pool);
    case 3:
        return treaty_write_participant(writer, piece->value, &place, pool);
    case 4:
        return treaty_write_treaty(writer, piece->value, TREATY_WRITE_WHOLE,
                                   &place, pool);
    default:
        return treaty_write_fact_sheet(writer, piece->value, TREATY_WRITE_WHOLE,
                                       &place, pool);
    }
}

apr_status_t treaty_record_file_import(treaty_writer_t *writer,
                                       const char *path,
                                       apr_pool_t *scratch_pool)
{
    treaty_pieces_t *pieces;
    treaty_piece_t *piece;
    apr_pool_t *pool;
    int last = -1;
    apr_status_t rv =
        treaty_pieces_open(&pieces, path, writer->findings, scratch_pool);

    apr_pool_create(&pool, scratch_pool);
    while (rv == APR_SUCCESS) {
        apr_pool_clear(pool);
        rv = treaty_pieces_next(&piece, pieces, pool);
        if (rv != APR_SUCCESS || !piece) {
            break;
        }
        rv = check_order(&last, writer, path, piece, pool);
        if (rv == APR_SUCCESS && piece->value) {
            rv = write_piece(writer, path, piece, pool);
        }
    }
    if (rv == APR_SUCCESS && last < 1) {
        rv = refuse(writer, path, 0,
                    "a record file has \"format\" and \"version\"");
    }
    apr_pool_destroy(pool);
    return rv;
}

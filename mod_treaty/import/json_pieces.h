/* A JSON file cut into the values of its outermost object, so that a file of
 * any size is read in bounded memory. */
#ifndef TREATY_IMPORT_JSON_PIECES_H
#define TREATY_IMPORT_JSON_PIECES_H

#include "treaty_import.h"
#include "treaty_json.h"

typedef struct treaty_pieces_t treaty_pieces_t;

/** One value. */
typedef struct treaty_piece_t {
    /** The member of the outermost object that it is, or is in. */
    const char *member;
    /** Its place in the member's list; -1 where the member is no list. */
    int index;
    /** Where it begins. */
    long line;
    /** NULL where a list begins, which may be empty. */
    json_t *value;
} treaty_piece_t;

/** Opens a file, which is closed with @p pool. Errors are findings. */
apr_status_t treaty_pieces_open(treaty_pieces_t **pieces, const char *path,
                                treaty_findings_t *findings, apr_pool_t *pool);

/**
 * Reads the next value: an element of a member that is a list, or the value of
 * another. A list is announced first. Names that stand twice in an object,
 * values deeper than 32 and larger than TREATY_RECORD_MAX are refused.
 * @param piece in @p result_pool, its value bound to it; NULL at the end
 * @return TREATY_EINPUT, with a finding that names the line
 */
apr_status_t treaty_pieces_next(treaty_piece_t **piece, treaty_pieces_t *pieces,
                                apr_pool_t *result_pool);

#endif

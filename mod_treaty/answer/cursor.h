/*
 * Where a page of a list goes on: a value of the list's order and the id that
 * has it, so that the next page is right whatever was published in between.
 */
#ifndef TREATY_CURSOR_H
#define TREATY_CURSOR_H

#include "treaty.h"

typedef struct treaty_cursor_t {
    /** The order that it is a place of. */
    const char *sort;
    /** The page that ends before this place, instead of the one behind it. */
    int is_back;
    const char *key;
    const char *id;
} treaty_cursor_t;

/** The cursor as it stands in an address: letters, digits, '-' and '_'. */
const char *treaty_cursor_write(const treaty_cursor_t *cursor,
                                apr_pool_t *result_pool);

/**
 * @param cursor filled in, in @p result_pool
 * @param sort the order of the list
 * @return TREATY_EINPUT for what treaty_cursor_write didn't make, or made for
 * another order
 */
apr_status_t treaty_cursor_read(treaty_cursor_t *cursor, const char *text,
                                const char *sort, apr_pool_t *result_pool);

#endif

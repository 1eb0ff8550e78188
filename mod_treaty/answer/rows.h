/*
 * Rows of a status table, a participant's or a treaty's, filtered by state and
 * put in order: for a page's table and for the same as data.
 */
#ifndef TREATY_ROWS_H
#define TREATY_ROWS_H

#include "reading.h"

#include <apr_tables.h>

/**
 * The rows whose `state` is one of @p states (any, where there are none) as a
 * new list, in the order that @p sort names.
 * @param sort a member of a row by its dotted path, with a '-' before it for
 * downwards; "name" and "title" are the order that the rows come in, which
 * decides between equal ones, too; "state" is that of the domain, the closest
 * first. NULL for the rows as they come. What isn't known stands last in
 * either direction.
 */
json_t *treaty_rows_arrange(const json_t *rows,
                            const apr_array_header_t *states, const char *sort,
                            apr_pool_t *scratch_pool);

/**
 * Puts a member's rows, which come by their English names, into the order of
 * the names that the reading's language has: by their folded forms, as code
 * points are ordered.
 * @param path where a row has its name, dotted
 */
void treaty_rows_by_name(json_t *object, const char *member, const char *path,
                         const treaty_reading_t *reading);

/** How many rows have each state: a new list of {state, count}, in the order of
 * the domain, of those that any row has. */
json_t *treaty_rows_states(const json_t *rows);

#endif

/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_export.h
 * @brief From a database into the project's own record file.
 */
#ifndef TREATY_EXPORT_H
#define TREATY_EXPORT_H

#include "treaty_db.h"

/** Takes the next bytes of an export; anything but APR_SUCCESS ends it. */
typedef apr_status_t treaty_export_fn_t(void *baton, const char *data,
                                        apr_size_t len);

/**
 * Writes the whole record as JSON: records by id, lists by position, one line
 * an act, participant, block and claim. The same record gives the same bytes.
 * Memory is bounded by one treaty without its acts.
 *
 * All is read from one state of the database: in the transaction that there is,
 * or in one of its own.
 * @return TREATY_ESTORE, logged; or what @p write returned
 */
apr_status_t treaty_export(treaty_db_t *db, treaty_export_fn_t *write,
                           void *baton, apr_pool_t *scratch_pool);

/** What an export as tables has written, and what it couldn't. */
typedef struct treaty_export_csv_t {
    int treaties;
    apr_int64_t rows;
    apr_int64_t cells;
    /** Treaties without a depositary's number: their table has no name. */
    int treaties_left_out;
    /** Acts that aren't cells of a status table, such as an overlay's. */
    apr_int64_t acts_left_out;
} treaty_export_csv_t;

/**
 * Writes the record as a set of status tables that treaty_import reads:
 * index.csv, treaties/4-11-c.csv and declarations/4-11-c.txt in @p directory,
 * which is made where it is missing. Files that are there are never
 * overwritten. Of the statements only those tables' declarations are written.
 * @param failed the path of the file that couldn't be written, in
 * @p scratch_pool; NULL otherwise
 * @return TREATY_ESTORE, logged; or an error of APR, for @p failed
 */
apr_status_t treaty_export_csv(treaty_export_csv_t *report, const char **failed,
                               treaty_db_t *db, const char *directory,
                               apr_pool_t *scratch_pool);

#endif

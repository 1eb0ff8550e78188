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
 * All is read from one state of the database: there must be no transaction.
 * @return TREATY_ESTORE, logged; or what @p write returned
 */
apr_status_t treaty_export(treaty_db_t *db, treaty_export_fn_t *write,
                           void *baton, apr_pool_t *scratch_pool);

#endif

/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_check.h
 * @brief Whether a record can be true: what doesn't fit together in it.
 */
#ifndef TREATY_CHECK_H
#define TREATY_CHECK_H

#include "treaty_import.h"

/**
 * Looks for what an editor should look at: dates out of order, acts before the
 * adoption or after their source ends, doubles, consents without a signature,
 * stated days of entry into force or effect that the rule contradicts,
 * references to what isn't recorded, names that overlap, participants without a
 * code. All are warnings, whose file is the record's place, such as
 * "treaties/opsc".
 *
 * @param db an authoring database or a published file
 * @return TREATY_ESTORE, logged
 */
apr_status_t treaty_check(treaty_findings_t *findings, treaty_db_t *db,
                          apr_pool_t *scratch_pool);

/**
 * Holds the counts against the totals that sources give themselves.
 *
 * @param db a published file: only that has counts
 * @return TREATY_ESTORE, logged
 */
apr_status_t treaty_check_counts(treaty_findings_t *findings, treaty_db_t *db);

#endif

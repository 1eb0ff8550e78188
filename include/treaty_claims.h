/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_claims.h
 * @brief The claims of a fact sheet in an authoring database: those that an
 * importer proposes, and an editor's decisions on them.
 */
#ifndef TREATY_CLAIMS_H
#define TREATY_CLAIMS_H

#include "treaty_db.h"

#include <apr_tables.h>

/** A claim; its texts live as long as the list. */
typedef struct treaty_claim_t {
    /** Where it stands among the sheet's, for the decisions. */
    apr_int64_t position;
    int is_proposed;
    const char *treaty;
    /** NULL for a claim about the treaty itself. */
    const char *participant;
    const char *measure;
    const char *claimed;
    const char *as_of;
    /** NULL where there is none. */
    const char *quote;
} treaty_claim_t;

/**
 * The claims of a sheet in their order.
 * @param list of treaty_claim_t, in @p result_pool
 * @return TREATY_ENOTFOUND where there is no such sheet; TREATY_ESTORE, logged
 */
apr_status_t treaty_claims_list(apr_array_header_t **list, treaty_db_t *db,
                                const char *sheet, apr_pool_t *result_pool);

/**
 * Accepts some claims of a sheet and drops others, in one transaction. A
 * dropped claim is deleted.
 * @param accepted numbers of claims as the list counts them, from 1; of int
 * @param dropped likewise
 * @return TREATY_ENOTFOUND where there is no such sheet, TREATY_EINPUT for a
 * number that isn't in the list or stands in both; nothing is changed then
 */
apr_status_t treaty_claims_decide(treaty_db_t *db, const char *sheet,
                                  const apr_array_header_t *accepted,
                                  const apr_array_header_t *dropped,
                                  apr_pool_t *scratch_pool);

#endif

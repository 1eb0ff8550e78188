/*
 * Whether stated days agree with the rules of their treaties.
 */
#ifndef TREATY_CHECK_RULES_H
#define TREATY_CHECK_RULES_H

#include "treaty_import.h"

/** Adds a finding for each stated day, of a treaty's entry into force or of a
 * consent's effect, that the treaty's rule doesn't give. */
apr_status_t treaty_check_rules(treaty_findings_t *findings, treaty_db_t *db,
                                apr_pool_t *scratch_pool);

#endif

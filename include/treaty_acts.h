/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_acts.h
 * @brief The acts of a treaty, from the store to the rules.
 */
#ifndef TREATY_ACTS_H
#define TREATY_ACTS_H

#include "treaty_act.h"
#include "treaty_db.h"

#include <apr_tables.h>

/**
 * Reads all acts of a treaty that may be in a count, as treaty_rule_apply and
 * treaty_status_spans want them: sorted by deposit, stated days of effect
 * alone.
 * @param acts of treaty_act_t, appended to
 * @return TREATY_ESTORE, logged
 */
apr_status_t treaty_acts_read(apr_array_header_t *acts, apr_int64_t treaty,
                              treaty_db_t *db);

#endif

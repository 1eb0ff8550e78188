/* Findings that need a published file: counts, and what fact sheets claim. */
#ifndef TREATYCTL_CHECK_CLAIMS_H
#define TREATYCTL_CHECK_CLAIMS_H

#include "serve.h"

#include "treaty_import.h"

/**
 * Adds a finding for each claim that the record doesn't bear out, with what
 * else fits it. One about a treaty that isn't recorded is treaty_check's.
 * @return an exit status; what failed has been told
 */
int treatyctl_check_claims(treaty_findings_t *findings,
                           const treatyctl_served_t *served);

/**
 * check.c: adds what only a published file tells: counts that differ from the
 * sources' own totals, and claims. An authoring database is published to a
 * temporary file for it.
 * @return an exit status; what failed has been told
 */
int treatyctl_check_published(treaty_findings_t *findings,
                              const treatyctl_call_t *call,
                              const char *database);

#endif

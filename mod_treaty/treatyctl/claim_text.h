/* A claim that was held against the record, as a fact sheet's claims.json has
 * it, in words. All texts are in @p pool or the claim's. */
#ifndef TREATYCTL_CLAIM_TEXT_H
#define TREATYCTL_CLAIM_TEXT_H

#include "treaty.h"
#include "treaty_json.h"

/** A member's text; "" for none. */
const char *treatyctl_claim_member(const json_t *json, const char *name);

/** A value as it stands in JSON, without quotes. */
const char *treatyctl_claim_value(const json_t *value, apr_pool_t *pool);

/** What is claimed of what: "consents of opsc", "signed_on of usa under
 * opsc". */
const char *treatyctl_claim_subject(const json_t *claim, apr_pool_t *pool);

/** Sentences that say what else fits, each after a blank; "" for nothing. */
const char *treatyctl_claim_matches(const json_t *claim, apr_pool_t *pool);

#endif

/* What a fact sheet's text says of instruments that the record knows: proposed
 * claims, for an editor to accept or drop. */
#ifndef TREATY_IMPORT_CLAIM_FINDER_H
#define TREATY_IMPORT_CLAIM_FINDER_H

#include "mention.h"

#include "treaty_json.h"

/** The most claims that are proposed for one sheet, and the most words that
 * are read of it, ten times those of a long one. */
#define TREATY_PROPOSED_MAX 200
#define TREATY_SHEET_WORDS_MAX 50000

/**
 * Reads the sheet's paragraphs, items and quotes, sentence by sentence. A claim
 * is a number of participants or a date that a verb (signed, ratified, acceded,
 * adopted, came into force, became a party) ties to an instrument: one that
 * stands in the sentence, or one that "it" or "the Protocol" points back to.
 * Sentences that say what is to happen, what hasn't happened or "more than" how
 * many claim nothing.
 *
 * @param sheet a fact sheet's record; without a date of release there are no
 * claims, since they couldn't be held against any day
 * @param is_everywhere whether what is said in several blocks is told for each,
 * with the block's "line"
 * @param claims a new list, bound to @p result_pool, of claims as a record file
 * has them, status proposed
 */
void treaty_claims_find(json_t **claims, const treaty_known_t *known,
                        const json_t *sheet, int is_everywhere,
                        apr_pool_t *result_pool);

#endif

/*
 * What a reader of a count has to know of its limits. Wherever counts are
 * shown, these are carried along.
 */
#ifndef TREATY_CAVEATS_H
#define TREATY_CAVEATS_H

#include "reading.h"

enum {
    TREATY_CAVEAT_ACTS = 1,
    TREATY_CAVEAT_WITHDRAWALS = 2,
    TREATY_CAVEAT_WITHDRAWAL_DATE = 4,
    TREATY_CAVEAT_PREDECESSORS = 8,
    TREATY_CAVEAT_RULE = 16,
    TREATY_CAVEAT_KNOWN_THROUGH = 32,
    TREATY_CAVEAT_ENTRY = 64,
    TREATY_CAVEAT_NAMES = 128
};

/**
 * The caveats that follow from what is recorded of a treaty.
 * @param covered TREATY_COVERS_ bits
 * @param on the day that is asked about, ISO
 * @param known_through the last day that the sources cover, ISO, or NULL
 */
unsigned treaty_caveats_of(unsigned covered, int has_rule, const char *on,
                           const char *known_through);

/** The codes of caveats, as a new array. */
json_t *treaty_caveats_codes(unsigned caveats);

/** Sets `caveats`: a list of {code, text}, in the reading's language. */
void treaty_caveats_set(json_t *document, unsigned caveats,
                        const treaty_reading_t *reading);

#endif

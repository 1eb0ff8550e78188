/*
 * A claim of a fact sheet, held against the record. Shared by the files of this
 * directory.
 */
#ifndef TREATY_CLAIM_H
#define TREATY_CLAIM_H

#include "document.h"

/** A claim as its sheet makes it. */
typedef struct treaty_claimed_t {
    /** The treaty by the name that the claim gives it. */
    const char *treaty;
    /** 0 for a treaty that isn't recorded. */
    apr_int64_t treaty_key;
    /** 0 for a claim about the treaty itself. */
    apr_int64_t participant_key;
    const char *measure;
    const char *value;
    const char *as_of;
    const char *quote;
    /** The treaty's, or NULL, and its language. */
    const char *title;
    const char *language;
} treaty_claimed_t;

/** What the record can tell of a claim's day. */
typedef struct treaty_told_t {
    /** What the record has; NULL for a measure that it doesn't know. */
    json_t *recorded;
    /** Whether a null means that there is none, not that nobody knows. */
    int is_absence_known;
    /** The last day that the treaty's sources cover, or NULL. */
    const char *known_through;
} treaty_told_t;

typedef struct treaty_verdict_t {
    /**
     * exact: the record has what is claimed, a date as precisely as it is
     * claimed. off: it has another number or another day. contradicted: it has
     * something else, or knows that there is nothing. not_checkable: it can't
     * tell.
     */
    const char *name;
    /** A code for why it can't tell, or NULL. */
    const char *reason;
    /** How far the record is from the claim, in participants or in days: from
     * the nearest day of a year or a month; null where the two can't be
     * subtracted. A new reference. */
    json_t *difference;
} treaty_verdict_t;

/** Judges a claim about a treaty that is recorded. */
void treaty_claim_judge(treaty_verdict_t *verdict,
                        const treaty_claimed_t *claim,
                        const treaty_told_t *told);

/**
 * The verdict as a neutral sentence: "The record has 4 more."
 * @param recorded as in treaty_told_t
 */
const char *treaty_claim_finding(const treaty_verdict_t *verdict,
                                 const json_t *recorded,
                                 const treaty_language_t *language,
                                 apr_pool_t *result_pool);

/** Fills @p entry with all that is told of a claim: what is claimed, what is
 * recorded, the verdict, and what else fits. */
apr_status_t treaty_claim_check(json_t *entry, const treaty_claimed_t *claim,
                                treaty_reading_t *reading);

/** A number of at most nine digits; -1 for anything else. */
int treaty_claim_number(const char *value);

/** Whether a day is the claimed one, which may be a year or a month only. */
int treaty_claim_fits_day(const char *day, const char *value);

/**
 * The days from the claimed day, year or month to @p day: 0 within it.
 * @return 1, or 0 where one of the two is no date
 */
int treaty_claim_days_off(int *days, const char *value, const char *day);

/**
 * Sets "matches" in @p entry: at most five other measures and other times that
 * fit the claim, those nearest to its day first, each {measure, label, on,
 * through, one_day}. `on` is the first day, `through` the last, null where the
 * record ends with it. And "nearest": where no date fits, the one that comes
 * nearest to the claimed one, {measure, label, on, difference}, or null.
 * @param facts the participant's row, or the treaty's document, on the day
 * @param treaty the treaty's document on the day
 */
apr_status_t treaty_claim_set_matches(json_t *entry,
                                      const treaty_claimed_t *claim,
                                      json_t *facts, json_t *treaty,
                                      const treaty_reading_t *reading);

#endif

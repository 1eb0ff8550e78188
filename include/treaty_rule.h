/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_rule.h
 * @brief Entry into force: when a treaty, and for whom. Pure arithmetic on
 * acts; the articles themselves are data.
 */
#ifndef TREATY_RULE_H
#define TREATY_RULE_H

#include "treaty_act.h"

/** How a delay is counted. */
typedef enum {
    /** N days: "on the thirtieth day after" is 30. */
    TREATY_DELAY_DAYS,
    /** N calendar months, clamped to the month's end. */
    TREATY_DELAY_MONTHS,
    /** "The first day of the Nth month after." */
    TREATY_DELAY_MONTH_FIRST,
    /** "The first day of the month that follows N months." */
    TREATY_DELAY_MONTHS_THEN_FIRST,
    /** For all on one day. */
    TREATY_DELAY_DATE,
    TREATY_DELAY__COUNT
} treaty_delay_kind_t;

typedef struct treaty_delay_t {
    treaty_delay_kind_t kind;
    int count;
    /** For TREATY_DELAY_DATE. */
    treaty_day_t on;
} treaty_delay_t;

/** Whose consent counts as a later one. */
typedef enum {
    /** Deposited when the treaty is in force already. */
    TREATY_LATER_ENTRY_INTO_FORCE,
    /** Deposited after the deposit that reached the threshold. */
    TREATY_LATER_THRESHOLD
} treaty_later_t;

/** No treaty waits for more consents; a rule that does is never reached. */
#define TREATY_THRESHOLD_MAX 1000

typedef struct treaty_rule_t {
    /** Consents that bring the treaty into force; 0: not by a number. */
    int threshold;
    /** Whether deposits of organisations count for the threshold. */
    int organisations_count;
    treaty_delay_t delay;
    treaty_delay_t later;
    treaty_later_t later_after;
} treaty_rule_t;

/** How a treaty's own entry into force comes about. */
typedef struct treaty_entry_t {
    /** The act whose deposit reached the threshold, by its place; -1: none. */
    int reached;
    /** The day of that deposit, or TREATY_DAY_NONE. */
    treaty_day_t threshold;
    /** The entry into force by the rule, or TREATY_DAY_NONE. */
    treaty_day_t derived;
    /** The one that stands: a stated one, else the derived. */
    treaty_day_t entry;
} treaty_entry_t;

/** What tells a later consent from those that take effect with the treaty. */
typedef enum {
    /** The treaty's entry into force lies before it, or on its day. */
    TREATY_LATER_TEST_ENTRY,
    /** The deposit that reached the threshold lies before it. */
    TREATY_LATER_TEST_THRESHOLD,
    /** The rule's delay, counted from it, ends behind the entry into force:
     * which deposit reached the threshold isn't known. */
    TREATY_LATER_TEST_DELAY
} treaty_later_test_t;

/** The name of a delay's kind, as in the database. */
const char *treaty_delay_kind_name(treaty_delay_kind_t kind);
/** @return 1, or 0 for a name that isn't one */
int treaty_delay_kind_parse(treaty_delay_kind_t *kind, const char *name);

/** The day on which a delay that begins on @p day has run; TREATY_DAY_NONE
 * where that isn't known. */
treaty_day_t treaty_delay_apply(const treaty_delay_t *delay, treaty_day_t day);

/**
 * Fills in the effective day and the basis of every consent.
 *
 * The threshold is reached by consents that stand: one that has been withdrawn
 * before no longer counts, and a participant's second one counts once.
 *
 * A stated day stays. A succession's is never derived: it may lie before or
 * after its notification. Without a rule, days that aren't stated are unknown.
 * A consent to a treaty whose threshold isn't reached is effective on
 * TREATY_DAY_END: known to be later than any day that can be asked for. A rule
 * without a threshold tells nothing until the entry into force is stated.
 *
 * Where a stated entry into force isn't the one that the recorded deposits
 * give, they don't tell which deposit was the threshold's. Those that came
 * after it are then known by the rule's own delay: counted from their deposit
 * it ends behind the stated day.
 *
 * @param derived the treaty's entry into force by the rule, or TREATY_DAY_NONE
 * @param acts sorted by deposit
 * @param rule NULL for a treaty whose rule isn't recorded
 * @param stated the entry into force that a source states, which wins over
 * the derived one, or TREATY_DAY_NONE
 */
void treaty_rule_apply(treaty_day_t *derived, treaty_act_t *acts, int count,
                       const treaty_rule_t *rule, treaty_day_t stated);

/**
 * What treaty_rule_apply finds of the treaty itself; parameters as there.
 */
void treaty_rule_entry(treaty_entry_t *entry, const treaty_act_t *acts,
                       int count, const treaty_rule_t *rule,
                       treaty_day_t stated);

/** What tells who is later. */
treaty_later_test_t treaty_rule_later_test(const treaty_rule_t *rule,
                                           const treaty_entry_t *entry);

/** Whether a consent deposited on a day is a later one, where the treaty's
 * entry into force is known. */
int treaty_rule_is_later(treaty_day_t deposit, const treaty_rule_t *rule,
                         const treaty_entry_t *entry);

#endif

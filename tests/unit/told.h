/*
 * What held on a day, worked out straight from the definitions of the terms:
 * for one participant and one day at a time, by looking at all acts anew, with
 * a calendar that is a table of days. Slow, and without a line in common with
 * the code that it judges.
 */
#ifndef TOLD_H
#define TOLD_H

#include <apr_pools.h>

/** Days are counted from this one. */
#define TOLD_FIRST_DAY "1999-01-01"
#define TOLD_DAYS 30000
/** No day is known. */
#define TOLD_UNKNOWN (-1)
/** A day that hasn't come: later than all. */
#define TOLD_NOT_YET 1000000

#define TOLD_PARTICIPANTS 12
#define TOLD_ACTS 64

enum {
    TOLD_SIGNATURES,
    TOLD_CONSENTS,
    TOLD_IN_FORCE,
    TOLD_IN_FORCE_UNKNOWN,
    TOLD_PENDING,
    TOLD_PROVISIONAL,
    TOLD_WITHDRAWN,
    TOLD_UNDATED,
    TOLD_MEASURES
};

extern const char *const told_measures[TOLD_MEASURES];

typedef struct {
    int who;
    const char *kind;
    int deposited;
    int effective;
    /** "treaty" or "consent" for a withdrawal, else NULL. */
    const char *scope;
    /** Whether the source covers a time, which ends with told_world.known. */
    int has_end;
    /** A cell that was read, for what is in no count. */
    int has_cell;
} told_act_t;

typedef struct {
    /** "days", "months", "month_first", "months_then_first" or "date". */
    const char *kind;
    int count;
    int on;
} told_delay_t;

typedef struct told_treaty_t {
    int id;
    int adopted;
    int ended;
    /** The entry into force that a source states. */
    int stated;
    int has_rule;
    /** 0: not by a number. */
    int threshold;
    int organisations_count;
    told_delay_t delay;
    told_delay_t later;
    int later_after_threshold;
    /** By measure; the last is for predecessors. */
    int covers_signatures;
    int covers_consents;
    int covers_provisional;
    int covers_withdrawals;
    int covers_predecessors;
    /** The treaty whose parties are bound, or NULL. */
    struct told_treaty_t *amended;
    told_act_t acts[TOLD_ACTS];
    int count;
    /* Filled in by told_prepare: */
    int happens[TOLD_ACTS];
    int takes_effect[TOLD_ACTS];
    const char *why[TOLD_ACTS];
    int entry;
} told_treaty_t;

/** "state", "organisation", "territory" or "other", for each participant. */
extern const char *const told_kinds[TOLD_PARTICIPANTS];
/** The last day that a source with an end covers. */
extern const int told_known_through;

/** What is said of a participant on a day. */
typedef struct {
    const char *state;
    int counts_in[TOLD_MEASURES];
    int withdrawal_date_unknown;
    int signed_on;
    int consented_on;
    const char *consent_kind;
    int in_force_on;
    const char *why;
} told_status_t;

/** Of a treaty on a day; a count that can't be known is TOLD_UNKNOWN. */
typedef struct {
    int all[TOLD_MEASURES];
    int states[TOLD_MEASURES];
    int withdrawal_date_unknown;
    int predecessors_missing;
    const char *status;
} told_counts_t;

/** Works out the treaty's entry into force and each act's effect, for it and
 * those that it amends. */
void told_prepare(told_treaty_t *treaty);

void told_status(told_status_t *status, const told_treaty_t *treaty, int who,
                 int day);
/** Whether there is a day on which an act is the signature or the consent that
 * its participant counts by. */
int told_ever_counts(const told_treaty_t *treaty, int index);
void told_count(told_counts_t *counts, const told_treaty_t *treaty, int day);

/** The day on which a delay has run that begins on a day. */
int told_after(const told_delay_t *delay, int day);

/** YYYY-MM-DD, NULL for TOLD_UNKNOWN and what lies beyond the table. */
const char *told_iso(int day, apr_pool_t *result_pool);

#endif

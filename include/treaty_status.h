/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_status.h
 * @brief As-of status: what held on a given day, for a participant and for a
 * treaty. Pure: acts go in, spans and tallies come out.
 */
#ifndef TREATY_STATUS_H
#define TREATY_STATUS_H

#include "treaty_act.h"

#include <apr_tables.h>

/** A participant's state; of several that are true the first is named. */
typedef enum {
    TREATY_STATE_WITHDRAWAL_NOTIFIED,
    TREATY_STATE_IN_FORCE,
    TREATY_STATE_BOUND,
    TREATY_STATE_PROVISIONAL,
    TREATY_STATE_CONSENTED,
    TREATY_STATE_WITHDRAWN,
    TREATY_STATE_SIGNATORY_AD_REFERENDUM,
    TREATY_STATE_SIGNATORY,
    TREATY_STATE_UNDATED,
    TREATY_STATE_NONE
} treaty_state_t;

/** What an act is to its participant's status on a day. */
typedef enum {
    /** Nothing: its kind is in no count. */
    TREATY_PART_NONE,
    /** Not yet: it comes after the day. */
    TREATY_PART_LATER,
    /** No source dates it, so it is in no dated count. */
    TREATY_PART_UNDATED,
    /** What stands. */
    TREATY_PART_SIGNATURE,
    TREATY_PART_CONSENT,
    TREATY_PART_PROVISIONAL,
    /** A withdrawal that has yet to take effect. */
    TREATY_PART_NOTIFIED,
    /** A withdrawal in effect. */
    TREATY_PART_WITHDRAWAL,
    /** A withdrawal that has happened by the time of its source, and perhaps
     * by the day: nobody tells when. */
    TREATY_PART_WITHDRAWAL_AHEAD,
    /** Another of its sort stood already. */
    TREATY_PART_REPEATED,
    /** A withdrawal has ended it. */
    TREATY_PART_ENDED
} treaty_part_t;

/** What is counted, each for itself: a party may be a signatory too. */
typedef enum {
    TREATY_MEASURE_SIGNATURES,
    TREATY_MEASURE_CONSENTS,
    TREATY_MEASURE_IN_FORCE,
    TREATY_MEASURE_IN_FORCE_UNKNOWN,
    TREATY_MEASURE_PENDING,
    TREATY_MEASURE_PROVISIONAL,
    TREATY_MEASURE_WITHDRAWN,
    TREATY_MEASURE_UNDATED,
    TREATY_MEASURE__COUNT
} treaty_measure_t;

/** What a treaty's sources cover whole, as bits. */
enum {
    TREATY_COVERS_SIGNATURES = 1,
    TREATY_COVERS_CONSENTS = 2,
    TREATY_COVERS_PROVISIONAL = 4,
    TREATY_COVERS_WITHDRAWALS = 8,
    /** Ended States have their own rows. */
    TREATY_COVERS_PREDECESSORS = 16
};

/** The bit for a name as the database has it; 0 for no such name. */
unsigned treaty_coverage_bit(const char *name);

/** Whether a measure can be counted from sources that cover this. */
int treaty_coverage_holds(unsigned covered, treaty_measure_t measure);

/** A participant from one day up to, and without, another. */
typedef struct treaty_span_t {
    apr_int64_t participant;
    int is_state;
    treaty_day_t from;
    treaty_day_t to;
    treaty_state_t state;
    /** The deposits of the standing signature and consent; TREATY_DAY_NONE
     * where there is none, and where only its effect is dated. */
    treaty_day_t signed_on;
    treaty_day_t consented_on;
    /** Of the standing signature. */
    treaty_act_kind_t signature_kind;
    treaty_act_kind_t consent_kind;
    /** May be later than the span; TREATY_DAY_NONE where unknown. */
    treaty_day_t in_force_on;
    treaty_basis_t basis;
    /** A withdrawal on a day that no source tells lies ahead. */
    int withdrawal_date_unknown;
    /** A bit 1 << measure for each that the participant counts in. */
    unsigned measures;
} treaty_span_t;

/** A treaty's counts from one day up to, and without, another. */
typedef struct treaty_tally_t {
    treaty_day_t from;
    treaty_day_t to;
    int all[TREATY_MEASURE__COUNT];
    /** The same without organisations and territories. */
    int states[TREATY_MEASURE__COUNT];
    /** Participants that stand, and withdrew on a day that no source tells:
     * perhaps before. */
    int withdrawal_date_unknown;
    /** A succession, to a consent or to a signature, is deposited later: what
     * its predecessor was until then isn't counted, for successors' rows
     * replace their predecessors'. */
    int predecessors_missing;
} treaty_tally_t;

/** The latest deposit of a succession in the spans, or TREATY_DAY_NONE: until
 * then predecessors are missing. */
treaty_day_t treaty_status_last_succession(const apr_array_header_t *spans);

/** The name of a state, as in the JSON. */
const char *treaty_state_name(treaty_state_t state);
/** The name of a part, as in the JSON. */
const char *treaty_part_name(treaty_part_t part);
/** The name of a measure, as in the JSON. */
const char *treaty_measure_name(treaty_measure_t measure);

/**
 * The spans of one participant in time order, from its first act on; what
 * lies before them is `none`. Neighbours differ.
 *
 * @param spans treaty_span_t, appended to
 * @param acts all acts of one participant, sorted by deposit (undated ones
 * first), effective days filled in (treaty_rule_apply)
 */
void treaty_status_spans(apr_array_header_t *spans, const treaty_act_t *acts,
                         int count);

/**
 * What each act of a participant is to its status on a day.
 * @param parts as many as acts
 * @param acts as for treaty_status_spans; days of effect are read of
 * withdrawals alone
 */
void treaty_status_parts(treaty_part_t *parts, const treaty_act_t *acts,
                         int count, treaty_day_t day);

/**
 * The spans under an amendment that binds all parties to what it amends: a
 * party that hasn't accepted it itself is `bound` from its entry into force
 * on, for as long as it is a party.
 *
 * @param bound treaty_span_t in @p result_pool: @p spans, and those bound
 * @param spans of the amendment, each participant's in time order
 * @param parties spans of the amended treaty, of which participant, is_state,
 * from and to are read
 * @param entry the amendment's entry into force; TREATY_DAY_NONE binds nobody
 */
void treaty_status_bind(apr_array_header_t **bound,
                        const apr_array_header_t *spans,
                        const apr_array_header_t *parties, treaty_day_t entry,
                        apr_pool_t *result_pool);

/**
 * The tallies of a treaty in time order, without gaps, the first from
 * 0001-01-01, the last to TREATY_DAY_END.
 *
 * @param tallies treaty_tally_t in @p result_pool
 * @param spans treaty_span_t of all participants, in any order
 */
void treaty_status_tallies(apr_array_header_t **tallies,
                           const apr_array_header_t *spans,
                           apr_pool_t *result_pool, apr_pool_t *scratch_pool);

#endif

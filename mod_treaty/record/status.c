#include "treaty_status.h"

#include <stdlib.h>

const char *treaty_state_name(treaty_state_t state)
{
    static const char *const names[] = {
        [TREATY_STATE_WITHDRAWAL_NOTIFIED] = "withdrawal_notified",
        [TREATY_STATE_IN_FORCE] = "in_force",
        [TREATY_STATE_BOUND] = "bound",
        [TREATY_STATE_PROVISIONAL] = "provisional",
        [TREATY_STATE_CONSENTED] = "consented",
        [TREATY_STATE_WITHDRAWN] = "withdrawn",
        [TREATY_STATE_SIGNATORY_AD_REFERENDUM] = "signatory_ad_referendum",
        [TREATY_STATE_SIGNATORY] = "signatory",
        [TREATY_STATE_UNDATED] = "undated",
        [TREATY_STATE_NONE] = "none",
    };

    return names[state];
}

const char *treaty_part_name(treaty_part_t part)
{
    static const char *const names[] = {
        [TREATY_PART_NONE] = "none",
        [TREATY_PART_LATER] = "later",
        [TREATY_PART_UNDATED] = "undated",
        [TREATY_PART_SIGNATURE] = "signature",
        [TREATY_PART_CONSENT] = "consent",
        [TREATY_PART_PROVISIONAL] = "provisional",
        [TREATY_PART_NOTIFIED] = "withdrawal_notified",
        [TREATY_PART_WITHDRAWAL] = "withdrawal",
        [TREATY_PART_WITHDRAWAL_AHEAD] = "withdrawal_ahead",
        [TREATY_PART_REPEATED] = "repeated",
        [TREATY_PART_ENDED] = "ended",
    };

    return names[part];
}

/* What stands for a participant at the end of one day. */
typedef struct {
    const treaty_act_t *signature;
    const treaty_act_t *consent;
    const treaty_act_t *provisional;
    int notified;
    int withdrawn;
} standing_t;

static treaty_day_t withdrawal_effect(const treaty_act_t *act)
{
    return act->effective_on != TREATY_DAY_NONE ? act->effective_on
                                                : act->deposited_on;
}

static void withdraw(standing_t *standing, const treaty_act_t *act,
                     treaty_day_t day)
{
    if (withdrawal_effect(act) > day) {
        standing->notified = 1;
        return;
    }
    standing->notified = 0;
    standing->consent = NULL;
    standing->provisional = NULL;
    if (act->scope == TREATY_SCOPE_TREATY) {
        standing->signature = NULL;
    }
    /* Who takes only a consent back remains a signatory, if it was one. */
    standing->withdrawn = !standing->signature;
}

/* Whether it is known to be effective by the day. */
static int binds(const treaty_act_t *consent, treaty_day_t day)
{
    return consent->effective_on != TREATY_DAY_NONE &&
           consent->effective_on <= day;
}

/* Of several consents that stand the first that binds counts, or else the
 * first: who returns before the withdrawal takes effect is bound by the old one
 * until then, and by the new one from then on. */
static void take_consent(standing_t *standing, const treaty_act_t *act,
                         treaty_day_t day)
{
    if (!standing->consent ||
        (binds(act, day) && !binds(standing->consent, day))) {
        standing->consent = act;
    }
    standing->notified = 0;
    standing->withdrawn = 0;
}

/* Without a day of its own it is applied from its deposit on. */
static int is_applied(const treaty_act_t *provisional, treaty_day_t day)
{
    return provisional && provisional->effective_on <= day;
}

static void take(standing_t *standing, const treaty_act_t *act,
                 treaty_day_t day)
{
    if (act->kind == TREATY_ACT_WITHDRAWAL) {
        withdraw(standing, act, day);
    }
    else if (treaty_act_is_signature(act->kind)) {
        if (!standing->signature) {
            standing->signature = act;
        }
        standing->withdrawn = 0;
    }
    else if (treaty_act_is_consent(act->kind)) {
        take_consent(standing, act, day);
    }
    else if (act->kind == TREATY_ACT_PROVISIONAL_APPLICATION &&
             !is_applied(standing->provisional, day)) {
        standing->provisional = act;
    }
}

static standing_t stand(const treaty_act_t *acts, int count, treaty_day_t day)
{
    standing_t standing = {NULL, NULL, NULL, 0, 0};
    int i;

    for (i = 0; i < count && acts[i].deposited_on <= day; i++) {
        if (acts[i].deposited_on != TREATY_DAY_NONE) {
            take(&standing, &acts[i], day);
        }
    }
    return standing;
}

static unsigned bit(treaty_measure_t measure)
{
    return 1u << measure;
}

static unsigned consent_measures(const treaty_act_t *consent, treaty_day_t day)
{
    unsigned measures = bit(TREATY_MEASURE_CONSENTS);

    if (consent->effective_on == TREATY_DAY_NONE) {
        return measures | bit(TREATY_MEASURE_IN_FORCE_UNKNOWN);
    }
    if (consent->effective_on <= day) {
        return measures | bit(TREATY_MEASURE_IN_FORCE);
    }
    return measures | bit(TREATY_MEASURE_PENDING);
}

static unsigned measures_of(const standing_t *standing, treaty_day_t day)
{
    unsigned measures = 0;

    if (standing->signature) {
        measures |= bit(TREATY_MEASURE_SIGNATURES);
    }
    if (standing->consent) {
        measures |= consent_measures(standing->consent, day);
    }
    if (is_applied(standing->provisional, day) &&
        !(measures & bit(TREATY_MEASURE_IN_FORCE))) {
        measures |= bit(TREATY_MEASURE_PROVISIONAL);
    }
    if (standing->withdrawn) {
        measures |= bit(TREATY_MEASURE_WITHDRAWN);
    }
    return measures;
}

static treaty_state_t state_of(const standing_t *standing, unsigned measures)
{
    if (standing->consent && standing->notified) {
        return TREATY_STATE_WITHDRAWAL_NOTIFIED;
    }
    if (measures & bit(TREATY_MEASURE_IN_FORCE)) {
        return TREATY_STATE_IN_FORCE;
    }
    if (measures & bit(TREATY_MEASURE_PROVISIONAL)) {
        return TREATY_STATE_PROVISIONAL;
    }
    if (standing->consent) {
        return TREATY_STATE_CONSENTED;
    }
    if (standing->withdrawn) {
        return TREATY_STATE_WITHDRAWN;
    }
    if (!standing->signature) {
        return TREATY_STATE_NONE;
    }
    return standing->signature->kind == TREATY_ACT_SIGNATURE_AD_REFERENDUM
               ? TREATY_STATE_SIGNATORY_AD_REFERENDUM
               : TREATY_STATE_SIGNATORY;
}

/* Whether the participant stands on the day, but has withdrawn by the time
 * that its source was made, nobody says when. */
static int has_unknown_withdrawal(const treaty_act_t *acts, int count,
                                  treaty_day_t day)
{
    int i;

    for (i = 0; i < count; i++) {
        if (acts[i].is_day_unknown && acts[i].deposited_on > day) {
            return 1;
        }
    }
    return 0;
}

static treaty_day_t deposit_of(const treaty_act_t *act)
{
    return act->is_deposit_unknown ? TREATY_DAY_NONE : act->deposited_on;
}

/* The span that begins on a day; its end is set by its successor. */
static treaty_span_t span_at(const treaty_act_t *acts, int count,
                             treaty_day_t day)
{
    standing_t standing = stand(acts, count, day);
    treaty_span_t span = {0};

    span.participant = acts[0].participant;
    span.is_state = acts[0].is_state;
    span.from = day;
    span.to = TREATY_DAY_END;
    span.measures = measures_of(&standing, day);
    span.state = state_of(&standing, span.measures);
    span.signed_on = TREATY_DAY_NONE;
    span.consented_on = TREATY_DAY_NONE;
    span.in_force_on = TREATY_DAY_NONE;
    span.consent_kind = TREATY_ACT_OTHER;
    if (standing.signature) {
        span.signed_on = deposit_of(standing.signature);
        span.signature_kind = standing.signature->kind;
    }
    if (standing.consent || standing.signature) {
        span.withdrawal_date_unknown = has_unknown_withdrawal(acts, count, day);
    }
    if (standing.consent) {
        span.consented_on = deposit_of(standing.consent);
        span.consent_kind = standing.consent->kind;
        span.in_force_on = standing.consent->effective_on;
        span.basis = standing.consent->basis;
    }
    return span;
}

static int same_status(const treaty_span_t *a, const treaty_span_t *b)
{
    return a->state == b->state && a->measures == b->measures &&
           a->signed_on == b->signed_on && a->consented_on == b->consented_on &&
           a->consent_kind == b->consent_kind &&
           a->in_force_on == b->in_force_on && a->basis == b->basis &&
           a->withdrawal_date_unknown == b->withdrawal_date_unknown;
}

static void append_span(apr_array_header_t *spans, int first,
                        const treaty_span_t *span)
{
    if (spans->nelts > first) {
        treaty_span_t *last =
            &APR_ARRAY_IDX(spans, spans->nelts - 1, treaty_span_t);

        if (same_status(last, span)) {
            return;
        }
        last->to = span->from;
    }
    APR_ARRAY_PUSH(spans, treaty_span_t) = *span;
}

/* The next day after `day` on which anything changes, or TREATY_DAY_END. */
static treaty_day_t next_change(const treaty_act_t *acts, int count,
                                treaty_day_t day)
{
    treaty_day_t next = TREATY_DAY_END;
    int i;

    for (i = 0; i < count; i++) {
        if (acts[i].deposited_on > day && acts[i].deposited_on < next) {
            next = acts[i].deposited_on;
        }
        /* What is effective before its deposit changes nothing until then. */
        if (acts[i].deposited_on != TREATY_DAY_NONE &&
            acts[i].effective_on > acts[i].deposited_on &&
            acts[i].effective_on > day && acts[i].effective_on < next) {
            next = acts[i].effective_on;
        }
    }
    return next;
}

static void append_undated(apr_array_header_t *spans, const treaty_act_t *act)
{
    treaty_span_t span = {0};

    treaty_day_parse(&span.from, "0001-01-01");
    span.participant = act->participant;
    span.is_state = act->is_state;
    span.to = TREATY_DAY_END;
    span.state = TREATY_STATE_UNDATED;
    span.signed_on = TREATY_DAY_NONE;
    span.consented_on = TREATY_DAY_NONE;
    span.in_force_on = TREATY_DAY_NONE;
    span.consent_kind = TREATY_ACT_OTHER;
    span.measures = bit(TREATY_MEASURE_UNDATED);
    APR_ARRAY_PUSH(spans, treaty_span_t) = span;
}

void treaty_status_spans(apr_array_header_t *spans, const treaty_act_t *acts,
                         int count)
{
    int first = spans->nelts;
    treaty_day_t day;

    if (count == 0) {
        return;
    }
    if (acts[count - 1].deposited_on == TREATY_DAY_NONE) {
        append_undated(spans, &acts[0]);
        return;
    }
    for (day = next_change(acts, count, TREATY_DAY_NONE); day < TREATY_DAY_END;
         day = next_change(acts, count, day)) {
        treaty_span_t span = span_at(acts, count, day);

        append_span(spans, first, &span);
    }
}

/* What a withdrawal is on the day. */
static treaty_part_t withdrawal_part(const treaty_act_t *act, treaty_day_t day)
{
    if (act->deposited_on > day) {
        return act->is_day_unknown ? TREATY_PART_WITHDRAWAL_AHEAD
                                   : TREATY_PART_LATER;
    }
    return withdrawal_effect(act) > day ? TREATY_PART_NOTIFIED
                                        : TREATY_PART_WITHDRAWAL;
}

static treaty_part_t part_of(const treaty_act_t *act,
                             const standing_t *standing, treaty_day_t day)
{
    if (act->deposited_on == TREATY_DAY_NONE) {
        return TREATY_PART_UNDATED;
    }
    if (act->kind == TREATY_ACT_WITHDRAWAL) {
        return withdrawal_part(act, day);
    }
    if (act->kind == TREATY_ACT_OTHER) {
        return TREATY_PART_NONE;
    }
    if (act->deposited_on > day) {
        return TREATY_PART_LATER;
    }
    if (act == standing->signature) {
        return TREATY_PART_SIGNATURE;
    }
    if (act == standing->consent) {
        return TREATY_PART_CONSENT;
    }
    return act == standing->provisional ? TREATY_PART_PROVISIONAL
                                        : TREATY_PART_REPEATED;
}

/* What doesn't stand since a withdrawal after it ended it. */
static void mark_ended(treaty_part_t *parts, const treaty_act_t *acts,
                       int withdrawal)
{
    int i;

    for (i = 0; i < withdrawal; i++) {
        if (parts[i] == TREATY_PART_REPEATED &&
            (acts[withdrawal].scope == TREATY_SCOPE_TREATY ||
             !treaty_act_is_signature(acts[i].kind))) {
            parts[i] = TREATY_PART_ENDED;
        }
    }
}

void treaty_status_parts(treaty_part_t *parts, const treaty_act_t *acts,
                         int count, treaty_day_t day)
{
    standing_t standing = stand(acts, count, day);
    int i;

    for (i = 0; i < count; i++) {
        parts[i] = part_of(&acts[i], &standing, day);
    }
    for (i = 0; i < count; i++) {
        if (parts[i] == TREATY_PART_WITHDRAWAL) {
            mark_ended(parts, acts, i);
        }
    }
}

#include "treaty_status.h"

/* Whether the party's own acts already say more than that it is bound. */
static int is_party_itself(const treaty_span_t *span)
{
    return span->state == TREATY_STATE_IN_FORCE ||
           span->state == TREATY_STATE_WITHDRAWAL_NOTIFIED;
}

static treaty_span_t nothing_until(const treaty_span_t *party,
                                   treaty_day_t from, treaty_day_t to)
{
    treaty_span_t span = {0};

    span.participant = party->participant;
    span.is_state = party->is_state;
    span.from = from;
    span.to = to;
    span.state = TREATY_STATE_NONE;
    span.signed_on = TREATY_DAY_NONE;
    span.consented_on = TREATY_DAY_NONE;
    span.in_force_on = TREATY_DAY_NONE;
    span.consent_kind = TREATY_ACT_OTHER;
    return span;
}

/* The participant's own span on a day, cut at its next change; where it has
 * none, nothing until its next one. */
static treaty_span_t own_at(const apr_array_header_t *spans,
                            const treaty_span_t *party, treaty_day_t day)
{
    treaty_day_t next = TREATY_DAY_END;
    int i;

    for (i = 0; i < spans->nelts; i++) {
        const treaty_span_t *span = &APR_ARRAY_IDX(spans, i, treaty_span_t);

        if (span->participant != party->participant || span->to <= day) {
            continue;
        }
        if (span->from <= day) {
            return *span;
        }
        next = span->from < next ? span->from : next;
    }
    return nothing_until(party, day, next);
}

/* Appends what lies between the party's time under the amended treaty and the
 * entry of the amendment, its own acts kept where they say more. */
static void bind_party(apr_array_header_t *bound,
                       const apr_array_header_t *spans,
                       const treaty_span_t *party, treaty_day_t entry)
{
    treaty_day_t day = party->from > entry ? party->from : entry;

    while (day < party->to) {
        treaty_span_t span = own_at(spans, party, day);
        treaty_day_t end = span.to < party->to ? span.to : party->to;

        if (!is_party_itself(&span)) {
            span.from = day;
            span.to = end;
            span.state = TREATY_STATE_BOUND;
            APR_ARRAY_PUSH(bound, treaty_span_t) = span;
        }
        day = end;
    }
}

static int overlaps(const treaty_span_t *a, const treaty_span_t *b)
{
    return a->participant == b->participant && a->from < b->to &&
           b->from < a->to;
}

/* Appends the parts of an own span that no bound one has taken. */
static void keep_rest(apr_array_header_t *all, const treaty_span_t *own,
                      const apr_array_header_t *bound)
{
    treaty_span_t rest = *own;
    int i;

    for (i = 0; i < bound->nelts && rest.from < own->to; i++) {
        const treaty_span_t *taken = &APR_ARRAY_IDX(bound, i, treaty_span_t);

        if (!overlaps(&rest, taken)) {
            continue;
        }
        rest.to = taken->from;
        if (rest.from < rest.to) {
            APR_ARRAY_PUSH(all, treaty_span_t) = rest;
        }
        rest.from = taken->to;
        rest.to = own->to;
    }
    if (rest.from < own->to) {
        APR_ARRAY_PUSH(all, treaty_span_t) = rest;
    }
}

void treaty_status_bind(apr_array_header_t **result,
                        const apr_array_header_t *spans,
                        const apr_array_header_t *parties, treaty_day_t entry,
                        apr_pool_t *result_pool)
{
    apr_array_header_t *bound =
        apr_array_make(result_pool, parties->nelts + 1, sizeof(treaty_span_t));
    int i;

    *result =
        apr_array_make(result_pool, spans->nelts + 1, sizeof(treaty_span_t));
    for (i = 0; i < parties->nelts && entry != TREATY_DAY_NONE; i++) {
        bind_party(bound, spans, &APR_ARRAY_IDX(parties, i, treaty_span_t),
                   entry);
    }
    for (i = 0; i < spans->nelts; i++) {
        keep_rest(*result, &APR_ARRAY_IDX(spans, i, treaty_span_t), bound);
    }
    apr_array_cat(*result, bound);
}

#include "treaty_status.h"

#include <stdlib.h>
#include <string.h>

const char *treaty_measure_name(treaty_measure_t measure)
{
    static const char *const names[TREATY_MEASURE__COUNT] = {
        [TREATY_MEASURE_SIGNATURES] = "signatures",
        [TREATY_MEASURE_CONSENTS] = "consents",
        [TREATY_MEASURE_IN_FORCE] = "in_force",
        [TREATY_MEASURE_IN_FORCE_UNKNOWN] = "in_force_unknown",
        [TREATY_MEASURE_PENDING] = "pending",
        [TREATY_MEASURE_PROVISIONAL] = "provisional",
        [TREATY_MEASURE_WITHDRAWN] = "withdrawn",
        [TREATY_MEASURE_UNDATED] = "undated",
    };

    return names[measure];
}

unsigned treaty_coverage_bit(const char *name)
{
    static const struct {
        const char *name;
        unsigned bit;
    } bits[] = {
        {"signatures", TREATY_COVERS_SIGNATURES},
        {"consents", TREATY_COVERS_CONSENTS},
        {"provisional", TREATY_COVERS_PROVISIONAL},
        {"withdrawals", TREATY_COVERS_WITHDRAWALS},
        {"predecessors", TREATY_COVERS_PREDECESSORS},
    };
    apr_size_t i;

    for (i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
        if (strcmp(bits[i].name, name) == 0) {
            return bits[i].bit;
        }
    }
    return 0;
}

int treaty_coverage_holds(unsigned covered, treaty_measure_t measure)
{
    switch (measure) {
    case TREATY_MEASURE_SIGNATURES:
        return (covered & TREATY_COVERS_SIGNATURES) != 0;
    case TREATY_MEASURE_PROVISIONAL:
        return (covered & TREATY_COVERS_PROVISIONAL) != 0;
    case TREATY_MEASURE_WITHDRAWN:
        return (covered & TREATY_COVERS_WITHDRAWALS) != 0;
    case TREATY_MEASURE_UNDATED:
        return covered != 0;
    default:
        return (covered & TREATY_COVERS_CONSENTS) != 0;
    }
}

/* A span's begin (+1) or end (-1). */
typedef struct {
    treaty_day_t day;
    int change;
    const treaty_span_t *span;
} edge_t;

static int compare_edges(const void *a, const void *b)
{
    const edge_t *left = a;
    const edge_t *right = b;

    return (left->day > right->day) - (left->day < right->day);
}

static edge_t *sorted_edges(int *count, const apr_array_header_t *spans,
                            apr_pool_t *pool)
{
    edge_t *edges =
        apr_palloc(pool, sizeof(*edges) * 2 * (apr_size_t)(spans->nelts + 1));
    int i;

    *count = 0;
    for (i = 0; i < spans->nelts; i++) {
        const treaty_span_t *span = &APR_ARRAY_IDX(spans, i, treaty_span_t);

        edges[(*count)++] = (edge_t){span->from, 1, span};
        if (span->to < TREATY_DAY_END) {
            edges[(*count)++] = (edge_t){span->to, -1, span};
        }
    }
    qsort(edges, (apr_size_t)*count, sizeof(*edges), compare_edges);
    return edges;
}

static void count_edge(treaty_tally_t *tally, const edge_t *edge)
{
    int i;

    if (edge->span->withdrawal_date_unknown) {
        tally->withdrawal_date_unknown += edge->change;
    }
    for (i = 0; i < TREATY_MEASURE__COUNT; i++) {
        if (edge->span->measures & (1u << i)) {
            tally->all[i] += edge->change;
            tally->states[i] += edge->span->is_state ? edge->change : 0;
        }
    }
}

treaty_day_t treaty_status_last_succession(const apr_array_header_t *spans)
{
    treaty_day_t last = TREATY_DAY_NONE;
    int i;

    for (i = 0; i < spans->nelts; i++) {
        const treaty_span_t *span = &APR_ARRAY_IDX(spans, i, treaty_span_t);

        if (span->consented_on > last &&
            span->consent_kind == TREATY_ACT_SUCCESSION) {
            last = span->consented_on;
        }
        if (span->signed_on > last &&
            span->signature_kind == TREATY_ACT_SUCCESSION_TO_SIGNATURE) {
            last = span->signed_on;
        }
    }
    return last;
}

void treaty_status_tallies(apr_array_header_t **tallies,
                           const apr_array_header_t *spans,
                           apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    treaty_tally_t tally = {0};
    int count;
    const edge_t *edges = sorted_edges(&count, spans, scratch_pool);
    treaty_day_t succession = treaty_status_last_succession(spans);
    int i = 0;

    *tallies = apr_array_make(result_pool, 16, sizeof(treaty_tally_t));
    treaty_day_parse(&tally.from, "0001-01-01");
    for (;;) {
        while (i < count && edges[i].day <= tally.from) {
            count_edge(&tally, &edges[i++]);
        }
        tally.to = i < count ? edges[i].day : TREATY_DAY_END;
        tally.predecessors_missing = tally.from < succession;
        if (tally.predecessors_missing && tally.to > succession) {
            tally.to = succession;
        }
        APR_ARRAY_PUSH(*tallies, treaty_tally_t) = tally;
        if (tally.to == TREATY_DAY_END) {
            return;
        }
        tally.from = tally.to;
    }
}

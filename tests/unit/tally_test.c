/*
 * The counts of random treaties, recounted for each day straight from what
 * the counts are defined to be; the same treaties at each run.
 */
#include "unit.h"

#include "treaty_status.h"

#define TREATIES 240
#define PARTICIPANTS 24
#define MAX_ACTS 12
/* Acts lie within these days, and their effects not far behind. */
#define FIRST_DAY 10957
#define DAYS 300
#define LAST_DAY (FIRST_DAY + 2 * DAYS)

static apr_uint32_t seed;

/* A number below the bound. */
static int roll(int bound)
{
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 8) % (unsigned)bound);
}

typedef struct party_t {
    treaty_act_t acts[MAX_ACTS];
    int count;
    int is_state;
    /* When the next act is deposited. */
    treaty_day_t day;
} party_t;

static treaty_act_t *act(party_t *party, treaty_act_kind_t kind)
{
    treaty_act_t *added = &party->acts[party->count++];

    added->participant = 1;
    added->is_state = party->is_state;
    added->kind = kind;
    added->deposited_on = party->day;
    added->effective_on = TREATY_DAY_NONE;
    party->day += roll(40);
    return added;
}

static void sign(party_t *party)
{
    (void)act(party, (treaty_act_kind_t)roll(TREATY_ACT_DEFINITIVE_SIGNATURE));
}

static void consent(party_t *party)
{
    treaty_act_t *added =
        act(party, (treaty_act_kind_t)(TREATY_ACT_DEFINITIVE_SIGNATURE +
                                       roll(TREATY_ACT_PROVISIONAL_APPLICATION -
                                            TREATY_ACT_DEFINITIVE_SIGNATURE)));

    switch (roll(5)) {
    case 0:
        break;
    case 1:
        added->effective_on = TREATY_DAY_END;
        break;
    case 2:
        added->effective_on = added->deposited_on - roll(100);
        break;
    default:
        added->effective_on = added->deposited_on + roll(60);
    }
}

/* A withdrawal, of the consent alone only where a signature is left by it;
 * it may be told twice. */
static void leave(party_t *party, int has_signature)
{
    treaty_act_t *added = act(party, TREATY_ACT_WITHDRAWAL);
    int delay = roll(50);

    added->scope =
        has_signature && roll(2) ? TREATY_SCOPE_CONSENT : TREATY_SCOPE_TREATY;
    if (roll(4) > 0) {
        added->effective_on = added->deposited_on + delay;
    }
    if (roll(6) == 0) {
        treaty_act_t *again = act(party, TREATY_ACT_WITHDRAWAL);

        again->scope = added->scope;
        again->effective_on = again->deposited_on + roll(50);
        delay = 100;
    }
    /* Some return before they are out. */
    if (roll(5) > 0 && party->day < added->deposited_on + delay) {
        party->day = added->deposited_on + delay;
    }
}

static party_t random_party(void)
{
    party_t party = {.is_state = roll(5) > 0, .day = FIRST_DAY + roll(60)};
    int has_signature = roll(2);
    int rounds = roll(3);

    if (has_signature) {
        sign(&party);
    }
    if (roll(3) == 0) {
        (void)act(&party, TREATY_ACT_PROVISIONAL_APPLICATION);
    }
    while (rounds-- > 0) {
        if (roll(5) > 0) {
            consent(&party);
        }
        if (roll(2)) {
            leave(&party, has_signature);
            has_signature = 0;
        }
    }
    if (party.count > 0 && roll(8) == 0) {
        int i;

        for (i = 0; i < party.count; i++) {
            party.acts[i].deposited_on = TREATY_DAY_NONE;
            party.acts[i].effective_on = TREATY_DAY_NONE;
        }
    }
    return party;
}

/* ------------------------------------------------------------------------
 * What holds on a day, by the definitions alone. */

static int has_happened(const treaty_act_t *a, treaty_day_t day)
{
    return a->deposited_on != TREATY_DAY_NONE && a->deposited_on <= day;
}

static int has_effect(const treaty_act_t *withdrawal, treaty_day_t day)
{
    return withdrawal->kind == TREATY_ACT_WITHDRAWAL &&
           has_happened(withdrawal, day) &&
           (withdrawal->effective_on == TREATY_DAY_NONE ||
            withdrawal->effective_on <= day);
}

/* Done, and not ended by a withdrawal behind it that has taken effect. */
static int stands(const party_t *party, int index, treaty_day_t day)
{
    int is_signature = treaty_act_is_signature(party->acts[index].kind);
    int i;

    for (i = index + 1; i < party->count; i++) {
        if (has_effect(&party->acts[i], day) &&
            (!is_signature || party->acts[i].scope == TREATY_SCOPE_TREATY)) {
            return 0;
        }
    }
    return has_happened(&party->acts[index], day);
}

static int is_signatory(const party_t *party, treaty_day_t day)
{
    int i;

    for (i = 0; i < party->count; i++) {
        if (treaty_act_is_signature(party->acts[i].kind) &&
            stands(party, i, day)) {
            return 1;
        }
    }
    return 0;
}

static int is_effective(const treaty_act_t *consent, treaty_day_t day)
{
    return consent && consent->effective_on != TREATY_DAY_NONE &&
           consent->effective_on <= day;
}

/* The standing consent, or NULL; of several the first that is effective, or
 * else the first. */
static const treaty_act_t *consent_of(const party_t *party, treaty_day_t day)
{
    const treaty_act_t *found = NULL;
    int i;

    for (i = 0; i < party->count; i++) {
        const treaty_act_t *act = &party->acts[i];

        if (treaty_act_is_consent(act->kind) && stands(party, i, day) &&
            (!found || (is_effective(act, day) && !is_effective(found, day)))) {
            found = act;
        }
    }
    return found;
}

static int is_in_force(const party_t *party, treaty_day_t day)
{
    return is_effective(consent_of(party, day), day);
}

static int is_provisional(const party_t *party, treaty_day_t day)
{
    int i;

    for (i = 0; i < party->count; i++) {
        if (party->acts[i].kind == TREATY_ACT_PROVISIONAL_APPLICATION &&
            stands(party, i, day) && !is_in_force(party, day)) {
            return 1;
        }
    }
    return 0;
}

/* Withdrawn from the treaty and not returned: the latest decides. */
static int is_withdrawn(const party_t *party, treaty_day_t day)
{
    int withdrawn = 0;
    int i;

    for (i = 0; i < party->count; i++) {
        if (treaty_act_is_consent(party->acts[i].kind) &&
            has_happened(&party->acts[i], day)) {
            withdrawn = 0;
        }
        if (has_effect(&party->acts[i], day) &&
            party->acts[i].scope == TREATY_SCOPE_TREATY) {
            withdrawn = 1;
        }
    }
    return withdrawn;
}

static int is_undated(const party_t *party)
{
    return party->count > 0 && party->acts[0].deposited_on == TREATY_DAY_NONE;
}

static int counts_in(const party_t *party, treaty_measure_t measure,
                     treaty_day_t day)
{
    const treaty_act_t *standing = consent_of(party, day);

    switch (measure) {
    case TREATY_MEASURE_SIGNATURES:
        return is_signatory(party, day);
    case TREATY_MEASURE_CONSENTS:
        return standing != NULL;
    case TREATY_MEASURE_IN_FORCE:
        return is_in_force(party, day);
    case TREATY_MEASURE_IN_FORCE_UNKNOWN:
        return standing && standing->effective_on == TREATY_DAY_NONE;
    case TREATY_MEASURE_PENDING:
        return standing && standing->effective_on > day;
    case TREATY_MEASURE_PROVISIONAL:
        return is_provisional(party, day);
    case TREATY_MEASURE_WITHDRAWN:
        return is_withdrawn(party, day);
    default:
        return is_undated(party);
    }
}

/* ------------------------------------------------------------------------ */

static void recount(const treaty_tally_t *tally, const party_t *parties,
                    treaty_day_t day, int treaty)
{
    int k;

    for (k = 0; k < TREATY_MEASURE__COUNT; k++) {
        int all = 0;
        int states = 0;
        int i;

        for (i = 0; i < PARTICIPANTS; i++) {
            int counts = counts_in(&parties[i], (treaty_measure_t)k, day);

            all += counts;
            states += counts && parties[i].is_state;
        }
        if (tally->all[k] != all || tally->states[k] != states) {
            char buffer[TREATY_DAY_SIZE];

            fail_msg("treaty %d on %s: %s %d of %d, recounted %d of %d", treaty,
                     treaty_day_format(buffer, day),
                     treaty_measure_name((treaty_measure_t)k), tally->states[k],
                     tally->all[k], states, all);
        }
    }
}

static void expect_a_row(const apr_array_header_t *spans, int first)
{
    int i;

    for (i = first; i < spans->nelts; i++) {
        const treaty_span_t *span = &APR_ARRAY_IDX(spans, i, treaty_span_t);
        treaty_span_t before;

        assert_true(span->from < span->to);
        if (i == first) {
            continue;
        }
        before = span[-1];
        assert_int_equal(before.to, span->from);
        before.from = span->from;
        before.to = span->to;
        assert_memory_not_equal(&before, span, sizeof(before));
    }
    if (spans->nelts > first) {
        assert_int_equal(
            APR_ARRAY_IDX(spans, spans->nelts - 1, treaty_span_t).to,
            TREATY_DAY_END);
    }
}

static apr_array_header_t *random_treaty(party_t *parties, apr_pool_t *pool)
{
    apr_array_header_t *spans = apr_array_make(pool, 64, sizeof(treaty_span_t));
    int i;

    for (i = 0; i < PARTICIPANTS; i++) {
        int first = spans->nelts;

        parties[i] = random_party();
        treaty_status_spans(spans, parties[i].acts, parties[i].count);
        expect_a_row(spans, first);
    }
    return spans;
}

static void tallies_equal_a_recount_of_each_day(void **state)
{
    party_t parties[PARTICIPANTS];
    int treaty;

    seed = 20021224;
    for (treaty = 0; treaty < TREATIES; treaty++) {
        apr_array_header_t *spans = random_treaty(parties, *state);
        apr_array_header_t *tallies;
        const treaty_tally_t *tally;
        treaty_day_t day;

        treaty_status_tallies(&tallies, spans, *state, *state);
        tally = (const treaty_tally_t *)tallies->elts;
        for (day = FIRST_DAY - 1; day <= LAST_DAY; day++) {
            while (tally->to <= day) {
                tally++;
            }
            recount(tally, parties, day, treaty);
        }
        apr_pool_clear(*state);
    }
}

static void tallies_follow_one_another_from_first_to_last_day(void **state)
{
    party_t parties[PARTICIPANTS];
    apr_array_header_t *tallies;
    const treaty_tally_t *tally;
    int i;

    seed = 1;
    treaty_status_tallies(&tallies, random_treaty(parties, *state), *state,
                          *state);
    tally = (const treaty_tally_t *)tallies->elts;
    unit_expect_day(tally[0].from, "0001-01-01");
    assert_true(tallies->nelts > 20);
    for (i = 1; i < tallies->nelts; i++) {
        assert_true(tally[i].from < tally[i].to);
        assert_int_equal(tally[i - 1].to, tally[i].from);
    }
    assert_int_equal(tally[i - 1].to, TREATY_DAY_END);
}

static void a_treaty_without_acts_has_one_tally_of_zeros(void **state)
{
    apr_array_header_t *spans =
        apr_array_make(*state, 1, sizeof(treaty_span_t));
    apr_array_header_t *tallies;
    treaty_tally_t none = {0};

    treaty_status_tallies(&tallies, spans, *state, *state);
    assert_int_equal(tallies->nelts, 1);
    none.from = unit_day("0001-01-01");
    none.to = TREATY_DAY_END;
    assert_memory_equal(tallies->elts, &none, sizeof(none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tallies_equal_a_recount_of_each_day),
        TEST(tallies_follow_one_another_from_first_to_last_day),
        TEST(a_treaty_without_acts_has_one_tally_of_zeros),
    };

    return RUN("tally", tests);
}

/* A participant's status on each day: states, counts, spans. */
#include "unit.h"

#include "treaty_status.h"

typedef struct step_t {
    treaty_act_kind_t kind;
    const char *deposited;
    const char *effective;
    treaty_scope_t scope;
} step_t;

#define MAX_STEPS 8
#define SIG TREATY_ACT_SIGNATURE
#define AD_REF TREATY_ACT_SIGNATURE_AD_REFERENDUM
#define SUC_SIG TREATY_ACT_SUCCESSION_TO_SIGNATURE
#define RAT TREATY_ACT_RATIFICATION
#define ACC TREATY_ACT_ACCESSION
#define PROV TREATY_ACT_PROVISIONAL_APPLICATION
#define OUT TREATY_ACT_WITHDRAWAL
#define NEVER "9999-12-31"

static apr_array_header_t *spans_of(const step_t *steps, apr_pool_t *pool)
{
    apr_array_header_t *spans = apr_array_make(pool, 4, sizeof(treaty_span_t));
    treaty_act_t acts[MAX_STEPS] = {{0}};
    int count;

    for (count = 0; count < MAX_STEPS && steps[count].kind != TREATY_ACT_OTHER;
         count++) {
        acts[count].participant = 7;
        acts[count].is_state = 1;
        acts[count].kind = steps[count].kind;
        acts[count].deposited_on = unit_day(steps[count].deposited);
        acts[count].effective_on = unit_day(steps[count].effective);
        acts[count].scope = steps[count].scope;
    }
    treaty_status_spans(spans, acts, count);
    return spans;
}

/* A day is in at most one span. */
static const treaty_span_t *span_on(const apr_array_header_t *spans,
                                    const char *iso)
{
    const treaty_span_t *found = NULL;
    treaty_day_t day = unit_day(iso);
    int i;

    for (i = 0; i < spans->nelts; i++) {
        const treaty_span_t *span = &APR_ARRAY_IDX(spans, i, treaty_span_t);

        if (span->from <= day && day < span->to) {
            assert_null(found);
            found = span;
        }
    }
    return found;
}

/* The state and the counts as words: "in_force: signatures consents". */
static const char *words_of(const treaty_span_t *span, apr_pool_t *pool)
{
    const char *words = apr_pstrcat(
        pool, treaty_state_name(span ? span->state : TREATY_STATE_NONE), ":",
        NULL);
    int i;

    for (i = 0; i < TREATY_MEASURE__COUNT; i++) {
        if (span && span->measures & (1u << i)) {
            words = apr_pstrcat(pool, words, " ",
                                treaty_measure_name((treaty_measure_t)i), NULL);
        }
    }
    return words;
}

typedef struct answer_t {
    const char *day;
    const char *words;
} answer_t;

typedef struct history_t {
    step_t steps[MAX_STEPS];
    answer_t answers[MAX_STEPS];
} history_t;

#define STEPS_END                                         \
    {                                                     \
        TREATY_ACT_OTHER, NULL, NULL, TREATY_SCOPE_TREATY \
    }

static void check(const history_t *history, apr_pool_t *pool)
{
    const apr_array_header_t *spans = spans_of(history->steps, pool);
    const answer_t *answer;

    for (answer = history->answers; answer->day; answer++) {
        const char *words = words_of(span_on(spans, answer->day), pool);

        if (strcmp(words, answer->words) != 0) {
            fail_msg("on %s: %s, not %s", answer->day, words, answer->words);
        }
    }
}

static void a_signature_counts_from_its_day(void **state)
{
    static const history_t history = {
        {{SIG, "2000-07-05", NULL, 0}, STEPS_END},
        {{"2000-07-04", "none:"},
         {"2000-07-05", "signatory: signatures"},
         {"9999-12-30", "signatory: signatures"}}};

    check(&history, *state);
}

static void a_later_consent_keeps_the_signature(void **state)
{
    static const history_t history = {
        {{SIG, "2000-07-05", NULL, 0},
         {RAT, "2002-12-23", "2003-01-23", 0},
         STEPS_END},
        {{"2002-12-22", "signatory: signatures"},
         {"2002-12-23", "consented: signatures consents pending"},
         {"2003-01-22", "consented: signatures consents pending"},
         {"2003-01-23", "in_force: signatures consents in_force"}}};

    check(&history, *state);
}

static void each_kind_of_consent_is_one_without_a_signature(void **state)
{
    static const treaty_act_kind_t kinds[] = {TREATY_ACT_DEFINITIVE_SIGNATURE,
                                              TREATY_ACT_RATIFICATION,
                                              TREATY_ACT_ACCEPTANCE,
                                              TREATY_ACT_APPROVAL,
                                              TREATY_ACT_ACCESSION,
                                              TREATY_ACT_SUCCESSION,
                                              TREATY_ACT_FORMAL_CONFIRMATION,
                                              TREATY_ACT_CONSENT_TO_BE_BOUND,
                                              TREATY_ACT_PARTICIPATION,
                                              TREATY_ACT_UNSPECIFIED};
    history_t history = {{{0, "2000-01-01", "2000-01-01", 0}, STEPS_END},
                         {{"2000-01-01", "in_force: consents in_force"}}};
    size_t i;

    for (i = 0; i < LENGTH(kinds); i++) {
        history.steps[0].kind = kinds[i];
        check(&history, *state);
        assert_int_equal(treaty_act_is_consent(kinds[i]), 1);
        assert_int_equal(treaty_act_is_signature(kinds[i]), 0);
    }
}

static void succession_to_signature_is_a_signature(void **state)
{
    static const history_t history = {
        {{SUC_SIG, "1993-02-22", NULL, 0}, STEPS_END},
        {{"1993-02-22", "signatory: signatures"}}};

    check(&history, *state);
}

static void a_signature_ad_referendum_is_a_signature_and_no_consent(
    void **state)
{
    static const history_t history = {
        {{AD_REF, "1950-03-21", NULL, 0},
         {RAT, "1960-01-01", "1960-01-01", 0},
         STEPS_END},
        {{"1950-03-21", "signatory_ad_referendum: signatures"},
         {"1960-01-01", "in_force: signatures consents in_force"}}};

    check(&history, *state);
}

static void the_first_signature_is_the_standing_one(void **state)
{
    static const step_t steps[] = {
        {SIG, "2000-01-01", NULL, 0}, {SIG, "2001-01-01", NULL, 0}, STEPS_END};
    const treaty_span_t *span = span_on(spans_of(steps, *state), "2002-01-01");

    unit_expect_day(span->signed_on, "2000-01-01");
}

static void application_is_provisional_until_in_force(void **state)
{
    static const history_t history = {
        {{PROV, "2000-01-01", NULL, 0},
         {RAT, "2001-01-01", "2001-02-01", 0},
         STEPS_END},
        {{"1999-12-31", "none:"},
         {"2000-01-01", "provisional: provisional"},
         {"2001-01-01", "provisional: consents pending provisional"},
         {"2001-02-01", "in_force: consents in_force"}}};

    check(&history, *state);
}

static void a_consent_without_an_effective_day_is_unknown(void **state)
{
    static const history_t history = {
        {{ACC, "2000-01-01", NULL, 0}, STEPS_END},
        {{"2000-01-01", "consented: consents in_force_unknown"}}};

    check(&history, *state);
}

static void below_the_threshold_a_consent_stays_pending(void **state)
{
    static const history_t history = {
        {{ACC, "2000-01-01", NEVER, 0}, STEPS_END},
        {{"2000-01-01", "consented: consents pending"},
         {"9999-12-30", "consented: consents pending"}}};

    check(&history, *state);
}

static void what_is_effective_before_its_deposit_counts_from_that(void **state)
{
    static const history_t history = {
        {{TREATY_ACT_SUCCESSION, "2006-10-23", "2006-06-03", 0}, STEPS_END},
        {{"2006-10-22", "none:"},
         {"2006-10-23", "in_force: consents in_force"}}};

    check(&history, *state);
}

static void a_notified_withdrawal_is_in_force_until_it_takes_effect(
    void **state)
{
    static const history_t history = {
        {{SIG, "2000-01-01", NULL, 0},
         {RAT, "2001-01-01", "2001-02-01", 0},
         {OUT, "2016-10-27", "2017-10-27", TREATY_SCOPE_TREATY},
         STEPS_END},
        {{"2016-10-26", "in_force: signatures consents in_force"},
         {"2016-10-27", "withdrawal_notified: signatures consents in_force"},
         {"2017-10-26", "withdrawal_notified: signatures consents in_force"},
         {"2017-10-27", "withdrawn: withdrawn"}}};

    check(&history, *state);
}

static void who_withdraws_the_consent_alone_is_a_signatory(void **state)
{
    static const history_t history = {
        {{SIG, "2000-01-01", NULL, 0},
         {RAT, "2001-01-01", "2001-02-01", 0},
         {OUT, "2016-10-27", "2017-10-27", TREATY_SCOPE_CONSENT},
         STEPS_END},
        {{"2017-10-26", "withdrawal_notified: signatures consents in_force"},
         {"2017-10-27", "signatory: signatures"}}};

    check(&history, *state);
}

static void who_only_signed_can_withdraw(void **state)
{
    static const history_t history = {
        {{SIG, "1998-12-31", NULL, 0},
         {OUT, "2002-05-06", NULL, TREATY_SCOPE_TREATY},
         STEPS_END},
        {{"2002-05-05", "signatory: signatures"},
         {"2002-05-06", "withdrawn: withdrawn"}}};

    check(&history, *state);
}

static void a_pending_consent_can_be_withdrawn(void **state)
{
    static const history_t history = {
        {{ACC, "2000-01-01", "2000-04-01", 0},
         {OUT, "2000-02-01", "2000-03-01", TREATY_SCOPE_TREATY},
         STEPS_END},
        {{"2000-02-01", "withdrawal_notified: consents pending"},
         {"2000-03-01", "withdrawn: withdrawn"},
         {"2000-04-01", "withdrawn: withdrawn"}}};

    check(&history, *state);
}

static void who_returns_is_not_withdrawn(void **state)
{
    static const history_t history = {
        {{SIG, "2016-04-22", NULL, 0},
         {TREATY_ACT_ACCEPTANCE, "2016-09-03", "2016-11-04", 0},
         {OUT, "2019-11-04", "2020-11-04", TREATY_SCOPE_TREATY},
         {TREATY_ACT_ACCEPTANCE, "2021-01-20", "2021-02-19", 0},
         STEPS_END},
        {{"2020-11-03", "withdrawal_notified: signatures consents in_force"},
         {"2020-11-04", "withdrawn: withdrawn"},
         {"2021-01-19", "withdrawn: withdrawn"},
         {"2021-01-20", "consented: consents pending"},
         {"2021-02-19", "in_force: consents in_force"}}};

    check(&history, *state);
}

static void who_leaves_twice_is_withdrawn_again(void **state)
{
    static const history_t history = {
        {{ACC, "2000-01-01", "2000-02-01", 0},
         {OUT, "2001-01-01", "2001-07-01", TREATY_SCOPE_TREATY},
         {ACC, "2002-01-01", "2002-02-01", 0},
         {OUT, "2003-01-01", "2003-07-01", TREATY_SCOPE_TREATY},
         STEPS_END},
        {{"2001-07-01", "withdrawn: withdrawn"},
         {"2002-02-01", "in_force: consents in_force"},
         {"2003-01-01", "withdrawal_notified: consents in_force"},
         {"2003-07-01", "withdrawn: withdrawn"}}};

    check(&history, *state);
}

static void a_withdrawal_told_twice_is_one(void **state)
{
    static const history_t history = {
        {{ACC, "2000-01-01", "2000-02-01", 0},
         {OUT, "2001-01-01", "2001-07-01", TREATY_SCOPE_TREATY},
         {OUT, "2001-02-01", "2001-08-01", TREATY_SCOPE_TREATY},
         STEPS_END},
        {{"2001-06-30", "withdrawal_notified: consents in_force"},
         {"2001-07-01", "withdrawn: withdrawn"},
         {"2001-08-01", "withdrawn: withdrawn"}}};

    check(&history, *state);
}

/* As Trinidad and Tobago did in 1998, to add a reservation. */
static void who_returns_before_the_effect_stays_in_force(void **state)
{
    static const history_t history = {
        {{ACC, "1980-11-14", "1981-02-14", 0},
         {OUT, "1998-05-26", "1998-08-26", TREATY_SCOPE_TREATY},
         {ACC, "1998-05-26", "1998-08-26", 0},
         STEPS_END},
        {{"1998-05-25", "in_force: consents in_force"},
         {"1998-05-26", "in_force: consents in_force"},
         {"1998-08-25", "in_force: consents in_force"},
         {"1998-08-26", "in_force: consents in_force"}}};

    check(&history, *state);
}

static void of_a_withdrawal_the_effect_alone_can_be_known(void **state)
{
    static const history_t history = {
        {{ACC, "2000-01-01", "2000-02-01", 0},
         {OUT, "2001-07-01", "2001-07-01", TREATY_SCOPE_TREATY},
         STEPS_END},
        {{"2001-06-30", "in_force: consents in_force"},
         {"2001-07-01", "withdrawn: withdrawn"}}};

    check(&history, *state);
}

static void a_withdrawal_of_an_unknown_day_is_marked_before_it(void **state)
{
    apr_array_header_t *spans =
        apr_array_make(*state, 4, sizeof(treaty_span_t));
    treaty_act_t acts[2] = {{0}};

    acts[0].kind = ACC;
    acts[0].deposited_on = acts[0].effective_on = unit_day("2000-01-01");
    acts[1].kind = OUT;
    acts[1].deposited_on = unit_day("2015-03-01");
    acts[1].effective_on = TREATY_DAY_NONE;
    acts[1].is_day_unknown = 1;
    treaty_status_spans(spans, acts, 2);
    assert_string_equal(words_of(span_on(spans, "2015-02-28"), *state),
                        "in_force: consents in_force");
    assert_int_equal(span_on(spans, "2015-02-28")->withdrawal_date_unknown, 1);
    assert_string_equal(words_of(span_on(spans, "2015-03-01"), *state),
                        "withdrawn: withdrawn");
    assert_int_equal(span_on(spans, "2015-03-01")->withdrawal_date_unknown, 0);
}

static void who_has_no_date_at_all_is_undated(void **state)
{
    static const history_t history = {
        {{SIG, NULL, NULL, 0}, {ACC, NULL, NULL, 0}, STEPS_END},
        {{"0001-01-01", "undated: undated"},
         {"9999-12-30", "undated: undated"}}};

    check(&history, *state);
}

static void an_undated_act_beside_a_dated_one_is_in_no_count(void **state)
{
    static const history_t history = {
        {{ACC, NULL, NULL, 0}, {SIG, "2000-01-01", NULL, 0}, STEPS_END},
        {{"1999-12-31", "none:"}, {"2000-01-01", "signatory: signatures"}}};

    check(&history, *state);
}

static void no_acts_give_no_spans(void **state)
{
    static const step_t steps[] = {STEPS_END};

    assert_int_equal(spans_of(steps, *state)->nelts, 0);
}

static void a_span_tells_what_stands(void **state)
{
    static const step_t steps[] = {
        {SIG, "2000-07-05", NULL, 0},
        {RAT, "2002-12-23", "2003-01-23", 0},
        {OUT, "2005-01-01", "2006-01-01", TREATY_SCOPE_TREATY},
        STEPS_END};
    const apr_array_header_t *spans = spans_of(steps, *state);
    const treaty_span_t *span = span_on(spans, "2002-12-31");

    unit_expect_day(span->from, "2002-12-23");
    unit_expect_day(span->to, "2003-01-23");
    unit_expect_day(span->signed_on, "2000-07-05");
    unit_expect_day(span->consented_on, "2002-12-23");
    unit_expect_day(span->in_force_on, "2003-01-23");
    assert_int_equal(span->consent_kind, TREATY_ACT_RATIFICATION);
    assert_int_equal(span->participant, 7);
    assert_int_equal(span->is_state, 1);
    span = span_on(spans, "2006-01-01");
    unit_expect_day(span->signed_on, NULL);
    unit_expect_day(span->consented_on, NULL);
    unit_expect_day(span->in_force_on, NULL);
}

static void names_of_states_are_those_of_the_json(void **state)
{
    static const char *const names[] = {"withdrawal_notified",
                                        "in_force",
                                        "bound",
                                        "provisional",
                                        "consented",
                                        "withdrawn",
                                        "signatory_ad_referendum",
                                        "signatory",
                                        "undated",
                                        "none"};
    size_t i;

    (void)state;
    assert_int_equal(LENGTH(names), TREATY_STATE_NONE + 1);
    for (i = 0; i < LENGTH(names); i++) {
        assert_string_equal(treaty_state_name((treaty_state_t)i), names[i]);
    }
}

static void a_count_needs_its_own_column_covered(void **state)
{
    static const struct {
        const char *covered;
        const char *counted;
    } cases[] = {
        {"signatures", "signatures undated"},
        {"consents", "consents in_force in_force_unknown pending undated"},
        {"provisional", "provisional undated"},
        {"withdrawals", "withdrawn undated"},
        {"Signatures", ""},
    };
    size_t i;
    int k;

    for (i = 0; i < LENGTH(cases); i++) {
        unsigned bit = treaty_coverage_bit(cases[i].covered);
        const char *counted = "";

        for (k = 0; k < TREATY_MEASURE__COUNT; k++) {
            if (treaty_coverage_holds(bit, (treaty_measure_t)k)) {
                counted =
                    apr_pstrcat(*state, counted, *counted ? " " : "",
                                treaty_measure_name((treaty_measure_t)k), NULL);
            }
        }
        assert_string_equal(counted, cases[i].counted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_signature_counts_from_its_day),
        TEST(a_later_consent_keeps_the_signature),
        TEST(each_kind_of_consent_is_one_without_a_signature),
        TEST(succession_to_signature_is_a_signature),
        TEST(a_signature_ad_referendum_is_a_signature_and_no_consent),
        TEST(the_first_signature_is_the_standing_one),
        TEST(application_is_provisional_until_in_force),
        TEST(a_consent_without_an_effective_day_is_unknown),
        TEST(below_the_threshold_a_consent_stays_pending),
        TEST(what_is_effective_before_its_deposit_counts_from_that),
        TEST(a_notified_withdrawal_is_in_force_until_it_takes_effect),
        TEST(who_withdraws_the_consent_alone_is_a_signatory),
        TEST(who_only_signed_can_withdraw),
        TEST(a_pending_consent_can_be_withdrawn),
        TEST(who_returns_is_not_withdrawn),
        TEST(who_leaves_twice_is_withdrawn_again),
        TEST(a_withdrawal_told_twice_is_one),
        TEST(who_returns_before_the_effect_stays_in_force),
        TEST(of_a_withdrawal_the_effect_alone_can_be_known),
        TEST(a_withdrawal_of_an_unknown_day_is_marked_before_it),
        TEST(who_has_no_date_at_all_is_undated),
        TEST(an_undated_act_beside_a_dated_one_is_in_no_count),
        TEST(no_acts_give_no_spans),
        TEST(a_span_tells_what_stands),
        TEST(names_of_states_are_those_of_the_json),
        TEST(a_count_needs_its_own_column_covered),
    };

    return RUN("status", tests);
}

/* Entry into force: the table of examples of the domain, and its edges. */
#include "unit.h"

#include "treaty_rule.h"

/* Optional Protocol on the sale of children, art. 14. */
static const treaty_rule_t opsc = {10,
                                   0,
                                   {TREATY_DELAY_MONTHS, 3, TREATY_DAY_NONE},
                                   {TREATY_DELAY_MONTHS, 1, TREATY_DAY_NONE},
                                   TREATY_LATER_ENTRY_INTO_FORCE};
/* Convention on the Rights of the Child, art. 49. */
static const treaty_rule_t crc = {20,
                                  0,
                                  {TREATY_DELAY_DAYS, 30, TREATY_DAY_NONE},
                                  {TREATY_DELAY_DAYS, 30, TREATY_DAY_NONE},
                                  TREATY_LATER_THRESHOLD};
/* ILO Convention 182, art. 10. */
static const treaty_rule_t ilo = {2,
                                  0,
                                  {TREATY_DELAY_MONTHS, 12, TREATY_DAY_NONE},
                                  {TREATY_DELAY_MONTHS, 12, TREATY_DAY_NONE},
                                  TREATY_LATER_THRESHOLD};

typedef struct acts_t {
    treaty_act_t act[64];
    int count;
} acts_t;

static treaty_act_t *add(acts_t *acts, treaty_act_kind_t kind, const char *day)
{
    treaty_act_t *act = &acts->act[acts->count++];

    memset(act, 0, sizeof(*act));
    act->participant = acts->count;
    act->is_state = 1;
    act->kind = kind;
    act->deposited_on = unit_day(day);
    act->effective_on = TREATY_DAY_NONE;
    return act;
}

/* Consents of as many participants, all on one day. */
static void add_many(acts_t *acts, int count, const char *day)
{
    while (count-- > 0) {
        add(acts, TREATY_ACT_RATIFICATION, day);
    }
}

static void expect_act(const treaty_act_t *act, const char *effective,
                       treaty_basis_t basis)
{
    unit_expect_day(act->effective_on, effective);
    assert_string_equal(treaty_basis_name(act->basis),
                        treaty_basis_name(basis));
}

static void expect_derived(acts_t *acts, const treaty_rule_t *rule,
                           const char *stated, const char *expected)
{
    treaty_day_t derived = 0;

    treaty_rule_apply(&derived, acts->act, acts->count, rule, unit_day(stated));
    unit_expect_day(derived, expected);
}

static void opsc_enters_into_force_three_months_after_the_tenth(void **state)
{
    acts_t acts = {0};
    treaty_act_t *romania;
    treaty_act_t *viet_nam;

    (void)state;
    add_many(&acts, 9, "2001-09-04");
    romania = add(&acts, TREATY_ACT_RATIFICATION, "2001-10-18");
    viet_nam = add(&acts, TREATY_ACT_RATIFICATION, "2001-12-20");
    expect_derived(&acts, &opsc, NULL, "2002-01-18");
    expect_act(&acts.act[0], "2002-01-18", TREATY_BASIS_WITH_TREATY);
    expect_act(romania, "2002-01-18", TREATY_BASIS_WITH_TREATY);
    expect_act(viet_nam, "2002-01-18", TREATY_BASIS_WITH_TREATY);
}

static void later_participants_of_opsc_wait_a_month(void **state)
{
    static const char *const later[][2] = {
        {"2002-01-18", "2002-02-18"}, {"2002-12-23", "2003-01-23"},
        {"2004-01-31", "2004-02-29"}, {"2005-01-31", "2005-02-28"},
        {"2007-10-31", "2007-11-30"},
    };
    acts_t acts = {0};
    size_t i;

    (void)state;
    add_many(&acts, 9, "2001-09-04");
    add(&acts, TREATY_ACT_RATIFICATION, "2001-10-18");
    add(&acts, TREATY_ACT_ACCESSION, "2002-01-17");
    for (i = 0; i < LENGTH(later); i++) {
        add(&acts, TREATY_ACT_ACCESSION, later[i][0]);
    }
    expect_derived(&acts, &opsc, NULL, "2002-01-18");
    expect_act(&acts.act[10], "2002-01-18", TREATY_BASIS_WITH_TREATY);
    for (i = 0; i < LENGTH(later); i++) {
        expect_act(&acts.act[11 + i], later[i][1], TREATY_BASIS_AFTER_DEPOSIT);
    }
}

static void crc_is_cut_at_the_twentieth_deposit(void **state)
{
    acts_t acts = {0};

    (void)state;
    add_many(&acts, 19, "1990-07-01");
    add(&acts, TREATY_ACT_RATIFICATION, "1990-08-03");
    add(&acts, TREATY_ACT_RATIFICATION, "1990-08-03");
    add(&acts, TREATY_ACT_RATIFICATION, "1990-08-04");
    add(&acts, TREATY_ACT_RATIFICATION, "1991-06-12");
    expect_derived(&acts, &crc, NULL, "1990-09-02");
    expect_act(&acts.act[0], "1990-09-02", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[19], "1990-09-02", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[20], "1990-09-02", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[21], "1990-09-03", TREATY_BASIS_AFTER_DEPOSIT);
    expect_act(&acts.act[22], "1991-07-12", TREATY_BASIS_AFTER_DEPOSIT);
}

static void nobody_is_bound_before_the_treaty_is_in_force(void **state)
{
    treaty_rule_t rule = crc;
    acts_t acts = {0};

    (void)state;
    rule.threshold = 1;
    rule.later.count = 10;
    add(&acts, TREATY_ACT_RATIFICATION, "1990-08-03");
    add(&acts, TREATY_ACT_RATIFICATION, "1990-08-04");
    add(&acts, TREATY_ACT_RATIFICATION, "1990-08-24");
    expect_derived(&acts, &rule, NULL, "1990-09-02");
    expect_act(&acts.act[1], "1990-09-02", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[2], "1990-09-03", TREATY_BASIS_AFTER_DEPOSIT);
}

static void ilo_conventions_take_twelve_months_from_registration(void **state)
{
    acts_t acts = {0};

    (void)state;
    add(&acts, TREATY_ACT_RATIFICATION, "1999-09-28");
    add(&acts, TREATY_ACT_RATIFICATION, "1999-11-19");
    add(&acts, TREATY_ACT_RATIFICATION, "1999-12-02");
    expect_derived(&acts, &ilo, NULL, "2000-11-19");
    expect_act(&acts.act[0], "2000-11-19", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[2], "2000-12-02", TREATY_BASIS_AFTER_DEPOSIT);
}

static void each_kind_of_delay_is_counted_its_way(void **state)
{
    static const struct {
        treaty_delay_kind_t kind;
        int count;
        const char *from;
        const char *to;
    } cases[] = {
        {TREATY_DELAY_DAYS, 30, "1990-08-03", "1990-09-02"},
        {TREATY_DELAY_DAYS, 0, "1990-08-03", "1990-08-03"},
        {TREATY_DELAY_DAYS, 90, "2003-11-30", "2004-02-28"},
        {TREATY_DELAY_MONTHS, 3, "2001-10-18", "2002-01-18"},
        {TREATY_DELAY_MONTHS, 1, "2005-01-31", "2005-02-28"},
        {TREATY_DELAY_MONTHS, 12, "1999-12-02", "2000-12-02"},
        {TREATY_DELAY_MONTHS, 12, "2000-02-29", "2001-02-28"},
        {TREATY_DELAY_MONTH_FIRST, 3, "1991-03-19", "1991-06-01"},
        {TREATY_DELAY_MONTH_FIRST, 3, "1991-03-01", "1991-06-01"},
        {TREATY_DELAY_MONTH_FIRST, 3, "1990-11-30", "1991-02-01"},
        {TREATY_DELAY_MONTH_FIRST, 1, "1991-01-31", "1991-02-01"},
        {TREATY_DELAY_MONTHS_THEN_FIRST, 6, "2017-03-17", "2017-10-01"},
        {TREATY_DELAY_MONTHS_THEN_FIRST, 3, "2016-11-30", "2017-03-01"},
        {TREATY_DELAY_MONTHS_THEN_FIRST, 6, "2017-08-31", "2018-03-01"},
        {TREATY_DELAY_MONTHS_THEN_FIRST, 3, "2017-09-01", "2018-01-01"},
    };
    treaty_delay_t delay = {TREATY_DELAY_DAYS, 0, TREATY_DAY_NONE};
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        delay.kind = cases[i].kind;
        delay.count = cases[i].count;
        unit_expect_day(treaty_delay_apply(&delay, unit_day(cases[i].from)),
                        cases[i].to);
    }
}

static void a_date_is_the_same_for_all(void **state)
{
    treaty_delay_t delay = {TREATY_DELAY_DATE, 7, unit_day("2010-01-01")};
    treaty_rule_t rule = opsc;
    acts_t acts = {0};

    (void)state;
    unit_expect_day(treaty_delay_apply(&delay, unit_day("1999-05-05")),
                    "2010-01-01");
    rule.threshold = 1;
    rule.later = delay;
    add(&acts, TREATY_ACT_RATIFICATION, "2001-01-01");
    add(&acts, TREATY_ACT_RATIFICATION, "2002-01-01");
    add(&acts, TREATY_ACT_RATIFICATION, "2003-01-01");
    expect_derived(&acts, &rule, NULL, "2001-04-01");
    expect_act(&acts.act[0], "2001-04-01", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[1], "2010-01-01", TREATY_BASIS_AFTER_DEPOSIT);
    expect_act(&acts.act[2], "2010-01-01", TREATY_BASIS_AFTER_DEPOSIT);
}

static void a_delay_from_an_unknown_day_ends_on_none(void **state)
{
    int kind;

    (void)state;
    for (kind = 0; kind < TREATY_DELAY__COUNT; kind++) {
        treaty_delay_t delay = {0};

        delay.kind = (treaty_delay_kind_t)kind;
        delay.count = 3;
        delay.on = unit_day("2000-01-01");
        unit_expect_day(treaty_delay_apply(&delay, TREATY_DAY_NONE),
                        delay.kind == TREATY_DELAY_DATE ? "2000-01-01" : NULL);
    }
}

static void organisations_count_where_the_rule_says_so(void **state)
{
    treaty_rule_t rule = opsc;
    acts_t acts = {0};

    (void)state;
    rule.threshold = 2;
    add(&acts, TREATY_ACT_RATIFICATION, "2001-01-01");
    add(&acts, TREATY_ACT_FORMAL_CONFIRMATION, "2001-02-01")->is_organisation =
        1;
    add(&acts, TREATY_ACT_RATIFICATION, "2001-03-01");
    expect_derived(&acts, &rule, NULL, "2001-06-01");
    expect_act(&acts.act[1], "2001-06-01", TREATY_BASIS_WITH_TREATY);
    acts.act[0].effective_on = TREATY_DAY_NONE;
    rule.organisations_count = 1;
    expect_derived(&acts, &rule, NULL, "2001-05-01");
}

static void signatures_and_undated_consents_reach_no_threshold(void **state)
{
    treaty_rule_t rule = opsc;
    acts_t acts = {0};

    (void)state;
    rule.threshold = 2;
    add(&acts, TREATY_ACT_RATIFICATION, NULL);
    add(&acts, TREATY_ACT_SIGNATURE, "2001-01-01");
    add(&acts, TREATY_ACT_PROVISIONAL_APPLICATION, "2001-01-02");
    add(&acts, TREATY_ACT_RATIFICATION, "2001-02-01");
    add(&acts, TREATY_ACT_WITHDRAWAL, "2001-02-02");
    add(&acts, TREATY_ACT_DEFINITIVE_SIGNATURE, "2001-03-01");
    expect_derived(&acts, &rule, NULL, "2001-06-01");
    expect_act(&acts.act[0], NULL, TREATY_BASIS_UNKNOWN);
    expect_act(&acts.act[1], NULL, TREATY_BASIS_NONE);
    expect_act(&acts.act[2], NULL, TREATY_BASIS_NONE);
    expect_act(&acts.act[4], NULL, TREATY_BASIS_NONE);
    expect_act(&acts.act[5], "2001-06-01", TREATY_BASIS_WITH_TREATY);
}

static void a_participant_counts_once_for_the_threshold(void **state)
{
    treaty_rule_t rule = opsc;
    acts_t acts = {0};

    (void)state;
    rule.threshold = 2;
    add(&acts, TREATY_ACT_RATIFICATION, "2001-01-01");
    add(&acts, TREATY_ACT_ACCEPTANCE, "2001-02-01")->participant = 1;
    add(&acts, TREATY_ACT_RATIFICATION, "2001-03-01");
    expect_derived(&acts, &rule, NULL, "2001-06-01");
}

static void a_stated_effective_day_stays(void **state)
{
    acts_t acts = {0};

    (void)state;
    add_many(&acts, 10, "2001-10-18");
    acts.act[3].effective_on = unit_day("2001-11-11");
    add(&acts, TREATY_ACT_ACCESSION, "2003-01-01")->effective_on =
        unit_day("2009-09-09");
    expect_derived(&acts, &opsc, NULL, "2002-01-18");
    expect_act(&acts.act[3], "2001-11-11", TREATY_BASIS_STATED);
    expect_act(&acts.act[10], "2009-09-09", TREATY_BASIS_STATED);
    expect_act(&acts.act[4], "2002-01-18", TREATY_BASIS_WITH_TREATY);
}

static void a_stated_entry_into_force_wins_over_the_derived_one(void **state)
{
    acts_t acts = {0};

    (void)state;
    add_many(&acts, 10, "2001-10-18");
    add(&acts, TREATY_ACT_ACCESSION, "2002-01-18");
    add(&acts, TREATY_ACT_ACCESSION, "2002-03-01");
    expect_derived(&acts, &opsc, "2002-03-01", "2002-01-18");
    expect_act(&acts.act[0], "2002-03-01", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[10], "2002-03-01", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[11], "2002-04-01", TREATY_BASIS_AFTER_DEPOSIT);
}

static void a_stated_entry_stands_for_a_threshold_not_reached(void **state)
{
    acts_t acts = {0};

    (void)state;
    add(&acts, TREATY_ACT_RATIFICATION, "1990-01-01");
    add(&acts, TREATY_ACT_RATIFICATION, "1990-10-01");
    expect_derived(&acts, &crc, "1990-09-02", NULL);
    expect_act(&acts.act[0], "1990-09-02", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[1], "1990-10-31", TREATY_BASIS_AFTER_DEPOSIT);
}

/* As of the Covenant on Civil and Political Rights: a predecessor's deposit is
 * missing, so that the recorded third one is too late. */
static void a_stated_entry_tells_who_was_later_where_deposits_do_not(
    void **state)
{
    treaty_rule_t rule = {3,
                          0,
                          {TREATY_DELAY_MONTHS, 3, TREATY_DAY_NONE},
                          {TREATY_DELAY_MONTHS, 3, TREATY_DAY_NONE},
                          TREATY_LATER_THRESHOLD};
    acts_t acts = {0};

    (void)state;
    add(&acts, TREATY_ACT_RATIFICATION, "1975-06-01");
    add(&acts, TREATY_ACT_RATIFICATION, "1975-12-23");
    add(&acts, TREATY_ACT_RATIFICATION, "1976-01-05");
    add(&acts, TREATY_ACT_RATIFICATION, "1976-02-01");
    expect_derived(&acts, &rule, "1976-03-23", "1976-04-05");
    expect_act(&acts.act[1], "1976-03-23", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[2], "1976-04-05", TREATY_BASIS_AFTER_DEPOSIT);
    expect_act(&acts.act[3], "1976-05-01", TREATY_BASIS_AFTER_DEPOSIT);
}

/* As of the Kyoto Protocol, whose threshold isn't a number alone. */
static void without_a_number_a_stated_entry_tells_who_was_later(void **state)
{
    treaty_rule_t rule = {0,
                          0,
                          {TREATY_DELAY_DAYS, 90, TREATY_DAY_NONE},
                          {TREATY_DELAY_DAYS, 90, TREATY_DAY_NONE},
                          TREATY_LATER_THRESHOLD};
    acts_t acts = {0};

    (void)state;
    add(&acts, TREATY_ACT_RATIFICATION, "2002-05-31");
    add(&acts, TREATY_ACT_RATIFICATION, "2004-11-18");
    add(&acts, TREATY_ACT_RATIFICATION, "2004-12-13");
    expect_derived(&acts, &rule, "2005-02-16", NULL);
    expect_act(&acts.act[0], "2005-02-16", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[1], "2005-02-16", TREATY_BASIS_WITH_TREATY);
    expect_act(&acts.act[2], "2005-03-13", TREATY_BASIS_AFTER_DEPOSIT);
}

static void a_consent_that_was_withdrawn_reaches_no_threshold(void **state)
{
    treaty_rule_t rule = opsc;
    acts_t acts = {0};
    treaty_act_t *out;

    (void)state;
    rule.threshold = 2;
    add(&acts, TREATY_ACT_RATIFICATION, "2001-01-01");
    out = add(&acts, TREATY_ACT_WITHDRAWAL, "2001-01-15");
    out->participant = 1;
    out->effective_on = unit_day("2001-02-01");
    add(&acts, TREATY_ACT_RATIFICATION, "2001-02-01");
    add(&acts, TREATY_ACT_RATIFICATION, "2001-03-01");
    expect_derived(&acts, &rule, NULL, "2001-06-01");
    out->effective_on = unit_day("2001-02-02");
    expect_derived(&acts, &rule, NULL, "2001-05-01");
    acts.act[3].participant = 1;
    out->effective_on = unit_day("2001-01-15");
    expect_derived(&acts, &rule, NULL, "2001-06-01");
}

static void a_deposit_of_which_only_the_effect_is_dated_reaches_none(
    void **state)
{
    treaty_rule_t rule = opsc;
    acts_t acts = {0};

    (void)state;
    rule.threshold = 1;
    add(&acts, TREATY_ACT_RATIFICATION, "2001-01-01")->is_deposit_unknown = 1;
    acts.act[0].effective_on = unit_day("2001-01-01");
    add(&acts, TREATY_ACT_RATIFICATION, "2001-02-01");
    expect_derived(&acts, &rule, NULL, "2001-05-01");
    expect_act(&acts.act[0], "2001-01-01", TREATY_BASIS_STATED);
}

static void a_flood_of_consents_is_counted_in_no_time(void **state)
{
    treaty_rule_t rule = opsc;
    int count = 200000;
    treaty_act_t *acts = apr_pcalloc(*state, (apr_size_t)count * sizeof(*acts));
    treaty_day_t derived;
    int i;

    rule.threshold = TREATY_THRESHOLD_MAX;
    for (i = 0; i < count; i++) {
        acts[i].participant = i % 7;
        acts[i].kind = TREATY_ACT_RATIFICATION;
        acts[i].deposited_on = i / 20;
        acts[i].effective_on = TREATY_DAY_NONE;
    }
    treaty_rule_apply(&derived, acts, count, &rule, TREATY_DAY_NONE);
    assert_int_equal(derived, TREATY_DAY_NONE);
    rule.threshold = TREATY_THRESHOLD_MAX + 1;
    treaty_rule_apply(&derived, acts, count, &rule, TREATY_DAY_NONE);
    assert_int_equal(derived, TREATY_DAY_NONE);
}

static void a_successions_day_is_never_derived(void **state)
{
    acts_t acts = {0};

    (void)state;
    add_many(&acts, 10, "2001-10-18");
    add(&acts, TREATY_ACT_SUCCESSION, "2006-10-23");
    add(&acts, TREATY_ACT_SUCCESSION, "2007-10-23")->effective_on =
        unit_day("2006-06-03");
    expect_derived(&acts, &opsc, NULL, "2002-01-18");
    expect_act(&acts.act[10], NULL, TREATY_BASIS_UNKNOWN);
    expect_act(&acts.act[11], "2006-06-03", TREATY_BASIS_STATED);
}

static void without_a_rule_days_are_unknown(void **state)
{
    acts_t acts = {0};

    (void)state;
    add_many(&acts, 30, "2001-10-18");
    acts.act[1].effective_on = unit_day("2002-02-02");
    expect_derived(&acts, NULL, "2002-01-18", NULL);
    expect_act(&acts.act[0], NULL, TREATY_BASIS_UNKNOWN);
    expect_act(&acts.act[1], "2002-02-02", TREATY_BASIS_STATED);
}

static void below_the_threshold_consents_are_pending_for_ever(void **state)
{
    acts_t acts = {0};

    (void)state;
    add_many(&acts, 9, "2001-10-18");
    expect_derived(&acts, &opsc, NULL, NULL);
    assert_int_equal(acts.act[8].effective_on, TREATY_DAY_END);
}

static void without_a_number_or_a_stated_day_the_days_are_unknown(void **state)
{
    treaty_rule_t rule = opsc;
    acts_t acts = {0};

    (void)state;
    rule.threshold = 0;
    add_many(&acts, 3, "2001-10-18");
    expect_derived(&acts, &rule, NULL, NULL);
    expect_act(&acts.act[0], NULL, TREATY_BASIS_UNKNOWN);
}

static void names_of_kinds_are_read_back(void **state)
{
    treaty_delay_kind_t delay;
    treaty_act_kind_t act;
    int i;

    (void)state;
    for (i = 0; i < TREATY_DELAY__COUNT; i++) {
        assert_int_equal(
            treaty_delay_kind_parse(
                &delay, treaty_delay_kind_name((treaty_delay_kind_t)i)),
            1);
        assert_int_equal(delay, i);
    }
    for (i = 0; i < TREATY_ACT__COUNT; i++) {
        assert_int_equal(treaty_act_kind_parse(
                             &act, treaty_act_kind_name((treaty_act_kind_t)i)),
                         1);
        assert_int_equal(act, i);
    }
    assert_int_equal(treaty_delay_kind_parse(&delay, "Days"), 0);
    assert_int_equal(treaty_act_kind_parse(&act, ""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opsc_enters_into_force_three_months_after_the_tenth),
        TEST(later_participants_of_opsc_wait_a_month),
        TEST(crc_is_cut_at_the_twentieth_deposit),
        TEST(nobody_is_bound_before_the_treaty_is_in_force),
        TEST(ilo_conventions_take_twelve_months_from_registration),
        TEST(each_kind_of_delay_is_counted_its_way),
        TEST(a_delay_from_an_unknown_day_ends_on_none),
        TEST(a_date_is_the_same_for_all),
        TEST(organisations_count_where_the_rule_says_so),
        TEST(signatures_and_undated_consents_reach_no_threshold),
        TEST(a_participant_counts_once_for_the_threshold),
        TEST(a_stated_effective_day_stays),
        TEST(a_stated_entry_into_force_wins_over_the_derived_one),
        TEST(a_stated_entry_stands_for_a_threshold_not_reached),
        TEST(a_stated_entry_tells_who_was_later_where_deposits_do_not),
        TEST(without_a_number_a_stated_entry_tells_who_was_later),
        TEST(a_consent_that_was_withdrawn_reaches_no_threshold),
        TEST(a_deposit_of_which_only_the_effect_is_dated_reaches_none),
        TEST(a_flood_of_consents_is_counted_in_no_time),
        TEST(a_successions_day_is_never_derived),
        TEST(without_a_rule_days_are_unknown),
        TEST(below_the_threshold_consents_are_pending_for_ever),
        TEST(without_a_number_or_a_stated_day_the_days_are_unknown),
        TEST(names_of_kinds_are_read_back),
    };

    return RUN("rule", tests);
}

/* What publishing makes of days of effect. */
#include "unit.h"

/* Publishes the sample with changes, and asks the file. */
static const char *asked(const char *changes, const char *ask, apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "served.db", pool);

    (void)unit_publish(
        path, apr_pstrcat(pool, unit_sample(pool), changes, NULL), pool);
    return unit_rows(path, ask, pool);
}

static void it_is_told_how_the_entry_into_force_is_known(void **state)
{
    static const char ask[] =
        "SELECT slug, entry_into_force_basis FROM treaty ORDER BY id";
    static const char succeeded[] =
        "UPDATE act SET kind = 'succession_to_signature' WHERE position = 6 "
        "AND treaty_id = 1;"
        "UPDATE treaty SET entry_into_force_on = '1992-01-01' WHERE id = 2;";

    assert_string_equal(asked("", ask, *state),
                        "alpha|derived\nbeta|null\ngamma|null\n");
    assert_string_equal(asked(succeeded, ask, *state),
                        "alpha|derived_incomplete\nbeta|stated\n"
                        "gamma|null\n");
    assert_string_equal(asked(apr_pstrcat(*state, succeeded,
                                          "INSERT INTO treaty_coverage VALUES "
                                          "(1, 'predecessors');",
                                          NULL),
                              ask, *state),
                        "alpha|derived\nbeta|stated\ngamma|null\n");
}

static void an_act_of_which_only_the_effect_is_dated_counts_from_it(
    void **state)
{
    assert_string_equal(
        asked("UPDATE act SET deposited_on = NULL, effective_on = "
              "'1992-03-04' WHERE treaty_id = 2;",
              "SELECT from_on, state, consented_on, consent_kind, "
              "in_force_on, why FROM span WHERE treaty_id = 2",
              *state),
        "1992-03-04|in_force|null|accession|1992-03-04|stated\n");
}

static void who_withdraws_a_pending_consent_is_bound_by_no_amendment(
    void **state)
{
    assert_string_equal(
        asked("UPDATE act SET deposited_on = '2001-01-05', effective_on = "
              "'2001-01-20' WHERE kind = 'withdrawal';"
              "INSERT INTO treaty (id, slug, type, entry_into_force_on, binds) "
              "VALUES (4, 'delta', 'amendment', '1999-01-01', 'all');"
              "INSERT INTO treaty_relation (treaty_id, position, kind, "
              "related_slug) VALUES (4, 0, 'amends', 'alpha');",
              "SELECT participant_id, from_on, state FROM span "
              "WHERE treaty_id = 4 ORDER BY 1, 2",
              *state),
        "1|2000-06-01|bound\n2|2000-06-01|bound\n4|2000-06-01|bound\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_told_how_the_entry_into_force_is_known),
        TEST(an_act_of_which_only_the_effect_is_dated_counts_from_it),
        TEST(who_withdraws_a_pending_consent_is_bound_by_no_amendment),
    };

    return RUN("publish_effect", tests);
}

/* What happened under a treaty between two days, and what belongs to it. */
#include "document_unit.h"

#define SHOWN "on what participant.id kind effective_on before after"

typedef struct between_t {
    const char *sql;
    const char *from;
    const char *to;
    const char *id;
} between_t;

static json_t *changes_of(const between_t *between, apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "served.db", pool);
    const treaty_reading_t *reading;
    json_t *document = NULL;

    (void)unit_publish(
        path, apr_pstrcat(pool, unit_sample(pool), between->sql, NULL), pool);
    reading = unit_reading(path, NULL, pool);
    assert_int_equal(treaty_document_treaty_changes(
                         &document, reading, unit_treaty(reading, between->id),
                         unit_day(between->from), unit_day(between->to)),
                     APR_SUCCESS);
    return document;
}

static void expect_items(const between_t *between, const char *expected,
                         apr_pool_t *pool)
{
    const json_t *document = changes_of(between, pool);

    assert_string_equal(
        unit_lines(json_object_get(document, "items"), SHOWN, pool), expected);
}

static void a_treatys_life_is_told_in_its_order(void **state)
{
    static const between_t all = {
        "UPDATE act SET note = 'a note' WHERE kind = 'other';", "1990-01-01",
        "2015-01-01", "alpha"};
    const json_t *document = changes_of(&all, *state);

    assert_string_equal(
        unit_lines(json_object_get(document, "items"), SHOWN, *state),
        "1999-05-25 status - - - not_adopted not_in_force\n"
        "1999-06-01 act aland other - - -\n"
        "2000-01-01 act aland signature - - -\n"
        "2000-02-01 act aland ratification 2000-06-01 - -\n"
        "2000-02-15 act the-union formal_confirmation 2000-06-01 - -\n"
        "2000-03-01 act beland accession 2000-06-01 - -\n"
        "2000-06-01 status - - - not_in_force in_force\n"
        "2000-06-01 effect aland ratification - consented in_force\n"
        "2000-06-01 effect beland accession - consented in_force\n"
        "2000-06-01 effect the-union formal_confirmation - consented "
        "in_force\n"
        "2000-12-31 act celand accession 2001-01-31 - -\n"
        "2001-01-01 act dland signature - - -\n"
        "2001-01-31 effect celand accession - consented in_force\n"
        "2005-01-01 withdrawal celand accession - in_force withdrawn\n");
    unit_expect_member(document, "total", "14", *state);
    unit_expect_member(document, "next", "null", *state);
    unit_expect_member(
        document, "items.8.participant",
        "{\"id\":\"beland\",\"name\":\"beland\",\"language\":null,\"kind\":"
        "\"state\"}",
        *state);
    unit_expect_member(document, "items.1.note", "\"a note\"", *state);
}

static void the_first_day_is_left_out_and_the_last_is_in(void **state)
{
    static const between_t days = {"", "2000-01-01", "2000-02-01", "alpha"};
    static const between_t none = {"", "2000-02-01", "2000-02-01", "alpha"};
    const json_t *document;

    expect_items(&days, "2000-02-01 act aland ratification 2000-06-01 - -\n",
                 *state);
    document = changes_of(&none, *state);
    unit_expect_member(document, "items", "[]", *state);
    unit_expect_member(document, "total", "0", *state);
}

static void both_days_are_counted(void **state)
{
    static const between_t days = {"", "2000-05-31", "2000-12-31", "alpha"};
    const json_t *document = changes_of(&days, *state);

    unit_expect_member(document, "from", "\"2000-05-31\"", *state);
    unit_expect_member(document, "to", "\"2000-12-31\"", *state);
    unit_expect_member(
        document, "treaty",
        "{\"id\":\"alpha\",\"title\":\"alpha\",\"language\":null,\"url\":"
        "\"/ref/treaties/alpha@2000-12-31.json\"}",
        *state);
    unit_expect_member(document, "status",
                       "{\"before\":\"not_in_force\",\"after\":\"in_force\"}",
                       *state);
    unit_expect_member(document, "counts.before.consents", "3", *state);
    unit_expect_member(document, "counts.before.in_force", "0", *state);
    unit_expect_member(document, "counts.after.consents", "4", *state);
    unit_expect_member(document, "counts.after.in_force", "3", *state);
    unit_expect_member(document, "counts.after.states.in_force", "2", *state);
    unit_expect_member(document, "known_through", "\"2015-03-01\"", *state);
}

/* The name that a participant has on the last of the two days. */
static void names_are_those_of_the_last_day(void **state)
{
    static const between_t old = {"", "1999-12-31", "2000-01-01", "alpha"};
    static const between_t later = {"", "1999-12-31", "2001-01-01", "alpha"};

    unit_expect_member(changes_of(&old, *state), "items.0.participant.name",
                       "\"Old Aland\"", *state);
    unit_expect_member(changes_of(&later, *state), "items.0.participant.name",
                       "\"Aland\"", *state);
}

static void a_withdrawal_and_a_return_are_told(void **state)
{
    static const between_t back = {
        "INSERT INTO act (treaty_id, position, participant_id, kind, "
        "deposited_on, effective_on, scope, source_id) VALUES "
        "(1, 20, 2, 'withdrawal', '2006-01-01', '2007-01-01', 'treaty', 2),"
        "(1, 21, 2, 'accession', '2009-01-15', NULL, NULL, 2),"
        "(1, 22, 1, 'withdrawal', '2008-01-01', NULL, 'consent', 2);",
        "2005-06-01", "2010-01-01", "alpha"};

    expect_items(&back,
                 "2006-01-01 act beland withdrawal 2007-01-01 - -\n"
                 "2007-01-01 withdrawal beland accession - "
                 "withdrawal_notified withdrawn\n"
                 "2008-01-01 act aland withdrawal - - -\n"
                 "2008-01-01 withdrawal aland ratification - in_force "
                 "signatory\n"
                 "2009-01-15 act beland accession 2009-02-15 - -\n"
                 "2009-02-15 effect beland accession - consented in_force\n",
                 *state);
}

static void provisional_application_begins_and_gives_way(void **state)
{
    static const between_t provisional = {
        "INSERT INTO act (treaty_id, position, participant_id, kind, "
        "deposited_on, effective_on, source_id) VALUES "
        "(1, 20, 6, 'provisional_application', '2000-03-01', '2000-04-01', "
        "1), (1, 21, 6, 'accession', '2000-04-10', NULL, 1);",
        "2000-03-31", "2000-06-01", "alpha"};
    const json_t *document = changes_of(&provisional, *state);

    assert_string_equal(
        unit_lines(json_object_get(document, "items"), SHOWN, *state),
        "2000-04-01 effect eland - - none provisional\n"
        "2000-04-10 act eland accession 2000-06-01 - -\n"
        "2000-06-01 status - - - not_in_force in_force\n"
        "2000-06-01 effect aland ratification - consented in_force\n"
        "2000-06-01 effect beland accession - consented in_force\n"
        "2000-06-01 effect eland accession - provisional in_force\n"
        "2000-06-01 effect the-union formal_confirmation - consented "
        "in_force\n");
}

/* On a day that no source tells: the last that its source covers. */
static void a_withdrawal_without_a_day_says_so(void **state)
{
    static const between_t bracket = {
        "INSERT INTO act (treaty_id, position, participant_id, kind, scope, "
        "source_id) VALUES (1, 20, 2, 'withdrawal', 'treaty', 1);",
        "2010-01-01", "2016-01-01", "alpha"};
    const json_t *document = changes_of(&bracket, *state);

    assert_string_equal(
        unit_lines(json_object_get(document, "items"), SHOWN " day_unknown",
                   *state),
        "2015-03-01 withdrawal beland accession - in_force withdrawn true\n");
}

/* Who is bound by an amendment ceases to be when it leaves what was amended:
 * behind its last span there is nothing. */
static void the_end_of_being_bound_is_told(void **state)
{
    static const between_t bound = {
        "UPDATE treaty SET binds = 'all', entry_into_force_on = '2002-01-01' "
        "WHERE id = 3;"
        "INSERT INTO treaty_relation (treaty_id, position, kind, "
        "related_slug) VALUES (3, 0, 'amends', 'alpha');",
        "2001-12-31", "2006-01-01", "gamma"};

    expect_items(&bound,
                 "2002-01-01 status - - - not_in_force in_force\n"
                 "2002-01-01 effect aland - - none bound\n"
                 "2002-01-01 effect beland - - none bound\n"
                 "2002-01-01 effect celand - - none bound\n"
                 "2002-01-01 effect the-union - - none bound\n"
                 "2005-01-01 withdrawal celand - - bound none\n",
                 *state);
}

static void a_status_that_stays_is_no_change(void **state)
{
    /* It enters into force after its end: neither before nor after. */
    static const between_t odd = {
        "UPDATE treaty SET ended_on = '1991-01-01', entry_into_force_on = "
        "'1992-01-01' WHERE id = 2;",
        "1990-12-31", "1995-01-01", "beta"};
    const json_t *document = changes_of(&odd, *state);

    assert_string_equal(
        unit_lines(json_object_get(document, "items"), SHOWN, *state),
        "1991-01-01 status - - - not_in_force ended\n"
        "1991-01-01 act aland accession - - -\n");
    unit_expect_member(document, "total", "2", *state);
}

#define MANY                                                               \
    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "     \
    "WHERE i < %s) INSERT INTO act (treaty_id, position, participant_id, " \
    "kind, deposited_on, source_id) SELECT 3, i, 1, 'other', "             \
    "date('2001-01-01', %s), 1 FROM n;"

static void a_long_time_goes_on_behind_a_whole_day(void **state)
{
    between_t many = {"", "2000-01-01", "2010-01-01", "gamma"};
    const json_t *document;

    /* Three acts a day, 1200 of them: 999 rows are 333 whole days. */
    many.sql = apr_psprintf(*state, MANY, "1199", "(i / 3) || ' days'");
    document = changes_of(&many, *state);
    unit_expect_member(document, "total", "1200", *state);
    assert_int_equal(json_array_size(json_object_get(document, "items")), 999);
    unit_expect_member(document, "items.998.on", "\"2001-11-29\"", *state);
    unit_expect_member(document, "next",
                       "\"/ref/treaties/gamma/changes.json?from=2001-11-29&to="
                       "2010-01-01\"",
                       *state);
    many.from = "2001-11-29";
    document = changes_of(&many, *state);
    unit_expect_member(document, "total", "201", *state);
    unit_expect_member(document, "items.0.on", "\"2001-11-30\"", *state);
    unit_expect_member(document, "next", "null", *state);
}

static void a_day_that_is_too_long_is_cut(void **state)
{
    between_t many = {"", "2000-01-01", "2010-01-01", "gamma"};
    const json_t *document;

    many.sql = apr_psprintf(*state, MANY, "1499", "'0 days'");
    document = changes_of(&many, *state);
    unit_expect_member(document, "total", "1500", *state);
    assert_int_equal(json_array_size(json_object_get(document, "items")), 1000);
    unit_expect_member(document, "next", "null", *state);
}

/* ------------------------------------------------------------------------ */

static json_t *family_of(const char *sql, const char *id, const char *day,
                         apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "served.db", pool);
    const treaty_reading_t *reading;
    json_t *document = NULL;

    (void)unit_publish(path, apr_pstrcat(pool, unit_sample(pool), sql, NULL),
                       pool);
    reading = unit_reading(path, day, pool);
    assert_int_equal(
        treaty_document_family(&document, reading, unit_treaty(reading, id)),
        APR_SUCCESS);
    return document;
}

static void a_family_is_the_same_from_each_member(void **state)
{
    static const char amendment[] =
        "INSERT INTO treaty_relation (treaty_id, position, kind, "
        "related_slug) VALUES (3, 0, 'amends', 'alpha'), "
        "(3, 1, 'replaces', 'elsewhere');";
    static const char *const ids[] = {"alpha", "beta", "gamma"};
    apr_size_t i;

    for (i = 0; i < LENGTH(ids); i++) {
        const json_t *family =
            family_of(amendment, ids[i], "2000-12-31", *state);

        assert_string_equal(
            unit_lines(json_object_get(family, "items"),
                       "id title type adopted_on status counts.consents url",
                       *state),
            "beta The Beta Convention convention 1990-01-01 unknown 1 "
            "/ref/treaties/beta@2000-12-31.json\n"
            "alpha The Alpha Protocol protocol 1999-05-25 in_force 4 "
            "/ref/treaties/alpha@2000-12-31.json\n"
            "gamma gamma treaty - unknown - "
            "/ref/treaties/gamma@2000-12-31.json\n");
        unit_expect_member(family, "head", "\"beta\"", *state);
        unit_expect_member(family, "total", "3", *state);
        unit_expect_member(family, "items.0.relations", "[]", *state);
        unit_expect_member(family, "items.1.relations",
                           "[{\"kind\":\"protocol_to\",\"id\":\"beta\"}]",
                           *state);
        unit_expect_member(family, "items.2.relations",
                           "[{\"kind\":\"amends\",\"id\":\"alpha\"},{\"kind\":"
                           "\"replaces\",\"id\":\"elsewhere\"}]",
                           *state);
        unit_expect_member(family, "as_of", "\"2000-12-31\"", *state);
    }
}

static void a_treaty_alone_heads_its_family(void **state)
{
    const json_t *family = family_of("", "gamma", NULL, *state);

    unit_expect_member(family, "total", "1", *state);
    unit_expect_member(family, "head", "\"gamma\"", *state);
    unit_expect_member(family, "items.0.url", "\"/ref/treaties/gamma.json\"",
                       *state);
}

static void members_are_as_they_were_on_the_day(void **state)
{
    const json_t *family = family_of("", "alpha", "1995-01-01", *state);

    unit_expect_member(family, "items.1.id", "\"alpha\"", *state);
    unit_expect_member(family, "items.1.status", "\"not_adopted\"", *state);
    unit_expect_member(family, "items.1.counts.consents", "0", *state);
}

static void what_is_no_treaty_has_no_family(void **state)
{
    const char *path = unit_path(unit_folder(*state), "served.db", *state);
    const treaty_reading_t *reading;
    json_t *document;

    (void)unit_publish(path, "", *state);
    reading = unit_reading(path, NULL, *state);
    assert_int_equal(treaty_document_family(&document, reading, 99),
                     TREATY_ENOTFOUND);
    assert_int_equal(treaty_document_treaty_changes(&document, reading, 99,
                                                    unit_day("2000-01-01"),
                                                    unit_day("2001-01-01")),
                     TREATY_ENOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_treatys_life_is_told_in_its_order),
        TEST(the_first_day_is_left_out_and_the_last_is_in),
        TEST(both_days_are_counted),
        TEST(names_are_those_of_the_last_day),
        TEST(a_withdrawal_and_a_return_are_told),
        TEST(provisional_application_begins_and_gives_way),
        TEST(a_withdrawal_without_a_day_says_so),
        TEST(the_end_of_being_bound_is_told),
        TEST(a_status_that_stays_is_no_change),
        TEST(a_long_time_goes_on_behind_a_whole_day),
        TEST(a_day_that_is_too_long_is_cut),
        TEST(a_family_is_the_same_from_each_member),
        TEST(a_treaty_alone_heads_its_family),
        TEST(members_are_as_they_were_on_the_day),
        TEST(what_is_no_treaty_has_no_family),
    };

    return RUN("treaty_changes", tests);
}

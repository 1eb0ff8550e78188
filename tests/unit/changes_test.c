/* What publications change, as the log of the published file tells it. */
#include "document_unit.h"

#include "treaty_publish.h"

#include <apr_file_io.h>

#define SHOWN                                                                \
    "what kind treaty participant field act_kind deposited_on before after " \
    "correction"
#define ALL 1000

/* A desk with its authoring database, and the file that is published. */
typedef struct desk_t {
    apr_pool_t *pool;
    const char *authoring;
    const char *target;
    unit_log_t *log;
} desk_t;

static desk_t desk_of(const char *sql, apr_pool_t *pool)
{
    desk_t desk = {pool, unit_path(unit_folder(pool), "authoring.db", pool),
                   unit_path(unit_folder(pool), "served.db", pool),
                   unit_log(pool)};

    unit_authoring(desk.authoring, sql, pool);
    return desk;
}

/* Changes the record and publishes it. Returns the revision. */
static const char *publish(const desk_t *desk, const char *sql)
{
    const char *revision = NULL;

    unit_sql(desk->authoring, sql);
    if (treaty_publish(&revision, desk->authoring, desk->target, NULL,
                       &desk->log->log, desk->pool,
                       desk->pool) != APR_SUCCESS) {
        fail_msg("%s", unit_log_text(desk->log));
    }
    return revision;
}

static apr_status_t ask(json_t **document, const desk_t *desk,
                        const char *since, apr_int64_t after, int limit)
{
    return treaty_document_changes(document,
                                   unit_reading(desk->target, NULL, desk->pool),
                                   since, after, limit);
}

static json_t *changes_since(const desk_t *desk, const char *since)
{
    json_t *document = NULL;

    assert_int_equal(ask(&document, desk, since, 0, ALL), APR_SUCCESS);
    assert_int_equal(desk->log->lines->nelts, 0);
    return document;
}

static const char *lines_of(const json_t *document, const char *keys,
                            apr_pool_t *pool)
{
    return unit_lines(json_object_get(document, "items"), keys, pool);
}

/* What one change of the sample record comes to. */
static void expect_changes(const char *sql, const char *expected,
                           apr_pool_t *pool)
{
    desk_t desk = desk_of(unit_sample(pool), pool);
    const char *since = publish(&desk, "");

    (void)publish(&desk, sql);
    assert_string_equal(lines_of(changes_since(&desk, since), SHOWN, pool),
                        expected);
}

static void the_first_publication_changes_nothing(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *revision = publish(&desk, "");
    const json_t *document = changes_since(&desk, NULL);

    unit_expect_member(document, "items", "[]", *state);
    unit_expect_member(document, "total", "0", *state);
    unit_expect_member(document, "revisions", "[]", *state);
    unit_expect_member(document, "since",
                       apr_psprintf(*state, "\"%s\"", revision), *state);
    unit_expect_member(document, "revision",
                       apr_psprintf(*state, "\"%s\"", revision), *state);
}

static void the_same_content_again_changes_nothing(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *first = publish(&desk, "");
    const char *second = publish(&desk, "");
    const json_t *document = changes_since(&desk, first);

    assert_string_not_equal(first, second);
    unit_expect_member(document, "items", "[]", *state);
    assert_string_equal(unit_lines(json_object_get(document, "revisions"),
                                   "revision known_through", *state),
                        apr_pstrcat(*state, second, " 2015-03-01\n", NULL));
}

/* Keys and positions are the database's own affair. */
static void the_same_content_under_other_keys_changes_nothing(void **state)
{
    expect_changes(
        "PRAGMA foreign_keys = OFF;"
        "UPDATE participant SET id = id + 100;"
        "UPDATE participant_name SET participant_id = participant_id + 100;"
        "UPDATE claim SET participant_id = participant_id + 100;"
        "UPDATE act SET participant_id = participant_id + 100, id = id + 700,"
        "    position = 1000 - position;",
        "", *state);
}

static void an_act_after_what_was_covered_is_new(void **state)
{
    expect_changes(
        "INSERT INTO act (treaty_id, position, participant_id, kind, "
        "deposited_on, source_id) VALUES "
        "(1, 50, 6, 'accession', '2015-03-02', 1),"
        "(1, 51, 5, 'accession', '2015-03-01', 1);",
        "act added alpha dland - accession 2015-03-01 - - true\n"
        "act added alpha eland - accession 2015-03-02 - - false\n",
        *state);
}

static void acts_that_change_are_corrections(void **state)
{
    expect_changes(
        "UPDATE act SET deposited_on = '2000-12-30' "
        "WHERE participant_id = 3 AND kind = 'accession';"
        "UPDATE act SET kind = 'acceptance' WHERE participant_id = 2;"
        "DELETE FROM act WHERE participant_id = 5;",
        "act changed alpha beland kind acceptance 2000-03-01 accession "
        "acceptance true\n"
        "act changed alpha celand deposited_on accession 2000-12-30 "
        "2000-12-31 2000-12-30 true\n"
        "act removed alpha dland - signature 2001-01-01 - - true\n",
        *state);
}

static void what_is_filled_in_is_judged_by_its_day(void **state)
{
    expect_changes(
        "UPDATE act SET effective_on = '2001-02-01' "
        "WHERE participant_id = 3 AND kind = 'accession';"
        "UPDATE act SET effective_on = '2020-02-01' WHERE treaty_id = 2;",
        "act changed alpha celand effective_on accession 2000-12-31 - "
        "2001-02-01 true\n"
        "act changed beta aland effective_on accession 1991-01-01 - "
        "2020-02-01 false\n",
        *state);
}

/* Of several acts of a kind the order of their days tells which is which. */
static void acts_of_a_kind_are_told_apart(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *since = publish(
        &desk, "INSERT INTO act (treaty_id, position, participant_id, kind, "
               "deposited_on, source_id) VALUES "
               "(1, 50, 2, 'other', '2004-01-01', 1),"
               "(1, 51, 2, 'other', '2005-01-01', 1),"
               "(1, 52, 2, 'other', '2006-01-01', 1);");

    (void)publish(&desk, "UPDATE act SET deposited_on = '2005-06-01' "
                         "WHERE position = 51;"
                         "INSERT INTO act (treaty_id, position, "
                         "participant_id, kind, deposited_on, source_id) "
                         "VALUES (1, 53, 2, 'other', '2007-01-01', 1);");
    assert_string_equal(
        lines_of(changes_since(&desk, since), SHOWN, *state),
        "act changed alpha beland deposited_on other 2005-06-01 2005-01-01 "
        "2005-06-01 true\n"
        "act added alpha beland - other 2007-01-01 - - true\n");
}

/* Without a day up to which a source covers, nothing was covered. */
static void a_treaty_without_a_known_day_has_nothing_covered(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *since =
        publish(&desk, "UPDATE source SET known_through = NULL;");

    (void)publish(&desk,
                  "INSERT INTO act (treaty_id, position, participant_id, "
                  "kind, deposited_on, source_id) VALUES "
                  "(1, 50, 5, 'other', '1999-06-01', 1);");
    assert_string_equal(lines_of(changes_since(&desk, since), SHOWN, *state),
                        "act added alpha dland - other 1999-06-01 - - "
                        "false\n");
}

static void treaties_come_go_and_change(void **state)
{
    expect_changes(
        "DELETE FROM treaty WHERE id = 3;"
        "UPDATE treaty SET citation = '1 UNTS 1', depositary = 'X', "
        "mtdsg_no = 'I-2' WHERE id = 1;"
        "UPDATE treaty_title SET title = 'The Alpha' WHERE treaty_id = 1;"
        "INSERT INTO treaty_alias VALUES ('AAP', 1);"
        "DELETE FROM treaty_alias WHERE alias = 'AP';"
        "INSERT INTO treaty_subject VALUES (1, 0, 'Islands');"
        "DELETE FROM treaty_relation;"
        "INSERT INTO treaty_text (treaty_id, position, language, authentic, "
        "url, format) VALUES (1, 0, 'fr', 1, 'https://x.example/', 'html');"
        "UPDATE treaty_rule SET threshold = 3;"
        "INSERT INTO treaty (id, slug, type, adopted_on) VALUES "
        "(9, 'delta', 'treaty', '2014-01-01');"
        "INSERT INTO treaty_title VALUES (9, 0, 'official', 'en', 'Delta');"
        /* Of what is new only itself is told. */
        "INSERT INTO act (treaty_id, position, participant_id, kind, "
        "deposited_on) VALUES (9, 0, 1, 'signature', '2014-01-01');",
        "treaty added delta - - - - - Delta false\n"
        "treaty removed gamma - - - - - - true\n"
        "treaty changed alpha - mtdsg_no - - I-1 I-2 true\n"
        "treaty changed alpha - entry_into_force_on - - 2000-06-01 "
        "2001-03-31 true\n"
        "treaty changed alpha - citation - - - 1 UNTS 1 false\n"
        "treaty changed alpha - depositary - - - X false\n"
        "treaty changed alpha - alias - - - AAP false\n"
        "treaty changed alpha - alias - - AP - true\n"
        "treaty changed alpha - relation - - protocol_to beta - true\n"
        "treaty changed alpha - rule - - 2 consents; 3 months; 1 months "
        "after entry_into_force 3 consents; 3 months; 1 months after "
        "entry_into_force true\n"
        "treaty changed alpha - short_title - - The Alpha Protocol The "
        "Alpha true\n"
        "treaty changed alpha - subject - - - Islands false\n"
        "treaty changed alpha - text - - - fr authentic html "
        "https://x.example/ false\n",
        *state);
}

static void participants_and_their_names_change(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *since = publish(&desk, "");

    (void)publish(
        &desk,
        "UPDATE participant SET iso_alpha3 = 'CEL' WHERE id = 3;"
        "INSERT INTO participant (id, slug, kind) VALUES (9, 'fland', "
        "'state');"
        "INSERT INTO participant_name (participant_id, position, name, kind) "
        "VALUES (9, 0, 'Fland', 'name');"
        "UPDATE participant_name SET valid_to = '2016-01-01' "
        "WHERE name = 'Aland';"
        "DELETE FROM participant_name WHERE name LIKE 'Republic%';"
        "INSERT INTO participant_name (participant_id, position, name, kind, "
        "valid_from) VALUES (1, 3, 'New Aland', 'name', '2016-01-01');");
    assert_string_equal(
        lines_of(changes_since(&desk, since),
                 "what kind participant name field before after correction",
                 *state),
        "participant changed celand - iso_alpha3 - CEL false\n"
        "participant added fland - - - - false\n"
        "participant_name changed aland Aland valid_to - 2016-01-01 false\n"
        "participant_name added aland New Aland - - - false\n"
        "participant_name removed aland Republic of Aland - - - true\n");
}

static void statements_are_counted(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *since = publish(
        &desk, "INSERT INTO statement (treaty_id, position, participant_id, "
               "listed_as, kind, made_on, text) VALUES "
               "(1, 0, 1, NULL, 'declaration', '2001-01-01', 'We say.'),"
               "(1, 1, 1, NULL, 'declaration', '2002-01-01', 'We say more.'),"
               "(1, 2, 2, NULL, 'reservation', '2002-01-01', 'We hold.'),"
               "(1, 3, NULL, 'Nowhere', 'objection', NULL, 'No.');");

    (void)publish(
        &desk,
        "UPDATE statement SET text = 'We say much.' WHERE position = 1;"
        "DELETE FROM statement WHERE position = 3;"
        "INSERT INTO statement (treaty_id, position, participant_id, kind, "
        "made_on, text) VALUES "
        "(1, 4, 2, 'reservation', '2016-01-01', 'And this.'),"
        "(1, 5, 3, 'declaration', '2003-01-01', 'Late.');");
    assert_string_equal(
        lines_of(changes_since(&desk, since),
                 "what kind treaty participant name field before after "
                 "correction",
                 *state),
        "statement removed alpha - Nowhere objection 1 0 true\n"
        "statement changed alpha aland - declaration 2 2 true\n"
        "statement changed alpha beland - reservation 1 2 false\n"
        "statement added alpha celand - declaration 0 1 true\n");
}

static void fact_sheets_and_their_claims_change(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *since = publish(
        &desk, "INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, "
               "text) VALUES (1, 0, 'paragraph', 'It was so.');");

    (void)publish(
        &desk,
        "UPDATE fact_sheet SET title = 'The Sheet', place = 'Here';"
        "UPDATE fact_sheet_block SET text = 'It is so.';"
        "UPDATE claim SET claimed = '3';"
        "INSERT INTO claim (fact_sheet_id, position, treaty_slug, measure, "
        "claimed, as_of, status) VALUES "
        "(1, 1, 'beta', 'consents', '1', '2002-12-24', 'accepted'),"
        "(1, 2, 'beta', 'consents', '7', '2002-12-24', 'proposed');"
        "INSERT INTO fact_sheet (slug, title) VALUES ('other', 'Other');");
    assert_string_equal(
        lines_of(changes_since(&desk, since),
                 "what kind fact_sheet treaty field before after correction "
                 "url",
                 *state),
        "fact_sheet changed 2002-sheet - blocks 1 1 true "
        "/ref/fact-sheets/2002-sheet.json\n"
        "fact_sheet changed 2002-sheet - place - Here false "
        "/ref/fact-sheets/2002-sheet.json\n"
        "fact_sheet changed 2002-sheet - title A Sheet The Sheet true "
        "/ref/fact-sheets/2002-sheet.json\n"
        "fact_sheet added other - - - Other false "
        "/ref/fact-sheets/other.json\n"
        "claim changed 2002-sheet alpha signatures 2 3 true "
        "/ref/fact-sheets/2002-sheet.json\n"
        "claim added 2002-sheet beta consents - 1 false "
        "/ref/fact-sheets/2002-sheet.json\n");
}

/* ------------------------------------------------------------------------ */

static void the_log_goes_on_from_publication_to_publication(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *first = publish(&desk, "");
    const char *second =
        publish(&desk, "UPDATE treaty SET citation = 'A' WHERE id = 1;");
    const char *third = publish(&desk, "");
    const char *fourth =
        publish(&desk, "UPDATE treaty SET citation = NULL WHERE id = 1;");
    const json_t *document = changes_since(&desk, first);

    assert_string_equal(
        lines_of(document, "revision field before after", *state),
        apr_pstrcat(*state, second, " citation - A\n", fourth,
                    " citation A -\n", NULL));
    assert_string_equal(
        unit_lines(json_object_get(document, "revisions"), "revision", *state),
        apr_pstrcat(*state, second, "\n", third, "\n", fourth, "\n", NULL));
    unit_expect_member(document, "total", "2", *state);

    document = changes_since(&desk, second);
    assert_string_equal(lines_of(document, "revision", *state),
                        apr_pstrcat(*state, fourth, "\n", NULL));
    document = changes_since(&desk, fourth);
    unit_expect_member(document, "items", "[]", *state);
    unit_expect_member(document, "total", "0", *state);
}

static void an_older_content_again_is_another_change(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    desk_t older = desk_of(unit_sample(*state), *state);
    const char *second;

    (void)publish(&desk, "");
    second = publish(&desk, "DELETE FROM act WHERE participant_id = 5;");
    older.target = desk.target;
    (void)publish(&older, "");
    assert_string_equal(lines_of(changes_since(&desk, second), SHOWN, *state),
                        "act added alpha dland - signature 2001-01-01 - - "
                        "true\n");
}

static void a_revision_that_is_not_in_the_log_is_not_found(void **state)
{
    static const char *const strange[] = {
        "", "x", "0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef' OR 1 --"};
    desk_t desk = desk_of(unit_sample(*state), *state);
    json_t *document;
    size_t i;

    (void)publish(&desk, "");
    for (i = 0; i < LENGTH(strange); i++) {
        assert_int_equal(ask(&document, &desk, strange[i], 0, ALL),
                         TREATY_ENOTFOUND);
    }
}

#define MANY_ACTS                                                            \
    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE " \
    "i < 24) INSERT INTO act (treaty_id, position, participant_id, kind, "   \
    "deposited_on, source_id) SELECT 1, 100 + i, 2, 'other', "               \
    "date('2016-01-01', i || ' days'), 1 FROM n;"

static void pages_go_on_where_the_one_before_ends(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *since = publish(&desk, "");
    const char *seen = "";
    const char *next;
    json_t *document;
    apr_int64_t after = 0;
    int pages = 0;

    (void)publish(&desk, "UPDATE treaty SET citation = 'A' WHERE id = 1;");
    (void)publish(&desk, MANY_ACTS);
    do {
        assert_int_equal(ask(&document, &desk, since, after, 10), APR_SUCCESS);
        unit_expect_member(document, "total", "26", *state);
        seen = apr_pstrcat(*state, seen,
                           lines_of(document, "deposited_on", *state), NULL);
        next = treaty_json_text(document, "next");
        if (next) {
            unit_expect_part(
                next, apr_pstrcat(*state, "/ref/changes.json?since=", since,
                                  "&limit=10&cursor=", NULL));
            after = apr_atoi64(strstr(next, "cursor=") + 7);
        }
        pages++;
    } while (next && pages < 10);
    assert_int_equal(pages, 3);
    assert_string_equal(
        seen, lines_of(changes_since(&desk, since), "deposited_on", *state));
    assert_int_equal(strlen(seen), 2 + 25 * 11);
}

static void the_log_keeps_a_hundred_publications(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    json_t *document;

    (void)publish(&desk, "");
    /* As if 99 more had been published before, each with a change. */
    unit_sql(desk.target,
             "UPDATE change_revision SET number = 100;"
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
             "WHERE i < 99) INSERT INTO change_revision SELECT i, "
             "printf('%032x', i), '2020-01-01T00:00:00Z', NULL FROM n;"
             "INSERT INTO change_log (number, what, kind, before) "
             "SELECT number, 'treaty', 'removed', number FROM change_revision "
             "WHERE number > 1 ORDER BY number;");
    (void)publish(&desk, "");
    assert_string_equal(
        unit_rows(desk.target,
                  "SELECT count(*), min(number), max(number) FROM "
                  "change_revision UNION ALL SELECT count(*), min(number), "
                  "max(number) FROM change_log",
                  *state),
        "100|2|101\n98|3|100\n");
    assert_int_equal(
        ask(&document, &desk, "00000000000000000000000000000001", 0, ALL),
        TREATY_ENOTFOUND);
    document = changes_since(&desk, "00000000000000000000000000000002");
    unit_expect_member(document, "total", "98", *state);
    unit_expect_member(document, "items.0.before", "\"3\"", *state);
}

static void the_log_keeps_a_hundred_thousand_changes(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    const char *second;
    const char *third;
    json_t *document;

    (void)publish(&desk, "");
    second = publish(&desk, "");
    unit_sql(desk.target,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
             "WHERE i < 100000) INSERT INTO change_log (number, what, kind) "
             "SELECT 2, 'treaty', 'removed' FROM n;");
    third = publish(&desk, "");
    document = changes_since(&desk, NULL);
    unit_expect_member(document, "total", "100000", *state);
    (void)publish(&desk, "UPDATE treaty SET citation = 'A' WHERE id = 1;");
    document = changes_since(&desk, NULL);
    unit_expect_member(document, "total", "1", *state);
    unit_expect_member(document, "since",
                       apr_psprintf(*state, "\"%s\"", second), *state);
    document = changes_since(&desk, third);
    unit_expect_member(document, "total", "1", *state);
}

static void expect_new_log(const desk_t *desk)
{
    const char *revision = publish(desk, "");

    unit_log_expect(desk->log, "TREATY0203");
    assert_string_equal(
        unit_rows(desk->target,
                  "SELECT number, revision, (SELECT count(*) FROM change_log) "
                  "FROM change_revision",
                  desk->pool),
        apr_pstrcat(desk->pool, "1|", revision, "|0\n", NULL));
}

static void a_file_that_is_not_ours_begins_a_new_log(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);

    unit_puts(desk.target, "a text, and no database at all");
    expect_new_log(&desk);
}

static void a_file_without_a_log_begins_a_new_one(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);

    (void)publish(&desk, "");
    unit_sql(desk.target, "DROP TABLE change_log;");
    expect_new_log(&desk);
}

static void a_file_that_is_broken_begins_a_new_log(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);
    apr_size_t len;
    char *data;

    (void)publish(&desk, "");
    data = unit_read(&len, desk.target, *state);
    /* The schema stays, and what it leads to goes. */
    memset(data + 65536, 0xff, len - 65536);
    unit_write(desk.target, data, len);
    expect_new_log(&desk);
}

/* What the old log holds is checked like everything else. */
static void a_log_that_can_not_be_taken_over_is_left(void **state)
{
    desk_t desk = desk_of(unit_sample(*state), *state);

    (void)publish(&desk, "");
    unit_sql(desk.target, "PRAGMA ignore_check_constraints = 1;"
                          "UPDATE change_revision SET revision = '<script>';");
    expect_new_log(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_publication_changes_nothing),
        TEST(the_same_content_again_changes_nothing),
        TEST(the_same_content_under_other_keys_changes_nothing),
        TEST(an_act_after_what_was_covered_is_new),
        TEST(acts_that_change_are_corrections),
        TEST(what_is_filled_in_is_judged_by_its_day),
        TEST(acts_of_a_kind_are_told_apart),
        TEST(a_treaty_without_a_known_day_has_nothing_covered),
        TEST(treaties_come_go_and_change),
        TEST(participants_and_their_names_change),
        TEST(statements_are_counted),
        TEST(fact_sheets_and_their_claims_change),
        TEST(the_log_goes_on_from_publication_to_publication),
        TEST(an_older_content_again_is_another_change),
        TEST(a_revision_that_is_not_in_the_log_is_not_found),
        TEST(pages_go_on_where_the_one_before_ends),
        TEST(the_log_keeps_a_hundred_publications),
        TEST(the_log_keeps_a_hundred_thousand_changes),
        TEST(a_file_that_is_not_ours_begins_a_new_log),
        TEST(a_file_without_a_log_begins_a_new_one),
        TEST(a_file_that_is_broken_begins_a_new_log),
        TEST(a_log_that_can_not_be_taken_over_is_left),
    };

    return RUN("changes", tests);
}

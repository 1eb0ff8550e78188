/* What a user may have meant, and the ids that are offered for a wrong one. */
#include "search_unit.h"

static void a_near_miss_is_mended(void **state)
{
    static const char *const cases[][2] = {
        {"convetnion", "[\"convention\"]"},
        {"Optinal protcol ", "[\"optional protocol \"]"},
        {"the \"rigths of the\" hcild",
         "[\"the \\\"rights of the\\\" child\"]"},
        {"OSPC", "[\"opsc\"]"},
        {"pornografy", "[\"pornography\"]"},
        {"xpium", "[\"opium\"]"},
        {"pium", "[\"opium\"]"},
        {"oopium", "[\"opium\"]"},
        {"poium", "[\"opium\"]"},
        {"Ivroy coast", "[\"ivory coast\"]"},
        {"xyz", "[]"},
        {"qwertyuiop", "[]"},
        {"27532", "[]"},
        {"conv", "[]"},
        {"", "[]"},
        /* The words are there, but never together. */
        {"opium slvery", "[]"},
    };
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *near = unit_member(unit_search(reading, cases[i][0]),
                                       "did_you_mean", *state);

        if (strcmp(near, cases[i][1]) != 0) {
            fail_msg("%s: %s, not %s", cases[i][0], near, cases[i][1]);
        }
    }
}

static void few_matches_of_a_slip_are_not_enough(void **state)
{
    /* A title with a slip of its own, and many without. */
    const char *sql = apr_pstrcat(
        *state,
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n "
        "  WHERE n < 30)"
        "INSERT INTO treaty (id, slug, type) SELECT n, 't' || n, 'treaty' "
        "  FROM n;"
        "INSERT INTO treaty_title (treaty_id, position, kind, language, title)"
        "  SELECT id, 0, 'short', 'en', CASE id WHEN 1 THEN 'Pollutoin' "
        "  ELSE 'Pollution' END FROM treaty;",
        NULL);
    const treaty_reading_t *reading = unit_reading_of(sql, *state);
    json_t *document = unit_search(reading, "pollutoin");

    unit_expect_member(document, "total", "1", *state);
    unit_expect_member(document, "did_you_mean", "[\"pollution\"]", *state);
    document = unit_search(reading, "pollution");
    unit_expect_member(document, "total", "29", *state);
    unit_expect_member(document, "did_you_mean", "[]", *state);
}

/* Beginnings with few words are asked for word by word, others as such. */
static void a_beginning_finds_all_its_words(void **state)
{
    const char *sql =
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n "
        "  WHERE n < 60)"
        "INSERT INTO treaty (id, slug, type) SELECT n, 't' || n, 'treaty' "
        "  FROM n;"
        "INSERT INTO treaty_title (treaty_id, position, kind, language, title)"
        "  SELECT id, 0, 'short', 'en', CASE WHEN id <= 20 THEN 'fewer' "
        "  WHEN id <= 59 THEN 'multi' ELSE 'multi multi' || id END || "
        "  CASE WHEN id < 60 THEN char(97 + id % 20) || id ELSE '' END "
        "  FROM treaty;"
        "UPDATE treaty_title SET title = 'fewer' WHERE treaty_id = 20";
    const treaty_reading_t *reading = unit_reading_of(sql, *state);
    json_t *document = unit_search(reading, "fewer");

    unit_expect_member(document, "total", "20", *state);
    /* The word itself before those that go on. */
    unit_expect_member(document, "items.0.id", "\"t20\"", *state);
    document = unit_search(reading, "multi");
    unit_expect_member(document, "total", "40", *state);
    unit_expect_member(document, "items.0.id", "\"t60\"", *state);
    unit_expect_member(unit_search(reading, "multi "), "total", "1", *state);
    unit_expect_member(unit_search(reading, "few* mul"), "total", "0", *state);
}

static void expect_suggestions(const treaty_reading_t *reading,
                               treaty_sql_t near, const char *id,
                               const char *expected)
{
    const char *ids = unit_lines(treaty_document_suggestions(reading, near, id),
                                 "id", reading->pool);

    if (strcmp(ids, expected) != 0) {
        fail_msg("%s: %s, not %s", id, ids, expected);
    }
}

static void a_wrong_id_is_looked_for_as_words(void **state)
{
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);

    /* An id that looks like it comes before any search. */
    expect_suggestions(reading, TREATY_SQL_TREATY_NEAR, "opcs", "opsc\nopac\n");
    expect_suggestions(reading, TREATY_SQL_TREATY_NEAR, "rights-of-the-child",
                       "crc\nopac\nopsc\n");
    expect_suggestions(reading, TREATY_SQL_TREATY_NEAR, "labuor", "ilo-c182\n");
    expect_suggestions(reading, TREATY_SQL_TREATY_NEAR, "iv11c", "opsc\n");
    expect_suggestions(reading, TREATY_SQL_TREATY_NEAR, "nothing-like-it", "");
    expect_suggestions(reading, TREATY_SQL_TREATY_NEAR, "\"*(", "");
    expect_suggestions(reading, TREATY_SQL_FACT_SHEET_NEAR, "sale-of-children",
                       "2002-sheet\n");
    expect_suggestions(reading, TREATY_SQL_FACT_SHEET_NEAR, "gabon", "");
    expect_suggestions(reading, TREATY_SQL_PARTICIPANT_NEAR, "sale-of-children",
                       "");
    expect_suggestions(reading, TREATY_SQL_PARTICIPANT_NEAR, "ivoire", "civ\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_near_miss_is_mended),
        TEST(few_matches_of_a_slip_are_not_enough),
        TEST(a_beginning_finds_all_its_words),
        TEST(a_wrong_id_is_looked_for_as_words),
    };

    return RUN("search_near", tests);
}

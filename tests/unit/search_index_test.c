/* What publishing makes for searching: the index, the keys, the words. */
#include "unit.h"

/* The record that a match is of, a line each. */
static const char *matches(const char *path, const char *expression,
                           apr_pool_t *pool)
{
    return unit_rows(path,
                     apr_psprintf(pool,
                                  "SELECT r.kind, r.record_id FROM search AS s "
                                  "JOIN search_record AS r ON r.id = s.rowid "
                                  "WHERE search MATCH '%s' ORDER BY r.id",
                                  expression),
                     pool);
}

static const char more_to_find[] =
    "INSERT INTO treaty_subject VALUES (2, 0, 'Children''s rights');"
    "UPDATE treaty SET registration_no = '27531', citation = '2 UNTS 7';"
    "INSERT INTO treaty_title VALUES (3, 0, 'official', 'fr', "
    "'La Convention d''\xc3\x89t\xc3\xa9');"
    "INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, level, text) "
    "VALUES (1, 0, 'heading', 2, 'Ages'), (1, 1, 'paragraph', NULL, 'Ago');"
    "INSERT INTO statement (treaty_id, position, participant_id, kind, text) "
    "VALUES (2, 0, 2, 'territorial_application', 'It shall not apply.'),"
    "(1, 0, NULL, 'note', NULL);";

static const char *publish(apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "served.db", pool);

    (void)unit_publish(
        path, apr_pstrcat(pool, unit_sample(pool), more_to_find, NULL), pool);
    return path;
}

static void every_kind_of_record_is_found_by_its_words(void **state)
{
    const char *path = publish(*state);

    /* The most consented to comes first. */
    assert_string_equal(matches(path, "title:the", *state),
                        "treaty|1\ntreaty|2\n");
    assert_string_equal(matches(path, "ete", *state), "treaty|3\n");
    assert_string_equal(matches(path, "\"I-1\"", *state),
                        "treaty|1\nstatement|2\n");
    assert_string_equal(matches(path, "i1", *state), "treaty|1\n");
    assert_string_equal(matches(path, "ap", *state), "treaty|1\nstatement|2\n");
    assert_string_equal(matches(path, "\"2 UNTS 7\"", *state),
                        "treaty|1\ntreaty|2\ntreaty|3\n");
    assert_string_equal(matches(path, "subject:children", *state),
                        "treaty|2\n");
    assert_string_equal(matches(path, "\"old aland\"", *state),
                        "participant|1\n");
    assert_string_equal(matches(path, "bbb", *state), "participant|2\n");
    assert_string_equal(matches(path, "\"ages ago\"", *state),
                        "fact_sheet|1\n");
    /* No phrase runs from one name into the next. */
    assert_string_equal(matches(path, "\"aland republic\"", *state), "");
    assert_string_equal(matches(path, "apply", *state), "statement|1\n");
    assert_string_equal(matches(path, "territorial beta", *state),
                        "statement|1\n");
}

static void whole_names_are_keys(void **state)
{
    const char *path = publish(*state);

    assert_string_equal(
        unit_rows(path,
                  "SELECT k.key, k.tier, r.kind, r.record_id "
                  "FROM search_key AS k JOIN search_record AS r "
                  "ON r.id = k.search_id WHERE k.key IN ('i-1', 'i1', 'ap', "
                  "'27531', 'aaa', 'old-aland', 'la-convention-d-ete', "
                  "'a-sheet') ORDER BY k.key, r.id",
                  *state),
        "27531|1|treaty|1\n27531|1|treaty|2\n27531|1|treaty|3\n"
        "a-sheet|1|fact_sheet|1\naaa|0|participant|1\nap|0|treaty|1\n"
        "i-1|0|treaty|1\ni1|2|treaty|1\nla-convention-d-ete|1|treaty|3\n"
        "old-aland|1|participant|1\n");
    assert_string_equal(
        unit_rows(path,
                  "SELECT word, documents, initial, letters, rest "
                  "FROM search_word WHERE word IN ('alpha', 'beta')",
                  *state),
        "alpha|2|a|5|lpha\nbeta|2|b|4|eta\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_of_record_is_found_by_its_words),
        TEST(whole_names_are_keys),
    };

    return RUN("search_index", tests);
}

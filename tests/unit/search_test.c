/* Searching: what a user's text means, what it finds and in which order. */
#include "search_unit.h"

/* The terms of a text: "rights of the child|conv*". */
static const char *terms_of(const treaty_reading_t *reading, const char *text)
{
    treaty_search_text_t *parsed;
    const char *terms = "";
    int i;

    treaty_search_parse(&parsed, reading, text);
    for (i = 0; i < parsed->words->nelts; i++) {
        const treaty_search_word_t *word =
            &APR_ARRAY_IDX(parsed->words, i, treaty_search_word_t);

        terms = apr_pstrcat(reading->pool, terms,
                            i == 0            ? ""
                            : word->is_joined ? " "
                                              : "|",
                            word->text, word->is_prefix ? "*" : "", NULL);
    }
    return terms;
}

static void a_text_is_taken_apart(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"  \t", ""},
        {"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", ""},
        {"\xe2\x98\x83 \xe2\x98\x83", ""},
        {"Child", "child*"},
        {"Child ", "child"},
        {"child.", "child"},
        {"sale of children", "sale|of|children*"},
        {"\"sale of\" children", "sale of|children*"},
        {"\"sale of children\"", "sale of children"},
        {"\"sale of chil", "sale of chil*"},
        {"\xe2\x80\x9csale of\xe2\x80\x9d chil", "sale of|chil*"},
        {"sal* child*", "sal*|child*"},
        {"IV-11-c", "iv 11 c"},
        {"IV.11.c.", "iv 11 c"},
        {"iv 11 ca", "iv|11|ca*"},
        {"C\xc3\xb4te d\xe2\x80\x99Ivoire", "cote|d ivoire*"},
        {"child,armed;conflict", "child|armed|conflict*"},
        {"a OR b AND NOT NEAR(c d)", "a|or|b|and|not|near|c|d"},
        {"title:child {code}: ^x", "title|child|code|x"},
        {"\"\"\"child\"\"\"", "child"},
        {"*child", "child*"},
        {"\xd8\xad\xd9\x82\xd9\x88\xd9\x82 \xd8\xb7\xd9\x81\xd9\x84",
         "\xd8\xad\xd9\x82\xd9\x88\xd9\x82|\xd8\xb7\xd9\x81\xd9\x84*"},
        {"x", "x"},
        {"x*", "x"},
    };
    const treaty_reading_t *reading = unit_reading_of("", *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *terms = terms_of(reading, cases[i][0]);

        if (strcmp(terms, cases[i][1]) != 0) {
            fail_msg("%s: %s, not %s", cases[i][0], terms, cases[i][1]);
        }
    }
}

/* The slugs of the treaties that a text finds. */
static const char *treaties_of(const treaty_reading_t *reading,
                               const char *text)
{
    apr_array_header_t *keys;
    const char *slugs = "";
    int is_estimate;
    int i;

    assert_int_equal(treaty_search_treaties(&keys, &is_estimate, reading, text),
                     APR_SUCCESS);
    assert_false(is_estimate);
    for (i = 0; i < keys->nelts; i++) {
        static const char *const names[] = {"?",        "crc",   "opac", "opsc",
                                            "ilo-c182", "opium", "west"};

        slugs = apr_pstrcat(reading->pool, slugs, i ? " " : "",
                            names[APR_ARRAY_IDX(keys, i, apr_int64_t)], NULL);
    }
    return slugs;
}

static void treaties_are_found_the_named_one_first(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"nothing of the kind", ""},
        {"OPSC", "opsc"},
        {"opsc ", "opsc"},
        {"IV-11-c", "opsc"},
        {"iv.11.C", "opsc"},
        {"IV 11 c", "opsc"},
        {"iv11c", "opsc"},
        {"IV-11", "crc opsc opac"},
        {"27531", "crc opac opsc"},
        {"C182", "ilo-c182"},
        {"C-182", "ilo-c182"},
        {"ILO C182", "ilo-c182"},
        {"op-crc-ac", "opac"},
        {"opcrcac", "opac"},
        {"convention on the rights of the child", "crc opsc opac"},
        {"\"rights of the child\"", "crc opac opsc"},
        {"droits enf", "crc"},
        {"labour", "ilo-c182"},
        {"\"child convention\"", ""},
        {"opium conv", "opium"},
    };
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *found = treaties_of(reading, cases[i][0]);

        if (strcmp(found, cases[i][1]) != 0) {
            fail_msg("%s: %s, not %s", cases[i][0], found, cases[i][1]);
        }
    }
}

/* ------------------------------------------------------------------------ */

/* The items, "treaty crc", a line each. */
static const char *items_of(const json_t *document, apr_pool_t *pool)
{
    return unit_lines(json_object_get(document, "items"), "kind id", pool);
}

static void each_kind_is_found_in_its_order(void **state)
{
    static const struct {
        const char *q;
        const char *items;
    } cases[] = {
        /* A title before a name before a body, however often it is there. */
        {"gabon ", "participant gab\ntreaty west\nstatement opsc/0\n"},
        {"gab", "participant gab\ntreaty west\nstatement opsc/0\n"},
        {"gabo", "treaty west\nparticipant gab\nstatement opsc/0\n"},
        {"cote", "participant civ\n"},
        {"Cote d'Ivoire", "participant civ\n"},
        {"c\xc3\xb4te d\xe2\x80\x99ivoire", "participant civ\n"},
        {"IVORY", "participant civ\n"},
        {"CIV", "participant civ\n"},
        {"US", "participant usa\n"},
        {"united states reservation", "statement crc/0\n"},
        {"slavery", "fact_sheet 2002-sheet\n"},
        {"sale children",
         "fact_sheet 2002-sheet\ntreaty opsc\nstatement opsc/0\n"},
        {"the sale of children",
         "fact_sheet 2002-sheet\ntreaty opsc\nstatement opsc/0\n"},
        {"opsc", "treaty opsc\nstatement opsc/0\n"},
        {"wto", "treaty opium\n"},
        {"europ", "participant eu\n"},
    };
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *items =
            items_of(unit_search(reading, cases[i].q), reading->pool);

        if (strcmp(items, cases[i].items) != 0) {
            fail_msg("%s:\n%s, not\n%s", cases[i].q, items, cases[i].items);
        }
    }
}

static void kinds_can_be_chosen(void **state)
{
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    json_t *document = unit_search_page(
        reading, "gabon", TREATY_SEARCH_PARTICIPANT | TREATY_SEARCH_STATEMENT,
        0, 20);

    assert_string_equal(items_of(document, *state),
                        "participant gab\nstatement opsc/0\n");
    unit_expect_member(document, "total", "2", *state);
    document =
        unit_search_page(reading, "opsc", TREATY_SEARCH_PARTICIPANT, 0, 20);
    unit_expect_member(document, "total", "0", *state);
    assert_int_equal(treaty_search_kind("fact_sheet"),
                     TREATY_SEARCH_FACT_SHEET);
    assert_int_equal(treaty_search_kind("sheet"), 0);
}

static void an_item_says_what_it_is(void **state)
{
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    json_t *document = unit_search(reading, "\"age at\" gabon");

    unit_expect_member(
        document, "items",
        "[{\"kind\":\"statement\",\"statement\":{\"position\":0,"
        "\"listed_as\":null,\"kind\":\"declaration\",\"made_on\":null},"
        "\"treaty\":{\"id\":\"opsc\",\"title\":\"Optional Protocol to the "
        "Convention on the Rights of the Child on the sale of children, child "
        "prostitution and child pornography\",\"language\":\"en\"},"
        "\"participant\":{\"id\":\"gab\","
        "\"name\":\"Gabon\",\"language\":\"en\",\"kind\":\"state\"},\"id\":"
        "\"opsc/0\","
        "\"title\":\"Gabon\",\"language\":\"en\",\"url\":\"/ref/treaties/opsc/"
        "statements.json\","
        "\"html_url\":\"/ref/treaties/opsc/statements\",\"snippet\":["
        "{\"text\":\"Gabon\",\"hit\":true},{\"text\":\" sets the \","
        "\"hit\":false},{\"text\":\"age at\",\"hit\":true},"
        "{\"text\":\" eighteen. \",\"hit\":false},{\"text\":\"Gabon\","
        "\"hit\":true},{\"text\":\" hopes that \",\"hit\":false},"
        "{\"text\":\"Gabon\",\"hit\":true},{\"text\":\", like every friend of "
        "\",\"hit\":false},{\"text\":\"Gabon\",\"hit\":true},"
        "{\"text\":\", will be heard.\",\"hit\":false}]}]",
        *state);
    unit_expect_member(document, "terms", "[\"age at\",\"gabon*\"]", *state);
    document = unit_search(reading, "droits");
    unit_expect_member(document, "items.0.title",
                       "\"Convention on the Rights of the Child\"", *state);
    unit_expect_member(document, "items.0.snippet",
                       "[{\"text\":\"Convention relative aux \","
                       "\"hit\":false},{\"text\":\"droits\",\"hit\":true},"
                       "{\"text\":\" de l'enfant\",\"hit\":false}]",
                       *state);
}

static void pages_hold_each_match_once(void **state)
{
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    const char *all = items_of(unit_search(reading, "child"), *state);
    const char *pages = "";
    int i;

    for (i = 0; i < 4; i++) {
        pages =
            apr_pstrcat(*state, pages,
                        items_of(unit_search_page(reading, "child",
                                                  TREATY_SEARCH_ALL, i * 2, 2),
                                 *state),
                        NULL);
    }
    assert_string_equal(pages, all);
    assert_string_equal(
        items_of(unit_search_page(reading, "child", TREATY_SEARCH_ALL, 4000, 2),
                 *state),
        "");
}

/* ------------------------------------------------------------------------ */

static const char *snippet_of(const treaty_reading_t *reading, const char *q,
                              const char *source)
{
    treaty_search_text_t *text;
    json_t *pieces;
    json_t *piece;
    const char *shown = "";
    int terms;
    size_t i;

    treaty_search_parse(&text, reading, q);
    pieces = treaty_json_bind(
        treaty_search_snippet(&terms, reading, text, source, reading->pool),
        reading->pool);
    json_array_foreach(pieces, i, piece)
    {
        int hit = json_is_true(json_object_get(piece, "hit"));

        shown =
            apr_pstrcat(reading->pool, shown, hit ? "<" : "",
                        treaty_json_text(piece, "text"), hit ? ">" : "", NULL);
    }
    return shown;
}

static void a_snippet_marks_what_is_hit(void **state)
{
    static const char *const cases[][3] = {
        {"sale of", "The sale of it", "The <sale> <of> it"},
        {"\"sale of\"", "Of a sale; sale of it", "Of a sale; <sale of> it"},
        {"chil", "Children, CHILD", "<Children>, <CHILD>"},
        {"chil ", "Children", "Children"},
        {"ete", "l'\xc3\x89t\xc3\xa9!", "l'<\xc3\x89t\xc3\xa9>!"},
        {"b", "<b>\"&'</b>", "<<b>>\"&'</<b>>"},
        {"a", "", ""},
        {"a", " \xe2\x98\x83\n", " \xe2\x98\x83 "},
        {"two", "one\n\ntwo\tthree", "one  <two> three"},
        {"x", "\xff x", ""},
    };
    const treaty_reading_t *reading = unit_reading_of("", *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *shown = snippet_of(reading, cases[i][0], cases[i][1]);

        /* What stands around a hit and isn't UTF-8 isn't shown. */
        assert_string_equal(shown,
                            i + 1 == LENGTH(cases) ? "<x>" : cases[i][2]);
    }
}

static void a_snippet_of_a_long_text_is_its_best_part(void **state)
{
    const treaty_reading_t *reading = unit_reading_of("", *state);
    char *source = apr_pcalloc(*state, 50001);
    const char *shown;
    int i;

    for (i = 0; i < 50000; i += 10) {
        memcpy(source + i, i == 1000 ? "one       " : "\xc3\xa4 filler ", 10);
    }
    memcpy(source + 20000, "one of two filler   ", 20);
    shown = snippet_of(reading, "one two", source);
    unit_expect_part(shown, "<one> of <two>");
    assert_true(strlen(shown) < 300);
    assert_memory_equal(shown, "\xe2\x80\xa6", 3);
    assert_string_equal(shown + strlen(shown) - 3, "\xe2\x80\xa6");
    /* One word without end. */
    memset(source, 'a', 50000);
    assert_int_equal(strlen(snippet_of(reading, "b", source)), 240 + 3);
    assert_true(strlen(snippet_of(reading, "aa", source)) < 500);
}

/* ------------------------------------------------------------------------ */

/* A thousand and more treaties that share a word, and the most consented to
 * are those with the highest ids. */
static const char many[] =
    "INSERT INTO participant (id, slug, kind) VALUES (1, 'a', 'state');"
    "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n "
    "  WHERE n < 3000)"
    "INSERT INTO treaty (id, slug, type) SELECT n, 't' || n, 'treaty' FROM n;"
    "INSERT INTO treaty_title (treaty_id, position, kind, language, title)"
    "  SELECT id, 0, 'short', 'en', 'A common treaty' ||"
    "  CASE WHEN id % 3 = 0 THEN ' of thirds' ELSE '' END FROM treaty;"
    "INSERT INTO treaty_coverage SELECT id, 'consents' FROM treaty;"
    "INSERT INTO act (treaty_id, position, participant_id, kind, deposited_on)"
    "  SELECT id, 0, 1, 'accession', '2000-01-01' FROM treaty WHERE id > 2990;";

static void a_common_words_total_is_an_estimate(void **state)
{
    const treaty_reading_t *reading = unit_reading_of(many, *state);
    json_t *document = unit_search(reading, "common");
    apr_array_header_t *keys;
    int is_estimate;

    unit_expect_member(document, "total", "3000", *state);
    unit_expect_member(document, "total_is_estimate", "true", *state);
    unit_expect_member(document, "did_you_mean", "[]", *state);
    document = unit_search(reading, "thirds");
    unit_expect_member(document, "total", "1000", *state);
    unit_expect_member(document, "total_is_estimate", "false", *state);
    assert_int_equal(
        treaty_search_treaties(&keys, &is_estimate, reading, "common"),
        APR_SUCCESS);
    assert_true(is_estimate);
    assert_int_equal(keys->nelts, TREATY_SEARCH_RANKED_MAX);
    /* What is looked at are the most consented to. */
    assert_true(APR_ARRAY_IDX(keys, 0, apr_int64_t) > 2990);
    /* One that is named is found beyond what is looked at. */
    document = unit_search(reading, "t1500");
    assert_string_equal(items_of(document, *state), "treaty t1500\n");
}

/* ------------------------------------------------------------------------ */

/* Whatever is asked, there is an answer of the right form. */
static void expect_answer(const treaty_reading_t *reading, const char *q)
{
    json_t *document = unit_search(reading, q);
    char *text = json_dumps(document, 0);

    assert_non_null(text);
    free(text);
    assert_true(json_is_integer(json_object_get(document, "total")));
    assert_true(json_is_array(json_object_get(document, "items")));
}

static const char *const hostile[] = {
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR(",
    "NEAR(a b",
    "NEAR(a, 2)",
    "a AND",
    "AND OR NOT",
    "NOT a",
    "a NOT b",
    "a OR OR b",
    "(a",
    "a)",
    "()",
    "*",
    "**",
    "a*b",
    "a**",
    "^a",
    "a ^ b",
    ":",
    "title:",
    "title:a",
    "{title} : a",
    "-title:a",
    "- a",
    "+a",
    "a + b",
    "a+",
    "\"",
    "\"\"",
    "\"a",
    "a\"",
    "\"a\"\"b\"",
    "'",
    "a'b",
    "'; --",
    "\\",
    "%",
    "_",
    "?1",
    "$a",
    "@a",
    "#",
    "\x01\x1f",
    "\x7f",
    "\xc3\xa9*",
    "\xcc\x81",
    "a\xcc\x81",
    "\xff\xfe",
    "\xc3",
    "\xed\xa0\x80",
    "\xf4\x90\x80\x80",
    "\xf0\x9f\x95\x8a",
    "\xe2\x80\xae\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    "\xe2\x80\x9c",
    "\xee\x80\x80",
    "rank:a",
    "search",
};

static void no_text_is_an_error(void **state)
{
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    char mark[] = "child ? child";
    size_t i;

    for (i = 0; i < LENGTH(hostile); i++) {
        expect_answer(reading, hostile[i]);
    }
    for (i = 1; i < 128; i++) {
        mark[6] = (char)i;
        expect_answer(reading, mark);
        expect_answer(reading, mark + 6);
        expect_answer(reading, apr_pstrndup(*state, mark, 7));
    }
}

static void a_long_text_is_cut(void **state)
{
    const treaty_reading_t *reading =
        unit_reading_of(unit_found_record, *state);
    char *text = apr_palloc(*state, 4097);
    json_t *document;
    int i;

    for (i = 0; i < 4096; i += 4) {
        memcpy(text + i, "a\"b ", 4);
    }
    text[4096] = '\0';
    document = unit_search(reading, text);
    unit_expect_member(document, "is_cut", "true", *state);
    assert_true(json_array_size(json_object_get(document, "terms")) <=
                TREATY_SEARCH_TERMS_MAX);
    memset(text, 'x', 4096);
    unit_expect_member(unit_search(reading, text), "is_cut", "true", *state);
    memset(text, '"', 4096);
    unit_expect_member(unit_search(reading, text), "terms", "[]", *state);
    for (i = 0; i < 4096; i += 2) {
        memcpy(text + i, "\xc3\xa9", 2);
    }
    expect_answer(reading, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_taken_apart),
        TEST(treaties_are_found_the_named_one_first),
        TEST(each_kind_is_found_in_its_order),
        TEST(kinds_can_be_chosen),
        TEST(an_item_says_what_it_is),
        TEST(pages_hold_each_match_once),
        TEST(a_snippet_marks_what_is_hit),
        TEST(a_snippet_of_a_long_text_is_its_best_part),
        TEST(a_common_words_total_is_an_estimate),
        TEST(no_text_is_an_error),
        TEST(a_long_text_is_cut),
    };

    return RUN("search", tests);
}

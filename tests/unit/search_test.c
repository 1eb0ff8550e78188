/* Searching: what a user's text means, what it finds and in which order. */
#include "document_unit.h"

#include "answer/search.h"

static const char record[] =
    "INSERT INTO treaty (id, slug, mtdsg_no, type, registration_no) VALUES"
    "  (1, 'crc', 'IV-11', 'convention', '27531'),"
    "  (2, 'opac', 'IV-11-b', 'protocol', '27531'),"
    "  (3, 'opsc', 'IV-11-c', 'protocol', '27531'),"
    "  (4, 'ilo-c182', NULL, 'convention', '37245'),"
    "  (5, 'opium', 'VI-2', 'convention', NULL),"
    "  (6, 'west', NULL, 'convention', NULL);"
    "INSERT INTO treaty_title (treaty_id, position, kind, language, title)"
    "VALUES"
    "  (1, 0, 'official', 'en', 'Convention on the Rights of the Child'),"
    "  (1, 1, 'official', 'fr',"
    "   'Convention relative aux droits de l''enfant'),"
    "  (2, 0, 'official', 'en', 'Optional Protocol to the Convention on the "
    "Rights of the Child on the involvement of children in armed conflict'),"
    "  (3, 0, 'official', 'en', 'Optional Protocol to the Convention on the "
    "Rights of the Child on the sale of children, child prostitution and "
    "child pornography'),"
    "  (4, 0, 'short', 'en', 'Worst Forms of Child Labour Convention'),"
    "  (5, 0, 'official', 'en', 'International Opium Convention'),"
    "  (6, 0, 'official', 'en', 'Convention that names Gabon');"
    "INSERT INTO treaty_alias (alias, treaty_id) VALUES"
    "  ('UNCRC', 1), ('OP-CRC-AC', 2), ('OPSC', 3), ('C182', 4), ('wto', 5);"
    "INSERT INTO treaty_subject VALUES (4, 0, 'labour'), (1, 0, 'children');"
    "INSERT INTO participant (id, slug, kind, iso_alpha2, iso_alpha3) VALUES"
    "  (1, 'civ', 'state', 'CI', 'CIV'), (2, 'gab', 'state', 'GA', 'GAB'),"
    "  (3, 'usa', 'state', 'US', 'USA'), (4, 'eu', 'organisation', NULL, NULL);"
    "INSERT INTO participant_name (participant_id, position, name, kind) VALUES"
    "  (1, 0, 'C\xc3\xb4te d\xe2\x80\x99Ivoire', 'name'),"
    "  (1, 1, 'Ivory Coast', 'alias'), (2, 0, 'Gabon', 'name'),"
    "  (3, 0, 'United States of America', 'name'),"
    "  (4, 0, 'European Union', 'name');"
    "INSERT INTO statement (treaty_id, position, participant_id, kind, text)"
    "VALUES (3, 0, 2, 'declaration', 'Gabon sets the age at eighteen. Gabon "
    "hopes that Gabon, like every friend of Gabon, will be heard.'),"
    "  (1, 0, 3, 'reservation', 'Nothing is owed under article 2.');"
    "INSERT INTO fact_sheet (id, slug, title, released_on) VALUES"
    "  (1, '2002-sheet', 'The sale of children', '2002-12-24');"
    "INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, text) VALUES"
    "  (1, 0, 'paragraph', 'The Senate agreed. Slavery is a crime.');";

static const treaty_reading_t *reading_of(const char *sql, apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "served.db", pool);

    (void)unit_publish(path, sql, pool);
    return unit_reading(path, NULL, pool);
}

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
    const treaty_reading_t *reading = reading_of("", *state);
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
    const treaty_reading_t *reading = reading_of(record, *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *found = treaties_of(reading, cases[i][0]);

        if (strcmp(found, cases[i][1]) != 0) {
            fail_msg("%s: %s, not %s", cases[i][0], found, cases[i][1]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_taken_apart),
        TEST(treaties_are_found_the_named_one_first),
    };

    return RUN("search", tests);
}

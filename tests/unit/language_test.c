/* Catalogues of languages: days, numbers, words and their holes; and that one
 * which isn't as it must be is refused with its line. */
#include "unit.h"

static const char *day(const char *tag, const char *iso, apr_pool_t *pool)
{
    return treaty_language_day(unit_language(tag, pool), iso, pool);
}

static void days_are_written_as_in_each_language(void **state)
{
    static const char *const cases[][4] = {
        {"en", "25 May 2000", "May 2000", "1 May 2000"},
        {"fr", "25 mai 2000", "mai 2000", "1er mai 2000"},
        {"es", "25 de mayo de 2000", "mayo de 2000", "1 de mayo de 2000"},
        {"ru",
         "25 \xd0\xbc\xd0\xb0\xd1\x8f 2000 \xd0\xb3\xd0\xbe\xd0\xb4\xd0"
         "\xb0",
         "\xd0\xbc\xd0\xb0\xd0\xb9 2000 \xd0\xb3\xd0\xbe\xd0\xb4\xd0\xb0",
         "1 \xd0\xbc\xd0\xb0\xd1\x8f 2000 \xd0\xb3\xd0\xbe\xd0\xb4\xd0\xb0"},
        {"zh",
         "2000\xe5\xb9\xb4"
         "5\xe6\x9c\x88"
         "25\xe6\x97\xa5",
         "2000\xe5\xb9\xb4"
         "5\xe6\x9c\x88",
         "2000\xe5\xb9\xb4"
         "5\xe6\x9c\x88"
         "1\xe6\x97\xa5"},
        {"ar",
         "25 \xd8\xa3\xd9\x8a\xd8\xa7\xd8\xb1/\xd9\x85\xd8\xa7\xd9\x8a"
         "\xd9\x88 2000",
         "\xd8\xa3\xd9\x8a\xd8\xa7\xd8\xb1/\xd9\x85\xd8\xa7\xd9\x8a\xd9\x88 "
         "2000",
         "1 \xd8\xa3\xd9\x8a\xd8\xa7\xd8\xb1/\xd9\x85\xd8\xa7\xd9\x8a\xd9\x88 "
         "2000"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(day(cases[i][0], "2000-05-25", *state),
                            cases[i][1]);
        assert_string_equal(day(cases[i][0], "2000-05", *state), cases[i][2]);
        assert_string_equal(day(cases[i][0], "2000-05-01", *state),
                            cases[i][3]);
        assert_string_equal(day(cases[i][0], "2000", *state), "2000");
    }
}

static void what_is_no_day_is_none(void **state)
{
    static const char *const cases[] = {
        "",        "200",        "2000-",      "2000-5",      "2000-13",
        "2000-00", "2000-02-30", "2000-05-2x", "2000-05-255", "soon"};
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_null(day("fr", cases[i], *state));
    }
}

static void numbers_are_grouped_as_in_each_language(void **state)
{
    static const struct {
        const char *tag;
        apr_int64_t number;
        const char *text;
    } cases[] = {
        {"en", 1234, "1,234"},
        {"en", -1234567, "-1,234,567"},
        {"fr", 1234,
         "1\xe2\x80\xaf"
         "234"},
        {"es", 1234, "1234"},
        {"es", 12345,
         "12\xc2\xa0"
         "345"},
        {"ru", 1234567,
         "1\xc2\xa0"
         "234\xc2\xa0"
         "567"},
        {"zh", 0, "0"},
        {"ar", 169, "169"},
        {"fr", APR_INT64_MIN,
         "-9\xe2\x80\xaf"
         "223\xe2\x80\xaf"
         "372\xe2\x80\xaf"
         "036\xe2\x80\xaf"
         "854\xe2\x80\xaf"
         "775\xe2\x80\xaf"
         "808"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(
            treaty_language_number(unit_language(cases[i].tag, *state),
                                   cases[i].number, *state),
            cases[i].text);
    }
}

/* What is wrong with a catalogue over English, as "line: message"; or NULL. */
static const char *fault(const char *json, apr_size_t len,
                         const treaty_language_t *english, apr_pool_t *pool)
{
    treaty_language_error_t error;
    const treaty_language_t *language;
    apr_status_t rv =
        treaty_language_read(&language, &error, "xx", english, json, len, pool);

    assert_int_equal(rv == APR_SUCCESS, error.message == NULL);
    assert_true(rv == APR_SUCCESS || rv == TREATY_EINPUT);
    return error.message
               ? apr_psprintf(pool, "%d: %s", error.line, error.message)
               : NULL;
}

static void a_wrong_catalogue_is_refused_with_its_line(void **state)
{
    static const char *const cases[][2] = {
        {"", "1: "},
        {"[]", "1: isn't a JSON object"},
        {"{\n\"words\": {\n\"in_force\": 1}}", "3: \"in_force\" isn't a text"},
        {"{\"words\": {\"in_force\": \"a\\nb\"}}", "1: \"in_force\" isn't"},
        {"{\"words\": {\"in_force\": \"a\\u0000b\"}}", "1: "},
        {"{\"words\": {\"recorded_to\": \"no hole\"}}",
         "1: \"recorded_to\" lacks its hole"},
        {"{\"words\": {\"recorded_to\": \"{} and {}\"}}",
         "1: \"recorded_to\" has more than one hole"},
        {"{\"words\": {\"in_force\": \"in {}\"}}",
         "1: \"in_force\" has no hole"},
        {"{\"words\": []}", "1: \"words\" isn't an object"},
        {"{\"word\": {}}", "1: \"word\" is no member"},
        {"{\"dir\": \"up\"}", "1: \"dir\" is neither"},
        {"{\"name\": 1}", "1: \"name\" isn't a text"},
        {"{\"dates\": {\"day\": \"{dag}\"}}", "1: \"day\" isn't a text with"},
        {"{\"dates\": {\"day\": \"{day\"}}", "1: \"day\" isn't a text with"},
        {"{\"dates\": {\"day\": \"{day} {month}\"}}",
         "1: \"day\" isn't a text"},
        {"{\"dates\": {\"day\": \"{day} {month} {year}\", "
         "\"month\": \"{day} {month} {year}\"}}",
         "1: \"month\" isn't a text with {month} and {year}"},
        {"{\"dates\": {\"day\": \"{day}{month}{year}\", \"month\": "
         "\"{month}{year}\", \"months\": [\"a\"]}}",
         "1: \"months\" isn't a list of twelve"},
        {"{\"numbers\": {\"group\": 3}}", "1: \"group\" isn't a text"},
        {"{\"numbers\": {\"group\": \" \", \"digits_min\": 10}}",
         "1: \"digits_min\" isn't a number"},
        {"{\"words\": {\"a\": \"b\", \"a\": \"c\"}}", "1: "},
        {"{\"words\": {\"a\": \"\xff\"}}", "1: "},
    };
    const treaty_language_t *english = unit_language("en", *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *said =
            fault(cases[i][0], strlen(cases[i][0]), english, *state);

        if (!said || strncmp(said, cases[i][1], strlen(cases[i][1])) != 0) {
            fail_msg("%s: %s", cases[i][0], said ? said : "is taken");
        }
    }
}

/* Whatever byte of a catalogue is another: it is read or refused. */
static void no_byte_of_a_catalogue_is_believed(void **state)
{
    static const char good[] =
        "{\"dir\": \"rtl\", \"dates\": {\"day\": \"{day} {month} {year}\", "
        "\"month\": \"{month} {year}\", \"first\": \"1st\", \"months\": "
        "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\","
        "\"l\"]}, \"numbers\": {\"group\": \"'\"}, \"words\": "
        "{\"recorded_to\": \"to {}!\"}}";
    const treaty_language_t *english = unit_language("en", *state);
    apr_size_t at;
    char bytes[sizeof(good)];
    static const char others[] = "\"{}[]:,0\\\0\x80";
    size_t i;

    assert_null(fault(good, sizeof(good) - 1, english, *state));
    for (at = 0; at < sizeof(good) - 1; at++) {
        apr_pool_t *pool;

        apr_pool_create(&pool, *state);
        for (i = 0; i < sizeof(others); i++) {
            memcpy(bytes, good, sizeof(good));
            bytes[at] = others[i];
            (void)fault(bytes, sizeof(good) - 1, english, pool);
        }
        (void)fault(good, at, english, pool);
        apr_pool_destroy(pool);
    }
}

static void a_word_has_its_parts_around_its_hole(void **state)
{
    const treaty_language_t *english = unit_language("en", *state);
    const char *before;
    const char *after;

    assert_true(treaty_word_parts(&before, &after, english, "article"));
    assert_string_equal(before, "Article ");
    assert_string_equal(after, ": ");
    assert_true(treaty_word_parts(&before, &after, english, "in_force"));
    assert_string_equal(before, "in force");
    assert_string_equal(after, "");
    assert_false(treaty_word_parts(&before, &after, english, "nothing"));
    assert_string_equal(treaty_word_fill(english, "article", "14", *state),
                        "Article 14: ");
    assert_string_equal(treaty_word_fill(english, "nothing", "14", *state),
                        "14");
}

static void tags_have_the_form_of_tags(void **state)
{
    static const char *const good[] = {"en", "zh-Hant-TW", "sr-Latn", "x-y2"};
    static const char *const bad[] = {
        "",          "e",
        "en-",       "-en",
        "en--us",    "en_US",
        "abcdefghi", "e n",
        "\xc3\xa9n", "aa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa"};
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(good); i++) {
        assert_true(treaty_language_tag_is_valid(good[i]));
    }
    for (i = 0; i < LENGTH(bad); i++) {
        if (treaty_language_tag_is_valid(bad[i])) {
            fail_msg("\"%s\" is taken", bad[i]);
        }
    }
}

static void assert_same_word(void *baton, const char *key, const char *text)
{
    const treaty_language_t *const *both = baton;
    const char *parts[2][2];

    assert_non_null(treaty_word(both[1], key));
    assert_string_equal(text, treaty_word(both[1], key));
    assert_true(treaty_word_parts(&parts[0][0], &parts[0][1], both[0], key));
    assert_true(treaty_word_parts(&parts[1][0], &parts[1][1], both[1], key));
    assert_string_equal(parts[0][0], parts[1][0]);
    assert_string_equal(parts[0][1], parts[1][1]);
}

static void assert_same_dates(const treaty_language_t *a,
                              const treaty_language_t *b, apr_pool_t *pool)
{
    static const char *const days[] = {"", "-01", "-25"};
    int i;

    for (i = 0; i < 36; i++) {
        char *iso = apr_psprintf(pool, "2000-%02d%s", i % 12 + 1, days[i / 12]);

        assert_string_equal(treaty_language_day(a, iso, pool),
                            treaty_language_day(b, iso, pool));
    }
    for (i = 1; i < 100000000; i *= 10) {
        assert_string_equal(treaty_language_number(a, i, pool),
                            treaty_language_number(b, i, pool));
    }
}

/* What is made when building against what is read when running. */
static void shipped_tables_say_what_their_files_say(void **state)
{
    static const char *const tags[] = {"en", "ar", "es", "fr", "ru", "zh"};
    const treaty_language_t *both[2];
    const treaty_language_t *english = NULL;
    size_t i;

    for (i = 0; i < LENGTH(tags); i++) {
        treaty_language_error_t error;
        const char *json = unit_source(
            apr_psprintf(*state, "conf/languages/%s.json", tags[i]), *state);

        if (!json) {
            skip();
        }
        assert_int_equal(treaty_language_read(&both[0], &error, tags[i],
                                              english, json, strlen(json),
                                              *state),
                         APR_SUCCESS);
        english = english ? english : both[0];
        both[1] = unit_language(tags[i], *state);
        treaty_words_walk(both[0], assert_same_word, (void *)both, *state);
        assert_same_dates(both[0], both[1], *state);
        assert_string_equal(treaty_language_name(both[0]),
                            treaty_language_name(both[1]));
        assert_string_equal(treaty_language_dir(both[0]),
                            treaty_language_dir(both[1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(days_are_written_as_in_each_language),
        TEST(what_is_no_day_is_none),
        TEST(numbers_are_grouped_as_in_each_language),
        TEST(a_wrong_catalogue_is_refused_with_its_line),
        TEST(no_byte_of_a_catalogue_is_believed),
        TEST(a_word_has_its_parts_around_its_hole),
        TEST(tags_have_the_form_of_tags),
        TEST(shipped_tables_say_what_their_files_say)};

    return RUN("language", tests);
}

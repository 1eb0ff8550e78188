/* Texts, formats, facts, JSON, words and assets. */
#include "unit.h"

#include "treaty_represent.h"
#include "represent/embedded.h"
#include "treaty_status.h"

#define LIMIT 65536

static treaty_text_t *text(apr_pool_t *pool)
{
    return treaty_text_create(LIMIT, pool);
}

static void a_text_grows_to_its_limit_and_not_beyond(void **state)
{
    treaty_text_t *out = treaty_text_create(5000, *state);
    int i;

    assert_string_equal(out->data, "");
    for (i = 0; i < 1000; i++) {
        assert_int_equal(treaty_text_append(out, "abcde", 5), APR_SUCCESS);
        assert_int_equal(out->data[out->len], '\0');
    }
    assert_int_equal(out->len, 5000);
    assert_memory_equal(out->data + 4990, "abcdeabcde", 11);
    assert_int_equal(treaty_text_append(out, "x", 1), TREATY_ELIMIT);
    assert_int_equal(treaty_text_puts(out, "x"), TREATY_ELIMIT);
    assert_int_equal(treaty_text_printf(out, "%d", 1), TREATY_ELIMIT);
    assert_int_equal(treaty_text_append(out, "", 0), APR_SUCCESS);
    assert_int_equal(treaty_text_append(out, "x", APR_SIZE_MAX), TREATY_ELIMIT);
    assert_int_equal(out->len, 5000);
    assert_int_equal(out->data[5000], '\0');
}

static void a_text_may_hold_nul_bytes(void **state)
{
    treaty_text_t *out = text(*state);

    assert_int_equal(treaty_text_append(out, "a\0b", 3), APR_SUCCESS);
    assert_int_equal(treaty_text_escape(out, "<\0>", 3), APR_SUCCESS);
    assert_int_equal(out->len, 12);
    assert_memory_equal(out->data, "a\0b&lt;\0&gt;", 13);
}

static void five_characters_are_escaped(void **state)
{
    const char *hostile = "<a href='x' id=\"y\">&amp;\xc3\xa9</a>";
    treaty_text_t *out = text(*state);

    treaty_text_escape(out, "", 0);
    treaty_text_escape(out, hostile, strlen(hostile));
    assert_string_equal(out->data, "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;"
                                   "&amp;amp;\xc3\xa9&lt;/a&gt;");
}

#define RLO "\xe2\x80\xae"
#define LRE "\xe2\x80\xaa"
#define PDF "\xe2\x80\xac"
#define RLI "\xe2\x81\xa7"
#define PDI "\xe2\x81\xa9"

static void a_direction_ends_with_its_text(void **state)
{
    const struct {
        const char *text;
        const char *closers;
    } cases[] = {
        {"", ""},
        {"plain \xe2\x80\x9cquoted\xe2\x80\x9d", ""},
        {"\xe2", ""},
        {"a\xe2\x80", ""},
        {RLO "abc", PDF},
        {RLO "abc" PDF, ""},
        {RLO LRE "abc" PDF, PDF},
        {RLI "abc", PDI},
        {RLI RLO "abc" PDI, ""},
        {RLO RLI "abc", PDI PDF},
        {RLI RLO "abc", PDF PDI},
        {RLO RLI "abc" PDF, PDI PDF},
        {PDF PDI "abc", ""},
        {PDI RLO "abc", PDF},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *whole = cases[i].text;
        treaty_text_t *out = text(*state);

        assert_string_equal(treaty_text_closers(whole, strlen(whole), *state),
                            cases[i].closers);
        treaty_text_escape(out, whole, strlen(whole));
        assert_string_equal(out->data,
                            apr_pstrcat(*state, whole, cases[i].closers, NULL));
    }
}

/* What is too deep to have an effect takes a closing one away all the same. */
static void directions_are_closed_however_deep_they_are(void **state)
{
    treaty_text_t *out = text(*state);
    int i;

    for (i = 0; i < 1000; i++) {
        treaty_text_puts(out, RLO);
    }
    assert_int_equal(strlen(treaty_text_closers(out->data, out->len, *state)),
                     1000 * strlen(PDF));
    treaty_text_puts(out, RLI);
    for (i = 0; i < 1000; i++) {
        treaty_text_puts(out, RLO);
    }
    treaty_text_puts(out, PDI);
    for (i = 0; i < 998; i++) {
        treaty_text_puts(out, PDF);
    }
    assert_string_equal(treaty_text_closers(out->data, out->len, *state),
                        PDF PDF);
}

static void an_escape_beyond_the_limit_leaves_the_text_as_it_was(void **state)
{
    treaty_text_t *out = treaty_text_create(10, *state);

    assert_int_equal(treaty_text_puts(out, "abc"), APR_SUCCESS);
    assert_int_equal(treaty_text_escape(out, "de<f>", 5), TREATY_ELIMIT);
    assert_string_equal(out->data, "abc");
    assert_int_equal(treaty_text_escape(out, "de<", 3), APR_SUCCESS);
    assert_string_equal(out->data, "abcde&lt;");
}

/* A value as JSON, formatted; NULL for nothing. */
static const char *formatted(const char *json, const char *suffix,
                             apr_pool_t *pool)
{
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    treaty_formatter_t formatter = {unit_language("en", pool), pool};
    json_t *result = treaty_format(&formatter, value, suffix);
    const char *string =
        result ? apr_pstrdup(pool, json_string_value(result)) : NULL;

    assert_non_null(value);
    json_decref(result);
    json_decref(value);
    return string;
}

static void values_are_formatted_as_their_suffix_says(void **state)
{
    static const char *const cases[][3] = {
        {"\"2002-12-24\"", "long", "24 December 2002"},
        {"\"2002-12\"", "long", "December 2002"},
        {"\"2002\"", "long", "2002"},
        {"\"soon\"", "long", "soon"},
        {"\"2002-02-30\"", "long", "2002-02-30"},
        {"\"in_force\"", "label", "in force"},
        {"\"nonsense\"", "label", "nonsense"},
        {"\"2002-12-24\"", "label", "2002-12-24"},
        {"\"2002-12-24\"", "text", "24 December 2002"},
        {"\"in_force\"", "text", "in force"},
        {"\"<b>\"", "text", "<b>"},
        {"0", "text", "0"},
        {"7", "text", "7"},
        {"999", "text", "999"},
        {"1000", "text", "1,000"},
        {"1234567", "text", "1,234,567"},
        {"-1", "text", "-1"},
        {"-999", "text", "-999"},
        {"-1000", "text", "-1,000"},
        {"9223372036854775807", "text", "9,223,372,036,854,775,807"},
        {"-9223372036854775808", "text", "-9,223,372,036,854,775,808"},
        {"\"fr\"", "language", "French"},
        {"\"tlh\"", "language", "tlh"},
        {"[\"en\",\"tlh\",\"fr\"]", "language", "English, tlh, French"},
        {"[\"en\"]", "language", "English"},
        {"\"<b a='1'>\"", "source", "&lt;b a=&#39;1&#39;&gt;"},
        {"\"&amp;\"", "source", "&amp;amp;"},
        {"1", "some", "1"},
        {"1000", "some", "1,000"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *result = formatted(cases[i][0], cases[i][1], *state);

        if (!result || strcmp(result, cases[i][2]) != 0) {
            fail_msg("%s as %s is %s", cases[i][0], cases[i][1], result);
        }
    }
}

static void what_has_no_such_format_is_nothing(void **state)
{
    static const char *const cases[][2] = {
        {"\"x\"", "other"}, {"\"x\"", ""},    {"\"x\"", "some"},
        {"\"x\"", "Long"},  {"7", "long"},    {"7", "label"},
        {"0", "some"},      {"-1", "some"},   {"1.5", "text"},
        {"true", "text"},   {"null", "text"}, {"[1]", "text"},
        {"{}", "long"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_null(formatted(cases[i][0], cases[i][1], *state));
    }
}

typedef struct fact_t {
    const char *json;
    const char *html;
    const char *plain;
    const char *value;
} fact_t;

#define OPEN(tag) "<" tag " class=\"treaty-fact\" "

static const fact_t facts[] = {
    {"{\"value\":105,\"label\":\"signatures\",\"as_of\":\"2002-12-24\","
     "\"known_through\":\"2015-03-01\",\"source\":\"UN\"}",
     OPEN("data") "value=\"105\" title=\"signatures on 24 December 2002, as "
                  "recorded to 1 March 2015; source: UN\">105</data>",
     "105", "105"},
    {"{\"value\":1234567}",
     OPEN("data") "value=\"1234567\" title=\"\">1,234,567</data>", "1,234,567",
     "1234567"},
    {"{\"value\":0,\"label\":\"x\"}",
     OPEN("data") "value=\"0\" title=\"x\">0</data>", "0", "0"},
    {"{\"value\":-5}", OPEN("data") "value=\"-5\" title=\"\">-5</data>", "-5",
     "-5"},
    {"{\"value\":\"2002-01-18\",\"label\":\"entry into force\"}",
     OPEN("time") "datetime=\"2002-01-18\" title=\"entry into force\">"
                  "18 January 2002</time>",
     "18 January 2002", "2002-01-18"},
    {"{\"value\":\"in_force\"}",
     OPEN("data") "value=\"in_force\" title=\"\">in force</data>", "in force",
     "in_force"},
    {"{\"value\":\"Paris\"}", OPEN("bdi") "title=\"\">Paris</bdi>", "Paris",
     "Paris"},
    {"{\"value\":\"Le titre\",\"language\":\"fr\"}",
     OPEN("bdi") "lang=\"fr\" title=\"\">Le titre</bdi>", "Le titre",
     "Le titre"},
    {"{\"value\":1,\"language\":\"fr\"}",
     OPEN("data") "value=\"1\" title=\"\">1</data>", "1", "1"},
    {"{\"value\":true}", OPEN("data") "value=\"true\" title=\"\">yes</data>",
     "yes", "true"},
    {"{\"value\":false}", OPEN("data") "value=\"false\" title=\"\">no</data>",
     "no", "false"},
    {"{\"value\":null,\"label\":\"in force\"}",
     OPEN("span") "title=\"in force\">unknown</span>", "unknown", ""},
    {"{}", OPEN("span") "title=\"\">unknown</span>", "unknown", ""},
    {"{\"value\":[1],\"label\":7}", OPEN("span") "title=\"\">unknown</span>",
     "unknown", ""},
    {"{\"value\":1.5}", OPEN("span") "title=\"\">unknown</span>", "unknown",
     ""},
    {"{\"value\":\"<script>'\\\"&\",\"label\":\"\\\"><b>\",\"source\":\"'&\"}",
     OPEN("bdi") "title=\"&quot;&gt;&lt;b&gt;; source: &#39;&amp;\">"
                 "&lt;script&gt;&#39;&quot;&amp;</bdi>",
     "&lt;script&gt;&#39;&quot;&amp;", "<script>'\"&"},
    {"{\"value\":\"<!--#exec cmd='id' -->\"}",
     OPEN("bdi") "title=\"\">&lt;!--#exec cmd=&#39;id&#39; --&gt;</bdi>",
     "&lt;!--#exec cmd=&#39;id&#39; --&gt;", "<!--#exec cmd='id' -->"},
    {"{\"value\":7,\"as_of\":\"soon\",\"known_through\":\"<\"}",
     OPEN("data") "value=\"7\" title=\"\">7</data>", "7", "7"},
    {"{\"value\":7,\"known_through\":\"2015-03\"}",
     OPEN("data") "value=\"7\" title=\", as recorded to March 2015\">7</data>",
     "7", "7"},
};

static void expect_fact(const char *json, treaty_fact_form_t form,
                        const char *expected, apr_pool_t *pool)
{
    treaty_text_t *out = text(pool);
    json_t *fact = json_loads(json, 0, NULL);

    assert_non_null(fact);
    assert_int_equal(
        treaty_fact_represent(out, fact, form, unit_language("en", pool), pool),
        APR_SUCCESS);
    assert_string_equal(out->data, expected);
    assert_int_equal(fact->refcount, 1);
    json_decref(fact);
}

static void a_fact_is_written_in_each_form(void **state)
{
    size_t i;

    for (i = 0; i < LENGTH(facts); i++) {
        expect_fact(facts[i].json, TREATY_FACT_HTML, facts[i].html, *state);
        expect_fact(facts[i].json, TREATY_FACT_PLAIN, facts[i].plain, *state);
        expect_fact(facts[i].json, TREATY_FACT_VALUE, facts[i].value, *state);
    }
}

static void a_fact_ends_at_the_limit_of_the_text(void **state)
{
    json_t *fact = json_pack("{s:i}", "value", 105);
    apr_size_t limit;

    for (limit = 0; limit < 57; limit++) {
        treaty_text_t *out = treaty_text_create(limit, *state);

        if (treaty_fact_represent(out, fact, TREATY_FACT_HTML,
                                  unit_language("en", *state),
                                  *state) == APR_SUCCESS) {
            break;
        }
        assert_true(out->len <= limit);
    }
    assert_int_equal(
        limit, strlen(OPEN("data") "value=\"105\" title=\"\">105</data>"));
    json_decref(fact);
}

static void a_document_is_dumped_in_its_own_order(void **state)
{
    treaty_text_t *out = text(*state);
    json_t *document = json_pack("{s:i, s:n, s:[s, b], s:{}}", "z", 1, "a", "m",
                                 "\xc3\xa9\"</script>", 0, "e");

    assert_int_equal(treaty_json_represent(out, document), APR_SUCCESS);
    assert_string_equal(out->data,
                        "{\n  \"z\": 1,\n  \"a\": null,\n  \"m\": [\n    "
                        "\"\xc3\xa9\\\"</script>\",\n    false\n  ],\n  "
                        "\"e\": {}\n}\n");
    out = treaty_text_create(20, *state);
    assert_int_equal(treaty_json_represent(out, document), TREATY_ELIMIT);
    json_decref(document);
}

static void json_holds_no_directive_of_a_page(void **state)
{
    treaty_text_t *out = text(*state);
    json_t *document = json_pack("[s, s, s, s]", "<!--#exec cmd=\"id\" -->",
                                 "a <<!-- b", "<", "<b>!</b>");

    assert_int_equal(treaty_json_represent(out, document), APR_SUCCESS);
    assert_string_equal(out->data,
                        "[\n  \"\\u003c!--#exec cmd=\\\"id\\\" -->\",\n  "
                        "\"a <\\u003c!-- b\",\n  \"<\",\n  \"<b>!</b>\"\n]\n");
    json_decref(document);
}

/* ------------------------------------------------------------------------ */

static void every_code_of_a_document_has_words(void **state)
{
    static const char *const codes[] = {
        "treaty",       "convention",   "covenant",     "protocol",
        "agreement",    "charter",      "statute",      "constitution",
        "declaration",  "amendment",    "other",        "protocol_to",
        "amends",       "replaces",     "state",        "organisation",
        "territory",    "not_adopted",  "not_in_force", "in_force",
        "ended",        "unknown",      "adopted_on",   "entry_into_force_on",
        "signed_on",    "consented_on", "consent_kind", "in_force_on",
        "known_through"};
    const treaty_language_t *english = unit_language("en", *state);
    size_t i;
    int k;

    for (i = 0; i < LENGTH(codes); i++) {
        if (!treaty_word(english, codes[i])) {
            fail_msg("%s has no words", codes[i]);
        }
    }
    for (k = 0; k <= TREATY_STATE_NONE; k++) {
        assert_non_null(
            treaty_word(english, treaty_state_name((treaty_state_t)k)));
    }
    for (k = 0; k < TREATY_MEASURE__COUNT; k++) {
        assert_non_null(
            treaty_word(english, treaty_measure_name((treaty_measure_t)k)));
    }
    for (k = 0; k < TREATY_ACT__COUNT; k++) {
        if (treaty_act_is_consent((treaty_act_kind_t)k)) {
            assert_non_null(treaty_word(
                english, treaty_act_kind_name((treaty_act_kind_t)k)));
        }
    }
}

static void no_other_text_has_words(void **state)
{
    const treaty_language_t *english = unit_language("en", *state);

    assert_null(treaty_word(english, ""));
    assert_null(treaty_word(english, "In_force"));
    assert_null(treaty_word(english, "in_forc"));
    assert_null(treaty_word(english, "zzz"));
    assert_null(treaty_word(english, "\xff"));
}

/* ------------------------------------------------------------------------ */

static void an_asset_is_found_by_its_name(void **state)
{
    treaty_asset_t asset;

    (void)state;
    assert_int_equal(treaty_asset_find(&asset, "treaty.css"), APR_SUCCESS);
    assert_int_equal(asset.immutable, 0);
    assert_string_equal(asset.content_type, "text/css; charset=utf-8");
    assert_int_equal(asset.len, strlen(asset.data));
    assert_true(asset.len > 0);
}

static void an_asset_is_found_by_the_name_with_its_digest(void **state)
{
    const char *name = treaty_asset_digest_name("treaty.css");
    treaty_asset_t plain;
    treaty_asset_t digest;

    assert_int_equal(strlen(name), strlen("treaty-0123456789abcdef.css"));
    assert_memory_equal(name, "treaty-", 7);
    assert_int_equal(treaty_asset_find(&plain, "treaty.css"), APR_SUCCESS);
    assert_int_equal(treaty_asset_find(&digest, name), APR_SUCCESS);
    assert_int_equal(digest.immutable, 1);
    assert_ptr_equal(digest.data, plain.data);
    assert_memory_equal(name + 7, treaty_digest(plain.data, plain.len, *state),
                        16);
}

static void other_names_are_no_assets(void **state)
{
    static const char *const names[] = {
        "",           "treaty",        "treaty-0123456789abcdef.css",
        "Treaty.css", "../treaty.css", "treaty.css ",
        "treaty-.css"};
    treaty_asset_t asset;
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(names); i++) {
        assert_int_equal(treaty_asset_find(&asset, names[i]), TREATY_ENOTFOUND);
    }
    assert_string_equal(treaty_asset_digest_name("none.css"), "none.css");
}

static void a_digest_is_sha_1_in_hexadecimal(void **state)
{
    assert_string_equal(treaty_digest("", 0, *state),
                        "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_string_equal(treaty_digest("abc", 3, *state),
                        "a9993e364706816aba3e25717850c26c9cd0d89d");
}

/* As xxhash's own command writes them. */
static void a_fingerprint_is_xxh3_in_hexadecimal(void **state)
{
    assert_string_equal(treaty_fingerprint("", 0, *state),
                        "99aa06d3014798d86001c324468d497f");
    assert_string_equal(treaty_fingerprint("abc", 3, *state),
                        "06b05ab6733a618578af5f94892f3950");
}

static void each_asset_has_a_name_with_its_digest(void **state)
{
    apr_size_t i;

    (void)state;
    for (i = 0; i < treaty_embedded_assets_count; i++) {
        const char *name = treaty_embedded_assets[i].name;
        const char *digest = treaty_asset_digest_name(name);
        treaty_asset_t asset;

        assert_int_equal(strlen(digest), strlen(name) + 17);
        assert_string_equal(strrchr(digest, '.'), strrchr(name, '.'));
        assert_int_equal(treaty_asset_find(&asset, digest), APR_SUCCESS);
        assert_ptr_equal(asset.data, treaty_embedded_assets[i].data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_asset_has_a_name_with_its_digest),
        TEST(a_text_grows_to_its_limit_and_not_beyond),
        TEST(a_text_may_hold_nul_bytes),
        TEST(five_characters_are_escaped),
        TEST(a_direction_ends_with_its_text),
        TEST(directions_are_closed_however_deep_they_are),
        TEST(an_escape_beyond_the_limit_leaves_the_text_as_it_was),
        TEST(values_are_formatted_as_their_suffix_says),
        TEST(what_has_no_such_format_is_nothing),
        TEST(a_fact_is_written_in_each_form),
        TEST(a_fact_ends_at_the_limit_of_the_text),
        TEST(a_document_is_dumped_in_its_own_order),
        TEST(json_holds_no_directive_of_a_page),
        TEST(every_code_of_a_document_has_words),
        TEST(no_other_text_has_words),
        TEST(an_asset_is_found_by_its_name),
        TEST(an_asset_is_found_by_the_name_with_its_digest),
        TEST(other_names_are_no_assets),
        TEST(a_digest_is_sha_1_in_hexadecimal),
        TEST(a_fingerprint_is_xxh3_in_hexadecimal),
    };

    return RUN("represent", tests);
}

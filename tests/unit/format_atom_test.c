/* Acts as an Atom feed. */
#include "format_unit.h"

#define FEED(id, items)                                                       \
    "{\"id\":\"" id "\",\"title\":\"Acts\",\"updated\":\"2026-11-25T19:49:34" \
    "Z\",\"items\":[" items "]}"

static const char *feed_of(const char *json, apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(LIMIT, pool);

    assert_int_equal(treaty_atom_represent(out, json_of(json, pool)),
                     APR_SUCCESS);
    return out->data;
}

static void an_act_is_an_entry(void **state)
{
    const char *json =
        "{\"id\":\"https://x.example/ref/acts\",\"title\":\"Acts\","
        "\"subtitle\":\"of treaties\",\"author\":\"The desk\","
        "\"updated\":\"2026-11-25T19:49:34Z\","
        "\"urls\":{\"self\":\"https://x.example/ref/"
        "acts.atom\",\"html\":\"https"
        "://x.example/ref/acts\",\"next\":\"https://x.example/ref/"
        "acts.atom?a=1&"
        "b=2\"},\"items\":[{\"id\":\"/ref/acts/opsc-usa-1\",\"kind\":"
        "\"ratification\",\"label\":\"ratification\",\"deposited_on\":"
        "\"2002-12-23\",\"effective_on\":\"2003-01-23\",\"pending\":true,"
        "\"url\":\"https://x.example/ref/treaties/opsc\",\"title\":\"United "
        "States: ratification\",\"summary\":\"In force on 23 January 2003\","
        "\"updated\":\"2002-12-23\"}]}";

    assert_string_equal(
        feed_of(json, *state),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
        "<id>https://x.example/ref/acts</id>\n"
        "<title>Acts</title>\n"
        "<subtitle>of treaties</subtitle>\n"
        "<updated>2026-11-25T19:49:34Z</updated>\n"
        "<author>\n<name>The desk</name>\n</author>\n"
        "<link rel=\"self\" type=\"application/atom+xml\" "
        "href=\"https://x.example/ref/acts.atom\"/>\n"
        "<link rel=\"alternate\" type=\"text/html\" "
        "href=\"https://x.example/ref/acts\"/>\n"
        "<link rel=\"next\" type=\"application/atom+xml\" "
        "href=\"https://x.example/ref/acts.atom?a=1&amp;b=2\"/>\n"
        "<entry>\n"
        "<id>https://x.example/ref/acts/opsc-usa-1</id>\n"
        "<title>United States: ratification</title>\n"
        "<updated>2002-12-23T00:00:00Z</updated>\n"
        "<published>2002-12-23T00:00:00Z</published>\n"
        "<link rel=\"alternate\" type=\"text/html\" "
        "href=\"https://x.example/ref/treaties/opsc\"/>\n"
        "<category term=\"ratification\" label=\"ratification\"/>\n"
        "<category term=\"pending\" label=\"not yet effective\"/>\n"
        "<summary>In force on 23 January 2003</summary>\n"
        "</entry>\n"
        "</feed>\n");
}

static void what_an_entry_lacks_has_something_in_its_place(void **state)
{
    const char *feed =
        feed_of(FEED("https://x.example/", "{\"id\":\"urn:a:1\",\"kind\":"
                                           "\"in_force\",\"updated\":\"soon\","
                                           "\"deposited_on\":\"2002-02-30\"},"
                                           "{\"title\":\"without an id\"},7"),
                *state);

    unit_expect_part(feed, "<author>\n<name>Acts</name>\n</author>\n");
    unit_expect_part(feed, "<entry>\n<id>urn:a:1</id>\n"
                           "<title>urn:a:1</title>\n"
                           "<updated>2026-11-25T19:49:34Z</updated>\n"
                           "<category term=\"in_force\" label=\"in_force\"/>\n"
                           "<content>urn:a:1</content>\n"
                           "</entry>\n</feed>\n");
}

static void an_id_is_an_absolute_iri(void **state)
{
    static const char *const cases[][2] = {
        {"https://x.example/a?b=1&c#d", "https://x.example/a?b=1&amp;c#d"},
        {"tag:x.example,2026:a", "tag:x.example,2026:a"},
        {"/ref/a", "https://h.example/ref/a"},
        {"opsc-usa", "urn:uuid:b890edce-ed9d-5e02-9e51-461d4d418976"},
        {"opsc act <1>", "urn:uuid:83ef2543-ae87-575b-85cf-c3e5e9cb01ee"},
        {"", "urn:uuid:"},
        {":a", "urn:uuid:"},
        {"1a:b", "urn:uuid:"},
        {"a b:c", "urn:uuid:"},
        {"http://x/ y", "urn:uuid:"},
        {"http://x/\\u007f{", "urn:uuid:"},
        {"/a b", "urn:uuid:"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *json = apr_psprintf(
            *state, FEED("https://h.example", "{\"id\":\"%s\"}"), cases[i][0]);
        const char *expected =
            apr_psprintf(*state, "<entry>\n<id>%s", cases[i][1]);

        unit_expect_part(feed_of(json, *state), expected);
    }
}

static void a_text_has_the_same_uuid_everywhere(void **state)
{
    const char *feed = feed_of(FEED("/ref/treaties/opsc/acts",
                                    "{\"id\":\"opsc-usa\"},{\"id\":\"opsc "
                                    "act <1>\"},{\"id\":\"/ref/x\"}"),
                               *state);

    unit_expect_part(
        feed,
        "<id>urn:uuid:63e3d070-2982-5027-ba69-15b36ebd61cc</id>\n<title>Acts");
    unit_expect_part(
        feed,
        "<entry>\n<id>urn:uuid:b890edce-ed9d-5e02-9e51-461d4d418976</id>");
    unit_expect_part(
        feed,
        "<entry>\n<id>urn:uuid:83ef2543-ae87-575b-85cf-c3e5e9cb01ee</id>");
    unit_expect_part(feed, "<title>/ref/x</title>");
}

static void hostile_text_stays_text(void **state)
{
    const char *feed = feed_of(
        FEED("https://h.example", "{\"id\":\"urn:a:1\",\"kind\":\"a\\\"b<\","
                                  "\"label\":\"'\\\"><x/>\",\"url\":\"http://x"
                                  "/\\\"&'<\",\"title\":\"]]></title><script>"
                                  "\\u0001\\u000b\\uffff\\ufffe&amp;\\u00e9"
                                  "\\t\\n\\r\",\"summary\":\"\\u0002\"}"),
        *state);

    unit_expect_part(feed, "<title>]]&gt;&lt;/title&gt;&lt;script&gt;"
                           "&amp;amp;\xc3\xa9&#9;&#10;&#13;</title>");
    unit_expect_part(feed, "<category term=\"a&quot;b&lt;\" "
                           "label=\"'&quot;&gt;&lt;x/&gt;\"/>");
    unit_expect_part(feed, "href=\"http://x/&quot;&amp;'&lt;\"/>");
    unit_expect_part(feed, "<summary></summary>");
}

static void a_feed_without_its_head_is_refused(void **state)
{
    static const char *const cases[] = {
        "{\"title\":\"a\",\"updated\":\"2026-11-25T19:49:34Z\"}",
        "{\"id\":\"a\",\"updated\":\"2026-11-25T19:49:34Z\"}",
        "{\"id\":\"a\",\"title\":\"a\"}",
        "{\"id\":\"a\",\"title\":\"a\",\"updated\":\"2026-11-25 19:49:34\"}",
        "{\"id\":\"a\",\"title\":\"a\",\"updated\":\"2026-11-31T19:49:34Z\"}",
        "{\"id\":\"a\",\"title\":\"a\",\"updated\":\"2026-11-25T19:49:34Zz\"}",
        "[]",
    };
    treaty_text_t *out = treaty_text_create(LIMIT, *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(treaty_atom_represent(out, json_of(cases[i], *state)),
                         TREATY_EINPUT);
    }
    assert_string_equal(out->data, "");
    out->limit = 300;
    assert_int_equal(
        treaty_atom_represent(
            out, json_of(FEED("a", "{\"id\":\"urn:a:1\"}"), *state)),
        TREATY_ELIMIT);
    assert_string_equal(out->data, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_act_is_an_entry),
        TEST(what_an_entry_lacks_has_something_in_its_place),
        TEST(an_id_is_an_absolute_iri),
        TEST(a_text_has_the_same_uuid_everywhere),
        TEST(hostile_text_stays_text),
        TEST(a_feed_without_its_head_is_refused),
    };

    return RUN("format_atom", tests);
}

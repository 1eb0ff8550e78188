/* Linked data and the OpenSearch description. */
#include "format_unit.h"

static json_t *linked(const char *json, apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(LIMIT, pool);

    assert_int_equal(treaty_jsonld_represent(out, json_of(json, pool),
                                             unit_language("en", pool)),
                     APR_SUCCESS);
    return json_of(out->data, pool);
}

static void expect_member(const json_t *object, const char *key,
                          const char *expected, apr_pool_t *pool)
{
    const json_t *list = json_of(apr_psprintf(pool, "[%s]", expected), pool);

    if (!json_equal(json_object_get(object, key), json_array_get(list, 0))) {
        fail_msg("%s isn't %s", key, expected);
    }
}

static void a_treaty_is_legislation(void **state)
{
    const json_t *data = linked(
        "{\"id\":\"opsc\",\"as_of\":\"2002-12-24\",\"known_through\":"
        "\"2015-03-12\",\"revision\":\"0a1b\",\"title\":\"Protocol\","
        "\"short_title\":\"OP\",\"aliases\":[\"CRC-OP-SC\"],\"language\":"
        "\"en\",\"mtdsg_no\":\"IV-11-c\",\"type\":\"protocol\",\"adopted_on\":"
        "\"2000-05-25\",\"adopted_at\":\"New York\",\"entry_into_force_on\":"
        "\"2002-01-18\",\"ended_on\":\"2030-01-01\",\"registration_no\":"
        "\"27531\",\"citation\":\"2171 UNTS 227\",\"depositary\":\"D\","
        "\"status\":\"in_force\",\"subjects\":[\"Human Rights\"],"
        "\"relations\":[{\"kind\":\"protocol_to\",\"id\":\"crc\",\"title\":"
        "\"CRC\",\"html_url\":\"/"
        "crc\"},{\"kind\":\"amends\",\"id\":\"a\",\"title\":"
        "null,\"html_url\":null},{\"kind\":\"replaces\",\"id\":\"b\",\"title\":"
        "\"B\"},{\"kind\":\"protocol_to\",\"id\":\"c\"},{\"kind\":\"other\","
        "\"id\":\"d\"}],\"sources\":[{\"title\":\"S\",\"publisher\":\"P\","
        "\"url\":\"https://s.example/\"},{\"title\":null}],\"urls\":{\"html\":"
        "\"/opsc\"}}",
        *state);

    expect_member(data, "@id", "\"/opsc\"", *state);
    expect_member(data, "@type", "\"Legislation\"", *state);
    expect_member(data, "name", "\"Protocol\"", *state);
    expect_member(data, "alternateName", "[\"OP\",\"CRC-OP-SC\"]", *state);
    expect_member(data, "sameAs",
                  "\"https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&"
                  "mtdsg_no=IV-11-c&chapter=4&clang=_en\"",
                  *state);
    expect_member(data, "legislationIdentifier", "\"IV-11-c\"", *state);
    expect_member(data, "legislationType", "\"protocol\"", *state);
    expect_member(data, "legislationDate", "\"2000-05-25\"", *state);
    expect_member(data, "legislationDateVersion", "\"2002-12-24\"", *state);
    expect_member(data, "legislationLegalForce", "\"InForce\"", *state);
    expect_member(data, "temporalCoverage", "\"2002-01-18/2030-01-01\"",
                  *state);
    expect_member(data, "legislationResponsible",
                  "{\"@type\":\"Organization\",\"name\":\"D\"}", *state);
    expect_member(data, "dateModified", "\"2015-03-12\"", *state);
    expect_member(data, "version", "\"0a1b\"", *state);
    expect_member(data, "isPartOf",
                  "[{\"@type\":\"Legislation\",\"@id\":\"/crc\",\"name\":"
                  "\"CRC\",\"url\":\"/crc\"},{\"@type\":\"Legislation\","
                  "\"name\":\"c\"}]",
                  *state);
    expect_member(data, "legislationAmends",
                  "[{\"@type\":\"Legislation\",\"name\":\"a\"}]", *state);
    expect_member(data, "legislationChanges",
                  "[{\"@type\":\"Legislation\",\"name\":\"B\"}]", *state);
    expect_member(data, "isBasedOn",
                  "[{\"@type\":\"CreativeWork\",\"name\":\"S\",\"publisher\":{"
                  "\"@type\":\"Organization\",\"name\":\"P\"},\"url\":"
                  "\"https://s.example/\"}]",
                  *state);
}

static void what_is_not_known_is_not_said(void **state)
{
    const json_t *data = linked("{\"id\":\"x\",\"type\":\"other\",\"status\":"
                                "\"unknown\",\"mtdsg_no\":null,\"title\":null,"
                                "\"aliases\":[],\"relations\":null}",
                                *state);

    assert_int_equal(json_object_size(data), 5);
    expect_member(data, "@type", "\"Legislation\"", *state);
    expect_member(data, "legislationIdentifier", "\"x\"", *state);
    expect_member(data, "identifier", "[\"x\"]", *state);
    expect_member(data, "legislationType", "\"other\"", *state);
    assert_true(json_is_object(json_object_get(data, "@context")));
}

static void a_status_is_one_of_schema_org(void **state)
{
    static const char *const cases[][2] = {
        {"in_force", "\"InForce\""},
        {"not_in_force", "\"NotInForce\""},
        {"not_adopted", "\"NotInForce\""},
        {"ended", "\"NotInForce\""},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *json = apr_psprintf(
            *state, "{\"id\":\"x\",\"status\":\"%s\"}", cases[i][0]);

        expect_member(linked(json, *state), "legislationLegalForce",
                      cases[i][1], *state);
    }
}

static void a_number_of_the_depositary_has_its_page(void **state)
{
    static const struct {
        const char *number;
        const char *part;
    } cases[] = {
        {"I-1", "mtdsg_no=I-1&chapter=1&"},
        {"XVIII-12-a", "mtdsg_no=XVIII-12-a&chapter=18&"},
        {"XXIX-1", "mtdsg_no=XXIX-1&chapter=29&"},
        {"XIV-3", "mtdsg_no=XIV-3&chapter=14&"},
        {"IX-1", "mtdsg_no=IX-1&chapter=9&"},
        {"XL-1", "mtdsg_no=XL-1&chapter=40&"},
        {"4-11", NULL},
        {"IV", NULL},
        {"IV-", NULL},
        {"IV-c", NULL},
        {"IV11", NULL},
        {"IV-11&x=1", NULL},
        {"IV-11 c", NULL},
        {"", NULL},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *json = apr_psprintf(
            *state, "{\"id\":\"x\",\"mtdsg_no\":\"%s\"}", cases[i].number);
        const char *page = treaty_json_text(linked(json, *state), "sameAs");

        assert_true(!page == !cases[i].part);
        if (page) {
            unit_expect_part(page, cases[i].part);
        }
    }
}

static void a_claim_that_was_checked_has_a_review(void **state)
{
    const json_t *data = linked(
        "{\"id\":\"s\",\"title\":\"Sheet\",\"kind\":\"Fact Sheet\",\"office\":"
        "\"Desk\",\"place\":\"W\",\"released_on\":\"2002-12-24\",\"url\":"
        "\"https://o.example/\",\"known_through\":\"2015-03-12\",\"urls\":{"
        "\"html\":\"/s\"},\"links\":[{\"label\":\"L\",\"url\":\"http://l/\"}],"
        "\"treaties\":[{\"id\":\"opsc\",\"title\":\"P\"}],\"claims\":["
        "{\"treaty\":{\"id\":\"opsc\",\"title\":\"P\"},\"participant\":null,"
        "\"label\":\"signatures\",\"claimed\":105,\"recorded\":null,"
        "\"as_of\":\"2002-12-24\",\"verdict\":\"not_checkable\"},"
        "{\"treaty\":{\"id\":\"opsc\",\"title\":\"P\"},\"participant\":{"
        "\"name\":\"US\"},\"label\":\"consents\",\"claimed\":42,\"recorded\":"
        "46,\"as_of\":\"2002-12-24\",\"verdict\":\"off\",\"quote\":\"42 "
        "have\",\"finding\":\"4 more.\"},"
        "{\"claimed\":\"1999\",\"recorded\":\"1999-06-17\",\"verdict\":"
        "\"exact\"},{\"verdict\":\"contradicted\"},{\"verdict\":\"odd\"},7]}",
        *state);
    const json_t *graph = json_object_get(data, "@graph");
    const json_t *review = json_array_get(graph, 1);

    assert_int_equal(json_array_size(graph), 4);
    expect_member(json_array_get(graph, 0), "@type", "\"CreativeWork\"",
                  *state);
    expect_member(json_array_get(graph, 0), "about",
                  "[{\"@type\":\"Legislation\",\"name\":\"P\",\"identifier\":"
                  "\"opsc\"}]",
                  *state);
    expect_member(json_array_get(graph, 0), "sameAs", "\"https://o.example/\"",
                  *state);
    expect_member(review, "@type", "\"ClaimReview\"", *state);
    expect_member(review, "@id", "\"/s#claim-2\"", *state);
    expect_member(review, "claimReviewed", "\"42 have\"", *state);
    expect_member(review, "reviewBody",
                  "\"Recorded as of 2002-12-24: US, consents: 46. 4 more.\"",
                  *state);
    expect_member(review, "reviewRating",
                  "{\"@type\":\"Rating\",\"ratingValue\":2,\"bestRating\":3,"
                  "\"worstRating\":1,\"alternateName\":\"differs from the "
                  "record\"}",
                  *state);
    expect_member(review, "itemReviewed",
                  "{\"@type\":\"Claim\",\"name\":\"US, consents: 42\",\"text\":"
                  "\"42 have\",\"about\":{\"@type\":\"Legislation\",\"name\":"
                  "\"P\",\"identifier\":\"opsc\"},\"author\":{\"@type\":"
                  "\"Organization\",\"name\":\"Desk\"},\"datePublished\":"
                  "\"2002-12-24\",\"appearance\":{\"@id\":\"/s\"}}",
                  *state);
    expect_member(json_object_get(json_array_get(graph, 2), "reviewRating"),
                  "ratingValue", "3", *state);
    expect_member(json_object_get(json_array_get(graph, 3), "reviewRating"),
                  "ratingValue", "1", *state);
}

static void linked_data_cannot_leave_its_script(void **state)
{
    const char *json = "{\"id\":\"x\",\"title\":\"</script><!--#exec -->&amp;"
                       "\\u2028\\u2029\\u20aa\\\"\\\\\"}";
    treaty_text_t *out = treaty_text_create(LIMIT, *state);

    assert_int_equal(treaty_jsonld_represent(out, json_of(json, *state),
                                             unit_language("en", *state)),
                     APR_SUCCESS);
    assert_null(strpbrk(out->data, "<>&"));
    unit_expect_part(out->data, "\\u003c/script\\u003e\\u003c!--#exec --"
                                "\\u003e\\u0026amp;\\u2028\\u2029\xe2\x82\xaa"
                                "\\\"\\\\\"");
    expect_member(linked(json, *state), "name",
                  "\"</script><!--#exec -->&amp;\\u2028\\u2029\\u20aa\\\"\\\\"
                  "\"",
                  *state);
    out = treaty_text_create(100, *state);
    assert_int_equal(treaty_jsonld_represent(out, json_of(json, *state),
                                             unit_language("en", *state)),
                     TREATY_ELIMIT);
    assert_string_equal(out->data, "");
}

static void a_site_can_be_searched_from_elsewhere(void **state)
{
    treaty_text_t *out = treaty_text_create(LIMIT, *state);

    assert_int_equal(
        treaty_opensearch_represent(
            out, json_of("{\"name\":\"Treaties & <more> of \\u00e9tats\","
                         "\"description\":\"D\\u0001 <\",\"urls\":{\"html\":"
                         "\"https://x/ref/?q={searchTerms}&a=1\",\"json\":"
                         "\"https://x/ref/search.json?q={searchTerms}\","
                         "\"self\":\"https://x/ref/opensearch.xml\"}}",
                         *state)),
        APR_SUCCESS);
    assert_string_equal(
        out->data,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<OpenSearchDescription "
        "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
        "<ShortName>Treaties &amp; &lt;more</ShortName>\n"
        "<LongName>Treaties &amp; &lt;more&gt; of \xc3\xa9tats</LongName>\n"
        "<Description>D &lt;</Description>\n"
        "<Url type=\"text/html\" "
        "template=\"https://x/ref/?q={searchTerms}&amp;a=1\"/>\n"
        "<Url type=\"application/json\" "
        "template=\"https://x/ref/search.json?q={searchTerms}\"/>\n"
        "<Url type=\"application/opensearchdescription+xml\" rel=\"self\" "
        "template=\"https://x/ref/opensearch.xml\"/>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        "<OutputEncoding>UTF-8</OutputEncoding>\n"
        "</OpenSearchDescription>\n");
}

static void a_name_is_cut_between_characters(void **state)
{
    treaty_text_t *out = treaty_text_create(LIMIT, *state);

    assert_int_equal(
        treaty_opensearch_represent(
            out, json_of("{\"name\":\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9"
                         "\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9"
                         "\\u00e9\\u00e9\\u00e9\\u4e2d\\u00e8\","
                         "\"urls\":{\"html\":\"x\"}}",
                         *state)),
        APR_SUCCESS);
    unit_expect_part(out->data, "\xc3\xa9\xe4\xb8\xad</ShortName>");
    unit_expect_part(out->data, "\xe4\xb8\xad\xc3\xa8</LongName>");
    out = treaty_text_create(LIMIT, *state);
    assert_int_equal(
        treaty_opensearch_represent(out, json_of("{\"name\":\"x\"}", *state)),
        TREATY_EINPUT);
    assert_int_equal(treaty_opensearch_represent(
                         out, json_of("{\"urls\":{\"html\":\"x\"}}", *state)),
                     TREATY_EINPUT);
    assert_string_equal(out->data, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_treaty_is_legislation),
        TEST(what_is_not_known_is_not_said),
        TEST(a_status_is_one_of_schema_org),
        TEST(a_number_of_the_depositary_has_its_page),
        TEST(a_claim_that_was_checked_has_a_review),
        TEST(linked_data_cannot_leave_its_script),
        TEST(a_site_can_be_searched_from_elsewhere),
        TEST(a_name_is_cut_between_characters),
    };

    return RUN("format_jsonld", tests);
}

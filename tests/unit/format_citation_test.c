/* Citations: BibTeX, RIS and CSL-JSON. */
#include "format_unit.h"

typedef apr_status_t format_fn_t(treaty_text_t *out, const json_t *document);

static const char *cited(format_fn_t *format, const char *json,
                         apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(LIMIT, pool);

    assert_int_equal(format(out, json_of(json, pool)), APR_SUCCESS);
    return out->data;
}

static const char whole[] =
    "{\"id\":\"opsc\",\"as_of\":\"2002-12-24\",\"known_through\":\"2015-03-12"
    "\",\"revision\":\"0a1b\",\"title\":\"Protocol\",\"short_title\":\"OPSC\","
    "\"language\":\"en\",\"mtdsg_no\":\"IV-11-c\",\"adopted_on\":"
    "\"2000-05-25\",\"adopted_at\":\"New York\",\"registration_no\":\"27531\","
    "\"citation\":\"2171 UNTS 227\",\"depositary\":\"The Depositary\","
    "\"subjects\":[\"Human Rights\",\"Children\"],\"urls\":{\"html\":"
    "\"https://x.example/ref/treaties/opsc@2002-12-24\"}}";

static void a_treaty_is_an_entry_of_bibtex(void **state)
{
    assert_string_equal(
        cited(treaty_bibtex_represent, whole, *state),
        "@misc{opsc,\n"
        "  title = {{Protocol}},\n"
        "  shorttitle = {{OPSC}},\n"
        "  date = {2000-05-25},\n"
        "  year = {2000},\n"
        "  howpublished = {2171 UNTS 227},\n"
        "  series = {United Nations Treaty Series},\n"
        "  volume = {2171},\n"
        "  pages = {227},\n"
        "  number = {IV-11-c},\n"
        "  address = {New York},\n"
        "  publisher = {The Depositary},\n"
        "  url = {https://x.example/ref/treaties/opsc@2002-12-24},\n"
        "  urldate = {2002-12-24},\n"
        "  note = {status as of 24 December 2002; recorded to 12 March 2015; "
        "revision 0a1b; registration no. 27531},\n"
        "  keywords = {Human Rights, Children}\n"
        "}\n");
}

static void a_treaty_is_a_record_of_ris(void **state)
{
    assert_string_equal(
        cited(treaty_ris_represent, whole, *state),
        "TY  - GEN\r\nID  - opsc\r\nTI  - Protocol\r\nST  - OPSC\r\n"
        "DA  - 2000/05/25\r\nPY  - 2000\r\n"
        "T2  - United Nations Treaty Series\r\nVL  - 2171\r\nSP  - 227\r\n"
        "M1  - IV-11-c\r\nCY  - New York\r\nPB  - The Depositary\r\n"
        "LA  - en\r\nKW  - Human Rights\r\nKW  - Children\r\n"
        "UR  - https://x.example/ref/treaties/opsc@2002-12-24\r\n"
        "Y2  - 2002/12/24\r\n"
        "N1  - status as of 24 December 2002; recorded to 12 March 2015; "
        "revision 0a1b; registration no. 27531\r\n"
        "ER  - \r\n");
}

static void a_treaty_is_an_item_of_csl(void **state)
{
    const json_t *expected = json_of(
        "[{\"id\":\"opsc\",\"type\":\"treaty\",\"title\":\"Protocol\","
        "\"title-short\":\"OPSC\",\"issued\":{\"date-parts\":[[2000,5,25]]},"
        "\"container-title\":\"United Nations Treaty Series\",\"volume\":"
        "\"2171\",\"page\":\"227\",\"number\":\"IV-11-c\",\"event-place\":"
        "\"New York\",\"publisher\":\"The Depositary\",\"language\":\"en\","
        "\"keyword\":\"Human Rights,Children\",\"URL\":\"https://x.example/ref/"
        "treaties/opsc@2002-12-24\",\"accessed\":{\"date-parts\":[[2002,12,24]]"
        "},\"note\":\"status as of 24 December 2002; recorded to 12 March "
        "2015; revision 0a1b; registration no. 27531\"}]",
        *state);
    const json_t *item =
        json_of(cited(treaty_csl_represent, whole, *state), *state);

    assert_true(json_equal(item, expected));
}

static void what_is_not_known_is_not_cited(void **state)
{
    static const char bare[] =
        "{\"id\":\"x\",\"title\":null,\"short_title\":\" \\n\",\"adopted_on\":"
        "\"2000-02-30\",\"as_of\":7,\"citation\":\"40 ILM (2001) 335\","
        "\"registration_no\":\"27531\",\"subjects\":[\"\",4],\"urls\":{"
        "\"html\":\"/ref/treaties/x\"}}";

    assert_string_equal(cited(treaty_bibtex_represent, bare, *state),
                        "@misc{x,\n  howpublished = {40 ILM (2001) 335},\n"
                        "  series = {ILM (2001)},\n  volume = {40},\n"
                        "  pages = {335},\n  number = {27531}\n}\n");
    assert_string_equal(cited(treaty_ris_represent, bare, *state),
                        "TY  - GEN\r\nID  - x\r\nT2  - ILM (2001)\r\n"
                        "VL  - 40\r\nSP  - 335\r\nM1  - 27531\r\n"
                        "ER  - \r\n");
    assert_true(json_equal(
        json_of(cited(treaty_csl_represent, "{\"id\":\"x\"}", *state), *state),
        json_of("[{\"id\":\"x\",\"type\":\"treaty\"}]", *state)));
}

static void a_citation_is_taken_apart_where_it_can_be(void **state)
{
    static const char *const cases[][2] = {
        {"2171 UNTS 227", "T2  - United Nations Treaty Series\r\n"
                          "VL  - 2171\r\nSP  - 227\r\nER"},
        {"1 L.N.T.S. 2", "T2  - League of Nations Treaty Series\r\n"
                         "VL  - 1\r\nSP  - 2\r\nER"},
        {"75 U.N.T.S. 31", "T2  - United Nations Treaty Series\r\n"
                           "VL  - 75\r\nSP  - 31\r\nER"},
        {"ETS No. 5", "N1  - ETS No. 5\r\nER"},
        {"12 34", "N1  - 12 34\r\nER"},
        {"12", "N1  - 12\r\nER"},
        {"12 ", "N1  - 12\r\nER"},
        {"12 UNTS", "N1  - 12 UNTS\r\nER"},
        {"12UNTS 3", "N1  - 12UNTS 3\r\nER"},
        {"UNTS 3", "N1  - UNTS 3\r\nER"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const char *json = apr_psprintf(
            *state, "{\"id\":\"x\",\"citation\":\"%s\"}", cases[i][0]);

        unit_expect_part(cited(treaty_ris_represent, json, *state),
                         cases[i][1]);
    }
}

#define HOSTILE                                                                \
    "{\"id\":\"o,p{s} c\\\\\",\"title\":\"A {b} } \\\\ 100% $x_1^2$ #1 & ~ "   \
    "\\n}\\n\\n@misc{y,\",\"depositary\":\"\\nTY  - JOUR\\r\\nER  - \\r\\nTI " \
    " "                                                                        \
    "- x\\u2028TY  - Y\\u0085TY  - Z\\u000bTY  - W\",\"urls\":{\"html\":"      \
    "\"https://x.example/{a}\\\\b c\"}}"

static void hostile_text_stays_in_its_field(void **state)
{
    assert_string_equal(
        cited(treaty_bibtex_represent, HOSTILE, *state),
        "@misc{opsc,\n"
        "  title = {{A {\\textbraceleft}b{\\textbraceright} "
        "{\\textbraceright} {\\textbackslash} 100\\% "
        "\\$x\\_1{\\textasciicircum}2\\$ \\#1 \\& {\\textasciitilde} "
        "{\\textbraceright} @misc{\\textbraceleft}y,}},\n"
        "  publisher = {TY - JOUR ER - TI - x TY - Y TY - Z TY - W},\n"
        "  url = {https://x.example/%7Ba%7D%5Cb%20c}\n}\n");
    unit_expect_part(cited(treaty_ris_represent, HOSTILE, *state),
                     "PB  - TY - JOUR ER - TI - x TY - Y TY - Z TY - W\r\n");
}

static void what_tex_would_set_as_one_is_kept_apart(void **state)
{
    const char *entry = cited(treaty_bibtex_represent,
                              "{\"id\":\"x\",\"title\":\"a--b---c ``d'' 'e' "
                              "?`f !`g <<h>> ,,i -\"}",
                              *state);

    unit_expect_part(entry, "{{a-{}-b-{}-{}-c `{}`d'{}' 'e' ?{}`f !{}`g "
                            "<{}<h>{}> ,{},i -}}");
}

static void a_document_without_a_key_is_refused(void **state)
{
    static const char *const cases[] = {"{}", "{\"id\":\"\"}",
                                        "{\"id\":\"{}\"}", "{\"id\":7}", "[]"};
    treaty_text_t *out = treaty_text_create(60, *state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const json_t *document = json_of(cases[i], *state);

        assert_int_equal(treaty_bibtex_represent(out, document), TREATY_EINPUT);
        assert_int_equal(treaty_ris_represent(out, document), TREATY_EINPUT);
        assert_int_equal(treaty_csl_represent(out, document), TREATY_EINPUT);
    }
    assert_int_equal(treaty_bibtex_represent(out, json_of(whole, *state)),
                     TREATY_ELIMIT);
    assert_int_equal(treaty_ris_represent(out, json_of(whole, *state)),
                     TREATY_ELIMIT);
    assert_int_equal(treaty_csl_represent(out, json_of(whole, *state)),
                     TREATY_ELIMIT);
    assert_string_equal(out->data, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_treaty_is_an_entry_of_bibtex),
        TEST(a_treaty_is_a_record_of_ris),
        TEST(a_treaty_is_an_item_of_csl),
        TEST(what_is_not_known_is_not_cited),
        TEST(a_citation_is_taken_apart_where_it_can_be),
        TEST(hostile_text_stays_in_its_field),
        TEST(what_tex_would_set_as_one_is_kept_apart),
        TEST(a_document_without_a_key_is_refused),
    };

    return RUN("format_citation", tests);
}

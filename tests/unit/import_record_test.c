/* Record files: how they are cut, and what each record may hold. */
#include "import_unit.h"

#include "import/json_pieces.h"
#include "import/shape.h"
#include "treaty_json.h"

#include <stdlib.h>

/* "member[index]=value@line" of all pieces, or "error". */
static const char *pieces(const char *text, treaty_findings_t *findings,
                          apr_pool_t *pool)
{
    treaty_pieces_t *cut;
    treaty_piece_t *piece;
    const char *all = "";
    apr_status_t rv;

    assert_int_equal(treaty_pieces_open(&cut, file_of(text, strlen(text), pool),
                                        findings, pool),
                     APR_SUCCESS);
    while ((rv = treaty_pieces_next(&piece, cut, pool)) == APR_SUCCESS &&
           piece) {
        char *value = piece->value ? json_dumps(piece->value,
                                                JSON_ENCODE_ANY | JSON_COMPACT)
                                   : NULL;

        all = apr_psprintf(pool, "%s%s%s[%d]=%s@%ld", all, *all ? " " : "",
                           piece->member, piece->index, value ? value : "list",
                           piece->line);
        free(value);
    }
    return rv == APR_SUCCESS ? all : "error";
}

static void a_file_is_cut_into_members_and_elements(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);

    assert_string_equal(
        pieces("{\"a\": 1,\n \"b\": [{\"x\":\"]}\\\"\"},\n 2],\"c\":[ ]}\n",
               findings, *state),
        "a[-1]=1@1 b[0]=list@2 b[0]={\"x\":\"]}\\\"\"}@2 b[1]=2@3 "
        "c[0]=list@3");
    assert_string_equal(pieces(" { } ", findings, *state), "");
    assert_int_equal(findings->errors, 0);
}

static void faults_of_the_json_name_their_line(void **state)
{
    static const struct {
        const char *text;
        long line;
        const char *message;
    } faults[] = {
        {"[1]", 1, "begins with \"{\""},
        {"{\"a\": 1,\n\"a\": 2}", 2, "stands twice"},
        {"{\"a\": [\n{\"x\": 1,\n\"x\": 2}]}", 3, "duplicate"},
        {"{\"a\": [1\n2]}", 2, "comma"},
        {"{\"a\": [1,]}", 1, "no valid JSON"},
        {"{\"a\" 1}", 1, "\":\""},
        {"{a: 1}", 1, "name in quotes"},
        {"{\"a\": 1}\nx", 2, "follows"},
        {"{\"a\": [1", 1, "comma or a closing"},
        {"{\"a\": \"open", 1, "no valid JSON"},
        {"{\"a\": \"\xf4\"}", 1, "no valid JSON"},
        {"{\"a\": "
         "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
         1, "deeper than 32"},
    };
    size_t i;

    for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        treaty_findings_t *findings = treaty_findings_create(*state);

        assert_string_equal(pieces(faults[i].text, findings, *state), "error");
        assert_int_equal(findings->errors, 1);
        assert_holds(first_finding(findings), faults[i].message);
        assert_int_equal(first_line(findings), faults[i].line);
    }
}

static const char *fault_of(const treaty_shape_t *shape, const char *text,
                            apr_pool_t *pool)
{
    treaty_findings_t *findings = treaty_findings_create(pool);
    treaty_place_t place = {"f.json", 3, "treaties[3]"};
    json_t *record = treaty_json_bind(json_loads(text, 0, NULL), pool);

    assert_non_null(record);
    if (treaty_shape_check(shape, record, &place, findings, pool) ==
        APR_SUCCESS) {
        assert_int_equal(findings->errors, 0);
        return "";
    }
    return first_finding(findings);
}

#define TREATY(more)                                                        \
    "{\"id\":\"x\",\"type\":\"treaty\",\"titles\":[{\"kind\":\"official\"," \
    "\"title\":\"X\"}]" more "}"
#define ACT(more) \
    TREATY(",\"acts\":[{\"participant\":\"usa\",\"kind\":" more "}]")

static void a_fault_of_a_record_names_its_path(void **state)
{
    static const struct {
        const char *text;
        const char *fault;
    } faults[] = {
        {TREATY(""), ""},
        {TREATY(",\"adopted_on\":null"), ""},
        {TREATY(",\"colour\":1"), "treaties[3].colour: there is no such"},
        {TREATY(",\"adopted_on\":\"2002-02-30\""),
         "treaties[3].adopted_on: takes a day"},
        {TREATY(",\"adopted_on\":5"), "treaties[3].adopted_on: takes a string"},
        {TREATY(",\"aliases\":\"X\""), "treaties[3].aliases: takes a list"},
        {TREATY(",\"aliases\":[\"\"]"), "treaties[3].aliases[0]: is empty"},
        {TREATY(",\"texts\":[{\"language\":\"zh-Hant\",\"url\":"
                "\"https://x.example/a\",\"format\":\"pdf\"}]"),
         ""},
        {TREATY(",\"texts\":[{}]"),
         "treaties[3].texts[0].language: is missing"},
        {TREATY(",\"texts\":[{\"language\":\"e\"}]"),
         "treaties[3].texts[0].language: takes a language tag"},
        {TREATY(",\"texts\":[{\"language\":\"en-\"}]"),
         "treaties[3].texts[0].language: takes a language tag"},
        {TREATY(",\"texts\":[{\"language\":\"en_GB\"}]"),
         "treaties[3].texts[0].language: takes a language tag"},
        {TREATY(",\"texts\":[{\"language\":\"en\",\"url\":"
                "\"javascript:alert(1)\"}]"),
         "treaties[3].texts[0].url: takes an address"},
        {TREATY(",\"texts\":[{\"language\":\"en\",\"url\":"
                "\"https://x y\"}]"),
         "treaties[3].texts[0].url: takes an address"},
        {TREATY(",\"texts\":[{\"language\":\"en\",\"url\":\"http://\"}]"),
         "treaties[3].texts[0].url: takes an address"},
        {TREATY(",\"texts\":[{\"language\":\"en\",\"format\":\"pdf\"}]"),
         "treaties[3].texts[0]: a text without"},
        {TREATY(",\"covers\":[\"all\"]"), "treaties[3].covers[0]: takes one "
                                          "of signatures, consents"},
        {"{\"id\":\"X\",\"type\":\"treaty\",\"titles\":[]}",
         "treaties[3].id: takes small letters"},
        {"{\"id\":\"x\",\"titles\":[]}", "treaties[3].type: is missing"},
        {"[]", "treaties[3]: takes an object"},
        {ACT("\"signature\""), ""},
        {ACT("\"signature\",\"colour\":1"),
         "treaties[3].acts[0].colour: there is no such"},
        {ACT("\"nod\""), "treaties[3].acts[0].kind: takes one of signature"},
        {ACT("\"withdrawal\""), "treaties[3].acts[0]: a withdrawal"},
        {ACT("\"signature\",\"scope\":\"treaty\""),
         "treaties[3].acts[0]: a withdrawal"},
        {TREATY(",\"rule\":{\"delay_kind\":\"days\",\"delay\":-1,"
                "\"later_kind\":\"days\",\"later_after\":\"threshold\"}"),
         "treaties[3].rule.delay: takes a whole number from 0"},
        {TREATY(",\"rule\":{\"delay_kind\":\"days\",\"delay\":1,"
                "\"later_kind\":\"date\",\"later_after\":\"threshold\"}"),
         "treaties[3].rule: a rule has \"later_on\""},
    };
    size_t i;

    for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        const char *fault =
            fault_of(&treaty_shape_treaty, faults[i].text, *state);

        if (*faults[i].fault) {
            assert_holds(fault, faults[i].fault);
        }
        else {
            assert_string_equal(fault, "");
        }
    }
}

static void sources_and_codes_are_checked(void **state)
{
    assert_string_equal(
        fault_of(&treaty_shape_source,
                 "{\"id\":\"s\",\"kind\":\"editor\",\"title\":\"T\","
                 "\"retrieved_on\":\"2015-03\"}",
                 *state),
        "");
    assert_holds(fault_of(&treaty_shape_source,
                          "{\"id\":\"s\",\"kind\":\"editor\",\"title\":\"T\","
                          "\"retrieved_on\":\"2015-13\"}",
                          *state),
                 "retrieved_on: takes a year, a month or a day");
    assert_holds(fault_of(&treaty_shape_source,
                          "{\"id\":\"s\",\"kind\":\"editor\",\"title\":\"T\","
                          "\"sha256\":\"ABC\"}",
                          *state),
                 "sha256: takes 64");
    assert_holds(fault_of(&treaty_shape_participant,
                          "{\"id\":\"usa\",\"kind\":\"state\",\"names\":[],"
                          "\"iso_alpha3\":\"US\"}",
                          *state),
                 "iso_alpha3: takes 3 capital letters");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_cut_into_members_and_elements),
        cmocka_unit_test(faults_of_the_json_name_their_line),
        cmocka_unit_test(a_fault_of_a_record_names_its_path),
        cmocka_unit_test(sources_and_codes_are_checked),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("import_record", tests, pool_create,
                                       pool_destroy);
}

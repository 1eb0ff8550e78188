/* URLs below the mount: taken apart, or refused with what is wrong. */
#include "unit.h"

#include "treaty_query.h"

#define TREATY TREATY_RESOURCE_TREATY
#define TREATIES TREATY_RESOURCE_TREATIES
#define SHEET TREATY_RESOURCE_FACT_SHEET
#define SHEETS TREATY_RESOURCE_FACT_SHEETS
#define HEALTH TREATY_RESOURCE_HEALTH
#define ASSET TREATY_RESOURCE_ASSET
#define HTML TREATY_FORM_HTML
#define JSON TREATY_FORM_JSON
#define CSV TREATY_FORM_CSV
#define PLAIN TREATY_FORM_FILE
#define WHY TREATY_RESOURCE_WHY
#define CLAIMS TREATY_RESOURCE_CLAIMS

typedef struct good_t {
    const char *path;
    const char *args;
    treaty_resource_t resource;
    treaty_form_t form;
    const char *id;
    const char *day;
    const char *view;
    int heading;
    /** Whether the address is spelt in another way than the thing's own. */
    int is_moved;
} good_t;

static const good_t good[] = {
    {"/", NULL, TREATY_RESOURCE_INDEX, HTML, NULL, NULL, "list", 1, 0},
    {"", NULL, TREATY_RESOURCE_INDEX, HTML, NULL, NULL, "list", 1, 1},
    {"/index.json", NULL, TREATY_RESOURCE_INDEX, JSON, NULL, NULL, "list", 1,
     0},
    {"/treaties.json", NULL, TREATIES, JSON, NULL, NULL, "list", 1, 0},
    {"treaties.json", NULL, TREATIES, JSON, NULL, NULL, "list", 1, 0},
    {"/treaties.json", "", TREATIES, JSON, NULL, NULL, "list", 1, 0},
    {"/treaties.json", "&&", TREATIES, JSON, NULL, NULL, "list", 1, 0},
    {"/treaties.json", "on=2002-12-24", TREATIES, JSON, NULL, "2002-12-24",
     "list", 1, 0},
    {"/Treaties.json", NULL, TREATIES, JSON, NULL, NULL, "list", 1, 1},
    {"/treaties.JSON", NULL, TREATIES, JSON, NULL, NULL, "list", 1, 1},
    {"/treaties.json/", NULL, TREATIES, JSON, NULL, NULL, "list", 1, 1},
    {"/treaties/", NULL, TREATIES, HTML, NULL, NULL, "list", 1, 1},
    {"/treaties.csv", "sort=-adopted_on&limit=5&cursor=x", TREATIES, CSV, NULL,
     NULL, "list", 1, 0},
    {"/fact-sheets.json", NULL, SHEETS, JSON, NULL, NULL, "list", 1, 0},
    {"/fact-sheets/", NULL, SHEETS, HTML, NULL, NULL, "list", 1, 1},
    {"/treaties/opsc", NULL, TREATY, HTML, "opsc", NULL, "page", 1, 0},
    {"/treaties/opsc/", NULL, TREATY, HTML, "opsc", NULL, "page", 1, 1},
    {"/treaties/OPSC", NULL, TREATY, HTML, "OPSC", NULL, "page", 1, 0},
    {"/treaties/opsc.json", NULL, TREATY, JSON, "opsc", NULL, "page", 1, 0},
    {"/treaties/opsc.jsonld", NULL, TREATY, TREATY_FORM_JSONLD, "opsc", NULL,
     "page", 1, 0},
    {"/treaties/opsc@2002-12-24.json", NULL, TREATY, JSON, "opsc", "2002-12-24",
     "page", 1, 0},
    {"/treaties/opsc@2002-12-24", NULL, TREATY, HTML, "opsc", "2002-12-24",
     "page", 1, 0},
    {"/treaties/opsc@2002-12-24/box", NULL, TREATY, HTML, "opsc", "2002-12-24",
     "box", 3, 0},
    {"/treaties/opsc/box/", NULL, TREATY, HTML, "opsc", NULL, "box", 3, 1},
    {"/treaties/opsc/Box", NULL, TREATY, HTML, "opsc", NULL, "box", 3, 1},
    {"/treaties/opsc/my-own_view2", NULL, TREATY, HTML, "opsc", NULL,
     "my-own_view2", 3, 0},
    {"/treaties/opsc", "heading=4", TREATY, HTML, "opsc", NULL, "page", 4, 0},
    {"/treaties/opsc/box", "heading=2", TREATY, HTML, "opsc", NULL, "box", 2,
     0},
    {"/treaties/opsc/box", "heading=6&utm_source=x", TREATY, HTML, "opsc", NULL,
     "box", 6, 0},
    {"/treaties/opsc/box", "heading=%32", TREATY, HTML, "opsc", NULL, "box", 2,
     0},
    {"/treaties/opsc/box", "heading", TREATY, HTML, "opsc", NULL, "box", 3, 0},
    {"/treaties/opsc/box", "after=%00&x&=&&", TREATY, HTML, "opsc", NULL, "box",
     3, 0},
    {"/treaties/IV-11-c.json", NULL, TREATY, JSON, "IV-11-c", NULL, "page", 1,
     0},
    {"/treaties/a@b@2002-12-24.json", NULL, TREATY, JSON, "a@b", "2002-12-24",
     "page", 1, 0},
    {"/treaties/.json", NULL, TREATY, HTML, ".json", NULL, "page", 1, 0},
    {"/treaties/a.json.json", NULL, TREATY, JSON, "a.json", NULL, "page", 1, 0},
    {"/treaties/C\xc3\xb4te d'Ivoire", NULL, TREATY, HTML,
     "C\xc3\xb4te d'Ivoire", NULL, "page", 1, 0},
    {"/treaties/\xf0\x9f\x95\x8a", NULL, TREATY, HTML, "\xf0\x9f\x95\x8a", NULL,
     "page", 1, 0},
    {"/treaties/\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", NULL, TREATY, HTML,
     "\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", NULL, "page", 1, 0},
    {"/treaties/<b>\"'&", NULL, TREATY, HTML, "<b>\"'&", NULL, "page", 1, 0},
    {"/treaties/..", NULL, TREATY, HTML, "..", NULL, "page", 1, 0},
    {"/fact-sheets/2002-12-24-opsc@2015-03-01/box", NULL, SHEET, HTML,
     "2002-12-24-opsc", "2015-03-01", "box", 3, 0},
    {"/fact-sheets/x.json", NULL, SHEET, JSON, "x", NULL, "page", 2, 0},
    {"/assets/treaty.css", NULL, ASSET, PLAIN, "treaty.css", NULL, "page", 1,
     0},
    {"/assets/a.json", NULL, ASSET, PLAIN, "a.json", NULL, "page", 1, 0},
    {"/assets/treaty.css", "v=2&%ff", ASSET, PLAIN, "treaty.css", NULL, "page",
     1, 0},
    {"/treaties/opsc@2002-12-24/why.json", NULL, WHY, JSON, "opsc",
     "2002-12-24", "why", 3, 0},
    {"/treaties/opsc/WHY.json", NULL, WHY, JSON, "opsc", NULL, "why", 3, 1},
    {"/treaties/opsc/why", NULL, TREATY, HTML, "opsc", NULL, "why", 3, 0},
    {"/fact-sheets/x@2002-12-24/claims.json", NULL, CLAIMS, JSON, "x",
     "2002-12-24", "claims", 3, 0},
    {"/fact-sheets/x/claims", NULL, SHEET, HTML, "x", NULL, "claims", 3, 0},
    {"/health", NULL, HEALTH, JSON, NULL, NULL, "list", 1, 0},
    {"/health", "x=1", HEALTH, JSON, NULL, NULL, "list", 1, 0},
    {"/health/", NULL, HEALTH, JSON, NULL, NULL, "list", 1, 1},
    {"/oembed", "url=http%3A%2F%2Fa%2Fb&dnt=1", TREATY_RESOURCE_OEMBED, JSON,
     NULL, NULL, "list", 1, 0},
};

static void expect_text(const char *path, const char *text,
                        const char *expected)
{
    if (!text != !expected || (text && strcmp(text, expected) != 0)) {
        fail_msg("%s: \"%s\", not \"%s\"", path, text ? text : "(null)",
                 expected ? expected : "(null)");
    }
}

static void a_good_url_is_taken_apart(void **state)
{
    size_t i;

    for (i = 0; i < LENGTH(good); i++) {
        const good_t *expected = &good[i];
        treaty_problem_t problem = {0};
        treaty_query_t *query;

        if (treaty_query_parse(&query, &problem, expected->path, expected->args,
                               *state) != APR_SUCCESS) {
            fail_msg("%s?%s is refused: %s", expected->path,
                     expected->args ? expected->args : "", problem.detail);
        }
        assert_int_equal(query->resource, expected->resource);
        assert_int_equal(query->form, expected->form);
        expect_text(expected->path, query->id, expected->id);
        expect_text(expected->path, query->view, expected->view);
        assert_int_equal(query->is_moved, expected->is_moved);
        unit_expect_day(query->day, expected->day);
        assert_int_equal(query->heading, expected->heading);
    }
}

typedef struct bad_t {
    const char *path;
    const char *args;
    int status;
    const char *parameter;
    treaty_form_t form;
} bad_t;

/* What is at no address of ours. */
static const bad_t nowhere[] = {
    {"////////", NULL, 404, NULL, HTML},
    {"/nothing", NULL, 404, NULL, HTML},
    {"/nothing.json", NULL, 404, NULL, JSON},
    {"/nothing/at/all", NULL, 404, NULL, HTML},
    {"/treaties.json.json", NULL, 404, NULL, JSON},
    {"//treaties.json", NULL, 404, NULL, JSON},
    {"/treaties//box", NULL, 400, "id", HTML},
    {"/treaties/opsc//", NULL, 404, NULL, HTML},
    {"/treaties/opsc//box", NULL, 404, NULL, HTML},
    {"/treaties/opsc/box/x", NULL, 404, NULL, HTML},
    {"/treaties/opsc/box/x/y/z", NULL, 404, NULL, HTML},
    {"/treaties/opsc/box.json", NULL, 404, NULL, JSON},
    {"/treaties/opsc/../box", NULL, 404, NULL, HTML},
    {"/treaties/opsc/..", NULL, 404, NULL, HTML},
    {"/treaties/../../etc/passwd", NULL, 404, NULL, HTML},
    {"/../treaties.json", NULL, 404, NULL, JSON},
    {"/../../../../etc/passwd", NULL, 404, NULL, HTML},
    {"/treaties/opsc/b ox", NULL, 404, NULL, HTML},
    {"/treaties/opsc/b\xc3\xb6x", NULL, 404, NULL, HTML},
    {"/treaties/opsc/b\\x", NULL, 404, NULL, HTML},
    {"/treaties/opsc/b\nx", NULL, 404, NULL, HTML},
    {"/fact-sheets/x/why.json", NULL, 404, NULL, JSON},
    {"/treaties/x/claims.json", NULL, 404, NULL, JSON},
    {"/health.json", NULL, 404, NULL, JSON},
    {"/assets", NULL, 404, NULL, HTML},
    {"/assets/", NULL, 404, NULL, HTML},
    {"/assets/a b.css", NULL, 404, NULL, PLAIN},
    {"/assets/../x", NULL, 404, NULL, HTML},
    {"/assets/x/y", NULL, 404, NULL, HTML},
};

/* What is wrong with the record that is named. */
static const bad_t bad_ids[] = {
    {"/treaties/@2002-12-24", NULL, 400, "id", HTML},
    {"/treaties/@2002-12-24.json", NULL, 400, "id", JSON},
    {"/treaties/opsc@", NULL, 400, "date", HTML},
    {"/treaties/opsc@.json", NULL, 400, "date", JSON},
    {"/treaties/opsc@today", NULL, 400, "date", HTML},
    {"/treaties/opsc@2002-13-01/box", NULL, 400, "date", HTML},
    {"/treaties/opsc@2002-02-30", NULL, 400, "date", HTML},
    {"/treaties/opsc@1900-02-29.json", NULL, 400, "date", JSON},
    {"/treaties/opsc@2002-12-24 ", NULL, 400, "date", HTML},
    {"/treaties/opsc@2002-1-2", NULL, 400, "date", HTML},
    {"/treaties/opsc@20021224", NULL, 400, "date", HTML},
    {"/treaties/opsc@0000-01-01", NULL, 400, "date", HTML},
    {"/treaties/opsc@10000-01-01", NULL, 400, "date", HTML},
    {"/treaties/opsc@9999-12-31", NULL, 400, "date", HTML},
    {"/treaties/opsc@2002-12-24@", NULL, 400, "date", HTML},
    {"/fact-sheets/x@2002-02-30.json", NULL, 400, "date", JSON},
    {"/treaties/a\x01", NULL, 400, "id", HTML},
    {"/treaties/a\tb", NULL, 400, "id", HTML},
    {"/treaties/a\r\nb", NULL, 400, "id", HTML},
    {"/treaties/\x1b[31m", NULL, 400, "id", HTML},
    {"/treaties/a\x7f", NULL, 400, "id", HTML},
    {"/treaties/a\xc2\x80", NULL, 400, "id", HTML},
    {"/treaties/a\xc2\x85", NULL, 400, "id", HTML},
    {"/treaties/a\xc2\x9f", NULL, 400, "id", HTML},
    {"/treaties/opsc@2002-12-2\n", NULL, 400, "id", HTML},
    {"/treaties/\x80", NULL, 400, "id", HTML},
    {"/treaties/\xbf.json", NULL, 400, "id", JSON},
    {"/treaties/\xc3", NULL, 400, "id", HTML},
    {"/treaties/\xc3(", NULL, 400, "id", HTML},
    {"/treaties/\xc0\xaf", NULL, 400, "id", HTML},
    {"/treaties/\xc1\xbf", NULL, 400, "id", HTML},
    {"/treaties/\xe2\x82", NULL, 400, "id", HTML},
    {"/treaties/\xe2(\xa1", NULL, 400, "id", HTML},
    {"/treaties/\xe2\x82(", NULL, 400, "id", HTML},
    {"/treaties/\xe0\x80\xaf", NULL, 400, "id", HTML},
    {"/treaties/\xe0\x9f\xbf", NULL, 400, "id", HTML},
    {"/treaties/\xed\xa0\x80", NULL, 400, "id", HTML},
    {"/treaties/\xed\xbf\xbf", NULL, 400, "id", HTML},
    {"/treaties/\xf0\x9f\x95", NULL, 400, "id", HTML},
    {"/treaties/\xf0\x80\x80\xaf", NULL, 400, "id", HTML},
    {"/treaties/\xf0\x8f\xbf\xbf", NULL, 400, "id", HTML},
    {"/treaties/\xf0(\x8c\xbc", NULL, 400, "id", HTML},
    {"/treaties/\xf4\x90\x80\x80", NULL, 400, "id", HTML},
    {"/treaties/\xf5\x80\x80\x80", NULL, 400, "id", HTML},
    {"/treaties/\xf8\x88\x80\x80\x80", NULL, 400, "id", HTML},
    {"/treaties/\xfe", NULL, 400, "id", HTML},
    {"/treaties/\xff\xff", NULL, 400, "id", HTML},
    {"/treaties/\xff/box", NULL, 400, "id", HTML},
};

static const bad_t bad_parameters[] = {
    {"/treaties.json", "q=", 400, "q", JSON},
    {"/treaties.json", "q", 400, "q", JSON},
    {"/treaties.json", "q=%ff", 400, "q", JSON},
    {"/treaties.json", "q=a%00b", 400, "q", JSON},
    {"/treaties.json", "q=a&q=b", 400, "q", JSON},
    {"/treaties.json", "Q=a", 400, "Q", JSON},
    {"/treaties.json", "on=2002-02-30", 400, "on", JSON},
    {"/treaties.json", "on=9999-12-31", 400, "on", JSON},
    {"/treaties.json", "limit=0", 400, "limit", JSON},
    {"/treaties.json", "limit=1001", 400, "limit", JSON},
    {"/treaties.json", "limit=-1", 400, "limit", JSON},
    {"/treaties.json", "limit=1e2", 400, "limit", JSON},
    {"/treaties.json", "limit=99999999999999999999", 400, "limit", JSON},
    {"/treaties.json", "sort=size", 400, "sort", JSON},
    {"/treaties.json", "type=treaty,", 400, "type", JSON},
    {"/treaties.json", "type=novel", 400, "type", JSON},
    {"/treaties.json", "status=in_force,x", 400, "status", JSON},
    {"/treaties.json", "in-force=1", 400, "in-force", JSON},
    {"/treaties.json", "state=happy", 400, "state", JSON},
    {"/treaties.json", "facets=mood", 400, "facets", JSON},
    {"/treaties.json", "chapter=IV%20", 400, "chapter", JSON},
    {"/treaties.json", "fields=a%2Fb", 400, "fields", JSON},
    {"/treaties.json", "fields=,", 400, "fields", JSON},
    {"/treaties.json", "fields=a,", 400, "fields", JSON},
    {"/treaties.json", "fields=,a", 400, "fields", JSON},
    {"/treaties.json", "fields=a,,b", 400, "fields", JSON},
    {"/treaties.json", "adopted-from=yesterday", 400, "adopted-from", JSON},
    {"/treaties.json", "q=x&y=1", 400, "y", JSON},
    {"/treaties.csv", "y=1", 400, "y", CSV},
    {"/treaties", "on=x", 400, "on", HTML},
    {"/treaties.json", "heading=3", 400, "heading", JSON},
    {"/treaties/opsc/why.json", "participant=", 400, "participant", JSON},
    {"/treaties/opsc/why.json", "participant=%ff", 400, "participant", JSON},
    {"/treaties/opsc/why.json", "participant=a%00", 400, "participant", JSON},
    {"/treaties/opsc/why.json", "participant=a%0a", 400, "participant", JSON},
    {"/treaties/opsc/why.json", "participant", 400, "participant", JSON},
    {"/treaties/opsc/why.json", "x=1", 400, "x", JSON},
    {"/fact-sheets.json", "x", 400, "x", JSON},
    {"/treaties/opsc.json", "after=x", 400, "after", JSON},
    {"/treaties/opsc.json", "utm_source=x", 400, "utm_source", JSON},
    {"/treaties/opsc.json", "heading=3", 400, "heading", JSON},
    {"/treaties/opsc@2002-12-24.json", "&on=x", 400, "on", JSON},
    {"/treaties/opsc/box", "heading=1", 400, "heading", HTML},
    {"/treaties/opsc/box", "heading=7", 400, "heading", HTML},
    {"/treaties/opsc/box", "heading=22", 400, "heading", HTML},
    {"/treaties/opsc/box", "heading=-2", 400, "heading", HTML},
    {"/treaties/opsc/box", "heading=h2", 400, "heading", HTML},
    {"/treaties/opsc/box", "x=1&heading=0", 400, "heading", HTML},
    {"/treaties/opsc/box", "heading=3&heading=4", 400, "heading", HTML},
};

static void expect_bad(const bad_t *expected, apr_pool_t *pool)
{
    treaty_problem_t problem = {0};
    treaty_query_t *query = NULL;
    apr_status_t rv = treaty_query_parse(&query, &problem, expected->path,
                                         expected->args, pool);

    if (rv == APR_SUCCESS) {
        fail_msg("%s?%s is taken", expected->path,
                 expected->args ? expected->args : "");
    }
    assert_int_equal(rv, expected->status == 404 ? TREATY_ENOTFOUND
                                                 : TREATY_EINPUT);
    assert_int_equal(problem.status, expected->status);
    assert_non_null(problem.detail);
    expect_text(expected->path, problem.parameter, expected->parameter);
    assert_int_equal(!problem.expected, !expected->parameter);
    assert_non_null(query);
    if (query->form != expected->form) {
        fail_msg("%s is told in form %d", expected->path, query->form);
    }
}

static void what_is_nowhere_is_not_found(void **state)
{
    size_t i;

    for (i = 0; i < LENGTH(nowhere); i++) {
        expect_bad(&nowhere[i], *state);
    }
}

static void a_bad_id_or_day_is_named(void **state)
{
    size_t i;

    for (i = 0; i < LENGTH(bad_ids); i++) {
        expect_bad(&bad_ids[i], *state);
    }
}

static void a_bad_parameter_is_named(void **state)
{
    size_t i;

    for (i = 0; i < LENGTH(bad_parameters); i++) {
        expect_bad(&bad_parameters[i], *state);
    }
}

/* A text and as many letters behind it. */
static const char *with(const char *text, int letters, apr_pool_t *pool)
{
    apr_size_t len = strlen(text);
    char *all = apr_palloc(pool, len + (apr_size_t)letters + 1);

    memcpy(all, text, len);
    memset(all + len, 'a', (apr_size_t)letters);
    all[len + (apr_size_t)letters] = '\0';
    return all;
}

static int status_of(const char *path, const char *args, apr_pool_t *pool)
{
    treaty_problem_t problem = {0};
    treaty_query_t *query;
    apr_status_t rv = treaty_query_parse(&query, &problem, path, args, pool);

    return rv == APR_SUCCESS ? 200 : problem.status;
}

static void what_is_too_long_is_refused(void **state)
{
    apr_pool_t *pool = *state;
    const char *list = "/treaties.json";

    assert_int_equal(status_of(with("/treaties/", 200, pool), NULL, pool), 200);
    assert_int_equal(status_of(with("/treaties/", 201, pool), NULL, pool), 400);
    assert_int_equal(status_of(with("/treaties/", 1014, pool), NULL, pool),
                     400);
    assert_int_equal(status_of(with("/treaties/", 1015, pool), NULL, pool),
                     414);
    assert_int_equal(status_of(with("/", 65536, pool), NULL, pool), 414);
    assert_int_equal(status_of(with("/treaties/x/", 64, pool), NULL, pool),
                     200);
    assert_int_equal(status_of(with("/treaties/x/", 65, pool), NULL, pool),
                     404);
    assert_int_equal(status_of("/treaties/x", with("", 4096, pool), pool), 200);
    assert_int_equal(status_of("/treaties/x", with("", 4097, pool), pool), 414);
    assert_int_equal(status_of(list, with("", 65536, pool), pool), 414);
    assert_int_equal(status_of(list, with("q=", 1024, pool), pool), 200);
    assert_int_equal(status_of(list, with("q=", 1025, pool), pool), 400);
}

static treaty_query_t *query_of(const char *path, const char *args,
                                apr_pool_t *pool)
{
    treaty_problem_t problem = {0};
    treaty_query_t *query;

    assert_int_equal(treaty_query_parse(&query, &problem, path, args, pool),
                     APR_SUCCESS);
    return query;
}

static void a_query_string_has_one_canonical_form(void **state)
{
    apr_pool_t *pool = *state;
    treaty_query_t *query =
        query_of("/treaties.json",
                 "&limit=5&q=C%C3%B4te+d%27Ivoire%26&type=treaty,other", pool);

    assert_string_equal(
        treaty_query_args(query, TREATY_PARAM__COUNT, NULL, pool),
        "?q=C%c3%b4te+d%27Ivoire%26&type=treaty%2cother&limit=5");
    assert_string_equal(
        treaty_query_args(query, TREATY_PARAM_CURSOR, "abc", pool),
        "?q=C%c3%b4te+d%27Ivoire%26&type=treaty%2cother&limit=5&cursor=abc");
    assert_string_equal(treaty_query_args(query, TREATY_PARAM_Q, NULL, pool),
                        "?type=treaty%2cother&limit=5");
    assert_string_equal(treaty_query_args(query_of("/treaties", "q=&x=y", pool),
                                          TREATY_PARAM__COUNT, NULL, pool),
                        "");
}

static void an_address_is_written_in_each_form(void **state)
{
    apr_pool_t *pool = *state;
    treaty_query_t *query =
        query_of("/treaties/OPSC@2002-12-24/Acts.csv/", NULL, pool);

    assert_string_equal(
        treaty_query_path(query, "opsc", TREATY_FORM_ATOM, pool),
        "/treaties/opsc@2002-12-24/acts.atom");
    assert_string_equal(treaty_query_path(query_of("/", NULL, pool), NULL,
                                          TREATY_FORM_HTML, pool),
                        "/");
    assert_string_equal(treaty_query_path(query_of("/index.json", NULL, pool),
                                          NULL, TREATY_FORM_JSON, pool),
                        "/index.json");
}

static void a_list_in_a_parameter_is_taken_apart(void **state)
{
    apr_array_header_t *list = treaty_query_list(
        query_of("/treaties.json", "type=treaty,other", *state),
        TREATY_PARAM_TYPE, *state);

    assert_int_equal(list->nelts, 2);
    assert_string_equal(APR_ARRAY_IDX(list, 1, const char *), "other");
}

static void a_participant_is_named_in_any_letters(void **state)
{
    treaty_problem_t problem = {0};
    treaty_query_t *query;

    assert_int_equal(
        treaty_query_parse(&query, &problem, "/treaties/opsc/why.json",
                           "participant=C%C3%B4te%20d%27Ivoire", *state),
        APR_SUCCESS);
    assert_string_equal(treaty_query_value(query, TREATY_PARAM_PARTICIPANT),
                        "C\xc3\xb4te d'Ivoire");
}

static void an_unknown_parameters_name_is_cut_in_the_answer(void **state)
{
    treaty_problem_t problem = {0};
    treaty_query_t *query;

    assert_int_equal(treaty_query_parse(&query, &problem, "/treaties.json",
                                        with("", 1000, *state), *state),
                     TREATY_EINPUT);
    assert_int_equal(strlen(problem.parameter), TREATY_NAME_MAX);
}

static void names_hold_letters_digits_and_three_signs(void **state)
{
    static const char *const bad[] = {"",     " ",     "a b",      "a/b",
                                      "a\\b", "a\xc3", "<script>", "a\n"};
    size_t i;

    assert_int_equal(treaty_query_name_is_valid("aZ09-_."), 1);
    assert_int_equal(treaty_query_name_is_valid(with("", 64, *state)), 1);
    assert_int_equal(treaty_query_name_is_valid(with("", 65, *state)), 0);
    for (i = 0; i < LENGTH(bad); i++) {
        assert_int_equal(treaty_query_name_is_valid(bad[i]), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_url_is_taken_apart),
        TEST(what_is_nowhere_is_not_found),
        TEST(a_bad_id_or_day_is_named),
        TEST(a_bad_parameter_is_named),
        TEST(what_is_too_long_is_refused),
        TEST(a_query_string_has_one_canonical_form),
        TEST(an_address_is_written_in_each_form),
        TEST(a_list_in_a_parameter_is_taken_apart),
        TEST(a_participant_is_named_in_any_letters),
        TEST(an_unknown_parameters_name_is_cut_in_the_answer),
        TEST(names_hold_letters_digits_and_three_signs),
    };

    return RUN("query", tests);
}

/* Texts with marks, tables and lists as HTML. */
#include "import_unit.h"

#include "treaty_represent.h"
#include "treaty_runs.h"

static json_t *json(const char *text, apr_pool_t *pool)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

    assert_non_null(value);
    return treaty_json_bind(value, pool);
}

static const char *runs(const char *text, const char *list, apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(65536, pool);

    assert_int_equal(
        treaty_runs_represent(out, text, list ? json(list, pool) : NULL),
        APR_SUCCESS);
    return out->data;
}

static const char *table(const char *text, const char *rows, apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(65536, pool);

    assert_int_equal(treaty_table_represent(out, text, json(rows, pool)),
                     APR_SUCCESS);
    return out->data;
}

static const char *list(const char *items, apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(65536, pool);

    assert_int_equal(treaty_list_represent(out, json(items, pool)),
                     APR_SUCCESS);
    return out->data;
}

static void a_text_is_escaped_and_its_lines_are_broken(void **state)
{
    assert_string_equal(runs("a < b\n<!--#exec -->", NULL, *state),
                        "a &lt; b<br>&lt;!--#exec --&gt;");
}

static void marks_become_tags_and_neighbours_share_them(void **state)
{
    assert_string_equal(
        runs("One two three",
             "[{\"text\":\"One \",\"href\":\"/a?b&c\"},{\"text\":\"two\","
             "\"href\":\"/a?b&c\",\"em\":true},{\"text\":\" three\"}]",
             *state),
        "<a href=\"/a?b&amp;c\">One <em>two</em></a> three");
    assert_string_equal(
        runs(
            "UNTS 1999",
            "[{\"text\":\"UNTS\",\"abbr\":\"the \\\"Series\\\"\"},{\"text\":\" "
            "\"},{\"text\":\"1999\",\"datetime\":\"1999\",\"strong\":true}]",
            *state),
        "<abbr title=\"the &quot;Series&quot;\">UNTS</abbr> <strong><time "
        "datetime=\"1999\">1999</time></strong>");
}

/* The last line of defence against a database that was tampered with. */
static void runs_that_are_not_valid_leave_the_text_alone(void **state)
{
    static const char *const bad[] = {
        "{}",
        "[\"x\"]",
        "[{\"text\":\"y\"}]",
        "[{\"text\":\"x\"},{\"text\":\"x\"}]",
        "[{\"text\":\"\"},{\"text\":\"x\"}]",
        "[{\"text\":\"x\",\"onclick\":\"f()\"}]",
        "[{\"text\":\"x\",\"em\":\"f()\"}]",
        "[{\"text\":\"x\",\"href\":\"javascript:f()\"}]",
        "[{\"text\":\"x\",\"datetime\":\"\\\"onclick\"}]",
        "[{\"text\":\"x\",\"href\":7}]",
    };
    apr_size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_string_equal(runs("x", bad[i], *state), "x");
    }
}

static void a_link_leads_to_the_web_or_stays_on_its_host(void **state)
{
    static const char *const good[] = {"http://a.example/",
                                       "HTTPS://a/b?c#d",
                                       "/a",
                                       "a/b:c",
                                       "?a:b",
                                       "#a",
                                       "../x"};
    static const char *const bad[] = {"",
                                      "javascript:x",
                                      "JaVaScRiPt:x",
                                      " javascript:x",
                                      "java\tscript:x",
                                      "data:text/html,x",
                                      "//host/x",
                                      "\\\\host",
                                      "/\\host",
                                      "mailto:a@b",
                                      "http:",
                                      "http:///x",
                                      "http:x",
                                      "https://a\"b",
                                      "a b",
                                      "vbscript:x",
                                      "\x01x",
                                      "file:///x",
                                      "/a'b",
                                      "x:y"};
    apr_size_t i;

    (void)state;
    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(treaty_href_valid(good[i]));
    }
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(treaty_href_valid(bad[i]));
    }
}

static void a_table_has_a_head_and_a_body(void **state)
{
    assert_string_equal(
        table(
            "State | Day\nA | 1 < 2",
            "[{\"head\":true,\"cells\":[{\"scope\":\"col\",\"text\":\"State\"}"
            ",{\"scope\":\"col\",\"text\":\"Day\"}]},{\"cells\":[{\"scope\":"
            "\"row\",\"text\":\"A\"},{\"text\":\"1 < 2\"}]}]",
            *state),
        "<table><thead><tr><th scope=\"col\">State</th><th "
        "scope=\"col\">Day</th></tr></thead><tbody><tr><th "
        "scope=\"row\">A</th><td>1 &lt; 2</td></tr></tbody></table>");
    assert_string_equal(
        table("a | ", "[{\"cells\":[{\"text\":\"a\"},{}]}]", *state),
        "<table><tbody><tr><td>a</td><td></td></tr></tbody></table>");
}

static void rows_that_are_not_valid_leave_a_paragraph(void **state)
{
    static const char *const bad[] = {
        "[]",
        "[{}]",
        "[{\"cells\":[]}]",
        "[{\"cells\":[{\"text\":\"b\"}]}]",
        "[{\"cells\":[{\"text\":\"a\",\"scope\":\"\\\"><script>\"}]}]",
        "[{\"cells\":[{\"text\":\"a\",\"runs\":[{\"text\":\"b\"}]}]}]"};
    apr_size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_string_equal(table("a", bad[i], *state), "<p>a</p>");
    }
}

static void items_nest_by_their_depth(void **state)
{
    assert_string_equal(
        list("[{\"depth\":1,\"html\":\"a\"},{\"depth\":2,\"ordered\":true,"
             "\"html\":\"b\"},{\"depth\":2,\"ordered\":true,\"html\":\"c\"},{"
             "\"depth\":1,\"html\":\"d\"}]",
             *state),
        "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>");
    assert_string_equal(
        list("[{\"depth\":1,\"html\":\"a\"},{\"depth\":1,\"ordered\":true,"
             "\"html\":\"b\"}]",
             *state),
        "<ul><li>a</li></ul><ol><li>b</li></ol>");
}

static void odd_depths_still_close_what_they_open(void **state)
{
    assert_string_equal(
        list("[{\"depth\":6,\"html\":\"a\"},{\"depth\":6,\"html\":\"b\"},{"
             "\"depth\":-1,\"html\":\"c\"}]",
             *state),
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>");
    assert_string_equal(list("[]", *state), "");
    assert_string_equal(
        list("[{\"depth\":9,\"html\":\"1\"},{\"depth\":9,\"html\":\"2\"},{"
             "\"depth\":9,\"html\":\"3\"},{\"depth\":9,\"html\":\"4\"},{"
             "\"depth\":9,\"html\":\"5\"},{\"depth\":9,\"html\":\"6\"},{"
             "\"depth\":9,\"html\":\"7\"}]",
             *state),
        "<ul><li>1<ul><li>2<ul><li>3<ul><li>4<ul><li>5<ul><li>6</li><li>7</"
        "li></ul></li></ul></li></ul></li></ul></li></ul></li></ul>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_escaped_and_its_lines_are_broken),
        cmocka_unit_test(marks_become_tags_and_neighbours_share_them),
        cmocka_unit_test(runs_that_are_not_valid_leave_the_text_alone),
        cmocka_unit_test(a_link_leads_to_the_web_or_stays_on_its_host),
        cmocka_unit_test(a_table_has_a_head_and_a_body),
        cmocka_unit_test(rows_that_are_not_valid_leave_a_paragraph),
        cmocka_unit_test(items_nest_by_their_depth),
        cmocka_unit_test(odd_depths_still_close_what_they_open),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("rich", tests, pool_create,
                                       pool_destroy);
}

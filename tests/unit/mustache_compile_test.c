/* Which templates compile, what is said of the others, and the walk. */
#include "mustache_unit.h"

#include <apr_strings.h>

static void expect_error_n(const char *text, apr_size_t len, int line,
                           const char *message, apr_pool_t *pool)
{
    treaty_template_t *tmpl;
    treaty_template_error_t error;

    assert_int_equal(
        treaty_template_compile(&tmpl, &error, "test", text, len, pool, pool),
        TREATY_ETEMPLATE);
    assert_null(tmpl);
    if (!strstr(error.message, message)) {
        assert_string_equal(error.message, message);
    }
    assert_int_equal(error.line, line);
}

static void expect_error(const char *text, int line, const char *message,
                         apr_pool_t *pool)
{
    expect_error_n(text, strlen(text), line, message, pool);
}

static void an_unclosed_tag_is_an_error_in_its_line(void **state)
{
    expect_error("a\n{{name", 2, "isn't closed with \"}}\"", *state);
    expect_error("{{{name}}", 1, "isn't closed with \"}}}\"", *state);
    expect_error("\n\n{{! no end", 3, "isn't closed with \"}}\"", *state);
    expect_error("{{=<% %>=}}\n<%name}}", 2, "isn't closed with \"%>\"",
                 *state);
    expect_error("x\n{{name\n{{other}}", 2, "before the next begins", *state);
}

static void an_unclosed_section_is_named_with_its_line(void **state)
{
    expect_error("\n{{#acts}}\n\n", 2, "\"acts\", opened in line 2", *state);
    expect_error("{{^a}}{{/a}}\n{{$b}}\n", 2, "\"b\", opened in line 2",
                 *state);
    expect_error("{{<p}}", 1, "\"p\", opened in line 1", *state);
}

static void a_mismatched_close_names_both_sections(void **state)
{
    expect_error("{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}", 3,
                 "\"a\" is closed where \"b\", opened in line 2", *state);
    expect_error("\n{{/a}}", 2, "\"a\" is closed but was never opened", *state);
}

static void a_bad_change_of_delimiters_is_an_error(void **state)
{
    expect_error("\n{{=<%=}}", 2, "delimiters", *state);
    expect_error("{{==}}", 1, "delimiters", *state);
    expect_error("{{=a b c=}}", 1, "delimiters", *state);
    expect_error("{{=a= b=}}", 1, "delimiters", *state);
    expect_error("{{=12345678901234567 b=}}", 1, "delimiters", *state);
    expect_error("{{=<% %>}}", 1, "isn't closed with \"=}}\"", *state);
}

static void a_name_must_be_there_whole_and_short(void **state)
{
    apr_pool_t *pool = *state;
    char *name = repeat("n", TREATY_TEMPLATE_NAME_MAX, pool);

    expect_error("{{}}", 1, "no name", pool);
    expect_error("\n{{# }}{{/ }}", 2, "no name", pool);
    expect_error("{{a b}}", 1, "white space", pool);
    expect_error("{{a\x01"
                 "b}}",
                 1, "control character", pool);
    expect_error("{{a..b}}", 1, "empty part", pool);
    expect_error("{{.a}}", 1, "empty part", pool);
    expect_error("{{#a.}}{{/a.}}", 1, "empty part", pool);
    compile(apr_pstrcat(pool, "{{", name, "}}", NULL), pool);
    expect_error(apr_pstrcat(pool, "{{", name, "n}}", NULL), 1,
                 "longer than 255 bytes", pool);
}

static void sections_nest_64_deep_and_no_deeper(void **state)
{
    apr_pool_t *pool = *state;
    char *opened = repeat("{{#a}}", TREATY_TEMPLATE_NESTING_MAX, pool);
    char *closed = repeat("{{/a}}", TREATY_TEMPLATE_NESTING_MAX, pool);

    compile(apr_pstrcat(pool, opened, "x", closed, NULL), pool);
    expect_error(apr_pstrcat(pool, opened, "\n{{$b}}x{{/b}}", closed, NULL), 2,
                 "deeper than 64", pool);
}

static void a_template_holds_256_kb_and_no_more(void **state)
{
    apr_pool_t *pool = *state;
    char *text = repeat("x", TREATY_TEMPLATE_SIZE_MAX + 1, pool);

    expect_error(text, 1, "longer than 256 KB", pool);
    text[TREATY_TEMPLATE_SIZE_MAX] = '\0';
    compile(text, pool);
}

static void text_that_is_not_utf8_is_an_error_in_its_line(void **state)
{
    expect_error("a\nb\n\xff", 3, "isn't UTF-8", *state);
    expect_error("\xc3", 1, "isn't UTF-8", *state);
    expect_error("\xc0\xaf", 1, "isn't UTF-8", *state);
    expect_error("\xed\xa0\x80", 1, "isn't UTF-8", *state);
    expect_error("\xf4\x90\x80\x80", 1, "isn't UTF-8", *state);
    expect_error("\xe2\x82x", 1, "isn't UTF-8", *state);
    expect_error_n("a\nb\0c", 5, 2, "NUL", *state);
    compile("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x93\x9c {{\xc3\xa9}}", *state);
}

static void a_template_keeps_its_name(void **state)
{
    treaty_template_t *tmpl = compile("x", *state);

    assert_string_equal(treaty_template_name(tmpl), "test");
}

static apr_status_t list_tag(void *baton, const treaty_template_tag_t *tag)
{
    treaty_text_printf(baton, "%d %s:%d:%d\n", (int)tag->kind, tag->name,
                       tag->line, tag->depth);
    return strcmp(tag->name, "stop") == 0 ? TREATY_EINPUT : APR_SUCCESS;
}

static void a_walk_visits_each_tag_in_order(void **state)
{
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, *state);

    assert_int_equal(
        treaty_template_walk(
            compile("{{a.b}}\n{{#c}}\n{{{d}}}{{&.}}{{^e}}{{/e}}{{/c}}\n"
                    "{{! no }}{{=| |=}}\n|>f||<g||$h|x|i||/h||/g||j|",
                    *state),
            list_tag, out),
        APR_SUCCESS);
    assert_string_equal(out->data, "1 a.b:1:0\n3 c:2:0\n2 d:3:1\n2 .:3:1\n"
                                   "4 e:3:1\n5 f:5:0\n6 g:5:0\n7 h:5:1\n"
                                   "1 i:5:2\n1 j:5:0\n");
}

static void a_walk_ends_when_the_visitor_says_so(void **state)
{
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, *state);

    assert_int_equal(treaty_template_walk(compile("{{a}}{{stop}}{{b}}", *state),
                                          list_tag, out),
                     TREATY_EINPUT);
    assert_string_equal(out->data, "1 a:1:0\n1 stop:1:0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unclosed_tag_is_an_error_in_its_line),
        TEST(an_unclosed_section_is_named_with_its_line),
        TEST(a_mismatched_close_names_both_sections),
        TEST(a_bad_change_of_delimiters_is_an_error),
        TEST(a_name_must_be_there_whole_and_short),
        TEST(sections_nest_64_deep_and_no_deeper),
        TEST(a_template_holds_256_kb_and_no_more),
        TEST(text_that_is_not_utf8_is_an_error_in_its_line),
        TEST(a_template_keeps_its_name),
        TEST(a_walk_visits_each_tag_in_order),
        TEST(a_walk_ends_when_the_visitor_says_so),
    };
    int failures;

    apr_initialize();
    failures =
        cmocka_run_group_tests_name("mustache_compile", tests, NULL, NULL);
    apr_terminate();
    return failures;
}

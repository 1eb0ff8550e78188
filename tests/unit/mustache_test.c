/*
 * What the Mustache engine renders beside the specification, which
 * mustache_spec_test.c runs: values, suffixes, bounds, white space, blocks.
 */
#include "mustache_unit.h"

#include <apr_strings.h>
#include <apr_thread_proc.h>

/* A named template, for the partials of a test; the last one has no name. */
typedef struct partial_t {
    const char *name;
    const char *text;
    const treaty_template_t *tmpl;
} partial_t;

static const treaty_template_t *find_partial(void *baton, const char *name)
{
    const partial_t *partial = baton;

    while (partial->name && strcmp(partial->name, name) != 0) {
        partial++;
    }
    return partial->tmpl;
}

static json_t *angle(void *baton, json_t *value, const char *suffix)
{
    *(int *)baton += 1;
    if (strcmp(suffix, "empty") == 0) {
        return json_string("");
    }
    if (strcmp(suffix, "angle") != 0) {
        return NULL;
    }
    return json_is_string(value)
               ? json_sprintf("<%s>", json_string_value(value))
               : json_string("<other>");
}

static void expect(const char *text, const char *view,
                   const treaty_template_env_t *env, const char *expected,
                   apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, pool);
    json_t *json = json_loads(view, JSON_DECODE_ANY, NULL);

    assert_non_null(json);
    assert_int_equal(
        treaty_template_render(out, compile(text, pool), json, env, pool),
        APR_SUCCESS);
    assert_string_equal(out->data, expected);
    assert_int_equal(json->refcount, 1);
    json_decref(json);
}

static void expect_with(const char *text, partial_t *partials, const char *view,
                        const char *expected, apr_pool_t *pool)
{
    treaty_template_env_t env = {.partial = find_partial,
                                 .partial_baton = partials};
    partial_t *partial;

    for (partial = partials; partial->name; partial++) {
        partial->tmpl = compile(partial->text, pool);
    }
    expect(text, view, &env, expected, pool);
}

static void expect_formatted(const char *text, const char *view,
                             const char *expected, int asked, apr_pool_t *pool)
{
    int calls = 0;
    treaty_template_env_t env = {.format = angle, .format_baton = &calls};

    expect(text, view, &env, expected, pool);
    assert_int_equal(calls, asked);
}

static void a_byte_order_mark_is_no_part_of_the_template(void **state)
{
    expect("\xef\xbb\xbf{{! first line }}\nx", "{}", NULL, "x", *state);
}

static void the_empty_template_renders_as_nothing(void **state)
{
    expect("", "{}", NULL, "", *state);
}

static void a_rendering_is_appended(void **state)
{
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, *state);
    treaty_template_t *tmpl = compile("b", *state);

    treaty_text_puts(out, "a");
    assert_int_equal(treaty_template_render(out, tmpl, NULL, NULL, *state),
                     APR_SUCCESS);
    assert_string_equal(out->data, "ab");
}

static void all_five_characters_are_escaped(void **state)
{
    expect("{{.}} {{{.}}} {{&.}}", "\"&<>\\\"'\"", NULL,
           "&amp;&lt;&gt;&quot;&#39; &<>\"' &<>\"'", *state);
}

static void white_space_may_stand_in_front_of_the_sign(void **state)
{
    expect("{{ #a }}{{ & b }}{{ { b }}}{{ /a }}{{ ! c }}",
           "{\"a\":1,\"b\":\"<\"}", NULL, "<<", *state);
}

static void null_false_and_what_is_empty_are_falsy(void **state)
{
    const char *text = "{{#a}}yes{{/a}}{{^a}}no{{/a}}";

    expect(text, "{\"a\":null}", NULL, "no", *state);
    expect(text, "{\"a\":false}", NULL, "no", *state);
    expect(text, "{\"a\":[]}", NULL, "no", *state);
    expect(text, "{\"a\":\"\"}", NULL, "no", *state);
    expect(text, "{}", NULL, "no", *state);
}

static void zero_and_objects_are_truthy(void **state)
{
    const char *text = "{{#a}}yes{{/a}}{{^a}}no{{/a}}";

    expect(text, "{\"a\":0}", NULL, "yes", *state);
    expect(text, "{\"a\":0.0}", NULL, "yes", *state);
    expect(text, "{\"a\":{}}", NULL, "yes", *state);
    expect(text, "{\"a\":\"0\"}", NULL, "yes", *state);
    expect(text, "{\"a\":[0]}", NULL, "yes", *state);
}

static void an_inner_null_hides_an_outer_value(void **state)
{
    const char *view = "{\"a\":\"outer\",\"in\":{\"a\":null},\"out\":{}}";

    expect("{{#in}}[{{a}}{{#a}}x{{/a}}{{^a}}none{{/a}}{{a.b}}]{{/in}}", view,
           NULL, "[none]", *state);
    expect("{{#out}}{{a}}{{/out}}", view, NULL, "outer", *state);
}

static void values_render_as_json_would_write_them(void **state)
{
    expect("{{a}} {{b}} {{c}}", "{\"a\":9007199254740993,\"b\":-7,\"c\":0}",
           NULL, "9007199254740993 -7 0", *state);
    expect("{{a}} {{b}} {{c}} {{d}}",
           "{\"a\":1.1,\"b\":0.1,\"c\":5.0,\"d\":0.30000000000000004}", NULL,
           "1.1 0.1 5 0.30000000000000004", *state);
    expect("{{a}} {{b}}", "{\"a\":true,\"b\":false}", NULL, "true false",
           *state);
}

static void lists_and_objects_are_no_text(void **state)
{
    expect("[{{a}}{{b}}]", "{\"a\":[1],\"b\":{\"c\":1}}", NULL, "[]", *state);
}

static void a_string_with_a_nul_renders_whole(void **state)
{
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, *state);
    json_t *view = json_stringn("a\0b", 3);

    assert_int_equal(treaty_template_render(out, compile("{{.}}", *state), view,
                                            NULL, *state),
                     APR_SUCCESS);
    assert_int_equal(out->len, 3);
    assert_memory_equal(out->data, "a\0b", 3);
    json_decref(view);
}

static void a_suffix_formats_a_scalar(void **state)
{
    const char *view = "{\"s\":\"a\",\"n\":1,\"o\":{\"t\":true}}";

    expect_formatted("{{s.angle}} {{{s.angle}}} {{&n.angle}} {{{o.t.angle}}}",
                     view, "&lt;a&gt; <a> <other> <other>", 4, *state);
    expect_formatted("{{{s.angle.angle}}}", view, "<<a>>", 2, *state);
}

static void a_suffix_formats_what_a_section_is_about(void **state)
{
    const char *view = "{\"s\":\"a\",\"l\":[{\"d\":\"x\"},{\"d\":\"y\"}]}";

    expect_formatted("{{#s.angle}}{{{.}}}{{/s.angle}}", view, "<a>", 1, *state);
    expect_formatted("{{^s.empty}}empty{{/s.empty}}", view, "empty", 1, *state);
    expect_formatted("{{#l}}{{#d}}{{{d.angle}}}{{.}}{{/d}}{{/l}}", view,
                     "<x>x<y>y", 2, *state);
    expect_formatted("{{#s}}{{#s.angle}}{{.}}{{s}}{{/s.angle}}{{/s}}", view,
                     "&lt;a&gt;a", 1, *state);
}

static void an_unknown_suffix_is_a_miss(void **state)
{
    expect_formatted("[{{s.other}}{{^s.other}}none{{/s.other}}]",
                     "{\"s\":\"a\"}", "[none]", 2, *state);
    expect_formatted("[{{s.other.angle}}]", "{\"s\":\"a\"}", "[]", 1, *state);
    expect("[{{s.angle}}]", "{\"s\":\"a\"}", NULL, "[]", *state);
}

static void only_scalars_and_lists_have_suffixes(void **state)
{
    expect_formatted("[{{z.angle}}{{o.angle}}{{m.angle}}]",
                     "{\"z\":null,\"o\":{}}", "[]", 0, *state);
    expect_formatted("{{{l.angle}}}", "{\"l\":[1]}", "<other>", 1, *state);
}

static void a_formatted_value_outlives_a_rendering_that_stops(void **state)
{
    int calls = 0;
    treaty_template_env_t env = {
        .format = angle, .format_baton = &calls, .steps = 4};
    json_t *view = json_pack("{s:s}", "s", "a");
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, *state);

    assert_int_equal(
        treaty_template_render(
            out,
            compile("{{#s.angle}}{{#s.angle}}{{/s.angle}}{{/s.angle}}", *state),
            view, &env, *state),
        TREATY_ELIMIT);
    assert_int_equal(calls, 2);
    json_decref(view);
}

static apr_status_t render_itself(const char *text, int depth, const char *view,
                                  apr_size_t *len, apr_pool_t *pool)
{
    partial_t partials[] = {{"self", text, NULL}, {NULL, NULL, NULL}};
    treaty_template_env_t env = {
        .partial = find_partial, .partial_baton = partials, .depth = depth};
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, pool);
    json_t *json = json_loads(view, 0, NULL);
    apr_status_t rv;

    partials[0].tmpl = compile(text, pool);
    rv = treaty_template_render(out, partials[0].tmpl, json, &env, pool);
    json_decref(json);
    *len = out->len;
    return rv;
}

static void a_template_that_includes_itself_stops_at_the_bound(void **state)
{
    apr_size_t len;

    assert_int_equal(render_itself("x{{>self}}", 0, "{}", &len, *state),
                     TREATY_ELIMIT);
    assert_int_equal(len, 1 + TREATY_TEMPLATE_DEPTH);
    assert_int_equal(
        render_itself("x{{<self}}{{/self}}", 3, "{}", &len, *state),
        TREATY_ELIMIT);
    assert_int_equal(len, 4);
    assert_int_equal(render_itself("x{{<self}}{{$a}}{{>self}}{{/a}}{{/self}}",
                                   0, "{}", &len, *state),
                     TREATY_ELIMIT);
}

static void a_recursion_within_the_bound_is_no_error(void **state)
{
    const char *view = "{\"a\":[{\"a\":[{\"a\":[]}]}]}";
    apr_size_t len;

    assert_int_equal(
        render_itself("x{{#a}}{{>self}}{{/a}}", 2, view, &len, *state),
        APR_SUCCESS);
    assert_int_equal(len, 3);
    assert_int_equal(
        render_itself("x{{#a}}{{>self}}{{/a}}", 1, view, &len, *state),
        TREATY_ELIMIT);
}

static json_t *numbers(int count)
{
    json_t *list = json_array();

    while (count-- > 0) {
        json_array_append_new(list, json_integer(count));
    }
    return list;
}

static void an_outer_object_is_seen_where_the_view_has_nothing(void **state)
{
    treaty_template_env_t env = {.outer = json_pack("{s:s, s:s, s:{s:s}}", "a",
                                                    "outer", "b", "beside", "c",
                                                    "d", "deep")};

    expect("{{a}} {{b}} {{c.d}}{{#c}} {{d}}{{b}}{{/c}}", "{\"a\": \"inner\"}",
           &env, "inner beside deep deepbeside", *state);
    expect("{{a}}{{#a}}!{{/a}}{{^b}}!{{/b}}", "{\"a\": null}", &env, "",
           *state);
    json_decref(env.outer);
}

static void nested_lists_can_not_run_for_ever(void **state)
{
    json_t *view = json_pack("{s:o}", "a", numbers(1000));
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, *state);

    assert_int_equal(
        treaty_template_render(
            out,
            compile("{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}", *state),
            view, NULL, *state),
        TREATY_ELIMIT);
    json_decref(view);
}

static void the_bound_on_steps_is_the_environments(void **state)
{
    treaty_template_env_t env = {.steps = 2};
    treaty_template_t *tmpl = compile("a{{! }}b", *state);
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, *state);

    assert_int_equal(treaty_template_render(out, tmpl, NULL, &env, *state),
                     TREATY_ELIMIT);
    env.steps = 3;
    assert_int_equal(treaty_template_render(out, tmpl, NULL, &env, *state),
                     APR_SUCCESS);
}

static void output_ends_at_the_limit_of_the_text(void **state)
{
    treaty_template_t *tmpl = compile("{{#a}}{{.}},{{/a}}", *state);
    json_t *view = json_pack("{s:o}", "a", numbers(1000));
    treaty_text_t *out = treaty_text_create(100, *state);

    assert_int_equal(treaty_template_render(out, tmpl, view, NULL, *state),
                     TREATY_ELIMIT);
    assert_in_range(out->len, 1, 100);
    json_decref(view);
}

static void indentation_is_bounded(void **state)
{
    apr_pool_t *pool = *state;
    char *text = apr_pstrcat(pool, repeat(" ", 100, pool), "{{>self}}", NULL);
    apr_size_t len;

    assert_int_equal(render_itself(text, 100, "{}", &len, pool), TREATY_ELIMIT);
    assert_int_equal(len, 0);
}

typedef struct deep_t {
    apr_pool_t *pool;
    apr_status_t rv;
} deep_t;

/* Sections as deep as they go, in partials far deeper than the default. */
static void *APR_THREAD_FUNC render_deeply(apr_thread_t *thread, void *baton)
{
    deep_t *deep = baton;
    apr_size_t len;
    char *opened = repeat("{{#a}}", TREATY_TEMPLATE_NESTING_MAX, deep->pool);
    char *closed = repeat("{{/a}}", TREATY_TEMPLATE_NESTING_MAX, deep->pool);
    char *text = apr_pstrcat(deep->pool, opened, "x{{>self}}", closed, NULL);

    (void)thread;
    deep->rv = render_itself(text, 1000, "{\"a\":1}", &len, deep->pool);
    return NULL;
}

static void the_deepest_rendering_fits_a_small_stack(void **state)
{
    deep_t deep = {*state, APR_SUCCESS};
    apr_threadattr_t *attributes;
    apr_status_t ignored;
    apr_thread_t *thread;

    apr_threadattr_create(&attributes, *state);
    apr_threadattr_stacksize_set(attributes, 128 * 1024);
    assert_int_equal(
        apr_thread_create(&thread, attributes, render_deeply, &deep, *state),
        APR_SUCCESS);
    assert_int_equal(apr_thread_join(&ignored, thread), APR_SUCCESS);
    assert_int_equal(deep.rv, TREATY_ELIMIT);
}

static void indentation_adds_up_through_partials(void **state)
{
    partial_t partials[] = {{"a", "a\n  {{>b}}\nc\n", NULL},
                            {"b", "{{x}}\n{{#x}}\n{{.}}!\n{{/x}}\n", NULL},
                            {NULL, NULL, NULL}};

    expect_with(" {{>a}}\n", partials, "{\"x\":\"1\\n2\"}",
                " a\n   1\n2\n   1\n2!\n c\n", *state);
}

static void an_empty_line_is_not_indented(void **state)
{
    partial_t partials[] = {{"a", "\na\n\nb\r\n\r\n", NULL},
                            {NULL, NULL, NULL}};

    expect_with("  {{>a}}\n", partials, "{}", "\n  a\n\n  b\r\n\r\n", *state);
}

static void a_partial_within_a_line_is_not_indented(void **state)
{
    partial_t partials[] = {{"a", "[{{>b}}]\n{{>b}}.\n", NULL},
                            {"b", "1\n2", NULL},
                            {NULL, NULL, NULL}};

    expect_with("  {{>a}}\n", partials, "{}", "  [1\n2]\n  1\n2.\n", *state);
}

static void two_tags_on_a_line_are_not_standalone(void **state)
{
    expect("{{#a}} {{/a}}\n{{#a}}{{^b}}\nx{{/b}}{{/a}}\n", "{\"a\":1}", NULL,
           " \n\nx\n", *state);
}

static void a_default_renders_as_it_is_written(void **state)
{
    const char *blocks[] = {
        "<p>\n    {{$a}}\n      1\n\n    2\n    {{/a}}\n</p>\n",
        "  {{$a}}1\n2{{/a}}\n"};

    expect(blocks[0], "{}", NULL, "<p>\n      1\n\n    2\n</p>\n", *state);
    expect(blocks[1], "{}", NULL, "  1\n2\n", *state);
    expect("  {{$a}}1\n    2\n  {{x}}{{/a}}\n", "{\"x\":3}", NULL,
           "  1\n    2\n  3\n", *state);
}

static void what_follows_a_block_on_its_last_line_is_outside(void **state)
{
    partial_t partials[] = {{"p", "{{$a}}\n  1\n {{/a}}end\n", NULL},
                            {NULL, NULL, NULL}};

    expect_with(" {{>p}}\n", partials, "{}", "   1\n  end\n", *state);
    expect_with(" {{<p}}{{$a}}\n2\n3\n{{/a}}{{/p}}\n", partials, "{}",
                "   2\n   3\n  end\n", *state);
}

static void an_argument_from_within_a_line_is_indented_once(void **state)
{
    partial_t partials[] = {{"p", "  {{$a}}\n  {{/a}}\n", NULL},
                            {NULL, NULL, NULL}};

    expect_with("{{<p}}{{$a}}1\n2{{/a}}{{/p}}", partials, "{}", "  1\n  2",
                *state);
    expect_with("{{<p}}{{$a}}{{#no}}1{{/no}}{{x}}\n2{{/a}}{{/p}}", partials,
                "{\"x\":0}", "  0\n  2", *state);
}

static void an_argument_is_indented_where_it_appears(void **state)
{
    partial_t partials[] = {
        {"p", "<ul>\n    {{$items}}\n    {{/items}}\n</ul>\n", NULL},
        {NULL, NULL, NULL}};

    expect_with("<div>\n  {{<p}}\n    {{$items}}\n  {{#l}}\n"
                "  <li>{{.}}</li>\n  {{/l}}\n    {{/items}}\n  {{/p}}\n"
                "</div>\n",
                partials, "{\"l\":[1,2]}",
                "<div>\n  <ul>\n      <li>1</li>\n      <li>2</li>\n"
                "  </ul>\n</div>\n",
                *state);
}

static void an_argument_does_not_find_itself(void **state)
{
    partial_t partials[] = {{"p", "({{$a}}p{{/a}})", NULL}, {NULL, NULL, NULL}};

    expect_with("{{<p}}{{$a}}1{{$a}}2{{/a}}{{/a}}{{/p}}", partials, "{}",
                "(12)", *state);
}

static void the_last_of_two_arguments_of_a_name_counts(void **state)
{
    partial_t partials[] = {{"p", "({{$a}}p{{/a}})", NULL}, {NULL, NULL, NULL}};

    expect_with("{{<p}}{{$a}}1{{/a}}{{$a}}2{{/a}}{{/p}}", partials, "{}", "(2)",
                *state);
}

static void a_missing_partial_or_parent_renders_as_nothing(void **state)
{
    expect("[{{>none}}{{<none}}{{$a}}x{{/a}}{{/none}}]", "{}", NULL, "[]",
           *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_byte_order_mark_is_no_part_of_the_template),
        TEST(the_empty_template_renders_as_nothing),
        TEST(a_rendering_is_appended),
        TEST(all_five_characters_are_escaped),
        TEST(white_space_may_stand_in_front_of_the_sign),
        TEST(null_false_and_what_is_empty_are_falsy),
        TEST(zero_and_objects_are_truthy),
        TEST(an_inner_null_hides_an_outer_value),
        TEST(values_render_as_json_would_write_them),
        TEST(lists_and_objects_are_no_text),
        TEST(a_string_with_a_nul_renders_whole),
        TEST(a_suffix_formats_a_scalar),
        TEST(a_suffix_formats_what_a_section_is_about),
        TEST(an_unknown_suffix_is_a_miss),
        TEST(only_scalars_and_lists_have_suffixes),
        TEST(a_formatted_value_outlives_a_rendering_that_stops),
        TEST(a_template_that_includes_itself_stops_at_the_bound),
        TEST(a_recursion_within_the_bound_is_no_error),
        TEST(an_outer_object_is_seen_where_the_view_has_nothing),
        TEST(nested_lists_can_not_run_for_ever),
        TEST(the_bound_on_steps_is_the_environments),
        TEST(output_ends_at_the_limit_of_the_text),
        TEST(indentation_is_bounded),
        TEST(the_deepest_rendering_fits_a_small_stack),
        TEST(indentation_adds_up_through_partials),
        TEST(an_empty_line_is_not_indented),
        TEST(a_partial_within_a_line_is_not_indented),
        TEST(two_tags_on_a_line_are_not_standalone),
        TEST(a_default_renders_as_it_is_written),
        TEST(what_follows_a_block_on_its_last_line_is_outside),
        TEST(an_argument_from_within_a_line_is_indented_once),
        TEST(an_argument_is_indented_where_it_appears),
        TEST(an_argument_does_not_find_itself),
        TEST(the_last_of_two_arguments_of_a_name_counts),
        TEST(a_missing_partial_or_parent_renders_as_nothing),
    };
    int failures;

    apr_initialize();
    failures = cmocka_run_group_tests_name("mustache", tests, NULL, NULL);
    apr_terminate();
    return failures;
}

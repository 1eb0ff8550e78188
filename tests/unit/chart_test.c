/* The picture of a timeline: its days, counts, paths, ticks, marks and name. */
#include "format_unit.h"

#include "treaty_chart.h"

#include <apr_lib.h>

static json_t *chart_of(const char *document, int is_dated, apr_pool_t *pool)
{
    return treaty_json_bind(
        treaty_chart_create(json_of(document, pool), is_dated, pool), pool);
}

/* A document with these steps, told to the end of 2010. */
static json_t *chart_with(const char *steps, const char *as_of, int is_dated,
                          apr_pool_t *pool)
{
    return chart_of(
        apr_pstrcat(pool, "{\"as_of\": \"", as_of,
                    "\", \"known_through\": \"2010-12-31\", \"title\": \"T\","
                    "\"milestones\": [{\"kind\": \"adopted\", \"on\": "
                    "\"2000-12-31\"}], \"steps\": [",
                    steps, "]}", NULL),
        is_dated, pool);
}

static const char *path_of(const json_t *chart, int series)
{
    return treaty_json_text(
        json_array_get(json_object_get(chart, "series"), (size_t)series),
        "path");
}

#define STEP(from, s, c, i)                                        \
    "{\"from\": " from ", \"signatures\": " s ", \"consents\": " c \
    ", \"in_force\": " i "}"

static void a_path_goes_in_steps_to_the_right(void **state)
{
    json_t *chart =
        chart_with(STEP("null", "0", "0", "0") "," STEP(
                       "\"2001-03-31\"", "5", "0",
                       "0") "," STEP("\"2005-12-31\"", "10", "2", "0"),
                   "2010-12-31", 1, *state);

    assert_string_equal(path_of(chart, 0), "M0 1000H48V500H512V0H1000");
    assert_string_equal(path_of(chart, 1), "M0 1000H512V800H1000");
    assert_string_equal(path_of(chart, 2), "M0 1000H1000");
}

static void what_is_unknown_is_a_gap_and_no_zero(void **state)
{
    json_t *chart =
        chart_with(STEP("null", "null", "null", "0") "," STEP(
                       "\"2003-06-30\"", "null", "4",
                       "null") "," STEP("\"2005-12-31\"", "null", "null",
                                        "null") "," STEP("\"2008-06-30\"",
                                                         "null", "8", "3"),
                   "2010-12-31", 1, *state);
    json_t *series = json_object_get(chart, "series");

    assert_null(path_of(chart, 0));
    assert_string_equal(path_of(chart, 1), "M268 500H512M756 0H1000");
    assert_string_equal(path_of(chart, 2), "M0 1000H268M756 625H1000");
    assert_true(
        json_is_null(json_object_get(json_array_get(series, 0), "value")));
    assert_true(
        json_is_null(json_object_get(json_array_get(series, 0), "end")));
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(series, 1), "value")),
        8);
}

/* Reads a path and fails unless it goes to the right and stays in the plot.
 * @return how many commands it has */
static int judged(const char *path, int *top, int *bottom)
{
    int count = 0;
    int x = 0;

    *top = TREATY_CHART_UNITS;
    *bottom = 0;
    while (*path) {
        char command = *path++;
        char *end;
        int number = (int)strtol(path, &end, 10);

        assert_true(strchr("MHV", command) != NULL);
        assert_true(end > path);
        assert_in_range(number, 0, TREATY_CHART_UNITS);
        if (command != 'V') {
            assert_true(number >= x);
            x = number;
        }
        if (command == 'M') {
            path = end;
            number = (int)strtol(path, &end, 10);
        }
        if (command != 'H') {
            *top = number < *top ? number : *top;
            *bottom = number > *bottom ? number : *bottom;
        }
        path = end;
        count++;
    }
    return count;
}

static void add_step(treaty_text_t *steps, treaty_day_t day, int count)
{
    char text[TREATY_DAY_SIZE];
    const char *value =
        count < 0 ? "null" : apr_psprintf(steps->pool, "%d", count);

    (void)treaty_text_printf(steps, "%s{\"from\": \"%s\", \"signatures\": %s}",
                             steps->len > 0 ? "," : "",
                             treaty_day_format(text, day), value);
}

static void thousands_of_steps_are_thinned_and_lose_no_extreme(void **state)
{
    treaty_text_t *steps = treaty_text_create(LIMIT, *state);
    treaty_day_t first = unit_day("2001-01-01");
    const char *path;
    int top;
    int bottom;
    int i;

    for (i = 0; i < 3650; i++) {
        add_step(steps, first + i, i == 1234 ? 100 : i % 7 ? 50 + i % 3 : 20);
    }
    path = path_of(chart_with(steps->data, "2010-12-31", 1, *state), 0);
    assert_in_range(judged(path, &top, &bottom), 1000,
                    TREATY_CHART_COMMANDS_MAX);
    assert_int_equal(top, 0);
    assert_int_equal(bottom, 800);
}

static void countless_gaps_are_bounded_too(void **state)
{
    treaty_text_t *steps = treaty_text_create(LIMIT, *state);
    treaty_day_t first = unit_day("2001-01-01");
    const char *path;
    int top;
    int bottom;
    int i;

    for (i = 0; i < 3650; i++) {
        add_step(steps, first + i, i % 2 ? i : -1);
    }
    path = path_of(chart_with(steps->data, "2010-12-31", 1, *state), 0);
    assert_in_range(judged(path, &top, &bottom), 1, TREATY_CHART_COMMANDS_MAX);
    assert_int_equal(top, 1000 - (3649 * 1000 + 2000) / 4000);
}

static void without_an_act_there_is_no_picture(void **state)
{
    static const char *const documents[] = {
        "{}",
        "{\"as_of\": \"2000-01-01\", \"steps\": []}",
        "{\"as_of\": \"2000-01-01\", \"steps\": [" STEP("null", "0", "0",
                                                        "null") "]}",
        "{\"as_of\": \"never\", \"steps\": [" STEP("\"2000-01-01\"", "1", "0",
                                                   "0") "]}",
        "{\"as_of\": \"1999-01-01\", \"steps\": [" STEP("\"2000-01-01\"", "1",
                                                        "0", "0") "]}",
        "{\"as_of\": \"1999-01-01\", \"steps\": {\"from\": 1}}",
        "{\"as_of\": \"2000-01-01\", \"steps\": [" STEP("\"1999-01-01\"", "-1",
                                                        "\"7\"", "1.5") "]}",
    };
    size_t i;

    for (i = 0; i < LENGTH(documents); i++) {
        assert_true(json_is_null(chart_of(documents[i], 1, *state)));
    }
}

static void one_act_makes_a_picture(void **state)
{
    json_t *chart = chart_of("{\"as_of\": \"2000-06-10\", \"steps\": [" STEP(
                                 "\"2000-06-10\"", "1", "0", "null") "]}",
                             1, *state);
    json_t *ticks = json_object_get(chart, "y_ticks");

    assert_string_equal(path_of(chart, 0), "M1000 0");
    assert_string_equal(treaty_json_text(chart, "from"), "2000-06-10");
    assert_int_equal(json_array_size(ticks), 2);
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(ticks, 1), "value")),
        1);
    assert_true(json_array_size(json_object_get(chart, "x_ticks")) >= 1);
}

static const char *kinds_of(const json_t *chart, apr_pool_t *pool)
{
    const char *text = "";
    json_t *mark;
    size_t i;

    json_array_foreach(json_object_get(chart, "marks"), i, mark)
    {
        text = apr_pstrcat(pool, text, treaty_json_text(mark, "kind"), " ",
                           treaty_json_text(mark, "x"), " ", NULL);
    }
    return text;
}

static void a_later_day_than_the_sources_cover_is_shaded(void **state)
{
    const char *steps =
        STEP("null", "0", "0", "0") "," STEP("\"2001-01-01\"", "5", "0", "0");
    json_t *dated = chart_with(steps, "2020-12-31", 1, *state);
    json_t *undated = chart_with(steps, "2020-12-31", 0, *state);

    assert_string_equal(kinds_of(dated, *state),
                        "known_through 51.2% as_of 100.0% ");
    assert_string_equal(
        treaty_json_text(json_object_get(dated, "uncovered"), "x"), "51.2%");
    assert_string_equal(
        treaty_json_text(json_object_get(dated, "uncovered"), "width"),
        "48.8%");
    assert_string_equal(path_of(dated, 0), "M0 1000H24V0H512");
    assert_string_equal(kinds_of(undated, *state), "known_through 100.0% ");
    assert_true(json_is_null(json_object_get(undated, "uncovered")));
    assert_string_equal(treaty_json_text(undated, "to"), "2010-12-31");
}

static void marks_that_are_near_stand_below_each_other(void **state)
{
    json_t *chart = chart_of(
        "{\"as_of\": \"2010-12-31\", \"known_through\": \"2011-12-31\","
        "\"milestones\": [{\"kind\": \"adopted\", \"on\": \"2000-12-31\"},"
        "{\"kind\": \"entry_into_force\", \"on\": \"2008-01-01\"},"
        "{\"kind\": \"ended\", \"on\": \"2009-01-01\"},"
        "{\"kind\": \"as_of\", \"on\": \"2010-12-31\"}],"
        "\"steps\": [" STEP("\"2001-01-01\"", "5", "0", "0") "]}",
        1, *state);
    json_t *marks = json_object_get(chart, "marks");
    size_t i;
    size_t k;

    assert_int_equal(json_array_size(marks), 3);
    for (i = 0; i < 3; i++) {
        for (k = 0; k < i; k++) {
            assert_string_not_equal(
                treaty_json_text(json_array_get(marks, i), "label_y"),
                treaty_json_text(json_array_get(marks, k), "label_y"));
        }
    }
}

static void ticks_are_years_months_or_days_in_their_order(void **state)
{
    static const struct {
        const char *as_of;
        const char *first;
        size_t least;
        size_t most;
    } cases[] = {
        {"2001-01-20", "2000-12-", 2, 5}, {"2001-05-31", "2001-03", 2, 5},
        {"2002-06-30", "2001-07", 2, 5},  {"2003-06-30", "2001", 2, 3},
        {"2010-12-31", "2001", 10, 10},   {"2060-12-31", "2000", 7, 7},
        {"2999-12-31", "2000", 10, 10},   {"9999-12-31", "2000", 8, 8},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        json_t *chart = chart_with(STEP("\"2001-01-01\"", "5", "0", "0"),
                                   cases[i].as_of, 1, *state);
        json_t *ticks = json_object_get(chart, "x_ticks");
        const char *before = "";
        json_t *tick;
        size_t k;

        assert_in_range(json_array_size(ticks), cases[i].least, cases[i].most);
        unit_expect_part(treaty_json_text(json_array_get(ticks, 0), "on"),
                         cases[i].first);
        json_array_foreach(ticks, k, tick)
        {
            assert_true(strcmp(treaty_json_text(tick, "on"), before) > 0);
            before = treaty_json_text(tick, "on");
        }
    }
}

static void counts_are_round_and_hold_the_most(void **state)
{
    static const struct {
        const char *most;
        json_int_t every;
        json_int_t top;
    } cases[] = {
        {"1", 1, 1},         {"5", 1, 5},
        {"6", 2, 6},         {"46", 10, 50},
        {"169", 50, 200},    {"1000", 200, 1000},
        {"1001", 500, 1500}, {"9223372036854775807", 200000000, 1000000000}};
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        json_t *chart = chart_with(
            apr_psprintf(*state, "{\"from\": \"2001-01-01\", \"consents\": %s}",
                         cases[i].most),
            "2010-12-31", 1, *state);
        json_t *ticks = json_object_get(chart, "y_ticks");
        size_t last = json_array_size(ticks) - 1;

        assert_int_equal(json_integer_value(json_object_get(
                             json_array_get(ticks, 1), "value")),
                         cases[i].every);
        assert_int_equal(json_integer_value(json_object_get(
                             json_array_get(ticks, last), "value")),
                         cases[i].top);
        assert_in_range(last, 1, 5);
    }
}

static void steps_that_go_back_are_left_out(void **state)
{
    json_t *chart =
        chart_with(STEP("\"2005-12-31\"", "5", "0", "0") "," STEP(
                       "\"2003-01-01\"", "9", "0",
                       "0") "," STEP("\"2005-12-31\"", "8", "0",
                                     "0") "," STEP("\"soon\"", "7", "0", "0"),
                   "2010-12-31", 1, *state);

    assert_string_equal(path_of(chart, 0), "M512 0H1000");
}

/* The lines of a name, each with a "|" behind it. */
static const char *lines_of(const char *name, apr_pool_t *pool)
{
    json_t *document = json_of("{}", pool);
    const char *text = "";
    json_t *made;
    json_t *line;
    size_t i;

    treaty_json_set_text(document, "title", name);
    made = treaty_json_bind(treaty_chart_name(document, pool), pool);
    json_array_foreach(json_object_get(made, "lines"), i, line)
    {
        text =
            apr_pstrcat(pool, text, treaty_json_text(line, "text"), "|", NULL);
    }
    return text;
}

static void a_name_becomes_two_lines_at_most(void **state)
{
    const char *sign = "\xe6\x9d\xa1";
    const char *chinese = sign;
    int i;

    for (i = 0; i < 6; i++) {
        chinese = apr_pstrcat(*state, chinese, chinese, NULL);
    }
    assert_string_equal(lines_of("Short", *state), "Short|");
    assert_string_equal(
        lines_of("Optional Protocol to the Convention on the Rights of the "
                 "Child on the sale of children, child prostitution",
                 *state),
        "Optional Protocol to the Convention on the|Rights of the Child on the "
        "sale of children,\xe2\x80\xa6|");
    assert_int_equal(strlen(lines_of(chinese, *state)), 22 * 6 + 2 + 3);
    assert_string_equal(lines_of("", *state), "");
    assert_string_equal(lines_of("a\x01\xef\xbf\xbf"
                                 "b\x1f",
                                 *state),
                        "a  b |");
    assert_string_equal(lines_of("<b>\"&'", *state), "<b>\"&'|");
}

/* It becomes an attribute of XML, which some characters may not be in. */
static void a_name_has_a_language_or_none(void **state)
{
    static const char *const cases[][2] = {
        {"{\"language\": \"zh-Hant\"}", "zh-Hant"},
        {"{\"language\": null}", NULL},
        {"{\"language\": \"\xef\xbf\xbf\"}", NULL},
        {"{\"language\": \"e n\"}", NULL},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        json_t *name = treaty_json_bind(
            treaty_chart_name(json_of(cases[i][0], *state), *state), *state);
        const char *language = treaty_json_text(name, "language");

        assert_true(!language == !cases[i][1]);
        assert_true(!language || strcmp(language, cases[i][1]) == 0);
    }
}

static const char *said_of(const json_t *chart, const char *kind)
{
    json_t *mark;
    size_t i;

    json_array_foreach(json_object_get(chart, "marks"), i, mark)
    {
        if (strcmp(treaty_json_text(mark, "kind"), kind) == 0) {
            return treaty_json_text(mark, "said");
        }
    }
    return "";
}

static void what_is_recorded_is_told_as_precisely_as_it_was_fetched(
    void **state)
{
    const char *steps = STEP("\"2001-01-01\"", "5", "0", "0");
    json_t *document =
        json_of(apr_pstrcat(*state,
                            "{\"as_of\": \"2020-12-31\", \"known_through\": "
                            "\"2010-12-24\", \"sources\": [{\"known_through\": "
                            "\"2010-12-24\", \"retrieved_on\": \"2010-12\"}], "
                            "\"steps\": [",
                            steps, "]}", NULL),
                *state);
    json_t *dated =
        treaty_json_bind(treaty_chart_create(document, 1, *state), *state);

    assert_string_equal(said_of(dated, "known_through"), "2010-12");
    assert_string_equal(said_of(dated, "as_of"), "2020-12-31");
    json_object_set_new(document, "as_of", json_string("2010-12-24"));
    dated = treaty_json_bind(treaty_chart_create(document, 1, *state), *state);
    assert_string_equal(said_of(dated, "as_of"), "2010-12-24");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_path_goes_in_steps_to_the_right),
        TEST(what_is_unknown_is_a_gap_and_no_zero),
        TEST(thousands_of_steps_are_thinned_and_lose_no_extreme),
        TEST(countless_gaps_are_bounded_too),
        TEST(without_an_act_there_is_no_picture),
        TEST(one_act_makes_a_picture),
        TEST(a_later_day_than_the_sources_cover_is_shaded),
        TEST(marks_that_are_near_stand_below_each_other),
        TEST(ticks_are_years_months_or_days_in_their_order),
        TEST(counts_are_round_and_hold_the_most),
        TEST(steps_that_go_back_are_left_out),
        TEST(a_name_becomes_two_lines_at_most),
        TEST(a_name_has_a_language_or_none),
        TEST(what_is_recorded_is_told_as_precisely_as_it_was_fetched),
    };

    return RUN("chart", tests);
}

/* Figures as Prometheus reads them. */
#include "unit.h"

#include "treaty_exposition.h"

static treaty_text_t *text_of(apr_pool_t *pool)
{
    return treaty_text_create(100000, pool);
}

static void a_family_has_help_type_and_samples(void **state)
{
    const treaty_label_t labels[] = {
        {"kind", "treaty"}, {"code", "200"}, {NULL, NULL}};
    treaty_text_t *text = text_of(*state);

    assert_int_equal(
        treaty_exposition_family(text, "a_total", "counter", "What it is."),
        APR_SUCCESS);
    assert_int_equal(treaty_exposition_sample(text, "a_total", labels, 7),
                     APR_SUCCESS);
    assert_int_equal(
        treaty_exposition_sample(text, "a_total", NULL, APR_UINT64_C(1) << 63),
        APR_SUCCESS);
    assert_string_equal(text->data, "# HELP a_total What it is.\n"
                                    "# TYPE a_total counter\n"
                                    "a_total{kind=\"treaty\",code=\"200\"} 7\n"
                                    "a_total 9223372036854775808\n");
}

static void seconds_are_exact_and_have_no_digit_for_nothing(void **state)
{
    static const struct {
        apr_uint64_t micro;
        const char *line;
    } cases[] = {{0, "s 0\n"},
                 {1, "s 0.000001\n"},
                 {100, "s 0.0001\n"},
                 {2500000, "s 2.5\n"},
                 {10000000, "s 10\n"},
                 {APR_UINT64_C(1764150000123456), "s 1764150000.123456\n"}};
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        treaty_text_t *text = text_of(*state);

        assert_int_equal(
            treaty_exposition_seconds(text, "s", NULL, cases[i].micro),
            APR_SUCCESS);
        assert_string_equal(text->data, cases[i].line);
    }
}

static void a_histogram_adds_up(void **state)
{
    static const apr_interval_time_t bounds[] = {100, 2500, 1000000};
    static const apr_uint64_t counts[] = {3, 0, 2, 1};
    const treaty_histogram_t histogram = {bounds, 3, counts, 4500000};
    const treaty_label_t labels[] = {{"cache", "hit"}, {NULL, NULL}};
    treaty_text_t *text = text_of(*state);

    assert_int_equal(treaty_exposition_histogram(text, "h", labels, &histogram),
                     APR_SUCCESS);
    assert_string_equal(text->data, "h_bucket{cache=\"hit\",le=\"0.0001\"} 3\n"
                                    "h_bucket{cache=\"hit\",le=\"0.0025\"} 3\n"
                                    "h_bucket{cache=\"hit\",le=\"1\"} 5\n"
                                    "h_bucket{cache=\"hit\",le=\"+Inf\"} 6\n"
                                    "h_sum{cache=\"hit\"} 4.5\n"
                                    "h_count{cache=\"hit\"} 6\n");
    text = text_of(*state);
    assert_int_equal(treaty_exposition_histogram(text, "h", NULL, &histogram),
                     APR_SUCCESS);
    assert_memory_equal(text->data, "h_bucket{le=\"0.0001\"} 3\n", 24);
}

static void no_value_of_a_label_ends_it(void **state)
{
    static const struct {
        const char *value;
        const char *line;
    } cases[] = {
        {"/srv/\"a\"\\b\n.db", "x{d=\"/srv/\\\"a\\\"\\\\b\\n.db\"} 1\n"},
        {"caf\xc3\xa9", "x{d=\"caf\xc3\xa9\"} 1\n"},
        {"caf\xe9", "x{d=\"caf?\"} 1\n"},
        {"", "x{d=\"\"} 1\n"}};
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        const treaty_label_t labels[] = {{"d", cases[i].value}, {NULL, NULL}};
        treaty_text_t *text = text_of(*state);

        assert_int_equal(treaty_exposition_sample(text, "x", labels, 1),
                         APR_SUCCESS);
        assert_string_equal(text->data, cases[i].line);
    }
}

static void a_full_text_is_told(void **state)
{
    static const apr_interval_time_t bounds[] = {1};
    static const apr_uint64_t counts[] = {1, 1};
    const treaty_histogram_t histogram = {bounds, 1, counts, 1};
    const treaty_label_t labels[] = {{"name", "va\"lue"}, {NULL, NULL}};
    apr_size_t limit;

    /* The whole takes 129 bytes; wherever it ends before, that is told. */
    for (limit = 1; limit < 129; limit++) {
        treaty_text_t *text = treaty_text_create(limit, *state);

        assert_int_equal(
            treaty_exposition_histogram(text, "h", labels, &histogram),
            TREATY_ELIMIT);
    }
    assert_int_equal(
        treaty_exposition_histogram(treaty_text_create(200, *state), "h",
                                    labels, &histogram),
        APR_SUCCESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_family_has_help_type_and_samples),
        TEST(seconds_are_exact_and_have_no_digit_for_nothing),
        TEST(a_histogram_adds_up),
        TEST(no_value_of_a_label_ends_it),
        TEST(a_full_text_is_told),
    };

    return RUN("exposition", tests);
}

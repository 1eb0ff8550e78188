/* Rows of a status table, filtered and put in order. */
#include "unit.h"

#include "answer/rows.h"
#include "treaty_json.h"

#include <apr_strings.h>

/* By their names, as they are read. */
static json_t *rows(apr_pool_t *pool)
{
    json_t *list = json_loads(
        "[{\"n\":\"a\",\"state\":\"signatory\",\"on\":\"2001-01-01\"},"
        "{\"n\":\"b\",\"state\":\"in_force\",\"on\":null},"
        "{\"n\":\"c\",\"state\":\"withdrawn\",\"on\":\"2003-01-01\"},"
        "{\"n\":\"d\",\"state\":\"signatory\",\"on\":\"2001-01-01\"},"
        "{\"n\":\"e\",\"state\":null},"
        "{\"n\":\"f\",\"state\":\"in_force\",\"on\":\"1999-12-31\"}]",
        0, NULL);

    assert_non_null(list);
    return treaty_json_bind(list, pool);
}

static const char *arranged(const char *sort, const char *const *states,
                            apr_pool_t *pool)
{
    apr_array_header_t *wanted = apr_array_make(pool, 2, sizeof(char *));
    const char *names = "";
    json_t *list;
    json_t *row;
    size_t i;

    for (; states && *states; states++) {
        APR_ARRAY_PUSH(wanted, const char *) = *states;
    }
    list = treaty_json_bind(treaty_rows_arrange(rows(pool), wanted, sort, pool),
                            pool);
    json_array_foreach(list, i, row)
    {
        names = apr_pstrcat(pool, names, treaty_json_text(row, "n"), NULL);
    }
    return names;
}

static void rows_have_the_order_that_is_asked_for(void **state)
{
    static const struct {
        const char *sort;
        const char *names;
    } orders[] = {
        {NULL, "abcdef"},
        {"name", "abcdef"},
        {"-name", "fedcba"},
        {"title", "abcdef"},
        {"-title", "fedcba"},
        /* What isn't known is last either way; equal ones stand by name. */
        {"on", "fadcbe"},
        {"-on", "cadfbe"},
        /* The closest state first. */
        {"state", "bfcade"},
        {"-state", "eadcbf"},
        /* A member that no row has. */
        {"off", "abcdef"},
        {"-off", "abcdef"},
    };
    size_t i;

    for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        assert_string_equal(arranged(orders[i].sort, NULL, *state),
                            orders[i].names);
    }
}

static void rows_are_chosen_by_state(void **state)
{
    static const char *const one[] = {"signatory", NULL};
    static const char *const two[] = {"withdrawn", "in_force", NULL};
    static const char *const none[] = {"bound", NULL};

    assert_string_equal(arranged("-name", one, *state), "da");
    assert_string_equal(arranged("on", two, *state), "fcb");
    assert_string_equal(arranged("on", none, *state), "");
}

static void states_are_counted_in_their_order(void **state)
{
    json_t *states = treaty_json_bind(treaty_rows_states(rows(*state)), *state);
    const char *text = "";
    json_t *one;
    size_t i;

    json_array_foreach(states, i, one)
    {
        text = apr_psprintf(
            *state, "%s%s %d, ", text, treaty_json_text(one, "state"),
            (int)json_integer_value(json_object_get(one, "count")));
    }
    assert_string_equal(text, "in_force 2, withdrawn 1, signatory 2, none 1, ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_have_the_order_that_is_asked_for),
        TEST(rows_are_chosen_by_state),
        TEST(states_are_counted_in_their_order),
    };

    return RUN("rows", tests);
}

/* Amendments that bind all parties to what they amend. */
#include "unit.h"

#include "treaty_status.h"

#define NEVER "9999-12-31"

typedef struct stretch_t {
    apr_int64_t participant;
    const char *from;
    const char *to;
    treaty_state_t state;
} stretch_t;

static apr_array_header_t *spans_of(const stretch_t *stretches, int count,
                                    apr_pool_t *pool)
{
    apr_array_header_t *spans = apr_array_make(pool, 4, sizeof(treaty_span_t));
    int i;

    for (i = 0; i < count; i++) {
        treaty_span_t *span = &APR_ARRAY_PUSH(spans, treaty_span_t);

        memset(span, 0, sizeof(*span));
        span->participant = stretches[i].participant;
        span->from = unit_day(stretches[i].from);
        span->to = unit_day(stretches[i].to);
        span->state = stretches[i].state;
    }
    return spans;
}

static treaty_state_t state_on(const apr_array_header_t *spans,
                               apr_int64_t participant, const char *iso)
{
    treaty_state_t state = TREATY_STATE_NONE;
    treaty_day_t day = unit_day(iso);
    int found = 0;
    int i;

    for (i = 0; i < spans->nelts; i++) {
        const treaty_span_t *span = &APR_ARRAY_IDX(spans, i, treaty_span_t);

        if (span->participant == participant && span->from <= day &&
            day < span->to) {
            state = span->state;
            found++;
        }
    }
    assert_true(found <= 1);
    return state;
}

static const stretch_t parties[] = {
    {1, "1945-10-24", NEVER, TREATY_STATE_IN_FORCE},
    {2, "1980-02-01", "1990-01-01", TREATY_STATE_IN_FORCE},
    {2, "2000-01-01", NEVER, TREATY_STATE_IN_FORCE},
};

static apr_array_header_t *bound_of(const stretch_t *own, int count,
                                    const char *entry, apr_pool_t *pool)
{
    apr_array_header_t *bound;

    treaty_status_bind(&bound, spans_of(own, count, pool),
                       spans_of(parties, LENGTH(parties), pool),
                       entry ? unit_day(entry) : TREATY_DAY_NONE, pool);
    return bound;
}

static void a_party_is_bound_from_the_entry_into_force_on(void **state)
{
    apr_array_header_t *bound = bound_of(NULL, 0, "1965-08-31", *state);

    assert_int_equal(state_on(bound, 1, "1965-08-30"), TREATY_STATE_NONE);
    assert_int_equal(state_on(bound, 1, "1965-08-31"), TREATY_STATE_BOUND);
    assert_int_equal(state_on(bound, 1, "2020-01-01"), TREATY_STATE_BOUND);
}

static void a_later_party_is_bound_for_as_long_as_it_is_one(void **state)
{
    apr_array_header_t *bound = bound_of(NULL, 0, "1965-08-31", *state);

    assert_int_equal(state_on(bound, 2, "1980-01-31"), TREATY_STATE_NONE);
    assert_int_equal(state_on(bound, 2, "1980-02-01"), TREATY_STATE_BOUND);
    assert_int_equal(state_on(bound, 2, "1990-01-01"), TREATY_STATE_NONE);
    assert_int_equal(state_on(bound, 2, "2000-01-01"), TREATY_STATE_BOUND);
}

static void who_accepts_itself_is_a_party_itself(void **state)
{
    static const stretch_t own[] = {
        {1, "1964-01-01", "1970-06-01", TREATY_STATE_CONSENTED},
        {1, "1970-06-01", NEVER, TREATY_STATE_IN_FORCE},
    };
    apr_array_header_t *bound =
        bound_of(own, LENGTH(own), "1965-08-31", *state);

    assert_int_equal(state_on(bound, 1, "1964-06-01"), TREATY_STATE_CONSENTED);
    assert_int_equal(state_on(bound, 1, "1965-08-31"), TREATY_STATE_BOUND);
    assert_int_equal(state_on(bound, 1, "1970-06-01"), TREATY_STATE_IN_FORCE);
}

static void one_that_is_not_in_force_binds_nobody(void **state)
{
    apr_array_header_t *bound = bound_of(NULL, 0, NULL, *state);

    assert_int_equal(bound->nelts, 0);
}

static void who_only_accepted_the_amendment_keeps_its_state(void **state)
{
    static const stretch_t own[] = {
        {9, "1964-01-01", NEVER, TREATY_STATE_CONSENTED}};
    apr_array_header_t *bound =
        bound_of(own, LENGTH(own), "1965-08-31", *state);

    assert_int_equal(state_on(bound, 9, "2000-01-01"), TREATY_STATE_CONSENTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_party_is_bound_from_the_entry_into_force_on),
        TEST(a_later_party_is_bound_for_as_long_as_it_is_one),
        TEST(who_accepts_itself_is_a_party_itself),
        TEST(one_that_is_not_in_force_binds_nobody),
        TEST(who_only_accepted_the_amendment_keeps_its_state),
    };

    return RUN("bound", tests);
}

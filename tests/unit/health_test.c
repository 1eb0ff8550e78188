/* How a mount tells a balancer that it is, by the age of what it serves. */
#include "unit.h"

#include "treaty_answer.h"
#include "treaty_publish.h"

#define SECOND apr_time_from_sec(1)
#define HOUR apr_time_from_sec(3600)

typedef struct served_t {
    treaty_site_t *site;
    unit_log_t *log;
    apr_time_t published;
    apr_pool_t *pool;
} served_t;

static served_t *serve(apr_pool_t *pool)
{
    served_t *served = apr_pcalloc(pool, sizeof(*served));
    const char *path = unit_path(unit_folder(pool), "served.db", pool);
    treaty_snapshot_t *snapshot;

    served->pool = pool;
    served->log = unit_log(pool);
    unit_publish(path, unit_sample(pool), pool);
    served->site = unit_site(path, &served->log->log, pool);
    assert_int_equal(treaty_database_acquire(&snapshot, served->site->database,
                                             0, apr_time_now()),
                     APR_SUCCESS);
    served->published = treaty_snapshot_published_time(snapshot);
    treaty_snapshot_release(snapshot);
    return served;
}

static const treaty_answer_t *ask(const served_t *served, const char *path,
                                  apr_time_t age)
{
    treaty_request_t request = {0};
    treaty_answer_t *answer;

    request.path = path;
    request.now = served->published + age;
    treaty_answer_make(&answer, served->site, &request, served->pool);
    return answer;
}

/* @param bound of the place that is asked; 0: none */
static void expect(const served_t *served, apr_interval_time_t bound,
                   apr_time_t age, int status, const char *part)
{
    const treaty_answer_t *answer;

    served->site->stale = bound;
    answer = ask(served, "/health", age);
    assert_int_equal(answer->status, status);
    assert_int_equal(answer->max_age, -1);
    assert_int_equal(answer->retry_after > 0, status == 503);
    unit_expect_part(apr_pstrmemdup(served->pool, answer->body, answer->len),
                     part);
}

static void is_ill_beyond_its_bound(void **state)
{
    served_t *served = serve(*state);

    expect(served, 0, 9000 * HOUR, 200, "\"status\": \"ok\"");
    expect(served, 26 * HOUR, 26 * HOUR, 200, "\"age\": 93600");
    expect(served, 26 * HOUR, 26 * HOUR + SECOND, 503, "\"status\": \"stale\"");
    expect(served, 26 * HOUR, 27 * HOUR, 503, "\"stale_after\": 93600");
    assert_int_equal(ask(served, "/treaties", 27 * HOUR)->status, 200);
}

static void a_clock_that_is_behind_makes_nothing_old(void **state)
{
    served_t *served = serve(*state);

    expect(served, SECOND, -HOUR, 200, "\"age\": 0");
}

static void each_change_is_told_once(void **state)
{
    served_t *served = serve(*state);
    int i;

    for (i = 0; i < 3; i++) {
        expect(served, 2 * HOUR, HOUR, 200, "ok");
    }
    assert_int_equal(unit_log_count(served->log, "TREATY0117"), 0);
    for (i = 0; i < 3; i++) {
        expect(served, 2 * HOUR, 3 * HOUR, 503, "stale");
        expect(served, 0, 3 * HOUR, 200, "ok");
    }
    assert_int_equal(unit_log_count(served->log, "TREATY0117"), 1);
    assert_int_equal(unit_log_count(served->log, "TREATY0118"), 0);
    for (i = 0; i < 3; i++) {
        expect(served, 2 * HOUR, HOUR, 200, "ok");
    }
    assert_int_equal(unit_log_count(served->log, "TREATY0118"), 1);
}

static void bounds_of_several_places_are_told_apart(void **state)
{
    served_t *served = serve(*state);
    int i;

    for (i = 0; i < 3; i++) {
        expect(served, 2 * HOUR, 3 * HOUR, 503, "stale");
        expect(served, 4 * HOUR, 3 * HOUR, 200, "ok");
    }
    assert_int_equal(unit_log_count(served->log, "TREATY0117"), 1);
    for (i = 0; i < 3; i++) {
        expect(served, 4 * HOUR, 5 * HOUR, 503, "stale");
        expect(served, 2 * HOUR, 5 * HOUR, 503, "stale");
    }
    assert_int_equal(unit_log_count(served->log, "TREATY0117"), 2);
    for (i = 0; i < 3; i++) {
        expect(served, 2 * HOUR, HOUR, 200, "ok");
        expect(served, 4 * HOUR, HOUR, 200, "ok");
    }
    assert_int_equal(unit_log_count(served->log, "TREATY0118"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_ill_beyond_its_bound),
        TEST(a_clock_that_is_behind_makes_nothing_old),
        TEST(each_change_is_told_once),
        TEST(bounds_of_several_places_are_told_apart),
    };

    return RUN("health", tests);
}

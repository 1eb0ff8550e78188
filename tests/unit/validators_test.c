/* What tells a cache whether it has an answer still: it changes whenever the
 * answer may, and not without need. */
#include "unit.h"

#include "treaty_answer.h"
#include "treaty_publish.h"

#define DAY apr_time_from_sec(86400)

typedef struct asked_t {
    treaty_site_t *site;
    apr_pool_t *pool;
} asked_t;

static asked_t serve(const char *path, apr_pool_t *pool)
{
    asked_t asked = {unit_site(path, NULL, pool), pool};

    return asked;
}

static asked_t published(apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "served.db", pool);

    unit_publish(path, unit_sample(pool), pool);
    return serve(path, pool);
}

/* The answer that is given @p days after now. */
static const treaty_answer_t *ask(const asked_t *asked, const char *path,
                                  const char *args, int days)
{
    treaty_request_t request = {path, args, apr_time_now() + days * DAY,
                                NULL, 0,    0};
    treaty_answer_t *answer;

    treaty_answer_make(&answer, asked->site, &request, asked->pool);
    assert_int_equal(answer->status, 200);
    return answer;
}

/* The address of a treaty on a day that is @p days after today. */
static const char *on_day(const asked_t *asked, int days)
{
    treaty_day_t today = treaty_day_of_time(apr_time_now());

    return apr_pstrcat(asked->pool, "/treaties/alpha@",
                       treaty_day_text(today + days, asked->pool), ".json",
                       NULL);
}

static void a_stream_is_of_its_site(void **state)
{
    asked_t asked = published(*state);
    const char *here = ask(&asked, "/treaties.csv", NULL, 0)->etag;
    const char *there;

    asked.site->origin = "https://other.example";
    there = ask(&asked, "/treaties.csv", NULL, 0)->etag;
    assert_string_not_equal(here, there);
    asked.site->base = "/elsewhere";
    assert_string_not_equal(ask(&asked, "/treaties.csv", NULL, 0)->etag, there);
}

static void a_stream_is_of_its_parameters(void **state)
{
    asked_t asked = published(*state);
    const char *args[] = {NULL,        "sort=title",    "type=protocol",
                          "fields=id", "on=2001-01-01", "on=2001-01-02"};
    size_t i;
    size_t k;

    for (i = 0; i < LENGTH(args); i++) {
        for (k = 0; k < i; k++) {
            assert_string_not_equal(
                ask(&asked, "/treaties.csv", args[i], 0)->etag,
                ask(&asked, "/treaties.csv", args[k], 0)->etag);
        }
    }
}

static void a_day_that_has_come_was_modified_then(void **state)
{
    asked_t asked = published(*state);
    const char *path = on_day(&asked, 3);
    const treaty_answer_t *before = ask(&asked, path, NULL, 0);
    const treaty_answer_t *then = ask(&asked, path, NULL, 3);
    const treaty_answer_t *after = ask(&asked, path, NULL, 9);

    unit_expect_part(before->body, "\"projected\": true");
    unit_expect_part(then->body, "\"projected\": false");
    assert_true(then->last_modified > before->last_modified);
    assert_true(then->last_modified <= apr_time_now() + 3 * DAY);
    assert_true(after->last_modified == then->last_modified);
    assert_string_equal(after->etag, then->etag);
}

static void a_day_that_is_past_is_of_the_publication(void **state)
{
    asked_t asked = published(*state);
    const char *path = on_day(&asked, -30);

    assert_true(ask(&asked, path, NULL, 9)->last_modified ==
                ask(&asked, path, NULL, 0)->last_modified);
    assert_true(ask(&asked, "/treaties/alpha.json", NULL, 9)->last_modified >
                ask(&asked, "/treaties/alpha.json", NULL, 0)->last_modified);
}

static void a_download_is_the_same_tomorrow(void **state)
{
    asked_t asked = published(*state);
    const char *path = "/download/treaty.db";
    const treaty_answer_t *today = ask(&asked, path, NULL, 0);
    const treaty_answer_t *later = ask(&asked, path, NULL, 9);

    assert_string_equal(later->etag, today->etag);
    assert_true(later->last_modified == today->last_modified);
}

static void what_the_index_alone_has_is_left_out(void **state)
{
    apr_pool_t *pool = *state;
    const char *path = unit_path(unit_folder(pool), "served.db", pool);
    asked_t asked;

    unit_publish(path, unit_sample(pool), pool);
    unit_sql(path, "PRAGMA foreign_keys = OFF;"
                   "DELETE FROM search_record WHERE kind = 'treaty'"
                   " AND record_id = 1;");
    asked = serve(path, pool);
    unit_expect_part(ask(&asked, "/treaties.json", "q=convention", 0)->body,
                     "\"beta\"");
    unit_expect_part(ask(&asked, "/treaties.json", "q=alpha", 0)->body,
                     "\"total\": 0");
}

/* A time of day, hours and minutes, of an answer that is kept for long. */
static const char *age_at(int hours, int minutes, int ends_with_day,
                          apr_pool_t *pool)
{
    treaty_answer_t answer = {0};

    answer.status = 200;
    answer.max_age = 3600;
    answer.ends_with_day = ends_with_day;
    answer.public_age = treaty_answer_public_age(&answer, pool);
    return treaty_answer_cache_control(
        &answer, 0, 20 * DAY + apr_time_from_sec((hours * 60 + minutes) * 60),
        pool);
}

static void what_is_said_of_today_ends_with_today(void **state)
{
    unit_expect_part(age_at(12, 0, 1, *state),
                     "public, max-age=3600, stale-while-revalidate=60, "
                     "stale-if-error=86400");
    unit_expect_part(age_at(22, 59, 1, *state),
                     "max-age=3600, stale-while-revalidate=60,");
    unit_expect_part(age_at(23, 0, 1, *state),
                     "max-age=3600, stale-while-revalidate=0,");
    unit_expect_part(age_at(23, 58, 1, *state),
                     "max-age=120, stale-while-revalidate=0,");
    unit_expect_part(age_at(0, 0, 1, *state), "max-age=3600,");
    unit_expect_part(age_at(23, 58, 0, *state),
                     "max-age=3600, stale-while-revalidate=60,");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stream_is_of_its_site),
        TEST(a_stream_is_of_its_parameters),
        TEST(a_day_that_has_come_was_modified_then),
        TEST(a_day_that_is_past_is_of_the_publication),
        TEST(what_is_said_of_today_ends_with_today),
        TEST(a_download_is_the_same_tomorrow),
        TEST(what_the_index_alone_has_is_left_out),
    };

    return RUN("validators", tests);
}

/* Bodies that are made while they are sent: of one revision, each piece within
 * the time that a handle may work, and broken off where that isn't enough. */
#include "unit.h"

#include "treaty_answer.h"

#include <apr_strings.h>

#define TREATIES 900
/* In microseconds: passed as soon as SQLite looks at the clock. */
#define NO_TIME 1

static const char record[] =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    "                         WHERE i < 900)"
    "INSERT INTO treaty (id, slug, type) SELECT i, 't' || i, 'treaty' FROM n;"
    "INSERT INTO treaty_title (treaty_id, position, kind, language, title)"
    "SELECT id, 0, 'official', 'en', 'Treaty number ' || id FROM treaty;";

typedef struct served_t {
    treaty_site_t site;
    unit_log_t *log;
    const char *path;
    apr_pool_t *pool;
} served_t;

static served_t *serve(apr_pool_t *pool)
{
    served_t *served = apr_pcalloc(pool, sizeof(*served));
    treaty_database_settings_t database = {.handles = 1};
    treaty_templates_settings_t templates = {0};

    served->pool = pool;
    served->log = unit_log(pool);
    served->path = unit_path(unit_folder(pool), "served.db", pool);
    (void)unit_publish(served->path, record, pool);
    database.path = served->path;
    database.log = &served->log->log;
    assert_int_equal(
        treaty_database_create(&served->site.database, &database, pool),
        APR_SUCCESS);
    assert_int_equal(
        treaty_templates_create(&served->site.templates, &templates, pool),
        APR_SUCCESS);
    served->site.base = "/ref";
    served->site.origin = "";
    served->site.page_size = 100;
    served->site.max_age = 300;
    return served;
}

static treaty_answer_t *ask(const served_t *served, const char *path)
{
    treaty_request_t request = {0};
    treaty_answer_t *answer;

    request.path = path;
    request.now = apr_time_now();
    treaty_answer_make(&answer, &served->site, &request, served->pool);
    return answer;
}

/* Reads a stream to its end. @return how many lines it has, the header among
 * them; what went wrong in @p rv */
static int lines_of(apr_status_t *rv, treaty_stream_t *stream)
{
    int lines = 0;
    const char *data;
    apr_size_t len;
    apr_size_t i;

    do {
        *rv = treaty_stream_next(&data, &len, stream);
        for (i = 0; *rv == APR_SUCCESS && i < len; i++) {
            lines += data[i] == '\n';
        }
    } while (*rv == APR_SUCCESS && len > 0);
    return lines;
}

static void a_stream_has_all_rows_however_it_is_begun(void **state)
{
    served_t *served = serve(*state);
    treaty_answer_t *answer = ask(served, "/treaties.csv");
    apr_status_t rv;

    assert_int_equal(answer->status, 200);
    assert_int_equal(lines_of(&rv, answer->stream), TREATIES + 1);
    assert_int_equal(rv, APR_SUCCESS);

    answer = ask(served, "/treaties.csv");
    treaty_answer_begin(answer);
    assert_int_equal(answer->status, 200);
    assert_int_equal(lines_of(&rv, answer->stream), TREATIES + 1);
    assert_int_equal(rv, APR_SUCCESS);
}

static void time_that_runs_out_breaks_a_stream_off(void **state)
{
    served_t *served = serve(*state);
    treaty_answer_t *answer = ask(served, "/treaties.csv");
    apr_status_t rv;

    treaty_answer_begin(answer);
    served->site.query_timeout = NO_TIME;
    assert_in_range(lines_of(&rv, answer->stream), 2, TREATIES);
    assert_true(APR_STATUS_IS_TIMEUP(rv));

    served->site.query_timeout = 0;
    answer = ask(served, "/treaties.csv");
    assert_int_equal(lines_of(&rv, answer->stream), TREATIES + 1);
}

static void a_stream_that_cannot_begin_is_a_problem(void **state)
{
    served_t *served = serve(*state);
    treaty_answer_t *answer = ask(served, "/treaties.csv");

    assert_non_null(answer->etag);
    served->site.query_timeout = NO_TIME;
    treaty_answer_begin(answer);
    assert_null(answer->stream);
    assert_int_equal(answer->status, 503);
    assert_string_equal(answer->content_type, "application/problem+json");
    unit_expect_part(answer->body, "took too long");
    assert_true(answer->retry_after > 0);
    assert_int_equal(answer->max_age, -1);
    assert_null(answer->etag);
    assert_null(answer->link);
}

static void an_answer_without_a_stream_is_left_alone(void **state)
{
    served_t *served = serve(*state);
    treaty_answer_t *answer = ask(served, "/treaties/t1.json");
    treaty_answer_t before = *answer;

    served->site.query_timeout = NO_TIME;
    treaty_answer_begin(answer);
    assert_memory_equal(answer, &before, sizeof(before));
}

static void a_stream_stays_with_its_revision(void **state)
{
    served_t *served = serve(*state);
    treaty_answer_t *answer = ask(served, "/treaties.csv");
    apr_status_t rv;

    treaty_answer_begin(answer);
    (void)unit_publish(served->path, unit_sample(served->pool), served->pool);
    assert_int_equal(ask(served, "/treaties/t1.json")->status, 404);
    assert_int_equal(lines_of(&rv, answer->stream), TREATIES + 1);
    assert_int_equal(rv, APR_SUCCESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stream_has_all_rows_however_it_is_begun),
        TEST(time_that_runs_out_breaks_a_stream_off),
        TEST(a_stream_that_cannot_begin_is_a_problem),
        TEST(an_answer_without_a_stream_is_left_alone),
        TEST(a_stream_stays_with_its_revision),
    };

    return RUN("stream", tests);
}

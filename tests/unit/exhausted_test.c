/* Memory that is out, at each call of jansson's and SQLite's allocators in
 * turn: what comes is whole or an error, nothing crashes, and with memory again
 * all is as before. Both allocators are the process's, so this program has them
 * and httpd hasn't. */
#include "scarce.h"
#include "unit.h"

#include "treaty_answer.h"
#include "treaty_publish.h"

/* A prime number, so that it hits each kind of call. */
#define STRIDE 23

static treaty_answer_t *ask(const treaty_site_t *site, const char *path,
                            apr_pool_t *pool)
{
    treaty_request_t request = {0};
    treaty_answer_t *answer;

    request.path = path;
    request.now = apr_time_from_sec(1800000000);
    treaty_answer_make(&answer, site, &request, pool);
    return answer;
}

static void expect_whole_or_error(const treaty_answer_t *answer,
                                  const treaty_answer_t *whole, long n,
                                  const char *path)
{
    apr_size_t same = 0;

    if (answer->status == 503) {
        return;
    }
    while (same < answer->len && same < whole->len &&
           answer->body[same] == whole->body[same]) {
        same++;
    }
    if (answer->status != 200 || same != whole->len || same != answer->len) {
        fail_msg("%s: call %ld: status %d, at %lu: %.60s, not %.60s", path, n,
                 answer->status, (unsigned long)same, answer->body + same,
                 whole->body + same);
    }
}

/* Asks with less and less failing, until none does. @return how often any did
 */
static long exhaust(const treaty_site_t *site, const char *path, int for_good,
                    apr_pool_t *pool)
{
    const treaty_answer_t *whole = ask(site, path, pool);
    int has_failed = 1;
    long failures = 0;
    long n;

    assert_int_equal(whole->status, 200);
    for (n = 1; has_failed; n += scarce_stride(STRIDE)) {
        const treaty_answer_t *answer;
        apr_pool_t *own;

        assert_int_equal(apr_pool_create(&own, pool), APR_SUCCESS);
        scarce_begin(n, for_good);
        answer = ask(site, path, own);
        has_failed = scarce_end();
        failures += has_failed;
        expect_whole_or_error(answer, whole, n, path);
        if (!has_failed && answer->status != 200) {
            fail_msg("%s: status %d with memory", path, answer->status);
        }
        apr_pool_destroy(own);
    }
    return failures;
}

static void an_answer_is_whole_or_an_error(void **state)
{
    static const char *const paths[] = {"/treaties/alpha/box",
                                        "/treaties/alpha",
                                        "/treaties/alpha.json",
                                        "/treaties/alpha.jsonld",
                                        "/treaties/alpha/acts.atom",
                                        "/treaties/alpha/timeline.svg",
                                        "/treaties/alpha/citation.bib",
                                        "/treaties.json",
                                        "/search.json",
                                        "/fact-sheets/2002-sheet",
                                        "/fact-sheets/2002-sheet.json",
                                        "/participants.json",
                                        "/health"};
    const char *path = unit_path(unit_folder(*state), "served.db", *state);
    unit_log_t *log = unit_log(*state);
    treaty_site_t *site;
    size_t i;

    (void)unit_publish(path, unit_sample(*state), *state);
    site = unit_site(path, &log->log, *state);
    site->origin = "https://treaties.example";
    for (i = 0; i < LENGTH(paths); i++) {
        long calls = exhaust(site, paths[i], 0, *state);

        calls += exhaust(site, paths[i], 1, *state);
        print_message("# %s: %ld calls failed\n", paths[i], calls);
    }
}

static void a_database_is_opened_or_refused(void **state)
{
    const char *path = unit_path(unit_folder(*state), "served.db", *state);
    unit_log_t *log = unit_log(*state);
    int has_failed = 1;
    long failures = 0;
    long n;

    (void)unit_publish(path, unit_sample(*state), *state);
    for (n = 1; has_failed; n += scarce_stride(STRIDE)) {
        treaty_database_settings_t settings = {path, 2, &log->log};
        treaty_database_t *database;
        treaty_snapshot_t *snapshot;
        apr_status_t rv;
        apr_pool_t *own;

        assert_int_equal(apr_pool_create(&own, *state), APR_SUCCESS);
        assert_int_equal(treaty_database_create(&database, &settings, own),
                         APR_SUCCESS);
        scarce_begin(n, n % 2);
        rv = treaty_database_acquire(&snapshot, database, 0, n);
        has_failed = scarce_end();
        failures += has_failed;
        if (rv == APR_SUCCESS) {
            treaty_snapshot_release(snapshot);
        }
        else {
            assert_true(has_failed);
        }
        /* The same file, once there is memory: it recovers by itself. */
        assert_int_equal(treaty_database_acquire(&snapshot, database, 0, n + 1),
                         APR_SUCCESS);
        treaty_snapshot_release(snapshot);
        apr_pool_destroy(own);
    }
    print_message("# opening: %ld calls failed\n", failures);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(an_answer_is_whole_or_an_error),
        TEST(a_database_is_opened_or_refused),
    };

    scarce_install();
    return RUN("exhausted", tests);
}

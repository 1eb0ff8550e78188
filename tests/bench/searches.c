/*
 * Answers addresses in this process, again and again, and writes what each
 * took: the median and the 99th percentile of its time on the processor and on
 * the clock, in microseconds, and the address.
 *
 *   searches PUBLISHED RUNS ADDRESS...
 */
#include "treaty_answer.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS_MAX 100000

typedef struct {
    long processor;
    long clock;
} took_t;

static int compare(const void *a, const void *b)
{
    long left = *(const long *)a;
    long right = *(const long *)b;

    return left < right ? -1 : left > right;
}

static long microseconds(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return time.tv_sec * 1000000L + time.tv_nsec / 1000;
}

static treaty_site_t *site_of(const char *path, apr_pool_t *pool)
{
    treaty_site_t *site = apr_pcalloc(pool, sizeof(*site));
    treaty_database_settings_t database = {.path = path, .handles = 1};
    treaty_templates_settings_t templates = {0};

    if (treaty_database_create(&site->database, &database, pool) !=
            APR_SUCCESS ||
        treaty_templates_create(&site->templates, &templates, pool) !=
            APR_SUCCESS) {
        return NULL;
    }
    site->base = "/ref";
    site->origin = "";
    site->page_size = 100;
    site->refresh = apr_time_from_sec(3600);
    return site;
}

/* @return the status of the answer */
static int ask(took_t *took, const treaty_site_t *site, const char *address,
               apr_pool_t *parent)
{
    treaty_request_t request = {0};
    treaty_answer_t *answer;
    took_t start;
    apr_pool_t *pool;
    const char *args = strchr(address, '?');
    int status;

    apr_pool_create(&pool, parent);
    request.path =
        args ? apr_pstrmemdup(pool, address, (apr_size_t)(args - address))
             : address;
    request.args = args ? args + 1 : NULL;
    request.now = apr_time_now();
    start.clock = microseconds(CLOCK_MONOTONIC);
    start.processor = microseconds(CLOCK_THREAD_CPUTIME_ID);
    treaty_answer_make(&answer, site, &request, pool);
    took->processor = microseconds(CLOCK_THREAD_CPUTIME_ID) - start.processor;
    took->clock = microseconds(CLOCK_MONOTONIC) - start.clock;
    status = answer->status;
    apr_pool_destroy(pool);
    return status;
}

static void print(long *took, int runs)
{
    qsort(took, (size_t)runs, sizeof(*took), compare);
    printf("%ld %ld ", took[runs / 2], took[runs * 99L / 100]);
}

/* @return whether each answer was a good one */
static int measure(const treaty_site_t *site, const char *address, int runs,
                   apr_pool_t *pool)
{
    long *processor = apr_palloc(pool, (apr_size_t)runs * sizeof(long));
    long *clock = apr_palloc(pool, (apr_size_t)runs * sizeof(long));
    int i;

    for (i = 0; i < runs; i++) {
        took_t took;
        int status = ask(&took, site, address, pool);

        if (status != 200) {
            fprintf(stderr, "%s: status %d\n", address, status);
            return 0;
        }
        processor[i] = took.processor;
        clock[i] = took.clock;
    }
    print(processor, runs);
    print(clock, runs);
    printf("%s\n", address);
    return 1;
}

int main(int argc, char **argv)
{
    int runs = argc > 3 ? atoi(argv[2]) : 0;
    treaty_site_t *site;
    apr_pool_t *pool;
    int good = 1;
    int i;

    if (runs < 1 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: searches PUBLISHED RUNS ADDRESS...\n");
        return 2;
    }
    apr_initialize();
    atexit(apr_terminate);
    apr_pool_create(&pool, NULL);
    site = site_of(argv[1], pool);
    for (i = 3; i < argc && site && good; i++) {
        good = measure(site, argv[i], runs, pool);
    }
    apr_pool_destroy(pool);
    return site && good ? 0 : 1;
}

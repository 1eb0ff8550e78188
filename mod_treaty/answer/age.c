/* How long an answer holds, as Cache-Control tells it. */
#include "treaty_answer.h"

#include <apr_strings.h>

#define DAY_SECONDS 86400
/* Seconds beyond its age in which an answer may be shown while it is fetched
 * anew, and while we fail. */
#define STALE_WHILE_REVALIDATE 60
#define STALE_IF_ERROR 86400

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Seconds of the UTC day that are left. */
static int left_of_day(apr_time_t now)
{
    return DAY_SECONDS - (int)(apr_time_sec(now) % DAY_SECONDS);
}

static const char *in_full(const char *who, int max_age, int stale,
                           apr_pool_t *pool)
{
    return apr_psprintf(pool,
                        "%s, max-age=%d, stale-while-revalidate=%d, "
                        "stale-if-error=%d",
                        who, max_age, stale, STALE_IF_ERROR);
}

/* What is said of today ends with today. */
static const char *until_midnight(const treaty_answer_t *answer,
                                  const char *who, apr_time_t now,
                                  apr_pool_t *pool)
{
    int left = left_of_day(now);
    int max_age = smaller(answer->max_age, left);

    return in_full(who, max_age,
                   smaller(STALE_WHILE_REVALIDATE, left - max_age), pool);
}

static int is_near_midnight(const treaty_answer_t *answer, apr_time_t now)
{
    return left_of_day(now) < answer->max_age + STALE_WHILE_REVALIDATE;
}

const char *treaty_answer_public_age(const treaty_answer_t *answer,
                                     apr_pool_t *result_pool)
{
    return answer->status != 200 || answer->immutable || answer->max_age <= 0
               ? NULL
               : in_full("public", answer->max_age, STALE_WHILE_REVALIDATE,
                         result_pool);
}

const char *treaty_answer_cache_control(const treaty_answer_t *answer,
                                        int is_private, apr_time_t now,
                                        apr_pool_t *result_pool)
{
    const char *who = is_private ? "private" : "public";

    if (answer->max_age < 0) {
        return "no-store";
    }
    if (answer->immutable) {
        return apr_psprintf(result_pool, "%s, max-age=%d, immutable", who,
                            answer->max_age);
    }
    if (answer->status != 200 || answer->max_age == 0) {
        return apr_psprintf(result_pool, "%s, max-age=%d", who,
                            answer->max_age);
    }
    if (answer->ends_with_day && is_near_midnight(answer, now)) {
        return until_midnight(answer, who, now, result_pool);
    }
    return answer->public_age && !is_private
               ? answer->public_age
               : in_full(who, answer->max_age, STALE_WHILE_REVALIDATE,
                         result_pool);
}

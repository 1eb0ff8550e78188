#include "memo.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

struct treaty_memo_t {
    apr_hash_t *texts;
    /** Cleared with all that is kept. */
    apr_pool_t *pool;
};

treaty_memo_t *treaty_memo_create(apr_pool_t *result_pool)
{
    treaty_memo_t *memo = apr_palloc(result_pool, sizeof(*memo));

    apr_pool_create(&memo->pool, result_pool);
    memo->texts = apr_hash_make(memo->pool);
    return memo;
}

const char *treaty_memo_get(const treaty_memo_t *memo, const char *key)
{
    return apr_hash_get(memo->texts, key, APR_HASH_KEY_STRING);
}

void treaty_memo_set(treaty_memo_t *memo, const char *key, const char *value)
{
    if (!value || strlen(key) > TREATY_MEMO_TEXT_MAX ||
        strlen(value) > TREATY_MEMO_TEXT_MAX) {
        return;
    }
    if (apr_hash_count(memo->texts) >= TREATY_MEMO_KEPT) {
        treaty_memo_forget(memo);
    }
    apr_hash_set(memo->texts, apr_pstrdup(memo->pool, key), APR_HASH_KEY_STRING,
                 apr_pstrdup(memo->pool, value));
}

void treaty_memo_forget(treaty_memo_t *memo)
{
    apr_pool_clear(memo->pool);
    memo->texts = apr_hash_make(memo->pool);
}

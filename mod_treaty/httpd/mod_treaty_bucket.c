#include "mod_treaty.h"

#include <apr_buckets.h>

/* A part of a block, which is held as long as a bucket shows it: what is sent
 * from the cache isn't copied, neither here nor where it is set aside. */
typedef struct {
    apr_bucket_refcount refcount;
    treaty_block_t *block;
    const char *data;
} shown_t;

static void destroy(void *data)
{
    shown_t *shown = data;

    if (apr_bucket_shared_destroy(shown)) {
        treaty_block_release(shown->block);
        apr_bucket_free(shown);
    }
}

static apr_status_t read_bucket(apr_bucket *bucket, const char **data,
                                apr_size_t *len, apr_read_type_e block)
{
    const shown_t *shown = bucket->data;

    (void)block;
    *data = shown->data + bucket->start;
    *len = bucket->length;
    return APR_SUCCESS;
}

static const apr_bucket_type_t type = {"TREATY",
                                       5,
                                       APR_BUCKET_DATA,
                                       destroy,
                                       read_bucket,
                                       apr_bucket_setaside_noop,
                                       apr_bucket_shared_split,
                                       apr_bucket_shared_copy};

apr_bucket *mod_treaty_bucket_create(treaty_block_t *block, const char *data,
                                     apr_size_t len, apr_bucket_alloc_t *alloc)
{
    apr_bucket *bucket = apr_bucket_alloc(sizeof(*bucket), alloc);
    shown_t *shown = apr_bucket_alloc(sizeof(*shown), alloc);

    APR_BUCKET_INIT(bucket);
    bucket->free = apr_bucket_free;
    bucket->list = alloc;
    treaty_block_hold(block);
    shown->block = block;
    shown->data = data;
    bucket = apr_bucket_shared_make(bucket, shown, 0, len);
    bucket->type = &type;
    return bucket;
}

#include "treaty_represent.h"

#include <apr_escape.h>

/* In the header, so that there is nothing to link to. */
#define XXH_INLINE_ALL
#include <xxhash.h>

const char *treaty_fingerprint(const char *data, apr_size_t len,
                               apr_pool_t *result_pool)
{
    XXH128_canonical_t bytes;

    XXH128_canonicalFromHash(&bytes, XXH3_128bits(data, len));
    return apr_pescape_hex(result_pool, bytes.digest, sizeof(bytes.digest), 0);
}

/* The digest that a source is recorded with. */
#ifndef TREATY_IMPORT_SHA256_H
#define TREATY_IMPORT_SHA256_H

#include "treaty.h"

#define TREATY_SHA256_BLOCK 64

typedef struct treaty_sha256_t {
    apr_uint32_t state[8];
    apr_uint64_t len;
    unsigned char block[TREATY_SHA256_BLOCK];
} treaty_sha256_t;

/** Begins a digest (FIPS 180-4). */
void treaty_sha256_start(treaty_sha256_t *sha);
void treaty_sha256_add(treaty_sha256_t *sha, const void *data, apr_size_t len);
/** Ends it. @return 64 hexadecimal digits in @p result_pool */
const char *treaty_sha256_hex(treaty_sha256_t *sha, apr_pool_t *result_pool);

#endif

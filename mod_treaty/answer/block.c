#include "treaty_cache.h"

#include <apr_atomic.h>
#include <stddef.h>
#include <stdlib.h>

struct treaty_block_t {
    volatile apr_uint32_t holders;
    apr_size_t size;
    max_align_t data[];
};

treaty_block_t *treaty_block_create(apr_size_t size)
{
    treaty_block_t *block = malloc(sizeof(*block) + size);

    if (block) {
        apr_atomic_set32(&block->holders, 1);
        block->size = size;
    }
    return block;
}

void *treaty_block_data(treaty_block_t *block)
{
    return block->data;
}

apr_size_t treaty_block_size(const treaty_block_t *block)
{
    return block->size;
}

void treaty_block_hold(treaty_block_t *block)
{
    apr_atomic_inc32(&block->holders);
}

void treaty_block_release(treaty_block_t *block)
{
    if (apr_atomic_dec32(&block->holders) == 0) {
        free(block);
    }
}

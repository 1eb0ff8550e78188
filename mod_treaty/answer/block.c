#include "treaty_cache.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

struct treaty_block_t {
    _Atomic apr_uint32_t holders;
    apr_size_t size;
    max_align_t data[];
};

treaty_block_t *treaty_block_create(apr_size_t size)
{
    treaty_block_t *block = malloc(sizeof(*block) + size);

    if (block) {
        atomic_init(&block->holders, 1);
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
    atomic_fetch_add(&block->holders, 1);
}

void treaty_block_release(treaty_block_t *block)
{
    if (atomic_fetch_sub(&block->holders, 1) == 1) {
        free(block);
    }
}

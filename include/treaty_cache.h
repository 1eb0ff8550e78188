/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_cache.h
 * @brief What a process keeps of what it has made: blocks by their keys,
 * within a bound.
 *
 * A block is made once and never changed, and has a count of holders: so it
 * can be sent without a copy, and be thrown out while it is sent. Blocks are
 * the one thing that isn't in a pool, for a pool can't give one back. All
 * functions may be called from any thread.
 */
#ifndef TREATY_CACHE_H
#define TREATY_CACHE_H

#include "treaty_date.h"

typedef struct treaty_block_t treaty_block_t;
typedef struct treaty_cache_t treaty_cache_t;

/** What something was made of: it holds as long as all of this is so. */
typedef struct treaty_stamp_t {
    /** treaty_snapshot_generation, treaty_template_set_generation. */
    apr_uint32_t snapshot;
    apr_uint32_t templates;
    /** UTC's. */
    treaty_day_t today;
} treaty_stamp_t;

/** What a block is found by. Bytes; the same ones for the same thing. */
typedef struct treaty_cache_key_t {
    const char *data;
    apr_size_t len;
    /** treaty_cache_hash of them. */
    apr_uint32_t hash;
} treaty_cache_key_t;

/** How a cache has fared since it was made. */
typedef struct treaty_cache_count_t {
    apr_uint64_t hits;
    apr_uint64_t misses;
    apr_uint64_t evictions;
    /** Now. */
    apr_size_t blocks;
    apr_size_t bytes;
} treaty_cache_count_t;

/**
 * Makes a block with one holder.
 * @return NULL where there is no memory
 */
treaty_block_t *treaty_block_create(apr_size_t size);
/** Its bytes, aligned for any type; not to be written once it is shared. */
void *treaty_block_data(treaty_block_t *block);
/** How many bytes it was made of. */
apr_size_t treaty_block_size(const treaty_block_t *block);
/** Holds it once more, to be released once more. */
void treaty_block_hold(treaty_block_t *block);
/** Lets go of it; the last holder's letting go frees it. */
void treaty_block_release(treaty_block_t *block);

/**
 * Makes a cache; its blocks are let go with @p pool.
 * @param size the most bytes that its blocks and keys take
 */
apr_status_t treaty_cache_create(treaty_cache_t **cache, apr_size_t size,
                                 apr_pool_t *pool);

/** What keys are told apart by at first, in each cache by another secret: who
 * makes up keys can't know which ones are alike. */
apr_uint32_t treaty_cache_hash(const treaty_cache_t *cache, const char *data,
                               apr_size_t len);

/**
 * Finds a block. Who is told that there is none has to make it, and then to
 * call treaty_cache_put: others that ask for it meanwhile wait for that, but
 * not longer than two seconds.
 * @param block held for the caller
 * @return TREATY_ENOTFOUND: make it and put it; APR_EBUSY: make it for
 * yourself, since it isn't kept, takes long, or there is a newer one
 */
apr_status_t treaty_cache_get(treaty_block_t **block, treaty_cache_t *cache,
                              const treaty_cache_key_t *key,
                              const treaty_stamp_t *stamp);

/**
 * Keeps what treaty_cache_get has asked the caller to make, and wakes those
 * who wait for it.
 * @param stamp as it was asked for
 * @param block the cache holds it too; NULL: it isn't to be kept
 */
void treaty_cache_put(treaty_cache_t *cache, const treaty_cache_key_t *key,
                      const treaty_stamp_t *stamp, treaty_block_t *block);

/** Adds up how it has fared. */
void treaty_cache_count(treaty_cache_count_t *count, treaty_cache_t *cache);

#endif

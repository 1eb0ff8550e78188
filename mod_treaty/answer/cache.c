/* First, so that APR's rings are made with offsetof. */
#include <stddef.h>

#include "treaty_cache.h"

#include "treaty.h"

#include <apr_general.h>
#include <apr_ring.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <stdatomic.h>
#include <string.h>
/* In the header, so that there is nothing to link to. */
#define XXH_INLINE_ALL
#include <xxhash.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* How long one waits for what another makes. */
#define WAIT apr_time_from_sec(2)
/* A cache of this size and more is in several parts, so that threads rarely
 * wait for each other. */
#define PARTS_FROM 4194304
#define PARTS 8
/* What isn't counted otherwise: malloc's own of a slot and a block. */
#define OVERHEAD 64
/* A chain for so many bytes: about as many as there are blocks. */
#define BYTES_A_CHAIN 2048
#define CHAINS_MIN 64
/* The part of its size that is left to malloc, for what it loses between
 * blocks. */
#define LOST_SHARE 16
/* After so many bytes were put. */
#define TIDY_EVERY 2097152

/*
 * A key with its block, or where the block is being made without one. New
 * blocks stand in the ring `fresh`, which is emptied first; one that is found
 * again goes to `proven`. So a walk through all addresses, or a thousand
 * made-up searches, don't throw out what is asked for all the time.
 */
typedef struct slot_t {
    APR_RING_ENTRY(slot_t) link;
    /** In its chain. */
    struct slot_t *next;
    /** What the slot itself is in. */
    treaty_block_t *own;
    treaty_block_t *block;
    treaty_stamp_t stamp;
    apr_size_t size;
    /** Which making of its part it is, or was. */
    apr_uint32_t making;
    int is_proven;
    apr_uint32_t hash;
    apr_size_t key_len;
    char key[];
} slot_t;

APR_RING_HEAD(ring_t, slot_t);

typedef struct part_t {
    apr_thread_mutex_t *mutex;
    /** Something that was waited for is there, or won't be. */
    apr_thread_cond_t *made;
    /* Under the mutex: */
    slot_t **chains;
    apr_uint32_t mask;
    struct ring_t fresh;
    struct ring_t proven;
    apr_size_t fresh_size;
    apr_size_t proven_size;
    treaty_cache_count_t count;
    apr_uint32_t makings;
    apr_size_t bound;
} part_t;

struct treaty_cache_t {
    /** Without it, made-up keys could all be put into one chain. */
    apr_uint64_t secret;
    /** Bytes since free memory was last given back. */
    _Atomic apr_uint32_t put;
    int part_count;
    part_t parts[PARTS];
};

apr_uint32_t treaty_cache_hash(const treaty_cache_t *cache, const char *data,
                               apr_size_t len)
{
    return (apr_uint32_t)XXH3_64bits_withSeed(data, len, cache->secret);
}

static slot_t **chain_of(const part_t *part, apr_uint32_t hash)
{
    return &part->chains[hash & part->mask];
}

static slot_t *find(const part_t *part, const treaty_cache_key_t *key)
{
    slot_t *slot = *chain_of(part, key->hash);

    while (slot && (slot->hash != key->hash || slot->key_len != key->len ||
                    memcmp(slot->key, key->data, key->len) != 0)) {
        slot = slot->next;
    }
    return slot;
}

static void leave_chain(part_t *part, const slot_t *slot)
{
    slot_t **at = chain_of(part, slot->hash);

    while (*at != slot) {
        at = &(*at)->next;
    }
    *at = slot->next;
}

static void leave_ring(part_t *part, slot_t *slot)
{
    APR_RING_REMOVE(slot, link);
    *(slot->is_proven ? &part->proven_size : &part->fresh_size) -= slot->size;
}

static void enter_ring(part_t *part, slot_t *slot, int is_proven)
{
    slot->is_proven = is_proven;
    if (is_proven) {
        APR_RING_INSERT_HEAD(&part->proven, slot, slot_t, link);
        part->proven_size += slot->size;
    }
    else {
        APR_RING_INSERT_HEAD(&part->fresh, slot, slot_t, link);
        part->fresh_size += slot->size;
    }
}

/* Forgets a slot's block, if it has one; the slot stays. */
static void empty(part_t *part, slot_t *slot)
{
    if (slot->block) {
        leave_ring(part, slot);
        treaty_block_release(slot->block);
        slot->block = NULL;
        part->count.blocks--;
    }
}

static void drop(part_t *part, slot_t *slot)
{
    empty(part, slot);
    leave_chain(part, slot);
    treaty_block_release(slot->own);
}

/* A quarter is for what hasn't been asked for twice, and more only for the
 * newest of it: that may be large, and others wait for it. */
static void make_room(part_t *part, const slot_t *newest)
{
    while (part->fresh_size + part->proven_size > part->bound) {
        int take_fresh = APR_RING_EMPTY(&part->proven, slot_t, link) ||
                         (part->fresh_size > part->bound / 4 &&
                          APR_RING_LAST(&part->fresh) != newest);

        drop(part, take_fresh ? APR_RING_LAST(&part->fresh)
                              : APR_RING_LAST(&part->proven));
        part->count.evictions++;
    }
}

static apr_status_t drop_all(void *data)
{
    treaty_cache_t *cache = data;
    int i;

    for (i = 0; i < cache->part_count; i++) {
        part_t *part = &cache->parts[i];
        apr_uint32_t chain;

        for (chain = 0; chain <= part->mask; chain++) {
            while (part->chains[chain]) {
                drop(part, part->chains[chain]);
            }
        }
    }
    return APR_SUCCESS;
}

static apr_status_t create_part(part_t *part, apr_size_t bound,
                                apr_pool_t *pool)
{
    apr_uint32_t chains = CHAINS_MIN;
    apr_status_t rv =
        apr_thread_mutex_create(&part->mutex, APR_THREAD_MUTEX_DEFAULT, pool);

    while (chains < bound / BYTES_A_CHAIN) {
        chains *= 2;
    }
    part->bound = bound - bound / LOST_SHARE;
    part->mask = chains - 1;
    part->chains = apr_pcalloc(pool, chains * sizeof(*part->chains));
    APR_RING_INIT(&part->fresh, slot_t, link);
    APR_RING_INIT(&part->proven, slot_t, link);
    return rv == APR_SUCCESS ? apr_thread_cond_create(&part->made, pool) : rv;
}

apr_status_t treaty_cache_create(treaty_cache_t **result, apr_size_t size,
                                 apr_pool_t *pool)
{
    treaty_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));
    int parts = size >= PARTS_FROM ? PARTS : 1;
    apr_status_t rv = apr_generate_random_bytes((unsigned char *)&cache->secret,
                                                sizeof(cache->secret));

    *result = cache;
    while (rv == APR_SUCCESS && cache->part_count < parts) {
        rv = create_part(&cache->parts[cache->part_count],
                         size / (apr_size_t)parts, pool);
        cache->part_count += rv == APR_SUCCESS;
    }
    apr_pool_cleanup_register(pool, cache, drop_all, apr_pool_cleanup_null);
    return rv;
}

static part_t *part_of(treaty_cache_t *cache, const treaty_cache_key_t *key)
{
    /* By other bits than the chain. */
    return &cache->parts[(key->hash >> 24) % (apr_uint32_t)cache->part_count];
}

static int same_stamp(const treaty_stamp_t *a, const treaty_stamp_t *b)
{
    return a->snapshot == b->snapshot && a->templates == b->templates &&
           a->today == b->today;
}

/* Generations are counted on, while a clock may be set back. */
static int is_older(const treaty_stamp_t *a, const treaty_stamp_t *b)
{
    return a->snapshot < b->snapshot || a->templates < b->templates;
}

/* Leaves word that the block is being made. */
static apr_status_t promise(part_t *part, const treaty_cache_key_t *key,
                            const treaty_stamp_t *stamp)
{
    treaty_block_t *own = treaty_block_create(sizeof(slot_t) + key->len);
    slot_t **chain = chain_of(part, key->hash);
    slot_t *slot;

    if (!own) {
        return APR_EBUSY;
    }
    slot = treaty_block_data(own);
    memset(slot, 0, sizeof(*slot));
    slot->own = own;
    slot->stamp = *stamp;
    slot->making = ++part->makings;
    slot->hash = key->hash;
    slot->key_len = key->len;
    memcpy(slot->key, key->data, key->len);
    slot->next = *chain;
    *chain = slot;
    return TREATY_ENOTFOUND;
}

static apr_status_t give(treaty_block_t **block, part_t *part, slot_t *slot)
{
    leave_ring(part, slot);
    enter_ring(part, slot, 1);
    treaty_block_hold(slot->block);
    *block = slot->block;
    part->count.hits++;
    return APR_SUCCESS;
}

/* Waits until what another makes of the same is there, or won't be. What is
 * made after that isn't waited for: where nothing is kept, that had no end. */
static apr_status_t await(treaty_block_t **block, part_t *part,
                          const treaty_cache_key_t *key,
                          const treaty_stamp_t *stamp)
{
    apr_time_t end = apr_time_now() + WAIT;
    slot_t *slot = find(part, key);
    apr_uint32_t making = slot->making;

    while (slot && !slot->block && slot->making == making &&
           same_stamp(&slot->stamp, stamp)) {
        apr_interval_time_t left = end - apr_time_now();

        if (left <= 0 || apr_thread_cond_timedwait(part->made, part->mutex,
                                                   left) == APR_TIMEUP) {
            return APR_EBUSY;
        }
        slot = find(part, key);
    }
    return slot && slot->block && same_stamp(&slot->stamp, stamp)
               ? give(block, part, slot)
               : APR_EBUSY;
}

static apr_status_t get(treaty_block_t **block, part_t *part,
                        const treaty_cache_key_t *key,
                        const treaty_stamp_t *stamp)
{
    slot_t *slot = find(part, key);

    if (slot && slot->block && same_stamp(&slot->stamp, stamp)) {
        return give(block, part, slot);
    }
    part->count.misses++;
    if (!slot) {
        return promise(part, key, stamp);
    }
    if (!slot->block) {
        return await(block, part, key, stamp);
    }
    if (is_older(stamp, &slot->stamp)) {
        return APR_EBUSY;
    }
    empty(part, slot);
    slot->stamp = *stamp;
    slot->making = ++part->makings;
    return TREATY_ENOTFOUND;
}

apr_status_t treaty_cache_get(treaty_block_t **block, treaty_cache_t *cache,
                              const treaty_cache_key_t *key,
                              const treaty_stamp_t *stamp)
{
    part_t *part = part_of(cache, key);
    apr_status_t rv = apr_thread_mutex_lock(part->mutex);

    if (rv != APR_SUCCESS) {
        return APR_EBUSY;
    }
    rv = get(block, part, key, stamp);
    apr_thread_mutex_unlock(part->mutex);
    return rv;
}

static void put(part_t *part, slot_t *slot, const treaty_stamp_t *stamp,
                treaty_block_t *block)
{
    apr_size_t size = sizeof(*slot) + slot->key_len + OVERHEAD;

    size += block ? treaty_block_size(block) : 0;
    /* One thing doesn't throw all others out. */
    if (!block || size > part->bound / 2) {
        drop(part, slot);
        return;
    }
    treaty_block_hold(block);
    slot->block = block;
    slot->stamp = *stamp;
    slot->size = size;
    part->count.blocks++;
    enter_ring(part, slot, 0);
    make_room(part, slot);
}

/* Gives back what lies free between blocks: making a document takes a megabyte
 * in small pieces, and the block that is made of it lies above them, so that
 * malloc by itself would keep the place, in each of its arenas. */
static void tidy(treaty_cache_t *cache, apr_size_t size)
{
    if (atomic_fetch_add(&cache->put, (apr_uint32_t)size) + size < TIDY_EVERY) {
        return;
    }
    atomic_store(&cache->put, 0);
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

void treaty_cache_put(treaty_cache_t *cache, const treaty_cache_key_t *key,
                      const treaty_stamp_t *stamp, treaty_block_t *block)
{
    part_t *part = part_of(cache, key);
    slot_t *slot;

    if (apr_thread_mutex_lock(part->mutex) != APR_SUCCESS) {
        return;
    }
    slot = find(part, key);
    if (slot && !slot->block) {
        put(part, slot, stamp, block);
    }
    apr_thread_cond_broadcast(part->made);
    apr_thread_mutex_unlock(part->mutex);
    if (block) {
        tidy(cache, treaty_block_size(block));
    }
}

void treaty_cache_count(treaty_cache_count_t *count, treaty_cache_t *cache)
{
    int i;

    memset(count, 0, sizeof(*count));
    for (i = 0; i < cache->part_count; i++) {
        part_t *part = &cache->parts[i];

        if (apr_thread_mutex_lock(part->mutex) == APR_SUCCESS) {
            count->hits += part->count.hits;
            count->misses += part->count.misses;
            count->evictions += part->count.evictions;
            count->blocks += part->count.blocks;
            count->bytes += part->fresh_size + part->proven_size;
            apr_thread_mutex_unlock(part->mutex);
        }
    }
}

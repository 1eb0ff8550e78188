#include "treaty_cache.h"

#include "treaty.h"

#include <apr_hash.h>
#include <apr_ring.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <string.h>

/* How long one waits for what another makes. */
#define WAIT apr_time_from_sec(2)
/* A cache of this size and more is in several parts, so that threads rarely
 * wait for each other. */
#define PARTS_FROM 4194304
#define PARTS 8
/* What the parts that aren't counted take: the hash's entry, malloc's own. */
#define OVERHEAD 96

/*
 * A key with its block, or where the block is being made without one. New
 * blocks stand in the ring `fresh`, which is emptied first; one that is found
 * again goes to `proven`. So a walk through all addresses, or a thousand
 * made-up searches, don't throw out what is asked for all the time.
 */
typedef struct slot_t {
    APR_RING_ENTRY(slot_t) link;
    /** What the slot itself is in. */
    treaty_block_t *own;
    treaty_block_t *block;
    treaty_stamp_t stamp;
    apr_size_t size;
    int is_proven;
    apr_size_t key_len;
    char key[];
} slot_t;

APR_RING_HEAD(ring_t, slot_t);

typedef struct part_t {
    apr_thread_mutex_t *mutex;
    /** Something that was waited for is there, or won't be. */
    apr_thread_cond_t *made;
    /* Under the mutex: */
    apr_hash_t *slots;
    struct ring_t fresh;
    struct ring_t proven;
    apr_size_t fresh_size;
    apr_size_t proven_size;
    treaty_cache_count_t count;
    apr_size_t bound;
} part_t;

struct treaty_cache_t {
    int part_count;
    part_t parts[PARTS];
};

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
    apr_hash_set(part->slots, slot->key, (apr_ssize_t)slot->key_len, NULL);
    treaty_block_release(slot->own);
}

/* A quarter is for what hasn't been asked for twice. */
static void make_room(part_t *part)
{
    while (part->fresh_size + part->proven_size > part->bound) {
        int take_fresh = part->fresh_size > part->bound / 4 ||
                         APR_RING_EMPTY(&part->proven, slot_t, link);

        drop(part, take_fresh ? APR_RING_LAST(&part->fresh)
                              : APR_RING_LAST(&part->proven));
        part->count.evictions++;
    }
}

static void drop_all(part_t *part)
{
    apr_hash_index_t *at = apr_hash_first(NULL, part->slots);

    while (at) {
        slot_t *slot = apr_hash_this_val(at);

        at = apr_hash_next(at);
        drop(part, slot);
    }
}

/* A part has a pool of its own root: its hash grows in any thread. */
static apr_status_t create_part(part_t *part, apr_size_t bound,
                                apr_pool_t *pool)
{
    apr_pool_t *own;
    apr_status_t rv =
        apr_thread_mutex_create(&part->mutex, APR_THREAD_MUTEX_DEFAULT, pool);

    part->bound = bound;
    APR_RING_INIT(&part->fresh, slot_t, link);
    APR_RING_INIT(&part->proven, slot_t, link);
    if (rv == APR_SUCCESS) {
        rv = apr_thread_cond_create(&part->made, pool);
    }
    if (rv == APR_SUCCESS) {
        rv = apr_pool_create_unmanaged_ex(&own, NULL, NULL);
    }
    if (rv == APR_SUCCESS) {
        part->slots = apr_hash_make(own);
    }
    return rv;
}

static apr_status_t destroy_parts(void *data)
{
    treaty_cache_t *cache = data;
    int i;

    for (i = 0; i < cache->part_count; i++) {
        drop_all(&cache->parts[i]);
        apr_pool_destroy(apr_hash_pool_get(cache->parts[i].slots));
    }
    return APR_SUCCESS;
}

apr_status_t treaty_cache_create(treaty_cache_t **result, apr_size_t size,
                                 apr_pool_t *pool)
{
    treaty_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));
    int parts = size >= PARTS_FROM ? PARTS : 1;
    apr_status_t rv = APR_SUCCESS;

    *result = cache;
    while (rv == APR_SUCCESS && cache->part_count < parts) {
        rv = create_part(&cache->parts[cache->part_count],
                         size / (apr_size_t)parts, pool);
        cache->part_count += rv == APR_SUCCESS;
    }
    apr_pool_cleanup_register(pool, cache, destroy_parts,
                              apr_pool_cleanup_null);
    return rv;
}

static part_t *part_of(treaty_cache_t *cache, const treaty_cache_key_t *key)
{
    unsigned hash = 0;
    apr_size_t i;

    if (cache->part_count == 1) {
        return &cache->parts[0];
    }
    for (i = 0; i < key->len; i++) {
        hash = hash * 31 + (unsigned char)key->data[i];
    }
    return &cache->parts[(hash >> 8) % (unsigned)cache->part_count];
}

static slot_t *find(part_t *part, const treaty_cache_key_t *key)
{
    return apr_hash_get(part->slots, key->data, (apr_ssize_t)key->len);
}

static int same_stamp(const treaty_stamp_t *a, const treaty_stamp_t *b)
{
    return a->snapshot == b->snapshot && a->templates == b->templates &&
           a->today == b->today;
}

/* Leaves word that the block is being made. */
static apr_status_t promise(part_t *part, const treaty_cache_key_t *key,
                            const treaty_stamp_t *stamp)
{
    treaty_block_t *own = treaty_block_create(sizeof(slot_t) + key->len);
    slot_t *slot;

    if (!own) {
        return APR_EBUSY;
    }
    slot = treaty_block_data(own);
    memset(slot, 0, sizeof(*slot));
    slot->own = own;
    slot->stamp = *stamp;
    slot->key_len = key->len;
    memcpy(slot->key, key->data, key->len);
    apr_hash_set(part->slots, slot->key, (apr_ssize_t)slot->key_len, slot);
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

/* Waits until what another makes of the same is there, or won't be. */
static apr_status_t await(treaty_block_t **block, part_t *part,
                          const treaty_cache_key_t *key,
                          const treaty_stamp_t *stamp)
{
    apr_time_t end = apr_time_now() + WAIT;
    slot_t *slot = find(part, key);

    while (slot && !slot->block && same_stamp(&slot->stamp, stamp)) {
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
    empty(part, slot);
    slot->stamp = *stamp;
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
    make_room(part);
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

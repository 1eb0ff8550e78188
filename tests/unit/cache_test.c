/* What a process keeps of what it has made. */
#include "unit.h"

#include "treaty.h"
#include "treaty_cache.h"

#include <apr_atomic.h>
#include <apr_thread_proc.h>
#include <apr_time.h>

static const treaty_stamp_t NOW = {1, 1, 100};

static treaty_cache_t *cache_of(apr_size_t size, apr_pool_t *pool)
{
    treaty_cache_t *cache;

    assert_int_equal(treaty_cache_create(&cache, size, pool), APR_SUCCESS);
    return cache;
}

static treaty_cache_key_t key_of(const treaty_cache_t *cache, const char *text)
{
    treaty_cache_key_t key = {text, strlen(text), 0};

    key.hash = treaty_cache_hash(cache, key.data, key.len);
    return key;
}

static apr_status_t look(treaty_cache_t *cache, const char *name,
                         const treaty_stamp_t *stamp, treaty_block_t **block)
{
    treaty_cache_key_t key = key_of(cache, name);

    *block = NULL;
    return treaty_cache_get(block, cache, &key, stamp);
}

static void put(treaty_cache_t *cache, const char *name,
                const treaty_stamp_t *stamp, treaty_block_t *block)
{
    treaty_cache_key_t key = key_of(cache, name);

    treaty_cache_put(cache, &key, stamp, block);
}

static treaty_block_t *block_of(const char *text, apr_size_t size)
{
    treaty_block_t *block = treaty_block_create(size);

    assert_non_null(block);
    memset(treaty_block_data(block), 0, size);
    memcpy(treaty_block_data(block), text, strlen(text) + 1);
    return block;
}

/* Makes a block that isn't there, as who asks for it would. */
static void keep(treaty_cache_t *cache, const char *name, apr_size_t size)
{
    treaty_block_t *block;

    assert_int_equal(look(cache, name, &NOW, &block), TREATY_ENOTFOUND);
    block = block_of(name, size);
    put(cache, name, &NOW, block);
    treaty_block_release(block);
}

/* Whether a block is there; it then is the right one. */
static int has(treaty_cache_t *cache, const char *name)
{
    treaty_block_t *block;
    apr_status_t rv = look(cache, name, &NOW, &block);

    if (rv != APR_SUCCESS) {
        put(cache, name, &NOW, NULL);
        return 0;
    }
    assert_string_equal(treaty_block_data(block), name);
    treaty_block_release(block);
    return 1;
}

static treaty_cache_count_t count_of(treaty_cache_t *cache)
{
    treaty_cache_count_t count;

    treaty_cache_count(&count, cache);
    return count;
}

static void what_is_put_is_found_again(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);

    assert_false(has(cache, "a"));
    keep(cache, "a", 100);
    assert_true(has(cache, "a"));
    assert_false(has(cache, "b"));
    assert_int_equal(count_of(cache).blocks, 1);
}

static void keys_are_bytes(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);
    treaty_cache_key_t one = {"a\0b", 3, 7};
    treaty_cache_key_t other = {"a\0c", 3, 7};
    treaty_block_t *block;

    assert_int_equal(treaty_cache_get(&block, cache, &one, &NOW),
                     TREATY_ENOTFOUND);
    block = block_of("x", 10);
    treaty_cache_put(cache, &one, &NOW, block);
    treaty_block_release(block);
    assert_int_equal(treaty_cache_get(&block, cache, &other, &NOW),
                     TREATY_ENOTFOUND);
    treaty_cache_put(cache, &other, &NOW, NULL);
}

static void hashes_fall_apart(void **state)
{
    const treaty_cache_t *cache = cache_of(100000, *state);
    int chains[256] = {0};
    int i;

    for (i = 0; i < 25600; i++) {
        const char *name = apr_psprintf(*state, "/treaties/%d/box", i);

        chains[key_of(cache, name).hash & 255]++;
    }
    for (i = 0; i < 256; i++) {
        assert_in_range(chains[i], 50, 160);
    }
}

/* Where a hash goes through a key word by word, bits of one word cancel bits of
 * the one before: who knows how makes as many keys of one hash as he likes. */
static void nobody_can_make_keys_of_one_hash(void **state)
{
    enum { PAIRS = 8, SIZE = PAIRS * 16 };
    const treaty_cache_t *cache = cache_of(100000, *state);
    char used[256] = {0};
    int count = 0;
    int i;
    int k;

    for (i = 0; i < 1 << PAIRS; i++) {
        char *name = memset(apr_pcalloc(*state, SIZE + 1), 'a', SIZE);
        apr_uint32_t hash;

        for (k = 0; k < PAIRS; k++) {
            if (i & 1 << k) {
                name[k * 16 + 7] ^= '\x80';
                name[k * 16 + 8 + 3] ^= '\x80';
                name[k * 16 + 8 + 7] ^= '\x80';
            }
        }
        hash = key_of(cache, name).hash & 255;
        count += !used[hash];
        used[hash] = 1;
    }
    assert_in_range(count, 100, 256);
}

static void each_cache_has_a_hash_of_its_own(void **state)
{
    treaty_cache_t *one = cache_of(100000, *state);
    treaty_cache_t *other = cache_of(100000, *state);
    int count = 0;
    int i;

    for (i = 0; i < 100; i++) {
        const char *name = apr_psprintf(*state, "/treaties/%d/box", i);

        count += key_of(one, name).hash == key_of(other, name).hash;
    }
    assert_in_range(count, 0, 10);
}

static void another_revision_template_or_day_is_made_anew(void **state)
{
    const treaty_stamp_t others[] = {{2, 1, 100}, {1, 2, 100}, {1, 1, 101}};
    treaty_cache_t *cache = cache_of(100000, *state);
    treaty_block_t *block;
    size_t i;

    for (i = 0; i < LENGTH(others); i++) {
        const char *name = apr_psprintf(*state, "%d", (int)i);

        keep(cache, name, 100);
        assert_int_equal(look(cache, name, &others[i], &block),
                         TREATY_ENOTFOUND);
        block = block_of("new", 100);
        put(cache, name, &others[i], block);
        treaty_block_release(block);
        assert_int_equal(look(cache, name, &others[i], &block), APR_SUCCESS);
        assert_string_equal(treaty_block_data(block), "new");
        treaty_block_release(block);
    }
    assert_int_equal(count_of(cache).blocks, LENGTH(others));
}

/* A page that began before a publication is made of what there was then. */
static void what_is_older_does_not_throw_out_what_is_newer(void **state)
{
    const treaty_stamp_t newer = {2, 2, 100};
    const treaty_stamp_t older[] = {{1, 2, 100}, {2, 1, 100}};
    treaty_cache_t *cache = cache_of(100000, *state);
    treaty_block_t *block;
    size_t i;

    assert_int_equal(look(cache, "a", &newer, &block), TREATY_ENOTFOUND);
    block = block_of("newer", 100);
    put(cache, "a", &newer, block);
    treaty_block_release(block);
    for (i = 0; i < LENGTH(older); i++) {
        assert_int_equal(look(cache, "a", &older[i], &block), APR_EBUSY);
        assert_int_equal(look(cache, "a", &newer, &block), APR_SUCCESS);
        assert_string_equal(treaty_block_data(block), "newer");
        treaty_block_release(block);
    }
}

static void what_is_not_kept_is_asked_for_again(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);
    treaty_block_t *block;

    assert_int_equal(look(cache, "a", &NOW, &block), TREATY_ENOTFOUND);
    put(cache, "a", &NOW, NULL);
    assert_int_equal(look(cache, "a", &NOW, &block), TREATY_ENOTFOUND);
    put(cache, "a", &NOW, NULL);
    assert_int_equal(count_of(cache).blocks, 0);
}

static void the_bound_is_held_with_keys_and_all(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);
    int i;

    for (i = 0; i < 1000; i++) {
        keep(cache, apr_psprintf(*state, "%0200d", i), 1000);
        assert_true(count_of(cache).bytes <= 100000);
    }
    assert_true(count_of(cache).blocks > 60);
    assert_int_equal(count_of(cache).blocks + count_of(cache).evictions, 1000);
}

static void a_large_cache_has_its_bound_too(void **state)
{
    treaty_cache_t *cache = cache_of(8 * 1024 * 1024, *state);
    int i;

    for (i = 0; i < 20000; i++) {
        keep(cache, apr_psprintf(*state, "/treaties/%d", i), 1000);
    }
    assert_true(count_of(cache).bytes <= 8 * 1024 * 1024);
    assert_true(count_of(cache).bytes > 7 * 1024 * 1024);
}

static void one_thing_does_not_throw_all_others_out(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);

    keep(cache, "small", 1000);
    keep(cache, "huge", 60000);
    assert_false(has(cache, "huge"));
    assert_true(has(cache, "small"));
}

static void what_is_large_finds_room_in_a_full_cache(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);
    int i;

    for (i = 0; i < 200; i++) {
        const char *name = apr_psprintf(*state, "%d", i);

        keep(cache, name, 1000);
        assert_true(has(cache, name));
    }
    keep(cache, "large", 40000);
    assert_true(has(cache, "large"));
    assert_true(has(cache, "199"));
    assert_true(count_of(cache).bytes <= 100000);
}

static void a_flood_leaves_what_is_asked_for_all_the_time(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);
    int i;

    for (i = 0; i < 40; i++) {
        const char *name = apr_psprintf(*state, "wanted %d", i);

        keep(cache, name, 1000);
        assert_true(has(cache, name));
    }
    for (i = 0; i < 10000; i++) {
        keep(cache, apr_psprintf(*state, "once %d", i), 1000);
    }
    for (i = 0; i < 40; i++) {
        assert_true(has(cache, apr_psprintf(*state, "wanted %d", i)));
    }
}

static void what_is_not_asked_for_any_more_goes(void **state)
{
    treaty_cache_t *cache = cache_of(100000, *state);
    int round;
    int i;

    for (round = 0; round < 2; round++) {
        for (i = 0; i < 300; i++) {
            const char *name = apr_psprintf(*state, "%d %d", round, i);

            keep(cache, name, 1000);
            assert_true(has(cache, name));
        }
    }
    assert_false(has(cache, "0 0"));
    assert_false(has(cache, "0 299"));
    assert_true(has(cache, "1 299"));
}

static void a_block_outlives_its_being_thrown_out(void **state)
{
    treaty_cache_t *cache = cache_of(10000, *state);
    treaty_block_t *block;
    int i;

    keep(cache, "held", 1000);
    assert_int_equal(look(cache, "held", &NOW, &block), APR_SUCCESS);
    for (i = 0; i < 100; i++) {
        const char *name = apr_psprintf(*state, "%d", i);

        keep(cache, name, 1000);
        assert_true(has(cache, name));
    }
    assert_false(has(cache, "held"));
    assert_string_equal(treaty_block_data(block), "held");
    treaty_block_release(block);
}

#define THREADS 8

/* Threads that all ask for one thing that is slow to make. */
typedef struct stampede_t {
    treaty_cache_t *cache;
    const char *name;
    volatile apr_uint32_t made;
    volatile apr_uint32_t given;
    int is_kept;
} stampede_t;

static void *APR_THREAD_FUNC stampede(apr_thread_t *thread, void *baton)
{
    stampede_t *s = baton;
    treaty_block_t *block;
    apr_status_t rv = look(s->cache, s->name, &NOW, &block);

    (void)thread;
    if (rv == APR_SUCCESS) {
        apr_atomic_inc32(&s->given);
        treaty_block_release(block);
    }
    else {
        apr_atomic_inc32(&s->made);
        apr_sleep(apr_time_from_msec(50));
        if (rv == TREATY_ENOTFOUND) {
            block = s->is_kept ? treaty_block_create(10) : NULL;
            put(s->cache, s->name, &NOW, block);
            if (block) {
                treaty_block_release(block);
            }
        }
    }
    return NULL;
}

static void run(stampede_t *s, apr_pool_t *pool)
{
    apr_thread_t *threads[THREADS];
    apr_status_t ignored;
    int i;

    for (i = 0; i < THREADS; i++) {
        assert_int_equal(
            apr_thread_create(&threads[i], NULL, stampede, s, pool),
            APR_SUCCESS);
    }
    for (i = 0; i < THREADS; i++) {
        apr_thread_join(&ignored, threads[i]);
    }
}

static void a_stampede_makes_a_thing_once(void **state)
{
    stampede_t s = {cache_of(100000, *state), "slow", 0, 0, 1};

    run(&s, *state);
    assert_int_equal(s.made, 1);
    assert_int_equal(s.given, THREADS - 1);
}

static void a_stampede_on_what_is_not_kept_gets_through(void **state)
{
    stampede_t s = {cache_of(100000, *state), "refused", 0, 0, 0};

    run(&s, *state);
    assert_int_equal(s.made, THREADS);
}

/* Asks for what the test's own thread is making. */
static void *APR_THREAD_FUNC wait_for_it(apr_thread_t *thread, void *baton)
{
    stampede_t *s = baton;
    treaty_block_t *block;

    (void)thread;
    if (look(s->cache, s->name, &NOW, &block) == APR_SUCCESS) {
        apr_atomic_inc32(&s->given);
        treaty_block_release(block);
    }
    return NULL;
}

/* Where nothing is kept, somebody else may be making the same thing when one
 * wakes: who went on waiting might do so again and again. */
static void one_waits_for_one_making_alone(void **state)
{
    stampede_t s = {cache_of(100000, *state), "refused", 0, 0, 0};
    treaty_block_t *block;
    apr_thread_t *thread;
    apr_status_t ignored;

    assert_int_equal(look(s.cache, s.name, &NOW, &block), TREATY_ENOTFOUND);
    assert_int_equal(apr_thread_create(&thread, NULL, wait_for_it, &s, *state),
                     APR_SUCCESS);
    /* A miss is counted under the lock that waiting gives up. */
    while (count_of(s.cache).misses < 2) {
        apr_sleep(apr_time_from_msec(1));
    }
    put(s.cache, s.name, &NOW, NULL);
    assert_int_equal(look(s.cache, s.name, &NOW, &block), TREATY_ENOTFOUND);
    apr_sleep(apr_time_from_msec(20));
    block = block_of("late", 10);
    put(s.cache, s.name, &NOW, block);
    treaty_block_release(block);
    apr_thread_join(&ignored, thread);
    assert_int_equal(s.given, 0);
}

/* Threads that ask for many things in a cache that is too small for them. */
static void *APR_THREAD_FUNC jostle(apr_thread_t *thread, void *baton)
{
    stampede_t *s = baton;
    int i;

    (void)thread;
    for (i = 0; i < 3000; i++) {
        char name[32];
        treaty_stamp_t stamp = {1 + (apr_uint32_t)(i / 1000), 1, 100};
        treaty_block_t *block;
        apr_status_t rv;

        apr_snprintf(name, sizeof(name), "%d", i * 7 % 61);
        rv = look(s->cache, name, &stamp, &block);
        if (rv == APR_SUCCESS && strcmp(treaty_block_data(block), name) == 0) {
            apr_atomic_inc32(&s->given);
        }
        if (rv != APR_SUCCESS) {
            block = treaty_block_create(600);
            apr_cpystrn(treaty_block_data(block), name, 600);
            apr_atomic_inc32(&s->given);
        }
        if (rv == TREATY_ENOTFOUND) {
            put(s->cache, name, &stamp, block);
        }
        treaty_block_release(block);
    }
    return NULL;
}

static void threads_share_a_cache_that_is_too_small(void **state)
{
    stampede_t s = {cache_of(20000, *state), "", 0, 0, 1};
    apr_thread_t *threads[THREADS];
    apr_status_t ignored;
    int i;

    for (i = 0; i < THREADS; i++) {
        assert_int_equal(
            apr_thread_create(&threads[i], NULL, jostle, &s, *state),
            APR_SUCCESS);
    }
    for (i = 0; i < THREADS; i++) {
        apr_thread_join(&ignored, threads[i]);
    }
    assert_int_equal(s.given, THREADS * 3000);
    assert_true(count_of(s.cache).bytes <= 20000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_put_is_found_again),
        TEST(keys_are_bytes),
        TEST(hashes_fall_apart),
        TEST(nobody_can_make_keys_of_one_hash),
        TEST(each_cache_has_a_hash_of_its_own),
        TEST(one_waits_for_one_making_alone),
        TEST(another_revision_template_or_day_is_made_anew),
        TEST(what_is_older_does_not_throw_out_what_is_newer),
        TEST(what_is_not_kept_is_asked_for_again),
        TEST(the_bound_is_held_with_keys_and_all),
        TEST(a_large_cache_has_its_bound_too),
        TEST(one_thing_does_not_throw_all_others_out),
        TEST(what_is_large_finds_room_in_a_full_cache),
        TEST(a_flood_leaves_what_is_asked_for_all_the_time),
        TEST(what_is_not_asked_for_any_more_goes),
        TEST(a_block_outlives_its_being_thrown_out),
        TEST(a_stampede_makes_a_thing_once),
        TEST(a_stampede_on_what_is_not_kept_gets_through),
        TEST(threads_share_a_cache_that_is_too_small),
    };

    return RUN("cache", tests);
}

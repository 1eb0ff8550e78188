#include "mod_treaty_metrics.h"

#include <apr_shm.h>
#include <apr_strings.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

APLOG_USE_MODULE(treaty);

/* As many databases are told apart; what is beyond is counted together. */
#define DATABASES_MAX 64
/* What our messages begin with. */
#define TAG "TREATY"
/* What processors take for one piece of memory. */
#define LINE 64
/* A revision is found while it is written at most so often. */
#define READS_MAX 100

/* One that needs a lock wouldn't be one between processes. */
#if ATOMIC_LLONG_LOCK_FREE == 2
typedef _Atomic apr_uint64_t counter_t;
#else
typedef _Atomic unsigned long counter_t;
#endif

struct mod_treaty_counts_t {
    counter_t at[MOD_TREATY_COUNTS];
    /** Uneven while the next three are written. */
    _Atomic apr_uint32_t turn;
    /** 16 digits each; both 0: none is served. */
    counter_t revision[2];
    counter_t published;
};

/* What a process counts that is of no database. Behind it, from the next line
 * on, stand the counts of each database. */
typedef struct {
    /** Of the process that has the slot; 0: it is free. */
    _Atomic int pid;
    counter_t messages[MOD_TREATY_MESSAGES_MAX];
    counter_t evictions;
    /* What it holds now: */
    counter_t cache_bytes;
    counter_t cache_blocks;
    counter_t cache_limit;
} slot_t;

/* What the shared memory begins with. */
typedef struct {
    /** Slots that were ever taken, from the first. */
    _Atomic int taken;
} head_t;

/* Made before processes are forked, and the same in all of them. */
static struct {
    /** NULL: nothing is counted. */
    char *memory;
    apr_size_t slot_size;
    /** The last slot is for all that found no other. */
    int slots;
    /** Of const char *; the last is "". */
    apr_array_header_t *paths;
    apr_time_t began;
} shared;

/* Of this process; NULL before it has taken one. */
static slot_t *own;
/* As the cache has counted them. */
static counter_t evictions_told;
/* Files of templates that are broken, as this process has found them. */
static atomic_int faults;

static slot_t *slot_at(int i)
{
    return (slot_t *)(void *)(shared.memory + LINE +
                              (apr_size_t)i * shared.slot_size);
}

static mod_treaty_counts_t *counts_at(slot_t *slot, int database)
{
    char *first = (char *)slot + APR_ALIGN(sizeof(slot_t), LINE);

    return (mod_treaty_counts_t *)(void *)(first +
                                           (apr_size_t)database *
                                               APR_ALIGN(
                                                   sizeof(mod_treaty_counts_t),
                                                   LINE));
}

static head_t *head(void)
{
    return (head_t *)(void *)shared.memory;
}

/* The last one, which has all that isn't told apart. */
static int database_of_others(void)
{
    return shared.paths->nelts - 1;
}

static int is_for_all(const slot_t *slot)
{
    return slot == slot_at(shared.slots - 1);
}

static void add(counter_t *counter, apr_uint64_t more)
{
    atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

static void set(counter_t *counter, apr_uint64_t value)
{
    atomic_store_explicit(counter, value, memory_order_relaxed);
}

static apr_uint64_t get(counter_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static int find_path(const char *path)
{
    int i;

    for (i = 0; i < shared.paths->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(shared.paths, i, const char *), path) == 0) {
            return i;
        }
    }
    return -1;
}

/* The databases by their files, however many directives name one. */
static void list_paths(apr_pool_t *pconf)
{
    const apr_array_header_t *named = mod_treaty_conf_databases();
    int i;

    shared.paths = apr_array_make(pconf, named->nelts + 1, sizeof(char *));
    for (i = 0; i < named->nelts && shared.paths->nelts < DATABASES_MAX; i++) {
        const char *path = APR_ARRAY_IDX(named, i, const char *);

        if (find_path(path) < 0) {
            APR_ARRAY_PUSH(shared.paths, const char *) = path;
        }
    }
    APR_ARRAY_PUSH(shared.paths, const char *) = "";
}

static apr_status_t forget(void *data)
{
    (void)data;
    shared.memory = NULL;
    return APR_SUCCESS;
}

int mod_treaty_metrics_prepare(apr_pool_t *pconf, apr_pool_t *plog,
                               apr_pool_t *ptemp, server_rec *server)
{
    apr_shm_t *shm;
    apr_status_t rv;
    int daemons = 0;

    (void)plog;
    (void)ptemp;
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG) {
        return OK;
    }
    (void)ap_mpm_query(AP_MPMQ_HARD_LIMIT_DAEMONS, &daemons);
    list_paths(pconf);
    shared.slots = (daemons > 0 ? daemons : 1) + 1;
    shared.slot_size = APR_ALIGN(sizeof(slot_t), LINE) +
                       (apr_size_t)shared.paths->nelts *
                           APR_ALIGN(sizeof(mod_treaty_counts_t), LINE);
    rv = apr_shm_create(
        &shm, LINE + (apr_size_t)shared.slots * shared.slot_size, NULL, pconf);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, server,
                     TREATYNO(0420) "there is no shared memory to count in, so "
                                    "treaty-metrics and server-status tell "
                                    "nothing; all else goes on");
        return OK;
    }
    shared.memory = apr_shm_baseaddr_get(shm);
    shared.began = apr_time_now();
    own = NULL;
    apr_pool_cleanup_register(pconf, NULL, forget, apr_pool_cleanup_null);
    return OK;
}

void mod_treaty_metrics_begin(void)
{
    int taken;
    int i = 0;
    int none = 0;

    if (!shared.memory) {
        return;
    }
    while (i < shared.slots - 1 &&
           !atomic_compare_exchange_strong(&slot_at(i)->pid, &none,
                                           (int)getpid())) {
        none = 0;
        i++;
    }
    own = slot_at(i);
    taken = atomic_load(&head()->taken);
    while (taken <= i &&
           !atomic_compare_exchange_weak(&head()->taken, &taken, i + 1)) {
    }
}

/* What it has counted stays; what it held is nobody's any more. */
static void leave(slot_t *slot)
{
    int i;

    set(&slot->cache_bytes, 0);
    set(&slot->cache_blocks, 0);
    set(&slot->cache_limit, 0);
    for (i = 0; i < shared.paths->nelts; i++) {
        mod_treaty_counts_t *counts = counts_at(slot, i);

        set(&counts->revision[0], 0);
        set(&counts->revision[1], 0);
        set(&counts->published, 0);
        atomic_store(&counts->turn, 0);
    }
    atomic_store(&slot->pid, 0);
}

void mod_treaty_metrics_child(server_rec *server, pid_t pid,
                              ap_generation_t generation, int child,
                              mpm_child_status state)
{
    int i;

    (void)server;
    (void)generation;
    (void)child;
    if (!shared.memory || state != MPM_CHILD_EXITED) {
        return;
    }
    for (i = 0; i < atomic_load(&head()->taken); i++) {
        if (atomic_load(&slot_at(i)->pid) == (int)pid) {
            leave(slot_at(i));
        }
    }
}

mod_treaty_counts_t *mod_treaty_metrics_counts(const char *path)
{
    int database = own ? find_path(path ? path : "") : -1;

    if (!own) {
        return NULL;
    }
    return counts_at(own, database >= 0 ? database : database_of_others());
}

static int code_of(int status)
{
    int i = 0;

    while (i < MOD_TREATY_CODES - 1 && mod_treaty_codes[i] != status) {
        i++;
    }
    return i;
}

static int bucket_of(apr_interval_time_t took)
{
    int i = 0;

    while (i < MOD_TREATY_BUCKETS - 1 && took > mod_treaty_bounds[i]) {
        i++;
    }
    return i;
}

void mod_treaty_metrics_request(mod_treaty_counts_t *counts,
                                treaty_resource_t resource, int status,
                                treaty_cached_t kept, apr_interval_time_t took)
{
    if (!counts) {
        return;
    }
    /* The clock may have been set meanwhile. */
    if (took < 0) {
        took = 0;
    }
    add(&counts->at[MOD_TREATY_AT_REQUESTS +
                    mod_treaty_kinds[resource] * MOD_TREATY_CODES +
                    code_of(status)],
        1);
    add(&counts->at[MOD_TREATY_AT_TOOK + (int)kept * MOD_TREATY_BUCKETS +
                    bucket_of(took)],
        1);
    add(&counts->at[MOD_TREATY_AT_TOOK_SUM + (int)kept], (apr_uint64_t)took);
}

void mod_treaty_metrics_part(mod_treaty_counts_t *counts, mod_treaty_way_t way,
                             int is_in_trouble, treaty_cached_t kept)
{
    if (counts) {
        add(&counts->at[MOD_TREATY_AT_PARTS +
                        ((int)way * 2 + is_in_trouble) * TREATY_CACHED__COUNT +
                        (int)kept],
            1);
    }
}

void mod_treaty_metrics_made(mod_treaty_counts_t *counts,
                             const treaty_made_t *made)
{
    if (counts && made->reading >= 0) {
        add(&counts->at[MOD_TREATY_AT_READ], 1);
        add(&counts->at[MOD_TREATY_AT_READ_SUM], (apr_uint64_t)made->reading);
    }
    if (counts && made->writing >= 0) {
        add(&counts->at[MOD_TREATY_AT_WRITTEN], 1);
        add(&counts->at[MOD_TREATY_AT_WRITTEN_SUM],
            (apr_uint64_t)made->writing);
    }
}

void mod_treaty_metrics_log(const ap_errorlog_info *info, const char *message)
{
    int number;
    int i;

    if (!own || info->module_index != treaty_module.module_index ||
        strncmp(message, TAG, sizeof(TAG) - 1) != 0) {
        return;
    }
    number = atoi(message + sizeof(TAG) - 1);
    for (i = 0; mod_treaty_messages[i] != 0; i++) {
        if (mod_treaty_messages[i] == number) {
            add(&own->messages[i], 1);
        }
    }
}

/* 16 hexadecimal digits, which a snapshot's revision is known to have. */
static apr_uint64_t digits(const char *text)
{
    apr_uint64_t value = 0;
    int i;

    for (i = 0; i < 16; i++) {
        value = value << 4 |
                (apr_uint64_t)(text[i] <= '9' ? text[i] - '0'
                                              : (text[i] | 0x20) - 'a' + 10);
    }
    return value;
}

void mod_treaty_metrics_serves(void *data, const treaty_snapshot_t *snapshot)
{
    mod_treaty_counts_t *counts = data;
    const char *revision = snapshot ? treaty_snapshot_revision(snapshot) : NULL;
    apr_uint32_t turn;

    if (!counts || is_for_all(own) ||
        counts == counts_at(own, database_of_others())) {
        return;
    }
    turn = atomic_load(&counts->turn);
    atomic_store(&counts->turn, turn + 1);
    atomic_store(&counts->revision[0], revision ? digits(revision) : 0);
    atomic_store(&counts->revision[1], revision ? digits(revision + 16) : 0);
    atomic_store(
        &counts->published,
        snapshot ? (apr_uint64_t)treaty_snapshot_published_time(snapshot) : 0);
    atomic_store(&counts->turn, turn + 2);
}

void mod_treaty_metrics_faults(int more)
{
    atomic_fetch_add(&faults, more);
}

/* Threads may come here in another order than they have counted: what is added
 * up is told by the latest alone, for a counter that falls is taken for one
 * that began anew. */
static void tell_evictions(apr_uint64_t count)
{
    apr_uint64_t told = get(&evictions_told);

    while (count > told) {
        if (atomic_compare_exchange_weak(&evictions_told, &told, count)) {
            add(&own->evictions, count - told);
            return;
        }
    }
}

/* What is held is told again soon, whoever comes first. */
void mod_treaty_metrics_cache(treaty_cache_t *cache)
{
    treaty_cache_count_t count;

    if (!own || !cache) {
        return;
    }
    treaty_cache_count(&count, cache);
    tell_evictions(count.evictions);
    if (!is_for_all(own)) {
        set(&own->cache_bytes, count.bytes);
        set(&own->cache_blocks, count.blocks);
        set(&own->cache_limit, (apr_uint64_t)mod_treaty_conf_cache());
    }
}

/* Finds the revision among those that are known of the database. */
static mod_treaty_served_t *served_of(apr_array_header_t *all,
                                      const apr_uint64_t revision[2])
{
    mod_treaty_served_t *served;
    char text[sizeof(served->revision)];
    int i;

    apr_snprintf(text, sizeof(text),
                 "%016" APR_UINT64_T_HEX_FMT "%016" APR_UINT64_T_HEX_FMT,
                 revision[0], revision[1]);
    for (i = 0; i < all->nelts; i++) {
        served = &APR_ARRAY_IDX(all, i, mod_treaty_served_t);
        if (strcmp(served->revision, text) == 0) {
            return served;
        }
    }
    served = apr_array_push(all);
    memcpy(served->revision, text, sizeof(text));
    served->processes = 0;
    return served;
}

/* Reads what a process serves, all of one moment.
 * @return 0 where it serves none, or doesn't come to an end of saying so */
static int read_served(apr_uint64_t revision[2], apr_time_t *published,
                       mod_treaty_counts_t *counts)
{
    int i;

    for (i = 0; i < READS_MAX; i++) {
        apr_uint32_t turn = atomic_load(&counts->turn);

        revision[0] = atomic_load(&counts->revision[0]);
        revision[1] = atomic_load(&counts->revision[1]);
        *published = (apr_time_t)atomic_load(&counts->published);
        if (turn % 2 == 0 && turn == atomic_load(&counts->turn)) {
            return revision[0] != 0 || revision[1] != 0;
        }
    }
    return 0;
}

static void add_served(mod_treaty_database_sum_t *sum,
                       mod_treaty_counts_t *counts)
{
    apr_uint64_t revision[2];
    apr_time_t published;

    if (read_served(revision, &published, counts)) {
        mod_treaty_served_t *served = served_of(sum->served, revision);

        served->published = published;
        served->processes++;
    }
    else {
        sum->unserved++;
    }
}

static void add_slot(mod_treaty_sum_t *sum, slot_t *slot)
{
    int is_there = atomic_load(&slot->pid) > 0;
    int i;

    sum->processes += is_there;
    sum->evictions += get(&slot->evictions);
    sum->cache_bytes += get(&slot->cache_bytes);
    sum->cache_blocks += get(&slot->cache_blocks);
    sum->cache_limit += get(&slot->cache_limit);
    for (i = 0; i < MOD_TREATY_MESSAGES_MAX; i++) {
        sum->messages[i] += get(&slot->messages[i]);
    }
    for (i = 0; i < sum->databases->nelts; i++) {
        mod_treaty_database_sum_t *database =
            &APR_ARRAY_IDX(sum->databases, i, mod_treaty_database_sum_t);
        mod_treaty_counts_t *counts = counts_at(slot, i);
        int k;

        for (k = 0; k < MOD_TREATY_COUNTS; k++) {
            database->counts[k] += get(&counts->at[k]);
        }
        if (is_there && i != database_of_others()) {
            add_served(database, counts);
        }
    }
}

mod_treaty_sum_t *mod_treaty_metrics_sum(apr_pool_t *pool)
{
    mod_treaty_sum_t *sum = apr_pcalloc(pool, sizeof(*sum));
    int i;

    if (!shared.memory) {
        return NULL;
    }
    sum->began = shared.began;
    sum->faults = (apr_uint64_t)atomic_load(&faults);
    sum->databases = apr_array_make(pool, shared.paths->nelts,
                                    sizeof(mod_treaty_database_sum_t));
    for (i = 0; i < shared.paths->nelts; i++) {
        mod_treaty_database_sum_t *database = apr_array_push(sum->databases);

        memset(database, 0, sizeof(*database));
        database->path = APR_ARRAY_IDX(shared.paths, i, const char *);
        database->served = apr_array_make(pool, 2, sizeof(mod_treaty_served_t));
    }
    for (i = 0; i < atomic_load(&head()->taken); i++) {
        add_slot(sum, slot_at(i));
    }
    return sum;
}

apr_uint64_t mod_treaty_metrics_add(const mod_treaty_database_sum_t *database,
                                    int from, int count)
{
    apr_uint64_t sum = 0;
    int i;

    for (i = from; i < from + count; i++) {
        sum += database->counts[i];
    }
    return sum;
}

apr_uint64_t mod_treaty_metrics_kept(const mod_treaty_database_sum_t *database,
                                     int way, int kept)
{
    int at = MOD_TREATY_AT_PARTS + way * 2 * TREATY_CACHED__COUNT + kept;

    return way == MOD_TREATY_WAY__COUNT
               ? mod_treaty_metrics_add(
                     database, MOD_TREATY_AT_TOOK + kept * MOD_TREATY_BUCKETS,
                     MOD_TREATY_BUCKETS)
               : database->counts[at] +
                     database->counts[at + TREATY_CACHED__COUNT];
}

apr_time_t mod_treaty_metrics_newest(const mod_treaty_database_sum_t *database)
{
    apr_time_t newest = 0;
    int i;

    for (i = 0; i < database->served->nelts; i++) {
        apr_time_t published =
            APR_ARRAY_IDX(database->served, i, mod_treaty_served_t).published;

        newest = published > newest ? published : newest;
    }
    return newest;
}

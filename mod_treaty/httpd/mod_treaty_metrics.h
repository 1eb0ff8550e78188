/*
 * What is counted of what this module does, in memory that all processes of
 * httpd share. Nobody outside this directory includes this.
 *
 * Each process counts in a slot of its own, so that no two processors want the
 * same line of memory; who asks adds the slots up. A process that ends, however
 * it does, leaves its counts, and the next one in its slot goes on with them.
 * What it holds is taken away when httpd's parent learns of its end. With a
 * restart, graceful or not, all begins anew, in another piece of memory.
 */
#ifndef MOD_TREATY_METRICS_H
#define MOD_TREATY_METRICS_H

#include "mod_treaty.h"

#include <ap_mpm.h>
#include <http_core.h>
#include <http_log.h>

/** What requests are told apart by. */
typedef enum {
    MOD_TREATY_KIND_TREATY,
    MOD_TREATY_KIND_PARTICIPANT,
    MOD_TREATY_KIND_FACT_SHEET,
    MOD_TREATY_KIND_LIST,
    MOD_TREATY_KIND_MATRIX,
    MOD_TREATY_KIND_SEARCH,
    MOD_TREATY_KIND_CHANGES,
    MOD_TREATY_KIND_INDEX,
    MOD_TREATY_KIND_OEMBED,
    MOD_TREATY_KIND_DOWNLOAD,
    MOD_TREATY_KIND_ASSET,
    MOD_TREATY_KIND_HEALTH,
    /** No address of ours, or a method that isn't answered. */
    MOD_TREATY_KIND_OTHER,
    MOD_TREATY_KIND__COUNT
} mod_treaty_kind_t;

/** By how a page has a part of ours. */
typedef enum {
    MOD_TREATY_WAY_ELEMENT,
    MOD_TREATY_WAY_INCLUDE,
    MOD_TREATY_WAY__COUNT
} mod_treaty_way_t;

/** As many statuses are told apart; the last stands for all others. */
#define MOD_TREATY_CODES 16
/** Bounds of the histogram, and the bucket behind them. */
#define MOD_TREATY_BUCKETS 15
/** Messages that are counted, by their numbers. */
#define MOD_TREATY_MESSAGES_MAX 40

/** Where in a database's counts each kind of count begins. */
enum {
    MOD_TREATY_AT_REQUESTS = 0,
    MOD_TREATY_AT_TOOK =
        MOD_TREATY_AT_REQUESTS + MOD_TREATY_KIND__COUNT * MOD_TREATY_CODES,
    MOD_TREATY_AT_TOOK_SUM =
        MOD_TREATY_AT_TOOK + TREATY_CACHED__COUNT * MOD_TREATY_BUCKETS,
    MOD_TREATY_AT_PARTS = MOD_TREATY_AT_TOOK_SUM + TREATY_CACHED__COUNT,
    /** Of each way those that went well, then those in trouble. */
    MOD_TREATY_AT_READ =
        MOD_TREATY_AT_PARTS + MOD_TREATY_WAY__COUNT * 2 * TREATY_CACHED__COUNT,
    MOD_TREATY_AT_READ_SUM,
    MOD_TREATY_AT_WRITTEN,
    MOD_TREATY_AT_WRITTEN_SUM,
    MOD_TREATY_COUNTS
};

/** mod_treaty_metrics_names.c: what the counts are called by. */
extern const char *const mod_treaty_kind_names[MOD_TREATY_KIND__COUNT];
extern const char *const mod_treaty_way_names[MOD_TREATY_WAY__COUNT];
extern const char *const mod_treaty_kept_names[TREATY_CACHED__COUNT];
/** The last is 0. */
extern const int mod_treaty_codes[MOD_TREATY_CODES];
/** In microseconds, one less than there are buckets. */
extern const apr_interval_time_t mod_treaty_bounds[MOD_TREATY_BUCKETS - 1];
/** Their numbers; what is behind the last is 0. */
extern const int mod_treaty_messages[MOD_TREATY_MESSAGES_MAX];
/** A mod_treaty_kind_t for each treaty_resource_t, and behind them for none. */
extern const unsigned char mod_treaty_kinds[TREATY_RESOURCE__COUNT + 1];

/**
 * mod_treaty_metrics.c: makes the shared memory, of which no child of an
 * earlier configuration has a part. A post_config hook. Without memory httpd
 * goes on, and nothing is counted.
 */
int mod_treaty_metrics_prepare(apr_pool_t *pconf, apr_pool_t *plog,
                               apr_pool_t *ptemp, server_rec *server);

/** Takes a slot for this process; when it begins. */
void mod_treaty_metrics_begin(void);

/** Frees the slot of a process that has ended. A child_status hook. */
void mod_treaty_metrics_child(server_rec *server, pid_t pid,
                              ap_generation_t generation, int child,
                              mpm_child_status state);

/**
 * The counts of a database in the slot of this process.
 * @param path NULL: of what is set up without one
 * @return NULL where nothing is counted; all that follows takes that
 */
mod_treaty_counts_t *mod_treaty_metrics_counts(const char *path);

/** A request at the mount was answered. @param took in microseconds */
void mod_treaty_metrics_request(mod_treaty_counts_t *counts,
                                treaty_resource_t resource, int status,
                                treaty_cached_t kept, apr_interval_time_t took);

/** A page got a part. */
void mod_treaty_metrics_part(mod_treaty_counts_t *counts, mod_treaty_way_t way,
                             int is_in_trouble, treaty_cached_t kept);

/** Something was made, which took a time. */
void mod_treaty_metrics_made(mod_treaty_counts_t *counts,
                             const treaty_made_t *made);

/** A line was written into the error log. An error_log hook. */
void mod_treaty_metrics_log(const ap_errorlog_info *info, const char *message);

/** This process serves a revision of a database from now on, or NULL. A
 * treaty_database_watch_fn_t. */
void mod_treaty_metrics_serves(void *counts, const treaty_snapshot_t *snapshot);

/** How many more files of templates are broken in this process than before. */
void mod_treaty_metrics_faults(int more);

/** The cache of this process has changed. @param cache may be NULL */
void mod_treaty_metrics_cache(treaty_cache_t *cache);

/** A revision that processes serve. */
typedef struct mod_treaty_served_t {
    /** 32 hexadecimal digits. */
    char revision[33];
    /** 0 where the file doesn't tell. */
    apr_time_t published;
    int processes;
} mod_treaty_served_t;

/** All that is counted of a database. */
typedef struct mod_treaty_database_sum_t {
    /** "" for what is set up without one, or beyond those that are told
     * apart. */
    const char *path;
    apr_uint64_t counts[MOD_TREATY_COUNTS];
    /** Of mod_treaty_served_t. */
    apr_array_header_t *served;
    /** Processes that have nothing of it to serve. */
    int unserved;
} mod_treaty_database_sum_t;

/** All that is counted. */
typedef struct mod_treaty_sum_t {
    /** When it began. */
    apr_time_t began;
    int processes;
    /** Of mod_treaty_database_sum_t. */
    apr_array_header_t *databases;
    apr_uint64_t messages[MOD_TREATY_MESSAGES_MAX];
    apr_uint64_t cache_bytes;
    apr_uint64_t cache_blocks;
    apr_uint64_t cache_limit;
    apr_uint64_t evictions;
    /** Of the files as this process has seen them last. */
    apr_uint64_t faults;
} mod_treaty_sum_t;

/**
 * Adds up what all processes have counted.
 * @return NULL where nothing is counted
 */
mod_treaty_sum_t *mod_treaty_metrics_sum(apr_pool_t *result_pool);

/** Of a database's counts those that stand side by side, as one. */
apr_uint64_t mod_treaty_metrics_add(const mod_treaty_database_sum_t *database,
                                    int from, int count);

/** How often a way fared so with the cache. @param way
 * MOD_TREATY_WAY__COUNT: requests */
apr_uint64_t mod_treaty_metrics_kept(const mod_treaty_database_sum_t *database,
                                     int way, int kept);

/** When the newest revision that a process serves was published; 0 where none
 * tells. One that isn't asked for anything looks for no newer one. */
apr_time_t mod_treaty_metrics_newest(const mod_treaty_database_sum_t *database);

/**
 * mod_treaty_note.c: notes for LogFormat with a request at the mount.
 * @param made must live as long as the request
 */
void mod_treaty_note_request(request_rec *r, const treaty_made_t *made,
                             treaty_cached_t kept);

/**
 * mod_treaty_note.c: likewise with a page that is made of parts.
 * @param site what it was made from, held for the page
 */
void mod_treaty_note_page(request_rec *r, const treaty_site_t *site,
                          treaty_cached_t kept);

/** mod_treaty_metrics_text.c: the handler of `SetHandler treaty-metrics`. */
int mod_treaty_metrics_handler(request_rec *r);

/** mod_treaty_status.c: has mod_status show it, where it is loaded. */
void mod_treaty_status_register(void);

#endif

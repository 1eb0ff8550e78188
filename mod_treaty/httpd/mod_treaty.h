/*
 * What the files of httpd's part share. Nobody outside this directory
 * includes it, and nobody outside includes a header of httpd.
 */
#ifndef MOD_TREATY_H
#define MOD_TREATY_H

/* First, so that APR takes offsetof for places in a structure. */
#include <stddef.h>

#include <apr_hash.h>
#include <httpd.h>
#include <apr_buckets.h>
#include <http_config.h>

#include "treaty_answer.h"

/* The numbers of treaty's messages are its own: see TREATYNO. */
extern module AP_MODULE_DECLARE_DATA treaty_module;

/** What holds where no directive says otherwise. */
#define MOD_TREATY_BASE "/ref"
#define MOD_TREATY_REFRESH apr_time_from_sec(1)
#define MOD_TREATY_QUERY_TIMEOUT apr_time_from_sec(1)
#define MOD_TREATY_MAX_AGE 300
#define MOD_TREATY_CACHE 16777216

/** The name that SetHandler takes. */
#define MOD_TREATY_HANDLER "treaty"

/**
 * What the directives of a place say. Merged as any per-directory
 * configuration: NULL and -1 are unset.
 */
typedef struct mod_treaty_conf_t {
    const char *database;
    const char *templates;
    const char *base;
    const char *origin;
    const char *language;
    apr_interval_time_t refresh;
    apr_interval_time_t query_timeout;
    /** The age from which a publication is too old; 0: none is. */
    apr_interval_time_t stale;
    int max_age;
    int page_size;
    /** Bytes that a process keeps answers in; 0: none. */
    apr_int64_t cache;
    /** Origins as TreatyCORS lists them, const char *; NULL is unset, an
     * empty one off. */
    apr_array_header_t *origins;
    int is_public;
    int strict;
} mod_treaty_conf_t;

/** mod_treaty_config.c: the directives. */
extern const command_rec mod_treaty_commands[];
void *mod_treaty_conf_create(apr_pool_t *pool, char *directory);
void *mod_treaty_conf_merge(apr_pool_t *pool, void *base, void *added);

/**
 * Forgets the files that an earlier reading of the configuration named.
 * A pre_config hook.
 */
int mod_treaty_conf_forget(apr_pool_t *pconf, apr_pool_t *plog,
                           apr_pool_t *ptemp);

/** The files that the configuration names, as arrays of const char *. */
const apr_array_header_t *mod_treaty_conf_databases(void);
const apr_array_header_t *mod_treaty_conf_templates(void);
/** The largest TreatyCache of the configuration, in bytes. */
apr_int64_t mod_treaty_conf_cache(void);

/** The tags of languages that it names, those of .htaccess files aside. */
const apr_array_header_t *mod_treaty_conf_languages(void);

/**
 * mod_treaty_child.c: prepares in a child what its requests read from. A
 * child_init hook: SQLite's handles don't survive a fork.
 */
void mod_treaty_child_init(apr_pool_t *pchild, server_rec *server);

/** A database's counts of this process, see mod_treaty_metrics.h. */
typedef struct mod_treaty_counts_t mod_treaty_counts_t;

/**
 * The site of a place, for one request.
 * @param site filled in; without a database where none is configured
 * @param counts where what it does is counted; NULL where nothing is
 * @param conf must outlive the site
 * @return 0 where no database is configured, else 1
 */
int mod_treaty_child_site(treaty_site_t *site, mod_treaty_counts_t **counts,
                          const mod_treaty_conf_t *conf);

/** Looks whether there are other files by now, so that what is told of this
 * process is as what it would answer. */
void mod_treaty_child_look(apr_time_t now);

/** Something was looked for in the cache and wasn't there, so that what it
 * holds is counted anew. */
void mod_treaty_child_count(void);

/** mod_treaty_log.c: the library's log as httpd's error log. */
void mod_treaty_log_init(treaty_log_t *log, server_rec *server);

/** What there is of ours with a page that is made of several parts. */
typedef struct mod_treaty_page_t {
    /** What is gathered, and how much it is. */
    apr_bucket_brigade *held;
    apr_off_t len;
    /** treaty_site_t: what its parts were made from, all held for it. */
    apr_array_header_t *sites;
    /** int *, by a view's name: how often the page has it. */
    apr_hash_t *uses;
    /** How the part fared with the cache that fared worst; -1: there is none.
     */
    int kept;
} mod_treaty_page_t;

/**
 * mod_treaty_page.c: a request gives a part of a page, which is made from
 * @p site. All parts of a page are of one revision, and from now on it goes out
 * in large pieces.
 */
void mod_treaty_page_part(request_rec *r, treaty_site_t *site);

/**
 * mod_treaty_page.c: how often this was called with a view's name before, for
 * the page of a request and all that it is made of.
 */
int mod_treaty_page_use(request_rec *r, const char *view);

/**
 * mod_treaty_page.c: notes with a page how a part of it fared.
 * @param site as mod_treaty_page_part has left it
 */
void mod_treaty_page_note(request_rec *r, const treaty_site_t *site,
                          treaty_cached_t kept);

/** mod_treaty_page.c, as hook: a page that may have elements. */
void mod_treaty_page_begin(request_rec *r);

/** mod_treaty_gather.c: what a page gives is gathered into large pieces. */
void mod_treaty_gather_add(request_rec *r, mod_treaty_page_t *page);
/** Makes its filter known; when hooks are registered. */
void mod_treaty_gather_register(void);

/** mod_treaty_mount.c: hooks that claim the mount, and its handler. */
int mod_treaty_mount_translate(request_rec *r);
int mod_treaty_mount_map(request_rec *r);
int mod_treaty_mount_handler(request_rec *r);

/**
 * mod_treaty_send.c: the one function that writes an answer to httpd.
 * @return what a handler returns
 */
int mod_treaty_send(request_rec *r, const treaty_answer_t *answer,
                    const mod_treaty_conf_t *conf);

/** mod_treaty_send.c: whether what is sent stands for an error, by
 * ErrorDocument: it comes with few headers then, and none that says how it is
 * coded. */
int mod_treaty_send_is_for_error(const request_rec *r);

/**
 * mod_treaty_bucket.c: a bucket that shows bytes of a block, and holds it.
 */
apr_bucket *mod_treaty_bucket_create(treaty_block_t *block, const char *data,
                                     apr_size_t len, apr_bucket_alloc_t *alloc);

/**
 * mod_treaty_cors.c: the headers by which a browser lets pages of other
 * origins read an answer, where TreatyCORS allows theirs.
 * @param is_preflight whether it asks before it sends (OPTIONS)
 */
void mod_treaty_cors_set(request_rec *r, const mod_treaty_conf_t *conf,
                         int is_preflight);

/** Whether a text can stand in TreatyCORS: "*" or an origin. */
int mod_treaty_cors_origin_is_valid(const char *origin);

/**
 * mod_treaty_dump.c: prints what holds in each place, a line of JSON each,
 * where httpd is started by `-t -D DUMP_TREATY`; for treatyctl doctor. A
 * test_config hook.
 */
void mod_treaty_dump(apr_pool_t *pconf, server_rec *server);

/** mod_treaty_ssi.c: makes <!--#treaty --> known to mod_include, where it is
 * loaded. An optional_fn_retrieve hook. */
void mod_treaty_ssi_register(void);

#endif

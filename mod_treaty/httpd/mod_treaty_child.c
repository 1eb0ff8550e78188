#include "mod_treaty.h"

#include <ap_mpm.h>
#include <apr_hash.h>
#include <http_log.h>

APLOG_USE_MODULE(treaty);

/* The most handles of one database in one child, all opened with it. A handle
 * is held while a document is built, so more would wait for a processor. */
#define HANDLES_MAX 8

/* What the requests of this process read from; made once, then only read. */
static struct {
    treaty_log_t log;
    /** By path: treaty_database_t. */
    apr_hash_t *databases;
    /** By directory, "" for the shipped ones alone: treaty_templates_t. */
    apr_hash_t *templates;
    /** Where answers are kept; NULL where no place wants it. */
    treaty_cache_t *cache;
} child;

static int handles_wanted(void)
{
    int threads = 0;

    if (ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads) != APR_SUCCESS ||
        threads < 1) {
        threads = 1;
    }
    return threads < HANDLES_MAX ? threads : HANDLES_MAX;
}

/* Opened here and not at the first request: no reader waits for it, and a
 * child that has never been asked holds a good revision all the same. */
static void add_database(const char *path, int handles, apr_pool_t *pchild)
{
    treaty_database_settings_t settings = {path, handles, &child.log};
    treaty_database_t *database;
    treaty_snapshot_t *snapshot;

    if (apr_hash_get(child.databases, path, APR_HASH_KEY_STRING) ||
        treaty_database_create(&database, &settings, pchild) != APR_SUCCESS) {
        return;
    }
    apr_hash_set(child.databases, path, APR_HASH_KEY_STRING, database);
    if (treaty_database_acquire(&snapshot, database, 0, apr_time_now()) ==
        APR_SUCCESS) {
        treaty_snapshot_release(snapshot);
    }
}

static void add_templates(const char *directory, apr_pool_t *pchild)
{
    treaty_templates_settings_t settings = {*directory ? directory : NULL,
                                            &child.log};
    treaty_templates_t *templates;
    treaty_template_set_t *set;

    if (apr_hash_get(child.templates, directory, APR_HASH_KEY_STRING) ||
        treaty_templates_create(&templates, &settings, pchild) != APR_SUCCESS) {
        return;
    }
    apr_hash_set(child.templates, directory, APR_HASH_KEY_STRING, templates);
    if (treaty_templates_acquire(&set, templates, 0, apr_time_now()) ==
        APR_SUCCESS) {
        treaty_template_set_release(set);
    }
}

/* Whether any templates of the site have a language. */
static int is_spoken(const char *tag, apr_pool_t *pool)
{
    apr_hash_index_t *at = apr_hash_first(pool, child.templates);
    int is_there = 0;

    for (; at && !is_there; at = apr_hash_next(at)) {
        treaty_template_set_t *set;

        if (treaty_templates_acquire(&set, apr_hash_this_val(at), APR_INT64_MAX,
                                     apr_time_now()) == APR_SUCCESS) {
            is_there = treaty_template_set_language(set, tag) != NULL;
            treaty_template_set_release(set);
        }
    }
    return is_there;
}

static void check_languages(apr_pool_t *pchild)
{
    const apr_array_header_t *languages = mod_treaty_conf_languages();
    int i;

    for (i = 0; i < languages->nelts; i++) {
        const char *tag = APR_ARRAY_IDX(languages, i, const char *);

        if (!is_spoken(tag, pchild)) {
            treaty_log(&child.log, TREATY_LOG_WARNING, APR_SUCCESS,
                       TREATYNO(0120) "TreatyLanguage %s: there is no "
                                      "catalogue of it, so English is spoken; "
                                      "put languages/%s.json into the "
                                      "directory of TreatyTemplates",
                       tag, tag);
        }
    }
}

/* One for the process: what one site doesn't need, another can have. */
static void add_cache(apr_pool_t *pchild)
{
    apr_int64_t size = mod_treaty_conf_cache();

    child.cache = NULL;
    if (size > 0 && treaty_cache_create(&child.cache, (apr_size_t)size,
                                        pchild) != APR_SUCCESS) {
        child.cache = NULL;
    }
}

void mod_treaty_child_init(apr_pool_t *pchild, server_rec *server)
{
    const apr_array_header_t *databases = mod_treaty_conf_databases();
    const apr_array_header_t *templates = mod_treaty_conf_templates();
    int handles = handles_wanted();
    int i;

    mod_treaty_log_init(&child.log, server);
    add_cache(pchild);
    child.databases = apr_hash_make(pchild);
    child.templates = apr_hash_make(pchild);
    for (i = 0; i < databases->nelts; i++) {
        add_database(APR_ARRAY_IDX(databases, i, const char *), handles,
                     pchild);
    }
    add_templates("", pchild);
    for (i = 0; i < templates->nelts; i++) {
        add_templates(APR_ARRAY_IDX(templates, i, const char *), pchild);
    }
    check_languages(pchild);
}

int mod_treaty_child_site(treaty_site_t *site, const mod_treaty_conf_t *conf)
{
    const char *directory = conf->templates ? conf->templates : "";

    site->database =
        conf->database
            ? apr_hash_get(child.databases, conf->database, APR_HASH_KEY_STRING)
            : NULL;
    site->templates =
        apr_hash_get(child.templates, directory, APR_HASH_KEY_STRING);
    site->language = conf->language;
    site->names_language = 0;
    site->base = conf->base ? conf->base : MOD_TREATY_BASE;
    site->origin = conf->origin ? conf->origin : "";
    site->refresh = conf->refresh >= 0 ? conf->refresh : MOD_TREATY_REFRESH;
    site->query_timeout = conf->query_timeout >= 0 ? conf->query_timeout
                                                   : MOD_TREATY_QUERY_TIMEOUT;
    site->max_age = conf->max_age >= 0 ? conf->max_age : MOD_TREATY_MAX_AGE;
    site->page_size = conf->page_size >= 0 ? conf->page_size : TREATY_PAGE_SIZE;
    site->cache = conf->cache != 0 ? child.cache : NULL;
    return site->database && site->templates;
}

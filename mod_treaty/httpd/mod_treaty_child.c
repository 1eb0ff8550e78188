#include "mod_treaty_metrics.h"

#include <ap_mpm.h>
#include <http_log.h>
#include <unistd.h>

APLOG_USE_MODULE(treaty);

/* The most handles of one database in one child, all opened with it. A handle
 * is held while a document is built, so those beyond what the processors can do
 * would only wait, take memory, and make a child begin later. */
#define HANDLES_MAX 8
#define HANDLES_A_PROCESSOR 2

/* What a directive names, by the very pointer that it has left in the
 * configuration: each is listed, so nothing need be compared by its letters. */
typedef struct {
    const char *name;
    void *what;
    /** Of a database: where it is counted. */
    mod_treaty_counts_t *counts;
} named_t;

/* What the requests of this process read from; made once, then only read. */
static struct {
    treaty_log_t log;
    /** By path, named_t of treaty_database_t. */
    apr_array_header_t *databases;
    /** By directory, NULL for the shipped ones alone: of treaty_templates_t. */
    apr_array_header_t *templates;
    /** Where answers are kept; NULL where no place wants it. */
    treaty_cache_t *cache;
    /** Where is counted what has no database. */
    mod_treaty_counts_t *counts;
} child;

static const named_t *find(const apr_array_header_t *list, const char *name)
{
    static const named_t nothing = {NULL, NULL, NULL};
    int i;

    for (i = 0; i < list->nelts; i++) {
        const named_t *named = &APR_ARRAY_IDX(list, i, named_t);

        if (named->name == name) {
            return named;
        }
    }
    return &nothing;
}

/* The same file or directory, as another directive named it; or NULL. */
static void *find_alike(const apr_array_header_t *list, const char *name)
{
    int i;

    for (i = 0; i < list->nelts; i++) {
        const named_t *named = &APR_ARRAY_IDX(list, i, named_t);

        if (named->name && strcmp(named->name, name) == 0) {
            return named->what;
        }
    }
    return NULL;
}

static void add_name(apr_array_header_t *list, const char *name, void *what)
{
    named_t *named = apr_array_push(list);

    named->name = name;
    named->what = what;
    named->counts =
        list == child.databases ? mod_treaty_metrics_counts(name) : NULL;
}

static int handles_wanted(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int wanted = HANDLES_MAX;
    int threads = 0;

    if (processors > 0 && processors * HANDLES_A_PROCESSOR < wanted) {
        wanted = (int)processors * HANDLES_A_PROCESSOR;
    }
    if (ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads) != APR_SUCCESS ||
        threads < 1) {
        threads = 1;
    }
    return threads < wanted ? threads : wanted;
}

/* Opened here and not at the first request: no reader waits for it, and a
 * child that has never been asked holds a good revision all the same. */
static void add_database(const char *path, int handles, apr_pool_t *pchild)
{
    treaty_database_settings_t settings = {path, handles, &child.log};
    treaty_database_t *database = find_alike(child.databases, path);
    treaty_snapshot_t *snapshot;

    if (database) {
        add_name(child.databases, path, database);
        return;
    }
    if (treaty_database_create(&database, &settings, pchild) != APR_SUCCESS) {
        return;
    }
    add_name(child.databases, path, database);
    treaty_database_watch(database, mod_treaty_metrics_serves,
                          mod_treaty_metrics_counts(path));
    if (treaty_database_acquire(&snapshot, database, 0, apr_time_now()) ==
        APR_SUCCESS) {
        treaty_snapshot_release(snapshot);
    }
}

/* @param data int: how many files were broken in the last set */
static void count_faults(void *data, const treaty_template_set_t *set)
{
    int *last = data;
    int now = treaty_template_set_faults(set);

    mod_treaty_metrics_faults(now - *last);
    *last = now;
}

/* @param directory NULL: the shipped ones */
static void add_templates(const char *directory, apr_pool_t *pchild)
{
    treaty_templates_settings_t settings = {directory, &child.log};
    treaty_templates_t *templates =
        directory ? find_alike(child.templates, directory) : NULL;
    treaty_template_set_t *set;

    if (templates) {
        add_name(child.templates, directory, templates);
        return;
    }
    if (treaty_templates_create(&templates, &settings, pchild) != APR_SUCCESS) {
        return;
    }
    add_name(child.templates, directory, templates);
    treaty_templates_watch(templates, count_faults,
                           apr_pcalloc(pchild, sizeof(int)));
    if (treaty_templates_acquire(&set, templates, 0, apr_time_now()) ==
        APR_SUCCESS) {
        treaty_template_set_release(set);
    }
}

/* Whether any templates of the site have a language. */
static int is_spoken(const char *tag)
{
    int is_there = 0;
    int i;

    for (i = 0; i < child.templates->nelts && !is_there; i++) {
        treaty_template_set_t *set;

        if (treaty_templates_acquire(
                &set, APR_ARRAY_IDX(child.templates, i, named_t).what,
                APR_INT64_MAX, apr_time_now()) == APR_SUCCESS) {
            is_there = treaty_template_set_language(set, tag) != NULL;
            treaty_template_set_release(set);
        }
    }
    return is_there;
}

static void check_languages(void)
{
    const apr_array_header_t *languages = mod_treaty_conf_languages();
    int i;

    for (i = 0; i < languages->nelts; i++) {
        const char *tag = APR_ARRAY_IDX(languages, i, const char *);

        if (!is_spoken(tag)) {
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
    mod_treaty_metrics_cache(child.cache);
}

void mod_treaty_child_init(apr_pool_t *pchild, server_rec *server)
{
    const apr_array_header_t *databases = mod_treaty_conf_databases();
    const apr_array_header_t *templates = mod_treaty_conf_templates();
    int handles = handles_wanted();
    int i;

    mod_treaty_metrics_begin();
    child.counts = mod_treaty_metrics_counts(NULL);
    mod_treaty_log_init(&child.log, server);
    add_cache(pchild);
    child.databases = apr_array_make(pchild, 4, sizeof(named_t));
    child.templates = apr_array_make(pchild, 4, sizeof(named_t));
    for (i = 0; i < databases->nelts; i++) {
        add_database(APR_ARRAY_IDX(databases, i, const char *), handles,
                     pchild);
    }
    add_templates(NULL, pchild);
    for (i = 0; i < templates->nelts; i++) {
        add_templates(APR_ARRAY_IDX(templates, i, const char *), pchild);
    }
    check_languages();
}

int mod_treaty_child_site(treaty_site_t *site, mod_treaty_counts_t **counts,
                          const mod_treaty_conf_t *conf)
{
    const named_t *database =
        conf->database ? find(child.databases, conf->database) : NULL;

    site->database = database ? database->what : NULL;
    *counts = database && database->what ? database->counts : child.counts;
    site->templates = find(child.templates, conf->templates)->what;
    site->language = conf->language;
    site->names_language = 0;
    site->base = conf->base ? conf->base : MOD_TREATY_BASE;
    site->origin = conf->origin ? conf->origin : "";
    site->refresh = conf->refresh >= 0 ? conf->refresh : MOD_TREATY_REFRESH;
    site->query_timeout = conf->query_timeout >= 0 ? conf->query_timeout
                                                   : MOD_TREATY_QUERY_TIMEOUT;
    site->stale = conf->stale > 0 ? conf->stale : 0;
    site->max_age = conf->max_age >= 0 ? conf->max_age : MOD_TREATY_MAX_AGE;
    site->page_size = conf->page_size >= 0 ? conf->page_size : TREATY_PAGE_SIZE;
    site->cache = conf->cache != 0 ? child.cache : NULL;
    site->snapshot = NULL;
    site->set = NULL;
    return site->database && site->templates;
}

void mod_treaty_child_count(void)
{
    mod_treaty_metrics_cache(child.cache);
}

void mod_treaty_child_look(apr_time_t now)
{
    int i;

    for (i = 0; i < child.databases->nelts; i++) {
        (void)treaty_database_generation(
            APR_ARRAY_IDX(child.databases, i, named_t).what, MOD_TREATY_REFRESH,
            now);
    }
    for (i = 0; i < child.templates->nelts; i++) {
        (void)treaty_templates_generation(
            APR_ARRAY_IDX(child.templates, i, named_t).what, MOD_TREATY_REFRESH,
            now);
    }
}

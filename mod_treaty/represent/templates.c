#include "treaty_templates.h"

#include "embedded.h"
#include "languages.h"
#include "treaty_look.h"
#include "template_names.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <stdatomic.h>
#include <string.h>

/* A template of a set. */
typedef struct {
    const char *name;
    /** The text that it was compiled from, kept so that a later set can go on
     * with it when the file breaks. */
    const char *data;
    apr_size_t len;
    /** NULL for one that is broken and was never good. */
    const treaty_template_t *tmpl;
    const treaty_template_spoken_t *spoken;
} entry_t;

struct treaty_template_set_t {
    /* A pool of its own root: the last holder, in any thread, destroys it. */
    apr_pool_t *pool;
    _Atomic apr_uint32_t holders;
    apr_uint32_t generation;
    apr_hash_t *entries;
    treaty_template_names_t *names;
    treaty_languages_t *languages;
    /** treaty_template_file_t: what the site's part was loaded from. */
    apr_array_header_t *files;
    apr_time_t changed;
    int broken;
    int faults;
};

struct treaty_templates_t {
    treaty_templates_settings_t settings;
    treaty_templates_watch_fn_t *watch;
    void *watch_baton;
    apr_thread_mutex_t *mutex;
    /* Under the mutex: */
    treaty_template_set_t *current;
    apr_time_t looked_at;
    apr_status_t directory_status;
};

/* How many sets were made in this process. */
static _Atomic apr_uint32_t generations;

static apr_status_t let_go(void *data)
{
    treaty_templates_t *templates = data;

    if (templates->current) {
        treaty_template_set_release(templates->current);
        templates->current = NULL;
    }
    return APR_SUCCESS;
}

apr_status_t treaty_templates_create(
    treaty_templates_t **result, const treaty_templates_settings_t *settings,
    apr_pool_t *pool)
{
    treaty_templates_t *templates = apr_pcalloc(pool, sizeof(*templates));
    apr_status_t rv = apr_thread_mutex_create(&templates->mutex,
                                              APR_THREAD_MUTEX_DEFAULT, pool);

    templates->settings = *settings;
    apr_pool_cleanup_register(pool, templates, let_go, apr_pool_cleanup_null);
    *result = templates;
    return rv;
}

void treaty_templates_watch(treaty_templates_t *templates,
                            treaty_templates_watch_fn_t *fn, void *baton)
{
    templates->watch = fn;
    templates->watch_baton = baton;
}

/* Compiles a text into the set; what doesn't compile is told in the error. */
static apr_status_t add(treaty_template_set_t *set,
                        treaty_template_error_t *error, const char *name,
                        const char *data, apr_size_t len)
{
    entry_t *entry = apr_pcalloc(set->pool, sizeof(*entry));
    treaty_template_t *tmpl = NULL;
    apr_status_t rv = treaty_template_compile(&tmpl, error, name, data, len,
                                              set->pool, set->pool);

    entry->name = name;
    entry->data = data;
    entry->len = len;
    entry->tmpl = tmpl;
    apr_hash_set(set->entries, name, APR_HASH_KEY_STRING, entry);
    return rv;
}

static void add_shipped(treaty_template_set_t *set)
{
    apr_size_t i;

    for (i = 0; i < treaty_embedded_templates_count; i++) {
        treaty_template_error_t error;
        const treaty_embedded_t *shipped = &treaty_embedded_templates[i];

        (void)add(set, &error, shipped->name, shipped->data, shipped->len);
    }
}

/* What the last set had under the name goes on; with none, the view is
 * broken. The shipped one doesn't show through: a site that overrides a view
 * would see another page than it wrote. */
static void add_last_good(treaty_template_set_t *set,
                          const treaty_template_set_t *last, const char *name)
{
    treaty_template_error_t error;
    const entry_t *good =
        last ? apr_hash_get(last->entries, name, APR_HASH_KEY_STRING) : NULL;
    entry_t *entry;

    if (good && good->tmpl) {
        (void)add(set, &error, name,
                  apr_pstrmemdup(set->pool, good->data, good->len), good->len);
        return;
    }
    entry = apr_pcalloc(set->pool, sizeof(*entry));
    entry->name = name;
    apr_hash_set(set->entries, name, APR_HASH_KEY_STRING, entry);
    set->broken++;
}

static void add_file(treaty_template_set_t *set,
                     const treaty_template_set_t *last,
                     treaty_template_file_t *file, const treaty_log_t *log)
{
    treaty_template_error_t error = {0, NULL};
    const char *data;
    apr_size_t len;
    char buffer[128];
    apr_status_t rv = treaty_template_file_read(&data, &len, file, set->pool);

    if (rv == APR_SUCCESS) {
        rv = add(set, &error, file->name, data, len);
    }
    if (rv == APR_SUCCESS) {
        return;
    }
    treaty_log(log, TREATY_LOG_ERROR, rv,
               TREATYNO(0301) "%s:%d: %s; mend the file, it is read again by "
                              "itself",
               file->path, error.line,
               error.message ? error.message
                             : treaty_strerror(rv, buffer, sizeof(buffer)));
    set->faults++;
    add_last_good(set, last, file->name);
}

/* Once all are there, for they include each other. */
static void take_names(treaty_template_set_t *set)
{
    apr_hash_index_t *index = apr_hash_first(set->pool, set->entries);

    set->names = treaty_template_names_create(set->pool);
    for (; index; index = apr_hash_next(index)) {
        entry_t *entry = apr_hash_this_val(index);

        entry->spoken = treaty_template_names_take(set->names, entry->tmpl,
                                                   treaty_template_set_partial,
                                                   set, set->pool);
    }
}

static treaty_template_set_t *make_set(apr_array_header_t *files,
                                       const treaty_template_set_t *last,
                                       const treaty_log_t *log,
                                       apr_pool_t *pool)
{
    treaty_template_set_t *set = apr_pcalloc(pool, sizeof(*set));
    int i;

    set->pool = pool;
    set->entries = apr_hash_make(pool);
    set->files = files;
    atomic_init(&set->holders, 1);
    set->generation = atomic_fetch_add(&generations, 1) + 1;
    add_shipped(set);
    for (i = 0; i < files->nelts; i++) {
        treaty_template_file_t *file =
            &APR_ARRAY_IDX(files, i, treaty_template_file_t);

        if (file->mtime > set->changed) {
            set->changed = file->mtime;
        }
        if (!file->is_language) {
            add_file(set, last, file, log);
        }
    }
    take_names(set);
    treaty_languages_make(&set->languages, &set->broken, &set->faults, files,
                          last ? last->languages : NULL, log, pool);
    return set;
}

/* Lists the directory; one that can't be read is logged once, and the
 * templates go on as they were. */
static apr_status_t list_files(apr_array_header_t **files,
                               treaty_templates_t *templates, apr_pool_t *pool)
{
    const char *directory = templates->settings.directory;
    char buffer[128];
    apr_status_t rv = APR_SUCCESS;

    *files = apr_array_make(pool, 1, sizeof(treaty_template_file_t));
    if (directory) {
        rv = treaty_template_files_list(files, directory, pool);
    }
    if (rv != APR_SUCCESS && rv != templates->directory_status) {
        treaty_log(templates->settings.log, TREATY_LOG_ERROR, rv,
                   TREATYNO(0302) "TreatyTemplates %s can't be read: %s; the "
                                  "templates go on as they were",
                   directory, treaty_strerror(rv, buffer, sizeof(buffer)));
    }
    templates->directory_status = rv;
    return rv;
}

static apr_status_t look(treaty_templates_t *templates, apr_time_t now)
{
    apr_array_header_t *files;
    treaty_template_set_t *last = templates->current;
    treaty_template_set_t *set;
    apr_pool_t *pool;
    apr_status_t rv = apr_pool_create_unmanaged_ex(&pool, NULL, NULL);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = list_files(&files, templates, pool);
    if (last && (rv != APR_SUCCESS ||
                 treaty_template_files_same(files, last->files, pool))) {
        apr_pool_destroy(pool);
        return APR_SUCCESS;
    }
    set = make_set(files, last, templates->settings.log, pool);
    templates->current = set;
    if (last) {
        /* A file may have been replaced by an older one, or be gone. */
        templates->current->changed = now;
        treaty_template_set_release(last);
    }
    if (templates->watch) {
        templates->watch(templates->watch_baton, set);
    }
    return APR_SUCCESS;
}

/* Looks at the directory where it is time to; under the mutex. */
static apr_status_t refresh_at(treaty_templates_t *templates,
                               apr_interval_time_t refresh, apr_time_t now)
{
    apr_status_t rv = APR_SUCCESS;

    if (!templates->current ||
        treaty_look_is_due(templates->looked_at, refresh, now)) {
        rv = look(templates, now);
        templates->looked_at = now;
    }
    return rv;
}

apr_uint32_t treaty_templates_generation(treaty_templates_t *templates,
                                         apr_interval_time_t refresh,
                                         apr_time_t now)
{
    apr_uint32_t generation = 0;

    if (apr_thread_mutex_lock(templates->mutex) != APR_SUCCESS) {
        return 0;
    }
    (void)refresh_at(templates, refresh, now);
    if (templates->current) {
        generation = templates->current->generation;
    }
    apr_thread_mutex_unlock(templates->mutex);
    return generation;
}

apr_uint32_t treaty_template_set_generation(const treaty_template_set_t *set)
{
    return set->generation;
}

apr_status_t treaty_templates_acquire(treaty_template_set_t **set,
                                      treaty_templates_t *templates,
                                      apr_interval_time_t refresh,
                                      apr_time_t now)
{
    apr_status_t rv = apr_thread_mutex_lock(templates->mutex);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = refresh_at(templates, refresh, now);
    *set = templates->current;
    if (*set) {
        atomic_fetch_add(&(*set)->holders, 1);
    }
    apr_thread_mutex_unlock(templates->mutex);
    return rv;
}

void treaty_template_set_hold(treaty_template_set_t *set)
{
    atomic_fetch_add(&set->holders, 1);
}

void treaty_template_set_release(treaty_template_set_t *set)
{
    if (atomic_fetch_sub(&set->holders, 1) == 1) {
        apr_pool_destroy(set->pool);
    }
}

apr_status_t treaty_template_set_find(const treaty_template_t **tmpl,
                                      const treaty_template_set_t *set,
                                      const char *name)
{
    const entry_t *entry =
        apr_hash_get(set->entries, name, APR_HASH_KEY_STRING);

    *tmpl = entry ? entry->tmpl : NULL;
    if (!entry) {
        return TREATY_ENOTFOUND;
    }
    return entry->tmpl ? APR_SUCCESS : TREATY_ETEMPLATE;
}

int treaty_template_set_shows(const treaty_template_set_t *set,
                              const char *name, const char *path)
{
    const entry_t *entry =
        apr_hash_get(set->entries, name, APR_HASH_KEY_STRING);

    return entry && treaty_template_names_has(set->names, entry->spoken, path);
}

const treaty_template_t *treaty_template_set_partial(void *set,
                                                     const char *name)
{
    const treaty_template_t *tmpl;

    (void)treaty_template_set_find(&tmpl, set, name);
    return tmpl;
}

const treaty_language_t *treaty_template_set_language(
    const treaty_template_set_t *set, const char *tag)
{
    return treaty_languages_find(set->languages, tag);
}

const apr_array_header_t *treaty_template_set_languages(
    const treaty_template_set_t *set)
{
    return treaty_languages_all(set->languages);
}

apr_time_t treaty_template_set_changed(const treaty_template_set_t *set)
{
    return set->changed;
}

int treaty_template_set_broken(const treaty_template_set_t *set)
{
    return set->broken;
}

int treaty_template_set_faults(const treaty_template_set_t *set)
{
    return set->faults;
}

#include "reading.h"

#include "treaty_memory.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <limits.h>
#include <string.h>

/* The column of the address among those of a source. */
#define SOURCE_URL 4

void treaty_reading_set_day(treaty_reading_t *reading, treaty_day_t day,
                            int is_dated)
{
    reading->day = day;
    reading->on = treaty_day_text(day, reading->pool);
    reading->is_dated = is_dated;
    reading->is_future = day > reading->today;
}

const treaty_language_t *treaty_reading_language(
    const char **lang, const treaty_template_set_t *set,
    const treaty_site_t *site)
{
    const treaty_language_t *language =
        *lang ? treaty_template_set_language(set, *lang) : NULL;
    int is_named = language != NULL || site->names_language;

    if (!language && site->language) {
        language = treaty_template_set_language(set, site->language);
    }
    if (!language) {
        language = treaty_template_set_language(set, TREATY_LANGUAGE_DEFAULT);
    }
    *lang = is_named ? treaty_language_tag(language) : NULL;
    return language;
}

void treaty_reading_speak(treaty_reading_t *reading, const char *lang)
{
    reading->language =
        treaty_reading_language(&lang, reading->templates, reading->site);
    /* It outlives the templates. */
    reading->lang = lang ? apr_pstrdup(reading->pool, lang) : NULL;
    if (reading->db) {
        treaty_db_speak(reading->db, treaty_language_tag(reading->language));
    }
}

const char *treaty_reading_tags(const treaty_reading_t *reading)
{
    const apr_array_header_t *all =
        treaty_template_set_languages(reading->templates);
    const char *tags = "";
    int i;

    for (i = 0; i < all->nelts; i++) {
        tags = apr_pstrcat(reading->pool, tags, i ? ", " : "",
                           treaty_language_tag(APR_ARRAY_IDX(
                               all, i, const treaty_language_t *)),
                           NULL);
    }
    return tags;
}

const char *treaty_lang_args(const char *lang, char sign,
                             apr_pool_t *result_pool)
{
    return lang ? apr_psprintf(result_pool, "%clang=%s", sign, lang) : "";
}

const char *treaty_reading_lang_args(const treaty_reading_t *reading, char sign)
{
    return treaty_lang_args(reading->lang, sign, reading->pool);
}

apr_status_t treaty_reading_begin(treaty_reading_t **result,
                                  const treaty_site_t *site, treaty_day_t day,
                                  const char *lang, apr_time_t now,
                                  apr_pool_t *pool)
{
    treaty_reading_t *reading = apr_pcalloc(pool, sizeof(*reading));
    apr_status_t rv;

    treaty_memory_begin();
    reading->site = site;
    reading->pool = pool;
    reading->today = treaty_day_of_time(now);
    treaty_reading_set_day(reading,
                           day == TREATY_DAY_NONE ? reading->today : day,
                           day != TREATY_DAY_NONE);
    *result = reading;
    rv = treaty_site_templates(&reading->templates, site, now);
    if (rv == APR_SUCCESS) {
        treaty_reading_speak(reading, lang);
        rv = treaty_site_snapshot(&reading->snapshot, site, now);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_snapshot_borrow(&reading->db, reading->snapshot);
    }
    if (rv == APR_SUCCESS) {
        treaty_db_deadline(reading->db, site->query_timeout);
        treaty_db_speak(reading->db, treaty_language_tag(reading->language));
    }
    return rv;
}

void treaty_reading_end(treaty_reading_t *reading)
{
    if (reading->db) {
        treaty_snapshot_give_back(reading->snapshot, reading->db);
    }
    if (reading->snapshot) {
        treaty_snapshot_release(reading->snapshot);
    }
    if (reading->templates) {
        treaty_template_set_release(reading->templates);
    }
    reading->db = NULL;
    reading->snapshot = NULL;
    reading->templates = NULL;
}

apr_status_t treaty_reading_verify(const treaty_reading_t *reading)
{
    if (treaty_memory_is_lost()) {
        return APR_ENOMEM;
    }
    if (!reading->snapshot || treaty_snapshot_is_intact(reading->snapshot)) {
        return APR_SUCCESS;
    }
    treaty_database_suspect(reading->site->database);
    return TREATY_EDATABASE;
}

int treaty_reading_shows(const treaty_reading_t *reading, const char *path)
{
    return !reading->view ||
           treaty_template_set_shows(reading->templates, reading->view, path);
}

apr_status_t treaty_reading_resolve(apr_int64_t *key, const char **slug,
                                    const treaty_reading_t *reading,
                                    treaty_sql_t sql, const char *id)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, sql, "s", id);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv != APR_SUCCESS ? rv : TREATY_ENOTFOUND;
    }
    *key = treaty_stmt_int(stmt, 0);
    *slug = apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 1));
    treaty_stmt_reset(stmt);
    /* It goes into addresses and headers. */
    return treaty_query_slug_is_valid(*slug) ? APR_SUCCESS : TREATY_ENOTFOUND;
}

const char *treaty_reading_url(const treaty_reading_t *reading,
                               const char *collection, const char *slug,
                               const char *suffix)
{
    const char *args = strchr(suffix, '?');

    return apr_pstrcat(reading->pool, reading->site->origin,
                       reading->site->base, "/", collection, "/", slug,
                       reading->is_dated ? "@" : "",
                       reading->is_dated ? reading->on : "",
                       args ? apr_pstrmemdup(reading->pool, suffix,
                                             (apr_size_t)(args - suffix))
                            : suffix,
                       treaty_reading_lang_args(reading, '?'),
                       args && reading->lang ? "&" : "",
                       args ? args + (reading->lang ? 1 : 0) : "", NULL);
}

const char *treaty_reading_oembed(const treaty_reading_t *reading,
                                  const char *collection, const char *slug)
{
    const treaty_site_t *site = reading->site;

    if (*site->origin == '\0') {
        return NULL;
    }
    return apr_pstrcat(
        reading->pool, site->origin, site->base, "/oembed?url=",
        apr_pescape_urlencoded(
            reading->pool, treaty_reading_url(reading, collection, slug, "")),
        NULL);
}

void treaty_reading_set_column(json_t *object, const char *key,
                               treaty_stmt_t *stmt, int column)
{
    treaty_json_set_text(object, key, treaty_stmt_text(stmt, column));
}

void treaty_reading_set_address(json_t *object, const char *key,
                                treaty_stmt_t *stmt, int column)
{
    const char *text = treaty_stmt_text(stmt, column);
    int is_web = text && (strncasecmp(text, "https://", 8) == 0 ||
                          strncasecmp(text, "http://", 7) == 0);

    treaty_json_set_text(object, key, is_web ? text : NULL);
}

void treaty_reading_set_number(json_t *object, const char *key,
                               treaty_stmt_t *stmt, int column)
{
    json_object_set_new(object, key,
                        treaty_stmt_is_null(stmt, column)
                            ? json_null()
                            : json_integer(treaty_stmt_int(stmt, column)));
}

apr_status_t treaty_reading_set_list(json_t *object, const char *key,
                                     treaty_stmt_t *stmt, treaty_row_fn_t *take,
                                     const treaty_reading_t *reading)
{
    json_t *list = json_array();
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    while (rv == APR_SUCCESS && row) {
        take(list, stmt, reading);
        rv = treaty_stmt_step(&row, stmt);
    }
    json_object_set_new(object, key, list);
    return rv;
}

apr_status_t treaty_reading_list(json_t *object, const char *key,
                                 const treaty_reading_t *reading,
                                 treaty_sql_t sql, apr_int64_t record,
                                 treaty_row_fn_t *row)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, sql, "i", record);

    return rv != APR_SUCCESS
               ? rv
               : treaty_reading_set_list(object, key, stmt, row, reading);
}

void treaty_row_text(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    (void)reading;
    json_array_append_new(list, json_string(treaty_stmt_text(stmt, 0)));
}

void treaty_row_source(json_t *list, treaty_stmt_t *stmt,
                       const treaty_reading_t *reading)
{
    static const char *const keys[] = {"id",           "kind", "title",
                                       "publisher",    "url",  "retrieved_on",
                                       "known_through"};
    json_t *source = json_object();
    int i;

    (void)reading;
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(source, keys[i], stmt, i);
    }
    treaty_reading_set_address(source, "url", stmt, SOURCE_URL);
    json_array_append_new(list, source);
}

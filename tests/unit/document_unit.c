#include "document_unit.h"

static apr_status_t end_reading(void *data)
{
    treaty_reading_end(data);
    return APR_SUCCESS;
}

treaty_reading_t *unit_reading(const char *path, const char *day,
                               apr_pool_t *pool)
{
    unit_log_t *log = unit_log(pool);
    treaty_site_t *site = unit_site(path, &log->log, pool);
    treaty_reading_t *reading = NULL;

    if (treaty_reading_begin(&reading, site, unit_day(day), NULL,
                             apr_time_now(), pool) != APR_SUCCESS) {
        treaty_reading_end(reading);
        fail_msg("%s can't be read: %s", path, unit_log_text(log));
    }
    apr_pool_cleanup_register(pool, reading, end_reading,
                              apr_pool_cleanup_null);
    return reading;
}

apr_int64_t unit_treaty(const treaty_reading_t *reading, const char *id)
{
    apr_int64_t key = 0;
    const char *slug;

    assert_int_equal(treaty_reading_resolve(&key, &slug, reading,
                                            TREATY_SQL_TREATY_RESOLVE, id),
                     APR_SUCCESS);
    return key;
}

/* What is null has null members. */
static const json_t *find(const json_t *document, const char *path,
                          apr_pool_t *pool)
{
    char *steps = apr_pstrdup(pool, path);
    char *step;
    char *rest;

    for (step = apr_strtok(steps, ".", &rest);
         step && document && !json_is_null(document);
         step = apr_strtok(NULL, ".", &rest)) {
        document = json_is_array(document)
                       ? json_array_get(document, (size_t)atoi(step))
                       : json_object_get(document, step);
    }
    return document;
}

const char *unit_member(const json_t *document, const char *path,
                        apr_pool_t *pool)
{
    const json_t *value = find(document, path, pool);
    const char *result;
    char *text;

    if (!value) {
        return "";
    }
    text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    assert_non_null(text);
    result = apr_pstrdup(pool, text);
    free(text);
    return result;
}

void unit_expect_member(const json_t *document, const char *path,
                        const char *expected, apr_pool_t *pool)
{
    const char *found = unit_member(document, path, pool);

    if (strcmp(found, expected) != 0) {
        fail_msg("%s is %s, and should be %s", path, found, expected);
    }
}

/* A value bare: a text without its quotes, null as "-". */
static const char *bare(const json_t *value, apr_pool_t *pool)
{
    if (!value) {
        return "(missing)";
    }
    if (json_is_null(value)) {
        return "-";
    }
    return json_is_string(value) ? json_string_value(value)
                                 : unit_member(value, "", pool);
}

const char *unit_lines(const json_t *list, const char *keys, apr_pool_t *pool)
{
    const char *lines = "";
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        char *names = apr_pstrdup(pool, keys);
        char *name;
        char *rest;

        for (name = apr_strtok(names, " ", &rest); name;
             name = apr_strtok(NULL, " ", &rest)) {
            lines = apr_pstrcat(pool, lines, bare(find(item, name, pool), pool),
                                *rest ? " " : "\n", NULL);
        }
    }
    return lines;
}

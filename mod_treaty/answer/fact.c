#include "document.h"

#include <apr_strings.h>
#include <string.h>

/* Follows a dotted path; NULL where it leads nowhere. */
static json_t *follow(json_t *value, const char *path, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, path);
    char *part;

    while (value && (part = apr_strtok(rest, ".", &rest)) != NULL) {
        value = json_object_get(value, part);
    }
    return value;
}

static int is_scalar(const json_t *value)
{
    return value && !json_is_object(value) && !json_is_array(value);
}

apr_status_t treaty_document_fact(json_t **value,
                                  const treaty_reading_t *reading,
                                  apr_int64_t treaty, apr_int64_t participant,
                                  const char *fact)
{
    json_t *document;
    apr_status_t rv =
        participant ? treaty_document_participant(&document, reading, treaty,
                                                  participant)
                    : treaty_document_treaty(&document, reading, treaty, 0);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    *value = follow(document, fact, reading->pool);
    if (!is_scalar(*value)) {
        /* The short name of a count. */
        *value =
            follow(json_object_get(document, "counts"), fact, reading->pool);
    }
    return is_scalar(*value) ? APR_SUCCESS : TREATY_ENOTFOUND;
}

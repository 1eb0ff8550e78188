#include "document.h"

#include <apr_strings.h>
#include <string.h>

/* Follows a dotted path; NULL where it leads nowhere. */
static json_t *follow(const json_t *document, const char *path,
                      apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, path);
    json_t *value = NULL;
    char *part;

    while ((part = apr_strtok(rest, ".", &rest)) != NULL) {
        value = json_object_get(document, part);
        document = value;
    }
    return json_is_object(value) || json_is_array(value) ? NULL : value;
}

json_t *treaty_document_fact(const json_t *document, const char *name,
                             apr_pool_t *scratch_pool)
{
    json_t *value = follow(document, name, scratch_pool);

    /* The short name of a count. */
    return value ? value
                 : follow(json_object_get(document, "counts"), name,
                          scratch_pool);
}

#include "treaty_json.h"

static apr_status_t give_back(void *data)
{
    json_decref(data);
    return APR_SUCCESS;
}

json_t *treaty_json_bind(json_t *json, apr_pool_t *pool)
{
    if (json) {
        apr_pool_cleanup_register(pool, json, give_back, apr_pool_cleanup_null);
    }
    return json;
}

const char *treaty_json_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

int treaty_json_set_text(json_t *object, const char *key, const char *value)
{
    json_t *text = value ? json_string(value) : NULL;

    return json_object_set_new(object, key, text ? text : json_null());
}

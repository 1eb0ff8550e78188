#include "treaty_json.h"

#include <string.h>

#define PART_SIZE 64

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

json_t *treaty_json_at(const json_t *object, const char *path)
{
    char part[PART_SIZE];
    json_t *value;
    apr_size_t len;

    for (;;) {
        len = strcspn(path, ".");
        if (len >= sizeof(part)) {
            return NULL;
        }
        memcpy(part, path, len);
        part[len] = '\0';
        value = json_object_get(object, part);
        if (path[len] == '\0') {
            return value;
        }
        object = value;
        path += len + 1;
    }
}

int treaty_json_schema_has_type(const json_t *schema, const char *type)
{
    const json_t *types = json_object_get(schema, "type");
    const char *only = json_string_value(types);
    json_t *one;
    size_t i;

    json_array_foreach((json_t *)types, i, one)
    {
        const char *text = json_string_value(one);

        if (text && strcmp(text, type) == 0) {
            return 1;
        }
    }
    return only && strcmp(only, type) == 0;
}

void treaty_json_put_text(json_t *object, const char *key, const char *value)
{
    if (value) {
        json_object_set_new(object, key, json_string(value));
    }
}

int treaty_json_set_text(json_t *object, const char *key, const char *value)
{
    json_t *text = value ? json_string(value) : NULL;

    return json_object_set_new(object, key, text ? text : json_null());
}

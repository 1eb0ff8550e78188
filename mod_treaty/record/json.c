#include "treaty_json.h"

#include "treaty_memory.h"

#include <stdint.h>
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

int treaty_json_is(const json_t *object, const char *key, const char *text)
{
    const char *own = treaty_json_text(object, key);

    return own && text && strcmp(own, text) == 0;
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

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* Most texts are, and jansson looks at each of their bytes by itself. */
static int is_ascii(const char *text, size_t len)
{
    apr_uint64_t eight;

    for (; len >= sizeof(eight); len -= sizeof(eight)) {
        memcpy(&eight, text, sizeof(eight));
        if (eight & HIGH_BITS) {
            return 0;
        }
        text += sizeof(eight);
    }
    eight = 0;
    memcpy(&eight, text, len);
    return (eight & HIGH_BITS) == 0;
}

json_t *treaty_json_string(const char *text)
{
    size_t len = text ? strlen(text) : 0;

    if (!text) {
        return NULL;
    }
    return treaty_json_kept_text(is_ascii(text, len)
                                     ? json_stringn_nocheck(text, len)
                                     : json_stringn(text, len),
                                 text, len);
}

static int set(json_t *object, const char *key, json_t *value)
{
    int is_there = object && value;

    if (!is_ascii(key, strlen(key))) {
        return json_object_set_new(object, key, value);
    }
    if (json_object_set_new_nocheck(object, key, value) == 0) {
        return 0;
    }
    if (is_there) {
        treaty_memory_lose();
    }
    return -1;
}

void treaty_json_put_text(json_t *object, const char *key, const char *value)
{
    if (value) {
        set(object, key, treaty_json_string(value));
    }
}

int treaty_json_set_text(json_t *object, const char *key, const char *value)
{
    json_t *text = value ? treaty_json_string(value) : NULL;

    return set(object, key, text ? text : json_null());
}

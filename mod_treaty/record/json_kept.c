#include "treaty_json.h"
#include "treaty_memory.h"
#include "treaty_utf8.h"

#include <stdarg.h>
#include <string.h>

/* Here the names are jansson's own. */
#undef json_object_set_new
#undef json_array_append_new
#undef json_array_extend
#undef json_array_insert_new
#undef json_loadb
#undef json_load_file
#undef json_loads
#undef json_pack

json_t *treaty_json_kept(json_t *json)
{
    if (!json) {
        treaty_memory_lose();
    }
    return json;
}

json_t *treaty_json_kept_text(json_t *json, const char *text, size_t len)
{
    if (!json && text && treaty_utf8_valid(text, len)) {
        treaty_memory_lose();
    }
    return json;
}

static void release(void *json)
{
    json_decref(json);
}

/* A reference of our own to what its maker may go on to fill, NULL of what is
 * whole already: where it can't be put, jansson gives up the other. */
static json_t *hold(json_t *value)
{
    return json_is_object(value) || json_is_array(value) ? json_incref(value)
                                                         : NULL;
}

/* What was refused because it wasn't there has been told of. */
static int note(int result, const json_t *container, const void *value,
                json_t *held)
{
    if (result == 0 || !held) {
        json_decref(held);
    }
    else {
        treaty_memory_keep(held, release);
    }
    if (result != 0 && container && value) {
        treaty_memory_lose();
    }
    return result;
}

int treaty_json_put(json_t *object, const char *key, json_t *value)
{
    json_t *held = hold(value);
    int result = json_object_set_new(object, key, value);
    int is_key = key && (result == 0 || treaty_utf8_valid(key, strlen(key)));

    return note(result, is_key ? object : NULL, value, held);
}

int treaty_json_append(json_t *array, json_t *value)
{
    json_t *held = hold(value);

    return note(json_array_append_new(array, value), array, value, held);
}

int treaty_json_insert(json_t *array, size_t index, json_t *value)
{
    json_t *held = hold(value);

    return note(json_array_insert_new(array, index, value), array, value, held);
}

int treaty_json_extend(json_t *array, json_t *other)
{
    return note(json_array_extend(array, other), array, other, NULL);
}

/* A text that isn't JSON has a reason. */
static json_t *loaded(json_t *json, const json_error_t *error)
{
    if (!json && error->text[0] == '\0') {
        treaty_memory_lose();
    }
    return json;
}

json_t *treaty_json_loadb(const char *text, size_t len, size_t flags,
                          json_error_t *error)
{
    json_error_t own;

    error = error ? error : &own;
    return loaded(json_loadb(text, len, flags, error), error);
}

json_t *treaty_json_loads(const char *text, size_t flags, json_error_t *error)
{
    json_error_t own;

    error = error ? error : &own;
    return loaded(json_loads(text, flags, error), error);
}

json_t *treaty_json_load_file(const char *path, size_t flags,
                              json_error_t *error)
{
    json_error_t own;

    error = error ? error : &own;
    return loaded(json_load_file(path, flags, error), error);
}

json_t *treaty_json_pack(const char *format, ...)
{
    json_error_t error;
    json_t *json;
    va_list values;

    va_start(values, format);
    json = json_vpack_ex(&error, 0, format, values);
    va_end(values);
    /* A part that memory didn't do for is told as one that is NULL, the first
     * container not at all: then there is no code either. */
    if (!json && (error.text[0] == '\0' ||
                  json_error_code(&error) != json_error_invalid_utf8)) {
        treaty_memory_lose();
    }
    return json;
}

#include "treaty_json.h"
#include "treaty_memory.h"
#include "treaty_utf8.h"

#include <stdarg.h>
#include <string.h>

/* Here the names are jansson's own. */
#undef json_object_set_new
#undef json_array_append_new
#undef json_array_extend
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

/* What was refused because it wasn't there has been told of. */
static int note(int result, const json_t *container, const void *value)
{
    if (result != 0 && container && value) {
        treaty_memory_lose();
    }
    return result;
}

int treaty_json_put(json_t *object, const char *key, json_t *value)
{
    int result = json_object_set_new(object, key, value);

    return result == 0 || !key || !treaty_utf8_valid(key, strlen(key))
               ? result
               : note(result, object, value);
}

int treaty_json_append(json_t *array, json_t *value)
{
    return note(json_array_append_new(array, value), array, value);
}

int treaty_json_extend(json_t *array, json_t *other)
{
    return note(json_array_extend(array, other), array, other);
}

json_t *treaty_json_pack(const char *format, ...)
{
    json_error_t error;
    json_t *json;
    va_list values;

    va_start(values, format);
    json = json_vpack_ex(&error, 0, format, values);
    va_end(values);
    /* A part that memory didn't do for is told as one that is NULL. */
    if (!json && json_error_code(&error) != json_error_invalid_utf8) {
        treaty_memory_lose();
    }
    return json;
}

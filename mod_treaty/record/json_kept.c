#include "treaty_json.h"
#include "treaty_memory.h"

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

/* The bytes of a letter that begins with this one, and the least that the
 * second may be; 0 where none begins so. */
static int letter_size(unsigned char first, unsigned char *least,
                       unsigned char *most)
{
    *least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    *most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static int is_utf8(const char *text, size_t len)
{
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *end = at + len;

    while (at < end) {
        unsigned char least;
        unsigned char most;
        int size = letter_size(*at++, &least, &most);

        if (size == 0) {
            return 0;
        }
        while (--size > 0) {
            if (at == end || *at < least || *at > most) {
                return 0;
            }
            at++;
            least = 0x80;
            most = 0xbf;
        }
    }
    return 1;
}

json_t *treaty_json_kept_text(json_t *json, const char *text, size_t len)
{
    if (!json && text && is_utf8(text, len)) {
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

    return result == 0 || !key || !is_utf8(key, strlen(key))
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

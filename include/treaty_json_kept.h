/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_json_kept.h
 * @brief jansson's constructors, which remember what memory didn't do for.
 *
 * Each stands for the function of its name and does what that does; besides,
 * treaty_memory_is_lost() is true from then on where memory was out. Nobody
 * includes this but treaty_json.h.
 */
#ifndef TREATY_JSON_KEPT_H
#define TREATY_JSON_KEPT_H

#include <jansson.h>

/** Remembers that a constructor has made nothing. @return @p json */
json_t *treaty_json_kept(json_t *json);
/** Likewise, of a text: one that is none, or not UTF-8, makes nothing either.
 */
json_t *treaty_json_kept_text(json_t *json, const char *text, size_t len);
/**
 * json_object_set_new: a value that is NULL has been told of. An object or an
 * array that can't be put stays until something else begins, so that who made
 * it may go on filling it.
 */
int treaty_json_put(json_t *object, const char *key, json_t *value);
/** json_array_append_new, likewise. */
int treaty_json_append(json_t *array, json_t *value);
/** json_array_insert_new, likewise. */
int treaty_json_insert(json_t *array, size_t index, json_t *value);
/** json_loadb: what isn't JSON makes nothing. */
json_t *treaty_json_loadb(const char *text, size_t len, size_t flags,
                          json_error_t *error);
/** json_loads, likewise. */
json_t *treaty_json_loads(const char *text, size_t flags, json_error_t *error);
/** json_load_file, likewise. */
json_t *treaty_json_load_file(const char *path, size_t flags,
                              json_error_t *error);
/** json_array_extend */
int treaty_json_extend(json_t *array, json_t *other);
/** json_pack: what isn't UTF-8 makes nothing. */
json_t *treaty_json_pack(const char *format, ...);

#define json_object() treaty_json_kept(json_object())
#define json_array() treaty_json_kept(json_array())
#define json_integer(value) treaty_json_kept(json_integer(value))
#define json_real(value) treaty_json_kept(json_real(value))
#define json_string treaty_json_string
#define json_stringn(text, len) \
    treaty_json_kept_text(json_stringn(text, len), text, len)
#define json_object_set_new treaty_json_put
#define json_object_set(object, key, value) \
    treaty_json_put(object, key, json_incref(value))
#define json_array_append_new treaty_json_append
#define json_array_append(array, value) \
    treaty_json_append(array, json_incref(value))
#define json_array_insert_new treaty_json_insert
#define json_array_extend treaty_json_extend
#define json_loadb treaty_json_loadb
#define json_loads treaty_json_loads
#define json_load_file treaty_json_load_file
#define json_copy(json) treaty_json_kept(json_copy(json))
#define json_deep_copy(json) treaty_json_kept(json_deep_copy(json))
#define json_pack treaty_json_pack

#endif

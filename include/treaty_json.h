/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_json.h
 * @brief jansson's values under APR's pools.
 */
#ifndef TREATY_JSON_H
#define TREATY_JSON_H

#include "treaty.h"
#include "treaty_json_kept.h"

/**
 * Hands the caller's reference of @p json to @p pool: it is given back when
 * the pool is cleared.
 * @return @p json, so that a constructor can be wrapped in the call
 */
json_t *treaty_json_bind(json_t *json, apr_pool_t *pool);

/** The string member @p key of @p object, or NULL when it is none. */
const char *treaty_json_text(const json_t *object, const char *key);

/** Whether the member @p key is the string @p text; one that memory didn't do
 * for is none, and neither is @p text where it is NULL. */
int treaty_json_is(const json_t *object, const char *key, const char *text);

/**
 * The value that a dotted path leads to: "participant.id".
 * @return borrowed from @p object; NULL where the path leads nowhere, or where
 * a part of it is longer than 63 bytes
 */
json_t *treaty_json_at(const json_t *object, const char *path);

/** A string as json_string makes it, in less time: NULL for NULL and for a text
 * that isn't UTF-8. */
json_t *treaty_json_string(const char *text);

/**
 * Sets @p key to a string, or to null where @p value is NULL or not UTF-8.
 * @return 0, or -1 when memory is out
 */
int treaty_json_set_text(json_t *object, const char *key, const char *value);

/** Whether a JSON Schema names a type, alone or among others: "integer". */
int treaty_json_schema_has_type(const json_t *schema, const char *type);

/** Sets @p key to a string; leaves it as it is where @p value is NULL. */
void treaty_json_put_text(json_t *object, const char *key, const char *value);

#endif

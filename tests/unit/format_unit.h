/* What the tests of the formats share. */
#ifndef FORMAT_UNIT_H
#define FORMAT_UNIT_H

#include "unit.h"

#include "treaty_formats.h"

#define LIMIT (1024 * 1024)

/* JSON, which may hold NUL, as a value that goes with the pool. */
static inline json_t *json_of(const char *text, apr_pool_t *pool)
{
    json_error_t error;
    json_t *json = json_loads(text, JSON_ALLOW_NUL, &error);

    if (!json) {
        fail_msg("%s: %s", text, error.text);
    }
    return treaty_json_bind(json, pool);
}

#endif

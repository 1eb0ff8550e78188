/* What the tests of the document builders share: a reading of a file. */
#ifndef DOCUMENT_UNIT_H
#define DOCUMENT_UNIT_H

#include "unit.h"

#include "answer/document.h"

/** A reading of the published file @p path on a day; ends with the pool. */
treaty_reading_t *unit_reading(const char *path, const char *day,
                               apr_pool_t *pool);
/** The key of a treaty that must exist. */
apr_int64_t unit_treaty(const treaty_reading_t *reading, const char *id);
/** The JSON of a member by its path, "items.0.on"; "" where there is none. */
const char *unit_member(const json_t *document, const char *path,
                        apr_pool_t *pool);
/** Fails unless a member's JSON is what is expected. */
void unit_expect_member(const json_t *document, const char *path,
                        const char *expected, apr_pool_t *pool);
/**
 * A list of objects as text: the members named in @p keys ("on what kind"), a
 * line an object, apart by spaces; null is "-".
 */
const char *unit_lines(const json_t *list, const char *keys, apr_pool_t *pool);

#endif

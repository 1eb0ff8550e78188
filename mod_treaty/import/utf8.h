/* White space as texts of sources have it. */
#ifndef TREATY_IMPORT_UTF8_H
#define TREATY_IMPORT_UTF8_H

#include "treaty.h"
#include "treaty_utf8.h"

/**
 * Past white space, no-break spaces too.
 * @return the first other character, or the end
 */
const char *treaty_skip_space(const char *text);

/** A copy without white space at either end, no-break spaces too. */
const char *treaty_trim(const char *text, apr_pool_t *result_pool);

#endif

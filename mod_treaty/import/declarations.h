/* The declarations that go with a set of status tables, a file a treaty: a
 * line "#Name", then the text. */
#ifndef TREATY_IMPORT_DECLARATIONS_H
#define TREATY_IMPORT_DECLARATIONS_H

#include "status_table.h"

#include "treaty_json.h"

#define TREATY_DECLARATIONS_MAX ((apr_size_t)4 * 1024 * 1024)
#define TREATY_DECLARATIONS_ENDING ".txt"

/**
 * Sets a treaty's statements to those of a file. A name without a text is a
 * statement without one; a name that nobody bears is kept as it is listed,
 * with a warning.
 * @param record left alone where there is no such file
 * @return TREATY_EINPUT, or an error of APR, with a finding; TREATY_ESTORE,
 * logged
 */
apr_status_t treaty_declarations_read(json_t *record,
                                      const treaty_table_context_t *context,
                                      const char *path,
                                      apr_pool_t *scratch_pool);

#endif

/* A table of data in a saved page. */
#ifndef TREATY_IMPORT_HTML_TABLE_H
#define TREATY_IMPORT_HTML_TABLE_H

#include "html_runs.h"

#include <libxml/tree.h>

/** Collects what an element holds. */
typedef void treaty_html_collect_fn_t(void *baton, const xmlNode *node,
                                      treaty_collector_t *collector);

/**
 * A table's rows and their text, as treaty_runs.h has them. Rows without any
 * text are left out.
 * @param rows a new list bound to @p result_pool; empty where the table is too
 * large or has no text
 */
void treaty_html_table_read(json_t **rows, const char **text,
                            const xmlNode *table,
                            treaty_html_collect_fn_t *collect, void *baton,
                            apr_pool_t *result_pool);

#endif

/* What an element of a saved page is: content, the site's own, or a table of
 * data. */
#ifndef TREATY_IMPORT_HTML_NODE_H
#define TREATY_IMPORT_HTML_NODE_H

#include "treaty.h"

#include <libxml/tree.h>

typedef enum {
    /** Left out with all that it holds. */
    TREATY_NODE_CHROME,
    /** Beside a page's content, and of the page or of the site. */
    TREATY_NODE_ASIDE,
    /** Its content flows on: span, font, what we don't know. */
    TREATY_NODE_INLINE,
    TREATY_NODE_BREAK,
    /** Text before and after it is another block. */
    TREATY_NODE_BLOCK,
    TREATY_NODE_HEADING,
    TREATY_NODE_LIST,
    TREATY_NODE_ITEM,
    TREATY_NODE_QUOTE,
    TREATY_NODE_TABLE
} treaty_node_kind_t;

/** Whether an element has this name, in small letters. */
int treaty_node_is(const xmlNode *node, const char *name);

/** An attribute in @p result_pool, NULL where it is missing. */
const char *treaty_node_attribute(const xmlNode *node, const char *name,
                                  apr_pool_t *result_pool);

/** Whether an attribute's words, split at blanks, hold one of a list that ends
 * with NULL; without regard to case. */
int treaty_node_has_word(const xmlNode *node, const char *attribute,
                         const char *const *words, apr_pool_t *scratch_pool);

/** What an element is; a table may be of data or of layout. */
treaty_node_kind_t treaty_node_kind(const xmlNode *node,
                                    apr_pool_t *scratch_pool);

/** Whether an element is the page's breadcrumb. */
int treaty_node_is_breadcrumb(const xmlNode *node, apr_pool_t *scratch_pool);

/** The next node in document order that lies in @p top; NULL at the end. */
xmlNode *treaty_node_next(const xmlNode *node, const xmlNode *top);

/** The first element of this name in @p top, or @p top itself; NULL for none.
 * @param count set to how many there are */
const xmlNode *treaty_node_find(int *count, const xmlNode *top,
                                const char *name);

/** The next one that isn't in @p node itself. */
xmlNode *treaty_node_after(const xmlNode *node, const xmlNode *top);

/** Whether a table holds data: rows of several short cells, without headings,
 * lists or tables in them. Others only lay a page out. */
int treaty_node_is_data(const xmlNode *table, apr_pool_t *scratch_pool);

#endif

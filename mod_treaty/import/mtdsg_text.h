/* What the elements of a depositary's XML file say. Text in them may hold
 * markup once more, escaped: it is read as markup, too. */
#ifndef TREATY_IMPORT_MTDSG_TEXT_H
#define TREATY_IMPORT_MTDSG_TEXT_H

#include "treaty_import.h"

#include <libxml/tree.h>

/** An element's first child, or a sibling's next, that is an element. */
xmlNode *treaty_mtdsg_first(const xmlNode *node);
xmlNode *treaty_mtdsg_next(const xmlNode *node);

/** Whether an element bears a name, without regard to case. */
int treaty_mtdsg_is(const xmlNode *node, const char *name);

/** The first element of a name below @p node, at any depth; NULL where there
 * is none. */
xmlNode *treaty_mtdsg_find(const xmlNode *node, const char *name);

/** Whether an element only marks words of a text: it makes no paragraph. */
int treaty_mtdsg_is_inline(const xmlNode *node);

/**
 * A text of one line. Footnote markers are left out, white space of any kind
 * is a single space.
 * @param markers the markers, "4,5", or NULL; may be NULL
 */
const char *treaty_mtdsg_label(const xmlNode *node, const char **markers,
                               apr_pool_t *result_pool);

/**
 * The text of @p first and of its siblings up to, and without, @p end:
 * paragraphs apart by an empty line, footnote markers as "[4]", the rows of a
 * table a line each.
 */
const char *treaty_mtdsg_prose(const xmlNode *first, const xmlNode *end,
                               apr_pool_t *result_pool);

#endif

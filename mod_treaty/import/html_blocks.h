/* A saved page's content as a row of blocks, the site's own parts left out. */
#ifndef TREATY_IMPORT_HTML_BLOCKS_H
#define TREATY_IMPORT_HTML_BLOCKS_H

#include "treaty_import.h"
#include "treaty_json.h"

#include <libxml/tree.h>

/** The most nodes of a page, and how deep they lie. */
#define TREATY_HTML_NODES_MAX 200000
#define TREATY_HTML_DEPTH_MAX 256

typedef struct treaty_html_block_t {
    /** "heading", "paragraph", "item", "quote" or "table". */
    const char *kind;
    /** A heading's level from 1; an item's depth; else 0. */
    int level;
    int is_ordered;
    const char *text;
    /** Bound to the pool; NULL for none. */
    json_t *runs;
    json_t *rows;
    /** Whether all of the text is strong, or a link; the first link. */
    int is_strong;
    int is_link;
    const char *href;
    long line;
} treaty_html_block_t;

typedef struct treaty_html_blocks_t {
    /** Set by the caller: whether it is any page, of which what stands aside is
     * read, too, and elements are, each as TREATY_PROSE_ELEMENT. */
    int is_any;
    /** Of treaty_html_block_t. */
    apr_array_header_t *list;
    /** How many of them stand before the breadcrumb; -1 without one. */
    int before_breadcrumb;
    /** The breadcrumb's text; NULL without one. */
    const char *breadcrumb;
} treaty_html_blocks_t;

/**
 * Reads the blocks below @p root.
 * @param blocks all but is_any is set here
 * @param base the page's own address, which relative links are resolved by;
 * NULL where it isn't known
 * @return TREATY_EINPUT, with a finding, for a page that is too large
 */
apr_status_t treaty_html_blocks_read(treaty_html_blocks_t *blocks,
                                     const xmlNode *root, const char *base,
                                     const char *path,
                                     treaty_findings_t *findings,
                                     apr_pool_t *result_pool);

#endif

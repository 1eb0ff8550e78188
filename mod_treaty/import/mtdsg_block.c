#include "mtdsg_private.h"

#include <apr_strings.h>
#include <string.h>

/* The work of cutting one element. */
typedef struct cut_t {
    treaty_mtdsg_block_fn_t *take;
    void *baton;
    const treaty_mtdsg_t *mtdsg;
    int paragraphs;
    /* Cleared with each run and each row. */
    apr_pool_t *pool;
} cut_t;

long treaty_mtdsg_line(const xmlNode *node)
{
    return xmlGetLineNo(node);
}

static apr_status_t take(cut_t *cut, const xmlNode *node, const char *text,
                         const apr_array_header_t *cells)
{
    treaty_mtdsg_block_t block = {node, text, cells, treaty_mtdsg_line(node)};

    if (*text == '\0') {
        return APR_SUCCESS;
    }
    if (++cut->paragraphs > TREATY_MTDSG_PARAGRAPHS_MAX) {
        treaty_findings_add(cut->mtdsg->context.writer->findings,
                            TREATY_FINDING_ERROR, cut->mtdsg->path, block.line,
                            "size",
                            "a section of the file has more than %d "
                            "paragraphs; that is no treaty's",
                            TREATY_MTDSG_PARAGRAPHS_MAX);
        return TREATY_EINPUT;
    }
    return cut->take(cut->baton, &block);
}

/* A run of text and of elements in it: it may hold several paragraphs. */
static apr_status_t take_run(cut_t *cut, const xmlNode *node,
                             const xmlNode *first, const xmlNode *end)
{
    const char *text;
    apr_status_t rv = APR_SUCCESS;

    apr_pool_clear(cut->pool);
    text = treaty_mtdsg_prose(first, end, cut->pool);
    while (rv == APR_SUCCESS && *text) {
        const char *gap = strstr(text, "\n\n");
        apr_size_t len = gap ? (apr_size_t)(gap - text) : strlen(text);

        rv = take(cut, node, apr_pstrmemdup(cut->pool, text, len), NULL);
        text += len + (gap ? 2 : 0);
    }
    return rv;
}

static apr_status_t take_row(cut_t *cut, const xmlNode *row)
{
    apr_array_header_t *cells;
    const xmlNode *cell;

    apr_pool_clear(cut->pool);
    cells = apr_array_make(cut->pool, 4, sizeof(const char *));
    for (cell = treaty_mtdsg_first(row); cell; cell = treaty_mtdsg_next(cell)) {
        APR_ARRAY_PUSH(cells, const char *) =
            treaty_mtdsg_prose(cell->children, NULL, cut->pool);
    }
    return take(cut, row, treaty_mtdsg_prose(row->children, NULL, cut->pool),
                cells);
}

static int is_block(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE &&
           (!treaty_mtdsg_is_inline(node) || treaty_mtdsg_is(node, "row"));
}

static apr_status_t cut_node(cut_t *cut, const xmlNode *node)
{
    const xmlNode *run = node->children;
    const xmlNode *child;
    apr_status_t rv = APR_SUCCESS;

    for (child = run; rv == APR_SUCCESS && child; child = child->next) {
        if (!is_block(child)) {
            continue;
        }
        rv = take_run(cut, node, run, child);
        if (rv == APR_SUCCESS) {
            rv = treaty_mtdsg_is(child, "row") ? take_row(cut, child)
                                               : cut_node(cut, child);
        }
        run = child->next;
    }
    return rv == APR_SUCCESS ? take_run(cut, node, run, NULL) : rv;
}

apr_status_t treaty_mtdsg_blocks(const treaty_mtdsg_t *mtdsg,
                                 const xmlNode *node,
                                 treaty_mtdsg_block_fn_t *function, void *baton)
{
    cut_t cut = {function, baton, mtdsg, 0, NULL};
    apr_status_t rv;

    apr_pool_create(&cut.pool, mtdsg->pool);
    rv = cut_node(&cut, node);
    apr_pool_destroy(cut.pool);
    return rv;
}

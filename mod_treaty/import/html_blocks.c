#include "html_blocks.h"
#include "html_node.h"
#include "html_runs.h"
#include "html_table.h"
#include "prose.h"

#include "treaty_json.h"
#include "treaty_runs.h"

#include <apr_strings.h>
#include <libxml/uri.h>
#include <string.h>

#define LIST_DEPTH_MAX 6

/* A page while it is walked. */
typedef struct walk_t {
    treaty_html_blocks_t *blocks;
    const char *base;
    treaty_collector_t *collector;
    /* What the text that is being collected will be. */
    const char *kind;
    int level;
    int is_ordered;
    /* The lists around it. */
    int list_depth;
    int list_is_ordered;
    long line;
    int nodes;
    int depth;
    apr_pool_t *pool;
} walk_t;

static void walk_children(walk_t *walk, const xmlNode *node,
                          const treaty_marks_t *marks);

static void flush(walk_t *walk)
{
    treaty_collector_t *collector = walk->collector;
    treaty_html_block_t *block;

    if (*treaty_collector_text(collector)) {
        block = apr_array_push(walk->blocks->list);
        *block = (treaty_html_block_t){
            .kind = walk->kind,
            .level = walk->level,
            .is_ordered = walk->is_ordered,
            .text = apr_pstrdup(walk->pool, treaty_collector_text(collector)),
            .runs =
                treaty_json_bind(treaty_collector_runs(collector), walk->pool),
            .is_strong = treaty_collector_is_strong(collector),
            .is_link = treaty_collector_is_link(collector),
            .href = treaty_collector_href(collector),
            .line = walk->line};
    }
    treaty_collector_clear(collector);
}

/* Between blocks: a paragraph ends, an item, a quote or a heading goes on in
 * its next line. */
static void boundary(walk_t *walk)
{
    if (strcmp(walk->kind, "paragraph") == 0) {
        flush(walk);
    }
    else {
        treaty_collector_break(walk->collector);
    }
}

/* Two breaks in a row are how old pages part paragraphs. */
static void line_break(walk_t *walk)
{
    if (walk->collector->breaks > 0) {
        boundary(walk);
    }
    treaty_collector_break(walk->collector);
}

/* What an element's text is to be, and afterwards again what it was. */
static void walk_as(walk_t *walk, const xmlNode *node, const char *kind,
                    int level, int is_ordered, const treaty_marks_t *marks)
{
    walk_t outer = *walk;

    flush(walk);
    walk->kind = kind;
    walk->level = level;
    walk->is_ordered = is_ordered;
    walk_children(walk, node, marks);
    flush(walk);
    walk->kind = outer.kind;
    walk->level = outer.level;
    walk->is_ordered = outer.is_ordered;
}

static void walk_list(walk_t *walk, const xmlNode *node,
                      const treaty_marks_t *marks)
{
    int was_ordered = walk->list_is_ordered;

    flush(walk);
    walk->list_depth++;
    walk->list_is_ordered = treaty_node_is(node, "ol");
    walk_children(walk, node, marks);
    flush(walk);
    walk->list_is_ordered = was_ordered;
    walk->list_depth--;
}

static void walk_item(walk_t *walk, const xmlNode *node,
                      const treaty_marks_t *marks)
{
    int depth = walk->list_depth < 1                ? 1
                : walk->list_depth > LIST_DEPTH_MAX ? LIST_DEPTH_MAX
                                                    : walk->list_depth;

    walk_as(walk, node, "item", depth, walk->list_is_ordered, marks);
}

/* An address as the page means it; NULL where it may not be a link. A page's
 * <base> is left aside: it could lead anywhere. */
static const char *href_of(walk_t *walk, const xmlNode *node)
{
    const char *href = treaty_node_attribute(node, "href", walk->pool);
    xmlChar *whole;

    if (!href || *href == '#' || !treaty_href_valid(href)) {
        return NULL;
    }
    if (!walk->base) {
        return href;
    }
    whole = xmlBuildURI((const xmlChar *)href, (const xmlChar *)walk->base);
    href = whole ? apr_pstrdup(walk->pool, (const char *)whole) : NULL;
    xmlFree(whole);
    return href && treaty_href_valid(href) ? href : NULL;
}

/* The marks that an element adds to those around it. */
static treaty_marks_t marks_of(walk_t *walk, const xmlNode *node,
                               const treaty_marks_t *around)
{
    treaty_marks_t marks = *around;
    const char *value;

    if (treaty_node_is(node, "a")) {
        marks.href = href_of(walk, node);
    }
    else if (treaty_node_is(node, "b") || treaty_node_is(node, "strong")) {
        marks.strong = 1;
    }
    else if (treaty_node_is(node, "i") || treaty_node_is(node, "em") ||
             treaty_node_is(node, "cite")) {
        marks.em = 1;
    }
    else if (treaty_node_is(node, "abbr") || treaty_node_is(node, "acronym")) {
        value = treaty_node_attribute(node, "title", walk->pool);
        marks.abbr = value && strlen(value) <= 1000 ? value : NULL;
    }
    else if (treaty_node_is(node, "time")) {
        value = treaty_node_attribute(node, "datetime", walk->pool);
        marks.datetime = value && treaty_datetime_valid(value) ? value : NULL;
    }
    return marks;
}

/* A cell's text: whatever lies in it flows on. */
static void collect(void *baton, const xmlNode *node,
                    treaty_collector_t *collector)
{
    static const treaty_marks_t unmarked;
    walk_t cell = *(const walk_t *)baton;

    cell.collector = collector;
    cell.kind = "cell";
    walk_children(&cell, node, &unmarked);
    ((walk_t *)baton)->nodes = cell.nodes;
}

/* A caption is a paragraph of its own. */
static void walk_caption(walk_t *walk, const xmlNode *table,
                         const treaty_marks_t *marks)
{
    const xmlNode *node;

    flush(walk);
    for (node = table->children; node; node = node->next) {
        if (treaty_node_is(node, "caption")) {
            walk_as(walk, node, "paragraph", 0, 0, marks);
        }
    }
}

static void walk_table(walk_t *walk, const xmlNode *node,
                       const treaty_marks_t *marks)
{
    treaty_html_block_t *block;
    const char *text;
    json_t *rows = NULL;

    if (strcmp(walk->kind, "cell") != 0 &&
        treaty_node_is_data(node, walk->pool)) {
        treaty_html_table_read(&rows, &text, node, collect, walk, walk->pool);
    }
    if (json_array_size(rows) == 0) {
        boundary(walk);
        walk_children(walk, node, marks);
        boundary(walk);
        return;
    }
    walk_caption(walk, node, marks);
    block = apr_array_push(walk->blocks->list);
    *block = (treaty_html_block_t){.kind = "table",
                                   .text = text,
                                   .rows = rows,
                                   .line = xmlGetLineNo(node)};
}

/* The breadcrumb is read for itself, and marks where the site's head ends. */
static void take_breadcrumb(walk_t *walk, const xmlNode *node)
{
    static const treaty_marks_t unmarked;
    walk_t crumbs = *walk;

    if (walk->blocks->breadcrumb || strcmp(walk->kind, "cell") == 0) {
        return;
    }
    flush(walk);
    crumbs.collector = treaty_collector_create(walk->pool);
    crumbs.kind = "cell";
    walk_children(&crumbs, node, &unmarked);
    walk->nodes = crumbs.nodes;
    walk->blocks->breadcrumb = treaty_collector_text(crumbs.collector);
    walk->blocks->before_breadcrumb = walk->blocks->list->nelts;
}

static void walk_block(walk_t *walk, const xmlNode *node,
                       const treaty_marks_t *marks)
{
    boundary(walk);
    walk_children(walk, node, marks);
    boundary(walk);
}

static void walk_structure(walk_t *walk, const xmlNode *node,
                           treaty_node_kind_t kind, const treaty_marks_t *marks)
{
    /* In a cell nothing is a block of its own. */
    if (strcmp(walk->kind, "cell") == 0) {
        walk_block(walk, node, marks);
        return;
    }
    switch (kind) {
    case TREATY_NODE_HEADING:
        walk_as(walk, node, "heading", node->name[1] - '0', 0, marks);
        break;
    case TREATY_NODE_LIST:
        walk_list(walk, node, marks);
        break;
    case TREATY_NODE_ITEM:
        walk_item(walk, node, marks);
        break;
    case TREATY_NODE_QUOTE:
        walk_as(walk, node, "quote", 0, 0, marks);
        break;
    case TREATY_NODE_TABLE:
        walk_table(walk, node, marks);
        break;
    default:
        walk_block(walk, node, marks);
    }
}

static void walk_element(walk_t *walk, const xmlNode *node,
                         const treaty_marks_t *around)
{
    treaty_node_kind_t kind = treaty_node_kind(node, walk->pool);
    treaty_marks_t marks;

    if (treaty_node_is_breadcrumb(node, walk->pool)) {
        take_breadcrumb(walk, node);
        return;
    }
    if (!*treaty_collector_text(walk->collector)) {
        walk->line = xmlGetLineNo(node);
    }
    switch (kind) {
    case TREATY_NODE_CHROME:
        break;
    case TREATY_NODE_ASIDE:
        if (walk->blocks->is_any) {
            walk_structure(walk, node, kind, around);
        }
        break;
    case TREATY_NODE_BREAK:
        line_break(walk);
        break;
    case TREATY_NODE_INLINE:
        marks = marks_of(walk, node, around);
        walk_children(walk, node, &marks);
        break;
    default:
        walk_structure(walk, node, kind, around);
    }
}

/* <!--#treaty … -->, in whose place httpd writes a value. */
static int is_element(const xmlNode *node)
{
    return node->type == XML_COMMENT_NODE && node->content &&
           strncmp((const char *)node->content, "#treaty", 7) == 0;
}

static void walk_children(walk_t *walk, const xmlNode *node,
                          const treaty_marks_t *marks)
{
    const xmlNode *child;

    if (walk->depth >= TREATY_HTML_DEPTH_MAX) {
        walk->nodes = TREATY_HTML_NODES_MAX + 1;
        return;
    }
    walk->depth++;
    for (child = node->children; child && walk->nodes <= TREATY_HTML_NODES_MAX;
         child = child->next) {
        walk->nodes++;
        if (child->type == XML_ELEMENT_NODE) {
            walk_element(walk, child, marks);
        }
        else if ((child->type == XML_TEXT_NODE ||
                  child->type == XML_CDATA_SECTION_NODE) &&
                 child->content) {
            treaty_collector_add(walk->collector, (const char *)child->content,
                                 marks);
        }
        else if (walk->blocks->is_any && is_element(child)) {
            treaty_collector_add(walk->collector, TREATY_PROSE_ELEMENT, marks);
        }
    }
    walk->depth--;
}

apr_status_t treaty_html_blocks_read(treaty_html_blocks_t *blocks,
                                     const xmlNode *root, const char *base,
                                     const char *path,
                                     treaty_findings_t *findings,
                                     apr_pool_t *result_pool)
{
    static const treaty_marks_t unmarked;
    walk_t walk = {.blocks = blocks,
                   .base = base,
                   .collector = treaty_collector_create(result_pool),
                   .kind = "paragraph",
                   .pool = result_pool};

    blocks->list = apr_array_make(result_pool, 64, sizeof(treaty_html_block_t));
    blocks->before_breadcrumb = -1;
    blocks->breadcrumb = NULL;
    walk_children(&walk, root, &unmarked);
    flush(&walk);
    if (walk.nodes > TREATY_HTML_NODES_MAX) {
        treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0, "size",
                            "the page has more than %d elements and texts, or "
                            "elements more than %d deep; save the part with "
                            "the fact sheet alone",
                            TREATY_HTML_NODES_MAX, TREATY_HTML_DEPTH_MAX);
        return TREATY_EINPUT;
    }
    return APR_SUCCESS;
}

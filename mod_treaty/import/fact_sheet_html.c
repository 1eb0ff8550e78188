#include "fact_sheet.h"
#include "html_blocks.h"
#include "html_meta.h"
#include "html_node.h"
#include "html_text.h"
#include "sheet.h"
#include "utf8.h"

#include "treaty_json.h"
#include "treaty_runs.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <libxml/HTMLparser.h>
#include <string.h>

/* A line of a head is short. */
#define HEAD_LINE_MAX 120
/* The date stands at most so many blocks behind the title. */
#define DATE_BEHIND_TITLE 8
/* So many links in a row at a page's end are the site's. */
#define CLOSING_LINKS 3
#define LEVEL_MIN 2
#define LEVEL_MAX 4

/* A page while it is read. */
typedef struct page_t {
    treaty_sheet_t sheet;
    xmlDoc *doc;
    const char *base;
    treaty_html_blocks_t blocks;
    /* All that readers see is read, of whatever page. */
    int is_any;
    /* The body begins here. */
    int at;
    apr_pool_t *pool;
} page_t;

static apr_status_t free_doc(void *doc)
{
    xmlFreeDoc(doc);
    return APR_SUCCESS;
}

static apr_status_t refuse(page_t *page, const char *message)
{
    treaty_findings_add(page->sheet.findings, TREATY_FINDING_ERROR,
                        page->sheet.path, 0, "page", "%s", message);
    return TREATY_EINPUT;
}

/* libxml2 stops at elements that lie too deep, and drops what follows. */
static apr_status_t parse(page_t *page, const char *text)
{
    static const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                               HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                               HTML_PARSE_IGNORE_ENC;
    htmlParserCtxt *context = htmlNewParserCtxt();
    int is_cut = 0;

    if (context) {
        page->doc = htmlCtxtReadMemory(context, text, (int)strlen(text), NULL,
                                       "UTF-8", options);
        is_cut = context->disableSAX != 0;
        htmlFreeParserCtxt(context);
    }
    if (page->doc) {
        apr_pool_cleanup_register(page->pool, page->doc, free_doc,
                                  apr_pool_cleanup_null);
    }
    if (is_cut) {
        return refuse(page, "the page's elements are nested too deeply; save "
                            "the part with the fact sheet alone");
    }
    return page->doc && xmlDocGetRootElement(page->doc)
               ? APR_SUCCESS
               : refuse(page, "the page is empty");
}

/* What holds title and body. */
static const xmlNode *content_of(const page_t *page)
{
    int count;
    const xmlNode *root = xmlDocGetRootElement(page->doc);
    const xmlNode *node =
        page->is_any ? root : treaty_node_find(&count, root, "main");

    if (node) {
        return node;
    }
    node = treaty_node_find(&count, root, "article");
    return node && count == 1 ? node : root;
}

static const treaty_html_block_t *block_at(const page_t *page, int i)
{
    return i >= 0 && i < page->blocks.list->nelts
               ? &APR_ARRAY_IDX(page->blocks.list, i, treaty_html_block_t)
               : NULL;
}

static int is_link(const treaty_html_block_t *block)
{
    return block && block->is_link;
}

static int is_kind(const treaty_html_block_t *block, const char *kind)
{
    return block && strcmp(block->kind, kind) == 0;
}

/* "You are in: A > B", wherever in a block it stands. */
static int find_spoken_breadcrumb(const char **rest, const page_t *page)
{
    int i;

    for (i = 0; i < page->blocks.list->nelts; i++) {
        const char *mark =
            strstr(block_at(page, i)->text, TREATY_SHEET_BREADCRUMB);

        if (mark) {
            *rest = mark + strlen(TREATY_SHEET_BREADCRUMB);
            return i + 1;
        }
    }
    return 0;
}

/* What an element that is marked as the breadcrumb says. */
static const char *crumbs_in(const page_t *page, const xmlNode *node)
{
    treaty_html_blocks_t crumbs = {0};
    const char *text = "";
    int i;

    if (treaty_html_blocks_read(&crumbs, node, NULL, page->sheet.path,
                                page->sheet.findings,
                                page->pool) != APR_SUCCESS) {
        return NULL;
    }
    for (i = 0; i < crumbs.list->nelts; i++) {
        text = apr_pstrcat(
            page->pool, text, ">",
            APR_ARRAY_IDX(crumbs.list, i, treaty_html_block_t).text, NULL);
    }
    return crumbs.breadcrumb ? crumbs.breadcrumb : text;
}

/* A breadcrumb may lie outside of the page's content. */
static const char *marked_breadcrumb(const page_t *page)
{
    const xmlNode *root = xmlDocGetRootElement(page->doc);
    const xmlNode *node;

    for (node = root; node; node = treaty_node_next(node, root)) {
        if (treaty_node_is_breadcrumb(node, page->pool)) {
            return crumbs_in(page, node);
        }
    }
    return NULL;
}

static void read_breadcrumb(page_t *page)
{
    const char *rest = NULL;
    const char *mark;

    page->at = find_spoken_breadcrumb(&rest, page);
    if (page->at == 0 && page->blocks.before_breadcrumb > 0) {
        page->at = page->blocks.before_breadcrumb;
    }
    if (!rest) {
        rest = page->blocks.breadcrumb ? page->blocks.breadcrumb
                                       : marked_breadcrumb(page);
        mark = rest ? strstr(rest, TREATY_SHEET_BREADCRUMB) : NULL;
        rest = mark ? mark + strlen(TREATY_SHEET_BREADCRUMB) : rest;
    }
    treaty_sheet_breadcrumb(&page->sheet, rest ? rest : "");
}

/* The lines of a block. @return of const char * */
static apr_array_header_t *lines_of(const treaty_html_block_t *block,
                                    apr_pool_t *pool)
{
    apr_array_header_t *lines = apr_array_make(pool, 4, sizeof(const char *));
    const char *text = block->text;

    for (;;) {
        apr_size_t len = strcspn(text, "\n");

        APR_ARRAY_PUSH(lines, const char *) = apr_pstrmemdup(pool, text, len);
        if (text[len] == '\0') {
            return lines;
        }
        text += len + 1;
    }
}

/* The last line of those given that is a date, -1 without one. */
static int date_among(const apr_array_header_t *lines)
{
    int i;

    for (i = 0; i < lines->nelts && i < TREATY_SHEET_HEAD_LINES; i++) {
        if (treaty_sheet_whole_day(APR_ARRAY_IDX(lines, i, const char *)) !=
            TREATY_DAY_NONE) {
            return i;
        }
    }
    return -1;
}

static int may_stand_in_head(const treaty_html_block_t *block)
{
    apr_size_t len = block ? strlen(block->text) : 0;

    return is_kind(block, "paragraph") && len <= HEAD_LINE_MAX &&
           !strchr(block->text, '\n') && !strchr(".:;!?", block->text[len - 1]);
}

/* The short paragraphs in a row that a block with the date alone ends. */
static apr_array_header_t *paragraphs_before(const page_t *page, int date,
                                             int start)
{
    apr_array_header_t *lines =
        apr_array_make(page->pool, 4, sizeof(const char *));
    int first = date;

    while (first > start && date - first < 4 &&
           may_stand_in_head(block_at(page, first - 1))) {
        first--;
    }
    for (; first <= date; first++) {
        APR_ARRAY_PUSH(lines, const char *) = block_at(page, first)->text;
    }
    return lines;
}

/* @return the block with the date, or -1 */
static int read_head(page_t *page, int title)
{
    int end = title >= 0 ? title + 1 + DATE_BEHIND_TITLE
                         : page->at + TREATY_SHEET_HEAD_END;
    int i;

    for (i = page->at; i < end && block_at(page, i); i++) {
        apr_array_header_t *lines = lines_of(block_at(page, i), page->pool);
        int date = date_among(lines);

        if (date >= 0 && i != title) {
            if (lines->nelts == 1) {
                lines = paragraphs_before(page, i,
                                          i > title ? title + 1 : page->at);
                date = lines->nelts - 1;
            }
            treaty_sheet_head(&page->sheet, (const char *const *)lines->elts,
                              date + 1);
            return i;
        }
    }
    return -1;
}

/* The first heading of the highest kind, -1 without one. */
static int find_title(const page_t *page)
{
    int i;

    for (i = page->at; block_at(page, i); i++) {
        if (is_kind(block_at(page, i), "heading") &&
            block_at(page, i)->level == 1) {
            return i;
        }
    }
    return -1;
}

static int find_heading(const page_t *page)
{
    int i;

    for (i = page->at; block_at(page, i); i++) {
        if (is_kind(block_at(page, i), "heading")) {
            return i;
        }
    }
    return -1;
}

static const char *one_line(const char *text, apr_pool_t *pool)
{
    char *copy = apr_pstrdup(pool, text);
    char *at;

    for (at = copy; (at = strchr(at, '\n')) != NULL;) {
        *at = ' ';
    }
    return copy;
}

/* Finds head and title, whichever comes first, and where the body begins. */
static const char *read_title(page_t *page)
{
    int title = find_title(page);
    int head = read_head(page, title);

    if (title < 0) {
        title = head >= 0 ? head + 1 : find_heading(page);
    }
    if (!block_at(page, title)) {
        page->at = head >= 0 ? head + 1 : page->at;
        return treaty_html_title(page->doc, page->pool);
    }
    page->at = (head > title ? head : title) + 1;
    return one_line(block_at(page, title)->text, page->pool);
}

static int clamped(int level)
{
    return level < LEVEL_MIN   ? LEVEL_MIN
           : level > LEVEL_MAX ? LEVEL_MAX
                               : level;
}

static void add_block(page_t *page, const treaty_html_block_t *block)
{
    int level =
        is_kind(block, "heading") ? clamped(block->level) : block->level;
    json_t *added = treaty_sheet_block(&page->sheet, block->kind, level,
                                       block->text, block->line);

    if (block->is_ordered) {
        json_object_set_new(added, "ordered", json_true());
    }
    if (block->runs) {
        json_object_set(added, "runs", block->runs);
    }
    if (block->rows) {
        json_object_set(added, "rows", block->rows);
    }
}

/* Old pages make headings of bold paragraphs. */
static int is_bold_heading(const page_t *page, int i)
{
    const treaty_html_block_t *block = block_at(page, i);

    return is_kind(block, "paragraph") && block->is_strong &&
           treaty_sheet_is_heading(block->text) && block_at(page, i + 1);
}

static const char *web_link(const treaty_html_block_t *block)
{
    return treaty_html_is_address(block->href) ? block->href : NULL;
}

/* Where the body ends: before links in a row that nothing follows. */
static int body_end(const page_t *page)
{
    int end = page->blocks.list->nelts;
    int i = end;

    while (i > page->at && is_link(block_at(page, i - 1))) {
        i--;
    }
    return end - i >= CLOSING_LINKS ? i : end;
}

static void read_body(page_t *page)
{
    int end = body_end(page);
    int i;

    for (i = page->at; i < end && block_at(page, i); i++) {
        const treaty_html_block_t *block = block_at(page, i);
        const char *first =
            APR_ARRAY_IDX(lines_of(block, page->pool), 0, const char *);

        if (!block->rows &&
            treaty_sheet_is_end(&page->sheet, first, block->line) &&
            !page->is_any) {
            return;
        }
        if (treaty_sheet_take_link(&page->sheet, block->text,
                                   web_link(block))) {
            continue;
        }
        if (is_bold_heading(page, i)) {
            treaty_sheet_block(&page->sheet, "heading", TREATY_SHEET_HEADING,
                               one_line(block->text, page->pool), block->line);
        }
        else {
            add_block(page, block);
        }
    }
}

/* @param title NULL where there is none */
static apr_status_t read_page(page_t *page, const char **title,
                              const char *data, apr_size_t len)
{
    const char *text;
    apr_status_t rv = treaty_html_decode(&text, page->sheet.path, data, len,
                                         page->sheet.findings, page->pool);

    if (rv == APR_SUCCESS) {
        rv = parse(page, text);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    page->base = treaty_html_address(page->doc, page->pool);
    treaty_sheet_set(&page->sheet, "url", page->base);
    treaty_sheet_set(&page->sheet, "language",
                     treaty_html_language(page->doc, page->pool));
    page->blocks.is_any = page->is_any;
    rv = treaty_html_blocks_read(&page->blocks, content_of(page), page->base,
                                 page->sheet.path, page->sheet.findings,
                                 page->pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    read_breadcrumb(page);
    *title = read_title(page);
    page->at = page->is_any ? 0 : page->at;
    read_body(page);
    if (!treaty_json_text(page->sheet.record, "released_on")) {
        treaty_sheet_set(&page->sheet, "released_on",
                         treaty_html_day(page->doc, page->pool));
    }
    return APR_SUCCESS;
}

apr_status_t treaty_html_page_read(json_t **record, const char *path,
                                   const char *data, apr_size_t len,
                                   treaty_findings_t *findings,
                                   apr_pool_t *result_pool)
{
    page_t page = {.pool = result_pool};
    const char *title = NULL;
    apr_status_t rv;

    treaty_sheet_start(&page.sheet, path, findings, result_pool);
    *record = page.sheet.record;
    rv = read_page(&page, &title, data, len);
    if (rv == APR_SUCCESS && !title) {
        return refuse(&page, "the page has no title: neither <h1> nor a line "
                             "after its date; save the whole page");
    }
    if (rv == APR_SUCCESS) {
        treaty_sheet_name(&page.sheet, title);
    }
    return rv;
}

apr_status_t treaty_html_any_read(json_t **record, const char *path,
                                  const char *data, apr_size_t len,
                                  treaty_findings_t *findings,
                                  apr_pool_t *result_pool)
{
    page_t page = {.pool = result_pool, .is_any = 1};
    const char *title = NULL;
    apr_status_t rv;

    treaty_sheet_start(&page.sheet, path, findings, result_pool);
    *record = page.sheet.record;
    rv = read_page(&page, &title, data, len);
    if (rv == APR_SUCCESS) {
        treaty_sheet_name(&page.sheet, title ? title : "");
    }
    return rv;
}

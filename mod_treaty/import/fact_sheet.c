#include "fact_sheet.h"
#include "page_lines.h"
#include "sheet.h"

#include <apr_strings.h>
#include <string.h>

/* Lists are nested no deeper. */
#define LEVELS 6

/* A page while it is read. */
typedef struct page_t {
    treaty_sheet_t sheet;
    apr_array_header_t *lines;
    /* The next line. */
    int at;
    apr_pool_t *pool;
} page_t;

/* Beyond the last one all lines are blank. */
static const treaty_line_t *line_at(const page_t *page, int i)
{
    static const treaty_line_t blank = {.text = "", .is_blank = 1, .whole = ""};

    return i < page->lines->nelts
               ? &APR_ARRAY_IDX(page->lines, i, treaty_line_t)
               : &blank;
}

static int is_blank(const page_t *page, int i)
{
    return line_at(page, i)->is_blank;
}

static void skip_blank(page_t *page)
{
    while (page->at < page->lines->nelts && is_blank(page, page->at)) {
        page->at++;
    }
}

int treaty_page_recognise(const char *text)
{
    return strstr(text, TREATY_SHEET_BREADCRUMB) != NULL ||
           strstr(text, TREATY_SHEET_RELEASED) != NULL;
}

/* Where the page's own text begins: after the breadcrumb, or without one at
 * the first line. */
static void read_breadcrumb(page_t *page)
{
    const char *rest = NULL;
    int i;

    for (i = 0; i < page->lines->nelts && !rest; i++) {
        rest =
            treaty_sheet_after(line_at(page, i)->text, TREATY_SHEET_BREADCRUMB);
    }
    if (rest) {
        page->at = i;
        treaty_sheet_breadcrumb(&page->sheet, rest);
    }
}

/* The head is a run of lines that a date ends. */
static int find_head(int *start, int *date, const page_t *page)
{
    int i;

    for (i = page->at;
         i < page->lines->nelts && i < page->at + TREATY_SHEET_HEAD_END; i++) {
        if (treaty_sheet_whole_day(line_at(page, i)->text) != TREATY_DAY_NONE) {
            *date = i;
            for (*start = i; *start > page->at && !is_blank(page, *start - 1);
                 (*start)--) {
            }
            return i - *start < TREATY_SHEET_HEAD_LINES;
        }
    }
    return 0;
}

static void read_head(page_t *page)
{
    const char *lines[TREATY_SHEET_HEAD_LINES];
    int start;
    int date;
    int i;

    if (!find_head(&start, &date, page)) {
        return;
    }
    for (i = start; i <= date; i++) {
        lines[i - start] = line_at(page, i)->text;
    }
    treaty_sheet_head(&page->sheet, lines, date - start + 1);
    page->at = date + 1;
}

/* What follows the first line's text, up to an empty line or an item, joined
 * to it by blanks. */
static const char *read_rest(page_t *page, const char *text)
{
    page->at++;

    while (!is_blank(page, page->at) && !line_at(page, page->at)->is_item) {
        text = apr_pstrcat(page->pool, text, " ",
                           line_at(page, page->at++)->text, NULL);
    }
    return text;
}

static const char *read_run(page_t *page)
{
    return read_rest(page, line_at(page, page->at)->text);
}

static int has_item_next(const page_t *page)
{
    int i = page->at;

    while (i < page->lines->nelts && is_blank(page, i)) {
        i++;
    }
    return i < page->lines->nelts && line_at(page, i)->is_item;
}

static int has_text_next(const page_t *page)
{
    int i = page->at;

    while (i < page->lines->nelts && is_blank(page, i)) {
        i++;
    }
    return i < page->lines->nelts;
}

static int is_heading(const page_t *page, const char *text)
{
    if (!*text || !treaty_sheet_is_heading(text)) {
        return 0;
    }
    return text[strlen(text) - 1] == ':' ? has_item_next(page)
                                         : has_text_next(page);
}

/* How deep an item lies, by the indents of those before it. */
static int item_level(int indents[], int *depth, int indent)
{
    while (*depth > 0 && indents[*depth - 1] > indent) {
        (*depth)--;
    }
    if ((*depth == 0 || indents[*depth - 1] < indent) && *depth < LEVELS) {
        indents[(*depth)++] = indent;
    }
    return *depth;
}

/* A number that goes on counting is its list's; another stays in the text. */
static void read_item(page_t *page, int level, int counted[])
{
    const treaty_line_t *line = line_at(page, page->at);
    long number = line->number;
    int goes_on = line->ordinal > 0 && line->ordinal == counted[level - 1] + 1;
    const char *text = line->ordinal == 0 || goes_on ? line->text : line->whole;
    json_t *block = treaty_sheet_block(&page->sheet, "item", level,
                                       read_rest(page, text), number);

    counted[level - 1] = goes_on ? line->ordinal : 0;
    memset(counted + level, 0, (LEVELS - (size_t)level) * sizeof(*counted));
    if (goes_on) {
        json_object_set_new(block, "ordered", json_true());
    }
}

static void read_items(page_t *page)
{
    int indents[LEVELS];
    int counted[LEVELS] = {0};
    int depth = 0;

    while (page->at < page->lines->nelts && !is_blank(page, page->at) &&
           line_at(page, page->at)->is_item) {
        int level =
            item_level(indents, &depth, line_at(page, page->at)->indent);

        read_item(page, level, counted);
        /* A list may have empty lines between its items. */
        if (is_blank(page, page->at) && has_item_next(page)) {
            skip_blank(page);
        }
    }
}

static void read_body(page_t *page)
{
    for (skip_blank(page); page->at < page->lines->nelts; skip_blank(page)) {
        const treaty_line_t *line = line_at(page, page->at);
        int before = page->at;
        const char *text;

        if (treaty_sheet_is_end(&page->sheet, line->text, line->number)) {
            return;
        }
        if (line->is_item) {
            read_items(page);
            continue;
        }
        text = read_run(page);
        if (treaty_sheet_take_link(&page->sheet, text, NULL)) {
            continue;
        }
        if (page->at - before == 1 && is_heading(page, text)) {
            treaty_sheet_block(&page->sheet, "heading", TREATY_SHEET_HEADING,
                               text, line->number);
        }
        else {
            treaty_sheet_block(&page->sheet, "paragraph", 0, text,
                               line->number);
        }
    }
}

apr_status_t treaty_page_read(json_t **record, const char *path,
                              const char *text, treaty_findings_t *findings,
                              apr_pool_t *result_pool)
{
    page_t page = {.at = 0, .pool = result_pool};
    const char *title;

    treaty_sheet_start(&page.sheet, path, findings, result_pool);
    *record = page.sheet.record;
    page.lines = treaty_lines_cut(text, result_pool);
    read_breadcrumb(&page);
    read_head(&page);
    skip_blank(&page);
    if (page.at == page.lines->nelts) {
        treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0, "page",
                            "the page has no title after its breadcrumb and "
                            "date; save the whole page as text");
        return TREATY_EINPUT;
    }
    title = read_run(&page);
    read_body(&page);
    treaty_sheet_name(&page.sheet, title);
    return APR_SUCCESS;
}

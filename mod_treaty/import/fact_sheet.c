#include "fact_sheet.h"
#include "page_lines.h"
#include "title.h"
#include "utf8.h"

#include "treaty_date.h"
#include "treaty_json.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define BREADCRUMB "You are in:"
#define RELEASED "Released on"
#define MORE "For additional information"
#define HEADING_MAX 120
#define HEADING_LEVEL 2
#define HEAD_LINES_MAX 8
/* The date stands among the first lines, a site's own included. */
#define HEAD_END 40
/* A footer's row of links has so many bars. */
#define FOOTER_BARS 2

/* A page while it is read. */
typedef struct page_t {
    const char *path;
    treaty_findings_t *findings;
    apr_array_header_t *lines;
    /* The next line. */
    int at;
    json_t *record;
    json_t *blocks;
    json_t *links;
    apr_pool_t *pool;
} page_t;

static const treaty_line_t *line_at(const page_t *page, int i)
{
    return i < page->lines->nelts
               ? &APR_ARRAY_IDX(page->lines, i, treaty_line_t)
               : NULL;
}

static int is_blank(const page_t *page, int i)
{
    const treaty_line_t *line = line_at(page, i);

    return line == NULL || line->is_blank;
}

static void skip_blank(page_t *page)
{
    while (page->at < page->lines->nelts && is_blank(page, page->at)) {
        page->at++;
    }
}

int treaty_page_recognise(const char *text)
{
    return strstr(text, BREADCRUMB) != NULL || strstr(text, RELEASED) != NULL;
}

/* The day that a text holds and nothing else, or TREATY_DAY_NONE. */
static treaty_day_t whole_day(const char *text)
{
    const char *rest;
    treaty_day_t day;

    if (!treaty_day_parse_prose(&day, &rest, text) ||
        *treaty_skip_space(rest) != '\0') {
        return TREATY_DAY_NONE;
    }
    return day;
}

/* Where the page's own text begins: after the breadcrumb, or without one at
 * the first line. */
static void read_breadcrumb(page_t *page)
{
    json_t *crumbs = json_array();
    const char *rest = NULL;
    char *crumb;
    char *state;
    int i;

    json_object_set_new(page->record, "breadcrumb", crumbs);
    for (i = 0; i < page->lines->nelts && !rest; i++) {
        rest = treaty_line_after(line_at(page, i), BREADCRUMB);
    }
    if (!rest) {
        return;
    }
    page->at = i;
    for (crumb = apr_strtok(apr_pstrdup(page->pool, rest), ">", &state); crumb;
         crumb = apr_strtok(NULL, ">", &state)) {
        const char *label = treaty_trim(crumb, page->pool);

        if (*label) {
            json_array_append_new(crumbs, json_string(label));
        }
    }
}

/*
 * The head: a run of short lines, kind first, the date last, and between them
 * the office and the place. A single one between is the place where it has a
 * comma, as "Washington, DC" has.
 */
static int find_head(int *start, int *date, const page_t *page)
{
    int i;

    for (i = page->at; i < page->lines->nelts && i < page->at + HEAD_END; i++) {
        if (whole_day(line_at(page, i)->text) != TREATY_DAY_NONE) {
            *date = i;
            for (*start = i; *start > page->at && !is_blank(page, *start - 1);
                 (*start)--) {
            }
            return i - *start < HEAD_LINES_MAX;
        }
    }
    return 0;
}

static void set_text(page_t *page, const char *name, const char *value)
{
    treaty_json_set_text(page->record, name, value);
}

static const char *joined(const page_t *page, int from, int to)
{
    const char *text = NULL;

    for (; from < to; from++) {
        const char *line = line_at(page, from)->text;

        text = text ? apr_pstrcat(page->pool, text, ", ", line, NULL) : line;
    }
    return text;
}

static void read_head(page_t *page)
{
    int start;
    int date;
    int place;

    if (!find_head(&start, &date, page)) {
        return;
    }
    place = date;
    if (date - start > 2 ||
        (date - start == 2 && strchr(line_at(page, date - 1)->text, ','))) {
        place = date - 1;
        set_text(page, "place", line_at(page, place)->text);
    }
    if (date > start) {
        set_text(page, "kind", line_at(page, start)->text);
    }
    set_text(page, "office", joined(page, start + 1, place));
    set_text(page, "released_on",
             treaty_day_text(whole_day(line_at(page, date)->text), page->pool));
    page->at = date + 1;
}

/* Lines up to an empty one or an item, joined by blanks. */
static const char *read_run(page_t *page)
{
    const char *text = line_at(page, page->at++)->text;

    while (!is_blank(page, page->at) && !line_at(page, page->at)->is_item) {
        text = apr_pstrcat(page->pool, text, " ",
                           line_at(page, page->at++)->text, NULL);
    }
    return text;
}

static void add_block(page_t *page, const char *kind, int level,
                      const char *text)
{
    json_t *block = json_object();

    treaty_json_set_text(block, "kind", kind);
    if (level) {
        json_object_set_new(block, "level", json_integer(level));
    }
    treaty_json_set_text(block, "text", text);
    json_array_append_new(page->blocks, block);
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
    apr_size_t len = strlen(text);

    if (len == 0 || len > HEADING_MAX) {
        return 0;
    }
    if (text[len - 1] == ':') {
        return has_item_next(page);
    }
    return !strchr(".!?;,\"", text[len - 1]) && has_text_next(page);
}

/* How deep an item lies, by the indents of those before it. */
static int item_level(int indents[], int *depth, int indent)
{
    while (*depth > 0 && indents[*depth - 1] > indent) {
        (*depth)--;
    }
    if ((*depth == 0 || indents[*depth - 1] < indent) && *depth < 6) {
        indents[(*depth)++] = indent;
    }
    return *depth;
}

static void read_items(page_t *page)
{
    int indents[6];
    int depth = 0;

    while (page->at < page->lines->nelts && !is_blank(page, page->at) &&
           line_at(page, page->at)->is_item) {
        int level =
            item_level(indents, &depth, line_at(page, page->at)->indent);

        add_block(page, "item", level, read_run(page));
        /* A list may have empty lines between its items. */
        if (is_blank(page, page->at) && has_item_next(page)) {
            skip_blank(page);
        }
    }
}

static int count_of(const char *text, char c)
{
    int count = 0;

    while ((text = strchr(text, c)) != NULL) {
        count++;
        text++;
    }
    return count;
}

/* "For additional information: http://…" */
static int take_link(page_t *page, const char *text)
{
    const char *url = strstr(text, "http://");
    json_t *link;

    if (!url) {
        url = strstr(text, "https://");
    }
    if (!url || strncasecmp(text, MORE, strlen(MORE)) != 0) {
        return 0;
    }
    link = json_object();
    treaty_json_set_text(link, "label", MORE);
    treaty_json_set_text(
        link, "url", apr_pstrmemdup(page->pool, url, strcspn(url, " \t<>\"")));
    json_array_append_new(page->links, link);
    return 1;
}

static void take_release(page_t *page, const char *text)
{
    treaty_day_t day = whole_day(text);
    const char *other = treaty_json_text(page->record, "released_on");
    const char *iso = treaty_day_text(day, page->pool);

    if (!iso) {
        return;
    }
    if (other && strcmp(other, iso) != 0) {
        treaty_findings_add(page->findings, TREATY_FINDING_WARNING, page->path,
                            line_at(page, page->at)->number, "date",
                            "the page says it was released on %s, and %s "
                            "above; the former is taken",
                            iso, other);
    }
    set_text(page, "released_on", iso);
}

/* Whether the body has ended: the release, the way to the top, or a footer's
 * row of links. */
static int is_end(page_t *page, const treaty_line_t *line)
{
    const char *released = treaty_line_after(line, RELEASED);

    if (released && whole_day(released) != TREATY_DAY_NONE) {
        take_release(page, released);
        return 1;
    }
    return treaty_line_after(line, "Back to top") != NULL ||
           count_of(line->text, '|') >= FOOTER_BARS;
}

static void read_body(page_t *page)
{
    for (skip_blank(page); page->at < page->lines->nelts; skip_blank(page)) {
        const treaty_line_t *line = line_at(page, page->at);
        int before = page->at;
        const char *text;

        if (is_end(page, line)) {
            return;
        }
        if (line->is_item) {
            read_items(page);
            continue;
        }
        text = read_run(page);
        if (take_link(page, text)) {
            continue;
        }
        if (page->at - before == 1 && is_heading(page, text)) {
            add_block(page, "heading", HEADING_LEVEL, text);
        }
        else {
            add_block(page, "paragraph", 0, text);
        }
    }
}

static void set_slug(page_t *page, const char *title)
{
    const char *stem = treaty_path_stem(page->path, page->pool);
    const char *day = treaty_json_text(page->record, "released_on");

    if (!treaty_slug_valid(stem)) {
        stem = treaty_slug_make(
            apr_pstrcat(page->pool, day ? day : "", " ", title, NULL),
            page->pool);
    }
    set_text(page, "id", stem);
}

apr_status_t treaty_page_read(json_t **record, const char *path,
                              const char *text, treaty_findings_t *findings,
                              apr_pool_t *result_pool)
{
    page_t page = {path, findings, NULL, 0, NULL, NULL, NULL, result_pool};
    const char *title;

    *record = page.record = treaty_json_bind(json_object(), result_pool);
    page.lines = treaty_lines_cut(text, result_pool);
    page.blocks = json_array();
    page.links = json_array();
    json_object_set_new(page.record, "blocks", page.blocks);
    json_object_set_new(page.record, "links", page.links);
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
    set_text(&page, "title", title);
    read_body(&page);
    set_slug(&page, title);
    return APR_SUCCESS;
}

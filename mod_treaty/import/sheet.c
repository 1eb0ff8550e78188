#include "sheet.h"
#include "title.h"
#include "utf8.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

#define HEADING_MAX 120
/* A footer's row of links has so many bars. */
#define FOOTER_BARS 2

void treaty_sheet_start(treaty_sheet_t *sheet, const char *path,
                        treaty_findings_t *findings, apr_pool_t *result_pool)
{
    sheet->path = path;
    sheet->findings = findings;
    sheet->record = treaty_json_bind(json_object(), result_pool);
    sheet->blocks = json_array();
    sheet->links = json_array();
    sheet->pool = result_pool;
    json_object_set_new(sheet->record, "breadcrumb", json_array());
    json_object_set_new(sheet->record, "blocks", sheet->blocks);
    json_object_set_new(sheet->record, "links", sheet->links);
}

void treaty_sheet_set(treaty_sheet_t *sheet, const char *name,
                      const char *value)
{
    if (value) {
        treaty_json_set_text(sheet->record, name, value);
    }
}

const char *treaty_sheet_after(const char *text, const char *prefix)
{
    apr_size_t len = strlen(prefix);

    return strncasecmp(text, prefix, len) == 0 ? treaty_skip_space(text + len)
                                               : NULL;
}

/* The signs that sites put between crumbs, as one. */
static char *with_one_sign(const char *text, apr_pool_t *pool)
{
    static const char *const signs[] = {"\xc2\xbb", "\xe2\x80\xba"};
    char *copy = apr_pstrdup(pool, text);
    int i;

    for (i = 0; i < 2; i++) {
        char *at = copy;

        while ((at = strstr(at, signs[i])) != NULL) {
            memset(at, '>', strlen(signs[i]));
        }
    }
    return copy;
}

void treaty_sheet_breadcrumb(treaty_sheet_t *sheet, const char *text)
{
    json_t *crumbs = json_array();
    char *crumb;
    char *state;

    json_object_set_new(sheet->record, "breadcrumb", crumbs);
    for (crumb = apr_strtok(with_one_sign(text, sheet->pool), ">\n", &state);
         crumb; crumb = apr_strtok(NULL, ">\n", &state)) {
        const char *label = treaty_trim(crumb, sheet->pool);

        if (*label) {
            json_array_append_new(crumbs, json_string(label));
        }
    }
}

treaty_day_t treaty_sheet_whole_day(const char *text)
{
    const char *rest;
    treaty_day_t day;

    if (!treaty_day_parse_prose(&day, &rest, text) ||
        *treaty_skip_space(rest) != '\0') {
        return TREATY_DAY_NONE;
    }
    return day;
}

static const char *joined(const char *const *lines, int from, int to,
                          apr_pool_t *pool)
{
    const char *text = NULL;

    for (; from < to; from++) {
        text = text ? apr_pstrcat(pool, text, ", ", lines[from], NULL)
                    : lines[from];
    }
    return text;
}

void treaty_sheet_head(treaty_sheet_t *sheet, const char *const *lines,
                       int count)
{
    int date = count - 1;
    int place = date;

    if (date > 2 || (date == 2 && strchr(lines[date - 1], ','))) {
        place = date - 1;
        treaty_sheet_set(sheet, "place", lines[place]);
    }
    if (date > 0) {
        treaty_sheet_set(sheet, "kind", lines[0]);
    }
    treaty_sheet_set(sheet, "office", joined(lines, 1, place, sheet->pool));
    treaty_sheet_set(
        sheet, "released_on",
        treaty_day_text(treaty_sheet_whole_day(lines[date]), sheet->pool));
}

json_t *treaty_sheet_block(treaty_sheet_t *sheet, const char *kind, int level,
                           const char *text, long line)
{
    json_t *block = json_object();

    treaty_json_set_text(block, "kind", kind);
    if (level) {
        json_object_set_new(block, "level", json_integer(level));
    }
    treaty_json_set_text(block, "text", text);
    if (line) {
        json_object_set_new(block, "line", json_integer(line));
    }
    json_array_append_new(sheet->blocks, block);
    return block;
}

void treaty_sheet_forget_lines(json_t *record)
{
    json_t *block;
    size_t i;

    json_array_foreach(json_object_get(record, "blocks"), i, block)
    {
        json_object_del(block, "line");
    }
}

int treaty_sheet_is_heading(const char *text)
{
    apr_size_t len = strlen(text);

    return len > 0 && len <= HEADING_MAX && !strchr(".!?;,\"", text[len - 1]);
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

/* The words that such a line begins with; NULL for another line. */
static const char *more_of(const char *text)
{
    static const char *const starts[] = {"For additional information",
                                         "For more information",
                                         "For further information"};
    apr_size_t i;

    for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        if (strncasecmp(text, starts[i], strlen(starts[i])) == 0) {
            return starts[i];
        }
    }
    return NULL;
}

/* The next address in a text, or NULL. */
static const char *next_address(apr_size_t *len, const char *text)
{
    const char *one = strstr(text, "http://");
    const char *other = strstr(text, "https://");

    if (!one || (other && other < one)) {
        one = other;
    }
    *len = one ? strcspn(one, " \t\n<>\"") : 0;
    while (*len > 0 && strchr(".,;:)", one[*len - 1])) {
        (*len)--;
    }
    return one;
}

static void add_link(treaty_sheet_t *sheet, const char *label, const char *url)
{
    json_t *link = json_object();

    treaty_json_set_text(link, "label", label);
    treaty_json_set_text(link, "url", url);
    json_array_append_new(sheet->links, link);
}

/* What stands between addresses and says nothing. */
static int is_filler(const char *text, apr_size_t len)
{
    return strspn(text, " \t\n,;:.()<>\"") >= len;
}

int treaty_sheet_take_link(treaty_sheet_t *sheet, const char *text,
                           const char *href)
{
    const char *label = more_of(text);
    const char *at = label ? text + strlen(label) : "";
    const char *url;
    apr_size_t len;
    int is_all;

    if (!label || (!next_address(&len, at) && !href)) {
        return 0;
    }
    if (href) {
        add_link(sheet, label, href);
        return 1;
    }
    for (is_all = 1; (url = next_address(&len, at)) != NULL; at = url + len) {
        is_all &= is_filler(at, (apr_size_t)(url - at));
        add_link(sheet, label, apr_pstrmemdup(sheet->pool, url, len));
    }
    return is_all && is_filler(at, strlen(at));
}

static void take_release(treaty_sheet_t *sheet, treaty_day_t day, long line)
{
    const char *other = treaty_json_text(sheet->record, "released_on");
    const char *iso = treaty_day_text(day, sheet->pool);

    if (other && strcmp(other, iso) != 0) {
        treaty_findings_add(sheet->findings, TREATY_FINDING_WARNING,
                            sheet->path, line, "date",
                            "the page says it was released on %s, and %s "
                            "above; the former is taken",
                            iso, other);
    }
    treaty_sheet_set(sheet, "released_on", iso);
}

int treaty_sheet_is_end(treaty_sheet_t *sheet, const char *text, long line)
{
    const char *released = treaty_sheet_after(text, TREATY_SHEET_RELEASED);
    treaty_day_t day =
        released ? treaty_sheet_whole_day(released) : TREATY_DAY_NONE;

    if (day != TREATY_DAY_NONE) {
        take_release(sheet, day, line);
        return 1;
    }
    return treaty_sheet_after(text, "Back to top") != NULL ||
           count_of(text, '|') >= FOOTER_BARS;
}

void treaty_sheet_name(treaty_sheet_t *sheet, const char *title)
{
    const char *stem = treaty_path_stem(sheet->path, sheet->pool);
    const char *day = treaty_json_text(sheet->record, "released_on");

    if (!treaty_slug_valid(stem)) {
        stem = treaty_slug_make(
            apr_pstrcat(sheet->pool, day ? day : "", " ", title, NULL),
            sheet->pool);
    }
    treaty_sheet_set(sheet, "id", stem);
    treaty_sheet_set(sheet, "title", title);
}

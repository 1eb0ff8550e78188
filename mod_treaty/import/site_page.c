#include "claim_finder.h"
#include "fact_sheet.h"
#include "html_text.h"
#include "prose.h"
#include "quote_line.h"
#include "source_file.h"
#include "utf8.h"

#include "treaty_json.h"
#include "treaty_site_page.h"

#include <apr_strings.h>
#include <string.h>

/* As long as TREATY_PROSE_ELEMENT. */
#define ELLIPSIS "\xe2\x80\xa6"

static const struct {
    const char *ending;
    int is_html;
} kinds[] = {
    {".html", 1}, {".htm", 1}, {".shtml", 1}, {".shtm", 1}, {".xhtml", 1},
    {".php", 1},  {".txt", 0}, {".text", 0},  {".md", 0},
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* @return its place among the kinds, or how many there are */
static apr_size_t kind_of(const char *name)
{
    const char *ending = strrchr(name, '.');
    apr_size_t i;

    for (i = 0; i < KINDS; i++) {
        if (ending && strcasecmp(ending, kinds[i].ending) == 0) {
            break;
        }
    }
    return i;
}

int treaty_site_page_is_named(const char *name)
{
    return kind_of(name) < KINDS;
}

/* A file without a known ending is what it looks like. */
static int is_html(const char *path, const char *data)
{
    apr_size_t kind = kind_of(path);

    return (kind < KINDS && kinds[kind].is_html) || treaty_html_recognise(data);
}

/* @param text the page's source in UTF-8; NULL for a page without any text */
static apr_status_t read_sheet(json_t **sheet, const char **text,
                               const char *path, treaty_findings_t *findings,
                               apr_pool_t *pool)
{
    const char *data;
    apr_size_t len;
    apr_status_t rv =
        treaty_file_bytes(&data, &len, path, TREATY_PAGE_MAX, findings, pool);

    *text = NULL;
    if (rv != APR_SUCCESS || !*treaty_skip_space(data)) {
        return rv;
    }
    if (is_html(path, data)) {
        rv = treaty_html_any_read(sheet, path, data, len, findings, pool);
        return rv == APR_SUCCESS
                   ? treaty_html_decode(text, path, data, len, findings, pool)
                   : rv;
    }
    rv = treaty_file_read(text, path, TREATY_PAGE_MAX, findings, pool);
    return rv == APR_SUCCESS
               ? treaty_page_read(sheet, path, *text, findings, pool)
               : rv;
}

static int is_english(const char *language)
{
    return !language || (strncasecmp(language, "en", 2) == 0 &&
                         (language[2] == '\0' || language[2] == '-'));
}

/* A quote as it may be shown: with an ellipsis for what an element writes. */
static const char *readable(const char *quote, apr_pool_t *pool)
{
    char *text = apr_pstrdup(pool, quote);
    char *at;

    while ((at = strstr(text, TREATY_PROSE_ELEMENT)) != NULL) {
        memcpy(at, ELLIPSIS, sizeof(ELLIPSIS) - 1);
    }
    return text;
}

/* Takes back the day that a page doesn't tell, and tells lines. */
static void finish_claim(json_t *claim, const treaty_site_page_t *page,
                         const char *today, const char *text, apr_pool_t *pool)
{
    const char *as_of = treaty_json_text(claim, "as_of");
    const char *quote = treaty_json_text(claim, "quote");
    long line = (long)json_integer_value(json_object_get(claim, "line"));

    if (!page->day && as_of && strcmp(as_of, today) == 0) {
        json_object_set_new(claim, "as_of", json_null());
    }
    if (quote) {
        line = treaty_quote_line(text, line, quote);
        treaty_json_set_text(claim, "quote", readable(quote, pool));
    }
    json_object_set_new(claim, "line", json_integer(line));
}

apr_status_t treaty_site_page_read(treaty_site_page_t *page,
                                   const treaty_known_t *known,
                                   const char *path, const char *today,
                                   treaty_findings_t *findings,
                                   apr_pool_t *result_pool)
{
    json_t *sheet = NULL;
    json_t *claim;
    const char *text;
    size_t i;
    apr_status_t rv = read_sheet(&sheet, &text, path, findings, result_pool);

    *page = (treaty_site_page_t){NULL, 0, NULL};
    if (rv != APR_SUCCESS || !text) {
        return rv;
    }
    page->day = treaty_json_text(sheet, "released_on");
    page->is_foreign = !is_english(treaty_json_text(sheet, "language"));
    if (page->is_foreign) {
        return APR_SUCCESS;
    }
    if (!page->day) {
        treaty_json_set_text(sheet, "released_on", today);
    }
    treaty_claims_find(&page->claims, known, sheet, 1, result_pool);
    if (json_array_size(page->claims) >= TREATY_PROPOSED_MAX) {
        treaty_findings_add(findings, TREATY_FINDING_WARNING, path, 0, "size",
                            "only the first %d statements of the page are "
                            "looked at; audit the others in a page of their "
                            "own",
                            TREATY_PROPOSED_MAX);
    }
    json_array_foreach(page->claims, i, claim)
    {
        finish_claim(claim, page, today, text, result_pool);
    }
    return APR_SUCCESS;
}

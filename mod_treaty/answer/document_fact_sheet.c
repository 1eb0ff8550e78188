#include "document.h"

#include "treaty_represent.h"

#include <string.h>

static apr_status_t read_row(json_t *document, const treaty_reading_t *reading,
                             apr_int64_t key)
{
    static const char *const keys[] = {"id",          "kind",   "title",
                                       "language",    "office", "place",
                                       "released_on", "url"};
    treaty_stmt_t *stmt;
    int row = 0;
    int i;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db,
                                      TREATY_SQL_FACT_SHEET_GET, "i", key);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv != APR_SUCCESS ? rv : TREATY_ENOTFOUND;
    }
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(document, keys[i], stmt, i);
    }
    treaty_reading_set_address(document, "url", stmt, 7);
    treaty_stmt_reset(stmt);
    return APR_SUCCESS;
}

/* What a row of a block holds beside its kind. */
enum { BLOCK_LEVEL = 1, BLOCK_ORDERED, BLOCK_TEXT, BLOCK_RUNS, BLOCK_ROWS };

/* A block of one kind: its own member is an object, the others are null. What
 * a newer schema may add is shown as a paragraph. */
static json_t *append_kind(json_t *blocks, const char *kind)
{
    static const char *const kinds[] = {"heading", "paragraph", "list", "quote",
                                        "table"};
    json_t *block = json_object();
    json_t *inner = json_object();
    const char *name = "paragraph";
    int i;

    for (i = 0; i < (int)(sizeof(kinds) / sizeof(kinds[0])); i++) {
        json_object_set_new(block, kinds[i], json_null());
        name = strcmp(kind, kinds[i]) == 0 ? kinds[i] : name;
    }
    json_object_set_new(block, name, inner);
    json_array_append_new(blocks, block);
    return inner;
}

/* A column's JSON, which treaty_runs_represent and treaty_table_represent
 * check. @return a new reference; NULL for none and for what isn't JSON */
static json_t *column_json(treaty_stmt_t *stmt, int column)
{
    const char *text = treaty_stmt_text(stmt, column);

    return text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

/* The text and, built from it and its marks, the only HTML of a document that
 * a template may show raw. */
static void set_block_text(json_t *inner, treaty_stmt_t *stmt, int is_table,
                           const treaty_reading_t *reading)
{
    treaty_text_t *html =
        treaty_text_create(TREATY_REPRESENTATION_MAX, reading->pool);
    json_t *marks = column_json(stmt, is_table ? BLOCK_ROWS : BLOCK_RUNS);
    const char *text = treaty_stmt_string(stmt, BLOCK_TEXT);
    apr_status_t rv = is_table ? treaty_table_represent(html, text, marks)
                               : treaty_runs_represent(html, text, marks);

    treaty_json_set_text(inner, "text", text);
    treaty_json_set_text(inner, "html", rv == APR_SUCCESS ? html->data : NULL);
    json_decref(marks);
}

/* An item goes into the list that the block before it is, or begins one. */
static json_t *open_list(json_t *blocks)
{
    json_t *last = json_array_get(blocks, json_array_size(blocks) - 1);
    json_t *list = json_object_get(last, "list");

    if (!json_is_object(list)) {
        list = append_kind(blocks, "list");
        json_object_set_new(list, "items", json_array());
    }
    return json_object_get(list, "items");
}

static void append_item(json_t *blocks, treaty_stmt_t *stmt,
                        const treaty_reading_t *reading)
{
    json_t *item = json_object();

    treaty_reading_set_number(item, "depth", stmt, BLOCK_LEVEL);
    json_object_set_new(
        item, "ordered",
        json_boolean(treaty_stmt_int(stmt, BLOCK_ORDERED) != 0));
    set_block_text(item, stmt, 0, reading);
    json_array_append_new(open_list(blocks), item);
}

/* The title is the heading above all of a sheet's own. */
static int heading_level(treaty_stmt_t *stmt)
{
    apr_int64_t level = treaty_stmt_int(stmt, BLOCK_LEVEL);

    return level < 2 ? 2 : level > 6 ? 6 : (int)level;
}

static void block_row(json_t *blocks, treaty_stmt_t *stmt,
                      const treaty_reading_t *reading)
{
    const char *kind = treaty_stmt_string(stmt, 0);
    json_t *inner;

    if (strcmp(kind, "item") == 0) {
        append_item(blocks, stmt, reading);
        return;
    }
    inner = append_kind(blocks, kind);
    if (strcmp(kind, "heading") == 0) {
        json_object_set_new(inner, "level", json_integer(heading_level(stmt)));
    }
    set_block_text(inner, stmt, strcmp(kind, "table") == 0, reading);
}

/* Each list whole, once its items are known. */
static void set_lists(json_t *document, const treaty_reading_t *reading)
{
    size_t i;
    json_t *block;

    json_array_foreach(json_object_get(document, "blocks"), i, block)
    {
        json_t *list = json_object_get(block, "list");
        treaty_text_t *html;

        if (!json_is_object(list)) {
            continue;
        }
        html = treaty_text_create(TREATY_REPRESENTATION_MAX, reading->pool);
        treaty_json_set_text(
            list, "html",
            treaty_list_represent(html, json_object_get(list, "items")) ==
                    APR_SUCCESS
                ? html->data
                : NULL);
    }
}

static void link_row(json_t *links, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    json_t *link = json_object();

    (void)reading;
    treaty_reading_set_column(link, "label", stmt, 0);
    treaty_reading_set_address(link, "url", stmt, 1);
    json_array_append_new(links, link);
}

/* The treaties that the claims are about, each once, in their order. */
static void set_treaties(json_t *document)
{
    json_t *treaties = json_array();
    json_t *seen = json_object();
    json_t *claim;
    size_t i;

    json_array_foreach(json_object_get(document, "claims"), i, claim)
    {
        json_t *treaty = json_object_get(claim, "treaty");
        const char *id = treaty_json_text(treaty, "id");

        if (!json_object_get(seen, id)) {
            json_object_set_new(seen, id, json_true());
            json_array_append(treaties, treaty);
        }
    }
    json_object_set_new(document, "treaties", treaties);
    json_decref(seen);
}

/* How many claims have each verdict. */
static void set_verdicts(json_t *document)
{
    static const char *const names[] = {"exact", "off", "contradicted",
                                        "not_checkable"};
    json_t *verdicts = json_object();
    json_t *claim;
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        json_object_set_new(verdicts, names[i], json_integer(0));
    }
    json_array_foreach(json_object_get(document, "claims"), i, claim)
    {
        const char *verdict = treaty_json_text(claim, "verdict");
        json_t *count = json_object_get(verdicts, verdict);

        json_integer_set(count, json_integer_value(count) + 1);
    }
    json_object_set_new(document, "verdicts", verdicts);
}

static apr_status_t set_claims(json_t *document, treaty_reading_t *reading,
                               apr_int64_t key)
{
    json_t *claims;
    apr_status_t rv = treaty_document_claims(&claims, reading, key);

    json_object_set_new(document, "claims", claims);
    set_verdicts(document);
    set_treaties(document);
    return rv;
}

static void set_urls(json_t *document, const treaty_reading_t *reading,
                     int claims_only)
{
    static const struct {
        const char *name;
        const char *suffix;
    } addresses[] = {{"html", ""}, {"box", "/box"}, {"claims", "/claims"}};
    const char *slug = treaty_json_text(document, "id");
    json_t *urls = json_object();
    apr_size_t i;

    treaty_json_set_text(
        urls, "self",
        treaty_reading_url(reading, "fact-sheets", slug,
                           claims_only ? "/claims.json" : ".json"));
    for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        treaty_json_set_text(urls, addresses[i].name,
                             treaty_reading_url(reading, "fact-sheets", slug,
                                                addresses[i].suffix));
    }
    treaty_json_set_text(urls, "oembed",
                         treaty_reading_oembed(reading, "fact-sheets", slug));
    json_object_set_new(document, "urls", urls);
}

/* What the sheet says, and where it stood among others. */
static apr_status_t read_text(json_t *document, const treaty_reading_t *reading,
                              apr_int64_t key)
{
    apr_status_t rv =
        treaty_reading_list(document, "breadcrumb", reading,
                            TREATY_SQL_FACT_SHEET_CRUMBS, key, treaty_row_text);

    if (rv == APR_SUCCESS) {
        rv = treaty_reading_list(document, "blocks", reading,
                                 TREATY_SQL_FACT_SHEET_BLOCKS, key, block_row);
        set_lists(document, reading);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_list(document, "links", reading,
                                 TREATY_SQL_FACT_SHEET_LINKS, key, link_row);
    }
    return rv;
}

apr_status_t treaty_document_fact_sheet(json_t **result,
                                        treaty_reading_t *reading,
                                        apr_int64_t key, int claims_only)
{
    json_t *document = treaty_json_bind(json_object(), reading->pool);
    apr_status_t rv;

    *result = document;
    json_object_set_new(document, "id", json_null());
    treaty_document_head(document, reading);
    rv = read_row(document, reading, key);
    if (rv == APR_SUCCESS && !claims_only) {
        rv = read_text(document, reading, key);
    }
    if (rv == APR_SUCCESS) {
        rv = set_claims(document, reading, key);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_list(document, "sources", reading,
                                 TREATY_SQL_FACT_SHEET_SOURCE, key,
                                 treaty_row_source);
    }
    if (rv == APR_SUCCESS) {
        set_urls(document, reading, claims_only);
    }
    return rv;
}

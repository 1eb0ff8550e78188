#include "document.h"

#include <string.h>

/* So many others stand in a treaty's own document; its family has more. */
#define RELATED_MAX 100

/* The other treaty, from four columns: what it is to it, its slug, its title
 * and the title's language, which one that isn't recorded lacks. */
static void related_row(json_t *list, treaty_stmt_t *stmt,
                        const treaty_reading_t *reading, const char *kind)
{
    json_t *relation = json_object();
    const char *slug = treaty_stmt_string(stmt, 1);
    const char *title = treaty_stmt_text(stmt, 2);

    treaty_json_set_text(relation, "kind", kind);
    treaty_json_set_text(relation, "id", slug);
    treaty_json_set_text(relation, "title", title);
    treaty_reading_set_column(relation, "language", stmt, 3);
    treaty_json_set_text(
        relation, "url",
        title ? treaty_reading_url(reading, "treaties", slug, ".json") : NULL);
    treaty_json_set_text(
        relation, "html_url",
        title ? treaty_reading_url(reading, "treaties", slug, "") : NULL);
    json_array_append_new(list, relation);
}

static void relation_row(json_t *list, treaty_stmt_t *stmt,
                         const treaty_reading_t *reading)
{
    related_row(list, stmt, reading, treaty_stmt_text(stmt, 0));
}

/* The same from the other one's side. */
static const char *turned(const char *kind)
{
    static const char *const kinds[][2] = {{"protocol_to", "has_protocol"},
                                           {"amends", "amended_by"},
                                           {"replaces", "replaced_by"}};
    size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kind, kinds[i][0]) == 0) {
            return kinds[i][1];
        }
    }
    return NULL;
}

static void turned_row(json_t *list, treaty_stmt_t *stmt,
                       const treaty_reading_t *reading)
{
    related_row(list, stmt, reading, turned(treaty_stmt_string(stmt, 0)));
}

apr_status_t treaty_document_relations(json_t *document,
                                       const treaty_reading_t *reading,
                                       apr_int64_t key)
{
    return treaty_reading_list(document, "relations", reading,
                               TREATY_SQL_TREATY_RELATIONS, key, relation_row);
}

apr_status_t treaty_document_related_by(json_t *document,
                                        const treaty_reading_t *reading,
                                        apr_int64_t key)
{
    /* By the day of adoption, and then by id. */
    static const treaty_row_order_t order = {4, 1, RELATED_MAX};
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_RELATED_BY, "is",
                        key, reading->on);

    return rv == APR_SUCCESS
               ? treaty_reading_set_sorted(document, "related_by", stmt,
                                           turned_row, &order, reading)
               : rv;
}

/* ---------------------------------------------------------------- texts */

enum { TEXT_LANGUAGE, TEXT_TITLE, TEXT_URL, TEXT_FORMAT, TEXT_AUTHENTIC };

static int has_text(const json_t *list, const char *text)
{
    json_t *one;
    size_t i;

    json_array_foreach(list, i, one)
    {
        if (strcmp(json_string_value(one), text) == 0) {
            return 1;
        }
    }
    return 0;
}

static void text_row(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    json_t *text = json_object();

    (void)reading;
    treaty_reading_set_column(text, "language", stmt, TEXT_LANGUAGE);
    json_object_set_new(text, "authentic",
                        json_boolean(treaty_stmt_int(stmt, TEXT_AUTHENTIC)));
    treaty_reading_set_column(text, "title", stmt, TEXT_TITLE);
    treaty_reading_set_address(text, "url", stmt, TEXT_URL);
    treaty_reading_set_column(text, "format", stmt, TEXT_FORMAT);
    json_array_append_new(list, text);
}

/* The language of an authentic text, each once. */
static void language_row(json_t *list, treaty_stmt_t *stmt,
                         const treaty_reading_t *reading)
{
    const char *language = treaty_stmt_text(stmt, TEXT_LANGUAGE);

    (void)reading;
    if (language && treaty_stmt_int(stmt, TEXT_AUTHENTIC) &&
        !has_text(list, language)) {
        json_array_append_new(list, json_string(language));
    }
}

apr_status_t treaty_document_texts(json_t *document,
                                   const treaty_reading_t *reading,
                                   apr_int64_t key)
{
    apr_status_t rv = APR_SUCCESS;

    if (treaty_reading_shows(reading, "texts")) {
        rv = treaty_reading_list(document, "texts", reading,
                                 TREATY_SQL_TREATY_TEXTS, key, text_row);
    }
    return rv == APR_SUCCESS
               ? treaty_reading_list(document, "authentic_languages", reading,
                                     TREATY_SQL_TREATY_TEXTS, key, language_row)
               : rv;
}

#include "document.h"
#include "search.h"

#include <apr_strings.h>
#include <string.h>

/* The most bytes of a record that a snippet is looked for in; a page shows a
 * hundred of them. */
#define TEXTS_MAX 262144

/* How records of a kind are read, and where they are. */
typedef struct {
    const char *name;
    const char *collection;
    /** Takes the record's key, and maybe the day. */
    treaty_sql_t record;
    /** What of it may have been found. */
    treaty_sql_t texts;
} shown_t;

static const shown_t *shown_of(unsigned kind)
{
    static const shown_t treaty = {"treaty", "treaties",
                                   TREATY_SQL_SEARCH_TREATY,
                                   TREATY_SQL_SEARCH_TREATY_TEXTS};
    static const shown_t participant = {"participant", "participants",
                                        TREATY_SQL_SEARCH_PARTICIPANT,
                                        TREATY_SQL_SEARCH_PARTICIPANT_TEXTS};
    static const shown_t fact_sheet = {"fact_sheet", "fact-sheets",
                                       TREATY_SQL_SEARCH_FACT_SHEET,
                                       TREATY_SQL_SEARCH_FACT_SHEET_TEXTS};
    static const shown_t statement = {"statement", "treaties",
                                      TREATY_SQL_SEARCH_STATEMENT,
                                      TREATY_SQL_SEARCH_STATEMENT_TEXTS};

    switch (kind) {
    case TREATY_SEARCH_TREATY:
        return &treaty;
    case TREATY_SEARCH_PARTICIPANT:
        return &participant;
    case TREATY_SEARCH_FACT_SHEET:
        return &fact_sheet;
    default:
        return &statement;
    }
}

static apr_status_t ask_record(treaty_stmt_t **stmt,
                               const treaty_reading_t *reading,
                               treaty_sql_t sql, apr_int64_t key)
{
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        stmt, reading->db, sql,
        sql == TREATY_SQL_SEARCH_PARTICIPANT ? "is" : "i", key, reading->on);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, *stmt);
    }
    return rv == APR_SUCCESS && !row ? TREATY_ENOTFOUND : rv;
}

/* The text of a record that shows most of the terms, the first of those that
 * show as many. Behind one that shows all, and behind the most bytes that are
 * looked at, no other is asked for. */
static apr_status_t set_snippet(json_t *item, const treaty_reading_t *reading,
                                const treaty_search_text_t *text,
                                treaty_sql_t texts, apr_int64_t key)
{
    json_t *best = json_array();
    int most = -1;
    apr_size_t bytes = 0;
    apr_pool_t *pool;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, texts, "i", key);

    apr_pool_create(&pool, reading->pool);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row && most < text->terms &&
           bytes < TEXTS_MAX) {
        const char *source = treaty_stmt_string(stmt, 0);
        int terms;
        json_t *pieces =
            treaty_search_snippet(&terms, reading, text, source, pool);

        bytes += strlen(source);
        if (terms > most) {
            json_decref(best);
            best = json_incref(pieces);
            most = terms;
        }
        json_decref(pieces);
        apr_pool_clear(pool);
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_stmt_reset(stmt);
    }
    apr_pool_destroy(pool);
    json_object_set_new(item, "snippet", best);
    return rv;
}

/* {id, name or title, kind}, as other documents name a record; null for the
 * key 0 and for one that isn't there. */
static apr_status_t set_record(json_t *item, const char *member,
                               const treaty_reading_t *reading, unsigned kind,
                               apr_int64_t key)
{
    int is_participant = kind == TREATY_SEARCH_PARTICIPANT;
    treaty_stmt_t *stmt;
    json_t *record;
    apr_status_t rv = ask_record(&stmt, reading, shown_of(kind)->record, key);

    if (rv != APR_SUCCESS) {
        json_object_set_new(item, member, json_null());
        return rv == TREATY_ENOTFOUND ? APR_SUCCESS : rv;
    }
    record = json_object();
    treaty_reading_set_column(record, "id", stmt, 0);
    treaty_reading_set_column(record, is_participant ? "name" : "title", stmt,
                              1);
    treaty_reading_set_column(record, "language", stmt, 2);
    if (is_participant) {
        treaty_reading_set_column(record, "kind", stmt, 3);
    }
    treaty_stmt_reset(stmt);
    json_object_set_new(item, member, record);
    return APR_SUCCESS;
}

static void set_urls(json_t *item, const treaty_reading_t *reading,
                     const char *collection, const char *slug, const char *part)
{
    treaty_json_set_text(
        item, "url",
        treaty_reading_url(reading, collection, slug,
                           apr_pstrcat(reading->pool, part, ".json", NULL)));
    treaty_json_set_text(item, "html_url",
                         treaty_reading_url(reading, collection, slug, part));
}

/* A treaty, a participant or a fact sheet. */
static apr_status_t set_own(json_t *item, const treaty_reading_t *reading,
                            const shown_t *shown, apr_int64_t key)
{
    treaty_stmt_t *stmt;
    const char *slug;
    apr_status_t rv = ask_record(&stmt, reading, shown->record, key);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    slug = treaty_stmt_text_dup(stmt, 0, reading->pool);
    treaty_reading_set_column(item, "title", stmt, 1);
    treaty_reading_set_column(item, "language", stmt, 2);
    treaty_stmt_reset(stmt);
    if (!slug || !treaty_query_slug_is_valid(slug)) {
        return TREATY_ENOTFOUND;
    }
    treaty_json_set_text(item, "id", slug);
    set_urls(item, reading, shown->collection, slug, "");
    json_object_set_new(item, "treaty", json_null());
    json_object_set_new(item, "participant", json_null());
    json_object_set_new(item, "statement", json_null());
    return APR_SUCCESS;
}

/* From the columns of search_statement. */
static void read_statement(json_t *item, treaty_stmt_t *stmt,
                           apr_int64_t *treaty, apr_int64_t *participant)
{
    json_t *statement = json_object();

    *treaty = treaty_stmt_int(stmt, 0);
    treaty_reading_set_number(statement, "position", stmt, 1);
    *participant = treaty_stmt_int(stmt, 2);
    treaty_reading_set_column(statement, "listed_as", stmt, 3);
    treaty_reading_set_column(statement, "kind", stmt, 4);
    treaty_reading_set_column(statement, "made_on", stmt, 5);
    json_object_set_new(item, "statement", statement);
    treaty_stmt_reset(stmt);
}

/* A statement has no id of its own: it is one of its treaty's, at a place. */
static void name_statement(json_t *item, const treaty_reading_t *reading)
{
    const json_t *statement = json_object_get(item, "statement");
    const char *slug = treaty_json_text(json_object_get(item, "treaty"), "id");
    const json_t *participant = json_object_get(item, "participant");
    const char *name = treaty_json_text(participant, "name");
    const char *listed = treaty_json_text(statement, "listed_as");

    treaty_json_set_text(
        item, "id",
        apr_psprintf(reading->pool, "%s/%" APR_INT64_T_FMT, slug,
                     (apr_int64_t)json_integer_value(
                         json_object_get(statement, "position"))));
    treaty_json_set_text(
        item, "title",
        name     ? name
        : listed ? listed
                 : treaty_word(reading->language, "the_depositary"));
    treaty_json_set_text(item, "language",
                         name     ? treaty_json_text(participant, "language")
                         : listed ? NULL
                                  : treaty_language_tag(reading->language));
    set_urls(item, reading, "treaties", slug, "/statements");
}

static apr_status_t set_statement(json_t *item, const treaty_reading_t *reading,
                                  apr_int64_t key)
{
    treaty_stmt_t *stmt;
    apr_int64_t treaty;
    apr_int64_t participant;
    const char *slug;
    apr_status_t rv =
        ask_record(&stmt, reading, TREATY_SQL_SEARCH_STATEMENT, key);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    read_statement(item, stmt, &treaty, &participant);
    rv = set_record(item, "treaty", reading, TREATY_SEARCH_TREATY, treaty);
    if (rv == APR_SUCCESS) {
        rv = set_record(item, "participant", reading, TREATY_SEARCH_PARTICIPANT,
                        participant);
    }
    slug = treaty_json_text(json_object_get(item, "treaty"), "id");
    if (rv == APR_SUCCESS && (!slug || !treaty_query_slug_is_valid(slug))) {
        rv = TREATY_ENOTFOUND;
    }
    if (rv == APR_SUCCESS) {
        name_statement(item, reading);
    }
    return rv;
}

/* A record that the index names and the file lacks is left out. */
static apr_status_t append_item(json_t *items, const treaty_reading_t *reading,
                                const treaty_search_t *search,
                                const treaty_search_hit_t *hit)
{
    const shown_t *shown = shown_of(hit->kind);
    json_t *item = json_object();
    apr_int64_t key;
    apr_status_t rv = treaty_search_record(&key, reading, hit);

    treaty_json_set_text(item, "kind", shown->name);
    if (rv == APR_SUCCESS) {
        rv = hit->kind == TREATY_SEARCH_STATEMENT
                 ? set_statement(item, reading, key)
                 : set_own(item, reading, shown, key);
    }
    if (rv == APR_SUCCESS) {
        rv = set_snippet(item, reading, search->text, shown->texts, key);
    }
    if (rv == APR_SUCCESS) {
        json_array_append(items, item);
    }
    json_decref(item);
    return rv == TREATY_ENOTFOUND ? APR_SUCCESS : rv;
}

static apr_status_t set_items(json_t *document, const treaty_reading_t *reading,
                              const treaty_search_t *search, int skip,
                              int limit)
{
    json_t *items = json_array();
    apr_status_t rv = APR_SUCCESS;
    int i;

    json_object_set_new(document, "items", items);
    for (i = skip; i < search->hits->nelts && i - skip < limit; i++) {
        rv = append_item(items, reading, search,
                         &APR_ARRAY_IDX(search->hits, i, treaty_search_hit_t));
        if (rv != APR_SUCCESS) {
            break;
        }
    }
    return rv;
}

/* What was looked for: "rights of the child", and "conv*" for a beginning. */
static json_t *terms_of(const treaty_search_text_t *text, apr_pool_t *pool)
{
    json_t *terms = json_array();
    const char *term = NULL;
    int i;

    for (i = 0; i < text->words->nelts; i++) {
        const treaty_search_word_t *word =
            &APR_ARRAY_IDX(text->words, i, treaty_search_word_t);

        if (term && !word->is_joined) {
            json_array_append_new(terms, json_string(term));
        }
        term = apr_pstrcat(pool, word->is_joined ? term : "",
                           word->is_joined ? " " : "", word->text,
                           word->is_prefix ? "*" : "", NULL);
    }
    if (term) {
        json_array_append_new(terms, json_string(term));
    }
    return terms;
}

static apr_status_t set_near(json_t *document, const treaty_reading_t *reading,
                             const treaty_search_t *search)
{
    json_t *list = json_array();
    apr_array_header_t *texts;
    apr_status_t rv = treaty_search_near(&texts, reading, search);
    int i;

    for (i = 0; i < texts->nelts; i++) {
        json_array_append_new(
            list, json_string(APR_ARRAY_IDX(texts, i, const char *)));
    }
    json_object_set_new(document, "did_you_mean", list);
    return rv;
}

apr_status_t treaty_document_search(json_t **result, int *found,
                                    const treaty_reading_t *reading,
                                    const char *q, unsigned kinds, int skip,
                                    int limit)
{
    json_t *document = treaty_json_bind(json_object(), reading->pool);
    treaty_search_t *search;
    apr_status_t rv = treaty_search(&search, reading, q, kinds);

    *result = document;
    *found = search->hits->nelts;
    treaty_document_head(document, reading);
    treaty_json_set_text(document, "q", q);
    json_object_set_new(document, "terms",
                        terms_of(search->text, reading->pool));
    json_object_set_new(document, "is_cut", json_boolean(search->text->is_cut));
    json_object_set_new(document, "total", json_integer(search->total));
    json_object_set_new(document, "total_is_estimate",
                        json_boolean(search->total_is_estimate));
    if (rv == APR_SUCCESS) {
        rv = set_near(document, reading, search);
    }
    return rv == APR_SUCCESS ? set_items(document, reading, search, skip, limit)
                             : rv;
}

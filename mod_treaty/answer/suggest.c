#include "document.h"
#include "treaty_letters.h"
#include "search.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <stdlib.h>
#include <string.h>

#define SUGGESTIONS_MAX 5
#define PREFIX 2

typedef struct {
    const char *slug;
    const char *title;
    int distance;
} candidate_t;

static int read_lower(treaty_letters_t *letters, const char *text)
{
    int all = treaty_letters_read(letters, text);
    int i;

    for (i = 0; i < letters->count; i++) {
        if (letters->of[i] < 128) {
            letters->of[i] = (unsigned)apr_tolower((char)letters->of[i]);
        }
    }
    return all;
}

/* The case of letters aside. */
static int distance_of(const char *a, const char *b, int most)
{
    treaty_letters_t left;
    treaty_letters_t right;

    return read_lower(&left, a) && read_lower(&right, b)
               ? treaty_letters_distance(&left, &right, most)
               : most + 1;
}

static int compare(const void *a, const void *b)
{
    const candidate_t *left = a;
    const candidate_t *right = b;

    if (left->distance != right->distance) {
        return left->distance - right->distance;
    }
    return strcmp(left->slug, right->slug);
}

static void take(apr_array_header_t *candidates, treaty_stmt_t *stmt,
                 const char *id, apr_pool_t *pool)
{
    const char *text = treaty_stmt_string(stmt, 0);
    const char *slug = treaty_stmt_string(stmt, 1);
    int most = 1 + (int)strlen(id) / 4;
    candidate_t *candidate;
    int distance;

    if (!treaty_query_slug_is_valid(slug)) {
        return;
    }
    distance = distance_of(id, text, most);
    if (distance <= most) {
        candidate = &APR_ARRAY_PUSH(candidates, candidate_t);
        candidate->slug = apr_pstrdup(pool, slug);
        candidate->title = treaty_stmt_text_dup(stmt, 2, pool);
        candidate->distance = distance;
    }
}

/* The range of texts that begin as the id does. */
static void range_of(const char **from, const char **to, const char *id,
                     apr_pool_t *pool)
{
    char *first = apr_pstrndup(pool, id, PREFIX);
    char *behind;
    apr_size_t i;

    for (i = 0; first[i]; i++) {
        first[i] = (char)apr_tolower(first[i]);
    }
    behind = apr_pstrdup(pool, first);
    behind[i - 1]++;
    *from = first;
    *to = behind;
}

static apr_status_t find(apr_array_header_t *candidates,
                         const treaty_reading_t *reading, treaty_sql_t near,
                         const char *id)
{
    const char *from;
    const char *to;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv;

    range_of(&from, &to, id, reading->pool);
    rv = treaty_stmt_ask(&stmt, reading->db, near, "ss", from, to);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        take(candidates, stmt, id, reading->pool);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static void append(json_t *list, const candidate_t *candidate)
{
    json_t *suggestion;
    size_t i;

    /* A treaty may have been found by its id and by an alias. */
    json_array_foreach(list, i, suggestion)
    {
        if (treaty_json_is(suggestion, "id", candidate->slug)) {
            return;
        }
    }
    suggestion = json_object();
    treaty_json_set_text(suggestion, "id", candidate->slug);
    treaty_json_set_text(suggestion, "title", candidate->title);
    json_array_append_new(list, suggestion);
}

/* Its id and title; a participant's is the name of the day. */
static apr_status_t ask_hit(treaty_stmt_t **stmt,
                            const treaty_reading_t *reading, unsigned kind,
                            apr_int64_t key)
{
    if (kind == TREATY_SEARCH_PARTICIPANT) {
        return treaty_stmt_ask(stmt, reading->db, TREATY_SQL_SEARCH_PARTICIPANT,
                               "is", key, reading->on);
    }
    return treaty_stmt_ask(stmt, reading->db,
                           kind == TREATY_SEARCH_TREATY
                               ? TREATY_SQL_SEARCH_TREATY
                               : TREATY_SQL_SEARCH_FACT_SHEET,
                           "i", key);
}

/* The kind of what a wrong id was to name. */
static unsigned kind_of(treaty_sql_t near)
{
    switch (near) {
    case TREATY_SQL_TREATY_NEAR:
        return TREATY_SEARCH_TREATY;
    case TREATY_SQL_PARTICIPANT_NEAR:
        return TREATY_SEARCH_PARTICIPANT;
    default:
        return TREATY_SEARCH_FACT_SHEET;
    }
}

/* A record that a search has found. */
static apr_status_t append_hit(json_t *list, const treaty_reading_t *reading,
                               const treaty_search_hit_t *hit)
{
    treaty_stmt_t *stmt;
    candidate_t candidate;
    apr_int64_t key;
    int row = 0;
    apr_status_t rv = treaty_search_record(&key, reading, hit);

    if (rv == APR_SUCCESS) {
        rv = ask_hit(&stmt, reading, hit->kind, key);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        candidate.slug = treaty_stmt_string(stmt, 0);
        candidate.title = treaty_stmt_text(stmt, 1);
        if (treaty_query_slug_is_valid(candidate.slug)) {
            append(list, &candidate);
        }
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* What the id finds as words, or what it finds with its slips mended. */
static apr_status_t append_found(json_t *list, const treaty_reading_t *reading,
                                 treaty_sql_t near, const char *id)
{
    unsigned kind = kind_of(near);
    apr_array_header_t *texts;
    treaty_search_t *search;
    int i;
    apr_status_t rv = treaty_search(&search, reading, id, kind);

    if (rv == APR_SUCCESS && search->hits->nelts == 0) {
        rv = treaty_search_near(&texts, reading, search);
        if (rv == APR_SUCCESS && texts->nelts > 0) {
            rv = treaty_search(&search, reading,
                               APR_ARRAY_IDX(texts, 0, const char *), kind);
        }
    }
    for (i = 0;
         rv == APR_SUCCESS && i < search->hits->nelts && i < SUGGESTIONS_MAX;
         i++) {
        rv = append_hit(list, reading,
                        &APR_ARRAY_IDX(search->hits, i, treaty_search_hit_t));
    }
    return rv;
}

json_t *treaty_document_suggestions(const treaty_reading_t *reading,
                                    treaty_sql_t near, const char *id)
{
    json_t *list = treaty_json_bind(json_array(), reading->pool);
    apr_array_header_t *candidates =
        apr_array_make(reading->pool, 16, sizeof(candidate_t));
    int i;

    if (strlen(id) < PREFIX || strlen(id) > TREATY_LETTERS_MAX ||
        find(candidates, reading, near, id) != APR_SUCCESS) {
        return list;
    }
    qsort(candidates->elts, (size_t)candidates->nelts, sizeof(candidate_t),
          compare);
    for (i = 0; i < candidates->nelts; i++) {
        if (json_array_size(list) == SUGGESTIONS_MAX) {
            break;
        }
        append(list, &APR_ARRAY_IDX(candidates, i, candidate_t));
    }
    if (json_array_size(list) == 0) {
        (void)append_found(list, reading, near, id);
    }
    return list;
}

#include "document.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <stdlib.h>
#include <string.h>

#define SUGGESTIONS_MAX 5
/* Longer texts are no slips of the pen. */
#define LENGTH_MAX 64
#define PREFIX 2

typedef struct {
    const char *slug;
    const char *title;
    int distance;
} candidate_t;

static int smallest(int a, int b, int c)
{
    int least = a < b ? a : b;

    return least < c ? least : c;
}

/* How many letters have to be put in, left out or changed (Levenshtein), the
 * case of letters aside. */
static int distance_of(const char *a, const char *b)
{
    int row[LENGTH_MAX + 1];
    int width = (int)strlen(b);
    int i;
    int j;

    for (j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (i = 0; a[i]; i++) {
        int diagonal = row[0];

        row[0] = i + 1;
        for (j = 0; j < width; j++) {
            int above = row[j + 1];
            int same = apr_tolower(a[i]) == apr_tolower(b[j]);

            row[j + 1] = smallest(above + 1, row[j] + 1, diagonal + !same);
            diagonal = above;
        }
    }
    return row[width];
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

    if (strlen(text) > LENGTH_MAX || !treaty_query_slug_is_valid(slug)) {
        return;
    }
    distance = distance_of(id, text);
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
        if (strcmp(treaty_json_text(suggestion, "id"), candidate->slug) == 0) {
            return;
        }
    }
    suggestion = json_object();
    treaty_json_set_text(suggestion, "id", candidate->slug);
    treaty_json_set_text(suggestion, "title", candidate->title);
    json_array_append_new(list, suggestion);
}

json_t *treaty_document_suggestions(const treaty_reading_t *reading,
                                    treaty_sql_t near, const char *id)
{
    json_t *list = treaty_json_bind(json_array(), reading->pool);
    apr_array_header_t *candidates =
        apr_array_make(reading->pool, 16, sizeof(candidate_t));
    int i;

    if (strlen(id) < PREFIX || strlen(id) > LENGTH_MAX ||
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
    return list;
}

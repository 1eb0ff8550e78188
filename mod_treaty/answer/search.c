#include "search.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* Records that one key may name: a registration number is shared. */
#define NAMED_MAX 50
/* No index has as many records, whatever a file says. */
#define NUMBER_MAX ((apr_int64_t)1 << 40)

static const struct {
    const char *name;
    unsigned kind;
} kinds_in_order[] = {{"treaty", TREATY_SEARCH_TREATY},
                      {"participant", TREATY_SEARCH_PARTICIPANT},
                      {"fact_sheet", TREATY_SEARCH_FACT_SHEET},
                      {"statement", TREATY_SEARCH_STATEMENT}};

#define KINDS (sizeof(kinds_in_order) / sizeof(kinds_in_order[0]))

/* The numbers of a kind in the index. */
typedef struct {
    unsigned kind;
    apr_int64_t first;
    apr_int64_t last;
} range_t;

typedef struct {
    const treaty_reading_t *reading;
    treaty_search_t *search;
    /* range_t, of the wanted kinds, ascending. */
    apr_array_header_t *ranges;
    const char *expression;
    const char *weights;
} finder_t;

unsigned treaty_search_kind(const char *name)
{
    size_t i;

    for (i = 0; i < KINDS; i++) {
        if (strcmp(kinds_in_order[i].name, name) == 0) {
            return kinds_in_order[i].kind;
        }
    }
    return 0;
}

static apr_status_t read_ranges(apr_array_header_t *ranges,
                                const treaty_reading_t *reading, unsigned kinds)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_get(&stmt, reading->db, TREATY_SQL_SEARCH_KINDS);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        range_t range = {treaty_search_kind(treaty_stmt_string(stmt, 0)),
                         treaty_stmt_int(stmt, 1), treaty_stmt_int(stmt, 2)};

        if ((range.kind & kinds) && range.first > 0 &&
            range.last <= NUMBER_MAX) {
            APR_ARRAY_PUSH(ranges, range_t) = range;
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* How many there are in all, if they are as frequent behind the last one that
 * was seen as before it. */
static apr_int64_t estimate(const range_t *range, apr_int64_t seen)
{
    apr_int64_t looked_at = seen - range->first + 1;
    apr_int64_t all = range->last - range->first + 1;

    return looked_at > 0 ? TREATY_SEARCH_RANKED_MAX * all / looked_at : all;
}

static apr_status_t find_in(const finder_t *finder, const range_t *range)
{
    treaty_search_t *search = finder->search;
    treaty_search_hit_t hit = {0, range->kind, TREATY_SEARCH_TIERS, 0};
    treaty_stmt_t *stmt;
    int count = 0;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, finder->reading->db, TREATY_SQL_SEARCH_MATCH, "siisi",
        finder->expression, range->first, range->last, finder->weights,
        (apr_int64_t)TREATY_SEARCH_RANKED_MAX + 1);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row && count < TREATY_SEARCH_RANKED_MAX) {
        hit.id = treaty_stmt_int(stmt, 0);
        hit.score = treaty_stmt_int(stmt, 1);
        APR_ARRAY_PUSH(search->hits, treaty_search_hit_t) = hit;
        count++;
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_stmt_reset(stmt);
        search->total_is_estimate = 1;
        search->total += estimate(range, hit.id);
    }
    else {
        search->total += count;
    }
    return rv;
}

static int compare_ids(const void *a, const void *b)
{
    const treaty_search_hit_t *left = a;
    const treaty_search_hit_t *right = b;

    return left->id < right->id ? -1 : left->id > right->id;
}

static int compare_hits(const void *a, const void *b)
{
    const treaty_search_hit_t *left = a;
    const treaty_search_hit_t *right = b;

    if (left->tier != right->tier) {
        return left->tier - right->tier;
    }
    /* Of those that a text names, the order of the index is the better one. */
    if (left->tier == TREATY_SEARCH_TIERS && left->score != right->score) {
        return left->score > right->score ? -1 : 1;
    }
    return compare_ids(a, b);
}

static const range_t *range_of(const finder_t *finder, apr_int64_t id)
{
    int i;

    for (i = 0; i < finder->ranges->nelts; i++) {
        const range_t *range = &APR_ARRAY_IDX(finder->ranges, i, range_t);

        if (id >= range->first && id <= range->last) {
            return range;
        }
    }
    return NULL;
}

/* The first @p count hits are ascending: those that the words found. */
static void take_named(const finder_t *finder, int count, apr_int64_t id,
                       int tier)
{
    apr_array_header_t *hits = finder->search->hits;
    treaty_search_hit_t named = {id, 0, tier, 0};
    const range_t *range = range_of(finder, id);
    treaty_search_hit_t *hit;
    int i;

    if (!range || tier < 0 || tier >= TREATY_SEARCH_TIERS) {
        return;
    }
    hit =
        bsearch(&named, hits->elts, (size_t)count, sizeof(named), compare_ids);
    for (i = count; i < hits->nelts && !hit; i++) {
        if (APR_ARRAY_IDX(hits, i, treaty_search_hit_t).id == id) {
            hit = &APR_ARRAY_IDX(hits, i, treaty_search_hit_t);
        }
    }
    if (!hit) {
        hit = &APR_ARRAY_PUSH(hits, treaty_search_hit_t);
        *hit = named;
        hit->kind = range->kind;
        finder->search->total += !finder->search->total_is_estimate;
    }
    hit->tier = tier < hit->tier ? tier : hit->tier;
}

static apr_status_t find_named(const finder_t *finder, int count,
                               char separator)
{
    char key[TREATY_SEARCH_KEY_MAX + 1];
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv;

    if (treaty_db_search_key(key, finder->reading->db,
                             finder->search->text->text, separator) == 0) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, finder->reading->db, TREATY_SQL_SEARCH_NAMED,
                         "si", key, (apr_int64_t)NAMED_MAX);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        take_named(finder, count, treaty_stmt_int(stmt, 0),
                   (int)treaty_stmt_int(stmt, 1));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t find_all(finder_t *finder)
{
    apr_array_header_t *hits = finder->search->hits;
    apr_status_t rv =
        treaty_search_expression(&finder->expression, &finder->weights,
                                 finder->search->text, finder->reading);
    int count;
    int i;

    for (i = 0; i < finder->ranges->nelts && rv == APR_SUCCESS; i++) {
        rv = find_in(finder, &APR_ARRAY_IDX(finder->ranges, i, range_t));
    }
    count = hits->nelts;
    if (rv == APR_SUCCESS) {
        rv = find_named(finder, count, '-');
    }
    if (rv == APR_SUCCESS) {
        rv = find_named(finder, count, '\0');
    }
    qsort(hits->elts, (size_t)hits->nelts, sizeof(treaty_search_hit_t),
          compare_hits);
    return rv;
}

apr_status_t treaty_search(treaty_search_t **result,
                           const treaty_reading_t *reading, const char *text,
                           unsigned kinds)
{
    treaty_search_t *search = apr_pcalloc(reading->pool, sizeof(*search));
    treaty_search_text_t *parsed;
    finder_t finder = {reading, search, NULL, NULL, NULL};
    apr_status_t rv;

    treaty_search_parse(&parsed, reading, text);
    search->text = parsed;
    search->hits =
        apr_array_make(reading->pool, 64, sizeof(treaty_search_hit_t));
    *result = search;
    if (parsed->words->nelts == 0) {
        return APR_SUCCESS;
    }
    finder.ranges = apr_array_make(reading->pool, KINDS, sizeof(range_t));
    rv = read_ranges(finder.ranges, reading, kinds);
    return rv != APR_SUCCESS ? rv : find_all(&finder);
}

apr_status_t treaty_search_record(apr_int64_t *key,
                                  const treaty_reading_t *reading,
                                  const treaty_search_hit_t *hit)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db,
                                      TREATY_SQL_SEARCH_RECORD, "i", hit->id);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv != APR_SUCCESS ? rv : TREATY_ENOTFOUND;
    }
    *key = treaty_stmt_int(stmt, 0);
    treaty_stmt_reset(stmt);
    return APR_SUCCESS;
}

apr_status_t treaty_search_treaties(apr_array_header_t **keys, int *is_estimate,
                                    const treaty_reading_t *reading,
                                    const char *text)
{
    treaty_search_t *search;
    apr_status_t rv =
        treaty_search(&search, reading, text, TREATY_SEARCH_TREATY);
    int i;

    *keys = apr_array_make(reading->pool, 64, sizeof(apr_int64_t));
    *is_estimate = search->total_is_estimate;
    for (i = 0; i < search->hits->nelts && rv == APR_SUCCESS; i++) {
        apr_int64_t key;

        rv = treaty_search_record(
            &key, reading,
            &APR_ARRAY_IDX(search->hits, i, treaty_search_hit_t));
        if (rv == APR_SUCCESS) {
            APR_ARRAY_PUSH(*keys, apr_int64_t) = key;
        }
        /* What the index names and the file lacks is left out. */
        rv = rv == TREATY_ENOTFOUND ? APR_SUCCESS : rv;
    }
    return rv;
}

#include "treaty_letters.h"
#include "search.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* Shorter words have too many neighbours. */
#define LETTERS_MIN 4
/* From so many letters on two slips are forgiven. */
#define LETTERS_FOR_TWO 6
/* With so many matches nothing else was meant. */
#define FEW 3
#define NEIGHBOURS_MAX 3
/* How much commoner a neighbour of a word that is found must be. */
#define COMMONER 10

typedef struct {
    const char *text;
    int distance;
    apr_int64_t documents;
} neighbour_t;

/* The neighbours of one word, the nearest first. */
typedef struct {
    const treaty_search_word_t *word;
    treaty_letters_t letters;
    /* The least documents of a neighbour that counts. */
    apr_int64_t least;
    int most;
    int count;
    neighbour_t near[NEIGHBOURS_MAX];
} corrected_t;

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

static int is_nearer(const neighbour_t *a, const neighbour_t *b)
{
    if (a->distance != b->distance) {
        return a->distance < b->distance;
    }
    return a->documents > b->documents;
}

/* Keeps the nearest few, in their order. */
static void keep(corrected_t *corrected, neighbour_t neighbour,
                 apr_pool_t *pool)
{
    neighbour_t *near = corrected->near;
    int place = corrected->count;
    int i;

    for (i = 0; i < corrected->count; i++) {
        if (strcmp(near[i].text, neighbour.text) == 0) {
            return;
        }
    }
    while (place > 0 && is_nearer(&neighbour, &near[place - 1])) {
        place--;
    }
    if (place == NEIGHBOURS_MAX) {
        return;
    }
    corrected->count = least_of(corrected->count + 1, NEIGHBOURS_MAX);
    for (i = corrected->count - 1; i > place; i--) {
        near[i] = near[i - 1];
    }
    near[place] = neighbour;
    near[place].text = apr_pstrdup(pool, neighbour.text);
}

static void consider(corrected_t *corrected, treaty_stmt_t *stmt,
                     apr_pool_t *pool)
{
    neighbour_t neighbour = {treaty_stmt_string(stmt, 0), 0,
                             treaty_stmt_int(stmt, 1)};
    treaty_letters_t letters;

    if (neighbour.documents < corrected->least ||
        !treaty_letters_read(&letters, neighbour.text)) {
        return;
    }
    neighbour.distance =
        treaty_letters_distance(&corrected->letters, &letters, corrected->most);
    if (neighbour.distance > 0 && neighbour.distance <= corrected->most) {
        keep(corrected, neighbour, pool);
    }
}

static apr_status_t consider_all(corrected_t *corrected,
                                 const treaty_reading_t *reading,
                                 treaty_sql_t sql, const char *beginning)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, sql, "sii", beginning,
        (apr_int64_t)corrected->letters.count - corrected->most,
        (apr_int64_t)corrected->letters.count + corrected->most);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        consider(corrected, stmt, reading->pool);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* The bytes of the first @p letters letters. */
static apr_size_t bytes_of(const char *text, int letters)
{
    apr_size_t len = 0;

    for (; letters > 0 && text[len]; letters--) {
        len++;
        while (((unsigned char)text[len] & 0xc0) == 0x80) {
            len++;
        }
    }
    return len;
}

/*
 * Neighbours begin with the same letter, or with the second one where the
 * first is too many or stands before its place; where it is missing or wrong,
 * what follows it is the same.
 */
static apr_status_t find_neighbours(corrected_t *corrected,
                                    const treaty_reading_t *reading)
{
    const char *word = corrected->word->text;
    const char *second = word + bytes_of(word, 1);
    const struct {
        treaty_sql_t sql;
        const char *from;
        int letters;
    } ways[] = {{TREATY_SQL_SEARCH_WORDS_FROM, word, 1},
                {TREATY_SQL_SEARCH_WORDS_FROM, second, 1},
                {TREATY_SQL_SEARCH_WORDS_BEHIND, word, 2},
                {TREATY_SQL_SEARCH_WORDS_BEHIND, second, 2}};
    apr_status_t rv = APR_SUCCESS;
    size_t i;

    for (i = 0; i < sizeof(ways) / sizeof(ways[0]) && rv == APR_SUCCESS; i++) {
        rv = consider_all(
            corrected, reading, ways[i].sql,
            apr_pstrmemdup(reading->pool, ways[i].from,
                           bytes_of(ways[i].from, ways[i].letters)));
    }
    return rv;
}

/* Whether a word may be a slip; numbers aren't mended. */
static int is_doubtful(corrected_t *corrected, const treaty_search_word_t *word)
{
    corrected->word = word;
    corrected->count = 0;
    if (word->documents < 0 || word->documents >= FEW ||
        strpbrk(word->text, "0123456789") ||
        !treaty_letters_read(&corrected->letters, word->text) ||
        corrected->letters.count < LETTERS_MIN) {
        return 0;
    }
    corrected->least = word->documents * COMMONER + 1;
    corrected->most =
        corrected->letters.count < LETTERS_FOR_TWO || word->documents > 0 ? 1
                                                                          : 2;
    return 1;
}

/* ------------------------------------------------------------------------ */

/* The whole text, each doubtful word as its nearest neighbour, the first of
 * them as the one that is asked for. */
static const char *corrected_text(const treaty_search_text_t *text,
                                  const apr_array_header_t *words, int choice,
                                  apr_pool_t *pool)
{
    const char *result = "";
    apr_size_t at = 0;
    int i;

    for (i = 0; i < words->nelts; i++) {
        const corrected_t *corrected = &APR_ARRAY_IDX(words, i, corrected_t);
        const neighbour_t *near = &corrected->near[i == 0 ? choice : 0];

        result = apr_pstrcat(
            pool, result,
            apr_pstrmemdup(pool, text->text + at, corrected->word->from - at),
            near->text, NULL);
        at = corrected->word->to;
    }
    return apr_pstrcat(pool, result, text->text + at, NULL);
}

static apr_status_t finds_something(int *finds, const treaty_reading_t *reading,
                                    const char *text)
{
    treaty_search_text_t *parsed;
    const char *expression;
    const char *weights;
    treaty_stmt_t *stmt;
    apr_status_t rv;

    *finds = 0;
    treaty_search_parse(&parsed, reading, text);
    if (parsed->words->nelts == 0) {
        return APR_SUCCESS;
    }
    rv = treaty_search_expression(&expression, &weights, parsed, reading);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_SEARCH_ANY, "s",
                             expression);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(finds, stmt);
    }
    if (rv == APR_SUCCESS && *finds) {
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t find_doubtful(apr_array_header_t *words,
                                  const treaty_reading_t *reading,
                                  const treaty_search_text_t *text)
{
    apr_status_t rv = APR_SUCCESS;
    int i;

    for (i = 0; i < text->words->nelts && rv == APR_SUCCESS; i++) {
        corrected_t corrected;

        if (is_doubtful(&corrected,
                        &APR_ARRAY_IDX(text->words, i, treaty_search_word_t)) &&
            words->nelts < TREATY_SEARCH_CORRECTED_MAX) {
            rv = find_neighbours(&corrected, reading);
            if (corrected.count > 0) {
                APR_ARRAY_PUSH(words, corrected_t) = corrected;
            }
        }
    }
    return rv;
}

apr_status_t treaty_search_near(apr_array_header_t **texts,
                                const treaty_reading_t *reading,
                                const treaty_search_t *search)
{
    apr_array_header_t *words =
        apr_array_make(reading->pool, 4, sizeof(corrected_t));
    apr_status_t rv = APR_SUCCESS;
    int choice;

    *texts = apr_array_make(reading->pool, 4, sizeof(const char *));
    if (search->total >= FEW || search->text->is_cut) {
        return APR_SUCCESS;
    }
    rv = find_doubtful(words, reading, search->text);
    for (choice = 0; rv == APR_SUCCESS && words->nelts > 0 &&
                     choice < APR_ARRAY_IDX(words, 0, corrected_t).count;
         choice++) {
        const char *text =
            corrected_text(search->text, words, choice, reading->pool);
        int finds;

        rv = finds_something(&finds, reading, text);
        if (rv == APR_SUCCESS && finds) {
            APR_ARRAY_PUSH(*texts, const char *) = text;
        }
    }
    return rv;
}

#include "search.h"

#include <apr_strings.h>
#include <string.h>

/* Bytes of a text that are looked at; of what is shown; and of what stands
 * before the first hit of it. */
#define SOURCE_MAX 32768
#define SHOWN_MAX 240
#define BEFORE_MAX 60
#define ELLIPSIS "\xe2\x80\xa6"

/* A word of the text that is shown from. */
typedef struct {
    apr_size_t from;
    apr_size_t to;
    /* The words of the search that it is: a bit each. */
    apr_uint32_t is;
    /* The terms that it is a hit of: the bits of their first words. */
    apr_uint32_t hit;
    /* Whether it is a hit together with the next word: a phrase. */
    int goes_on;
} place_t;

typedef struct {
    const treaty_search_text_t *text;
    apr_array_header_t *places;
} placer_t;

/* What is shown: the places first to last, and how many terms are in it. */
typedef struct {
    int first;
    int last;
    int terms;
} window_t;

static int equals(const treaty_search_word_t *wanted, const char *word,
                  apr_size_t len)
{
    apr_size_t size = strlen(wanted->text);

    return (wanted->is_prefix ? len >= size : len == size) &&
           memcmp(wanted->text, word, size) == 0;
}

static int take_place(void *baton, const char *word, apr_size_t len,
                      apr_size_t from, apr_size_t to)
{
    placer_t *placer = baton;
    place_t *place = &APR_ARRAY_PUSH(placer->places, place_t);
    int i;

    place->from = from;
    place->to = to;
    place->is = 0;
    place->hit = 0;
    place->goes_on = 0;
    for (i = 0; i < placer->text->words->nelts; i++) {
        if (equals(&APR_ARRAY_IDX(placer->text->words, i, treaty_search_word_t),
                   word, len)) {
            place->is |= 1u << i;
        }
    }
    return 1;
}

/* Marks where the words first to behind - 1 stand one after the other. */
static void mark_term(apr_array_header_t *places, int first, int behind)
{
    int count = behind - first;
    int i;
    int k;

    for (i = 0; i + count <= places->nelts; i++) {
        place_t *place = &APR_ARRAY_IDX(places, i, place_t);

        for (k = 0; k < count && (place[k].is & (1u << (first + k))); k++) {
        }
        if (k == count) {
            for (k = 0; k < count; k++) {
                place[k].hit |= 1u << first;
                place[k].goes_on |= k + 1 < count;
            }
        }
    }
}

static void mark_terms(apr_array_header_t *places,
                       const treaty_search_text_t *text)
{
    const treaty_search_word_t *words =
        (const treaty_search_word_t *)text->words->elts;
    int first = 0;

    while (first < text->words->nelts) {
        int behind = first + 1;

        while (behind < text->words->nelts && words[behind].is_joined) {
            behind++;
        }
        mark_term(places, first, behind);
        first = behind;
    }
}

static int count_bits(apr_uint32_t bits)
{
    int count = 0;

    for (; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* How many terms are hit within what can be shown from a place on. */
static int terms_from(const apr_array_header_t *places, int first)
{
    const place_t *all = (const place_t *)places->elts;
    apr_uint32_t hit = 0;
    int i;

    for (i = first; i < places->nelts &&
                    all[i].to - all[first].from <= SHOWN_MAX - BEFORE_MAX;
         i++) {
        hit |= all[i].hit;
    }
    return count_bits(hit);
}

/* The first of the windows with the most terms; from the text's beginning
 * where there is none. */
static window_t best_window(const apr_array_header_t *places)
{
    const place_t *all = (const place_t *)places->elts;
    window_t best = {0, 0, 0};
    int i;

    for (i = 0; i < places->nelts; i++) {
        int terms = all[i].hit ? terms_from(places, i) : 0;

        if (terms > best.terms) {
            best.first = i;
            best.terms = terms;
        }
    }
    i = best.first;
    while (i > 0 && all[best.first].from - all[i - 1].from <= BEFORE_MAX) {
        i--;
    }
    best.first = i;
    best.last = i;
    while (best.last + 1 < places->nelts &&
           all[best.last + 1].to - all[i].from <= SHOWN_MAX) {
        best.last++;
    }
    return best;
}

/* ------------------------------------------------------------------------ */

/* Text that isn't UTF-8 isn't shown. */
static void add_piece(json_t *pieces, const char *text, apr_size_t len, int hit)
{
    json_t *words = json_stringn(text, len);

    if (words && len > 0) {
        json_array_append_new(
            pieces, json_pack("{s:O, s:b}", "text", words, "hit", hit));
    }
    json_decref(words);
}

/* The longest beginning of a text that can be shown: a word may be longer. */
static apr_size_t shown_len(const char *text, apr_size_t len)
{
    if (len > SHOWN_MAX) {
        len = SHOWN_MAX;
        while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80) {
            len--;
        }
    }
    return len;
}

static void add_bare(json_t *pieces, const char *text, apr_size_t len)
{
    apr_size_t shown = shown_len(text, len);

    add_piece(pieces, text, shown, 0);
    if (shown < len) {
        add_piece(pieces, ELLIPSIS, strlen(ELLIPSIS), 0);
    }
}

/* A phrase is one piece. The pieces from @p at to @p end. */
static void add_pieces(json_t *pieces, const char *text, apr_size_t at,
                       apr_size_t end, const place_t *first,
                       const place_t *last)
{
    const place_t *place;

    for (place = first; place <= last; place++) {
        const place_t *begins = place;

        if (!place->hit) {
            continue;
        }
        while (place < last && place->goes_on) {
            place++;
        }
        add_piece(pieces, text + at, begins->from - at, 0);
        add_piece(pieces, text + begins->from,
                  shown_len(text + begins->from, place->to - begins->from), 1);
        at = place->to;
    }
    add_bare(pieces, text + at, end - at);
}

static void add_window(json_t *pieces, const char *text, apr_size_t len,
                       const apr_array_header_t *places, window_t window)
{
    const place_t *all = (const place_t *)places->elts;
    int is_end = window.last + 1 == places->nelts;

    if (window.first > 0) {
        add_piece(pieces, ELLIPSIS, strlen(ELLIPSIS), 0);
    }
    add_pieces(pieces, text, window.first > 0 ? all[window.first].from : 0,
               is_end ? len : all[window.last].to, &all[window.first],
               &all[window.last]);
    if (!is_end) {
        add_piece(pieces, ELLIPSIS, strlen(ELLIPSIS), 0);
    }
}

/* Lines and tabs become blanks: a snippet is one line. */
static const char *one_line(apr_size_t *len, const char *text, apr_pool_t *pool)
{
    apr_size_t size = strnlen(text, SOURCE_MAX + 1);
    char *line;
    apr_size_t i;

    if (size > SOURCE_MAX) {
        size = SOURCE_MAX;
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80) {
            size--;
        }
    }
    line = apr_pstrmemdup(pool, text, size);
    for (i = 0; i < size; i++) {
        if ((unsigned char)line[i] < ' ') {
            line[i] = ' ';
        }
    }
    *len = size;
    return line;
}

json_t *treaty_search_snippet(int *terms, const treaty_reading_t *reading,
                              const treaty_search_text_t *text,
                              const char *source, apr_pool_t *scratch_pool)
{
    json_t *pieces = json_array();
    placer_t placer = {text, apr_array_make(scratch_pool, 64, sizeof(place_t))};
    apr_size_t len;
    const char *line = one_line(&len, source, scratch_pool);
    window_t window;

    treaty_db_words(reading->db, line, len, take_place, &placer);
    mark_terms(placer.places, text);
    *terms = 0;
    if (placer.places->nelts == 0) {
        add_bare(pieces, line, len);
        return pieces;
    }
    window = best_window(placer.places);
    add_window(pieces, line, len, placer.places, window);
    *terms = window.terms;
    return pieces;
}

#include "html_runs.h"
#include "utf8.h"

#include "treaty_json.h"
#include "treaty_runs.h"

#include <apr_strings.h>
#include <string.h>

/* A page is smaller. */
#define TEXT_LIMIT ((apr_size_t)64 * 1024 * 1024)

/* From the end of the piece before it up to `end`. */
typedef struct piece_t {
    apr_size_t end;
    treaty_marks_t marks;
} piece_t;

static const treaty_marks_t unmarked;

treaty_collector_t *treaty_collector_create(apr_pool_t *result_pool)
{
    treaty_collector_t *collector =
        apr_pcalloc(result_pool, sizeof(*collector));

    collector->text = treaty_text_create(TEXT_LIMIT, result_pool);
    collector->pieces = apr_array_make(result_pool, 8, sizeof(piece_t));
    collector->pool = result_pool;
    return collector;
}

void treaty_collector_clear(treaty_collector_t *collector)
{
    collector->text->len = 0;
    collector->text->data[0] = '\0';
    apr_array_clear(collector->pieces);
    collector->has_space = 0;
    collector->breaks = 0;
}

static int is_same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static int are_same(const treaty_marks_t *a, const treaty_marks_t *b)
{
    return a->strong == b->strong && a->em == b->em &&
           is_same_text(a->href, b->href) && is_same_text(a->abbr, b->abbr) &&
           is_same_text(a->datetime, b->datetime);
}

static const piece_t *last_piece(const treaty_collector_t *collector)
{
    int count = collector->pieces->nelts;

    return count ? &APR_ARRAY_IDX(collector->pieces, count - 1, piece_t) : NULL;
}

static void append(treaty_collector_t *collector, const char *text,
                   apr_size_t len, const treaty_marks_t *marks)
{
    piece_t *piece = (piece_t *)last_piece(collector);

    if (!piece || !are_same(&piece->marks, marks)) {
        piece = apr_array_push(collector->pieces);
        piece->marks = *marks;
    }
    treaty_text_append(collector->text, text, len);
    piece->end = collector->text->len;
}

/* White space between two texts is marked as both are, or not at all. */
static void append_gap(treaty_collector_t *collector,
                       const treaty_marks_t *marks)
{
    const piece_t *piece = last_piece(collector);

    if (piece && (collector->breaks || collector->has_space)) {
        append(collector, collector->breaks ? "\n" : " ", 1,
               are_same(&piece->marks, marks) ? marks : &unmarked);
    }
    collector->has_space = 0;
    collector->breaks = 0;
}

static apr_size_t word_len(const char *text)
{
    apr_size_t len = 0;

    while (text[len] && treaty_skip_space(text + len) == text + len) {
        len++;
    }
    return len;
}

void treaty_collector_add(treaty_collector_t *collector, const char *text,
                          const treaty_marks_t *marks)
{
    while (*text) {
        const char *word = treaty_skip_space(text);
        apr_size_t len = word_len(word);

        collector->has_space |= word > text;
        if (len > 0) {
            append_gap(collector, marks);
            append(collector, word, len, marks);
        }
        text = word + len;
    }
}

void treaty_collector_break(treaty_collector_t *collector)
{
    collector->breaks++;
}

const char *treaty_collector_text(const treaty_collector_t *collector)
{
    return collector->text->data;
}

static json_t *run_of(const treaty_collector_t *collector, apr_size_t start,
                      const piece_t *piece)
{
    json_t *run = json_object();
    const treaty_marks_t *marks = &piece->marks;

    json_object_set_new(
        run, "text",
        json_stringn(collector->text->data + start, piece->end - start));
    if (marks->href) {
        treaty_json_set_text(run, "href", marks->href);
    }
    if (marks->strong) {
        json_object_set_new(run, "strong", json_true());
    }
    if (marks->em) {
        json_object_set_new(run, "em", json_true());
    }
    if (marks->abbr) {
        treaty_json_set_text(run, "abbr", marks->abbr);
    }
    if (marks->datetime) {
        treaty_json_set_text(run, "datetime", marks->datetime);
    }
    return run;
}

json_t *treaty_collector_runs(const treaty_collector_t *collector)
{
    const apr_array_header_t *pieces = collector->pieces;
    apr_size_t start = 0;
    json_t *runs;
    int i;

    if (pieces->nelts == 0 || pieces->nelts > TREATY_RUNS_MAX ||
        (pieces->nelts == 1 &&
         are_same(&last_piece(collector)->marks, &unmarked))) {
        return NULL;
    }
    runs = json_array();
    for (i = 0; i < pieces->nelts; i++) {
        const piece_t *piece = &APR_ARRAY_IDX(pieces, i, piece_t);

        json_array_append_new(runs, run_of(collector, start, piece));
        start = piece->end;
    }
    return runs;
}

/* Whether each piece, gaps left aside, has a mark. */
static int is_all(const treaty_collector_t *collector, int strong)
{
    apr_size_t start = 0;
    int i;

    for (i = 0; i < collector->pieces->nelts; i++) {
        const piece_t *piece = &APR_ARRAY_IDX(collector->pieces, i, piece_t);
        int is_gap = piece->end - start == 1 &&
                     strchr(" \n", collector->text->data[start]) != NULL;

        if (!is_gap &&
            !(strong ? piece->marks.strong : piece->marks.href != NULL)) {
            return 0;
        }
        start = piece->end;
    }
    return collector->pieces->nelts > 0;
}

int treaty_collector_is_strong(const treaty_collector_t *collector)
{
    return is_all(collector, 1);
}

int treaty_collector_is_link(const treaty_collector_t *collector)
{
    return is_all(collector, 0);
}

const char *treaty_collector_href(const treaty_collector_t *collector)
{
    int i;

    for (i = 0; i < collector->pieces->nelts; i++) {
        const piece_t *piece = &APR_ARRAY_IDX(collector->pieces, i, piece_t);

        if (piece->marks.href) {
            return piece->marks.href;
        }
    }
    return NULL;
}

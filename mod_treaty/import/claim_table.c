#include "claim_finder_private.h"
#include "claim_sentence.h"

#include "treaty_date.h"
#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* The widest table that is read, and the longest cell in words. */
#define COLUMNS_MAX 16
#define CELL_WORDS_MAX 60
/* A larger number is none of participants. */
#define PARTICIPANTS_MAX 1000

typedef treaty_finder_t finder_t;

/* What a cell says, or a row's first. */
typedef struct cell_t {
    const char *text;
    /* Of treaty_item_t. */
    apr_array_header_t *items;
} cell_t;

static cell_t read_cell(finder_t *finder, const json_t *cells, size_t i)
{
    const char *text = treaty_json_text(json_array_get(cells, i), "text");
    cell_t cell = {text ? text : "", NULL};
    apr_array_header_t *words = treaty_prose_cut(cell.text, finder->pool);
    treaty_topic_t topic = finder->topic;
    int count = words->nelts < CELL_WORDS_MAX ? words->nelts : CELL_WORDS_MAX;

    finder->words_left -= words->nelts;
    cell.items = treaty_items_of(finder->known, &topic,
                                 (const treaty_word_t *)words->elts, count,
                                 finder->pool);
    return cell;
}

/* The only item of a kind; NULL for none or several. */
static const treaty_item_t *only(const cell_t *cell, treaty_item_kind_t kind)
{
    const treaty_item_t *found = NULL;
    int i;

    for (i = 0; treaty_item_at(cell->items, i); i++) {
        const treaty_item_t *item = treaty_item_at(cell->items, i);

        if (item->kind == kind && found) {
            return NULL;
        }
        found = item->kind == kind ? item : found;
    }
    return found;
}

/* "In force", which in a sentence is no verb. */
static int is_in_force(const cell_t *cell)
{
    return treaty_item_is(treaty_item_at(cell->items, 0), "in") &&
           treaty_item_is(treaty_item_at(cell->items, 1), "force") &&
           cell->items->nelts == 2;
}

/* What a heading is about: all its verbs are the same, which those of "Opened
 * for signature" aren't. */
static treaty_verb_t verb_of(const cell_t *cell)
{
    treaty_verb_t verb = TREATY_VERB_OTHER;
    int count = 0;
    int i;

    for (i = 0; treaty_item_at(cell->items, i); i++) {
        const treaty_item_t *item = treaty_item_at(cell->items, i);

        if (item->kind != TREATY_ITEM_VERB) {
            continue;
        }
        if (count++ > 0 && verb != item->verb) {
            return TREATY_VERB_OTHER;
        }
        verb = item->verb;
    }
    return is_in_force(cell) ? TREATY_VERB_ENTER : verb;
}

/* The day that a cell holds, or NULL. */
static const char *date_in(const cell_t *cell)
{
    const treaty_item_t *date = only(cell, TREATY_ITEM_DATE);
    treaty_day_t day;

    return treaty_day_parse(&day, cell->text)        ? cell->text
           : date && !only(cell, TREATY_ITEM_NUMBER) ? date->value
                                                     : NULL;
}

/* The number of participants that a cell holds; -1 for none. */
static int number_in(const cell_t *cell)
{
    const treaty_item_t *item = treaty_item_at(cell->items, 0);

    return item && item->kind == TREATY_ITEM_NUMBER &&
                   item == only(cell, TREATY_ITEM_NUMBER) &&
                   !only(cell, TREATY_ITEM_DATE) &&
                   item->number <= PARTICIPANTS_MAX
               ? item->number
               : -1;
}

/* A row up to a column, as it is read. */
static const char *quote_of(const finder_t *finder, const json_t *cells,
                            size_t last)
{
    const char *quote = "";
    size_t i;

    for (i = 0; i <= last; i++) {
        const char *text = treaty_json_text(json_array_get(cells, i), "text");

        if (text) {
            quote =
                apr_pstrcat(finder->pool, quote, *quote ? " " : "", text, NULL);
        }
    }
    return strlen(quote) <= TREATY_QUOTE_MAX ? quote : NULL;
}

/* What a cell says under a heading of a row's treaty, or of its participant
 * under it. */
static void take_value(finder_t *finder, const json_t *cells, size_t column,
                       treaty_verb_t verb, const char *treaty,
                       const char *participant)
{
    cell_t cell = read_cell(finder, cells, column);
    const char *date = date_in(&cell);
    int number = number_in(&cell);
    const char *measure = NULL;

    if (date && participant) {
        measure =
            verb == TREATY_VERB_ADOPT ? NULL : treaty_finder_act_measure(verb);
    }
    else if (date) {
        measure = verb == TREATY_VERB_ADOPT   ? "adopted_on"
                  : verb == TREATY_VERB_ENTER ? "entry_into_force_on"
                                              : NULL;
    }
    else if (number >= 0 && !participant) {
        measure = treaty_finder_count_measure(verb);
        date = apr_itoa(finder->pool, number);
    }
    if (measure) {
        treaty_finder_add(finder, treaty, participant, measure, date,
                          finder->as_of, quote_of(finder, cells, column));
    }
}

/* Whether a treaty's row has days of signature or consent: they are somebody's,
 * as its days of entry into force are then. */
static int is_of_somebody(finder_t *finder, const json_t *cells,
                          const treaty_verb_t verbs[])
{
    size_t i;

    for (i = 1; i < json_array_size(cells) && i < COLUMNS_MAX; i++) {
        if (verbs[i] == TREATY_VERB_SIGN || verbs[i] == TREATY_VERB_CONSENT) {
            cell_t cell = read_cell(finder, cells, i);

            if (date_in(&cell)) {
                return 1;
            }
        }
    }
    return 0;
}

static void read_row(finder_t *finder, const json_t *cells,
                     const treaty_verb_t verbs[])
{
    cell_t first = read_cell(finder, cells, 0);
    const treaty_item_t *instrument = only(&first, TREATY_ITEM_INSTRUMENT);
    const treaty_item_t *who = only(&first, TREATY_ITEM_PARTICIPANT);
    const char *treaty =
        instrument ? instrument->value : finder->topic.main_treaty;
    const char *participant = instrument || !who ? NULL : who->value;
    int has_entry = !instrument || !is_of_somebody(finder, cells, verbs);
    size_t i;

    if (!treaty) {
        return;
    }
    if (!instrument && !participant) {
        if (json_array_size(cells) == 2 &&
            verb_of(&first) != TREATY_VERB_OTHER) {
            take_value(finder, cells, 1, verb_of(&first), treaty, NULL);
        }
        return;
    }
    for (i = 1; i < json_array_size(cells) && i < COLUMNS_MAX; i++) {
        if (verbs[i] != TREATY_VERB_OTHER &&
            (has_entry || verbs[i] != TREATY_VERB_ENTER)) {
            take_value(finder, cells, i, verbs[i], treaty, participant);
        }
    }
}

void treaty_finder_read_table(treaty_finder_t *finder, const json_t *rows)
{
    const json_t *heads = json_object_get(json_array_get(rows, 0), "cells");
    treaty_verb_t verbs[COLUMNS_MAX] = {TREATY_VERB_OTHER};
    size_t i;

    for (i = 1; i < json_array_size(heads) && i < COLUMNS_MAX; i++) {
        cell_t head = read_cell(finder, heads, i);

        verbs[i] = verb_of(&head);
    }
    for (i = 0; i < json_array_size(rows) && finder->words_left > 0; i++) {
        read_row(finder, json_object_get(json_array_get(rows, i), "cells"),
                 verbs);
    }
}

#include "claim_sentence.h"

#include <string.h>

/* How far a verb's own instrument and date lie, in items. */
#define OBJECT_REACH 4
#define DATE_REACH 14

treaty_item_t *treaty_item_at(const apr_array_header_t *items, int i)
{
    return i >= 0 && i < items->nelts ? &APR_ARRAY_IDX(items, i, treaty_item_t)
                                      : NULL;
}

static int is_kind(const treaty_item_t *item, treaty_item_kind_t kind)
{
    return item && item->kind == kind;
}

static int is_one_of(const treaty_item_t *item, const char *const *list)
{
    return is_kind(item, TREATY_ITEM_WORD) &&
           treaty_prose_is(item->first, list);
}

int treaty_item_is(const treaty_item_t *item, const char *word)
{
    const char *const list[] = {word, NULL};

    return is_one_of(item, list);
}

/* What lies in parentheses is no part of a sentence's frame. */
static int is_skipped(const treaty_item_t *item, const treaty_item_t *verb)
{
    return item && verb && item->is_aside && !verb->is_aside;
}

/* The verb that follows; the number of items without one. */
static int next_verb(const apr_array_header_t *items, int verb)
{
    int i;

    for (i = verb + 1; treaty_item_at(items, i); i++) {
        if (is_kind(treaty_item_at(items, i), TREATY_ITEM_VERB) &&
            !treaty_item_at(items, i)->is_noun) {
            break;
        }
    }
    return i;
}

static int previous_verb(const apr_array_header_t *items, int verb)
{
    int i;

    for (i = verb - 1; i >= 0; i--) {
        if (is_kind(treaty_item_at(items, i), TREATY_ITEM_VERB) &&
            !treaty_item_at(items, i)->is_noun) {
            break;
        }
    }
    return i;
}

/* "signed and ratified by X in 2000": verbs that share what follows them. */
static int end_of(const apr_array_header_t *items, int verb)
{
    static const char *const joining[] = {"and", "or", ",", NULL};
    int end = next_verb(items, verb);
    int i;

    for (i = verb + 1; i < end; i++) {
        if (!is_one_of(treaty_item_at(items, i), joining)) {
            return end;
        }
    }
    return treaty_item_at(items, end) ? end_of(items, end) : end;
}

/* The first item of a kind behind a verb, before `end`; -1 without one. */
static int find_right(const apr_array_header_t *items, treaty_item_kind_t kind,
                      int verb, int end)
{
    int i;

    for (i = verb + 1; i < end && i < items->nelts; i++) {
        const treaty_item_t *item = treaty_item_at(items, i);

        if (item && item->kind == kind &&
            !is_skipped(item, treaty_item_at(items, verb))) {
            return i;
        }
    }
    return -1;
}

static int find_left(const apr_array_header_t *items, treaty_item_kind_t kind,
                     int verb, int start)
{
    int i;

    for (i = verb - 1; i > start; i--) {
        const treaty_item_t *item = treaty_item_at(items, i);

        if (item && item->kind == kind &&
            !is_skipped(item, treaty_item_at(items, verb))) {
            return i;
        }
    }
    return -1;
}

/* The one instrument that a sentence speaks of; NULL for none or several. */
static const char *only_instrument(const apr_array_header_t *items)
{
    const char *only = NULL;
    int i;

    for (i = 0; treaty_item_at(items, i); i++) {
        const treaty_item_t *item = treaty_item_at(items, i);

        if (item->kind != TREATY_ITEM_INSTRUMENT) {
            continue;
        }
        if (!item->value || (only && strcmp(only, item->value) != 0)) {
            return NULL;
        }
        only = item->value;
    }
    return only;
}

int treaty_sentence_has_instrument(const apr_array_header_t *items)
{
    return find_left(items, TREATY_ITEM_INSTRUMENT, items->nelts - 1, -1) >=
               0 ||
           is_kind(treaty_item_at(items, items->nelts - 1),
                   TREATY_ITEM_INSTRUMENT);
}

const char *treaty_sentence_instrument(const apr_array_header_t *items,
                                       int verb)
{
    int end = end_of(items, verb);
    int right = find_right(items, TREATY_ITEM_INSTRUMENT, verb, end);
    int left = find_left(items, TREATY_ITEM_INSTRUMENT, verb, -1);

    if (right >= 0 && right - verb <= OBJECT_REACH &&
        find_right(items, TREATY_ITEM_DATE, verb, right) < 0) {
        return treaty_item_at(items, right)->value;
    }
    if (left >= 0) {
        return treaty_item_at(items, left)->value;
    }
    return right >= 0 ? treaty_item_at(items, right)->value
                      : only_instrument(items);
}

/* Whether a sentence says what isn't so, or not yet. */
int treaty_sentence_is_unreal(const apr_array_header_t *items, int verb)
{
    static const char *const words[] = {
        "not",     "never",    "would", "may",     "might", "could",
        "should",  "must",     "if",    "when",    "once",  "unless",
        "until",   "upon",     "after", "neither", "nor",   "without",
        "require", "required", "need",  "needed",  "shall", "before",
        "least",   NULL};
    int i;

    for (i = verb - 1; i > previous_verb(items, verb); i--) {
        if (is_one_of(treaty_item_at(items, i), words)) {
            return 1;
        }
    }
    return 0;
}

/* "more than 100", "some 100" can't be held against a number. */
int treaty_sentence_is_inexact(const apr_array_header_t *items, int number)
{
    static const char *const words[] = {
        "than",   "over",    "some",          "about", "least",   "around",
        "nearly", "almost",  "approximately", "most",  "first",   "only",
        "next",   "another", "other",         "last",  "further", "additional",
        NULL};

    return is_one_of(treaty_item_at(items, number - 1), words);
}

/* The number before "countries have signed"; -1 without one. */
static int number_before(const apr_array_header_t *items, int verb)
{
    static const char *const between[] = {
        "country",     "state", "nation",      "government", "member",
        "participant", "party", "contracting", "had",        "also",
        "already",     "now",   "so",          "far",        "formally",
        "thus",        "have",  "has",         "united",     "more",
        "and",         NULL};
    static const char *const auxiliary[] = {"have", "had", "has", NULL};
    int is_noun = treaty_item_at(items, verb)->is_noun;
    int is_said = is_noun;
    int i;

    for (i = verb - 1; i >= 0; i--) {
        const treaty_item_t *item = treaty_item_at(items, i);

        if (is_skipped(item, treaty_item_at(items, verb))) {
            continue;
        }
        if (item->kind == TREATY_ITEM_NUMBER) {
            return is_said ? i : -1;
        }
        is_said |= is_one_of(item, auxiliary);
        if (!is_one_of(item, between) &&
            !(item->kind == TREATY_ITEM_VERB && item->is_noun && !is_noun)) {
            return -1;
        }
        is_said |= !treaty_item_is(item, "and");
    }
    return -1;
}

/* The number of "signed by 105 countries"; -1 without one. */
static int number_behind(const apr_array_header_t *items, int verb)
{
    static const char *const nouns[] = {"country",    "state",       "nation",
                                        "government", "participant", NULL};
    int number = find_right(items, TREATY_ITEM_NUMBER, verb, verb + 3);

    if (number < 0 ||
        !treaty_item_is(treaty_item_at(items, number - 1), "by")) {
        return -1;
    }
    return is_one_of(treaty_item_at(items, number + 1), nouns) ? number : -1;
}

/* The date that belongs to a verb; -1 without one. */
int treaty_sentence_date(const apr_array_header_t *items, int verb)
{
    int end = end_of(items, verb);
    int date = find_right(items, TREATY_ITEM_DATE, verb, end);

    if (date >= 0 && date - verb <= DATE_REACH) {
        return date;
    }
    date = find_left(items, TREATY_ITEM_DATE, verb, previous_verb(items, verb));
    return date >= 0 && !treaty_item_at(items, date)->is_used ? date : -1;
}

/* Participants in a row: "Canada, France and the United States". */
static int row_of(int parties[], const apr_array_header_t *items, int at,
                  int step)
{
    static const char *const joining[] = {"and", ",", "the", NULL};
    int count = 0;

    for (; treaty_item_at(items, at) && count < TREATY_AGENTS_MAX; at += step) {
        if (is_kind(treaty_item_at(items, at), TREATY_ITEM_PARTICIPANT)) {
            parties[count++] = at;
        }
        else if (!is_one_of(treaty_item_at(items, at), joining)) {
            break;
        }
    }
    return count;
}

/* Those of "signed by the United States". */
static int agents_behind(int parties[], const apr_array_header_t *items,
                         int verb)
{
    int end = end_of(items, verb);
    int i;

    for (i = verb + 1; i < end; i++) {
        if (treaty_item_is(treaty_item_at(items, i), "by") ||
            treaty_item_is(treaty_item_at(items, i), "for")) {
            return row_of(parties, items, i + 1, 1);
        }
    }
    return 0;
}

/* Whether a subject before a verb is what is done to. */
static int is_passive(const apr_array_header_t *items, int from, int verb)
{
    static const char *const words[] = {"was", "were", "been", "being",
                                        "is",  "are",  "be",   NULL};

    for (; from < verb; from++) {
        if (is_one_of(treaty_item_at(items, from), words)) {
            return 1;
        }
    }
    return 0;
}

/* "The United States, which had signed in 2000, ratified it": who acts, also
 * for a second verb. */
static int agents_before(int parties[], const apr_array_header_t *items,
                         int verb)
{
    static const char *const placing[] = {
        "in", "at", "to", "from", "for", "against", "within", "by", NULL};
    int last = find_left(items, TREATY_ITEM_PARTICIPANT, verb, -1);
    int count;
    int first;

    if (last < 0 || is_passive(items, last, verb)) {
        return 0;
    }
    count = row_of(parties, items, last, -1);
    first = parties[count - 1];
    while (treaty_item_is(treaty_item_at(items, first - 1), "the")) {
        first--;
    }
    return is_one_of(treaty_item_at(items, first - 1), placing) ? 0 : count;
}

int treaty_sentence_number(const apr_array_header_t *items, int verb)
{
    int number = number_before(items, verb);

    return number >= 0 || treaty_item_at(items, verb)->is_noun
               ? number
               : number_behind(items, verb);
}

int treaty_sentence_agents(int parties[], const apr_array_header_t *items,
                           int verb)
{
    int count = agents_behind(parties, items, verb);

    return count > 0 ? count : agents_before(parties, items, verb);
}

int treaty_sentence_beneficiaries(int parties[],
                                  const apr_array_header_t *items, int verb)
{
    return agents_behind(parties, items, verb);
}

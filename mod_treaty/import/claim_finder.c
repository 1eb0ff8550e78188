#include "claim_finder.h"
#include "claim_finder_private.h"
#include "claim_sentence.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE_WORDS_MAX 400

typedef treaty_finder_t finder_t;

static const char *quote_of(const finder_t *finder, int first, int last)
{
    apr_size_t start = treaty_item_at(finder->items, first)->first->start;
    apr_size_t len = treaty_item_at(finder->items, last)->last->end - start;

    return len <= TREATY_QUOTE_MAX
               ? apr_pstrmemdup(finder->pool, finder->text + start, len)
               : NULL;
}

static int is_equal(const json_t *claim, const char *name, const char *value)
{
    const char *text = treaty_json_text(claim, name);

    return text && value ? strcmp(text, value) == 0 : text == value;
}

static int is_told(const finder_t *finder, const char *treaty,
                   const char *participant, const char *measure,
                   const char *claimed)
{
    size_t i;
    json_t *claim;

    json_array_foreach(finder->claims, i, claim)
    {
        if (is_equal(claim, "treaty", treaty) &&
            is_equal(claim, "participant", participant) &&
            is_equal(claim, "measure", measure) &&
            is_equal(claim, "claimed", claimed) &&
            json_integer_value(json_object_get(claim, "line")) ==
                finder->line) {
            return 1;
        }
    }
    return 0;
}

void treaty_finder_add(treaty_finder_t *finder, const char *treaty,
                       const char *participant, const char *measure,
                       const char *claimed, const char *as_of,
                       const char *quote)
{
    json_t *claim;

    if (is_told(finder, treaty, participant, measure, claimed) ||
        json_array_size(finder->claims) >= TREATY_PROPOSED_MAX) {
        return;
    }
    claim = json_object();
    treaty_json_set_text(claim, "treaty", treaty);
    treaty_json_set_text(claim, "participant", participant);
    treaty_json_set_text(claim, "measure", measure);
    treaty_json_set_text(claim, "claimed", claimed);
    treaty_json_set_text(claim, "as_of", as_of);
    treaty_json_set_text(claim, "quote", quote);
    treaty_json_set_text(claim, "status", "proposed");
    if (finder->line) {
        json_object_set_new(claim, "line", json_integer(finder->line));
    }
    json_array_append_new(finder->claims, claim);
}

const char *treaty_finder_count_measure(treaty_verb_t verb)
{
    return verb == TREATY_VERB_SIGN      ? "signatures"
           : verb == TREATY_VERB_CONSENT ? "consents"
           : verb == TREATY_VERB_PARTY   ? "in_force"
                                         : NULL;
}

const char *treaty_finder_act_measure(treaty_verb_t verb)
{
    return verb == TREATY_VERB_SIGN      ? "signed_on"
           : verb == TREATY_VERB_CONSENT ? "consented_on"
                                         : "in_force_on";
}

/* "as of 1 March 2003", else the day of the sheet. */
static const char *day_of_count(const finder_t *finder)
{
    int i;

    for (i = 0; treaty_item_at(finder->items, i); i++) {
        const treaty_item_t *item = treaty_item_at(finder->items, i);

        if (item->kind == TREATY_ITEM_DATE && item->value &&
            strlen(item->value) == 10 &&
            (treaty_item_is(treaty_item_at(finder->items, i - 1), "by") ||
             (treaty_item_is(treaty_item_at(finder->items, i - 1), "of") &&
              treaty_item_is(treaty_item_at(finder->items, i - 2), "as")))) {
            return item->value;
        }
    }
    return finder->as_of;
}

/* "12 countries ratified it in 2005", "by 2005 101 had": of another time than
 * the count's day, which such a date doesn't tell. */
static int is_of_another_time(const finder_t *finder, int verb, const char *day)
{
    const treaty_item_t *date = treaty_item_at(
        finder->items, treaty_sentence_date(finder->items, verb));

    return date && !date->is_used &&
           (!date->value || strcmp(date->value, day) != 0);
}

static void find_count(finder_t *finder, int verb)
{
    const char *day = day_of_count(finder);
    treaty_verb_t kind = treaty_item_at(finder->items, verb)->verb;
    int number = treaty_sentence_number(finder->items, verb);
    const char *treaty = treaty_sentence_has_instrument(finder->items)
                             ? treaty_sentence_instrument(finder->items, verb)
                             : finder->topic.treaty;

    if (number < 0 || !treaty_finder_count_measure(kind) || !treaty ||
        treaty_sentence_is_inexact(finder->items, number) ||
        treaty_sentence_is_unreal(finder->items, number) ||
        is_of_another_time(finder, verb, day)) {
        return;
    }
    treaty_finder_add(
        finder, treaty, NULL, treaty_finder_count_measure(kind),
        apr_itoa(finder->pool, treaty_item_at(finder->items, number)->number),
        day,
        quote_of(finder, number < verb ? number : verb,
                 number < verb ? verb : number + 1));
}

static void add_dates(finder_t *finder, const char *treaty, const char *measure,
                      int verb, int date, const int parties[], int count)
{
    int i;

    for (i = 0; i < count; i++) {
        int first = parties[i] < verb ? parties[i] : verb;
        int last = date > verb ? date : verb;

        last = parties[i] > last ? parties[i] : last;
        first = date < first ? date : first;
        treaty_finder_add(finder, treaty,
                          treaty_item_at(finder->items, parties[i])->value,
                          measure, treaty_item_at(finder->items, date)->value,
                          finder->as_of, quote_of(finder, first, last));
    }
}

static void find_act(finder_t *finder, int verb, int date, const char *treaty)
{
    treaty_verb_t kind = treaty_item_at(finder->items, verb)->verb;
    int parties[TREATY_AGENTS_MAX];
    int count = treaty_sentence_agents(parties, finder->items, verb);

    add_dates(finder, treaty, treaty_finder_act_measure(kind), verb, date,
              parties, count);
}

/* A date of the treaty itself, or its entry into force for someone. */
static void find_milestone(finder_t *finder, int verb, int date,
                           const char *treaty)
{
    int is_entry =
        treaty_item_at(finder->items, verb)->verb == TREATY_VERB_ENTER;
    int parties[TREATY_AGENTS_MAX];
    int count =
        is_entry ? treaty_sentence_beneficiaries(parties, finder->items, verb)
                 : 0;

    if (count > 0) {
        add_dates(finder, treaty, "in_force_on", verb, date, parties, count);
        return;
    }
    treaty_finder_add(
        finder, treaty, NULL, is_entry ? "entry_into_force_on" : "adopted_on",
        treaty_item_at(finder->items, date)->value, finder->as_of,
        quote_of(finder, verb < date ? verb : date, verb < date ? date : verb));
}

static void find_date(finder_t *finder, int verb)
{
    treaty_verb_t kind = treaty_item_at(finder->items, verb)->verb;
    int date = treaty_sentence_date(finder->items, verb);
    const char *treaty;

    if (date < 0) {
        return;
    }
    treaty_item_at(finder->items, date)->is_used = 1;
    treaty = kind == TREATY_VERB_OTHER
                 ? NULL
                 : treaty_sentence_instrument(finder->items, verb);
    if (!treaty || !treaty_item_at(finder->items, date)->value ||
        treaty_sentence_is_unreal(finder->items, verb)) {
        return;
    }
    if (kind == TREATY_VERB_ADOPT || kind == TREATY_VERB_ENTER) {
        find_milestone(finder, verb, date, treaty);
    }
    else {
        find_act(finder, verb, date, treaty);
    }
}

static void read_sentence(finder_t *finder, const treaty_word_t *words,
                          int count)
{
    /* What "it" is in a sentence without an instrument was said before. */
    treaty_topic_t before = finder->topic;
    int i;

    finder->items = treaty_items_of(finder->known, &finder->topic, words, count,
                                    finder->pool);
    if (!treaty_sentence_has_instrument(finder->items)) {
        finder->topic.treaty = before.treaty;
    }
    for (i = 0; treaty_item_at(finder->items, i); i++) {
        if (treaty_item_at(finder->items, i)->kind != TREATY_ITEM_VERB) {
            continue;
        }
        find_count(finder, i);
        if (!treaty_item_at(finder->items, i)->is_noun) {
            find_date(finder, i);
        }
    }
}

static void read_text(finder_t *finder, const char *text)
{
    apr_array_header_t *words = treaty_prose_cut(text, finder->pool);
    const treaty_word_t *all = (const treaty_word_t *)words->elts;
    int start = 0;
    int i;

    finder->text = text;
    finder->words_left -= words->nelts;
    finder->topic.last_treaty = finder->topic.treaty;
    finder->topic.last_type = finder->topic.type;
    finder->topic.treaty = NULL;
    finder->topic.type = NULL;
    for (i = 0; i < words->nelts; i++) {
        if (all[i].ends_sentence || i + 1 == words->nelts ||
            i + 1 - start == SENTENCE_WORDS_MAX) {
            read_sentence(finder, all + start, i + 1 - start);
            start = i + 1;
        }
    }
}

/* What a title or a heading names is what its text is about. */
static void read_heading(finder_t *finder, const char *text)
{
    apr_array_header_t *words = treaty_prose_cut(text, finder->pool);
    apr_array_header_t *mentions = treaty_known_mentions(
        finder->known, (const treaty_word_t *)words->elts,
        words->nelts < SENTENCE_WORDS_MAX ? words->nelts : SENTENCE_WORDS_MAX,
        finder->pool);
    const treaty_mention_t *first =
        mentions->nelts ? &APR_ARRAY_IDX(mentions, 0, treaty_mention_t) : NULL;

    if (first && first->treaty) {
        finder->topic.main_treaty = first->treaty;
        finder->topic.main_type = first->type;
    }
}

void treaty_claims_find(json_t **claims, const treaty_known_t *known,
                        const json_t *sheet, int is_everywhere,
                        apr_pool_t *result_pool)
{
    finder_t finder = {.known = known,
                       .claims = treaty_json_bind(json_array(), result_pool),
                       .as_of = treaty_json_text(sheet, "released_on"),
                       .words_left = TREATY_SHEET_WORDS_MAX};
    size_t i;
    json_t *block;

    *claims = finder.claims;
    finder.topic.today = finder.as_of;
    if (!finder.as_of) {
        return;
    }
    apr_pool_create(&finder.pool, result_pool);
    read_heading(&finder, treaty_json_text(sheet, "title"));
    json_array_foreach(json_object_get(sheet, "blocks"), i, block)
    {
        const char *kind = treaty_json_text(block, "kind");
        const char *text = treaty_json_text(block, "text");

        apr_pool_clear(finder.pool);
        finder.line = is_everywhere
                          ? json_integer_value(json_object_get(block, "line"))
                          : 0;
        if (finder.words_left <= 0) {
            break;
        }
        if (strcmp(kind, "heading") == 0) {
            read_heading(&finder, text);
        }
        else if (strcmp(kind, "table") == 0) {
            treaty_finder_read_table(&finder, json_object_get(block, "rows"));
        }
        else {
            read_text(&finder, text);
        }
    }
    apr_pool_destroy(finder.pool);
}

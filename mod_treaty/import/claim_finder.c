#include "claim_finder.h"
#include "claim_items.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* How far a verb's own instrument and date lie, in items. */
#define OBJECT_REACH 4
#define DATE_REACH 14
#define QUOTE_MAX 300
#define PARTIES_MAX 12
#define SENTENCE_WORDS_MAX 400

/* A sheet while it is read. */
typedef struct finder_t {
    const treaty_known_t *known;
    json_t *claims;
    const char *as_of;
    treaty_topic_t topic;
    /* The block and the sentence. */
    const char *text;
    apr_array_header_t *items;
    apr_pool_t *pool;
} finder_t;

static treaty_item_t *item_at(const finder_t *finder, int i)
{
    return i >= 0 && i < finder->items->nelts
               ? &APR_ARRAY_IDX(finder->items, i, treaty_item_t)
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

static int is_word(const treaty_item_t *item, const char *word)
{
    const char *const list[] = {word, NULL};

    return is_one_of(item, list);
}

/* What lies in parentheses is no part of a sentence's frame. */
static int is_skipped(const treaty_item_t *item, const treaty_item_t *verb)
{
    return item->is_aside && !verb->is_aside;
}

/* The verb that follows; the number of items without one. */
static int next_verb(const finder_t *finder, int verb)
{
    int i;

    for (i = verb + 1; item_at(finder, i); i++) {
        if (is_kind(item_at(finder, i), TREATY_ITEM_VERB) &&
            !item_at(finder, i)->is_noun) {
            break;
        }
    }
    return i;
}

static int previous_verb(const finder_t *finder, int verb)
{
    int i;

    for (i = verb - 1; i >= 0; i--) {
        if (is_kind(item_at(finder, i), TREATY_ITEM_VERB) &&
            !item_at(finder, i)->is_noun) {
            break;
        }
    }
    return i;
}

/* "signed and ratified by X in 2000": verbs that share what follows them. */
static int end_of(const finder_t *finder, int verb)
{
    static const char *const joining[] = {"and", "or", ",", NULL};
    int end = next_verb(finder, verb);
    int i;

    for (i = verb + 1; i < end; i++) {
        if (!is_one_of(item_at(finder, i), joining)) {
            return end;
        }
    }
    return item_at(finder, end) ? end_of(finder, end) : end;
}

/* The first item of a kind behind a verb, before `end`; -1 without one. */
static int find_right(const finder_t *finder, treaty_item_kind_t kind, int verb,
                      int end)
{
    int i;

    for (i = verb + 1; i < end; i++) {
        const treaty_item_t *item = item_at(finder, i);

        if (item->kind == kind && !is_skipped(item, item_at(finder, verb))) {
            return i;
        }
    }
    return -1;
}

static int find_left(const finder_t *finder, treaty_item_kind_t kind, int verb,
                     int start)
{
    int i;

    for (i = verb - 1; i > start; i--) {
        const treaty_item_t *item = item_at(finder, i);

        if (item->kind == kind && !is_skipped(item, item_at(finder, verb))) {
            return i;
        }
    }
    return -1;
}

/* The one instrument that a sentence speaks of; NULL for none or several. */
static const char *only_instrument(const finder_t *finder)
{
    const char *only = NULL;
    int i;

    for (i = 0; item_at(finder, i); i++) {
        const treaty_item_t *item = item_at(finder, i);

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

static int has_instrument(const finder_t *finder)
{
    return find_left(finder, TREATY_ITEM_INSTRUMENT, finder->items->nelts - 1,
                     -1) >= 0 ||
           is_kind(item_at(finder, finder->items->nelts - 1),
                   TREATY_ITEM_INSTRUMENT);
}

/*
 * The instrument that a verb is about: its object close behind it, else what
 * stands before it, else what follows, else the only one of the sentence.
 * NULL where that isn't known to the record.
 */
static const char *instrument_of(const finder_t *finder, int verb)
{
    int end = end_of(finder, verb);
    int right = find_right(finder, TREATY_ITEM_INSTRUMENT, verb, end);
    int left = find_left(finder, TREATY_ITEM_INSTRUMENT, verb, -1);

    if (right >= 0 && right - verb <= OBJECT_REACH &&
        find_right(finder, TREATY_ITEM_DATE, verb, right) < 0) {
        return item_at(finder, right)->value;
    }
    if (left >= 0) {
        return item_at(finder, left)->value;
    }
    return right >= 0 ? item_at(finder, right)->value : only_instrument(finder);
}

/* Whether a sentence says what isn't so, or not yet. */
static int is_unreal(const finder_t *finder, int verb)
{
    static const char *const words[] = {
        "not",     "never",    "would", "may",     "might", "could",
        "should",  "must",     "if",    "when",    "once",  "unless",
        "until",   "upon",     "after", "neither", "nor",   "without",
        "require", "required", "need",  "needed",  "shall", "before",
        "least",   NULL};
    int i;

    for (i = verb - 1; i > previous_verb(finder, verb); i--) {
        if (is_one_of(item_at(finder, i), words)) {
            return 1;
        }
    }
    return 0;
}

/* "more than 100", "some 100" can't be held against a number. */
static int is_inexact(const finder_t *finder, int number)
{
    static const char *const words[] = {
        "than",   "over",    "some",          "about", "least", "around",
        "nearly", "almost",  "approximately", "most",  "first", "only",
        "next",   "another", "other",         "last",  NULL};

    return is_one_of(item_at(finder, number - 1), words);
}

static const char *quote_of(const finder_t *finder, int first, int last)
{
    apr_size_t start = item_at(finder, first)->first->start;
    apr_size_t len = item_at(finder, last)->last->end - start;

    return len <= QUOTE_MAX
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
            is_equal(claim, "claimed", claimed)) {
            return 1;
        }
    }
    return 0;
}

static void add_claim(finder_t *finder, const char *treaty,
                      const char *participant, const char *measure,
                      const char *claimed, const char *as_of, const char *quote)
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
    json_array_append_new(finder->claims, claim);
}

static const char *count_measure(treaty_verb_t verb)
{
    return verb == TREATY_VERB_SIGN      ? "signatures"
           : verb == TREATY_VERB_CONSENT ? "consents"
           : verb == TREATY_VERB_PARTY   ? "in_force"
                                         : NULL;
}

/* "as of 1 March 2003", else the day of the sheet. */
static const char *day_of_count(const finder_t *finder)
{
    int i;

    for (i = 0; item_at(finder, i); i++) {
        const treaty_item_t *item = item_at(finder, i);

        if (item->kind == TREATY_ITEM_DATE && strlen(item->value) == 10 &&
            (is_word(item_at(finder, i - 1), "by") ||
             (is_word(item_at(finder, i - 1), "of") &&
              is_word(item_at(finder, i - 2), "as")))) {
            return item->value;
        }
    }
    return finder->as_of;
}

/* The number before "countries have signed"; -1 without one. */
static int number_before(const finder_t *finder, int verb)
{
    static const char *const between[] = {
        "country",     "state", "nation",      "government", "member",
        "participant", "party", "contracting", "had",        "also",
        "already",     "now",   "so",          "far",        "formally",
        "thus",        "have",  "has",         "united",     "more",
        "and",         NULL};
    static const char *const auxiliary[] = {"have", "had", "has", NULL};
    int is_noun = item_at(finder, verb)->is_noun;
    int is_said = is_noun;
    int i;

    for (i = verb - 1; i >= 0; i--) {
        const treaty_item_t *item = item_at(finder, i);

        if (is_skipped(item, item_at(finder, verb))) {
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
        is_said |= !is_word(item, "and");
    }
    return -1;
}

/* The number of "signed by 105 countries"; -1 without one. */
static int number_behind(const finder_t *finder, int verb)
{
    static const char *const nouns[] = {"country",    "state",       "nation",
                                        "government", "participant", NULL};
    int number = find_right(finder, TREATY_ITEM_NUMBER, verb, verb + 3);

    if (number < 0 || !item_at(finder, number) ||
        !is_word(item_at(finder, number - 1), "by")) {
        return -1;
    }
    return is_one_of(item_at(finder, number + 1), nouns) ? number : -1;
}

static void find_count(finder_t *finder, int verb)
{
    treaty_verb_t kind = item_at(finder, verb)->verb;
    int number = number_before(finder, verb);
    const char *treaty = has_instrument(finder) ? instrument_of(finder, verb)
                                                : finder->topic.treaty;

    if (number < 0 && !item_at(finder, verb)->is_noun) {
        number =
            verb + 3 < finder->items->nelts ? number_behind(finder, verb) : -1;
    }
    if (number < 0 || !count_measure(kind) || !treaty ||
        is_inexact(finder, number) || is_unreal(finder, number)) {
        return;
    }
    add_claim(finder, treaty, NULL, count_measure(kind),
              apr_itoa(finder->pool, item_at(finder, number)->number),
              day_of_count(finder),
              quote_of(finder, number < verb ? number : verb,
                       number < verb ? verb : number + 1));
}

/* The date that belongs to a verb; -1 without one. */
static int date_of(const finder_t *finder, int verb)
{
    int end = end_of(finder, verb);
    int date = find_right(finder, TREATY_ITEM_DATE, verb, end);

    if (date >= 0 && date - verb <= DATE_REACH) {
        return date;
    }
    date =
        find_left(finder, TREATY_ITEM_DATE, verb, previous_verb(finder, verb));
    return date >= 0 && !item_at(finder, date)->is_used ? date : -1;
}

/* Participants in a row: "Canada, France and the United States". */
static int row_of(int parties[], const finder_t *finder, int at, int step)
{
    static const char *const joining[] = {"and", ",", "the", NULL};
    int count = 0;

    for (; item_at(finder, at) && count < PARTIES_MAX; at += step) {
        if (is_kind(item_at(finder, at), TREATY_ITEM_PARTICIPANT)) {
            parties[count++] = at;
        }
        else if (!is_one_of(item_at(finder, at), joining)) {
            break;
        }
    }
    return count;
}

/* Those of "signed by the United States". */
static int agents_behind(int parties[], const finder_t *finder, int verb)
{
    int end = end_of(finder, verb);
    int i;

    for (i = verb + 1; i < end; i++) {
        if (is_word(item_at(finder, i), "by") ||
            is_word(item_at(finder, i), "for")) {
            return row_of(parties, finder, i + 1, 1);
        }
    }
    return 0;
}

/* Whether a subject before a verb is what is done to. */
static int is_passive(const finder_t *finder, int from, int verb)
{
    static const char *const words[] = {"was", "were", "been", "being",
                                        "is",  "are",  "be",   NULL};

    for (; from < verb; from++) {
        if (is_one_of(item_at(finder, from), words)) {
            return 1;
        }
    }
    return 0;
}

/* "The United States, which had signed in 2000, ratified it": who acts, also
 * for a second verb. */
static int agents_before(int parties[], const finder_t *finder, int verb)
{
    static const char *const placing[] = {
        "in", "at", "to", "from", "for", "against", "within", "by", NULL};
    int last = find_left(finder, TREATY_ITEM_PARTICIPANT, verb, -1);
    int count;
    int first;

    if (last < 0 || is_passive(finder, last, verb)) {
        return 0;
    }
    count = row_of(parties, finder, last, -1);
    first = parties[count - 1];
    while (is_word(item_at(finder, first - 1), "the")) {
        first--;
    }
    return is_one_of(item_at(finder, first - 1), placing) ? 0 : count;
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
        add_claim(finder, treaty, item_at(finder, parties[i])->value, measure,
                  item_at(finder, date)->value, finder->as_of,
                  quote_of(finder, first, last));
    }
}

static void find_act(finder_t *finder, int verb, int date, const char *treaty)
{
    treaty_verb_t kind = item_at(finder, verb)->verb;
    int parties[PARTIES_MAX];
    int count = agents_behind(parties, finder, verb);

    if (count == 0) {
        count = agents_before(parties, finder, verb);
    }
    add_dates(finder, treaty,
              kind == TREATY_VERB_SIGN      ? "signed_on"
              : kind == TREATY_VERB_CONSENT ? "consented_on"
                                            : "in_force_on",
              verb, date, parties, count);
}

/* A date of the treaty itself, or its entry into force for someone. */
static void find_milestone(finder_t *finder, int verb, int date,
                           const char *treaty)
{
    int is_entry = item_at(finder, verb)->verb == TREATY_VERB_ENTER;
    int parties[PARTIES_MAX];
    int count = is_entry ? agents_behind(parties, finder, verb) : 0;

    if (count > 0) {
        add_dates(finder, treaty, "in_force_on", verb, date, parties, count);
        return;
    }
    add_claim(
        finder, treaty, NULL, is_entry ? "entry_into_force_on" : "adopted_on",
        item_at(finder, date)->value, finder->as_of,
        quote_of(finder, verb < date ? verb : date, verb < date ? date : verb));
}

static void find_date(finder_t *finder, int verb)
{
    treaty_verb_t kind = item_at(finder, verb)->verb;
    int date = date_of(finder, verb);
    const char *treaty;

    if (date < 0) {
        return;
    }
    item_at(finder, date)->is_used = 1;
    treaty = kind == TREATY_VERB_OTHER ? NULL : instrument_of(finder, verb);
    if (!treaty || is_unreal(finder, verb)) {
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
    if (!has_instrument(finder)) {
        finder->topic.treaty = before.treaty;
    }
    for (i = 0; item_at(finder, i); i++) {
        if (item_at(finder, i)->kind != TREATY_ITEM_VERB) {
            continue;
        }
        find_count(finder, i);
        if (!item_at(finder, i)->is_noun) {
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
                        const json_t *sheet, apr_pool_t *result_pool)
{
    finder_t finder = {.known = known,
                       .claims = treaty_json_bind(json_array(), result_pool),
                       .as_of = treaty_json_text(sheet, "released_on"),
                       .pool = result_pool};
    size_t i;
    json_t *block;

    *claims = finder.claims;
    finder.topic.today = finder.as_of;
    if (!finder.as_of) {
        return;
    }
    read_heading(&finder, treaty_json_text(sheet, "title"));
    json_array_foreach(json_object_get(sheet, "blocks"), i, block)
    {
        const char *kind = treaty_json_text(block, "kind");
        const char *text = treaty_json_text(block, "text");

        if (strcmp(kind, "heading") == 0) {
            read_heading(&finder, text);
        }
        else if (strcmp(kind, "table") != 0) {
            read_text(&finder, text);
        }
    }
}

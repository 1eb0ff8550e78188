#include "claim_items.h"

#include <string.h>

/* A sentence while it is taken apart. */
typedef struct work_t {
    const treaty_known_t *known;
    treaty_topic_t *topic;
    const treaty_word_t *words;
    int count;
    int at;
    apr_array_header_t *items;
    const apr_array_header_t *mentions;
    int next_mention;
    int is_aside;
    apr_pool_t *pool;
} work_t;

/* Verbs, and nouns that stand for them, up to four words; the longest of one
 * beginning first. */
static const struct {
    const char *words[4];
    treaty_verb_t verb;
    int is_noun;
} verbs[] = {
    {{"adopted"}, TREATY_VERB_ADOPT, 0},
    {{"concluded"}, TREATY_VERB_ADOPT, 0},
    {{"adoption"}, TREATY_VERB_ADOPT, 0},
    {{"came", "into", "force"}, TREATY_VERB_ENTER, 0},
    {{"come", "into", "force"}, TREATY_VERB_ENTER, 0},
    {{"entered", "into", "force"}, TREATY_VERB_ENTER, 0},
    {{"enter", "into", "force"}, TREATY_VERB_ENTER, 0},
    {{"entering", "into", "force"}, TREATY_VERB_ENTER, 0},
    {{"entry", "into", "force"}, TREATY_VERB_ENTER, 0},
    {{"in", "force", "since"}, TREATY_VERB_ENTER, 0},
    {{"in", "force", "from"}, TREATY_VERB_ENTER, 0},
    {{"took", "effect"}, TREATY_VERB_ENTER, 0},
    {{"signed"}, TREATY_VERB_SIGN, 0},
    {{"signature"}, TREATY_VERB_SIGN, 1},
    {{"signatory"}, TREATY_VERB_SIGN, 1},
    {{"ratified"}, TREATY_VERB_CONSENT, 0},
    {{"acceded"}, TREATY_VERB_CONSENT, 0},
    {{"accepted"}, TREATY_VERB_CONSENT, 0},
    {{"approved"}, TREATY_VERB_CONSENT, 0},
    {{"deposited", "its", "instrument"}, TREATY_VERB_CONSENT, 0},
    {{"deposited", "an", "instrument"}, TREATY_VERB_CONSENT, 0},
    {{"deposited", "the", "instrument"}, TREATY_VERB_CONSENT, 0},
    {{"ratification"}, TREATY_VERB_CONSENT, 1},
    {{"accession"}, TREATY_VERB_CONSENT, 1},
    {{"became", "a", "state", "party"}, TREATY_VERB_PARTY, 0},
    {{"become", "a", "state", "party"}, TREATY_VERB_PARTY, 0},
    {{"became", "a", "party"}, TREATY_VERB_PARTY, 0},
    {{"become", "a", "party"}, TREATY_VERB_PARTY, 0},
    {{"became", "party"}, TREATY_VERB_PARTY, 0},
    {{"become", "party"}, TREATY_VERB_PARTY, 0},
    {{"are", "party"}, TREATY_VERB_PARTY, 0},
    {{"are", "state", "party"}, TREATY_VERB_PARTY, 0},
    {{"were", "party"}, TREATY_VERB_PARTY, 0},
    {{"were", "state", "party"}, TREATY_VERB_PARTY, 0},
    {{"been", "party"}, TREATY_VERB_PARTY, 0},
    {{"party"}, TREATY_VERB_PARTY, 1},
};

/* Verbs that have dates of their own. */
static const char *const other_verbs[] = {
    "opened",     "released",   "issued",     "published",   "amended",
    "registered", "proposed",   "submitted",  "established", "founded",
    "met",        "held",       "announced",  "began",       "begun",
    "drafted",    "expired",    "withdrew",   "denounced",   "withdrawn",
    "terminated", "celebrated", "provide",    "revised",     "reviewed",
    "launched",   "created",    "started",    "passed",      "introduced",
    "deposited",  "visited",    "negotiated", "enacted",     "suspended",
    NULL};

static treaty_item_t *push(work_t *work, treaty_item_kind_t kind, int len)
{
    treaty_item_t *item = apr_array_push(work->items);

    *item = (treaty_item_t){.kind = kind,
                            .first = &work->words[work->at],
                            .last = &work->words[work->at + len - 1],
                            .is_aside = work->is_aside};
    work->at += len;
    return item;
}

/* How many words one of the verbs takes here; 0 for another. */
static int verb_len(const work_t *work, int i)
{
    int len;

    for (len = 0; len < 4 && verbs[i].words[len]; len++) {
        if (work->at + len >= work->count ||
            strcmp(verbs[i].words[len], work->words[work->at + len].text) !=
                0) {
            return 0;
        }
    }
    return len;
}

static int take_verb(work_t *work)
{
    treaty_item_t *item;
    int i;

    for (i = 0; i < (int)(sizeof(verbs) / sizeof(verbs[0])); i++) {
        int len = verb_len(work, i);

        if (len > 0) {
            item = push(work, TREATY_ITEM_VERB, len);
            item->verb = verbs[i].verb;
            item->is_noun = verbs[i].is_noun;
            return 1;
        }
    }
    if (treaty_prose_is(&work->words[work->at], other_verbs)) {
        push(work, TREATY_ITEM_VERB, 1)->verb = TREATY_VERB_OTHER;
        return 1;
    }
    return 0;
}

static int is_word(const work_t *work, int at, const char *text)
{
    return at >= 0 && at < work->count &&
           strcmp(work->words[at].text, text) == 0;
}

static int take_date(work_t *work)
{
    static const char *const before[] = {"in",     "since", "of",
                                         "during", "by",    NULL};
    int follows =
        work->at > 0 && treaty_prose_is(&work->words[work->at - 1], before);
    const char *iso = NULL;
    int len = treaty_prose_date(&iso, &work->words[work->at],
                                work->count - work->at, follows, work->pool);

    /* A date that can't be read is a verb's all the same. */
    if (is_word(work, work->at, TREATY_PROSE_ELEMENT)) {
        push(work, TREATY_ITEM_DATE, 1);
        return 1;
    }
    if (len == 0 && is_word(work, work->at, "today") && work->topic->today) {
        iso = work->topic->today;
        len = 1;
    }
    if (len > 0) {
        push(work, iso ? TREATY_ITEM_DATE : TREATY_ITEM_WORD, len)->value = iso;
    }
    return len > 0;
}

/* A number that isn't the number of something. */
static int take_number(work_t *work)
{
    static const char *const labels[] = {
        "no",        "nos",        "article", "chapter", "annex",
        "part",      "resolution", "page",    "section", "age",
        "paragraph", "number",     NULL};
    int value = 0;
    int len = treaty_prose_number(&value, &work->words[work->at],
                                  work->count - work->at);

    if (len == 0 ||
        (work->at > 0 && (treaty_prose_is(&work->words[work->at - 1], labels) ||
                          treaty_is_type_word(&work->words[work->at - 1])))) {
        return 0;
    }
    push(work, TREATY_ITEM_NUMBER, len)->number = value;
    return 1;
}

static int take_participant(work_t *work)
{
    const char *slug = NULL;
    int len =
        treaty_known_participant(&slug, work->known, &work->words[work->at],
                                 work->count - work->at, work->pool);

    if (len > 0) {
        push(work, TREATY_ITEM_PARTICIPANT, len)->value = slug;
    }
    return len > 0;
}

static void set_topic(work_t *work, const char *treaty, const char *type)
{
    work->topic->treaty = treaty;
    work->topic->type = type;
}

static int take_mention(work_t *work)
{
    const treaty_mention_t *mention;

    if (work->next_mention >= work->mentions->nelts) {
        return 0;
    }
    mention =
        &APR_ARRAY_IDX(work->mentions, work->next_mention, treaty_mention_t);
    if (mention->first != work->at) {
        return 0;
    }
    work->next_mention++;
    push(work, TREATY_ITEM_INSTRUMENT, mention->last - mention->first + 1)
        ->value = mention->treaty;
    set_topic(work, mention->treaty, mention->type);
    return 1;
}

static int is_type(const char *type, const treaty_word_t *word)
{
    static const char *const any[] = {"treaty", "agreement", "instrument",
                                      NULL};

    return type &&
           (strcmp(type, word->text) == 0 || treaty_prose_is(word, any));
}

/* "the Protocol on …" is a name; "the Protocol on 26 January" isn't. */
static int is_name(const work_t *work)
{
    static const char *const naming[] = {
        "on", "to", "for", "concerning", "relating", "against", NULL};
    static const char *const element[] = {TREATY_PROSE_ELEMENT, NULL};
    const treaty_word_t *next = &work->words[work->at + 1];
    int left = work->count - work->at;
    const char *iso;

    if (!next[-1].is_capital || left < 3 || !treaty_prose_is(next, naming)) {
        return 0;
    }
    return !treaty_prose_is_year(&next[1]) &&
           !treaty_prose_is(&next[1], element) &&
           !treaty_prose_date(&iso, &next[1], left - 2, 0, work->pool);
}

static void point(work_t *work, treaty_item_t *item, const treaty_word_t *word)
{
    treaty_topic_t *topic = work->topic;

    if (is_type(topic->type, word)) {
        item->value = topic->treaty;
    }
    else if (is_type(topic->main_type, word)) {
        item->value = topic->main_treaty;
        set_topic(work, topic->main_treaty, topic->main_type);
    }
    else if (is_type(topic->last_type, word)) {
        item->value = topic->last_treaty;
        set_topic(work, topic->last_treaty, topic->last_type);
    }
}

/* "the Protocol", "this treaty": what was named last, or the main thing. A
 * capital without such a word before it is another instrument's name. */
static int take_pointer(work_t *work)
{
    static const char *const pointing[] = {"the", "this", "that", "said", NULL};
    const treaty_word_t *word = &work->words[work->at];
    int points =
        work->at > 0 && treaty_prose_is(&work->words[work->at - 1], pointing);
    int names = !points || is_name(work);
    treaty_item_t *item;

    if (!(treaty_is_type_word(word) || is_word(work, work->at, "instrument")) ||
        (!points && !word->is_capital)) {
        return 0;
    }
    item = push(work, TREATY_ITEM_INSTRUMENT, 1);
    if (names) {
        set_topic(work, NULL, NULL);
    }
    else {
        point(work, item, word);
    }
    return 1;
}

static int take_it(work_t *work)
{
    if (!is_word(work, work->at, "it") || !work->topic->treaty ||
        work->words[work->at].end - work->words[work->at].start != 2) {
        return 0;
    }
    push(work, TREATY_ITEM_INSTRUMENT, 1)->value = work->topic->treaty;
    return 1;
}

apr_array_header_t *treaty_items_of(const treaty_known_t *known,
                                    treaty_topic_t *topic,
                                    const treaty_word_t *words, int count,
                                    apr_pool_t *result_pool)
{
    work_t work = {.known = known,
                   .topic = topic,
                   .words = words,
                   .count = count,
                   .pool = result_pool};

    work.items = apr_array_make(result_pool, 32, sizeof(treaty_item_t));
    work.mentions = treaty_known_mentions(known, words, count, result_pool);
    while (work.at < count) {
        if (is_word(&work, work.at, "(") || is_word(&work, work.at, ")")) {
            work.is_aside = *words[work.at].text == '(';
            work.at++;
        }
        else if (!take_mention(&work) && !take_date(&work) &&
                 !take_verb(&work) && !take_participant(&work) &&
                 !take_number(&work) && !take_pointer(&work) &&
                 !take_it(&work)) {
            push(&work, TREATY_ITEM_WORD, 1);
        }
    }
    return work.items;
}

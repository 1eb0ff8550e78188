#include "mention.h"

#include <apr_hash.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* A name has at most so many words that count. */
#define NAME_WORDS_MAX 64
/* A word that more names hold doesn't begin a search by itself. */
#define TRIGGER_NAMES_MAX 200
/* So many strange words in a row may stand within a name. */
#define GAP_MAX 2
/* What a text has to hold of a name, and a name of the text's words, in %. */
#define RECALL_MIN 60
#define PRECISION_MIN 60
#define PARTICIPANT_WORDS_MAX 8

typedef struct name_t {
    const char *treaty;
    const char *type;
    /* Of the words' numbers. */
    int *words;
    int count;
    int weight;
    /* An alias is found whole, and in capitals where it has them. */
    int is_alias;
    int is_upper;
} name_t;

struct treaty_known_t {
    /** Of name_t. */
    apr_array_header_t *names;
    /** From a word to its number, int *. */
    apr_hash_t *numbers;
    /** By a word's number: apr_array_header_t * of int, the names with it. */
    apr_array_header_t *holders;
    /** By a word's number: int. */
    apr_array_header_t *weights;
    /** From a participant's folded name to participant_t *. */
    apr_hash_t *participants;
    apr_pool_t *pool;
};

typedef struct participant_t {
    const char *slug;
    int is_upper;
} participant_t;

typedef struct candidate_t {
    int first;
    int last;
    const name_t *name;
    int weight;
    int recall;
} candidate_t;

/* Small words, and those that every second title has. */
static int is_small_word(const treaty_word_t *word)
{
    static const char *const list[] = {
        "a",         "an",      "the",  "of",     "on",     "in",
        "to",        "and",     "or",   "for",    "with",   "by",
        "as",        "at",      "from", "its",    "their",  "concerning",
        "relating",  "between", ",",    "(",      ")",      "no",
        "nos",       "un",      "u.n.", "united", "nation", "relative",
        "regarding", "which",   NULL};

    return treaty_prose_is(word, list);
}

int treaty_is_type_word(const treaty_word_t *word)
{
    static const char *const list[] = {"convention", "protocol",     "covenant",
                                       "agreement",  "treaty",       "charter",
                                       "statute",    "constitution", NULL};

    return treaty_prose_is(word, list);
}

static int is_common(const treaty_word_t *word)
{
    static const char *const list[] = {"optional", "international", "amendment",
                                       "additional", NULL};

    return treaty_is_type_word(word) || treaty_prose_is(word, list);
}

/* A word's number; a new one gets the next. */
static int number_of(treaty_known_t *known, const treaty_word_t *word)
{
    int *number = apr_hash_get(known->numbers, word->text, APR_HASH_KEY_STRING);

    if (!number) {
        number = apr_palloc(known->pool, sizeof(*number));
        *number = known->holders->nelts;
        APR_ARRAY_PUSH(known->holders, apr_array_header_t *) =
            apr_array_make(known->pool, 2, sizeof(int));
        APR_ARRAY_PUSH(known->weights, int) = is_common(word) ? 1 : 2;
        apr_hash_set(known->numbers, word->text, APR_HASH_KEY_STRING, number);
    }
    return *number;
}

static apr_array_header_t *holders_of(const treaty_known_t *known, int number)
{
    return APR_ARRAY_IDX(known->holders, number, apr_array_header_t *);
}

static int weight_of(const treaty_known_t *known, int number)
{
    return APR_ARRAY_IDX(known->weights, number, int);
}

static void hold(treaty_known_t *known, int number, int name)
{
    apr_array_header_t *holders = holders_of(known, number);

    if (holders->nelts == 0 ||
        APR_ARRAY_IDX(holders, holders->nelts - 1, int) != name) {
        APR_ARRAY_PUSH(holders, int) = name;
    }
}

static void add_name(treaty_known_t *known, const char *treaty,
                     const char *type, const char *text, int is_alias)
{
    apr_array_header_t *words = treaty_prose_cut(text, known->pool);
    name_t name = {treaty, type, NULL, 0, 0, is_alias, is_alias};
    int i;

    name.words = apr_palloc(known->pool, sizeof(int) * NAME_WORDS_MAX);
    for (i = 0; i < words->nelts && name.count < NAME_WORDS_MAX; i++) {
        const treaty_word_t *word = &APR_ARRAY_IDX(words, i, treaty_word_t);
        int number;

        if (is_small_word(word) || treaty_prose_is_year(word)) {
            continue;
        }
        number = number_of(known, word);
        name.words[name.count++] = number;
        name.weight += weight_of(known, number);
        name.is_upper = name.is_upper && word->is_upper;
        hold(known, number, known->names->nelts);
    }
    if (name.count > 0) {
        APR_ARRAY_PUSH(known->names, name_t) = name;
    }
}

/* "C182" is short for "Convention 182" where the treaty is a convention. */
static void add_alias(treaty_known_t *known, const char *treaty,
                      const char *type, const char *alias)
{
    apr_size_t digits = strspn(alias + 1, "0123456789");

    add_name(known, treaty, type, alias, 1);
    if (digits > 0 && alias[1 + digits] == '\0' &&
        apr_tolower(*alias) == *type) {
        add_name(known, treaty, type,
                 apr_psprintf(known->pool, "%s %d", type, atoi(alias + 1)), 1);
    }
}

static apr_status_t load_treaties(treaty_known_t *known, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_CLAIM_INSTRUMENTS);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        const char *treaty = treaty_stmt_text_dup(stmt, 0, known->pool);
        const char *type = treaty_stmt_text_dup(stmt, 1, known->pool);

        if (treaty_stmt_int(stmt, 3)) {
            add_alias(known, treaty, type, treaty_stmt_text(stmt, 2));
        }
        else {
            add_name(known, treaty, type, treaty_stmt_text(stmt, 2), 0);
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* Words as one text. */
static const char *joined(const treaty_word_t *words, int count,
                          apr_pool_t *pool)
{
    const char *text = words[0].text;
    int i;

    for (i = 1; i < count; i++) {
        text = apr_pstrcat(pool, text, " ", words[i].text, NULL);
    }
    return text;
}

static void put_participant(treaty_known_t *known, const char *slug,
                            const char *key, int is_upper)
{
    participant_t *one;

    if (!apr_hash_get(known->participants, key, APR_HASH_KEY_STRING)) {
        one = apr_palloc(known->pool, sizeof(*one));
        one->slug = slug;
        one->is_upper = is_upper;
        apr_hash_set(known->participants, key, APR_HASH_KEY_STRING, one);
    }
}

/* "UK" is "U.K." as well. */
static const char *dotted(const char *letters, apr_pool_t *pool)
{
    const char *text = "";

    for (; *letters; letters++) {
        text = apr_psprintf(pool, "%s%c.", text, apr_tolower(*letters));
    }
    return text;
}

static void add_participant(treaty_known_t *known, const char *slug,
                            const char *name, int is_code)
{
    apr_array_header_t *words = treaty_prose_cut(name, known->pool);
    const treaty_word_t *first = (const treaty_word_t *)words->elts;

    if (words->nelts == 0 || words->nelts > PARTICIPANT_WORDS_MAX) {
        return;
    }
    if (words->nelts == 1 && first->is_upper && strlen(name) <= 4 &&
        !strchr(name, '.')) {
        put_participant(known, slug, dotted(name, known->pool), 1);
    }
    if (!is_code) {
        put_participant(known, slug, joined(first, words->nelts, known->pool),
                        words->nelts == 1 && first->is_upper);
    }
}

static apr_status_t load_participants(treaty_known_t *known, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_CLAIM_PARTICIPANTS);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        add_participant(known, treaty_stmt_text_dup(stmt, 0, known->pool),
                        treaty_stmt_text_dup(stmt, 1, known->pool),
                        treaty_stmt_int(stmt, 2) != 0);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

apr_status_t treaty_known_load(treaty_known_t **result, treaty_db_t *db,
                               apr_pool_t *result_pool)
{
    treaty_known_t *known = apr_palloc(result_pool, sizeof(*known));
    apr_status_t rv;

    known->names = apr_array_make(result_pool, 64, sizeof(name_t));
    known->numbers = apr_hash_make(result_pool);
    known->holders =
        apr_array_make(result_pool, 256, sizeof(apr_array_header_t *));
    known->weights = apr_array_make(result_pool, 256, sizeof(int));
    known->participants = apr_hash_make(result_pool);
    known->pool = result_pool;
    *result = known;
    rv = load_treaties(known, db);
    return rv == APR_SUCCESS ? load_participants(known, db) : rv;
}

/* A search for one name around a word. */
typedef struct search_t {
    const treaty_known_t *known;
    const name_t *name;
    const treaty_word_t *words;
    /* By word: its number, or -1. */
    const int *numbers;
    int count;
    char used[NAME_WORDS_MAX];
    int matched;
    int weight;
    int strange;
} search_t;

static int take(search_t *search, int number)
{
    int i;

    for (i = 0; number >= 0 && i < search->name->count; i++) {
        if (search->name->words[i] == number && !search->used[i]) {
            search->used[i] = 1;
            search->matched++;
            search->weight += weight_of(search->known, number);
            return 1;
        }
    }
    return 0;
}

/* Goes on in one direction as long as words are the name's, with gaps.
 * @return the last word that is */
static int reach(search_t *search, int from, int step)
{
    int last = from;
    int gap = 0;
    int i;

    for (i = from + step; i >= 0 && i < search->count && gap <= GAP_MAX;
         i += step) {
        if (search->words[step > 0 ? i - 1 : i].ends_sentence) {
            break;
        }
        if (is_small_word(&search->words[i])) {
            continue;
        }
        if (take(search, search->numbers[i])) {
            search->strange += gap;
            gap = 0;
            last = i;
        }
        else {
            gap++;
        }
    }
    return last;
}

static int is_in_capitals(const search_t *search, int first, int last)
{
    for (; first <= last; first++) {
        if (!search->words[first].is_upper &&
            !apr_isdigit(*search->words[first].text)) {
            return 0;
        }
    }
    return 1;
}

/* Whether what was found is enough to be the name. */
static int is_enough(const search_t *search, int first, int last)
{
    const name_t *name = search->name;

    if (name->is_alias) {
        return search->matched == name->count && search->strange == 0 &&
               (!name->is_upper || is_in_capitals(search, first, last));
    }
    return search->matched >= 2 && search->weight > search->matched &&
           100 * search->weight >= RECALL_MIN * name->weight &&
           100 * search->matched >=
               PRECISION_MIN * (search->matched + search->strange);
}

static int is_trigger(const treaty_known_t *known, int number)
{
    return number >= 0 && holders_of(known, number)->nelts <= TRIGGER_NAMES_MAX;
}

/* Whether another word of the name, further left, begins the same search. */
static int is_repeated(const search_t *search, int first, int at)
{
    int i;

    for (; first < at; first++) {
        if (!is_trigger(search->known, search->numbers[first])) {
            continue;
        }
        for (i = 0; i < search->name->count; i++) {
            if (search->name->words[i] == search->numbers[first]) {
                return 1;
            }
        }
    }
    return 0;
}

static void try_name(apr_array_header_t *candidates, search_t *search, int at)
{
    candidate_t *candidate;
    int first;
    int last;

    memset(search->used, 0, sizeof(search->used));
    search->matched = search->weight = search->strange = 0;
    take(search, search->numbers[at]);
    last = reach(search, at, 1);
    first = reach(search, at, -1);
    if (is_enough(search, first, last) && !is_repeated(search, first, at)) {
        candidate = apr_array_push(candidates);
        *candidate = (candidate_t){first, last, search->name, search->weight,
                                   100 * search->weight / search->name->weight};
    }
}

static int by_weight(const void *a, const void *b)
{
    const candidate_t *x = a;
    const candidate_t *y = b;

    if (x->weight != y->weight) {
        return y->weight - x->weight;
    }
    return x->recall != y->recall ? y->recall - x->recall : x->first - y->first;
}

static int by_place(const void *a, const void *b)
{
    return ((const treaty_mention_t *)a)->first -
           ((const treaty_mention_t *)b)->first;
}

/* The better candidates first; one that overlaps with a taken one is left out,
 * and makes it doubtful where it is as good and another treaty's. */
static apr_array_header_t *best_of(apr_array_header_t *candidates,
                                   apr_pool_t *pool)
{
    apr_array_header_t *taken =
        apr_array_make(pool, 8, sizeof(treaty_mention_t));
    apr_array_header_t *of = apr_array_make(pool, 8, sizeof(candidate_t));
    int i;
    int k;

    qsort(candidates->elts, (size_t)candidates->nelts, sizeof(candidate_t),
          by_weight);
    for (i = 0; i < candidates->nelts; i++) {
        const candidate_t *one = &APR_ARRAY_IDX(candidates, i, candidate_t);
        treaty_mention_t *other = NULL;

        for (k = 0; k < taken->nelts && !other; k++) {
            other = &APR_ARRAY_IDX(taken, k, treaty_mention_t);
            other = one->last < other->first || one->first > other->last
                        ? NULL
                        : other;
        }
        if (!other) {
            APR_ARRAY_PUSH(of, candidate_t) = *one;
            APR_ARRAY_PUSH(taken, treaty_mention_t) = (treaty_mention_t){
                one->first, one->last, one->name->treaty, one->name->type};
        }
        else if (other->treaty &&
                 strcmp(other->treaty, one->name->treaty) != 0 &&
                 APR_ARRAY_IDX(of, k - 1, candidate_t).weight == one->weight &&
                 APR_ARRAY_IDX(of, k - 1, candidate_t).recall == one->recall) {
            other->treaty = NULL;
        }
    }
    qsort(taken->elts, (size_t)taken->nelts, sizeof(treaty_mention_t),
          by_place);
    return taken;
}

apr_array_header_t *treaty_known_mentions(const treaty_known_t *known,
                                          const treaty_word_t *words, int count,
                                          apr_pool_t *result_pool)
{
    apr_array_header_t *candidates =
        apr_array_make(result_pool, 16, sizeof(candidate_t));
    int *numbers =
        apr_palloc(result_pool, sizeof(int) * (apr_size_t)(count + 1));
    search_t search = {.known = known, .words = words, .count = count};
    int i;
    int k;

    for (i = 0; i < count; i++) {
        const int *number =
            apr_hash_get(known->numbers, words[i].text, APR_HASH_KEY_STRING);

        numbers[i] = number ? *number : -1;
    }
    search.numbers = numbers;
    for (i = 0; i < count; i++) {
        const apr_array_header_t *holders;

        if (!is_trigger(known, numbers[i])) {
            continue;
        }
        holders = holders_of(known, numbers[i]);
        for (k = 0; k < holders->nelts; k++) {
            search.name = &APR_ARRAY_IDX(
                known->names, APR_ARRAY_IDX(holders, k, int), name_t);
            try_name(candidates, &search, i);
        }
    }
    return best_of(candidates, result_pool);
}

int treaty_known_participant(const char **slug, const treaty_known_t *known,
                             const treaty_word_t *words, int count,
                             apr_pool_t *scratch_pool)
{
    int len;

    if (!words[0].is_capital) {
        return 0;
    }
    for (len = count < PARTICIPANT_WORDS_MAX ? count : PARTICIPANT_WORDS_MAX;
         len > 0; len--) {
        const participant_t *one =
            apr_hash_get(known->participants, joined(words, len, scratch_pool),
                         APR_HASH_KEY_STRING);

        if (one && (!one->is_upper || words[0].is_upper)) {
            *slug = one->slug;
            return len;
        }
    }
    return 0;
}

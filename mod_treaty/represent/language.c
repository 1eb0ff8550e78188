#include "language.h"

#include "treaty_date.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <stdlib.h>
#include <string.h>

#define GROUP 3
/* Room for a year or a day in digits. */
#define DIGITS_SIZE 12

const char *treaty_language_tag(const treaty_language_t *language)
{
    return language->tag;
}

const char *treaty_language_name(const treaty_language_t *language)
{
    return language->name;
}

const char *treaty_language_dir(const treaty_language_t *language)
{
    return language->dir;
}

static unsigned int hash_of(const char *key)
{
    apr_ssize_t len = APR_HASH_KEY_STRING;

    return apr_hashfunc_default(key, &len);
}

void treaty_language_index(treaty_language_t *language, apr_pool_t *result_pool)
{
    unsigned int size = 2;
    apr_uint16_t *slots;
    int i;

    while (size < 2 * (unsigned int)language->count) {
        size *= 2;
    }
    slots = apr_pcalloc(result_pool, size * sizeof(*slots));
    for (i = 0; i < language->count; i++) {
        unsigned int at = hash_of(language->words[i].key);

        while (slots[at & (size - 1)]) {
            at++;
        }
        slots[at & (size - 1)] = (apr_uint16_t)(i + 1);
    }
    language->slots = slots;
    language->slots_mask = size - 1;
}

/* The word of one catalogue. */
static const language_word_t *find_in(const treaty_language_t *language,
                                      const char *key, unsigned int hash)
{
    unsigned int mask = language->slots_mask;
    unsigned int slot;

    for (; (slot = language->slots[hash & mask]) != 0; hash++) {
        const language_word_t *word = &language->words[slot - 1];

        if (strcmp(word->key, key) == 0) {
            return word;
        }
    }
    return NULL;
}

static const language_word_t *find(const treaty_language_t *language,
                                   const char *key)
{
    unsigned int hash = hash_of(key);
    const language_word_t *word = NULL;

    for (; language && !word; language = language->beneath) {
        word = find_in(language, key, hash);
    }
    return word;
}

const char *treaty_word(const treaty_language_t *language, const char *key)
{
    const language_word_t *word = find(language, key);

    return word ? word->text : NULL;
}

int treaty_word_parts(const char **before, const char **after,
                      const treaty_language_t *language, const char *key)
{
    const language_word_t *word = find(language, key);

    *before = word ? word->before : NULL;
    *after = word ? word->after : NULL;
    return word != NULL;
}

const char *treaty_word_fill(const treaty_language_t *language, const char *key,
                             const char *filling, apr_pool_t *result_pool)
{
    const language_word_t *word = find(language, key);

    return word ? apr_pstrcat(result_pool, word->before, filling, word->after,
                              NULL)
                : filling;
}

#define SENTENCE "detail_"

/* What stands in the hole of a sentence, or NULL for another one. */
static const char *filling_of(const language_word_t *word, const char *english,
                              apr_pool_t *pool)
{
    apr_size_t before = strlen(word->before);
    apr_size_t after = strlen(word->after);
    apr_size_t len = strlen(english);

    if (word->text[before] == '\0') {
        return strcmp(word->text, english) == 0 ? "" : NULL;
    }
    return len >= before + after &&
                   strncmp(english, word->before, before) == 0 &&
                   strcmp(english + len - after, word->after) == 0
               ? apr_pstrmemdup(pool, english + before, len - before - after)
               : NULL;
}

const char *treaty_sentence(const treaty_language_t *language,
                            const char *english, apr_pool_t *result_pool)
{
    const treaty_language_t *shipped = language;
    int i;

    while (shipped->beneath) {
        shipped = shipped->beneath;
    }
    for (i = 0; i < shipped->count; i++) {
        const language_word_t *word = &shipped->words[i];
        const char *filling;

        if (strncmp(word->key, SENTENCE, strlen(SENTENCE)) != 0) {
            continue;
        }
        filling = filling_of(word, english, result_pool);
        if (filling) {
            return treaty_word_fill(language, word->key, filling, result_pool);
        }
    }
    return english;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void treaty_words_walk(const treaty_language_t *language,
                       treaty_language_word_fn_t *fn, void *baton,
                       apr_pool_t *scratch_pool)
{
    const treaty_language_t *level;
    apr_array_header_t *keys =
        apr_array_make(scratch_pool, 256, sizeof(const char *));
    int i;

    for (level = language; level; level = level->beneath) {
        for (i = 0; i < level->count; i++) {
            const language_word_t *word = &level->words[i];

            /* A word is met again in the catalogues beneath. */
            if (find(language, word->key) == word) {
                APR_ARRAY_PUSH(keys, const char *) = word->key;
            }
        }
    }
    qsort(keys->elts, (size_t)keys->nelts, sizeof(const char *), compare_keys);
    for (i = 0; i < keys->nelts; i++) {
        const char *key = APR_ARRAY_IDX(keys, i, const char *);

        fn(baton, key, treaty_word(language, key));
    }
}

/* An ISO date taken apart; what it doesn't say is 0. */
typedef struct {
    int year;
    int month;
    int day;
} parts_t;

static int number_of(const char *text, int count)
{
    int value = 0;
    int i;

    for (i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + text[i] - '0';
    }
    return value;
}

static int take_apart(parts_t *parts, const char *iso)
{
    apr_size_t len = strlen(iso);
    treaty_day_t day;

    parts->month = 0;
    parts->day = 0;
    parts->year = number_of(iso, 4);
    if (parts->year < 0 || len == 4) {
        return parts->year >= 0;
    }
    parts->month = iso[4] == '-' ? number_of(iso + 5, 2) : -1;
    if (parts->month < 1 || parts->month > LANGUAGE_MONTHS || len == 7) {
        return parts->month >= 1 && parts->month <= LANGUAGE_MONTHS;
    }
    if (!treaty_day_parse(&day, iso)) {
        return 0;
    }
    parts->day = number_of(iso + 8, 2);
    return 1;
}

/* The nearest catalogue that says how days are written. */
static const language_dates_t *dates_of(const treaty_language_t *language)
{
    while (!language->dates.day && language->beneath) {
        language = language->beneath;
    }
    return &language->dates;
}

/* What stands for a hole of a pattern; a number is written into digits. */
static const char *part_of(char digits[DIGITS_SIZE], const char *hole,
                           const language_dates_t *dates, const parts_t *parts)
{
    int is_day = strncmp(hole, "{day}", 5) == 0;

    if (strncmp(hole, "{month}", 7) == 0) {
        return parts->day ? dates->months[parts->month - 1]
                          : dates->months_alone[parts->month - 1];
    }
    if (is_day && parts->day == 1 && dates->first) {
        return dates->first;
    }
    apr_snprintf(digits, DIGITS_SIZE, is_day ? "%d" : "%04d",
                 is_day ? parts->day : parts->year);
    return digits;
}

/* @return len */
static apr_size_t append(char *text, apr_size_t at, const char *piece,
                         apr_size_t len)
{
    if (text) {
        memcpy(text + at, piece, len);
    }
    return len;
}

/* Fills the holes of a pattern. @return how many bytes that takes, with the
 * closing NUL; without a text to write to they are only counted */
static apr_size_t fill(char *text, const char *pattern,
                       const language_dates_t *dates, const parts_t *parts)
{
    char digits[DIGITS_SIZE];
    apr_size_t len = 0;
    const char *open;

    while ((open = strchr(pattern, '{')) != NULL) {
        const char *filling = part_of(digits, open, dates, parts);

        len += append(text, len, pattern, (apr_size_t)(open - pattern));
        len += append(text, len, filling, strlen(filling));
        pattern = strchr(open, '}') + 1;
    }
    return len + append(text, len, pattern, strlen(pattern) + 1);
}

static const char *filled(const char *pattern, const language_dates_t *dates,
                          const parts_t *parts, apr_pool_t *pool)
{
    char *text = apr_palloc(pool, fill(NULL, pattern, dates, parts));

    fill(text, pattern, dates, parts);
    return text;
}

const char *treaty_language_day(const treaty_language_t *language,
                                const char *iso, apr_pool_t *result_pool)
{
    const language_dates_t *dates = dates_of(language);
    parts_t parts;

    if (!take_apart(&parts, iso)) {
        return NULL;
    }
    if (parts.month == 0) {
        return apr_pstrdup(result_pool, iso);
    }
    return filled(parts.day ? dates->day : dates->month, dates, &parts,
                  result_pool);
}

static const language_numbers_t *numbers_of(const treaty_language_t *language)
{
    while (!language->numbers.group && language->beneath) {
        language = language->beneath;
    }
    return &language->numbers;
}

const char *treaty_language_number(const treaty_language_t *language,
                                   apr_int64_t number, apr_pool_t *result_pool)
{
    const language_numbers_t *numbers = numbers_of(language);
    apr_uint64_t size =
        number < 0 ? 0 - (apr_uint64_t)number : (apr_uint64_t)number;
    const char *digits = apr_psprintf(result_pool, "%" APR_UINT64_T_FMT, size);
    apr_size_t len = strlen(digits);
    apr_size_t group = strlen(numbers->group);
    char *text = apr_palloc(result_pool, len * (group + 1) + 2);
    char *to = text;
    apr_size_t i;

    if (number < 0) {
        *to++ = '-';
    }
    for (i = 0; i < len; i++) {
        if (i > 0 && (len - i) % GROUP == 0 &&
            len >= (apr_size_t)numbers->digits_min) {
            memcpy(to, numbers->group, group);
            to += group;
        }
        *to++ = digits[i];
    }
    *to = '\0';
    return text;
}

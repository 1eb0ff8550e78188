/*
 * A catalogue as language_read.c makes it of a site's file and
 * conf/languages/tables.pl of a shipped one; languages.c puts them over each
 * other and language.c uses them. Nobody else includes this.
 */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include "treaty_language.h"

/** A text, and its parts around the hole. */
typedef struct language_word_t {
    const char *key;
    const char *text;
    const char *before;
    const char *after;
} language_word_t;

#define LANGUAGE_MONTHS 12

/** How days are written. Any member may be NULL: as the one beneath. */
typedef struct language_dates_t {
    /** "{day} {month} {year}" */
    const char *day;
    /** "{month} {year}" */
    const char *month;
    /** The day of the month where it is the first; NULL: "1". */
    const char *first;
    /** Names of the months within a day, and alone. */
    const char *months[LANGUAGE_MONTHS];
    const char *months_alone[LANGUAGE_MONTHS];
} language_dates_t;

typedef struct language_numbers_t {
    /** Between groups of three digits. */
    const char *group;
    /** Numbers of fewer digits aren't grouped. */
    int digits_min;
} language_numbers_t;

struct treaty_language_t {
    const char *tag;
    const char *name;
    const char *dir;
    const treaty_language_t *beneath;
    /** Those of this catalogue alone, in any order. */
    const language_word_t *words;
    int count;
    /** A table of 2 to the n places, one more than slots_mask: the number of a
     * word, counted from 1, in the first free place from that of its key on. */
    const apr_uint16_t *slots;
    unsigned int slots_mask;
    language_dates_t dates;
    language_numbers_t numbers;
};

/** The shipped catalogues, which have no slots yet and none beneath them. */
extern const treaty_language_t treaty_shipped_languages[];
extern const apr_size_t treaty_shipped_languages_count;

/** Makes the slots, in @p result_pool: without them no word is found. */
void treaty_language_index(treaty_language_t *language,
                           apr_pool_t *result_pool);

#endif

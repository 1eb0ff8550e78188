/*
 * A catalogue as language_read.c makes it and language.c uses it. Nobody else
 * includes this.
 */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include "treaty_language.h"

#include <apr_hash.h>

/** A text, and its parts around the hole. */
typedef struct language_word_t {
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
    /** language_word_t by key: those of this catalogue alone. */
    apr_hash_t *words;
    language_dates_t dates;
    language_numbers_t numbers;
};

#endif

/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_language.h
 * @brief A language's catalogue: the words of every code and text that readers
 * see, and how days and numbers are written.
 *
 * A catalogue is a JSON object: `dir`, `dates`, `numbers` and `words`, a flat
 * object of texts. A text may hold one hole, "{}". What a catalogue lacks, the
 * one beneath it has; beneath all of them is the shipped English.
 */
#ifndef TREATY_LANGUAGE_H
#define TREATY_LANGUAGE_H

#include "treaty.h"

/** The language of who doesn't ask for another. */
#define TREATY_LANGUAGE_DEFAULT "en"
/** The longest tag of a language: "zh-Hant-TW" and the like. */
#define TREATY_LANGUAGE_TAG_MAX 35
/** The longest catalogue, in bytes. */
#define TREATY_LANGUAGE_SIZE_MAX (256 * 1024)
/** The most words of one catalogue, and the most bytes of one of them. */
#define TREATY_LANGUAGE_WORDS_MAX 4000
#define TREATY_LANGUAGE_WORD_MAX 2000

/** A catalogue over those beneath it. It never changes, so that threads can
 * share it. */
typedef struct treaty_language_t treaty_language_t;

/** What is wrong with a catalogue, and in which line, counted from 1. */
typedef struct treaty_language_error_t {
    int line;
    const char *message;
} treaty_language_error_t;

/** Whether a text has the form of a language's tag: letters and digits in
 * parts of at most eight, with '-' between them. */
int treaty_language_tag_is_valid(const char *tag);

/**
 * Reads a catalogue.
 * @param language in @p result_pool
 * @param error line and message (in @p result_pool) of an error; else 0, NULL
 * @param tag the language's, which is copied
 * @param beneath has what @p data lacks, and says where a text has a hole; it
 * must live as long as @p result_pool. NULL: the catalogue has to be whole
 * @param data @p len bytes of JSON, which are copied
 * @return TREATY_EINPUT
 */
apr_status_t treaty_language_read(const treaty_language_t **language,
                                  treaty_language_error_t *error,
                                  const char *tag,
                                  const treaty_language_t *beneath,
                                  const char *data, apr_size_t len,
                                  apr_pool_t *result_pool);

/** The tag, for an attribute `lang`. */
const char *treaty_language_tag(const treaty_language_t *language);

/** What the language calls itself: "English". */
const char *treaty_language_name(const treaty_language_t *language);

/** "ltr" or "rtl", for an attribute `dir`. */
const char *treaty_language_dir(const treaty_language_t *language);

/**
 * The words for a code or key ("in_force" is "in force").
 * @return living as long as the language, or NULL for a key that no catalogue
 * has
 */
const char *treaty_word(const treaty_language_t *language, const char *key);

/**
 * What stands before the hole of a text, and what behind it; of a text without
 * one all of it stands before.
 * @return 0 for a key that no catalogue has
 */
int treaty_word_parts(const char **before, const char **after,
                      const treaty_language_t *language, const char *key);

/**
 * A text with its hole filled: "As recorded to {}" and a day.
 * @return in @p result_pool; @p filling itself for a key that no catalogue has
 */
const char *treaty_word_fill(const treaty_language_t *language, const char *key,
                             const char *filling, apr_pool_t *result_pool);

/**
 * A sentence of the program in a language. Sentences are written in English
 * where they are meant, as for gettext; in catalogues they stand under keys
 * that begin with "detail_", with a hole for what differs.
 * @return in @p result_pool; @p english itself for one that no catalogue has
 */
const char *treaty_sentence(const treaty_language_t *language,
                            const char *english, apr_pool_t *result_pool);

/** Called with each key and its text, sorted by key. */
typedef void treaty_language_word_fn_t(void *baton, const char *key,
                                       const char *text);

/** Visits the words of a language, those of the catalogues beneath too. */
void treaty_words_walk(const treaty_language_t *language,
                       treaty_language_word_fn_t *fn, void *baton,
                       apr_pool_t *scratch_pool);

/**
 * An ISO date of any precision in words: "2002-12-24" is "24 December 2002",
 * "2002-12" is "December 2002".
 * @return text in @p result_pool, or NULL when @p iso is no such date
 */
const char *treaty_language_day(const treaty_language_t *language,
                                const char *iso, apr_pool_t *result_pool);

/** A number with its digits grouped, in @p result_pool: "1,234,567". */
const char *treaty_language_number(const treaty_language_t *language,
                                   apr_int64_t number, apr_pool_t *result_pool);

#endif

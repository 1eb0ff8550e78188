/* English prose as words: what the proposing of claims reads. */
#ifndef TREATY_IMPORT_PROSE_H
#define TREATY_IMPORT_PROSE_H

#include "treaty.h"

#include <apr_tables.h>

typedef struct treaty_word_t {
    /** Small letters, singular, American spelling: "labour" is "labor". A
     * punctuation mark is a word of its own. */
    const char *text;
    /** Where it stands in the source, in bytes. */
    apr_size_t start;
    apr_size_t end;
    /** Whether it begins with a capital, or has no small letter. */
    int is_capital;
    int is_upper;
    /** Whether a sentence ends with it. */
    int ends_sentence;
} treaty_word_t;

/** What stands in a text for a value that isn't there to be read: U+FFFC. It is
 * a word of its own. */
#define TREATY_PROSE_ELEMENT "\xef\xbf\xbc"

/** The most words that are read of a text. */
#define TREATY_PROSE_WORDS_MAX 20000

/** Cuts a text into words. @return of treaty_word_t */
apr_array_header_t *treaty_prose_cut(const char *text, apr_pool_t *result_pool);

/** Whether a word is one of a list that ends with NULL. */
int treaty_prose_is(const treaty_word_t *word, const char *const *list);

/** Whether a word is a year from 1800 to 2199. */
int treaty_prose_is_year(const treaty_word_t *word);

/**
 * Reads a number at a word: "105", "1,200", "one hundred and five".
 * @param value its value
 * @return how many words it takes; 0 for none
 */
int treaty_prose_number(int *value, const treaty_word_t *words, int count);

/**
 * Reads a date at a word: "May 25, 2000", "25 May 2000", "November 2000", and a
 * year behind "in", "since", "of", "during" or "by".
 * @param iso a year, a month or a day, in @p result_pool; NULL for a day that
 * doesn't exist
 * @param before whether the word before it is one of those
 * @return how many words it takes; 0 for none
 */
int treaty_prose_date(const char **iso, const treaty_word_t *words, int count,
                      int before, apr_pool_t *result_pool);

#endif

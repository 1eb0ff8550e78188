/* Which instruments and participants a text names. */
#ifndef TREATY_IMPORT_MENTION_H
#define TREATY_IMPORT_MENTION_H

#include "prose.h"

#include "treaty_site_page.h"

/** A run of words that names something. */
typedef struct treaty_mention_t {
    int first;
    int last;
    /** The treaty's slug; NULL where two fit equally well. */
    const char *treaty;
    /** The treaty's type. */
    const char *type;
} treaty_mention_t;

/**
 * Finds the instruments that words name: by a title, a short title, an alias,
 * or words enough of one, in any order, of which the longest wins. "C182" also
 * is "Convention 182".
 * @return of treaty_mention_t, from left to right, none within another
 */
apr_array_header_t *treaty_known_mentions(const treaty_known_t *known,
                                          const treaty_word_t *words, int count,
                                          apr_pool_t *result_pool);

/**
 * The participant whose longest name begins with the first word.
 * @param slug set where there is one
 * @return how many words the name takes; 0 for none
 */
int treaty_known_participant(const char **slug, const treaty_known_t *known,
                             const treaty_word_t *words, int count,
                             apr_pool_t *scratch_pool);

/** Whether a word is a kind of instrument: "protocol", "convention", …  */
int treaty_is_type_word(const treaty_word_t *word);

#endif

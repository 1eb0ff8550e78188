/* Which of a sentence's items belong together. All places are indexes of items;
 * -1 is none. */
#ifndef TREATY_IMPORT_CLAIM_SENTENCE_H
#define TREATY_IMPORT_CLAIM_SENTENCE_H

#include "claim_items.h"

/** The most participants of one verb. */
#define TREATY_AGENTS_MAX 12

/** An item by its place; NULL beyond either end. */
treaty_item_t *treaty_item_at(const apr_array_header_t *items, int i);

/** Whether an item is this word. */
int treaty_item_is(const treaty_item_t *item, const char *word);

/** Whether a sentence names an instrument, known or not. */
int treaty_sentence_has_instrument(const apr_array_header_t *items);

/**
 * The slug of the instrument that a verb is about: its object close behind it,
 * else what stands before it, else what follows, else the only one of the
 * sentence. NULL where that isn't known to the record.
 */
const char *treaty_sentence_instrument(const apr_array_header_t *items,
                                       int verb);

/** Whether what stands before a place says that it isn't so, or not yet. */
int treaty_sentence_is_unreal(const apr_array_header_t *items, int verb);

/** Whether a number is "more than" or "some". */
int treaty_sentence_is_inexact(const apr_array_header_t *items, int number);

/** The number of "105 countries have signed" or "signed by 105 countries". */
int treaty_sentence_number(const apr_array_header_t *items, int verb);

/** The date that belongs to a verb and to none before it. */
int treaty_sentence_date(const apr_array_header_t *items, int verb);

/**
 * The participants of "signed by Canada and France", or of "Canada and France
 * signed".
 * @return how many there are
 */
int treaty_sentence_agents(int parties[], const apr_array_header_t *items,
                           int verb);

/** Those of "entered into force for Canada", likewise. */
int treaty_sentence_beneficiaries(int parties[],
                                  const apr_array_header_t *items, int verb);

#endif

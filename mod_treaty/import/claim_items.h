/* A sentence as what claims are made of: instruments, participants, dates,
 * numbers, verbs, and the words between them. */
#ifndef TREATY_IMPORT_CLAIM_ITEMS_H
#define TREATY_IMPORT_CLAIM_ITEMS_H

#include "mention.h"

typedef enum {
    TREATY_ITEM_WORD,
    TREATY_ITEM_INSTRUMENT,
    TREATY_ITEM_PARTICIPANT,
    TREATY_ITEM_DATE,
    TREATY_ITEM_NUMBER,
    TREATY_ITEM_VERB
} treaty_item_kind_t;

/** What a verb is about. */
typedef enum {
    /** None of ours: it only parts others from each other. */
    TREATY_VERB_OTHER,
    TREATY_VERB_ADOPT,
    TREATY_VERB_ENTER,
    TREATY_VERB_SIGN,
    TREATY_VERB_CONSENT,
    /** Becoming a party. */
    TREATY_VERB_PARTY
} treaty_verb_t;

typedef struct treaty_item_t {
    treaty_item_kind_t kind;
    /** The first and the last of its words. */
    const treaty_word_t *first;
    const treaty_word_t *last;
    /** A slug of a treaty or a participant, or an ISO date; NULL for an
     * instrument that the record doesn't know and for an element's value. */
    const char *value;
    int number;
    treaty_verb_t verb;
    /** A verb of one word that counts when a number stands before it:
     * "signatures". */
    int is_noun;
    /** Stands in parentheses. */
    int is_aside;
    /** A date that a verb has claimed. */
    int is_used;
} treaty_item_t;

/** What is talked about, from sentence to sentence. */
typedef struct treaty_topic_t {
    /** What "it" is; NULL for nothing. */
    const char *treaty;
    const char *type;
    /** What the whole sheet, or the part under a heading, is about. */
    const char *main_treaty;
    const char *main_type;
    /** What the paragraph or item before it spoke of last. */
    const char *last_treaty;
    const char *last_type;
    /** What "today" is; an ISO day. */
    const char *today;
} treaty_topic_t;

/**
 * Takes a sentence apart, and moves the topic on.
 * @return of treaty_item_t
 */
apr_array_header_t *treaty_items_of(const treaty_known_t *known,
                                    treaty_topic_t *topic,
                                    const treaty_word_t *words, int count,
                                    apr_pool_t *result_pool);

#endif

/* A sheet while its claims are looked for: sentences in claim_finder.c, tables
 * in claim_table.c. */
#ifndef TREATY_IMPORT_CLAIM_FINDER_PRIVATE_H
#define TREATY_IMPORT_CLAIM_FINDER_PRIVATE_H

#include "claim_items.h"

#include "treaty_json.h"

/** The longest quote, in bytes. */
#define TREATY_QUOTE_MAX 300

typedef struct treaty_finder_t {
    const treaty_known_t *known;
    json_t *claims;
    const char *as_of;
    treaty_topic_t topic;
    /** The block and the sentence. */
    const char *text;
    apr_array_header_t *items;
    int words_left;
    /** Of the block; 0 where one place of each claim will do. */
    json_int_t line;
    /** Cleared with each block. */
    apr_pool_t *pool;
} treaty_finder_t;

/**
 * Adds a claim that isn't there yet.
 * @param participant NULL for a claim about the treaty itself
 * @param quote NULL where there is none
 */
void treaty_finder_add(treaty_finder_t *finder, const char *treaty,
                       const char *participant, const char *measure,
                       const char *claimed, const char *as_of,
                       const char *quote);

/** What a number of participants is a number of; NULL for a verb that has
 * none. */
const char *treaty_finder_count_measure(treaty_verb_t verb);

/** What a participant's day is the day of. */
const char *treaty_finder_act_measure(treaty_verb_t verb);

/**
 * Reads a table: of treaties, whose columns are headed by "Adopted" or
 * "Parties"; of participants, below a heading that names a treaty; or of two
 * columns, "Entry into force" and the day, likewise.
 */
void treaty_finder_read_table(treaty_finder_t *finder, const json_t *rows);

#endif

/*
 * Searching: a text of the user's as words, the records that these find,
 * ranked, and what else the user may have meant. Shared by the files of this
 * directory.
 */
#ifndef TREATY_SEARCH_H
#define TREATY_SEARCH_H

#include "reading.h"

#include <apr_tables.h>

/** Bytes, terms and words that are looked at of a text; the rest isn't. */
#define TREATY_SEARCH_TEXT_MAX 1000
#define TREATY_SEARCH_TERMS_MAX 16
#define TREATY_SEARCH_WORDS_MAX 32
/** As many matches of a kind are ranked; of more the total is an estimate. */
#define TREATY_SEARCH_RANKED_MAX 1000

/** Kinds of records, each a bit, in the order of the index. */
enum {
    TREATY_SEARCH_TREATY = 1,
    TREATY_SEARCH_PARTICIPANT = 2,
    TREATY_SEARCH_FACT_SHEET = 4,
    TREATY_SEARCH_STATEMENT = 8,
    TREATY_SEARCH_ALL = 15
};

/** A word of a user's text. */
typedef struct treaty_search_word_t {
    /** As the index has it. */
    const char *text;
    /** Where it stands in the user's text. */
    apr_size_t from;
    apr_size_t to;
    /** Whether it may be the beginning of a word. */
    int is_prefix;
    /** Whether it belongs to the word before: a phrase. */
    int is_joined;
    /** Records that hold it, as far as it is listed. */
    apr_int64_t documents;
} treaty_search_word_t;

/** A user's text, taken apart. */
typedef struct treaty_search_text_t {
    const char *text;
    /** treaty_search_word_t; empty for a text that has no letter or digit. */
    apr_array_header_t *words;
    /** How many terms the words make. */
    int terms;
    /** Whether there was more than is looked at. */
    int is_cut;
} treaty_search_text_t;

typedef struct treaty_search_hit_t {
    /** In table search_record. */
    apr_int64_t id;
    /** One of the bits. */
    unsigned kind;
    /** How surely the text as a whole names it, 0 the surest;
     * TREATY_SEARCH_TIERS where it doesn't. */
    int tier;
    apr_int64_t score;
} treaty_search_hit_t;

#define TREATY_SEARCH_TIERS 3

typedef struct treaty_search_t {
    const treaty_search_text_t *text;
    /** treaty_search_hit_t, the best first; not more than
     * TREATY_SEARCH_RANKED_MAX of a kind and those that are named. */
    apr_array_header_t *hits;
    apr_int64_t total;
    int total_is_estimate;
} treaty_search_t;

/**
 * Takes a text apart: words in quotes, or with one of -./' and nothing else
 * between them, are a phrase; a '*' behind a word, or nothing behind the last
 * one, makes it a beginning. No text is an error.
 * @param result in the reading's pool
 */
void treaty_search_parse(treaty_search_text_t **result,
                         const treaty_reading_t *reading, const char *text);

/**
 * The expression that finds what holds all terms, and the weights of its
 * phrases for treaty_rank(); both in the reading's pool. Sets how many
 * records hold each word.
 * @param text has a word
 */
apr_status_t treaty_search_expression(const char **expression,
                                      const char **weights,
                                      const treaty_search_text_t *text,
                                      const treaty_reading_t *reading);

/**
 * Finds what holds all the words of a text, and what it names as a whole.
 * @param search in the reading's pool
 * @param kinds bits
 */
apr_status_t treaty_search(treaty_search_t **search,
                           const treaty_reading_t *reading, const char *text,
                           unsigned kinds);

/** The bit of a kind by its name: "treaty", "fact_sheet", …; 0 for none. */
unsigned treaty_search_kind(const char *name);

/** The key of a hit's record in its own table. */
apr_status_t treaty_search_record(apr_int64_t *key,
                                  const treaty_reading_t *reading,
                                  const treaty_search_hit_t *hit);

/**
 * The treaties that a text finds, for filtering a list by it.
 * @param keys apr_int64_t, the best first, in the reading's pool; not more
 * than TREATY_SEARCH_RANKED_MAX and those that are named
 * @param is_estimate whether there are more treaties than these
 */
apr_status_t treaty_search_treaties(apr_array_header_t **keys, int *is_estimate,
                                    const treaty_reading_t *reading,
                                    const char *text);

/** As many words of a text are mended. */
#define TREATY_SEARCH_CORRECTED_MAX 4

/**
 * What the user may have meant: whole texts that find something, each with
 * words of the index in the place of such as are in no record, or in few.
 * @param texts const char *, the nearest first, at most three; empty where the
 * search has found enough
 */
apr_status_t treaty_search_near(apr_array_header_t **texts,
                                const treaty_reading_t *reading,
                                const treaty_search_t *search);

/**
 * The part of a text that shows most of the terms: a list of pieces
 * {text, hit}, plain text, for programs as for templates.
 * @param terms how many terms it shows
 * @return a new reference
 */
json_t *treaty_search_snippet(int *terms, const treaty_reading_t *reading,
                              const treaty_search_text_t *text,
                              const char *source, apr_pool_t *scratch_pool);

#endif

/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_letters.h
 * @brief How near two texts are, letter by letter: for what may have been
 * meant.
 */
#ifndef TREATY_LETTERS_H
#define TREATY_LETTERS_H

/** More letters than this are no slip of the pen; the word list has no longer
 * words (sql/publish.sql). */
#define TREATY_LETTERS_MAX 64

/** Code points. */
typedef struct treaty_letters_t {
    unsigned of[TREATY_LETTERS_MAX];
    int count;
} treaty_letters_t;

/**
 * Reads a text; one that isn't UTF-8 gives some letters.
 * @return whether that are all: a longer text is cut
 */
int treaty_letters_read(treaty_letters_t *letters, const char *text);

/**
 * How many letters have to be put in, left out, changed, or swapped with their
 * neighbour (Damerau and Levenshtein), each place once.
 * @return more than @p most where it is more, whatever it is then
 */
int treaty_letters_distance(const treaty_letters_t *a,
                            const treaty_letters_t *b, int most);

#endif

/*
 * The catalogues of a set: the shipped ones, and the site's over them. What
 * languages.c gives to templates.c.
 */
#ifndef LANGUAGES_H
#define LANGUAGES_H

#include "template_files.h"
#include "treaty_language.h"

typedef struct treaty_languages_t treaty_languages_t;

/**
 * Takes the shipped catalogues and reads those among @p files.
 * @param last those of the set before, or NULL: what it had of a language goes
 * on where its file is broken
 * @param broken counts the files that are broken and were never good
 * @param faults counts all that are broken
 * @param log told of each file that is broken, with its line
 */
void treaty_languages_make(treaty_languages_t **languages, int *broken,
                           int *faults, const apr_array_header_t *files,
                           const treaty_languages_t *last,
                           const treaty_log_t *log, apr_pool_t *result_pool);

/** A language by its tag, in any letters, or the one that is meant by its
 * beginning: "fr" for "fr-CA". NULL for none. */
const treaty_language_t *treaty_languages_find(
    const treaty_languages_t *languages, const char *tag);

/** All of them, by tag: const treaty_language_t *. */
const apr_array_header_t *treaty_languages_all(
    const treaty_languages_t *languages);

#endif

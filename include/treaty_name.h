/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_name.h
 * @brief Names as they are compared, whoever wrote them.
 */
#ifndef TREATY_NAME_H
#define TREATY_NAME_H

#include "treaty.h"

/** Bytes that the folded form of @p len bytes takes at most, with its NUL. */
#define TREATY_NAME_FOLDED_SIZE(len) ((len)*2 + 1)

/**
 * Folds a name, so that its spellings are equal: small letters without
 * accents, commas and parentheses left out, so that "X (Y of)" is "X, Y of";
 * the word "the" left out; "St." written out; one blank between words.
 * @param buffer takes TREATY_NAME_FOLDED_SIZE(strlen(name)) bytes
 */
void treaty_name_fold(char *buffer, const char *name);

#endif

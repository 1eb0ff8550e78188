/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_number.h
 * @brief The UN depositary's numbers of treaties: chapter in Roman numerals,
 * number, letter, as in IV-11-c.
 */
#ifndef TREATY_NUMBER_H
#define TREATY_NUMBER_H

#include "treaty.h"

/** Bytes that the key of a number of @p len bytes takes at most, with its
 * NUL. */
#define TREATY_NUMBER_KEY_SIZE(len) ((len)*6 + 1)

/**
 * Writes the key by which numbers are sorted: IV-2 comes before IV-11-c, and
 * that before V-1. What isn't a number gets a key all the same.
 * @param buffer takes TREATY_NUMBER_KEY_SIZE(strlen(number)) bytes
 */
void treaty_number_key(char *buffer, const char *number);

#endif

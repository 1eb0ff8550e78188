/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_utf8.h
 * @brief Whether bytes are text.
 */
#ifndef TREATY_UTF8_H
#define TREATY_UTF8_H

#include <apr.h>

/** Whether @p len bytes are UTF-8 without NUL, shortest forms only. */
int treaty_utf8_valid(const char *data, apr_size_t len);

#endif

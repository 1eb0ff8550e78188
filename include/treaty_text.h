/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_text.h
 * @brief A text that grows: what every representation is written into.
 */
#ifndef TREATY_TEXT_H
#define TREATY_TEXT_H

#include "treaty.h"

/**
 * A growing text. `data` is always NUL-terminated; it may hold NUL bytes of
 * its own, so `len` is what counts. Growth doubles, so writing n bytes costs
 * O(n) in all.
 */
typedef struct treaty_text_t {
    char *data;
    apr_size_t len;
    apr_size_t size;
    /** More than this is refused with TREATY_ELIMIT. */
    apr_size_t limit;
    apr_pool_t *pool;
} treaty_text_t;

/**
 * An empty text in @p result_pool.
 * @param limit the most bytes that it will ever hold
 */
treaty_text_t *treaty_text_create(apr_size_t limit, apr_pool_t *result_pool);

/** Appends @p len bytes. @return TREATY_ELIMIT, with the text unchanged. */
apr_status_t treaty_text_append(treaty_text_t *text, const char *data,
                                apr_size_t len);

/** Appends a NUL-terminated string. @return as treaty_text_append. */
apr_status_t treaty_text_puts(treaty_text_t *text, const char *string);

/** Appends formatted text. @return as treaty_text_append. */
apr_status_t treaty_text_printf(treaty_text_t *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * The characters that have to stand behind a text, so that what it opens of
 * directions, such as U+202E, ends with it and turns nothing around it.
 * @return in @p result_pool; "" for a text that closes what it opens
 */
const char *treaty_text_closers(const char *data, apr_size_t len,
                                apr_pool_t *result_pool);

/**
 * Appends @p len bytes escaped for HTML text and for attributes in either
 * quote: & < > " ' become entities. A text that opens a direction without
 * closing it has what closes it behind it. @return as treaty_text_append.
 */
apr_status_t treaty_text_escape(treaty_text_t *text, const char *data,
                                apr_size_t len);

#endif

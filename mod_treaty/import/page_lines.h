/* A saved page as lines, each with what tells its part. */
#ifndef TREATY_IMPORT_PAGE_LINES_H
#define TREATY_IMPORT_PAGE_LINES_H

#include "treaty.h"

#include <apr_tables.h>

typedef struct treaty_line_t {
    /** From 1. */
    long number;
    /** White space at both ends and the bullet left out. */
    const char *text;
    /** Columns of white space before the text or its bullet. */
    int indent;
    int is_blank;
    int is_item;
    /** Of an item of a numbered list: its number, else 0. */
    int ordinal;
    /** The same text with its bullet or number. */
    const char *whole;
} treaty_line_t;

/** Cuts a text into lines. @return of treaty_line_t */
apr_array_header_t *treaty_lines_cut(const char *text, apr_pool_t *result_pool);

#endif

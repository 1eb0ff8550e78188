/* Where in a page's source words of its text stand. */
#ifndef TREATY_IMPORT_QUOTE_LINE_H
#define TREATY_IMPORT_QUOTE_LINE_H

/** How far behind a line its quote is looked for, in bytes. */
#define TREATY_QUOTE_WITHIN 65536

/**
 * The line in which a quote begins. Tags and white space may stand anywhere
 * within it, and characters as entities.
 * @param source HTML or text in UTF-8
 * @param line from 1: where to begin; 0 is as 1
 * @return @p line where it isn't found
 */
long treaty_quote_line(const char *source, long line, const char *quote);

#endif

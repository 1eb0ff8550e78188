/* What saved pages of both forms, text and HTML, tell in the same words. */
#ifndef TREATY_IMPORT_SHEET_H
#define TREATY_IMPORT_SHEET_H

#include "treaty_date.h"
#include "treaty_import.h"
#include "treaty_json.h"

#define TREATY_SHEET_BREADCRUMB "You are in:"
#define TREATY_SHEET_RELEASED "Released on"
/** The date stands among the first lines, a site's own included. */
#define TREATY_SHEET_HEAD_END 40
/** The most lines of a head: kind, office, place, date. */
#define TREATY_SHEET_HEAD_LINES 8
/** The level of a heading whose page doesn't tell one. */
#define TREATY_SHEET_HEADING 2

/** A fact sheet's record while its page is read. */
typedef struct treaty_sheet_t {
    const char *path;
    treaty_findings_t *findings;
    json_t *record;
    json_t *blocks;
    json_t *links;
    apr_pool_t *pool;
} treaty_sheet_t;

/** An empty record, bound to @p result_pool. */
void treaty_sheet_start(treaty_sheet_t *sheet, const char *path,
                        treaty_findings_t *findings, apr_pool_t *result_pool);

/** Sets a member of the record; NULL sets nothing. */
void treaty_sheet_set(treaty_sheet_t *sheet, const char *name,
                      const char *value);

/** Takes "A > B > C" apart; replaces what is there. */
void treaty_sheet_breadcrumb(treaty_sheet_t *sheet, const char *text);

/** The day that a text holds and nothing else, or TREATY_DAY_NONE. */
treaty_day_t treaty_sheet_whole_day(const char *text);

/**
 * Takes the head: lines of which the first is the kind and the last the date;
 * between them stand the office and the place. A single one between is the
 * place where it has a comma, as "Washington, DC" has.
 */
void treaty_sheet_head(treaty_sheet_t *sheet, const char *const *lines,
                       int count);

/**
 * Appends a block.
 * @param level 0 for none
 * @param line where it begins; 0 where nobody knows
 * @return the block, which stays the record's
 */
json_t *treaty_sheet_block(treaty_sheet_t *sheet, const char *kind, int level,
                           const char *text, long line);

/** Leaves the lines of a record's blocks out, which isn't what is recorded. */
void treaty_sheet_forget_lines(json_t *record);

/** Whether a line that stands alone is short and unpunctuated, as headings
 * are. */
int treaty_sheet_is_heading(const char *text);

/**
 * Takes the addresses of "For additional information: http://…".
 * @param href the address behind the words, or NULL
 * @return whether the text says nothing else, so that it is no block
 */
int treaty_sheet_take_link(treaty_sheet_t *sheet, const char *text,
                           const char *href);

/**
 * Whether the body has ended: the release, which is taken, the way to the top,
 * or a footer's row of links.
 * @param line for the warning where the page tells two dates
 */
int treaty_sheet_is_end(treaty_sheet_t *sheet, const char *text, long line);

/** Sets title and slug: the file's stem where it is one, else the date of
 * release and the title. */
void treaty_sheet_name(treaty_sheet_t *sheet, const char *title);

/** The text after @p prefix, white space skipped; NULL for another text. */
const char *treaty_sheet_after(const char *text, const char *prefix);

#endif

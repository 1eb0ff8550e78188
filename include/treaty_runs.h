/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_runs.h
 * @brief Marked-up text without markup: what a fact sheet's block holds beside
 * its plain text.
 *
 * A block's `runs` are a list of {text, href, strong, em, abbr, datetime}, all
 * but `text` optional; their texts together are the block's text, in which a
 * line end stands for a line break. A table's `rows` are a list of
 * {head, cells}, a cell is {scope, text, runs}; the table's text is its cells'
 * with " | " between them, a line a row.
 *
 * No HTML is stored anywhere: who shows a block builds its tags from this list,
 * so a file that was tampered with can't bring a tag of its own.
 */
#ifndef TREATY_RUNS_H
#define TREATY_RUNS_H

#include "treaty.h"
#include "treaty_json.h"

/** What stands between two cells in a table's text. */
#define TREATY_CELL_BREAK " | "
/** The most runs of a text, rows of a table, and cells of a row. */
#define TREATY_RUNS_MAX 10000
#define TREATY_ROWS_MAX 2000
#define TREATY_CELLS_MAX 100

/**
 * Whether an address may stand in a link: http, https, or relative to the page
 * (not to another host), without white space, quotes or backslashes.
 */
int treaty_href_valid(const char *href);

/** Whether a text may stand as the machine-readable form of a date or time. */
int treaty_datetime_valid(const char *datetime);

/** Whether @p runs have this form and make up @p text. */
int treaty_runs_valid(const json_t *runs, const char *text);

/** Whether @p rows have this form and make up @p text. */
int treaty_rows_valid(const json_t *rows, const char *text);

#endif

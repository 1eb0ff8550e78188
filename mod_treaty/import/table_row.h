/* One row of a status table: what its cells, and the brackets in them, make of
 * its participant. */
#ifndef TREATY_IMPORT_TABLE_ROW_H
#define TREATY_IMPORT_TABLE_ROW_H

#include "table_acts.h"

/**
 * Whether a consent in brackets is a return, by what the source says elsewhere
 * of a withdrawal before the day.
 * @param markers the footnotes of a name or of a cell, "4,5", or NULL
 */
typedef int treaty_return_fn_t(const void *baton, const char *markers,
                               treaty_day_t day);

typedef struct treaty_row_t {
    const treaty_table_t *table;
    long line;
    const char *participant;
    /** The footnotes of its name, "4,5", or NULL. */
    const char *markers;
    /** Its name is bracketed, so all of its acts are. */
    int is_withdrawn;
    /** NULL where the source says nothing elsewhere. */
    treaty_return_fn_t *is_return;
    const void *baton;
    /** What stands, and what brackets have ended; filled in cell by cell. */
    int has_signature;
    int has_consent;
    int has_lost_signature;
    int has_lost_consent;
    int acts;
    /** Withdrawals that brackets tell. */
    int withdrawals;
} treaty_row_t;

/** Takes the brackets of a name off. */
const char *treaty_row_unbracket(int *is_bracketed, const char *name,
                                 apr_pool_t *result_pool);

/**
 * Adds the acts that a cell tells: one, or several where brackets make parts
 * of it, "[30 Sep 1992 a] 1 Mar 2001". An empty cell tells none.
 * @param markers the cell's footnotes, or NULL
 */
void treaty_row_add_cell(treaty_row_t *row, int column, const char *text,
                         const char *markers);

/** Moves a table's latest day forward by the days of a cell, those in brackets
 * as well (treaty_table_take_latest). */
void treaty_row_take_latest(treaty_day_t *latest, const char *cell);

/**
 * Ends a row, when its cells are added: one without any is listed all the
 * same, and one whose acts are in brackets has withdrawn.
 */
void treaty_row_finish(treaty_row_t *row);

#endif

/* A status table's columns and the acts that its cells become, whatever the
 * format that it is read from. */
#ifndef TREATY_IMPORT_TABLE_ACTS_H
#define TREATY_IMPORT_TABLE_ACTS_H

#include "column.h"
#include "treaty_import.h"
#include "treaty_json.h"

#include <apr_hash.h>

#define TREATY_TABLE_DEPOSITARY "Secretary-General of the United Nations"
#define TREATY_TABLE_UNDATED "Listed without any date."

typedef struct treaty_table_t {
    const char *path;
    treaty_findings_t *findings;
    /** Counts rows and cells. */
    treaty_import_report_t *report;
    /** Of treaty_column_t *; the participant's is left out. */
    apr_array_header_t *columns;
    /** The slug that the acts name. */
    const char *source;
    /** The treaty's own date, or TREATY_DAY_NONE. */
    treaty_day_t adopted_on;
    /** The acts' list, which lives as long as the record that holds it. */
    json_t *acts;
    apr_pool_t *pool;
    /** What is cleared with each row. */
    apr_pool_t *row_pool;
} treaty_table_t;

/**
 * Moves a table's latest day forward. A day that is still to come is none that
 * a source can cover: it is a slip of the pen, or an effect.
 */
void treaty_table_take_latest(treaty_day_t *latest, treaty_day_t day);

/** A column by its place, from 0. */
const treaty_column_t *treaty_table_column(const treaty_table_t *table, int i);

/** Adds a warning about a line of the table. */
void treaty_table_warn(const treaty_table_t *table, long line, const char *kind,
                       const char *message);

/** Warns of each column of which it isn't known what it records. */
void treaty_table_warn_of_columns(const treaty_table_t *table, long line);

/**
 * Sets a treaty's columns and what its table covers.
 * @param covers more of TREATY_COVERS_... than the columns tell
 */
void treaty_table_describe(json_t *record, const treaty_table_t *table,
                           unsigned covers);

/** Sets a treaty's official title, and its type, which the title tells. */
void treaty_record_set_title(json_t *record, const char *title,
                             const char *language);

/**
 * Counts a row, and warns of a participant that has had one already.
 * @param seen the slugs so far, which it is added to
 */
void treaty_table_see(const treaty_table_t *table, long line, apr_hash_t *seen,
                      const char *participant);

/**
 * Adds the act that a cell tells. What can't be read is kept as it stands,
 * with a warning.
 * @param raw the cell as it stands
 * @param said the part of it that tells the act
 * @return the act, which belongs to the list
 */
json_t *treaty_table_add_cell(const treaty_table_t *table, long line,
                              int column, const char *participant,
                              const char *raw, const char *said);

/**
 * Adds an act without a cell, whose note says why: a row without any date, or
 * a withdrawal from the treaty.
 */
void treaty_table_add_act(const treaty_table_t *table, const char *participant,
                          treaty_act_kind_t kind, const char *note);

#endif

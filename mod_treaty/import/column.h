/* The columns of a depositary's status table: what a header declares, and
 * what a cell under it says. */
#ifndef TREATY_IMPORT_COLUMN_H
#define TREATY_IMPORT_COLUMN_H

#include "treaty_act.h"
#include "treaty_status.h"

#include <apr_tables.h>

/** "Accession(a)": what a code means in one column of one table. */
typedef struct treaty_alternative_t {
    /** Without the code. */
    const char *label;
    /** Of one or two letters, whose case counts; "" for none. */
    const char *code;
    treaty_act_kind_t kind;
    /** Whether the label is one that depositaries are known to use. */
    int known;
} treaty_alternative_t;

typedef struct treaty_column_t {
    /** As it stands in the file, white space at its ends left out. */
    const char *header;
    /** Of treaty_alternative_t. */
    apr_array_header_t *alternatives;
    /** What it makes its table cover: TREATY_COVERS_... */
    unsigned covers;
} treaty_column_t;

/** Reads a header cell other than the participant's. */
treaty_column_t *treaty_column_parse(const char *header,
                                     apr_pool_t *result_pool);

/** Whether each of the column's alternatives is known. */
int treaty_column_known(const treaty_column_t *column);

/** What a cell says. */
typedef struct treaty_cell_t {
    treaty_act_kind_t kind;
    /** TREATY_DAY_NONE where the cell holds none. */
    treaty_day_t deposited_on;
    /** A warning, or NULL; the cell is then kept as it stands. */
    const char *problem;
} treaty_cell_t;

/**
 * Reads a cell that isn't empty: "19 Sep 2002 a".
 * @param cell its problem is put in @p result_pool
 */
void treaty_cell_parse(treaty_cell_t *cell, const treaty_column_t *column,
                       const char *raw, apr_pool_t *result_pool);

#endif

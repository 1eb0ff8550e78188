/*
 * The tables that can be downloaded as CSV, and what their columns mean: one
 * list, which the files, the dictionary and the README are written from.
 */
#ifndef TREATY_DOWNLOAD_TABLES_H
#define TREATY_DOWNLOAD_TABLES_H

#include "publish/out.h"

#include "treaty_db.h"
#include "treaty_text.h"

typedef struct treaty_table_column_t {
    const char *name;
    /** "text", "id", "code", "day"; a list is texts with "; " between. */
    const char *type;
    const char *meaning;
} treaty_table_column_t;

typedef struct treaty_table_t {
    /** The file, by its name among the kinds of downloads. */
    const char *file;
    /** Its columns are those of the statement, in the same order. */
    treaty_sql_t sql;
    const treaty_table_column_t *columns;
} treaty_table_t;

/** All tables; the last has no file. */
extern const treaty_table_t treaty_tables[];

/** Writes a table. */
apr_status_t treaty_table_write(treaty_out_t *out, const treaty_table_t *table,
                                treaty_db_t *db, apr_pool_t *scratch_pool);

/** Writes what all columns mean, as a table. */
apr_status_t treaty_dictionary_write(treaty_out_t *out,
                                     apr_pool_t *scratch_pool);

/** Appends what the columns of all tables mean, for people. */
apr_status_t treaty_dictionary_tell(treaty_text_t *text);

#endif

/* Records read back from the database. */
#ifndef TREATY_IMPORT_EXPORT_ROWS_H
#define TREATY_IMPORT_EXPORT_ROWS_H

#include "treaty_db.h"
#include "treaty_json.h"

/** The members of a participant's name, for export_participant_names. */
extern const char *const treaty_name_columns[];

/**
 * Sets members from a row's columns, those that are NULL left out.
 * @param column the first one's column
 * @param names up to NULL; one that begins with "#" is a number, with "?" a
 * truth value, with "%" JSON
 */
void treaty_row_members(json_t *record, treaty_stmt_t *stmt, int column,
                        const char *const *names);

/**
 * Reads the rows of a statement whose one value is a rowid: objects, or
 * strings where @p names is NULL.
 * @param list a new reference
 */
apr_status_t treaty_rows_read(json_t **list, treaty_db_t *db, treaty_sql_t sql,
                              apr_int64_t id, const char *const *names);

/**
 * A treaty's record without its acts, from the row that @p stmt stands on.
 * @param record bound to @p result_pool
 */
apr_status_t treaty_export_treaty(json_t **record, treaty_db_t *db,
                                  treaty_stmt_t *stmt, apr_pool_t *result_pool);

/** A fact sheet's record, likewise. */
apr_status_t treaty_export_fact_sheet(json_t **record, treaty_db_t *db,
                                      treaty_stmt_t *stmt,
                                      apr_pool_t *result_pool);

#endif

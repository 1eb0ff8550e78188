/* Status tables with their source: one file, or a directory of them. */
#ifndef TREATY_IMPORT_TABLE_SET_H
#define TREATY_IMPORT_TABLE_SET_H

#include "writer.h"

/**
 * Imports one table. Its title is looked for in an index.csv beside it or one
 * folder up.
 */
apr_status_t treaty_table_file_import(treaty_writer_t *writer, const char *path,
                                      const treaty_import_options_t *options,
                                      apr_pool_t *scratch_pool);

/**
 * Imports the tables of a directory: those in its folder treaties, or else its
 * own, with its index.csv and its folder declarations. All name one source.
 */
apr_status_t treaty_table_set_import(treaty_writer_t *writer,
                                     const char *directory,
                                     const treaty_import_options_t *options,
                                     apr_pool_t *scratch_pool);

/** How many tables a directory holds; 0 for one that can't be read. */
int treaty_table_set_count(const char *directory, apr_pool_t *scratch_pool);

#endif

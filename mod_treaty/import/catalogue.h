/* The index that goes with a set of status tables. */
#ifndef TREATY_IMPORT_CATALOGUE_H
#define TREATY_IMPORT_CATALOGUE_H

#include "treaty_import.h"

typedef struct treaty_catalogue_t treaty_catalogue_t;

typedef struct treaty_catalogue_entry_t {
    long line;
    /** "Title. Place, date" */
    const char *name;
    /** The chapter's name, or "". */
    const char *chapter;
} treaty_catalogue_entry_t;

/**
 * Reads an index.csv, whose columns are found by their names.
 * @return TREATY_EINPUT, or an error of APR, with a finding
 */
apr_status_t treaty_catalogue_read(treaty_catalogue_t **catalogue,
                                   const char *path,
                                   treaty_findings_t *findings,
                                   apr_pool_t *result_pool);

/** The file that it was read from. */
const char *treaty_catalogue_path(const treaty_catalogue_t *catalogue);

/**
 * The entry of a table.
 * @param stem the table's file name without its ending: 3-2-12a
 * @return NULL where there is none
 */
const treaty_catalogue_entry_t *treaty_catalogue_find(
    const treaty_catalogue_t *catalogue, const char *stem);

#endif

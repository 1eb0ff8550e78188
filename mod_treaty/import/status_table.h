/* A depositary's status table, one treaty a file. */
#ifndef TREATY_IMPORT_STATUS_TABLE_H
#define TREATY_IMPORT_STATUS_TABLE_H

#include "catalogue.h"
#include "names.h"
#include "writer.h"

#include "treaty_date.h"

/** What the importer knows beside the table. */
typedef struct treaty_table_context_t {
    treaty_writer_t *writer;
    const treaty_names_t *names;
    /** May be NULL. */
    const treaty_catalogue_t *catalogue;
    /** The slug of the source, which has been written. */
    const char *source;
    /** The folder of the declarations, a file a treaty; may be NULL. */
    const char *declarations;
} treaty_table_context_t;

/**
 * Finds the latest day in a table, by reading it once.
 * @param latest moved forward where the table holds a later day
 * @return TREATY_EINPUT, or an error of APR, with a finding
 */
apr_status_t treaty_status_table_latest(treaty_day_t *latest, const char *path,
                                        treaty_findings_t *findings,
                                        apr_pool_t *scratch_pool);

/**
 * Imports a table. Each cell that isn't empty becomes an act; what can't be
 * read is kept as it stands, with a warning.
 * @return TREATY_EINPUT, or an error of APR, with a finding; TREATY_ESTORE,
 * logged
 */
apr_status_t treaty_status_table_import(const treaty_table_context_t *context,
                                        const char *path,
                                        apr_pool_t *scratch_pool);

/**
 * Warns where another file of the same import has told the treaty's acts
 * already, which this one's replace.
 */
void treaty_table_once(const treaty_table_context_t *context,
                       const char *number, const char *path);

/**
 * As treaty_resolve_participant, of a name that needn't be anybody's.
 * @param slug NULL where nobody is known by the name
 */
apr_status_t treaty_resolve_known(const char **slug,
                                  const treaty_table_context_t *context,
                                  const char *listed,
                                  const treaty_place_t *place,
                                  apr_pool_t *result_pool);

/**
 * Finds the participant that a table lists, and writes it where it is new.
 * @param slug in @p result_pool
 * @param place the row, for what is found
 */
apr_status_t treaty_resolve_participant(const char **slug,
                                        const treaty_table_context_t *context,
                                        const char *listed,
                                        const treaty_place_t *place,
                                        apr_pool_t *result_pool);

/**
 * Keeps the name that a row lists in the row's acts, where the participant
 * goes by another one: an export as tables gives it back.
 * @param first the first of the row's acts
 */
apr_status_t treaty_keep_listed(json_t *acts, size_t first,
                                const treaty_table_context_t *context,
                                const char *slug, const char *listed,
                                apr_pool_t *scratch_pool);

#endif

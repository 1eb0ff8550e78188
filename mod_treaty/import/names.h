/* Who a name in a table is: the country codes of ISO 3166, as the iso-codes
 * package has them with translations of their names, and our own table of other
 * names (sql/names.json). */
#ifndef TREATY_IMPORT_NAMES_H
#define TREATY_IMPORT_NAMES_H

#include "treaty_import.h"
#include "treaty_json.h"

typedef struct treaty_names_t treaty_names_t;

/** The source that participants with a code name. */
#define TREATY_NAMES_SOURCE "iso-codes"

/**
 * Loads both tables. Without iso-codes a warning is found, and States get no
 * codes.
 * @param directory where iso_3166-1.json and iso_3166-3.json lie; translations
 * are below ../../locale from there, and may be missing
 * @return TREATY_EINPUT, with a finding, where a file is no such table
 */
apr_status_t treaty_names_load(treaty_names_t **names, const char *directory,
                               treaty_findings_t *findings,
                               apr_pool_t *result_pool);

/**
 * Looks a name up as a table lists it, folded as treaty_name_fold does.
 * @param id the participant's slug, set where it is found
 * @return 1, or 0 for a name that nobody knows
 */
int treaty_names_find(const char **id, const treaty_names_t *names,
                      const char *listed, apr_pool_t *scratch_pool);

/**
 * The participant's record, with all of its names in the six languages of the
 * United Nations, as far as they are known. A name in another language has the
 * period of the English one.
 * @param id from treaty_names_find
 * @param listed the name that it is shown by where the tables hold no dated
 * ones
 * @param source the source of participants without a code
 * @return a new object bound to @p result_pool
 */
json_t *treaty_names_record(const treaty_names_t *names, const char *id,
                            const char *listed, const char *source,
                            apr_pool_t *result_pool);

/**
 * The record of a participant that nobody knows: of kind other, no code.
 * @return a new object bound to @p result_pool
 */
json_t *treaty_names_unknown(const char *id, const char *listed,
                             const char *source, apr_pool_t *result_pool);

/** The record of the source TREATY_NAMES_SOURCE, bound to @p result_pool. */
json_t *treaty_names_source(apr_pool_t *result_pool);

#endif

/* Proposed claims of a sheet that is being imported. */
#ifndef TREATY_IMPORT_CLAIMS_H
#define TREATY_IMPORT_CLAIMS_H

#include "writer.h"

/**
 * Reads a sheet that has been written and puts its claims in, in the place of
 * those that were proposed before. About what is claimed already by an accepted
 * claim (treaty, participant and measure) nothing is proposed.
 */
apr_status_t treaty_claims_propose(treaty_writer_t *writer, const json_t *sheet,
                                   apr_pool_t *scratch_pool);

#endif

/* The depositary's own XML, one treaty a file. */
#ifndef TREATY_IMPORT_MTDSG_H
#define TREATY_IMPORT_MTDSG_H

#include "writer.h"

/**
 * Imports a file: header, participants, statements and notes. Withdrawals are
 * covered: who has withdrawn stands in brackets. The depositary's own totals
 * are compared with the rows, a difference is a warning.
 * @return TREATY_EINPUT, or an error of APR, with a finding; TREATY_ESTORE,
 * logged
 */
apr_status_t treaty_mtdsg_import(treaty_writer_t *writer, const char *path,
                                 const treaty_import_options_t *options,
                                 apr_pool_t *scratch_pool);

#endif

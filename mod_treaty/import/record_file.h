/* The project's own JSON, read a record at a time. */
#ifndef TREATY_IMPORT_RECORD_FILE_H
#define TREATY_IMPORT_RECORD_FILE_H

#include "writer.h"

/** The longest single record. */
#define TREATY_RECORD_MAX ((apr_size_t)64 * 1024 * 1024)

/**
 * Reads a record file and writes its records. Memory is bounded by the largest
 * record.
 * @return TREATY_EINPUT with findings; TREATY_ESTORE, logged
 */
apr_status_t treaty_record_file_import(treaty_writer_t *writer,
                                       const char *path,
                                       apr_pool_t *scratch_pool);

#endif

/* Catalogues of GNU gettext in their compiled form, which the iso-codes package
 * has its translations in. gettext itself speaks the language of the process,
 * and only one. */
#ifndef TREATY_IMPORT_MO_H
#define TREATY_IMPORT_MO_H

#include "treaty.h"

/** The largest file that is read. */
#define TREATY_MO_SIZE_MAX ((apr_off_t)8 * 1024 * 1024)

typedef struct treaty_mo_t treaty_mo_t;

/**
 * Reads a file.
 * @param mo in @p result_pool; NULL on an error
 * @return TREATY_EINPUT for what is no such file, or isn't in UTF-8
 */
apr_status_t treaty_mo_load(treaty_mo_t **mo, const char *path,
                            apr_pool_t *result_pool);

/**
 * As treaty_mo_load, of bytes, which must live as long as @p result_pool.
 */
apr_status_t treaty_mo_read(treaty_mo_t **mo, const char *data, apr_size_t len,
                            apr_pool_t *result_pool);

/**
 * The translation of a text.
 * @param mo may be NULL
 * @return living as long as the catalogue, or NULL where there is none that is
 * UTF-8 without control characters and direction overrides
 */
const char *treaty_mo_find(const treaty_mo_t *mo, const char *text);

#endif

/* A depositary's XML file as a tree: parsed as the hostile text that it may
 * be. */
#ifndef TREATY_IMPORT_MTDSG_PARSE_H
#define TREATY_IMPORT_MTDSG_PARSE_H

#include "treaty_import.h"

#include <libxml/tree.h>

/** The largest file, far above any real one: they have at most a few MB. */
#define TREATY_MTDSG_MAX 16777216
#define TREATY_MTDSG_ELEMENTS_MAX 300000
#define TREATY_MTDSG_DEPTH_MAX 64

/**
 * Parses a file. Nothing but the file is read: no DTD, no network, no XInclude;
 * entities other than XML's own five are refused.
 * @param doc freed with @p pool
 * @return TREATY_EINPUT, or an error of APR, with a finding that names the line
 */
apr_status_t treaty_mtdsg_parse(xmlDoc **doc, const char *path,
                                treaty_findings_t *findings, apr_pool_t *pool);

/** Whether the first bytes of a file, in any encoding, are those of such a
 * file. */
int treaty_mtdsg_recognise(const char *head, apr_size_t len);

#endif

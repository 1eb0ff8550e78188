/* The bytes of a saved HTML page as UTF-8, whatever it says of itself. */
#ifndef TREATY_IMPORT_HTML_TEXT_H
#define TREATY_IMPORT_HTML_TEXT_H

#include "treaty_import.h"

/**
 * Decodes a page. Bytes that are UTF-8 are read as such, whatever the page
 * declares, for nothing else looks like it by accident; others are read as
 * Windows-1252, which is also what browsers read for ISO-8859-1. NUL and other
 * control characters become blanks.
 * @param text in @p result_pool, NUL-terminated
 * @return TREATY_EINPUT, with a finding, for UTF-16 and for a page that
 * declares another encoding and isn't UTF-8
 */
apr_status_t treaty_html_decode(const char **text, const char *path,
                                const char *data, apr_size_t len,
                                treaty_findings_t *findings,
                                apr_pool_t *result_pool);

/** Whether a text looks like HTML: it holds a tag that begins pages. */
int treaty_html_recognise(const char *text);

#endif

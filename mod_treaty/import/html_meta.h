/* What a saved page tells of itself outside of its content. Each is NULL where
 * the page doesn't tell it, else in the pool. */
#ifndef TREATY_IMPORT_HTML_META_H
#define TREATY_IMPORT_HTML_META_H

#include "treaty.h"

#include <libxml/tree.h>

/** Whether an address is of http or https and may be a link. */
int treaty_html_is_address(const char *url);

/** The page's own address: its canonical link, else what a browser wrote when
 * it saved the page. */
const char *treaty_html_address(const xmlDoc *doc, apr_pool_t *result_pool);

/** The language of <html>, as a tag. */
const char *treaty_html_language(const xmlDoc *doc, apr_pool_t *result_pool);

/** What <title> says, for a page that names itself nowhere else. */
const char *treaty_html_title(const xmlDoc *doc, apr_pool_t *result_pool);

/** The day of <meta name="date"> and of its likes, as ISO text: what machines
 * are told, where people aren't. */
const char *treaty_html_day(const xmlDoc *doc, apr_pool_t *result_pool);

#endif

/* A fact-sheet page that was saved as text or as HTML. */
#ifndef TREATY_IMPORT_FACT_SHEET_H
#define TREATY_IMPORT_FACT_SHEET_H

#include "treaty_import.h"
#include "treaty_json.h"

/** The largest page, far above any real one. */
#define TREATY_PAGE_MAX ((apr_size_t)4 * 1024 * 1024)

/**
 * Whether a text looks like a saved page: it has a breadcrumb, or says when it
 * was released.
 */
int treaty_page_recognise(const char *text);

/**
 * Reads a saved page into a fact sheet's record, without claims. What stands
 * before the breadcrumb and after the body is the site's and left out.
 *
 * A block is a run of lines without an empty one; items begin with a bullet; a
 * short line of its own without a full stop is a heading, and so is one that
 * ends in a colon before items.
 *
 * @param path gives the sheet its slug: the file's stem where it is one, else
 * the date of release and the title
 * @param record a new object bound to @p result_pool. Each block has a "line",
 * from 1, which records don't have: see treaty_sheet_forget_lines
 * @return TREATY_EINPUT, with a finding, where there is no title
 */
apr_status_t treaty_page_read(json_t **record, const char *path,
                              const char *text, treaty_findings_t *findings,
                              apr_pool_t *result_pool);

/**
 * Reads a page that was saved as HTML, likewise. What is the site's is left
 * out: navigation, footers, scripts, comments, hidden parts, and what stands
 * before the breadcrumb or the title and after the release or "Back to top".
 *
 * Title and body are looked for in <main>, else in the only <article>, else in
 * all of the page; the title is the first <h1>, else what follows the head.
 *
 * @param data in any encoding that treaty_html_decode takes
 * @return TREATY_EINPUT, with a finding
 */
apr_status_t treaty_html_page_read(json_t **record, const char *path,
                                   const char *data, apr_size_t len,
                                   treaty_findings_t *findings,
                                   apr_pool_t *result_pool);

/**
 * Reads any page of a site, likewise: all that its readers see but navigation,
 * footers and what is hidden, whether it has a title and a date or not.
 * @return TREATY_EINPUT, with a finding
 */
apr_status_t treaty_html_any_read(json_t **record, const char *path,
                                  const char *data, apr_size_t len,
                                  treaty_findings_t *findings,
                                  apr_pool_t *result_pool);

#endif

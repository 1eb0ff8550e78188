/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_site_page.h
 * @brief What any page of a site says of treaties: the numbers and dates that
 * its prose gives, with where they stand.
 */
#ifndef TREATY_SITE_PAGE_H
#define TREATY_SITE_PAGE_H

#include "treaty_import.h"
#include "treaty_json.h"

/** All names that the record holds, ready to be looked for. */
typedef struct treaty_known_t treaty_known_t;

/** Reads the names of treaties and participants from the database. */
apr_status_t treaty_known_load(treaty_known_t **known, treaty_db_t *db,
                               apr_pool_t *result_pool);

typedef struct treaty_site_page_t {
    /** The day that the page gives itself, or NULL. */
    const char *day;
    /** Whether it says that it is in another language than English, the only
     * one that is read: then it has no claims. */
    int is_foreign;
    /**
     * As a record file has claims, each with its "line", from 1, of the page's
     * source. "as_of" is null where neither the page nor the sentence tells a
     * day. There are at most so many as are proposed of a sheet, of which a
     * finding tells.
     */
    json_t *claims;
} treaty_site_page_t;

/** Whether a file's name is that of a page: HTML, PHP, plain text, … */
int treaty_site_page_is_named(const char *name);

/**
 * Reads a page of HTML or text. Of HTML nothing that is hidden counts, nor
 * navigation and footers; comments, and so elements, are no text.
 * @param page its claims are bound to @p result_pool
 * @param today an ISO day: that of a page which doesn't tell one
 * @return TREATY_EINPUT, with a finding, for what can't be read; an error of
 * APR, with one, for a file
 */
apr_status_t treaty_site_page_read(treaty_site_page_t *page,
                                   const treaty_known_t *known,
                                   const char *path, const char *today,
                                   treaty_findings_t *findings,
                                   apr_pool_t *result_pool);

#endif

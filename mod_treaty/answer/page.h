/*
 * What a page of its own has around its document: where it is, the ways on,
 * what it was asked for. Templates see it as `page`; no data has it.
 *
 * page.c has what every page has, page_crumbs.c the way to it, page_list.c what
 * narrows and orders a list, page_form.c what a form asked.
 */
#ifndef TREATY_PAGE_H
#define TREATY_PAGE_H

#include "course.h"

/**
 * Makes `page` for the course's document, or for a problem, which has no
 * reading.
 * @param title of a problem; else NULL
 * @return lives as long as the course's pool
 */
json_t *treaty_page_make(treaty_course_t *course, const char *title);

/** The address of a query: that of the course, with other values. */
const char *treaty_page_url(const treaty_course_t *course,
                            const treaty_query_t *query);

/**
 * The address of another page, on the day and in the language of this one.
 * @param path below the mount, with its query string or without
 * @param takes_day whether it has a parameter `on`
 */
const char *treaty_page_way(const treaty_course_t *course, const char *path,
                            int takes_day);

/**
 * What a link says: a code that is to be put in words, a text, or both,
 * "chapter" and "IV". NULL is null.
 * @param url NULL for none
 */
json_t *treaty_page_link(const char *word, const char *text, const char *url);

/** Sets `crumbs`, the way from the mount to the page, and `title`, its end. */
void treaty_page_set_crumbs(json_t *page, const treaty_course_t *course,
                            const char *title);

/**
 * What a list of treaties is about where it is about one thing: a chapter, a
 * subject, the year or the decade of adoption.
 * @param word the code of what it is
 * @param text its value
 */
int treaty_page_about(const char **word, const char **text,
                      const treaty_query_t *query, apr_pool_t *pool);

/** What a facet's value is called: "1990–1999" for "1990s", as it is said in
 * any language; others as they are. */
const char *treaty_page_said(const char *value, apr_pool_t *pool);

/**
 * The first and the last day of what a facet calls "1990s" or "1995".
 * @return whether it is such a time
 */
int treaty_page_years(const char **from, const char **to, const char *value,
                      apr_pool_t *pool);

/** Sets `filters`, `sorts` and `facets` of a list. */
void treaty_page_set_list(json_t *page, const treaty_course_t *course);

/** Sets `asked`, `choices` and `kept`, for forms. */
void treaty_page_set_forms(json_t *page, const treaty_course_t *course);

#endif

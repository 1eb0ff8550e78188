/*
 * An element on its way to its text: what element.c, element_fact.c and
 * keep_element.c share. Nobody else includes this.
 */
#ifndef TREATY_ELEMENT_H
#define TREATY_ELEMENT_H

#include "answer.h"

typedef struct treaty_element_course_t {
    const treaty_site_t *site;
    const treaty_element_t *element;
    treaty_reading_t *reading;
    treaty_problem_t problem;
    json_t *suggestions;
    treaty_text_t *text;
    /** What is told of it, and when what it needs had been read; 0: not. */
    treaty_made_t *made;
    apr_time_t read;
    apr_pool_t *pool;
} treaty_element_course_t;

/** The record that an element names; 0 for what it doesn't name. */
typedef struct treaty_element_target_t {
    apr_int64_t treaty;
    apr_int64_t participant;
    apr_int64_t fact_sheet;
} treaty_element_target_t;

/** Sets the problem. @return TREATY_EINPUT */
apr_status_t treaty_element_wrong(treaty_element_course_t *course,
                                  const char *detail, const char *parameter,
                                  const char *expected);

/** As treaty_element_make. @param made told of whatever comes of it */
apr_status_t treaty_element_run(const char **text, const char **trouble,
                                treaty_made_t *made, const treaty_site_t *site,
                                const treaty_element_t *element,
                                apr_pool_t *result_pool);

/** Writes the fact of the record that the element asks for. */
apr_status_t treaty_element_write_fact(treaty_element_course_t *course,
                                       const treaty_element_target_t *target);

#endif

/*
 * What the parameters of a list of treaties select. Shared by list.c and
 * facet.c.
 */
#ifndef TREATY_FILTER_H
#define TREATY_FILTER_H

#include "course.h"
#include "id_set.h"

typedef struct treaty_selection_t {
    /** The members; NULL where nothing is filtered: all. */
    treaty_id_set_t *set;
    /** With q, the members in the order of relevance: apr_int64_t. */
    apr_array_header_t *ranked;
    /** Whether more may match than was looked at. */
    int is_estimate;
} treaty_selection_t;

/**
 * Reads what the query's filters select.
 * @return TREATY_EINPUT or TREATY_ENOTFOUND with the course's problem told
 */
apr_status_t treaty_filter_select(treaty_selection_t *selection,
                                  treaty_course_t *course);

/** An empty set that has room for every treaty of the revision. */
apr_status_t treaty_filter_create_set(treaty_id_set_t **set,
                                      const treaty_course_t *course);

/** Called with each treaty and its status on the day. */
typedef void treaty_filter_status_fn_t(void *baton, apr_int64_t id,
                                       const char *status);

/** Goes through all treaties with their statuses. */
apr_status_t treaty_filter_statuses(const treaty_course_t *course,
                                    treaty_filter_status_fn_t *fn, void *baton);

/** facet.c: adds "facets" to a list's document: how many of the selected
 * treaties have each value of what `facets` names. */
apr_status_t treaty_filter_facets(treaty_course_t *course,
                                  const treaty_selection_t *selection);

#endif

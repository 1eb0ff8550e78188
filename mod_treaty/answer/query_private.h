/*
 * What query.c, route.c and parameter.c share; template_view.c asks for a path.
 * Nobody else includes this.
 */
#ifndef TREATY_QUERY_PRIVATE_H
#define TREATY_QUERY_PRIVATE_H

#include "treaty_query.h"

/** Fills a problem in. @return TREATY_ENOTFOUND for 404, else TREATY_EINPUT */
apr_status_t treaty_query_refuse(treaty_problem_t *problem, int status,
                                 const char *detail, const char *parameter,
                                 const char *expected);

/** The problem of an address with nothing at it. */
apr_status_t treaty_query_nothing_here(treaty_problem_t *problem);

/** A kind of address. */
typedef struct treaty_route_t {
    /** "" for the mount itself. */
    const char *collection;
    /** NULL for a collection; "" for a record; "*" for any name: a view. */
    const char *part;
    /** Bits, 1 << TREATY_FORM_…. */
    unsigned forms;
    treaty_resource_t resource;
    /** Bits of the parameters that it takes, 1 << TREATY_PARAM_…. */
    apr_uint64_t takes;
} treaty_route_t;

/** The form that the ending of a path names. */
treaty_form_t treaty_route_form(const char *path);

/**
 * Finds the route of a path and takes the record's id and part from it.
 * @param query filled in
 */
apr_status_t treaty_route_find(const treaty_route_t **route,
                               treaty_query_t *query, treaty_problem_t *problem,
                               const char *path, apr_pool_t *pool);

/** The path of a resource's JSON as the description has it, such as
 * "/treaties/{id}.json"; "" for a resource without. */
const char *treaty_route_json_path(treaty_resource_t resource,
                                   apr_pool_t *result_pool);

/**
 * Looks for the language alone, which a problem with the rest is told in.
 * @return NULL where none is named
 */
const char *treaty_params_lang(const char *args, apr_pool_t *pool);

/** Reads a query string into the query's values. */
apr_status_t treaty_params_read(treaty_query_t *query,
                                treaty_problem_t *problem,
                                const treaty_route_t *route, const char *args,
                                apr_pool_t *pool);

#endif

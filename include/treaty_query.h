/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_query.h
 * @brief What a request asks for: a URL below the mount, taken apart and
 * checked. Nothing is looked up here.
 */
#ifndef TREATY_QUERY_H
#define TREATY_QUERY_H

#include "treaty_date.h"

/** The longest path below the mount, and the longest query string. */
#define TREATY_PATH_MAX 1024
#define TREATY_ARGS_MAX 4096
/** The longest id, alias or name of a record. */
#define TREATY_ID_MAX 200
/** The longest name of a view, asset or fact. */
#define TREATY_NAME_MAX 64

typedef enum {
    TREATY_RESOURCE_TREATY,
    TREATY_RESOURCE_TREATIES,
    TREATY_RESOURCE_FACT_SHEET,
    TREATY_RESOURCE_FACT_SHEETS,
    TREATY_RESOURCE_HEALTH,
    TREATY_RESOURCE_ASSET
} treaty_resource_t;

typedef enum {
    /** HTML through a template: a page or a fragment. */
    TREATY_FORM_HTML,
    TREATY_FORM_JSON,
    /** A file as it is. */
    TREATY_FORM_FILE
} treaty_form_t;

typedef struct treaty_query_t {
    treaty_resource_t resource;
    treaty_form_t form;
    /** The record as the request names it, without the day; an asset's name;
     * NULL for a list. */
    const char *id;
    /** The day after the '@', or TREATY_DAY_NONE for today. */
    treaty_day_t day;
    /** The view of a TREATY_FORM_HTML; "page" for the bare URL. Of a
     * TREATY_FORM_JSON the part that is asked for: "why" of a treaty,
     * "claims" of a fact sheet, or "page" for the document itself. */
    const char *view;
    /** For "why": a participant's id, code or name; or NULL. */
    const char *participant;
    /** The level of a view's heading: as asked for, 2 to 6; by default 3, and
     * on a page of its own what is right there. */
    int heading;
    /** A list goes on behind this id; "" from its start. */
    const char *after;
} treaty_query_t;

/** Why a request can't be answered; filled in by whoever finds out. */
typedef struct treaty_problem_t {
    /** An HTTP status. */
    int status;
    /** One sentence for the one who asked. */
    const char *detail;
    /** The parameter, or the part of the path, that is wrong; or NULL. */
    const char *parameter;
    /** What the parameter takes, or NULL. */
    const char *expected;
} treaty_problem_t;

/**
 * Takes a request's URL apart.
 * @param query in @p result_pool; valid as far as it was read even on an
 * error: `form` says in which form to tell the problem
 * @param problem filled in on an error, in @p result_pool
 * @param path below the mount, decoded, with its leading slash or empty
 * @param args the raw query string, or NULL
 * @return TREATY_EINPUT or TREATY_ENOTFOUND
 */
apr_status_t treaty_query_parse(treaty_query_t **query,
                                treaty_problem_t *problem, const char *path,
                                const char *args, apr_pool_t *result_pool);

/**
 * Splits "opsc@2002-12-24" into the id and its day.
 * @param id in @p result_pool
 * @param day TREATY_DAY_NONE where none is given
 * @return TREATY_EINPUT with @p problem filled in: an id that is empty, too
 * long, no UTF-8 or holds control characters, or a day that doesn't exist
 */
apr_status_t treaty_query_split_id(const char **id, treaty_day_t *day,
                                   treaty_problem_t *problem, const char *text,
                                   apr_pool_t *result_pool);

/** Whether @p slug is one as the schema has them: a-z, 0-9 and '-', neither
 * empty nor longer than TREATY_ID_MAX. */
int treaty_query_slug_is_valid(const char *slug);

/** Whether @p name can be a view, an asset or a fact: letters, digits, '-',
 * '_' and '.', neither empty nor longer than TREATY_NAME_MAX. */
int treaty_query_name_is_valid(const char *name);

/** Whether @p text is UTF-8 without control characters. */
int treaty_query_text_is_valid(const char *text);

#endif

/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_query.h
 * @brief What a request asks for: a URL below the mount, taken apart and
 * checked. Nothing is looked up here.
 *
 * An address is /collection, /collection/id or /collection/id/part, each with
 * an ending that names the form. The one address of a thing is in small
 * letters and has no slash at its end; another spelling is moved there.
 */
#ifndef TREATY_QUERY_H
#define TREATY_QUERY_H

#include "treaty_date.h"

#include <apr_tables.h>

/** The longest path below the mount, and the longest query string. */
#define TREATY_PATH_MAX 1024
#define TREATY_ARGS_MAX 4096
/** The longest id, alias or name of a record. */
#define TREATY_ID_MAX 200
/** The longest name of a view, asset or fact. */
#define TREATY_NAME_MAX 64

/** What is at an address: the document that is asked for. */
typedef enum {
    TREATY_RESOURCE_INDEX,
    TREATY_RESOURCE_API,
    TREATY_RESOURCE_TREATIES,
    TREATY_RESOURCE_TREATY,
    TREATY_RESOURCE_TREATY_PARTICIPANTS,
    TREATY_RESOURCE_TREATY_ACTS,
    TREATY_RESOURCE_TREATY_STATEMENTS,
    TREATY_RESOURCE_TREATY_TIMELINE,
    TREATY_RESOURCE_TREATY_CHANGES,
    TREATY_RESOURCE_TREATY_FAMILY,
    TREATY_RESOURCE_TREATY_CITATION,
    TREATY_RESOURCE_WHY,
    TREATY_RESOURCE_PARTICIPANTS,
    TREATY_RESOURCE_PARTICIPANT,
    TREATY_RESOURCE_PARTICIPANT_TREATIES,
    TREATY_RESOURCE_PARTICIPANT_ACTS,
    TREATY_RESOURCE_ACTS,
    TREATY_RESOURCE_STATUS,
    TREATY_RESOURCE_FACT_SHEETS,
    TREATY_RESOURCE_FACT_SHEET,
    TREATY_RESOURCE_CLAIMS,
    TREATY_RESOURCE_SUBJECTS,
    TREATY_RESOURCE_SEARCH,
    TREATY_RESOURCE_CHANGES,
    TREATY_RESOURCE_OEMBED,
    TREATY_RESOURCE_OPENAPI,
    TREATY_RESOURCE_OPENSEARCH,
    TREATY_RESOURCE_DOWNLOADS,
    TREATY_RESOURCE_DOWNLOAD,
    TREATY_RESOURCE_HEALTH,
    TREATY_RESOURCE_ASSET,
    TREATY_RESOURCE__COUNT
} treaty_resource_t;

/** How a document is written. */
typedef enum {
    /** HTML through a template: a page or a fragment. */
    TREATY_FORM_HTML,
    TREATY_FORM_JSON,
    TREATY_FORM_CSV,
    TREATY_FORM_ATOM,
    TREATY_FORM_JSONLD,
    TREATY_FORM_BIBTEX,
    TREATY_FORM_RIS,
    TREATY_FORM_XML,
    TREATY_FORM_SVG,
    /** A file as it is. */
    TREATY_FORM_FILE,
    TREATY_FORM__COUNT
} treaty_form_t;

/** What stands in a query string, in the order of a canonical one. */
typedef enum {
    TREATY_PARAM_Q,
    TREATY_PARAM_TREATY,
    TREATY_PARAM_PARTICIPANT,
    TREATY_PARAM_STATE,
    TREATY_PARAM_SUBJECT,
    TREATY_PARAM_CHAPTER,
    TREATY_PARAM_FAMILY,
    TREATY_PARAM_TYPE,
    TREATY_PARAM_STATUS,
    TREATY_PARAM_IN_FORCE,
    TREATY_PARAM_ADOPTED_FROM,
    TREATY_PARAM_ADOPTED_TO,
    TREATY_PARAM_DEPOSITARY,
    TREATY_PARAM_KIND,
    TREATY_PARAM_INITIAL,
    TREATY_PARAM_PENDING,
    TREATY_PARAM_FROM,
    TREATY_PARAM_TO,
    TREATY_PARAM_SINCE,
    TREATY_PARAM_ON,
    TREATY_PARAM_SORT,
    /** `sort` of the rows of a treaty's table, and of a participant's. */
    TREATY_PARAM_ROW_SORT,
    TREATY_PARAM_STATE_SORT,
    TREATY_PARAM_LIMIT,
    TREATY_PARAM_CURSOR,
    TREATY_PARAM_FACETS,
    TREATY_PARAM_FIELDS,
    TREATY_PARAM_URL,
    TREATY_PARAM_FORMAT,
    TREATY_PARAM_MAXWIDTH,
    TREATY_PARAM_MAXHEIGHT,
    TREATY_PARAM_HEADING,
    TREATY_PARAM_LANG,
    TREATY_PARAM__COUNT
} treaty_param_t;

typedef struct treaty_query_t {
    treaty_resource_t resource;
    treaty_form_t form;
    /** The forms that the resource has: bits, 1 << TREATY_FORM_…. */
    unsigned forms;
    /** "treaties", "acts", …; "" for the mount itself. */
    const char *collection;
    /** The record as the request names it, without the day; an asset's or
     * download's name; NULL for a collection. */
    const char *id;
    /** The day after the '@', or of `on`; TREATY_DAY_NONE for today. */
    treaty_day_t day;
    /** What stands behind the record: "participants", or of an HTML form the
     * name of a view; "" for the record itself. */
    const char *part;
    /** The template's name below its folder: the part, or "page". */
    const char *view;
    /** Whether the address isn't spelt as the one of the thing is. */
    int is_moved;
    /** The level of a view's heading: as asked for, 2 to 6; by default 3, and
     * on a page of its own what is right there. */
    int heading;
    /** The parameters' values, decoded and checked; NULL where not given. */
    const char *values[TREATY_PARAM__COUNT];
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

/** A parameter's value, or NULL. */
const char *treaty_query_value(const treaty_query_t *query,
                               treaty_param_t param);

/** The value of a parameter that takes a number, or @p absent. */
int treaty_query_number(const treaty_query_t *query, treaty_param_t param,
                        int absent);

/** The value of a parameter that takes a day, or TREATY_DAY_NONE. */
treaty_day_t treaty_query_day(const treaty_query_t *query,
                              treaty_param_t param);

/**
 * The values of a parameter that takes several, apart by commas.
 * @return an array of const char *, empty where the parameter isn't given
 */
apr_array_header_t *treaty_query_list(const treaty_query_t *query,
                                      treaty_param_t param,
                                      apr_pool_t *result_pool);

/**
 * The query string of the same request in its canonical form: the parameters
 * in their order, escaped, with its '?'; "" where there is none.
 * @param but a parameter to take @p value instead of its own (NULL: none);
 * TREATY_PARAM__COUNT for all as they are
 */
const char *treaty_query_args(const treaty_query_t *query, treaty_param_t but,
                              const char *value, apr_pool_t *result_pool);

/**
 * Takes away the parameters that the same address doesn't take in another
 * form.
 */
void treaty_query_limit(treaty_query_t *query, treaty_form_t form);

/**
 * The address of what is asked for, below the mount, in another form.
 * @param slug the record's own id instead of the one that was asked with, or
 * NULL
 */
const char *treaty_query_path(const treaty_query_t *query, const char *slug,
                              treaty_form_t form, apr_pool_t *result_pool);

/** The name of a parameter in a query string. */
const char *treaty_param_name(treaty_param_t param);

/** Whether a parameter takes a value, which is decoded already. */
int treaty_param_is_valid(treaty_param_t param, const char *value);
/** The words that a parameter takes, NULL behind the last; NULL where it takes
 * others. */
const char *const *treaty_param_words(treaty_param_t param);

/** What a parameter takes, in words. */
const char *treaty_param_expected(treaty_param_t param);

/** The media type of a form, with its charset. */
const char *treaty_form_type(treaty_form_t form);

/** The ending of a form in an address: ".json"; "" for HTML and files. */
const char *treaty_form_ending(treaty_form_t form);

/** Whether @p slug is one as the schema has them: a-z, 0-9 and '-', neither
 * empty nor longer than TREATY_ID_MAX. */
int treaty_query_slug_is_valid(const char *slug);

/** Whether @p name can be a view, an asset or a fact: letters, digits, '-',
 * '_' and '.', neither empty nor longer than TREATY_NAME_MAX. */
int treaty_query_name_is_valid(const char *name);

/** Whether @p name, which is valid, can be a view of a record. Its own page and
 * its collection's list are templates as well, and are no views. */
int treaty_query_is_view(const char *name);

/** Whether @p text is UTF-8 without control characters. */
int treaty_query_text_is_valid(const char *text);

#endif

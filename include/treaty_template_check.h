/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_template_check.h
 * @brief Finds what is wrong with templates and catalogues of languages before
 * anybody sees them: fields that no document has, words that no catalogue has,
 * missing templates, texts that would run as HTML.
 *
 * Nothing is rendered. Each template that an address shows is walked through
 * as rendering would walk, with its partials, parents and their arguments, over
 * the JSON Schema of what it sees. A field that is unknown wherever a template
 * is used is a finding; one that is known in one of these places isn't.
 */
#ifndef TREATY_TEMPLATE_CHECK_H
#define TREATY_TEMPLATE_CHECK_H

#include "treaty.h"
#include "treaty_json.h"

#include <apr_tables.h>

/** What is wrong, and where. */
typedef struct treaty_template_finding_t {
    /** The file; for a shipped template "shipped:" and its name. */
    const char *path;
    /** Counted from 1; 0 for the file as a whole. */
    int line;
    /** One sentence without a full stop, with what may have been meant. */
    const char *message;
} treaty_template_finding_t;

/**
 * What a template sees when an address shows it.
 * @return a list of JSON Schemas, each with `properties`: the document, and
 * then what is looked up where the document has no such member; NULL for a
 * template that no address shows. It lives as long as the check.
 */
typedef json_t *treaty_template_view_fn_t(void *baton, const char *name);

typedef struct treaty_template_check_t {
    /** The site's templates; NULL to check the shipped ones. */
    const char *directory;
    treaty_template_view_fn_t *view;
    void *view_baton;
    /** The document that a schema's "$ref" leads into, "#/a/b". */
    const json_t *root;
} treaty_template_check_t;

/**
 * Checks the templates and catalogues of a directory, together with the shipped
 * ones that they stand over; or the shipped ones alone.
 * @param findings of treaty_template_finding_t, by file and line
 * @return an APR status where the directory can't be read, TREATY_ELIMIT where
 * there is too much in it
 */
apr_status_t treaty_templates_check(apr_array_header_t **findings,
                                    const treaty_template_check_t *check,
                                    apr_pool_t *result_pool,
                                    apr_pool_t *scratch_pool);

#endif

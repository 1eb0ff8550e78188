/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_templates.h
 * @brief The templates in use and the catalogues of languages: the shipped
 * ones, and those of the site's directory over them, followed when a file there
 * changes.
 *
 * A set is what was loaded at one moment. Who acquires one sees it unchanged
 * until the release. All functions may be called from any thread.
 */
#ifndef TREATY_TEMPLATES_H
#define TREATY_TEMPLATES_H

#include "treaty_language.h"
#include "treaty_log.h"
#include "treaty_mustache.h"

#include <apr_tables.h>
#include <apr_time.h>

typedef struct treaty_templates_t treaty_templates_t;
typedef struct treaty_template_set_t treaty_template_set_t;

typedef struct treaty_templates_settings_t {
    /** The site's directory, or NULL for the shipped templates alone. */
    const char *directory;
    const treaty_log_t *log;
} treaty_templates_settings_t;

/**
 * Prepares templates; nothing is read yet. Sets are given back with @p pool.
 * @param settings copied; what it points to must live as long as @p pool
 */
apr_status_t treaty_templates_create(
    treaty_templates_t **templates, const treaty_templates_settings_t *settings,
    apr_pool_t *pool);

/**
 * The current set. Where the directory has changed since it was last looked
 * at, it is loaded again; a file that is broken is logged with its line, and
 * its template goes on as it was.
 * @param refresh how long what was seen of the directory is taken as known
 */
apr_status_t treaty_templates_acquire(treaty_template_set_t **set,
                                      treaty_templates_t *templates,
                                      apr_interval_time_t refresh,
                                      apr_time_t now);

/** Is told of the set that is given from now on, as long as the call. */
typedef void treaty_templates_watch_fn_t(void *baton,
                                         const treaty_template_set_t *set);

/**
 * Has a function called whenever another set is given; one call at a time. To
 * be set before the templates are used.
 * @param baton must live as long as the templates
 */
void treaty_templates_watch(treaty_templates_t *templates,
                            treaty_templates_watch_fn_t *fn, void *baton);

/**
 * Which set treaty_templates_acquire would give, without holding it.
 * @return as treaty_template_set_generation; 0 where there is none
 */
apr_uint32_t treaty_templates_generation(treaty_templates_t *templates,
                                         apr_interval_time_t refresh,
                                         apr_time_t now);

/** Which of all sets that this process has made it is; never 0. */
apr_uint32_t treaty_template_set_generation(const treaty_template_set_t *set);

/** Holds a set that is held once more. */
void treaty_template_set_hold(treaty_template_set_t *set);

/** Lets go of a set. */
void treaty_template_set_release(treaty_template_set_t *set);

/**
 * Finds a template by its name, which is its path below the directory without
 * the ending: "treaties/box" is treaties/box.mustache. A name never becomes a
 * file name: it is looked up among those that were loaded.
 * @return TREATY_ENOTFOUND, or TREATY_ETEMPLATE for one that is broken and was
 * never good
 */
apr_status_t treaty_template_set_find(const treaty_template_t **tmpl,
                                      const treaty_template_set_t *set,
                                      const char *name);

/**
 * Whether a template, or one that it includes, may show what stands at a path
 * of the document: it names "counts.states", or something within it, or
 * "counts" as a whole. Where it doesn't, nobody needs to read that.
 * @return 0 also for a template that isn't there
 */
int treaty_template_set_shows(const treaty_template_set_t *set,
                              const char *name, const char *path);

/** As treaty_template_partial_fn_t; @p set is a treaty_template_set_t. */
const treaty_template_t *treaty_template_set_partial(void *set,
                                                     const char *name);

/** A language of the set by its tag, in any letters, or the one that is meant
 * by its beginning: "fr" for "fr-CA". NULL for none. */
const treaty_language_t *treaty_template_set_language(
    const treaty_template_set_t *set, const char *tag);

/** All of them, by tag: const treaty_language_t *. */
const apr_array_header_t *treaty_template_set_languages(
    const treaty_template_set_t *set);

/** The latest change of a file of the site; 0 with the shipped ones alone. */
apr_time_t treaty_template_set_changed(const treaty_template_set_t *set);

/** How many templates and catalogues of the set are broken and were never
 * good. */
int treaty_template_set_broken(const treaty_template_set_t *set);

/** How many files of the site couldn't be taken into the set, whether or not
 * the last good one goes on instead. */
int treaty_template_set_faults(const treaty_template_set_t *set);

#endif

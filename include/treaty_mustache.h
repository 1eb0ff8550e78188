/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_mustache.h
 * @brief Mustache templates: compiled once, rendered from JSON.
 *
 * The core specification and inheritance ({{$block}}, {{<parent}}); no
 * lambdas and no dynamic names. Where the specification leaves room:
 * - falsy are null, false, an empty list and an empty string; 0 is truthy,
 *   because a count of 0 is worth showing and what is unknown is null
 * - a member that is null ends the search for its name: an outer context's
 *   member of the same name doesn't show through
 * - a list or an object as a variable renders as nothing
 * - a name has no white space within; white space in front of the tag's sign
 *   is allowed: {{ #name }}
 * - indentation isn't put in front of an empty line
 * - a block inside an argument of {{<parent}} is a parameter of the template
 *   that it is written in; of two arguments of one name the last one counts
 *
 * `{{name.suffix}}` where `name` is a string, a number or a boolean asks the
 * environment's format callback, so `{{adopted_on.long}}` may be
 * "25 May 2000".
 */
#ifndef TREATY_MUSTACHE_H
#define TREATY_MUSTACHE_H

#include "treaty.h"
#include "treaty_text.h"
#include "treaty_json.h"

/** The longest template, in bytes. */
#define TREATY_TEMPLATE_SIZE_MAX 262144
/** The longest name in a tag, in bytes. */
#define TREATY_TEMPLATE_NAME_MAX 255
/** How deep sections, parents and blocks nest within one template. */
#define TREATY_TEMPLATE_NESTING_MAX 64
/** How deep templates include each other, unless the environment says. */
#define TREATY_TEMPLATE_DEPTH 32
/** How many steps a rendering takes at most, unless the environment says. */
#define TREATY_TEMPLATE_STEPS 1000000

/** A compiled template. It never changes, so that threads can share it. */
typedef struct treaty_template_t treaty_template_t;

/** What is wrong with a template, and in which line, counted from 1. */
typedef struct treaty_template_error_t {
    int line;
    const char *message;
} treaty_template_error_t;

/**
 * Compiles @p len bytes of @p text, which are copied.
 * @param tmpl the template, in @p result_pool; NULL on an error
 * @param error line and message (in @p result_pool) of an error; else 0, NULL
 * @param name how the template is called in messages
 * @return TREATY_ETEMPLATE
 */
apr_status_t treaty_template_compile(treaty_template_t **tmpl,
                                     treaty_template_error_t *error,
                                     const char *name, const char *text,
                                     apr_size_t len, apr_pool_t *result_pool,
                                     apr_pool_t *scratch_pool);

/** The name that the template was compiled with. */
const char *treaty_template_name(const treaty_template_t *tmpl);

/**
 * Finds the template of a {{>partial}} or {{<parent}}. What it returns must
 * live until the rendering ends.
 * @return NULL when there is none; it then renders as nothing
 */
typedef const treaty_template_t *treaty_template_partial_fn_t(void *baton,
                                                              const char *name);

/**
 * Formats a string, number or boolean as @p suffix says.
 * @return a new reference to a string or to a list of them, or NULL when there
 *         is no such format;
 *         the name is then as unknown as a missing member
 */
typedef json_t *treaty_template_format_fn_t(void *baton, json_t *value,
                                            const char *suffix);

/**
 * Finds the text that a name stands for that isn't of the view.
 * @param parts @p count parts of the dotted name behind the environment's word
 * @return NULL when there is no such thing; else it lives until the rendering
 *         ends
 */
typedef const char *treaty_template_global_fn_t(void *baton,
                                                const char *const *parts,
                                                int count);

/** What a rendering may use. All zero is a valid one. */
typedef struct treaty_template_env_t {
    /** An object whose members are seen where the view has none of the name;
     * NULL: there is none. As for the view, nobody may change it. */
    json_t *outer;
    /** NULL: there are no partials. */
    treaty_template_partial_fn_t *partial;
    void *partial_baton;
    /** NULL: there are no formats. */
    treaty_template_format_fn_t *format;
    void *format_baton;
    /** A dotted name whose first part is this word is asked of `global`,
     * whatever the view has under that word; NULL: there is none. */
    const char *global_word;
    treaty_template_global_fn_t *global;
    void *global_baton;
    /** How deep templates include each other; 0: TREATY_TEMPLATE_DEPTH. */
    int depth;
    /** How many steps are taken: one for each tag and span of text rendered,
     * each context searched and each item; 0: TREATY_TEMPLATE_STEPS. */
    apr_size_t steps;
} treaty_template_env_t;

/**
 * Appends @p view, rendered through @p tmpl, to @p out. Uses little of the C
 * stack whatever the template does.
 * @param view not changed and not kept; nobody may change it meanwhile
 * @param env may be NULL, as one that is all zero
 * @return TREATY_ELIMIT when one of the environment's bounds or the limit of
 *         @p out is reached; @p out then holds a part of the rendering
 */
apr_status_t treaty_template_render(treaty_text_t *out,
                                    const treaty_template_t *tmpl, json_t *view,
                                    const treaty_template_env_t *env,
                                    apr_pool_t *scratch_pool);

/** The kinds of tags that a template is made of. */
typedef enum {
    /** {{name}} */
    TREATY_TAG_VARIABLE = 1,
    /** {{{name}}} and {{&name}} */
    TREATY_TAG_RAW,
    /** {{#name}} */
    TREATY_TAG_SECTION,
    /** {{^name}} */
    TREATY_TAG_INVERTED,
    /** {{>name}} */
    TREATY_TAG_PARTIAL,
    /** {{<name}} */
    TREATY_TAG_PARENT,
    /** {{$name}} */
    TREATY_TAG_BLOCK
} treaty_tag_kind_t;

/** One tag of a template. */
typedef struct treaty_template_tag_t {
    treaty_tag_kind_t kind;
    /** As it is written, dots included; lives as long as the template. */
    const char *name;
    int line;
    /** How many sections, parents and blocks it stands in. */
    int depth;
} treaty_template_tag_t;

/** @return anything but APR_SUCCESS to end the walk */
typedef apr_status_t treaty_template_walk_fn_t(
    void *baton, const treaty_template_tag_t *tag);

/**
 * Visits each tag in the order of the source, comments and ends excepted.
 * @return what @p fn returned last
 */
apr_status_t treaty_template_walk(const treaty_template_t *tmpl,
                                  treaty_template_walk_fn_t *fn, void *baton);

#endif

/*
 * What the files of the templates' check share: template_check.c loads
 * templates and tells findings, template_walk.c walks through them,
 * template_shape.c knows what a value can be, template_words.c the catalogues
 * of languages. Nobody else includes this.
 */
#ifndef TREATY_TEMPLATE_CHECK_PRIVATE_H
#define TREATY_TEMPLATE_CHECK_PRIVATE_H

#include "mustache.h"
#include "template_files.h"
#include "treaty_language.h"
#include "treaty_template_check.h"

#include <apr_hash.h>

/**
 * What a value can be: const json_t *, JSON Schemas without references and
 * alternatives. Null is left out of them, for it shows nothing.
 */
typedef apr_array_header_t treaty_shape_t;

/** What shapes are made with. */
typedef struct treaty_shapes_t {
    /** Where references lead. */
    const json_t *root;
    /** As when rendering: what forms and words there are. */
    const treaty_template_env_t *env;
    apr_pool_t *pool;
} treaty_shapes_t;

/** What a schema allows. */
treaty_shape_t *treaty_shape_of(const treaty_shapes_t *shapes,
                                const json_t *schema);

/** What a member can be; NULL where there is none of the name. */
treaty_shape_t *treaty_shape_member(const treaty_shapes_t *shapes,
                                    const treaty_shape_t *shape,
                                    const char *name);

/** What a form of a text or number can be, as {{name.suffix}} asks for it; NULL
 * where there is none. */
treaty_shape_t *treaty_shape_form(const treaty_shapes_t *shapes,
                                  const treaty_shape_t *shape,
                                  const char *suffix);

/** What a section of it makes its context: of a list the items. */
treaty_shape_t *treaty_shape_inside(const treaty_shapes_t *shapes,
                                    const treaty_shape_t *shape);

/** Whether it can be written at all: a list or an object alone can't. */
int treaty_shape_is_text(const treaty_shape_t *shape);

/** Whether it is a list alone. */
int treaty_shape_is_list(const treaty_shape_t *shape);

/** Whether its text is markup that we have built ourselves. */
int treaty_shape_is_markup(const treaty_shape_t *shape);

/** Calls back with the name of each member. */
typedef void treaty_shape_name_fn_t(void *baton, const char *name);
void treaty_shape_names(const treaty_shape_t *shape,
                        treaty_shape_name_fn_t *name, void *baton);

/** "; perhaps "…"" with the nearest of these names, or "". */
const char *treaty_template_perhaps(const apr_array_header_t *names,
                                    const char *wrong, apr_pool_t *pool);

/** A template that is checked, or stands behind one. */
typedef struct treaty_checked_t {
    const char *name;
    /** For findings. */
    const char *path;
    /** Whether findings in it are to be told. */
    int is_told;
    /** NULL for one that doesn't compile. */
    const treaty_template_t *tmpl;
    /** Whether an address shows it or a template that is shown includes it. */
    int is_reached;
} treaty_checked_t;

/** A check under way. */
typedef struct treaty_checking_t {
    const treaty_template_check_t *check;
    treaty_shapes_t shapes;
    /** English with what the site has laid over it. */
    const treaty_language_t *language;
    /** The keys of words that templates show; each its own value. */
    apr_hash_t *words;
    /** By name, treaty_checked_t. */
    apr_hash_t *templates;
    /** By node: how it has been judged in the places where it was reached. */
    apr_hash_t *verdicts;
    /** The findings. */
    apr_array_header_t *findings;
    apr_pool_t *result_pool;
    /** Bounds the walk. */
    apr_size_t steps;
} treaty_checking_t;

/** Makes the language that templates are checked with. */
void treaty_template_check_language(treaty_checking_t *checking,
                                    const apr_array_header_t *files);

/** Checks the site's catalogues, after the templates. @param files
 * treaty_template_file_t */
void treaty_template_check_words(treaty_checking_t *checking,
                                 const apr_array_header_t *files);

/** Walks through a template that an address shows. */
void treaty_template_walk_view(treaty_checking_t *checking,
                               treaty_checked_t *checked, json_t *view);

/** Makes findings of the verdicts. */
void treaty_template_judge(treaty_checking_t *checking);

/** Adds a finding of a file that isn't a template. */
void treaty_template_find_in(treaty_checking_t *checking, const char *path,
                             int line, const char *message);

/** Adds a finding, unless it is in a template that isn't told. */
void treaty_template_find(treaty_checking_t *checking,
                          const treaty_checked_t *checked, int line,
                          const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif

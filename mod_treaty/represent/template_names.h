/*
 * What names the templates of a set speak of, so that nobody has to read what
 * no template shows. Shared by the files of this directory.
 */
#ifndef TREATY_TEMPLATE_NAMES_H
#define TREATY_TEMPLATE_NAMES_H

#include "treaty_mustache.h"

/** More names than any sane set of templates has. One that has more is taken
 * to speak of everything. */
#define TREATY_TEMPLATE_NAMES_MAX 4096

/** The names of a set, each with a number. */
typedef struct treaty_template_names_t treaty_template_names_t;

/** What one template speaks of, with what it includes. */
typedef struct treaty_template_spoken_t treaty_template_spoken_t;

/** No names yet; they live in @p pool. */
treaty_template_names_t *treaty_template_names_create(apr_pool_t *pool);

/**
 * Goes through a template and all that it includes, each once.
 * @param partial finds what is included, as for rendering
 * @return in the names' pool
 */
treaty_template_spoken_t *treaty_template_names_take(
    treaty_template_names_t *names, const treaty_template_t *tmpl,
    treaty_template_partial_fn_t *partial, void *partial_baton,
    apr_pool_t *scratch_pool);

/** Whether a template may show what stands at a dotted path: it names that,
 * something within, or something around it. */
int treaty_template_names_has(const treaty_template_names_t *names,
                              const treaty_template_spoken_t *spoken,
                              const char *path);

#endif

/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file embedded.h
 * @brief The shipped templates and assets, compiled into the library: a site
 * works without a directory of files, and an override can't break the rest.
 *
 * The tables are made by sql/embed.awk from conf/templates and conf/assets.
 */
#ifndef TREATY_EMBEDDED_H
#define TREATY_EMBEDDED_H

#include <apr.h>

typedef struct treaty_embedded_t {
    /** "treaties/box" for a template, "treaty.css" for an asset. */
    const char *name;
    /** The file's text, with a NUL after its last byte. */
    const char *data;
    apr_size_t len;
} treaty_embedded_t;

/** Sorted by name as strcmp does; the entry after the last has no name. */
extern const treaty_embedded_t treaty_embedded_templates[];
extern const apr_size_t treaty_embedded_templates_count;

/** Sorted by name as strcmp does; the entry after the last has no name. */
extern const treaty_embedded_t treaty_embedded_assets[];
extern const apr_size_t treaty_embedded_assets_count;

#endif

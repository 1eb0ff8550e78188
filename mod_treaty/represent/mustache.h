/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file mustache.h
 * @brief What the files of the Mustache engine share with each other.
 *
 * mustache_scan.c cuts a text into tags and finds its errors,
 * mustache_build.c makes nodes of them and settles every question of white
 * space, mustache_compile.c is the way in; mustache_render.c runs the nodes
 * with a stack of its own, mustache_lookup.c finds names, mustache_write.c
 * writes text and values.
 */
#ifndef MUSTACHE_H
#define MUSTACHE_H

#include "treaty_mustache.h"

#include <apr_tables.h>

/* Kinds beside the public ones of treaty_tag_kind_t. */
enum { TAG_TEXT = 0, TAG_CLOSE = 64, TAG_COMMENT, TAG_DELIMITERS };

/** A part of the source. */
typedef struct mustache_span_t {
    const char *text;
    apr_size_t len;
} mustache_span_t;

/** A tag as the scanner finds it. */
typedef struct mustache_tag_t {
    int kind;
    int line;
    /** The tag with its delimiters, as places in the source. */
    apr_size_t from;
    apr_size_t to;
    mustache_span_t name;
    /** The tag that ends this one, or that this one ends. */
    int partner;
} mustache_tag_t;

/**
 * A node of a compiled template. They stand in the order of the source; the
 * body of the node at i are the nodes from i + 1 to its `end`.
 */
typedef struct mustache_node_t {
    apr_byte_t kind;
    /** The text starts at the start of a line of the source. */
    apr_byte_t line_start;
    /** The tag stood alone on its line, which is left out. */
    apr_byte_t standalone;
    int line;
    int end;
    /** The parts of a dotted name; none for {{.}}. */
    int part_count;
    const char *const *parts;
    /** A text, or the name of a tag, which is NUL-terminated. */
    mustache_span_t span;
    /** What is put in front of the lines of a partial, parent or block. */
    mustache_span_t indent;
} mustache_node_t;

struct treaty_template_t {
    const char *name;
    const mustache_node_t *nodes;
    int count;
};

/**
 * Cuts a NUL-terminated text into tags, each opening one with its partner.
 * @param tags of mustache_tag_t, in @p scratch_pool
 * @param error its message goes to @p result_pool
 * @return TREATY_ETEMPLATE
 */
apr_status_t treaty_mustache_scan(apr_array_header_t **tags,
                                  treaty_template_error_t *error,
                                  const char *text, apr_pool_t *result_pool,
                                  apr_pool_t *scratch_pool);

/**
 * Makes the nodes of a template from @p text, to which they will point, and
 * its tags.
 */
void treaty_mustache_build(treaty_template_t *tmpl, const char *text,
                           apr_size_t len, const apr_array_header_t *tags,
                           apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/**
 * What is being executed: a range of nodes. Frames are numbered from the
 * outermost, 0, and refer to each other by number, for the stack may move.
 */
typedef struct mustache_frame_t {
    const treaty_template_t *tmpl;
    int next;
    int end;
    /** The innermost frame with a context, perhaps this one; or -1. */
    int context;
    int outer_context;
    json_t *value;
    /** A section's list, its first node and the number of the item. */
    json_t *list;
    int start;
    apr_size_t item;
    /** A reference that is given back with the frame. */
    json_t *owned;
    /** The innermost parent whose arguments are seen, perhaps this; or -1. */
    int arguments;
    int outer_arguments;
    const treaty_template_t *caller;
    const mustache_node_t *parent;
    /** 1 when the frame is one of a partial or parent. */
    int is_template;
    /** The state of the writer before this frame. */
    apr_size_t indent_from;
    apr_size_t indent_to;
    apr_size_t have;
    int first;
} mustache_frame_t;

/** The longest indentation, all that add up taken together. */
#define MUSTACHE_INDENT_MAX 1024

/** A rendering under way. */
typedef struct mustache_render_t {
    treaty_text_t *out;
    const treaty_template_env_t *env;
    apr_pool_t *pool;
    mustache_frame_t *frames;
    int top;
    int room;
    int depth;
    int depth_limit;
    apr_size_t steps;
    apr_size_t step_limit;
    /** The indentation in force is indent[indent_from..indent_to). */
    char indent[MUSTACHE_INDENT_MAX];
    apr_size_t indent_from;
    apr_size_t indent_to;
    /** A block has begun and nothing of it is written yet; this much of its
     * first line's indentation is already there. */
    int first;
    apr_size_t have;
} mustache_render_t;

/**
 * Finds the value of a node's name in the contexts of the top frame.
 * @param owned a new reference that keeps the value alive, or NULL
 * @return a borrowed reference, or NULL when there is no such value
 */
json_t *treaty_mustache_lookup(mustache_render_t *render,
                               const mustache_node_t *node, json_t **owned);

/** Whether a node's name is one of the environment's, and the text that it
 * then stands for; NULL for none. */
int treaty_mustache_is_global(const mustache_render_t *render,
                              const mustache_node_t *node);
const char *treaty_mustache_global(mustache_render_t *render,
                                   const mustache_node_t *node);

/** Whether a section of this value, or NULL, is rendered. */
int treaty_mustache_truthy(const json_t *value);

/** Writes a span of the template, indented. @return TREATY_ELIMIT */
apr_status_t treaty_mustache_write_text(mustache_render_t *render,
                                        const mustache_node_t *node);

/** Writes a value, or NULL as nothing, escaped unless @p raw. */
apr_status_t treaty_mustache_write_value(mustache_render_t *render,
                                         const json_t *value, int raw);

/** Writes a text, or NULL as nothing, escaped unless @p raw. */
apr_status_t treaty_mustache_write_string(mustache_render_t *render,
                                          const char *text, int raw);

/** Indents the first line of a block before something inline is written. */
apr_status_t treaty_mustache_write_lead(mustache_render_t *render);

/** Adds to the indentation in force. @return TREATY_ELIMIT */
apr_status_t treaty_mustache_indent(mustache_render_t *render,
                                    const mustache_span_t *indent);

#endif

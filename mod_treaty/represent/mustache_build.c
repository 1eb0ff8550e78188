#include "mustache.h"

#include <apr_strings.h>
#include <string.h>

/* A tag that waits for its end. */
typedef struct open_t {
    const mustache_tag_t *tag;
    int node;
    /* What is cut off the front of each line from here on. */
    mustache_span_t margin;
} open_t;

typedef struct build_t {
    const char *text;
    apr_size_t len;
    /* Up to here the source has been made into nodes. */
    apr_size_t done;
    const apr_array_header_t *tags;
    apr_array_header_t *nodes;
    /* open[0] stands for the template itself. */
    open_t open[TREATY_TEMPLATE_NESTING_MAX + 1];
    int depth;
    apr_pool_t *pool;
} build_t;

/* The source around a tag, when nothing else is on its line. */
typedef struct surroundings_t {
    int alone_before;
    int alone_after;
    apr_size_t line_from;
    apr_size_t line_to;
} surroundings_t;

static int is_space(char c)
{
    return c == ' ' || c == '\t';
}

static int starts_line(const build_t *build, apr_size_t at)
{
    return at == 0 || build->text[at - 1] == '\n';
}

/* Where the line that at is in ends, behind its newline, but never past to. */
static apr_size_t line_end(const build_t *build, apr_size_t at, apr_size_t to)
{
    const char *newline = memchr(build->text + at, '\n', to - at);

    return newline ? (apr_size_t)(newline - build->text) + 1 : to;
}

static apr_size_t skip_spaces(const build_t *build, apr_size_t at,
                              apr_size_t to)
{
    while (at < to && is_space(build->text[at])) {
        at++;
    }
    return at;
}

static surroundings_t look_around(const build_t *build,
                                  const mustache_tag_t *tag)
{
    surroundings_t around = {.line_from = tag->from};
    const char *text = build->text;
    apr_size_t to = skip_spaces(build, tag->to, build->len);

    while (around.line_from > 0 && is_space(text[around.line_from - 1])) {
        around.line_from--;
    }
    around.alone_before = starts_line(build, around.line_from);
    if (text[to] == '\r' && text[to + 1] == '\n') {
        to++;
    }
    around.alone_after = to == build->len || text[to] == '\n';
    around.line_to = to == build->len ? to : to + 1;
    return around;
}

static const mustache_tag_t *tag_number(const build_t *build, int i)
{
    return &APR_ARRAY_IDX(build->tags, i, mustache_tag_t);
}

/*
 * A parent is standalone as a whole: what stands between its two tags never
 * shows, so only what is before the first and behind the second counts.
 */
static int parent_stands_alone(const build_t *build,
                               const mustache_tag_t *first,
                               const mustache_tag_t *last)
{
    return look_around(build, first).alone_before &&
           look_around(build, last).alone_after;
}

/* Whether what is open at this depth is a parent, so that blocks directly in
 * it are its arguments. */
static int is_argument(const build_t *build, int depth)
{
    const open_t *around = &build->open[depth];

    return around->tag && around->tag->kind == TREATY_TAG_PARENT;
}

static int closing_stands_alone(const build_t *build, const mustache_tag_t *tag,
                                const surroundings_t *around)
{
    const mustache_tag_t *opened = tag_number(build, tag->partner);

    if (opened->kind == TREATY_TAG_PARENT) {
        return parent_stands_alone(build, opened, tag);
    }
    if (opened->kind == TREATY_TAG_BLOCK &&
        is_argument(build, build->depth - 1)) {
        return around->alone_before;
    }
    return around->alone_before && around->alone_after;
}

static int stands_alone(const build_t *build, const mustache_tag_t *tag,
                        const surroundings_t *around)
{
    switch (tag->kind) {
    case TREATY_TAG_VARIABLE:
    case TREATY_TAG_RAW:
        return 0;
    case TREATY_TAG_PARENT:
        return parent_stands_alone(build, tag, tag_number(build, tag->partner));
    case TREATY_TAG_BLOCK:
        return around->alone_after &&
               (around->alone_before || is_argument(build, build->depth));
    case TAG_CLOSE:
        return closing_stands_alone(build, tag, around);
    default:
        return around->alone_before && around->alone_after;
    }
}

static apr_size_t common_length(const mustache_span_t *a, const char *text,
                                apr_size_t len)
{
    apr_size_t i = 0;

    while (i < a->len && i < len && a->text[i] == text[i]) {
        i++;
    }
    return i;
}

static int is_blank_line(const build_t *build, apr_size_t at, apr_size_t to)
{
    return build->text[at] == '\n' || (build->text[at] == '\r' && at + 1 < to &&
                                       build->text[at + 1] == '\n');
}

/*
 * Shortens margin to what all lines from `from` to `to` begin with, blank
 * ones apart. With *found 0 there is no margin yet and the first line makes
 * one.
 */
static void narrow_margin(const build_t *build, mustache_span_t *margin,
                          int *found, apr_size_t from, apr_size_t to)
{
    for (; from < to; from = line_end(build, from, to)) {
        apr_size_t end = skip_spaces(build, from, to);

        if (end < to && is_blank_line(build, end, to)) {
            continue;
        }
        if (!*found) {
            margin->text = build->text + from;
            margin->len = end - from;
            *found = 1;
        }
        margin->len = common_length(margin, build->text + from, end - from);
    }
}

/*
 * What the lines of a block have in common in front. It is cut off the
 * block's own text and put in front of whatever takes the block's place.
 */
static mustache_span_t margin_of(const build_t *build,
                                 const mustache_tag_t *tag,
                                 const surroundings_t *around, int standalone)
{
    const mustache_span_t *outer = &build->open[build->depth].margin;
    const mustache_tag_t *last = tag_number(build, tag->partner);
    surroundings_t end = look_around(build, last);
    int cut = end.alone_before && (standalone || end.alone_after ||
                                   is_argument(build, build->depth));
    mustache_span_t margin = {build->text + around->line_from,
                              tag->from - around->line_from};
    apr_size_t from;
    apr_size_t to = cut ? end.line_from : last->from;
    int found = !standalone && around->alone_before;

    if (!standalone && !around->alone_before) {
        return *outer;
    }
    from = standalone ? around->line_to : line_end(build, tag->to, to);
    narrow_margin(build, &margin, &found, from, to);
    if (!cut && starts_line(build, to)) {
        margin.len = 0;
    }
    return common_length(outer, margin.text, margin.len) < outer->len ? *outer
                                                                      : margin;
}

static mustache_node_t *add_node(build_t *build, int kind, const char *text,
                                 apr_size_t len)
{
    mustache_node_t *node = apr_array_push(build->nodes);

    node->kind = (apr_byte_t)kind;
    node->end = build->nodes->nelts;
    node->span.text = text;
    node->span.len = len;
    return node;
}

static void add_line(build_t *build, apr_size_t from, apr_size_t to,
                     int line_start)
{
    add_node(build, TAG_TEXT, build->text + from, to - from)->line_start =
        (apr_byte_t)line_start;
}

/*
 * Makes nodes of the text up to `to`. When it is followed by something on
 * the same line, a line start without text gets a node too, for it is there
 * that the line's indentation is written.
 */
static void add_text(build_t *build, apr_size_t to, int followed)
{
    const mustache_span_t *margin = &build->open[build->depth].margin;
    apr_size_t at = build->done;

    while (at < to) {
        int line_start = starts_line(build, at);
        apr_size_t from = at;

        if (line_start) {
            from += common_length(margin, build->text + at, to - at);
        }
        at = margin->len > 0 ? line_end(build, from, to) : to;
        if (from < at || followed) {
            add_line(build, from, at, line_start);
        }
    }
    if (followed && starts_line(build, to)) {
        add_line(build, to, to, 1);
    }
    build->done = to;
}

static void split_name(mustache_node_t *node, apr_pool_t *pool)
{
    const char **parts;
    char *part;
    int count = 1;
    apr_size_t i;

    if (strcmp(node->span.text, ".") == 0) {
        return;
    }
    for (i = 0; i < node->span.len; i++) {
        count += node->span.text[i] == '.';
    }
    parts = apr_palloc(pool, sizeof(*parts) * (apr_size_t)count);
    part = apr_pstrmemdup(pool, node->span.text, node->span.len);
    node->parts = parts;
    node->part_count = count;
    while (part) {
        char *dot = strchr(part, '.');

        *parts++ = part;
        if (dot) {
            *dot++ = '\0';
        }
        part = dot;
    }
}

static void set_indent(mustache_node_t *node, const mustache_span_t *margin,
                       const mustache_span_t *outer)
{
    apr_size_t cut = common_length(outer, margin->text, margin->len);

    node->indent.text = margin->text + cut;
    node->indent.len = margin->len - cut;
}

static void push_open(build_t *build, const mustache_tag_t *tag,
                      const mustache_span_t *margin)
{
    open_t *open = &build->open[++build->depth];

    open->tag = tag;
    open->node = build->nodes->nelts - 1;
    open->margin = *margin;
}

static void pop_open(build_t *build)
{
    const open_t *open = &build->open[build->depth--];

    APR_ARRAY_IDX(build->nodes, open->node, mustache_node_t).end =
        build->nodes->nelts;
}

/* Adds the node of an opening tag, a variable or a partial. */
static void add_tag(build_t *build, const mustache_tag_t *tag,
                    const surroundings_t *around, int standalone)
{
    const mustache_span_t *outer = &build->open[build->depth].margin;
    mustache_span_t margin = *outer;
    mustache_node_t *node =
        add_node(build, tag->kind,
                 apr_pstrmemdup(build->pool, tag->name.text, tag->name.len),
                 tag->name.len);

    node->line = tag->line;
    node->standalone = (apr_byte_t)standalone;
    if (tag->kind <= TREATY_TAG_INVERTED) {
        split_name(node, build->pool);
    }
    else if (tag->kind == TREATY_TAG_BLOCK) {
        margin = margin_of(build, tag, around, standalone);
        set_indent(node, &margin, outer);
    }
    else if (standalone) {
        mustache_span_t before = {build->text + around->line_from,
                                  tag->from - around->line_from};

        set_indent(node, &before, outer);
    }
    if (tag->partner >= 0) {
        push_open(build, tag, &margin);
    }
}

/*
 * Whether a closing tag, the first on its line but not the last, ends a block
 * that takes up whole lines: its line is then no part of the block.
 */
static int leaves_a_tail(const build_t *build, const surroundings_t *around)
{
    const mustache_node_t *opened = &APR_ARRAY_IDX(
        build->nodes, build->open[build->depth].node, mustache_node_t);

    return around->alone_before && opened->kind == TREATY_TAG_BLOCK &&
           opened->standalone;
}

static void build_tag(build_t *build, const mustache_tag_t *tag)
{
    surroundings_t around = look_around(build, tag);
    int standalone = stands_alone(build, tag, &around);
    int cut_before = standalone && around.alone_before;
    int cut_after = standalone && around.alone_after;

    /* A parent's own first line may go on behind its opening tag, and what
     * is in front of its closing one is never shown. */
    if (tag->kind == TREATY_TAG_PARENT) {
        cut_after = 0;
    }
    if (tag->kind == TAG_CLOSE && !standalone &&
        leaves_a_tail(build, &around)) {
        add_text(build, around.line_from, 0);
        pop_open(build);
        add_text(build, tag->from, 1);
        build->done = tag->to;
        return;
    }
    add_text(build, cut_before ? around.line_from : tag->from, !cut_before);
    build->done = cut_after ? around.line_to : tag->to;
    if (tag->kind == TAG_CLOSE) {
        pop_open(build);
    }
    else if (tag->kind != TAG_COMMENT && tag->kind != TAG_DELIMITERS) {
        add_tag(build, tag, &around, standalone);
    }
}

void treaty_mustache_build(treaty_template_t *tmpl, const char *text,
                           apr_size_t len, const apr_array_header_t *tags,
                           apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    build_t *build = apr_pcalloc(scratch_pool, sizeof(*build));
    int i;

    build->text = text;
    build->len = len;
    build->tags = tags;
    build->open[0].margin.text = text;
    build->pool = result_pool;
    build->nodes = apr_array_make(scratch_pool, 2 * tags->nelts + 1,
                                  sizeof(mustache_node_t));
    for (i = 0; i < tags->nelts; i++) {
        build_tag(build, tag_number(build, i));
    }
    add_text(build, len, 0);
    tmpl->count = build->nodes->nelts;
    tmpl->nodes =
        apr_pmemdup(result_pool, build->nodes->elts,
                    sizeof(mustache_node_t) * (apr_size_t)tmpl->count);
}

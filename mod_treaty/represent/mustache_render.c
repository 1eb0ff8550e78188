#include "mustache.h"

#include <string.h>

#define FIRST_ROOM 16
/* More than any sane template needs, and 700 KB of memory at most. */
#define FRAMES_MAX 4096

static mustache_frame_t *top_of(const mustache_render_t *render)
{
    return &render->frames[render->top];
}

static apr_status_t make_room(mustache_render_t *render)
{
    mustache_frame_t *frames;
    int room = render->room * 2;

    if (render->top + 1 < render->room) {
        return APR_SUCCESS;
    }
    if (room > FRAMES_MAX) {
        return TREATY_ELIMIT;
    }
    frames = apr_palloc(render->pool, sizeof(*frames) * (apr_size_t)room);
    memcpy(frames, render->frames, sizeof(*frames) * (apr_size_t)render->room);
    render->frames = frames;
    render->room = room;
    return APR_SUCCESS;
}

/*
 * Pushes a frame for the nodes from `next` to `end` of a template, with the
 * contexts and arguments of the one below.
 */
static apr_status_t push(mustache_render_t *render,
                         const treaty_template_t *tmpl, int next, int end)
{
    apr_status_t rv = make_room(render);
    mustache_frame_t *frame;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    frame = &render->frames[++render->top];
    memset(frame, 0, sizeof(*frame));
    frame->tmpl = tmpl;
    frame->next = frame->start = next;
    frame->end = end;
    frame->context = render->top > 0 ? frame[-1].context : -1;
    frame->arguments = render->top > 0 ? frame[-1].arguments : -1;
    frame->indent_from = render->indent_from;
    frame->indent_to = render->indent_to;
    frame->first = render->first;
    frame->have = render->have;
    return APR_SUCCESS;
}

/* Makes value the context of the top frame. */
static void set_context(mustache_render_t *render, json_t *value)
{
    mustache_frame_t *frame = top_of(render);

    frame->outer_context = frame->context;
    frame->context = render->top;
    frame->value = value;
}

static void pop(mustache_render_t *render)
{
    const mustache_frame_t *frame = top_of(render);

    json_decref(frame->owned);
    render->depth -= frame->is_template;
    render->indent_from = frame->indent_from;
    render->indent_to = frame->indent_to;
    if (render->first) {
        render->first = frame->first;
        render->have = frame->have;
    }
    render->top--;
}

/* At the end of a frame's nodes: the next item, or back to the one below. */
static void leave(mustache_render_t *render)
{
    mustache_frame_t *frame = top_of(render);

    render->steps++;
    if (frame->list && ++frame->item < json_array_size(frame->list)) {
        frame->value = json_array_get(frame->list, frame->item);
        frame->next = frame->start;
    }
    else {
        pop(render);
    }
}

static apr_status_t render_variable(mustache_render_t *render,
                                    const mustache_node_t *node)
{
    apr_status_t rv = treaty_mustache_write_lead(render);
    int is_raw = node->kind == TREATY_TAG_RAW;
    json_t *owned;
    json_t *value;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (treaty_mustache_is_global(render, node)) {
        return treaty_mustache_write_string(
            render, treaty_mustache_global(render, node), is_raw);
    }
    value = treaty_mustache_lookup(render, node, &owned);
    rv = treaty_mustache_write_value(render, value, is_raw);
    json_decref(owned);
    return rv;
}

/* The number of the node behind this one, where its body begins. */
static int behind(const treaty_template_t *tmpl, const mustache_node_t *node)
{
    return (int)(node - tmpl->nodes) + 1;
}

static apr_status_t enter_section(mustache_render_t *render,
                                  const mustache_node_t *node, json_t *value,
                                  json_t *owned)
{
    const treaty_template_t *tmpl = top_of(render)->tmpl;
    apr_status_t rv = push(render, tmpl, behind(tmpl, node), node->end);

    if (rv != APR_SUCCESS) {
        json_decref(owned);
        return rv;
    }
    top_of(render)->owned = owned;
    if (json_is_array(value)) {
        top_of(render)->list = value;
        value = json_array_get(value, 0);
    }
    set_context(render, value);
    return APR_SUCCESS;
}

static apr_status_t render_section(mustache_render_t *render,
                                   const mustache_node_t *node)
{
    json_t *owned;
    json_t *value = treaty_mustache_lookup(render, node, &owned);

    top_of(render)->next = node->end;
    if (treaty_mustache_truthy(value)) {
        return enter_section(render, node, value, owned);
    }
    json_decref(owned);
    return APR_SUCCESS;
}

/* The body of an inverted section needs no frame: it is simply not skipped. */
static void render_inverted(mustache_render_t *render,
                            const mustache_node_t *node)
{
    json_t *owned;

    if (treaty_mustache_truthy(treaty_mustache_lookup(render, node, &owned))) {
        top_of(render)->next = node->end;
    }
    json_decref(owned);
}

/*
 * A standalone partial is indented as its tag is. One that stands within a
 * line isn't indented at all, not even as the line is.
 */
static apr_status_t indent_partial(mustache_render_t *render,
                                   const mustache_node_t *node)
{
    if (node->standalone) {
        return treaty_mustache_indent(render, &node->indent);
    }
    render->indent_from = render->indent_to;
    return APR_SUCCESS;
}

static apr_status_t enter_partial(mustache_render_t *render,
                                  const mustache_node_t *node,
                                  const treaty_template_t *tmpl)
{
    apr_status_t rv = APR_SUCCESS;

    if (render->depth == render->depth_limit) {
        return TREATY_ELIMIT;
    }
    if (!node->standalone) {
        rv = treaty_mustache_write_lead(render);
    }
    if (rv == APR_SUCCESS) {
        rv = push(render, tmpl, 0, tmpl->count);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    top_of(render)->is_template = 1;
    render->depth++;
    return indent_partial(render, node);
}

static void set_arguments(mustache_render_t *render,
                          const mustache_node_t *node)
{
    mustache_frame_t *frame = top_of(render);

    frame->caller = frame[-1].tmpl;
    frame->parent = node;
    frame->outer_arguments = frame->arguments;
    frame->arguments = render->top;
}

/* Renders a partial or a parent. */
static apr_status_t render_partial(mustache_render_t *render,
                                   const mustache_node_t *node)
{
    const treaty_template_env_t *env = render->env;
    const treaty_template_t *tmpl = NULL;
    apr_status_t rv;

    top_of(render)->next = node->end;
    if (env->partial) {
        tmpl = env->partial(env->partial_baton, node->span.text);
    }
    if (!tmpl) {
        return APR_SUCCESS;
    }
    rv = enter_partial(render, node, tmpl);
    if (rv == APR_SUCCESS && node->kind == TREATY_TAG_PARENT) {
        set_arguments(render, node);
    }
    return rv;
}

/* The argument of this name among those that one parent is given. */
static const mustache_node_t *find_argument(mustache_render_t *render,
                                            const mustache_frame_t *frame,
                                            const mustache_span_t *name)
{
    const mustache_node_t *nodes = frame->caller->nodes;
    const mustache_node_t *found = NULL;
    int i = behind(frame->caller, frame->parent);

    for (; i < frame->parent->end; i = nodes[i].end) {
        const mustache_node_t *node = &nodes[i];

        render->steps++;
        if (node->kind == TREATY_TAG_BLOCK && node->span.len == name->len &&
            memcmp(node->span.text, name->text, name->len) == 0) {
            found = node;
        }
    }
    return found;
}

/*
 * Enters the body of a block: an argument's, if there is one, else its own.
 * The outermost parent's argument counts. Within it, blocks are parameters
 * of the template that it was written in, so they see only the arguments of
 * the parents around that one; so an argument never finds itself.
 */
static apr_status_t enter_block(mustache_render_t *render,
                                const mustache_node_t *node)
{
    const mustache_frame_t *frames = render->frames;
    const treaty_template_t *tmpl = top_of(render)->tmpl;
    int arguments = top_of(render)->arguments;
    const mustache_node_t *body = node;
    apr_status_t rv;
    int i;

    for (i = arguments; i >= 0; i = frames[i].outer_arguments) {
        const mustache_node_t *found =
            find_argument(render, &frames[i], &node->span);

        if (found) {
            body = found;
            tmpl = frames[i].caller;
            arguments = frames[i].outer_arguments;
        }
    }
    rv = push(render, tmpl, behind(tmpl, body), body->end);
    if (rv == APR_SUCCESS) {
        top_of(render)->arguments = arguments;
    }
    return rv;
}

/*
 * The first line of a body needs care where only one of the block and its
 * body begins on a line of its own: a body from within a line has no line
 * start of its own to be indented at, and what is in front of a block within
 * a line is written already.
 */
static void start_block(mustache_render_t *render, const mustache_node_t *node)
{
    const mustache_frame_t *frame = top_of(render);
    const mustache_node_t *body = &frame->tmpl->nodes[frame->start - 1];

    if (!render->first && node->standalone != body->standalone) {
        render->first = 1;
        render->have =
            node->standalone ? 0 : render->indent_to - render->indent_from;
    }
}

static apr_status_t render_block(mustache_render_t *render,
                                 const mustache_node_t *node)
{
    apr_status_t rv;

    top_of(render)->next = node->end;
    rv = enter_block(render, node);
    if (rv == APR_SUCCESS) {
        rv = treaty_mustache_indent(render, &node->indent);
    }
    if (rv == APR_SUCCESS) {
        start_block(render, node);
    }
    return rv;
}

static apr_status_t render_node(mustache_render_t *render,
                                const mustache_node_t *node)
{
    render->steps++;
    switch (node->kind) {
    case TAG_TEXT:
        return treaty_mustache_write_text(render, node);
    case TREATY_TAG_SECTION:
        return render_section(render, node);
    case TREATY_TAG_INVERTED:
        render_inverted(render, node);
        return APR_SUCCESS;
    case TREATY_TAG_PARTIAL:
    case TREATY_TAG_PARENT:
        return render_partial(render, node);
    case TREATY_TAG_BLOCK:
        return render_block(render, node);
    default:
        return render_variable(render, node);
    }
}

/* Runs nodes until the first frame is left. */
static apr_status_t run(mustache_render_t *render)
{
    apr_status_t rv = APR_SUCCESS;

    while (rv == APR_SUCCESS && render->top >= 0) {
        mustache_frame_t *frame = top_of(render);

        if (frame->next == frame->end) {
            leave(render);
        }
        else {
            rv = render_node(render, &frame->tmpl->nodes[frame->next++]);
        }
        if (rv == APR_SUCCESS && render->steps > render->step_limit) {
            rv = TREATY_ELIMIT;
        }
    }
    while (render->top >= 0) {
        pop(render);
    }
    return rv;
}

/* A frame for the first nodes of a template, none for a context alone. */
static apr_status_t push_context(mustache_render_t *render,
                                 const treaty_template_t *tmpl, int end,
                                 json_t *value)
{
    apr_status_t rv = push(render, tmpl, 0, end);

    if (rv == APR_SUCCESS) {
        set_context(render, value);
    }
    return rv;
}

apr_status_t treaty_template_render(treaty_text_t *out,
                                    const treaty_template_t *tmpl, json_t *view,
                                    const treaty_template_env_t *env,
                                    apr_pool_t *scratch_pool)
{
    static const treaty_template_env_t none = {0};
    mustache_render_t *render = apr_palloc(scratch_pool, sizeof(*render));
    apr_status_t rv;

    memset(render, 0, sizeof(*render));
    render->out = out;
    render->env = env ? env : &none;
    render->pool = scratch_pool;
    render->depth_limit =
        render->env->depth > 0 ? render->env->depth : TREATY_TEMPLATE_DEPTH;
    render->step_limit =
        render->env->steps > 0 ? render->env->steps : TREATY_TEMPLATE_STEPS;
    render->room = FIRST_ROOM;
    render->frames = apr_palloc(scratch_pool, sizeof(*render->frames) *
                                                  (apr_size_t)render->room);
    render->top = -1;
    rv = render->env->outer ? push_context(render, tmpl, 0, render->env->outer)
                            : APR_SUCCESS;
    if (rv == APR_SUCCESS) {
        rv = push_context(render, tmpl, tmpl->count, view);
    }
    return rv == APR_SUCCESS ? run(render) : rv;
}

#include "mustache.h"

#include <string.h>

/* The nearest context's member of this name. */
static json_t *find_first(mustache_render_t *render, const char *name)
{
    const mustache_frame_t *frames = render->frames;
    json_t *value = NULL;
    int i = frames[render->top].context;

    for (; i >= 0 && !value; i = frames[i].outer_context) {
        value = json_object_get(frames[i].value, name);
        render->steps++;
    }
    return value;
}

static int is_scalar(const json_t *value)
{
    return json_is_string(value) || json_is_number(value) ||
           json_is_boolean(value);
}

/* A scalar in the form that suffix asks for; *owned then keeps that. */
static json_t *format(mustache_render_t *render, json_t *value,
                      const char *suffix, json_t **owned)
{
    json_t *formatted = NULL;

    if (render->env->format) {
        formatted =
            render->env->format(render->env->format_baton, value, suffix);
    }
    if (formatted) {
        json_decref(*owned);
        *owned = formatted;
    }
    return formatted;
}

int treaty_mustache_is_global(const mustache_render_t *render,
                              const mustache_node_t *node)
{
    const char *word = render->env->global_word;

    return word && node->part_count > 1 && strcmp(node->parts[0], word) == 0;
}

const char *treaty_mustache_global(mustache_render_t *render,
                                   const mustache_node_t *node)
{
    render->steps++;
    return render->env->global(render->env->global_baton, node->parts + 1,
                               node->part_count - 1);
}

json_t *treaty_mustache_lookup(mustache_render_t *render,
                               const mustache_node_t *node, json_t **owned)
{
    const mustache_frame_t *frames = render->frames;
    json_t *value;
    int i;

    *owned = NULL;
    if (node->part_count == 0) {
        return frames[frames[render->top].context].value;
    }
    if (treaty_mustache_is_global(render, node)) {
        const char *text = treaty_mustache_global(render, node);

        *owned = text ? json_string(text) : NULL;
        return *owned;
    }
    value = find_first(render, node->parts[0]);
    for (i = 1; i < node->part_count && value; i++) {
        if (is_scalar(value) || json_is_array(value)) {
            value = format(render, value, node->parts[i], owned);
        }
        else {
            value = json_object_get(value, node->parts[i]);
        }
        render->steps++;
    }
    return value;
}

int treaty_mustache_truthy(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
    case JSON_FALSE:
        return 0;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_STRING:
        return json_string_length(value) > 0;
    default:
        return 1;
    }
}

#include "template_check.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* More than any sane set of templates takes. */
#define STEPS_MAX 500000

/* What names are looked up in, the innermost first. */
typedef struct context_t {
    const treaty_shape_t *shape;
    const struct context_t *outer;
} context_t;

/* The templates that include each other, from the one that is walked on. */
typedef struct way_t {
    const treaty_checked_t *checked;
    const treaty_shape_t *shape;
    const struct way_t *outer;
} way_t;

/* The blocks that a parent is given, the innermost parent first; they were
 * written where `caller` and `way` are. */
typedef struct arguments_t {
    const treaty_checked_t *caller;
    const mustache_node_t *parent;
    const struct way_t *way;
    const struct arguments_t *outer;
} arguments_t;

/* Where the walk is. */
typedef struct place_t {
    treaty_checking_t *checking;
    const treaty_checked_t *checked;
    const context_t *context;
    const arguments_t *arguments;
    const way_t *way;
    /** How deep templates include each other, as rendering counts it. */
    int depth;
} place_t;

/* How a node has been judged wherever it was reached. */
typedef struct verdict_t {
    const treaty_checked_t *checked;
    const mustache_node_t *node;
    /** What was wrong the last time; NULL for nothing. */
    const char *fault;
    /** Whether it was right once, which makes up for being wrong elsewhere. */
    int is_good;
    /** Whether it is wrong whatever it is elsewhere. */
    int is_bad;
} verdict_t;

static void walk(const place_t *place, int from, int to);

static verdict_t *verdict_on(const place_t *place, const mustache_node_t *node)
{
    treaty_checking_t *checking = place->checking;
    verdict_t *verdict = apr_hash_get(checking->verdicts, &node, sizeof(node));

    if (!verdict) {
        verdict = apr_pcalloc(checking->shapes.pool, sizeof(*verdict));
        verdict->checked = place->checked;
        verdict->node = node;
        apr_hash_set(checking->verdicts, &verdict->node, sizeof(node), verdict);
    }
    return verdict;
}

static void judge(const place_t *place, const mustache_node_t *node,
                  const char *fault)
{
    verdict_t *verdict = verdict_on(place, node);

    if (!verdict->is_bad) {
        verdict->is_good |= fault == NULL;
        verdict->fault = fault ? fault : verdict->fault;
    }
}

/* What is wrong wherever else it may be right. */
static void condemn(const place_t *place, const mustache_node_t *node,
                    const char *fault)
{
    verdict_t *verdict = verdict_on(place, node);

    verdict->is_bad = 1;
    verdict->fault = fault;
}

void treaty_template_judge(treaty_checking_t *checking)
{
    apr_hash_index_t *i;

    for (i = apr_hash_first(checking->shapes.pool, checking->verdicts); i;
         i = apr_hash_next(i)) {
        const verdict_t *verdict = apr_hash_this_val(i);

        if (verdict->is_bad || !verdict->is_good) {
            treaty_template_find(checking, verdict->checked,
                                 verdict->node->line, "%s", verdict->fault);
        }
    }
}

/* The shape of any text. */
static const treaty_shape_t *text_shape(const treaty_shapes_t *shapes)
{
    return treaty_shape_of(
        shapes,
        treaty_json_bind(json_pack("{s:s}", "type", "string"), shapes->pool));
}

static void take_name(void *names, const char *name)
{
    APR_ARRAY_PUSH((apr_array_header_t *)names, const char *) = name;
}

/* No member of any context. */
static const char *unknown_field(const place_t *place, const char *name)
{
    apr_pool_t *pool = place->checking->shapes.pool;
    apr_array_header_t *names = apr_array_make(pool, 32, sizeof(char *));
    const context_t *context;

    for (context = place->context; context; context = context->outer) {
        treaty_shape_names(context->shape, take_name, names);
    }
    return apr_psprintf(place->checking->result_pool,
                        "there is no field \"%s\" here%s", name,
                        treaty_template_perhaps(names, name, pool));
}

/* What a value has is neither a member nor a form of this name. */
static const char *unknown_part(const place_t *place,
                                const treaty_shape_t *shape,
                                const mustache_node_t *node, int part)
{
    static const char *const forms[] = {
        "long",     "label",  "text",  "some", "paragraphs",
        "language", "before", "after", "url",  "source"};
    apr_pool_t *pool = place->checking->shapes.pool;
    apr_array_header_t *names = apr_array_make(pool, 32, sizeof(char *));
    const char *name = node->parts[part];
    int i;

    treaty_shape_names(shape, take_name, names);
    if (names->nelts > 0) {
        return apr_psprintf(place->checking->result_pool,
                            "there is no field \"%s\" in \"%s\"%s", name,
                            node->parts[part - 1],
                            treaty_template_perhaps(names, name, pool));
    }
    for (i = 0; i < (int)(sizeof(forms) / sizeof(forms[0])); i++) {
        if (treaty_shape_form(&place->checking->shapes, shape, forms[i])) {
            take_name(names, forms[i]);
        }
    }
    return apr_psprintf(place->checking->result_pool,
                        "\"%s\" has no form \"%s\"%s", node->parts[part - 1],
                        name, treaty_template_perhaps(names, name, pool));
}

static void take_word(void *names, const char *key, const char *text)
{
    (void)text;
    take_name(names, key);
}

/* words.KEY, which is of no context. */
static const treaty_shape_t *look_up_word(const char **fault,
                                          const place_t *place,
                                          const mustache_node_t *node)
{
    treaty_checking_t *checking = place->checking;
    apr_pool_t *pool = checking->shapes.pool;
    const treaty_template_env_t *env = checking->shapes.env;
    const char *key = node->parts[1];
    apr_array_header_t *names = apr_array_make(pool, 256, sizeof(char *));
    const char *word =
        env->global(env->global_baton, node->parts + 1, node->part_count - 1);

    apr_hash_set(checking->words, key, APR_HASH_KEY_STRING, key);
    if (!word && treaty_word(checking->language, key)) {
        *fault = apr_psprintf(checking->result_pool,
                              "the word \"%s\" has no form but .before and "
                              ".after",
                              key);
    }
    else if (!word) {
        treaty_words_walk(checking->language, take_word, names, pool);
        *fault =
            apr_psprintf(checking->result_pool, "there is no word \"%s\"%s",
                         key, treaty_template_perhaps(names, key, pool));
    }
    else if (node->part_count == 2 && strstr(word, "{}")) {
        *fault = apr_psprintf(checking->result_pool,
                              "the word \"%s\" has a hole; write "
                              "{{words.%s.before}}...{{words.%s.after}}",
                              key, key, key);
    }
    return *fault ? NULL : text_shape(&checking->shapes);
}

static int is_word(const place_t *place, const mustache_node_t *node)
{
    return node->part_count > 1 &&
           strcmp(node->parts[0], place->checking->shapes.env->global_word) ==
               0;
}

/* What a tag's name stands for; NULL, and the fault told, for nothing. */
static const treaty_shape_t *look_up(const char **fault, const place_t *place,
                                     const mustache_node_t *node)
{
    const treaty_shapes_t *shapes = &place->checking->shapes;
    const context_t *context = place->context;
    const treaty_shape_t *shape = context->shape;
    const treaty_shape_t *inner;
    int i;

    *fault = NULL;
    if (node->part_count == 0) {
        return shape;
    }
    if (is_word(place, node)) {
        return look_up_word(fault, place, node);
    }
    do {
        shape = treaty_shape_member(shapes, context->shape, node->parts[0]);
        context = context->outer;
    } while (!shape && context);
    if (!shape) {
        *fault = unknown_field(place, node->parts[0]);
    }
    for (i = 1; i < node->part_count && shape; i++) {
        inner = treaty_shape_member(shapes, shape, node->parts[i]);
        if (!inner) {
            inner = treaty_shape_form(shapes, shape, node->parts[i]);
        }
        if (!inner) {
            *fault = unknown_part(place, shape, node, i);
        }
        shape = inner;
    }
    return shape;
}

static const char *no_text(const place_t *place, const mustache_node_t *node,
                           const treaty_shape_t *shape)
{
    const char *name = node->span.text;

    return treaty_shape_is_text(shape)
               ? NULL
               : apr_psprintf(
                     place->checking->result_pool,
                     "\"%s\" is %s and shows nothing by itself; open "
                     "it with {{#%s}}",
                     name, treaty_shape_is_list(shape) ? "a list" : "an object",
                     name);
}

static void visit_variable(const place_t *place, const mustache_node_t *node)
{
    const char *name = node->span.text;
    const char *fault;
    const treaty_shape_t *shape = look_up(&fault, place, node);

    judge(place, node, shape ? no_text(place, node, shape) : fault);
    if (shape && node->kind == TREATY_TAG_RAW &&
        !treaty_shape_is_markup(shape)) {
        condemn(place, node,
                apr_psprintf(place->checking->result_pool,
                             "\"%s\" isn't HTML that the module has built, so "
                             "it could run as a script; write {{%s}}",
                             name, name));
    }
}

/* The number of the node behind this one, where its body begins. */
static int behind(const treaty_checked_t *checked, const mustache_node_t *node)
{
    return (int)(node - checked->tmpl->nodes) + 1;
}

static void visit_section(const place_t *place, const mustache_node_t *node)
{
    const treaty_shapes_t *shapes = &place->checking->shapes;
    const char *fault;
    const treaty_shape_t *shape = look_up(&fault, place, node);
    context_t context = {NULL, place->context};
    place_t inside = *place;

    judge(place, node, fault);
    if (node->kind == TREATY_TAG_SECTION) {
        if (!shape) {
            return;
        }
        context.shape = treaty_shape_inside(shapes, shape);
        inside.context = &context;
    }
    walk(&inside, behind(place->checked, node), node->end);
}

static const char *missing_template(const place_t *place, const char *name)
{
    apr_pool_t *pool = place->checking->shapes.pool;
    apr_array_header_t *names = apr_array_make(pool, 64, sizeof(char *));
    apr_hash_index_t *i;

    for (i = apr_hash_first(pool, place->checking->templates); i;
         i = apr_hash_next(i)) {
        take_name(names, apr_hash_this_key(i));
    }
    return apr_psprintf(place->checking->result_pool,
                        "there is no template \"%s\"%s", name,
                        treaty_template_perhaps(names, name, pool));
}

static int is_same_shape(const treaty_shape_t *a, const treaty_shape_t *b)
{
    return a->nelts == b->nelts &&
           memcmp(a->elts, b->elts,
                  (apr_size_t)a->nelts * sizeof(const json_t *)) == 0;
}

/* A template may include itself where it goes deeper into the record; where
 * it sees the same again there is no end. */
static const char *endless(const place_t *place, const treaty_checked_t *next)
{
    const treaty_shape_t *shape = place->context->shape;
    const way_t *way;

    for (way = place->way; way; way = way->outer) {
        if (way->checked == next && is_same_shape(way->shape, shape)) {
            return apr_psprintf(place->checking->result_pool,
                                "\"%s\" is included by itself%s without end",
                                next->name,
                                way == place->way ? "" : ", by way of others,");
        }
    }
    return place->depth == TREATY_TEMPLATE_DEPTH
               ? apr_psprintf(place->checking->result_pool,
                              "templates include each other more than %d deep",
                              TREATY_TEMPLATE_DEPTH)
               : NULL;
}

/* What stands between the tags of a parent, and isn't a block, never shows. */
static void judge_arguments(const place_t *place, const mustache_node_t *parent)
{
    const mustache_node_t *nodes = place->checked->tmpl->nodes;
    int i = behind(place->checked, parent);

    for (; i < parent->end; i = nodes[i].end) {
        if (nodes[i].kind != TREATY_TAG_BLOCK && nodes[i].kind != TAG_TEXT) {
            judge(place, &nodes[i],
                  apr_psprintf(place->checking->result_pool,
                               "within {{<%s}} only blocks show, {{$name}}; "
                               "this never does",
                               parent->span.text));
        }
    }
}

/* A block that the parent has no place for; where it has, it has been judged
 * good on the way. */
static void judge_blocks(const place_t *place, const mustache_node_t *parent)
{
    const mustache_node_t *nodes = place->checked->tmpl->nodes;
    int i = behind(place->checked, parent);

    for (; i < parent->end; i = nodes[i].end) {
        if (nodes[i].kind == TREATY_TAG_BLOCK) {
            judge(place, &nodes[i],
                  apr_psprintf(place->checking->result_pool,
                               "\"%s\" has no block \"%s\", so this never "
                               "shows",
                               parent->span.text, nodes[i].span.text));
        }
    }
}

static void enter(const place_t *place, const mustache_node_t *node,
                  treaty_checked_t *next)
{
    way_t way = {next, place->context->shape, place->way};
    arguments_t arguments = {place->checked, node, place->way,
                             place->arguments};
    place_t inside = *place;

    next->is_reached = 1;
    if (!next->tmpl) {
        return;
    }
    inside.checked = next;
    inside.way = &way;
    inside.depth++;
    if (node->kind == TREATY_TAG_PARENT) {
        inside.arguments = &arguments;
        judge_arguments(place, node);
    }
    walk(&inside, 0, next->tmpl->count);
    if (node->kind == TREATY_TAG_PARENT) {
        judge_blocks(place, node);
    }
}

static void visit_partial(const place_t *place, const mustache_node_t *node)
{
    const char *name = node->span.text;
    treaty_checked_t *next =
        apr_hash_get(place->checking->templates, name, APR_HASH_KEY_STRING);
    const char *fault =
        next ? endless(place, next) : missing_template(place, name);

    if (fault) {
        condemn(place, node, fault);
        return;
    }
    judge(place, node, NULL);
    if (next) {
        enter(place, node, next);
    }
}

/* The argument of this name among those that one parent is given; the last
 * of two counts. */
static const mustache_node_t *find_argument(const place_t *place,
                                            const arguments_t *arguments,
                                            const mustache_node_t *block)
{
    const mustache_node_t *nodes = arguments->caller->tmpl->nodes;
    const mustache_node_t *found = NULL;
    int i = behind(arguments->caller, arguments->parent);
    place_t there = *place;

    there.checked = arguments->caller;
    for (; i < arguments->parent->end; i = nodes[i].end) {
        if (nodes[i].kind == TREATY_TAG_BLOCK &&
            strcmp(nodes[i].span.text, block->span.text) == 0) {
            found = &nodes[i];
            judge(&there, found, NULL);
        }
    }
    return found;
}

/* As rendering does: the outermost parent's argument counts, and what stands
 * in it sees the arguments of the parents around that one. */
static void visit_block(const place_t *place, const mustache_node_t *node)
{
    const arguments_t *arguments;
    const mustache_node_t *body = node;
    place_t inside = *place;

    for (arguments = place->arguments; arguments;
         arguments = arguments->outer) {
        const mustache_node_t *found = find_argument(place, arguments, node);

        if (found) {
            body = found;
            inside.checked = arguments->caller;
            inside.arguments = arguments->outer;
            inside.way = arguments->way;
        }
    }
    walk(&inside, behind(inside.checked, body), body->end);
}

static void visit(const place_t *place, const mustache_node_t *node)
{
    switch (node->kind) {
    case TREATY_TAG_VARIABLE:
    case TREATY_TAG_RAW:
        visit_variable(place, node);
        break;
    case TREATY_TAG_SECTION:
    case TREATY_TAG_INVERTED:
        visit_section(place, node);
        break;
    case TREATY_TAG_PARTIAL:
    case TREATY_TAG_PARENT:
        visit_partial(place, node);
        break;
    case TREATY_TAG_BLOCK:
        visit_block(place, node);
        break;
    default:
        break;
    }
}

static void walk(const place_t *place, int from, int to)
{
    const mustache_node_t *nodes = place->checked->tmpl->nodes;
    int i;

    for (i = from; i < to && place->checking->steps < STEPS_MAX;
         i = nodes[i].end) {
        place->checking->steps++;
        visit(place, &nodes[i]);
    }
}

static const context_t *within(const treaty_shape_t *shape,
                               const context_t *outer, apr_pool_t *pool)
{
    context_t *context = apr_palloc(pool, sizeof(*context));

    context->shape = shape;
    context->outer = outer;
    return context;
}

void treaty_template_walk_view(treaty_checking_t *checking,
                               treaty_checked_t *checked, json_t *view)
{
    const treaty_shapes_t *shapes = &checking->shapes;
    const context_t *context = NULL;
    size_t i;
    way_t way = {checked, NULL, NULL};
    place_t place = {checking, checked, NULL, NULL, &way, 0};

    checked->is_reached = 1;
    if (!checked->tmpl) {
        return;
    }
    for (i = json_array_size(view); i > 0; i--) {
        context = within(treaty_shape_of(shapes, json_array_get(view, i - 1)),
                         context, shapes->pool);
    }
    if (!context) {
        return;
    }
    place.context = context;
    way.shape = context->shape;
    walk(&place, 0, checked->tmpl->count);
    if (checking->steps >= STEPS_MAX) {
        treaty_template_find(checking, checked, 0,
                             "the templates that it includes multiply beyond "
                             "what can be rendered");
    }
}

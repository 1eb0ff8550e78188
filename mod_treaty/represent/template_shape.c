#include "template_check.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* A reference leads to another at most this often. */
#define REFERENCES_MAX 16

static void add_schema(treaty_shape_t *shape, const treaty_shapes_t *shapes,
                       const json_t *schema, int depth);

static void add_all(treaty_shape_t *shape, const treaty_shapes_t *shapes,
                    const json_t *alternatives, int depth)
{
    json_t *schema;
    size_t i;

    json_array_foreach((json_t *)alternatives, i, schema)
    {
        add_schema(shape, shapes, schema, depth);
    }
}

static int is_null(const json_t *schema)
{
    const char *type = treaty_json_text(schema, "type");
    const json_t *constant = json_object_get(schema, "const");

    return (type && strcmp(type, "null") == 0) || json_is_null(constant);
}

/* Where "#/components/schemas/Treaty" leads. */
static const json_t *referred(const treaty_shapes_t *shapes, const char *ref)
{
    const json_t *at = shapes->root;
    char *rest = apr_pstrdup(shapes->pool, ref);
    char *part;

    while ((part = apr_strtok(rest, "/", &rest)) != NULL) {
        if (strcmp(part, "#") != 0) {
            at = json_object_get(at, part);
        }
    }
    return at;
}

static void add_schema(treaty_shape_t *shape, const treaty_shapes_t *shapes,
                       const json_t *schema, int depth)
{
    const char *ref = treaty_json_text(schema, "$ref");
    const json_t *any = json_object_get(schema, "anyOf");

    if (depth == REFERENCES_MAX || is_null(schema)) {
        return;
    }
    if (ref) {
        add_schema(shape, shapes, referred(shapes, ref), depth + 1);
    }
    else if (any) {
        add_all(shape, shapes, any, depth + 1);
    }
    else if (schema) {
        APR_ARRAY_PUSH(shape, const json_t *) = schema;
    }
}

treaty_shape_t *treaty_shape_of(const treaty_shapes_t *shapes,
                                const json_t *schema)
{
    treaty_shape_t *shape =
        apr_array_make(shapes->pool, 1, sizeof(const json_t *));

    add_schema(shape, shapes, schema, 0);
    return shape;
}

static const json_t *schema_at(const treaty_shape_t *shape, int i)
{
    return APR_ARRAY_IDX(shape, i, const json_t *);
}

static const char *type_of_value(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_STRING:
        return "string";
    case JSON_INTEGER:
        return "integer";
    case JSON_REAL:
        return "number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "boolean";
    case JSON_ARRAY:
        return "array";
    case JSON_OBJECT:
        return "object";
    default:
        return NULL;
    }
}

/* Whether a schema allows a type; one that names none allows all. */
static int allows(const json_t *schema, const char *type)
{
    const json_t *constant = json_object_get(schema, "const");
    const char *its = constant ? type_of_value(constant) : NULL;

    if (json_object_get(schema, "type")) {
        return treaty_json_schema_has_type(schema, type);
    }
    return !constant || (its && strcmp(its, type) == 0);
}

static int allows_text(const json_t *schema)
{
    return allows(schema, "string") || allows(schema, "integer") ||
           allows(schema, "number") || allows(schema, "boolean");
}

/* An object of which nobody says what it holds. */
static int is_open(const json_t *schema)
{
    return allows(schema, "object") && !json_object_get(schema, "properties") &&
           !json_object_get(schema, "const");
}

/* A value that the schema allows, of the given type: a new reference. */
static json_t *example_of(const json_t *schema, const char *type)
{
    const char *format = treaty_json_text(schema, "format");
    json_t *value = json_object_get(schema, "const");
    json_t *first = json_array_get(json_object_get(schema, "enum"), 0);

    if (value) {
        return json_incref(value);
    }
    if (strcmp(type, "array") == 0) {
        return allows_text(json_object_get(schema, "items"))
                   ? json_pack("[s]", "text")
                   : json_array();
    }
    if (strcmp(type, "string") != 0) {
        return strcmp(type, "integer") == 0  ? json_integer(1)
               : strcmp(type, "number") == 0 ? json_real(1.5)
                                             : json_true();
    }
    if (json_is_string(first)) {
        return json_incref(first);
    }
    return json_string(format && strcmp(format, "date") == 0 ? "2000-01-31"
                                                             : "text");
}

/* The schema of what a form gives: a text, or a list of them. */
static json_t *schema_of_form(const json_t *value, apr_pool_t *pool)
{
    return treaty_json_bind(json_is_array(value)
                                ? json_pack("{s:s, s:{s:s}}", "type", "array",
                                            "items", "type", "string")
                                : json_pack("{s:s}", "type", "string"),
                            pool);
}

/* Asks the form itself whether there is such a one for a type. */
static void add_form(treaty_shape_t *shape, const treaty_shapes_t *shapes,
                     const json_t *schema, const char *suffix)
{
    static const char *const types[] = {"string", "integer", "number",
                                        "boolean", "array"};
    const treaty_template_env_t *env = shapes->env;
    int i;

    for (i = 0; i < 5; i++) {
        json_t *value;
        json_t *formatted;

        if (!allows(schema, types[i])) {
            continue;
        }
        value = example_of(schema, types[i]);
        formatted = env->format(env->format_baton, value, suffix);
        if (formatted) {
            APR_ARRAY_PUSH(shape, const json_t *) =
                schema_of_form(formatted, shapes->pool);
        }
        json_decref(formatted);
        json_decref(value);
    }
}

treaty_shape_t *treaty_shape_member(const treaty_shapes_t *shapes,
                                    const treaty_shape_t *shape,
                                    const char *name)
{
    treaty_shape_t *member =
        apr_array_make(shapes->pool, 1, sizeof(const json_t *));
    int is_found = 0;
    int i;

    for (i = 0; i < shape->nelts; i++) {
        const json_t *schema = schema_at(shape, i);
        const json_t *own =
            json_object_get(json_object_get(schema, "properties"), name);

        if (own) {
            is_found = 1;
            add_schema(member, shapes, own, 0);
        }
        else if (is_open(schema)) {
            is_found = 1;
            APR_ARRAY_PUSH(member, const json_t *) =
                treaty_json_bind(json_object(), shapes->pool);
        }
    }
    return is_found ? member : NULL;
}

treaty_shape_t *treaty_shape_form(const treaty_shapes_t *shapes,
                                  const treaty_shape_t *shape,
                                  const char *suffix)
{
    treaty_shape_t *form =
        apr_array_make(shapes->pool, 1, sizeof(const json_t *));
    int i;

    for (i = 0; i < shape->nelts; i++) {
        add_form(form, shapes, schema_at(shape, i), suffix);
    }
    return form->nelts > 0 ? form : NULL;
}

treaty_shape_t *treaty_shape_inside(const treaty_shapes_t *shapes,
                                    const treaty_shape_t *shape)
{
    treaty_shape_t *inside =
        apr_array_make(shapes->pool, 1, sizeof(const json_t *));
    int i;

    for (i = 0; i < shape->nelts; i++) {
        const json_t *schema = schema_at(shape, i);
        const json_t *items = json_object_get(schema, "items");

        if (items) {
            add_schema(inside, shapes, items, 0);
        }
        else {
            APR_ARRAY_PUSH(inside, const json_t *) = schema;
        }
    }
    return inside;
}

int treaty_shape_is_text(const treaty_shape_t *shape)
{
    int i;

    for (i = 0; i < shape->nelts; i++) {
        if (allows_text(schema_at(shape, i))) {
            return 1;
        }
    }
    return shape->nelts == 0;
}

int treaty_shape_is_list(const treaty_shape_t *shape)
{
    int i;

    for (i = 0; i < shape->nelts; i++) {
        if (!allows(schema_at(shape, i), "array")) {
            return 0;
        }
    }
    return shape->nelts > 0;
}

int treaty_shape_is_markup(const treaty_shape_t *shape)
{
    int i;

    for (i = 0; i < shape->nelts; i++) {
        const char *type =
            treaty_json_text(schema_at(shape, i), "contentMediaType");

        if (!type || (strcmp(type, "text/html") != 0 &&
                      strcmp(type, "image/svg+xml") != 0)) {
            return 0;
        }
    }
    return 1;
}

void treaty_shape_names(const treaty_shape_t *shape,
                        treaty_shape_name_fn_t *name, void *baton)
{
    int i;

    for (i = 0; i < shape->nelts; i++) {
        const char *key;
        json_t *member;

        json_object_foreach(json_object_get(schema_at(shape, i), "properties"),
                            key, member)
        {
            name(baton, key);
        }
    }
}

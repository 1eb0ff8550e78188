/* Single values of documents: which there are, and what they are. */
#include "course.h"

#include <apr_strings.h>
#include <string.h>

/* Deeper than any fact stands in a document. */
#define DEPTH_MAX 4
#define COUNTS "counts."

/* Follows a dotted path; NULL where it leads nowhere. What would be in a part
 * that isn't known is as unknown as that. */
static json_t *follow(const json_t *document, const char *path,
                      apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, path);
    json_t *value = NULL;
    char *part;

    while ((part = apr_strtok(rest, ".", &rest)) != NULL) {
        value = json_object_get(document, part);
        if (json_is_null(value)) {
            return value;
        }
        document = value;
    }
    return json_is_object(value) || json_is_array(value) ? NULL : value;
}

json_t *treaty_document_fact(const json_t *document, const char *name,
                             apr_pool_t *scratch_pool)
{
    json_t *value = follow(document, name, scratch_pool);
    json_t *counts = json_object_get(document, "counts");

    if (value) {
        return value;
    }
    /* The short name of a count. */
    return json_is_null(counts) ? counts : follow(counts, name, scratch_pool);
}

/* A list of facts that is being made. */
typedef struct {
    const json_t *schemas;
    apr_array_header_t *facts;
    apr_pool_t *pool;
} lister_t;

/* The schema that a reference leads to, or the one beside null. */
static const json_t *resolved(const lister_t *lister, const json_t *schema)
{
    int i;

    for (i = 0; i < DEPTH_MAX; i++) {
        const char *ref = treaty_json_text(schema, "$ref");
        const char *name = ref ? strrchr(ref, '/') : NULL;
        const json_t *any = json_object_get(schema, "anyOf");

        if (name) {
            schema = json_object_get(lister->schemas, name + 1);
        }
        else if (any) {
            schema = json_array_get(any, 0);
        }
        else {
            break;
        }
    }
    return schema;
}

static const char *kind_of(const json_t *schema)
{
    const char *format = treaty_json_text(schema, "format");

    if (treaty_json_schema_has_type(schema, "integer")) {
        return "number";
    }
    if (treaty_json_schema_has_type(schema, "boolean")) {
        return "yes_no";
    }
    if (format && strcmp(format, "date") == 0) {
        return "day";
    }
    if (format && strncmp(format, "uri", 3) == 0) {
        return "address";
    }
    return json_object_get(schema, "enum") ? "code" : "text";
}

/* A reference may have no meaning of its own beside that of what it leads to.
 */
static const char *meaning_of(const lister_t *lister, const json_t *member)
{
    const char *meaning = treaty_json_text(member, "description");

    return meaning ? meaning
                   : treaty_json_text(resolved(lister, member), "description");
}

static void add_fact(lister_t *lister, const char *name, const json_t *member)
{
    const char *meaning = meaning_of(lister, member);
    treaty_fact_t *fact = &APR_ARRAY_PUSH(lister->facts, treaty_fact_t);

    fact->name = name;
    fact->short_name = NULL;
    fact->kind = kind_of(resolved(lister, member));
    fact->meaning = apr_pstrdup(lister->pool, meaning ? meaning : "");
}

static void add_members(lister_t *lister, const json_t *schema,
                        const char *prefix, int depth)
{
    const char *key;
    json_t *member;

    json_object_foreach(json_object_get(schema, "properties"), key, member)
    {
        const char *name = apr_pstrcat(lister->pool, prefix, key, NULL);
        const json_t *inner = resolved(lister, member);

        if (treaty_json_schema_has_type(inner, "object") && depth < DEPTH_MAX) {
            add_members(lister, inner,
                        apr_pstrcat(lister->pool, name, ".", NULL), depth + 1);
        }
        else if (!treaty_json_schema_has_type(inner, "array")) {
            add_fact(lister, name, member);
        }
    }
}

static int is_fact(const apr_array_header_t *facts, const char *name)
{
    int i;

    for (i = 0; i < facts->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(facts, i, treaty_fact_t).name, name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A count needs no "counts." unless the document has the name itself. */
static void add_short_names(const apr_array_header_t *facts)
{
    int i;

    for (i = 0; i < facts->nelts; i++) {
        treaty_fact_t *fact = &APR_ARRAY_IDX(facts, i, treaty_fact_t);
        const char *name = fact->name + strlen(COUNTS);

        if (strncmp(fact->name, COUNTS, strlen(COUNTS)) == 0 &&
            !is_fact(facts, name)) {
            fact->short_name = name;
        }
    }
}

apr_array_header_t *treaty_facts(treaty_facts_of_t of, apr_pool_t *result_pool)
{
    static const char *const names[] = {[TREATY_FACTS_TREATY] = "Treaty",
                                        [TREATY_FACTS_PAIR] = "ParticipantRow",
                                        [TREATY_FACTS_PARTICIPANT] =
                                            "Participant",
                                        [TREATY_FACTS_SHEET] = "FactSheet"};
    json_t *openapi = treaty_json_bind(treaty_openapi(), result_pool);
    lister_t lister = {treaty_json_at(openapi, "components.schemas"),
                       apr_array_make(result_pool, 64, sizeof(treaty_fact_t)),
                       result_pool};

    add_members(&lister, json_object_get(lister.schemas, names[of]), "", 0);
    add_short_names(lister.facts);
    return lister.facts;
}

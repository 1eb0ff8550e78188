#include "statement.h"
#include "utf8.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* A name is looked for within so many bytes. */
#define NAME_MAX_BYTES 120

const char *treaty_statement_kind(const char *text)
{
    static const char start[] = "Reservation";

    return text && strncasecmp(treaty_skip_space(text), start,
                               sizeof(start) - 1) == 0
               ? "reservation"
               : "declaration";
}

static const char *after_any(const char *text, const char *const *starts)
{
    for (; *starts; starts++) {
        apr_size_t len = strlen(*starts);

        if (strncmp(text, *starts, len) == 0) {
            return text + len;
        }
    }
    return text;
}

/* Whether a name can end before this. */
static int ends_name(const char *text)
{
    static const char *const words[] = {" upon ", " at ",  " in ", " to ",
                                        " on ",   " when", NULL};
    int i;

    for (i = 0; words[i]; i++) {
        if (strncmp(text, words[i], strlen(words[i])) == 0) {
            return 1;
        }
    }
    return strchr(",;:.(\n", *text) != NULL;
}

/* Looks the name at the start of a text up: "the Government of Qatar upon
 * accession". The longest is tried first: "Congo (Democratic Republic of the)"
 * isn't "Congo". */
static apr_status_t name_at(const char **slug,
                            const treaty_table_context_t *context,
                            const char *text, const treaty_place_t *place,
                            apr_pool_t *pool)
{
    static const char *const articles[] = {"the Government of the ",
                                           "the Government of ", "the ", NULL};
    apr_status_t rv = APR_SUCCESS;
    apr_size_t len;

    text = after_any(text, articles);
    len = strnlen(text, NAME_MAX_BYTES);
    *slug = NULL;
    for (; rv == APR_SUCCESS && !*slug && len > 0; len--) {
        if (ends_name(text + len) || text[len - 1] == ')') {
            rv = treaty_resolve_known(
                slug, context, apr_pstrmemdup(pool, text, len), place, pool);
        }
    }
    return rv;
}

/* "the reservation made by Qatar upon accession" is about Qatar. */
static apr_status_t about_of(const char **slug,
                             const treaty_table_context_t *context,
                             const char *text, const treaty_place_t *place,
                             apr_pool_t *pool)
{
    static const char *const marks[] = {"made by ", "formulated by ",
                                        "entered by ", "submitted by ", NULL};
    apr_status_t rv = APR_SUCCESS;
    int i;

    *slug = NULL;
    for (i = 0; rv == APR_SUCCESS && !*slug && marks[i]; i++) {
        const char *mark = strstr(text, marks[i]);

        if (mark) {
            rv = name_at(slug, context, mark + strlen(marks[i]), place, pool);
        }
    }
    return rv;
}

static apr_status_t set_participant(json_t *record,
                                    const treaty_table_context_t *context,
                                    const char *listed,
                                    const treaty_place_t *place,
                                    apr_pool_t *pool)
{
    const char *slug = NULL;
    apr_status_t rv = treaty_resolve_known(&slug, context, listed, place, pool);

    treaty_json_set_text(record, "participant", slug);
    treaty_json_set_text(record, "listed_as", listed);
    if (rv == APR_SUCCESS && !slug) {
        treaty_findings_add(context->writer->findings, TREATY_FINDING_WARNING,
                            place->file, place->line, "participant",
                            "\"%s\" is no name that is known; its statement "
                            "is kept under that name, as nobody's",
                            listed);
    }
    return rv;
}

/* Nobody objects to what they said themselves. */
static int is_same(const json_t *record, const char *about)
{
    const char *participant = treaty_json_text(record, "participant");

    return participant && strcmp(participant, about) == 0;
}

apr_status_t treaty_statement_add(json_t *statements,
                                  const treaty_table_context_t *context,
                                  const treaty_statement_t *statement,
                                  const treaty_place_t *place,
                                  apr_pool_t *scratch_pool)
{
    const char *about = NULL;
    json_t *record = json_object();
    apr_status_t rv = APR_SUCCESS;

    json_array_append_new(statements, record);
    if (statement->listed_as) {
        rv = set_participant(record, context, statement->listed_as, place,
                             scratch_pool);
    }
    if (rv == APR_SUCCESS && statement->text &&
        strcmp(statement->kind, "objection") == 0) {
        rv = about_of(&about, context, statement->text, place, scratch_pool);
    }
    treaty_json_set_text(record, "kind", statement->kind);
    treaty_json_set_text(record, "made_on",
                         treaty_day_text(statement->made_on, scratch_pool));
    if (about && !is_same(record, about)) {
        treaty_json_set_text(record, "about", about);
    }
    treaty_json_set_text(record, "text", statement->text);
    treaty_json_set_text(record, "source", context->source);
    return rv;
}

#include "audit_statement.h"
#include "claim_text.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

static const char *id_in(const json_t *verdict, const char *name)
{
    return treaty_json_text(json_object_get(verdict, name), "id");
}

/* A page that tells its day gets what was so on that day. */
static void set_element(treatyctl_statement_t *statement,
                        const treatyctl_served_t *served, apr_pool_t *pool)
{
    const char *day = treaty_json_text(statement->claim, "as_of");
    const char *participant = id_in(statement->verdict, "participant");
    const char *trouble;
    treaty_element_t element = {
        .participant = participant, .format = "plain", .now = apr_time_now()};

    element.fact = treaty_json_text(statement->verdict, "measure");
    element.id = apr_pstrcat(pool, id_in(statement->verdict, "treaty"),
                             day ? "@" : "", day ? day : "", NULL);
    if (treaty_element_make(&statement->shows, &trouble, &served->site,
                            &element, pool) != APR_SUCCESS) {
        statement->shows = NULL;
        return;
    }
    statement->element = apr_pstrcat(
        pool, "<!--#treaty id=\"", element.id, "\"",
        participant ? " participant=\"" : "", participant ? participant : "",
        participant ? "\"" : "", " fact=\"", element.fact, "\" -->", NULL);
}

void treatyctl_statement_make(treatyctl_statement_t *statement,
                              const treatyctl_served_t *served,
                              const char *path, const json_t *claim,
                              const json_t *verdict, apr_pool_t *pool)
{
    const char *name = treaty_json_text(verdict, "verdict");

    *statement =
        (treatyctl_statement_t){path, claim, verdict, NULL, NULL, 0, 0};
    statement->is_exact = name && strcmp(name, "exact") == 0;
    statement->is_wrong =
        name && (strcmp(name, "off") == 0 || strcmp(name, "contradicted") == 0);
    if (!json_is_null(json_object_get(verdict, "recorded"))) {
        set_element(statement, served, pool);
    }
}

json_t *treatyctl_statement_json(const treatyctl_statement_t *statement)
{
    static const char *const members[] = {
        "measure", "claimed",    "recorded", "as_of",   "verdict", "reason",
        "finding", "difference", "quote",    "matches", "nearest"};
    json_t *json = json_object();
    apr_size_t i;

    treaty_json_set_text(json, "file", statement->path);
    json_object_set(json, "line", json_object_get(statement->claim, "line"));
    treaty_json_set_text(json, "treaty", id_in(statement->verdict, "treaty"));
    treaty_json_set_text(json, "participant",
                         id_in(statement->verdict, "participant"));
    for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        json_object_set(json, members[i],
                        json_object_get(statement->verdict, members[i]));
    }
    treaty_json_set_text(json, "element", statement->element);
    treaty_json_set_text(json, "shows", statement->shows);
    return json;
}

void treatyctl_statement_print(const treatyctl_statement_t *statement,
                               apr_pool_t *pool)
{
    const json_t *verdict = statement->verdict;
    const char *quote = treaty_json_text(verdict, "quote");

    treatyctl_say(
        "%s:%" APR_INT64_T_FMT ": %s: given as %s%s%s%s, recorded as %s "
        "on %s. %s%s [%s]\n",
        statement->path,
        (apr_int64_t)json_integer_value(
            json_object_get(statement->claim, "line")),
        treatyctl_claim_subject(verdict, pool),
        treatyctl_claim_value(json_object_get(verdict, "claimed"), pool),
        quote ? " (\"" : "", quote ? quote : "", quote ? "\")" : "",
        treatyctl_claim_value(json_object_get(verdict, "recorded"), pool),
        treatyctl_claim_member(verdict, "as_of"),
        treatyctl_claim_member(verdict, "finding"),
        treatyctl_claim_matches(verdict, pool),
        treatyctl_claim_member(verdict, "verdict"));
    if (statement->element) {
        treatyctl_say("    write %s, which shows %s\n", statement->element,
                      statement->shows);
    }
}

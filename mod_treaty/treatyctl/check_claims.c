#include "check_claims.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* A value as it stands in JSON, without quotes. */
static const char *value_text(const json_t *value, apr_pool_t *pool)
{
    if (json_is_integer(value)) {
        return apr_psprintf(pool, "%" APR_INT64_T_FMT,
                            (apr_int64_t)json_integer_value(value));
    }
    return json_is_string(value) ? json_string_value(value) : "nothing";
}

static const char *or_nothing(const char *text)
{
    return text ? text : "";
}

/* "in force" on 2002-10-19, "signatures" from 2002-09-19 to 2002-09-30 */
static const char *match_text(const json_t *match, apr_pool_t *pool)
{
    const char *label = or_nothing(treaty_json_text(match, "label"));
    const char *on = or_nothing(treaty_json_text(match, "on"));
    const char *through = treaty_json_text(match, "through");

    if (json_is_true(json_object_get(match, "one_day"))) {
        return apr_psprintf(pool, "\"%s\" on %s", label, on);
    }
    return through
               ? apr_psprintf(pool, "\"%s\" from %s to %s", label, on, through)
               : apr_psprintf(pool, "\"%s\" since %s", label, on);
}

static const char *matches_text(const json_t *claim, apr_pool_t *pool)
{
    const json_t *nearest = json_object_get(claim, "nearest");
    const char *text = "";
    const json_t *match;
    size_t i;

    json_array_foreach(json_object_get(claim, "matches"), i, match)
    {
        text = apr_pstrcat(pool, text, i == 0 ? " It fits " : ", ",
                           match_text(match, pool), NULL);
    }
    if (i > 0) {
        return apr_pstrcat(pool, text, ".", NULL);
    }
    return json_is_object(nearest)
               ? apr_psprintf(pool, " Nearest to it is \"%s\" on %s.",
                              or_nothing(treaty_json_text(nearest, "label")),
                              or_nothing(treaty_json_text(nearest, "on")))
               : "";
}

/* What is claimed of what: "consents of opsc", "signed_on of usa under opsc" */
static const char *subject_text(const json_t *claim, apr_pool_t *pool)
{
    const char *participant =
        treaty_json_text(json_object_get(claim, "participant"), "id");

    return apr_pstrcat(
        pool, or_nothing(treaty_json_text(claim, "measure")), " of ",
        participant ? participant : "", participant ? " under " : "",
        or_nothing(treaty_json_text(json_object_get(claim, "treaty"), "id")),
        NULL);
}

static const char *kind_of(const char *verdict)
{
    if (strcmp(verdict, "off") == 0) {
        return "claim-off";
    }
    return strcmp(verdict, "contradicted") == 0 ? "claim-contradicted"
                                                : "claim-not-checkable";
}

static void judge(treaty_findings_t *findings, const char *place,
                  const json_t *claim, apr_pool_t *pool)
{
    const char *verdict = or_nothing(treaty_json_text(claim, "verdict"));
    const char *reason = or_nothing(treaty_json_text(claim, "reason"));
    const char *quote = treaty_json_text(claim, "quote");

    if (strcmp(verdict, "exact") == 0 ||
        strcmp(reason, "treaty_not_recorded") == 0) {
        return;
    }
    treaty_findings_add(
        findings, TREATY_FINDING_WARNING, place, 0, kind_of(verdict),
        "%s is claimed as %s%s%s%s, and recorded as %s on %s. %s%s",
        subject_text(claim, pool),
        value_text(json_object_get(claim, "claimed"), pool),
        quote ? " (\"" : "", quote ? quote : "", quote ? "\")" : "",
        value_text(json_object_get(claim, "recorded"), pool),
        or_nothing(treaty_json_text(claim, "as_of")),
        or_nothing(treaty_json_text(claim, "finding")),
        matches_text(claim, pool));
}

static int check_sheet(treaty_findings_t *findings,
                       const treatyctl_served_t *served, const char *id)
{
    const char *place = apr_pstrcat(served->pool, "fact-sheets/", id, NULL);
    json_t *document;
    const json_t *claim;
    size_t i;
    int status = treatyctl_ask_json(
        &document, served,
        apr_pstrcat(served->pool, "/fact-sheets/", id, "/claims.json", NULL),
        NULL);

    json_array_foreach(json_object_get(document, "claims"), i, claim)
    {
        judge(findings, place, claim, served->pool);
    }
    json_decref(document);
    return status;
}

/* A page of the list of sheets. @param next what asks for the next page, or
 * NULL */
static int check_page(const char **next, treaty_findings_t *findings,
                      const treatyctl_served_t *served, const char *args)
{
    json_t *page;
    const json_t *item;
    const char *url;
    size_t i;
    int status = treatyctl_ask_json(&page, served, "/fact-sheets.json", args);

    json_array_foreach(json_object_get(page, "items"), i, item)
    {
        const char *id = treaty_json_text(item, "id");

        if (id && status == TREATYCTL_OK) {
            status = check_sheet(findings, served, id);
        }
    }
    url = treaty_json_text(page, "next");
    url = url ? strchr(url, '?') : NULL;
    *next = url ? apr_pstrdup(served->pool, url + 1) : NULL;
    json_decref(page);
    return status;
}

int treatyctl_check_claims(treaty_findings_t *findings,
                           const treatyctl_served_t *served)
{
    const char *next = NULL;
    int status;

    do {
        status = check_page(&next, findings, served, next);
    } while (status == TREATYCTL_OK && next);
    return status;
}

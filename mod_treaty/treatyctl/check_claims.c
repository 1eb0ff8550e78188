#include "check_claims.h"
#include "claim_text.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

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
    const char *verdict = treatyctl_claim_member(claim, "verdict");
    const char *reason = treatyctl_claim_member(claim, "reason");
    const char *quote = treaty_json_text(claim, "quote");

    if (strcmp(verdict, "exact") == 0 ||
        strcmp(reason, "treaty_not_recorded") == 0) {
        return;
    }
    treaty_findings_add(
        findings, TREATY_FINDING_WARNING, place, 0, kind_of(verdict),
        "%s is claimed as %s%s%s%s, and recorded as %s on %s. %s%s",
        treatyctl_claim_subject(claim, pool),
        treatyctl_claim_value(json_object_get(claim, "claimed"), pool),
        quote ? " (\"" : "", quote ? quote : "", quote ? "\")" : "",
        treatyctl_claim_value(json_object_get(claim, "recorded"), pool),
        treatyctl_claim_member(claim, "as_of"),
        treatyctl_claim_member(claim, "finding"),
        treatyctl_claim_matches(claim, pool));
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

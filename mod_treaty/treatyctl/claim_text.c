#include "claim_text.h"

#include "treaty_json.h"

#include <apr_strings.h>

const char *treatyctl_claim_member(const json_t *json, const char *name)
{
    const char *text = treaty_json_text(json, name);

    return text ? text : "";
}

const char *treatyctl_claim_value(const json_t *value, apr_pool_t *pool)
{
    if (json_is_integer(value)) {
        return apr_psprintf(pool, "%" APR_INT64_T_FMT,
                            (apr_int64_t)json_integer_value(value));
    }
    return json_is_string(value) ? json_string_value(value) : "nothing";
}

/* "in force" on 2002-10-19, "signatures" from 2002-09-19 to 2002-09-30 */
static const char *match_text(const json_t *match, apr_pool_t *pool)
{
    const char *label = treatyctl_claim_member(match, "label");
    const char *on = treatyctl_claim_member(match, "on");
    const char *through = treaty_json_text(match, "through");

    if (json_is_true(json_object_get(match, "one_day"))) {
        return apr_psprintf(pool, "\"%s\" on %s", label, on);
    }
    return through
               ? apr_psprintf(pool, "\"%s\" from %s to %s", label, on, through)
               : apr_psprintf(pool, "\"%s\" since %s", label, on);
}

const char *treatyctl_claim_matches(const json_t *claim, apr_pool_t *pool)
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
                              treatyctl_claim_member(nearest, "label"),
                              treatyctl_claim_member(nearest, "on"))
               : "";
}

/* What is claimed of what: "consents of opsc", "signed_on of usa under opsc" */
const char *treatyctl_claim_subject(const json_t *claim, apr_pool_t *pool)
{
    const char *participant =
        treaty_json_text(json_object_get(claim, "participant"), "id");

    return apr_pstrcat(
        pool, treatyctl_claim_member(claim, "measure"), " of ",
        participant ? participant : "", participant ? " under " : "",
        treatyctl_claim_member(json_object_get(claim, "treaty"), "id"), NULL);
}

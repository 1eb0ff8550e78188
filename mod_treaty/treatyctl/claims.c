#include "treatyctl.h"

#include "treaty_claims.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* "1,4,7" as numbers; NULL, told, for anything else. */
static apr_array_header_t *numbers_of(const treatyctl_call_t *call, int option,
                                      const char *name)
{
    apr_array_header_t *numbers = apr_array_make(call->pool, 4, sizeof(int));
    const char *value = treatyctl_option(call, option);
    char *part;
    char *state;

    if (!value) {
        return numbers;
    }
    for (part = apr_strtok(apr_pstrdup(call->pool, value), ",", &state); part;
         part = apr_strtok(NULL, ",", &state)) {
        apr_size_t digits = strspn(part, "0123456789");

        if (digits == 0 || digits > 6 || part[digits] != '\0') {
            numbers->nelts = 0;
            break;
        }
        APR_ARRAY_PUSH(numbers, int) = atoi(part);
    }
    if (numbers->nelts == 0) {
        treatyctl_complain("%s takes numbers of the list, such as 1,4", name);
        return NULL;
    }
    return numbers;
}

static void print_claim(int number, const treaty_claim_t *claim)
{
    treatyctl_say("%3d %-8s  %s%s%s %s: %s (%s)\n", number,
                  claim->is_proposed ? "proposed" : "accepted", claim->treaty,
                  claim->participant ? ", " : "",
                  claim->participant ? claim->participant : "", claim->measure,
                  claim->claimed, claim->as_of);
    if (claim->quote) {
        treatyctl_say("              \"%s\"\n", claim->quote);
    }
}

static apr_status_t print_list(const treatyctl_call_t *call, treaty_db_t *db,
                               const char *sheet)
{
    apr_array_header_t *list;
    apr_status_t rv = treaty_claims_list(&list, db, sheet, call->pool);
    int i;

    for (i = 0; rv == APR_SUCCESS && i < list->nelts; i++) {
        print_claim(i + 1, &APR_ARRAY_IDX(list, i, treaty_claim_t));
    }
    return rv;
}

static int finish(apr_status_t rv, const char *sheet)
{
    if (rv == TREATY_ENOTFOUND) {
        treatyctl_complain("there is no fact sheet \"%s\"", sheet);
        return TREATYCTL_FINDINGS;
    }
    if (rv == TREATY_EINPUT) {
        treatyctl_complain("a number isn't in the list, or is both accepted "
                           "and dropped; nothing was changed");
        return TREATYCTL_USAGE;
    }
    return rv == APR_SUCCESS ? TREATYCTL_OK : TREATYCTL_FAILURE;
}

int treatyctl_claims(const treatyctl_call_t *call)
{
    const char *sheet = treatyctl_argument(call, 1);
    apr_array_header_t *accepted =
        numbers_of(call, TREATYCTL_ACCEPT, "--accept");
    apr_array_header_t *dropped = numbers_of(call, TREATYCTL_DROP, "--drop");
    int is_decision =
        accepted && dropped && accepted->nelts + dropped->nelts > 0;
    treaty_db_t *db;
    apr_status_t rv;

    if (!accepted || !dropped) {
        return TREATYCTL_USAGE;
    }
    rv = treaty_db_open(&db, treatyctl_argument(call, 0),
                        is_decision ? TREATY_DB_WRITE : TREATY_DB_READ,
                        call->log, call->pool);
    if (rv == APR_SUCCESS && is_decision) {
        rv = treaty_claims_decide(db, sheet, accepted, dropped, call->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = print_list(call, db, sheet);
    }
    return finish(rv, sheet);
}

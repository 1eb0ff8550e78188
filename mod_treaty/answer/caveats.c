#include "caveats.h"

#include "treaty_status.h"

#include <apr_strings.h>
#include <string.h>

static const struct {
    unsigned bit;
    /** Its sentence is the catalogues' "caveat_" and the code. */
    const char *code;
} table[] = {
    {TREATY_CAVEAT_ACTS, "acts_incomplete"},
    {TREATY_CAVEAT_WITHDRAWALS, "withdrawals_not_covered"},
    {TREATY_CAVEAT_WITHDRAWAL_DATE, "withdrawal_date_unknown"},
    {TREATY_CAVEAT_PREDECESSORS, "predecessors_missing"},
    {TREATY_CAVEAT_ENTRY, "entry_predecessors_missing"},
    {TREATY_CAVEAT_RULE, "rule_not_recorded"},
    {TREATY_CAVEAT_KNOWN_THROUGH, "after_known_through"},
    {TREATY_CAVEAT_NAMES, "name_is_current"},
};

unsigned treaty_caveats_of(unsigned covered, int has_rule, const char *on,
                           const char *known_through)
{
    unsigned caveats = 0;

    if (!(covered & TREATY_COVERS_CONSENTS)) {
        caveats |= TREATY_CAVEAT_ACTS;
    }
    else if (!(covered & TREATY_COVERS_WITHDRAWALS)) {
        caveats |= TREATY_CAVEAT_WITHDRAWALS;
    }
    if (!has_rule) {
        caveats |= TREATY_CAVEAT_RULE;
    }
    if (known_through && strcmp(on, known_through) > 0) {
        caveats |= TREATY_CAVEAT_KNOWN_THROUGH;
    }
    return caveats;
}

json_t *treaty_caveats_codes(unsigned caveats)
{
    json_t *list = json_array();
    apr_size_t i;

    for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (caveats & table[i].bit) {
            json_array_append_new(list, json_string(table[i].code));
        }
    }
    return list;
}

void treaty_caveats_set(json_t *document, unsigned caveats,
                        const treaty_reading_t *reading)
{
    json_t *list = json_array();
    apr_size_t i;

    for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        json_t *entry;

        if (!(caveats & table[i].bit)) {
            continue;
        }
        entry = json_object();
        treaty_json_set_text(entry, "code", table[i].code);
        treaty_json_set_text(
            entry, "text",
            treaty_word(reading->language, apr_pstrcat(reading->pool, "caveat_",
                                                       table[i].code, NULL)));
        json_array_append_new(list, entry);
    }
    json_object_set_new(document, "caveats", list);
}

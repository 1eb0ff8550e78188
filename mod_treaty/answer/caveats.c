#include "caveats.h"

#include "treaty_status.h"

#include <string.h>

static const struct {
    unsigned bit;
    const char *code;
    const char *text;
} table[] = {
    {TREATY_CAVEAT_ACTS, "acts_incomplete",
     "The record doesn't hold every participant's acts, so nothing is "
     "counted."},
    {TREATY_CAVEAT_WITHDRAWALS, "withdrawals_not_covered",
     "The sources of this record don't tell withdrawals: a participant that "
     "has withdrawn is still counted."},
    {TREATY_CAVEAT_WITHDRAWAL_DATE, "withdrawal_date_unknown",
     "Of a withdrawal only the fact is recorded, not its day: until the day of "
     "its source the participant is counted."},
    {TREATY_CAVEAT_PREDECESSORS, "predecessors_missing",
     "A successor's row has replaced its predecessor's: what the predecessor "
     "was on this day isn't counted."},
    {TREATY_CAVEAT_ENTRY, "entry_predecessors_missing",
     "The day of the entry into force is counted from the deposits that are "
     "recorded. Predecessors' aren't among them where a successor's row has "
     "replaced theirs, so it may have been an earlier day."},
    {TREATY_CAVEAT_RULE, "rule_not_recorded",
     "The rule for the entry into force isn't recorded: it isn't known for "
     "whom the treaty is in force, unless a source states the day."},
    {TREATY_CAVEAT_KNOWN_THROUGH, "after_known_through",
     "The sources end before this day: acts since then aren't counted."},
    {TREATY_CAVEAT_NAMES, "name_is_current",
     "Of some participants the record has no name for this day; they stand "
     "under their current ones."},
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

void treaty_caveats_set(json_t *document, unsigned caveats)
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
        treaty_json_set_text(entry, "text", table[i].text);
        json_array_append_new(list, entry);
    }
    json_object_set_new(document, "caveats", list);
}

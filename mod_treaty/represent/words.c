#include "treaty_represent.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *code;
    const char *words;
} word_t;

/* Sorted by code. */
static const word_t words[] = {
    {"acceptance", "acceptance"},
    {"accession", "accession"},
    {"adopted_at", "place of adoption"},
    {"adopted_on", "adopted"},
    {"after_known_through", "the sources of the record end before this day"},
    {"agreement", "agreement"},
    {"amendment", "amendment"},
    {"amends", "amends"},
    {"approval", "approval"},
    {"bound", "bound"},
    {"charter", "charter"},
    {"communication", "communication"},
    {"consent_kind", "kind of consent"},
    {"consent_to_be_bound", "consent to be bound"},
    {"consented", "consented to be bound"},
    {"consented_on", "consent deposited"},
    {"consents", "consents to be bound"},
    {"constitution", "constitution"},
    {"contradicted", "the record has something else"},
    {"convention", "convention"},
    {"counts.states.consents", "consents to be bound, States alone"},
    {"counts.states.in_force", "in force, States alone"},
    {"counts.states.signatures", "signatures, States alone"},
    {"covenant", "covenant"},
    {"declaration", "declaration"},
    {"definitive_signature", "definitive signature"},
    {"end_note", "end note"},
    {"ended", "ended"},
    {"entry_into_force_on", "entry into force"},
    {"exact", "as recorded"},
    {"fact_sheet", "fact sheet"},
    {"formal_confirmation", "formal confirmation"},
    {"in_force", "in force"},
    {"in_force_on", "in force for the participant"},
    {"in_force_unknown", "consents without a known effective date"},
    {"known_through", "recorded to"},
    {"none", "no act recorded"},
    {"not_adopted", "not yet adopted"},
    {"not_checkable", "the record can't tell"},
    {"not_in_force", "not in force"},
    {"not_recorded", "the record doesn't hold it"},
    {"note", "note"},
    {"notification", "notification"},
    {"objection", "objection"},
    {"off", "differs from the record"},
    {"organisation", "organisation"},
    {"other", "other"},
    {"participation", "participation"},
    {"parties", "parties, in force"},
    {"pending", "consents not yet effective"},
    {"predecessors_missing", "predecessors of successor States aren't counted"},
    {"protocol", "protocol"},
    {"protocol_to", "protocol to"},
    {"provisional", "applied provisionally"},
    {"provisional_application", "provisional application"},
    {"ratification", "ratification"},
    {"replaces", "replaces"},
    {"reservation", "reservation"},
    {"signatory", "signatory"},
    {"signatory_ad_referendum", "signatory ad referendum"},
    {"signature", "signature"},
    {"signature_ad_referendum", "signature ad referendum"},
    {"signatures", "signatures"},
    {"signed_on", "signed"},
    {"state", "State"},
    {"status", "status"},
    {"statute", "statute"},
    {"succession", "succession"},
    {"succession_to_signature", "succession to the signature"},
    {"territorial_application", "territorial application"},
    {"territory", "territory"},
    {"treaty", "treaty"},
    {"treaty_not_recorded", "the treaty isn't recorded"},
    {"undated", "listed without a date"},
    {"unknown", "unknown"},
    {"unknown_measure", "the record has no such fact"},
    {"unspecified", "consent, kind not specified"},
    {"withdrawal", "withdrawal"},
    {"withdrawal_date_unknown", "the day of a withdrawal isn't recorded"},
    {"withdrawal_notified", "withdrawal notified"},
    {"withdrawals_not_covered", "withdrawals aren't recorded"},
    {"withdrawn", "withdrawn"},
};

static int compare(const void *key, const void *member)
{
    return strcmp(key, ((const word_t *)member)->code);
}

const char *treaty_word(const char *code)
{
    const word_t *found = bsearch(code, words, sizeof(words) / sizeof(words[0]),
                                  sizeof(words[0]), compare);

    return found ? found->words : NULL;
}

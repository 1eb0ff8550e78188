#include "treaty_act.h"

#include <string.h>

static const struct {
    const char *name;
    int is_signature;
    int is_consent;
} kinds[TREATY_ACT__COUNT] = {
    [TREATY_ACT_SIGNATURE] = {"signature", 1, 0},
    [TREATY_ACT_SIGNATURE_AD_REFERENDUM] = {"signature_ad_referendum", 1, 0},
    [TREATY_ACT_SUCCESSION_TO_SIGNATURE] = {"succession_to_signature", 1, 0},
    [TREATY_ACT_DEFINITIVE_SIGNATURE] = {"definitive_signature", 0, 1},
    [TREATY_ACT_RATIFICATION] = {"ratification", 0, 1},
    [TREATY_ACT_ACCEPTANCE] = {"acceptance", 0, 1},
    [TREATY_ACT_APPROVAL] = {"approval", 0, 1},
    [TREATY_ACT_ACCESSION] = {"accession", 0, 1},
    [TREATY_ACT_SUCCESSION] = {"succession", 0, 1},
    [TREATY_ACT_FORMAL_CONFIRMATION] = {"formal_confirmation", 0, 1},
    [TREATY_ACT_CONSENT_TO_BE_BOUND] = {"consent_to_be_bound", 0, 1},
    [TREATY_ACT_PARTICIPATION] = {"participation", 0, 1},
    [TREATY_ACT_UNSPECIFIED] = {"unspecified", 0, 1},
    [TREATY_ACT_PROVISIONAL_APPLICATION] = {"provisional_application", 0, 0},
    [TREATY_ACT_WITHDRAWAL] = {"withdrawal", 0, 0},
    [TREATY_ACT_OTHER] = {"other", 0, 0},
};

const char *treaty_act_kind_name(treaty_act_kind_t kind)
{
    return kinds[kind].name;
}

int treaty_act_kind_parse(treaty_act_kind_t *kind, const char *name)
{
    int i;

    for (i = 0; name && i < TREATY_ACT__COUNT; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *kind = (treaty_act_kind_t)i;
            return 1;
        }
    }
    return 0;
}

int treaty_act_is_signature(treaty_act_kind_t kind)
{
    return kinds[kind].is_signature;
}

int treaty_act_is_consent(treaty_act_kind_t kind)
{
    return kinds[kind].is_consent;
}

const char *treaty_basis_name(treaty_basis_t basis)
{
    static const char *const names[] = {
        [TREATY_BASIS_NONE] = "none",
        [TREATY_BASIS_STATED] = "stated",
        [TREATY_BASIS_WITH_TREATY] = "with_treaty",
        [TREATY_BASIS_AFTER_DEPOSIT] = "after_deposit",
        [TREATY_BASIS_UNKNOWN] = "unknown",
    };

    return names[basis];
}

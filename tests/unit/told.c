#include "told.h"

#include <string.h>

const char *const told_kinds[TOLD_PARTICIPANTS] = {
    "state", "state", "state", "state",        "state",     "state",
    "state", "state", "state", "organisation", "territory", "other"};

const int told_known_through = 2100;

/* ------------------------------------------------------------------------
 * Acts. */

static int is_one_of(const char *kind, const char *const *kinds)
{
    for (; *kinds; kinds++) {
        if (strcmp(*kinds, kind) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_signature(const told_act_t *act)
{
    static const char *const kinds[] = {"signature", "signature_ad_referendum",
                                        "succession_to_signature", NULL};

    return is_one_of(act->kind, kinds);
}

static int is_consent(const told_act_t *act)
{
    static const char *const kinds[] = {"ratification",
                                        "acceptance",
                                        "approval",
                                        "accession",
                                        "succession",
                                        "formal_confirmation",
                                        "consent_to_be_bound",
                                        "participation",
                                        "unspecified",
                                        "definitive_signature",
                                        NULL};

    return is_one_of(act->kind, kinds);
}

static int is_withdrawal(const told_act_t *act)
{
    return strcmp(act->kind, "withdrawal") == 0;
}

static int is_provisional(const told_act_t *act)
{
    return strcmp(act->kind, "provisional_application") == 0;
}

/* The withdrawal that a bracket alone tells of: its source lists the return
 * behind it, or it had happened by the source's own end. */
static int day_of_bracket(const told_treaty_t *treaty, int index)
{
    const told_act_t *bracket = &treaty->acts[index];
    int day = TOLD_NOT_YET;
    int i;

    for (i = index + 1; i < treaty->count; i++) {
        const told_act_t *act = &treaty->acts[i];

        if (act->who == bracket->who && act->has_end == bracket->has_end &&
            !is_withdrawal(act) && act->deposited != TOLD_UNKNOWN &&
            act->deposited < day) {
            day = act->deposited;
        }
    }
    if (day < TOLD_NOT_YET) {
        return day;
    }
    return bracket->has_end ? told_known_through : TOLD_UNKNOWN;
}

/* The day from which on the act is an act. */
static int day_of(const told_treaty_t *treaty, int index)
{
    const told_act_t *act = &treaty->acts[index];

    if (act->deposited != TOLD_UNKNOWN) {
        return act->deposited;
    }
    if (act->effective != TOLD_UNKNOWN) {
        return act->effective;
    }
    return is_withdrawal(act) ? day_of_bracket(treaty, index) : TOLD_UNKNOWN;
}

static int has_happened(const told_treaty_t *treaty, int index, int day)
{
    return treaty->happens[index] != TOLD_UNKNOWN &&
           treaty->happens[index] <= day;
}

/* In the order of days; those of a day in the order of the source. */
static int is_before(const told_treaty_t *treaty, int one, int other)
{
    return treaty->happens[one] != treaty->happens[other]
               ? treaty->happens[one] < treaty->happens[other]
               : one < other;
}

/* Whether the withdrawal has taken effect on the day. */
static int is_effective(const told_treaty_t *treaty, int index, int day)
{
    const told_act_t *act = &treaty->acts[index];
    int effect = act->effective != TOLD_UNKNOWN ? act->effective
                                                : treaty->happens[index];

    return is_withdrawal(act) && has_happened(treaty, index, day) &&
           effect <= day;
}

/* Whether an act stands on the day: it has happened, and no withdrawal behind
 * it that ends it is effective. Acts after `last`, if it isn't -1, are left
 * out, as if they hadn't been made yet. */
static int stands_among(const told_treaty_t *treaty, int index, int day,
                        int last)
{
    const told_act_t *act = &treaty->acts[index];
    int i;

    for (i = 0; i < treaty->count; i++) {
        const told_act_t *other = &treaty->acts[i];

        if (other->who == act->who && is_effective(treaty, i, day) &&
            is_before(treaty, index, i) &&
            (last == -1 || i == last || is_before(treaty, i, last)) &&
            (!is_signature(act) || strcmp(other->scope, "treaty") == 0)) {
            return 0;
        }
    }
    return has_happened(treaty, index, day);
}

static int stands(const told_treaty_t *treaty, int index, int day)
{
    return stands_among(treaty, index, day, -1);
}

/* ------------------------------------------------------------------------
 * Entry into force. */

static int counts_for_threshold(const told_treaty_t *treaty, int index)
{
    const told_act_t *act = &treaty->acts[index];

    return is_consent(act) && act->deposited != TOLD_UNKNOWN &&
           (treaty->organisations_count ||
            strcmp(told_kinds[act->who], "organisation") != 0);
}

/* How many participants consent right after an act. */
static int consenting_after(const told_treaty_t *treaty, int last)
{
    int day = treaty->happens[last];
    int consenting = 0;
    int who;
    int i;

    for (who = 0; who < TOLD_PARTICIPANTS; who++) {
        int found = 0;

        for (i = 0; i < treaty->count; i++) {
            found |= treaty->acts[i].who == who &&
                     counts_for_threshold(treaty, i) &&
                     (i == last || is_before(treaty, i, last)) &&
                     stands_among(treaty, i, day, last);
        }
        consenting += found;
    }
    return consenting;
}

/* The first deposit with which so many consent as are needed. */
static int threshold_day(const told_treaty_t *treaty)
{
    int first = -1;
    int i;

    if (!treaty->has_rule || !treaty->threshold || !treaty->covers_consents) {
        return TOLD_UNKNOWN;
    }
    for (i = 0; i < treaty->count; i++) {
        if (counts_for_threshold(treaty, i) &&
            consenting_after(treaty, i) >= treaty->threshold &&
            (first == -1 || is_before(treaty, i, first))) {
            first = i;
        }
    }
    return first == -1 ? TOLD_UNKNOWN : treaty->happens[first];
}

static int is_later(const told_treaty_t *treaty, int deposited, int threshold)
{
    if (!treaty->later_after_threshold) {
        return deposited >= treaty->entry;
    }
    if (threshold != TOLD_UNKNOWN &&
        told_after(&treaty->delay, threshold) == treaty->entry) {
        return deposited > threshold;
    }
    /* The threshold's deposit isn't among those that are recorded. */
    return told_after(&treaty->delay, deposited) > treaty->entry;
}

static int effect_by_rule(const char **why, const told_treaty_t *treaty,
                          int deposited, int threshold)
{
    int on;

    *why = "with_treaty";
    if (treaty->entry == TOLD_UNKNOWN) {
        return TOLD_NOT_YET;
    }
    if (!is_later(treaty, deposited, threshold)) {
        return treaty->entry;
    }
    on = told_after(&treaty->later, deposited);
    if (on <= treaty->entry) {
        return treaty->entry;
    }
    *why = "after_deposit";
    return on;
}

/* The day from which on the consent binds. */
static int effect_of(const char **why, const told_treaty_t *treaty, int index,
                     int threshold)
{
    const told_act_t *act = &treaty->acts[index];
    int has_number = treaty->threshold && treaty->covers_consents;

    if (act->effective != TOLD_UNKNOWN) {
        *why = "stated";
        return act->effective;
    }
    if (!treaty->has_rule || act->deposited == TOLD_UNKNOWN ||
        strcmp(act->kind, "succession") == 0 ||
        (treaty->entry == TOLD_UNKNOWN && !has_number)) {
        *why = "unknown";
        return TOLD_UNKNOWN;
    }
    return effect_by_rule(why, treaty, act->deposited, threshold);
}

void told_prepare(told_treaty_t *treaty)
{
    int threshold;
    int i;

    if (treaty->amended) {
        told_prepare(treaty->amended);
    }
    for (i = 0; i < treaty->count; i++) {
        treaty->happens[i] = day_of(treaty, i);
    }
    threshold = threshold_day(treaty);
    treaty->entry = treaty->stated;
    if (treaty->entry == TOLD_UNKNOWN && threshold != TOLD_UNKNOWN) {
        treaty->entry = told_after(&treaty->delay, threshold);
    }
    for (i = 0; i < treaty->count; i++) {
        treaty->takes_effect[i] =
            effect_of(&treaty->why[i], treaty, i, threshold);
    }
}

/* ------------------------------------------------------------------------
 * A participant on a day. */

/* The first of its acts that stands and is of a class, or -1. */
static int first_standing(const told_treaty_t *treaty, int who, int day,
                          int (*is_of)(const told_act_t *act))
{
    int first = -1;
    int i;

    for (i = 0; i < treaty->count; i++) {
        if (treaty->acts[i].who == who && is_of(&treaty->acts[i]) &&
            stands(treaty, i, day) &&
            (first == -1 || is_before(treaty, i, first))) {
            first = i;
        }
    }
    return first;
}

static int has_taken_effect(const told_treaty_t *treaty, int index, int day)
{
    return treaty->takes_effect[index] != TOLD_UNKNOWN &&
           treaty->takes_effect[index] <= day;
}

/* The consent that binds, or else the first that stands, or -1. */
static int consent_on(const told_treaty_t *treaty, int who, int day)
{
    int first = first_standing(treaty, who, day, is_consent);
    int binding = -1;
    int i;

    for (i = 0; i < treaty->count; i++) {
        if (treaty->acts[i].who == who && is_consent(&treaty->acts[i]) &&
            stands(treaty, i, day) && has_taken_effect(treaty, i, day) &&
            (binding == -1 || is_before(treaty, i, binding))) {
            binding = i;
        }
    }
    return binding != -1 ? binding : first;
}

/* Whether it has consented, or signed, since an act and up to the day. */
static int came_back(const told_treaty_t *treaty, int index, int day,
                     int by_signature)
{
    int i;

    for (i = 0; i < treaty->count; i++) {
        const told_act_t *act = &treaty->acts[i];

        if (act->who == treaty->acts[index].who &&
            has_happened(treaty, i, day) && is_before(treaty, index, i) &&
            (is_consent(act) || (by_signature && is_signature(act)))) {
            return 1;
        }
    }
    return 0;
}

static int has_notified(const told_treaty_t *treaty, int who, int day)
{
    int i;

    for (i = 0; i < treaty->count; i++) {
        if (treaty->acts[i].who == who && is_withdrawal(&treaty->acts[i]) &&
            has_happened(treaty, i, day) && !is_effective(treaty, i, day) &&
            !came_back(treaty, i, day, 0)) {
            return 1;
        }
    }
    return 0;
}

/* Out of the treaty, and not back. A consent that is withdrawn by who never
 * signed leaves nothing. */
static int is_out(const told_treaty_t *treaty, int who, int day)
{
    int is_signatory = first_standing(treaty, who, day, is_signature) != -1;
    int i;

    for (i = 0; i < treaty->count; i++) {
        if (treaty->acts[i].who == who && is_effective(treaty, i, day) &&
            !came_back(treaty, i, day, 1) &&
            (strcmp(treaty->acts[i].scope, "treaty") == 0 || !is_signatory)) {
            return 1;
        }
    }
    return 0;
}

static int applies_provisionally(const told_treaty_t *treaty, int who, int day)
{
    int i;

    for (i = 0; i < treaty->count; i++) {
        const told_act_t *act = &treaty->acts[i];

        if (act->who == who && is_provisional(act) && stands(treaty, i, day) &&
            (act->effective == TOLD_UNKNOWN || act->effective <= day)) {
            return 1;
        }
    }
    return 0;
}

/* Listed, and none of its acts has a day. What is in no count lists nobody,
 * unless it stands for a row without a cell. */
static int is_undated(const told_treaty_t *treaty, int who)
{
    int listed = 0;
    int i;

    for (i = 0; i < treaty->count; i++) {
        const told_act_t *act = &treaty->acts[i];

        if (act->who != who || (strcmp(act->kind, "other") == 0 &&
                                (act->has_cell || act->deposited >= 0))) {
            continue;
        }
        if (treaty->happens[i] != TOLD_UNKNOWN) {
            return 0;
        }
        listed = 1;
    }
    return listed;
}

static int has_bracket_ahead(const told_treaty_t *treaty, int who, int day)
{
    int i;

    for (i = 0; i < treaty->count; i++) {
        const told_act_t *act = &treaty->acts[i];

        if (act->who == who && is_withdrawal(act) &&
            act->deposited == TOLD_UNKNOWN && act->effective == TOLD_UNKNOWN &&
            treaty->happens[i] > day) {
            return 1;
        }
    }
    return 0;
}

static int is_bound(const told_treaty_t *treaty, int who, int day)
{
    told_status_t amended;

    if (!treaty->amended || treaty->entry == TOLD_UNKNOWN ||
        treaty->entry > day) {
        return 0;
    }
    told_status(&amended, treaty->amended, who, day);
    return amended.counts_in[TOLD_IN_FORCE] ||
           strcmp(amended.state, "bound") == 0;
}

static void count_in(told_status_t *status, const told_treaty_t *treaty,
                     int who, int day, int consent, int signature)
{
    int *in = status->counts_in;

    in[TOLD_SIGNATURES] = signature != -1;
    in[TOLD_CONSENTS] = consent != -1;
    if (consent != -1) {
        int effect = treaty->takes_effect[consent];

        in[TOLD_IN_FORCE_UNKNOWN] = effect == TOLD_UNKNOWN;
        in[TOLD_IN_FORCE] = effect != TOLD_UNKNOWN && effect <= day;
        in[TOLD_PENDING] = effect > day;
    }
    in[TOLD_PROVISIONAL] =
        applies_provisionally(treaty, who, day) && !in[TOLD_IN_FORCE];
    in[TOLD_WITHDRAWN] = is_out(treaty, who, day);
    in[TOLD_UNDATED] = is_undated(treaty, who);
}

/* The first of the states that is true. */
static const char *state_of(const told_status_t *status,
                            const told_treaty_t *treaty, int who, int day,
                            int signature)
{
    const int *in = status->counts_in;
    const struct {
        int holds;
        const char *state;
    } states[] = {
        {in[TOLD_CONSENTS] && has_notified(treaty, who, day),
         "withdrawal_notified"},
        {in[TOLD_IN_FORCE], "in_force"},
        {is_bound(treaty, who, day), "bound"},
        {in[TOLD_PROVISIONAL], "provisional"},
        {in[TOLD_CONSENTS], "consented"},
        {in[TOLD_WITHDRAWN], "withdrawn"},
        {signature != -1 && strcmp(treaty->acts[signature].kind,
                                   "signature_ad_referendum") == 0,
         "signatory_ad_referendum"},
        {in[TOLD_SIGNATURES], "signatory"},
        {in[TOLD_UNDATED], "undated"},
        {1, "none"},
    };
    int i = 0;

    while (!states[i].holds) {
        i++;
    }
    return states[i].state;
}

void told_status(told_status_t *status, const told_treaty_t *treaty, int who,
                 int day)
{
    int signature = first_standing(treaty, who, day, is_signature);
    int consent = consent_on(treaty, who, day);
    static const told_status_t nothing = {.signed_on = TOLD_UNKNOWN,
                                          .consented_on = TOLD_UNKNOWN,
                                          .in_force_on = TOLD_UNKNOWN,
                                          .why = "none"};

    *status = nothing;
    count_in(status, treaty, who, day, consent, signature);
    status->state = state_of(status, treaty, who, day, signature);
    status->withdrawal_date_unknown = (signature != -1 || consent != -1) &&
                                      has_bracket_ahead(treaty, who, day);
    if (signature != -1) {
        status->signed_on = treaty->acts[signature].deposited;
    }
    if (consent != -1) {
        status->consented_on = treaty->acts[consent].deposited;
        status->consent_kind = treaty->acts[consent].kind;
        status->why = treaty->why[consent];
        status->in_force_on = treaty->takes_effect[consent] == TOLD_NOT_YET
                                  ? TOLD_UNKNOWN
                                  : treaty->takes_effect[consent];
    }
}

static int counts_by(const told_treaty_t *treaty, int index, int day)
{
    int who = treaty->acts[index].who;

    return day >= 0 &&
           (consent_on(treaty, who, day) == index ||
            first_standing(treaty, who, day, is_signature) == index);
}

int told_ever_counts(const told_treaty_t *treaty, int index)
{
    int i;

    for (i = 0; i < treaty->count; i++) {
        if (counts_by(treaty, index, treaty->happens[i]) ||
            counts_by(treaty, index, treaty->acts[i].effective) ||
            counts_by(treaty, index, treaty->takes_effect[i])) {
            return 1;
        }
    }
    return 0;
}

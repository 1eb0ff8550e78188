/* A treaty on a day: each participant looked at, and counted. */
#include "told.h"

#include <string.h>

const char *const told_measures[TOLD_MEASURES] = {
    "signatures", "consents",    "in_force",  "in_force_unknown",
    "pending",    "provisional", "withdrawn", "undated"};

static int is_covered(const told_treaty_t *treaty, int measure)
{
    switch (measure) {
    case TOLD_SIGNATURES:
        return treaty->covers_signatures;
    case TOLD_PROVISIONAL:
        return treaty->covers_provisional;
    case TOLD_WITHDRAWN:
        return treaty->covers_withdrawals;
    case TOLD_UNDATED:
        return treaty->covers_signatures || treaty->covers_consents ||
               treaty->covers_provisional || treaty->covers_withdrawals ||
               treaty->covers_predecessors;
    default:
        return treaty->covers_consents;
    }
}

/* What the sources don't tell is unknown, and not 0; nor is it known how many
 * the treaty binds where that is known of none. */
static void hide_unknown(int *counts, const told_treaty_t *treaty)
{
    int measure;

    if (counts[TOLD_CONSENTS] > 0 &&
        counts[TOLD_CONSENTS] == counts[TOLD_IN_FORCE_UNKNOWN]) {
        counts[TOLD_IN_FORCE] = counts[TOLD_PENDING] = TOLD_UNKNOWN;
    }
    for (measure = 0; measure < TOLD_MEASURES; measure++) {
        if (!is_covered(treaty, measure)) {
            counts[measure] = TOLD_UNKNOWN;
        }
    }
}

/* Up to the last deposit of a succession that its participant counts by on any
 * day, the predecessor isn't counted. */
static int is_predecessor_missing(const told_treaty_t *treaty, int day)
{
    int i;

    for (i = 0; i < treaty->count; i++) {
        if (strncmp(treaty->acts[i].kind, "succession", 10) == 0 &&
            treaty->acts[i].deposited > day && told_ever_counts(treaty, i)) {
            return !treaty->covers_predecessors;
        }
    }
    return 0;
}

static const char *status_on(const told_treaty_t *treaty, int day)
{
    if (day < treaty->adopted) {
        return "not_adopted";
    }
    if (treaty->ended != TOLD_UNKNOWN && day >= treaty->ended) {
        return "ended";
    }
    if (treaty->entry != TOLD_UNKNOWN) {
        return day >= treaty->entry ? "in_force" : "not_in_force";
    }
    return treaty->has_rule && treaty->threshold && treaty->covers_consents
               ? "not_in_force"
               : "unknown";
}

void told_count(told_counts_t *counts, const told_treaty_t *treaty, int day)
{
    static const told_counts_t none;
    int measure;
    int who;

    *counts = none;
    for (who = 0; who < TOLD_PARTICIPANTS; who++) {
        told_status_t status;

        told_status(&status, treaty, who, day);
        counts->withdrawal_date_unknown += status.withdrawal_date_unknown;
        for (measure = 0; measure < TOLD_MEASURES; measure++) {
            counts->all[measure] += status.counts_in[measure];
            counts->states[measure] += status.counts_in[measure] &&
                                       strcmp(told_kinds[who], "state") == 0;
        }
    }
    hide_unknown(counts->all, treaty);
    hide_unknown(counts->states, treaty);
    counts->predecessors_missing = is_predecessor_missing(treaty, day);
    counts->status = status_on(treaty, day);
}

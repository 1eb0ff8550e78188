#include "treaty_rule.h"

#include <string.h>

static const char *const delay_names[TREATY_DELAY__COUNT] = {
    [TREATY_DELAY_DAYS] = "days",
    [TREATY_DELAY_MONTHS] = "months",
    [TREATY_DELAY_MONTH_FIRST] = "month_first",
    [TREATY_DELAY_MONTHS_THEN_FIRST] = "months_then_first",
    [TREATY_DELAY_DATE] = "date",
};

const char *treaty_delay_kind_name(treaty_delay_kind_t kind)
{
    return delay_names[kind];
}

int treaty_delay_kind_parse(treaty_delay_kind_t *kind, const char *name)
{
    int i;

    for (i = 0; i < TREATY_DELAY__COUNT; i++) {
        if (strcmp(delay_names[i], name) == 0) {
            *kind = (treaty_delay_kind_t)i;
            return 1;
        }
    }
    return 0;
}

treaty_day_t treaty_delay_apply(const treaty_delay_t *delay, treaty_day_t day)
{
    if (day == TREATY_DAY_NONE && delay->kind != TREATY_DELAY_DATE) {
        return TREATY_DAY_NONE;
    }
    switch (delay->kind) {
    case TREATY_DELAY_DAYS:
        return day + delay->count;
    case TREATY_DELAY_MONTHS:
        return treaty_day_add_months(day, delay->count);
    case TREATY_DELAY_MONTH_FIRST:
        return treaty_day_add_months(treaty_day_month_start(day), delay->count);
    case TREATY_DELAY_MONTHS_THEN_FIRST:
        /* The clamped end of the N months lies in the month that the first
         * of the next one follows. */
        day = treaty_day_add_months(day, delay->count);
        return treaty_day_add_months(treaty_day_month_start(day), 1);
    case TREATY_DELAY_DATE:
    default:
        return delay->on;
    }
}

/* A participant whose consent counts for the threshold, up to the day on which
 * a withdrawal of it takes effect. */
typedef struct {
    apr_int64_t participant;
    treaty_day_t until;
} counted_t;

/* The participant's place, or one that is free on the day; count: none. */
static int place_of(const counted_t *counted, int count,
                    apr_int64_t participant, treaty_day_t day)
{
    int place = count;
    int i;

    for (i = 0; i < count; i++) {
        if (counted[i].participant == participant) {
            return i;
        }
        if (counted[i].until <= day) {
            place = i;
        }
    }
    return place;
}

static void count_withdrawal(counted_t *counted, int count,
                             const treaty_act_t *act)
{
    treaty_day_t effect = act->effective_on != TREATY_DAY_NONE
                              ? act->effective_on
                              : act->deposited_on;
    int i;

    for (i = 0; i < count; i++) {
        if (counted[i].participant == act->participant &&
            counted[i].until > effect) {
            counted[i].until = effect;
        }
    }
}

static int count_standing(const counted_t *counted, int count, treaty_day_t day)
{
    int standing = 0;
    int i;

    for (i = 0; i < count; i++) {
        standing += counted[i].until > day;
    }
    return standing;
}

static int counts_for_threshold(const treaty_act_t *act,
                                const treaty_rule_t *rule)
{
    return treaty_act_is_consent(act->kind) && !act->is_deposit_unknown &&
           (!act->is_organisation || rule->organisations_count);
}

/* The act whose deposit reached the threshold, or -1. */
static int reaching_act(const treaty_act_t *acts, int count,
                        const treaty_rule_t *rule)
{
    counted_t counted[TREATY_THRESHOLD_MAX];
    int used = 0;
    int i;

    if (rule->threshold <= 0 || rule->threshold > TREATY_THRESHOLD_MAX) {
        return -1;
    }
    for (i = 0; i < count; i++) {
        treaty_day_t day = acts[i].deposited_on;

        if (day != TREATY_DAY_NONE && acts[i].kind == TREATY_ACT_WITHDRAWAL) {
            count_withdrawal(counted, used, &acts[i]);
        }
        if (day != TREATY_DAY_NONE && counts_for_threshold(&acts[i], rule)) {
            int place = place_of(counted, used, acts[i].participant, day);

            used += place == used;
            counted[place] = (counted_t){acts[i].participant, TREATY_DAY_END};
            if (count_standing(counted, used, day) == rule->threshold) {
                return i;
            }
        }
    }
    return -1;
}

void treaty_rule_entry(treaty_entry_t *entry, const treaty_act_t *acts,
                       int count, const treaty_rule_t *rule,
                       treaty_day_t stated)
{
    entry->reached = rule ? reaching_act(acts, count, rule) : -1;
    entry->threshold = TREATY_DAY_NONE;
    entry->derived = TREATY_DAY_NONE;
    if (entry->reached >= 0) {
        entry->threshold = acts[entry->reached].deposited_on;
        entry->derived = treaty_delay_apply(&rule->delay, entry->threshold);
    }
    entry->entry = stated != TREATY_DAY_NONE ? stated : entry->derived;
}

treaty_later_test_t treaty_rule_later_test(const treaty_rule_t *rule,
                                           const treaty_entry_t *entry)
{
    if (rule->later_after == TREATY_LATER_ENTRY_INTO_FORCE) {
        return TREATY_LATER_TEST_ENTRY;
    }
    return entry->threshold != TREATY_DAY_NONE && entry->derived == entry->entry
               ? TREATY_LATER_TEST_THRESHOLD
               : TREATY_LATER_TEST_DELAY;
}

int treaty_rule_is_later(treaty_day_t deposit, const treaty_rule_t *rule,
                         const treaty_entry_t *entry)
{
    switch (treaty_rule_later_test(rule, entry)) {
    case TREATY_LATER_TEST_ENTRY:
        /* On the day itself the treaty is in force already. */
        return deposit >= entry->entry;
    case TREATY_LATER_TEST_THRESHOLD:
        return deposit > entry->threshold;
    case TREATY_LATER_TEST_DELAY:
    default:
        return treaty_delay_apply(&rule->delay, deposit) > entry->entry;
    }
}

static void derive(treaty_act_t *act, const treaty_rule_t *rule,
                   const treaty_entry_t *entry)
{
    if (!rule || act->kind == TREATY_ACT_SUCCESSION ||
        act->deposited_on == TREATY_DAY_NONE) {
        act->basis = TREATY_BASIS_UNKNOWN;
        return;
    }
    if (entry->entry == TREATY_DAY_NONE && !rule->threshold) {
        act->basis = TREATY_BASIS_UNKNOWN;
        return;
    }
    act->basis = TREATY_BASIS_WITH_TREATY;
    act->effective_on = entry->entry;
    if (entry->entry == TREATY_DAY_NONE) {
        act->effective_on = TREATY_DAY_END;
    }
    else if (treaty_rule_is_later(act->deposited_on, rule, entry)) {
        treaty_day_t later =
            treaty_delay_apply(&rule->later, act->deposited_on);

        if (later > entry->entry) {
            act->basis = TREATY_BASIS_AFTER_DEPOSIT;
            act->effective_on = later;
        }
    }
}

void treaty_rule_apply(treaty_day_t *derived, treaty_act_t *acts, int count,
                       const treaty_rule_t *rule, treaty_day_t stated)
{
    treaty_entry_t entry;
    int i;

    treaty_rule_entry(&entry, acts, count, rule, stated);
    *derived = entry.derived;
    for (i = 0; i < count; i++) {
        if (!treaty_act_is_consent(acts[i].kind)) {
            continue;
        }
        if (acts[i].effective_on != TREATY_DAY_NONE) {
            acts[i].basis = TREATY_BASIS_STATED;
        }
        else {
            derive(&acts[i], rule, &entry);
        }
    }
}

#include "why.h"

#include "treaty_represent.h"

#include <apr_strings.h>
#include <string.h>

const char *treaty_why_kind(const treaty_why_t *why, treaty_act_kind_t kind)
{
    const char *words = treaty_word(why->english, treaty_act_kind_name(kind));

    return words ? words : treaty_act_kind_name(kind);
}

static const char *deposited(const treaty_why_t *why,
                             const treaty_why_act_t *item)
{
    return treaty_why_day(why, item->act.deposited_on);
}

/* An act of which only the effect is dated. */
static int tell_without_deposit(const treaty_why_t *why,
                                const treaty_why_act_t *item)
{
    if (!item->act.is_deposit_unknown) {
        return 0;
    }
    treaty_why_unknown(
        why, "deposit_unknown",
        apr_psprintf(why->pool,
                     "Of its act (%s) only the day of effect is recorded, %s, "
                     "by which it must have been deposited.",
                     treaty_why_kind(why, item->act.kind),
                     treaty_why_day(why, item->act.effective_on)));
    return 1;
}

static void tell_signature(const treaty_why_t *why,
                           const treaty_why_act_t *item)
{
    if (tell_without_deposit(why, item)) {
        return;
    }
    if (item->act.kind == TREATY_ACT_SIGNATURE_AD_REFERENDUM) {
        treaty_why_say(why, "It signed ad referendum on %s.",
                       deposited(why, item));
    }
    else if (item->act.kind == TREATY_ACT_SUCCESSION_TO_SIGNATURE) {
        treaty_why_say(why,
                       "It succeeded to the signature of its predecessor, "
                       "notified on %s; that is no consent.",
                       deposited(why, item));
    }
    else {
        treaty_why_say(why, "It signed on %s.", deposited(why, item));
    }
}

static void tell_consent(const treaty_why_t *why, const treaty_why_act_t *item)
{
    if (tell_without_deposit(why, item)) {
        return;
    }
    if (item->act.kind == TREATY_ACT_DEFINITIVE_SIGNATURE) {
        treaty_why_say(why,
                       "It signed definitively on %s, which is a consent to "
                       "be bound.",
                       deposited(why, item));
    }
    else {
        treaty_why_say(why, "Its consent to be bound (%s) was deposited on %s.",
                       treaty_why_kind(why, item->act.kind),
                       deposited(why, item));
    }
}

static void tell_provisional(const treaty_why_t *why,
                             const treaty_why_act_t *item)
{
    if (item->act.effective_on > item->act.deposited_on) {
        treaty_why_say(why,
                       "It notified on %s that it applies the treaty "
                       "provisionally from %s on.",
                       deposited(why, item),
                       treaty_why_day(why, item->act.effective_on));
    }
    else {
        treaty_why_say(why, "It applies the treaty provisionally since %s.",
                       deposited(why, item));
    }
}

static void tell_notified(const treaty_why_t *why, const treaty_why_act_t *item)
{
    treaty_why_say(why,
                   "It notified its withdrawal on %s, which takes effect only "
                   "on %s.",
                   deposited(why, item),
                   treaty_why_day(why, item->act.effective_on));
}

static const char *scope_text(const treaty_why_act_t *item)
{
    return item->act.scope == TREATY_SCOPE_CONSENT
               ? " It took back its consent alone: a signature stays."
               : "";
}

static void tell_withdrawal(const treaty_why_t *why,
                            const treaty_why_act_t *item)
{
    const char *notified = treaty_json_text(item->json, "deposited_on");

    if (item->act.is_day_unknown) {
        treaty_why_unknown(
            why, "withdrawal_date_unknown",
            apr_psprintf(why->pool,
                         "It has withdrawn, on a day that no source tells: "
                         "it is taken as withdrawn from %s on, by when the "
                         "source lists it so.",
                         deposited(why, item)));
    }
    else if (notified && item->act.effective_on != TREATY_DAY_NONE) {
        treaty_why_say(
            why, "Its withdrawal, notified on %s, took effect on %s.%s",
            deposited(why, item), treaty_why_day(why, item->act.effective_on),
            scope_text(item));
    }
    else {
        treaty_why_say(why, "It withdrew on %s%s.%s", deposited(why, item),
                       notified ? ""
                                : ", the day of effect; that of the "
                                  "notification isn't recorded",
                       scope_text(item));
    }
}

static void tell_repeated(const treaty_why_t *why, const treaty_why_act_t *item)
{
    treaty_why_say(why,
                   "A further act (%s) of %s changes nothing while the first "
                   "stands.",
                   treaty_why_kind(why, item->act.kind), deposited(why, item));
}

static void tell_ended(const treaty_why_t *why, const treaty_why_act_t *item)
{
    treaty_why_say(why, "An act of %s (%s) has ended with its withdrawal.",
                   deposited(why, item), treaty_why_kind(why, item->act.kind));
}

static void tell_ahead(const treaty_why_t *why, const treaty_why_act_t *item)
{
    treaty_why_unknown(
        why, "withdrawal_date_unknown",
        apr_psprintf(why->pool,
                     "It has withdrawn by %s, on a day that no source tells: "
                     "until then its acts are taken to stand.",
                     deposited(why, item)));
}

static void tell_undated(const treaty_why_t *why, const treaty_why_act_t *item)
{
    const char *raw = treaty_json_text(item->json, "raw");

    treaty_why_unknown(
        why, "undated",
        raw ? apr_psprintf(why->pool,
                           "An act (%s) is listed without a date that can be "
                           "read (\"%.80s\"), so it is in no dated count.",
                           treaty_why_kind(why, item->act.kind), raw)
            : "It is listed without a date, so it is in no dated count.");
}

/* What comes later, or is in no count, isn't told. */
static void tell(const treaty_why_t *why, const treaty_why_act_t *item)
{
    static void (*const tellers[])(const treaty_why_t *,
                                   const treaty_why_act_t *) = {
        [TREATY_PART_NONE] = NULL,
        [TREATY_PART_LATER] = NULL,
        [TREATY_PART_UNDATED] = tell_undated,
        [TREATY_PART_SIGNATURE] = tell_signature,
        [TREATY_PART_CONSENT] = tell_consent,
        [TREATY_PART_PROVISIONAL] = tell_provisional,
        [TREATY_PART_NOTIFIED] = tell_notified,
        [TREATY_PART_WITHDRAWAL] = tell_withdrawal,
        [TREATY_PART_WITHDRAWAL_AHEAD] = tell_ahead,
        [TREATY_PART_REPEATED] = tell_repeated,
        [TREATY_PART_ENDED] = tell_ended,
    };

    if (tellers[item->part]) {
        tellers[item->part](why, item);
    }
}

/* Why there is nothing to tell. */
static void tell_nothing(const treaty_why_t *why,
                         const treaty_why_act_t *first_later)
{
    if (first_later) {
        treaty_why_say(why,
                       "No act of it is recorded up to this day; its first "
                       "one (%s) is of %s.",
                       treaty_why_kind(why, first_later->act.kind),
                       deposited(why, first_later));
    }
    else {
        treaty_why_say(why, "No act of it that counts is recorded.");
    }
    if (!(why->covered & TREATY_COVERS_CONSENTS)) {
        treaty_why_unknown(why, "acts_incomplete",
                           "The record doesn't hold every participant's acts: "
                           "there may be one.");
    }
}

void treaty_why_acts(const treaty_why_t *why)
{
    const treaty_why_act_t *first_later = NULL;
    int told = 0;
    int i;

    for (i = 0; i < why->acts->nelts; i++) {
        const treaty_why_act_t *item =
            &APR_ARRAY_IDX(why->acts, i, treaty_why_act_t);

        if (item->part == TREATY_PART_LATER && !first_later) {
            first_later = item;
        }
        told += item->part > TREATY_PART_LATER;
        tell(why, item);
    }
    if (!told) {
        tell_nothing(why, first_later);
    }
}

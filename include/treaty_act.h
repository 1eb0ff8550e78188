/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_act.h
 * @brief A treaty act: what a participant did, and when.
 */
#ifndef TREATY_ACT_H
#define TREATY_ACT_H

#include "treaty_date.h"

/** Kinds of acts; their names are those of the database and the JSON. */
typedef enum {
    TREATY_ACT_SIGNATURE,
    TREATY_ACT_SIGNATURE_AD_REFERENDUM,
    TREATY_ACT_SUCCESSION_TO_SIGNATURE,
    TREATY_ACT_DEFINITIVE_SIGNATURE,
    TREATY_ACT_RATIFICATION,
    TREATY_ACT_ACCEPTANCE,
    TREATY_ACT_APPROVAL,
    TREATY_ACT_ACCESSION,
    TREATY_ACT_SUCCESSION,
    TREATY_ACT_FORMAL_CONFIRMATION,
    TREATY_ACT_CONSENT_TO_BE_BOUND,
    TREATY_ACT_PARTICIPATION,
    /** In a consent column that has several alternatives without a code. */
    TREATY_ACT_UNSPECIFIED,
    TREATY_ACT_PROVISIONAL_APPLICATION,
    TREATY_ACT_WITHDRAWAL,
    /** An act that is in no count. */
    TREATY_ACT_OTHER,
    TREATY_ACT__COUNT
} treaty_act_kind_t;

/** What a withdrawal ends. */
typedef enum {
    /** Signature and consent. */
    TREATY_SCOPE_TREATY,
    /** The consent; a signatory stays one. */
    TREATY_SCOPE_CONSENT
} treaty_scope_t;

/** Where a consent's effective day comes from. */
typedef enum {
    TREATY_BASIS_NONE,
    /** A source states it. */
    TREATY_BASIS_STATED,
    /** It is the day of the treaty's own entry into force. */
    TREATY_BASIS_WITH_TREATY,
    /** The rule's delay for later participants, counted from the deposit. */
    TREATY_BASIS_AFTER_DEPOSIT,
    /** There is neither a stated day nor a rule that tells it. */
    TREATY_BASIS_UNKNOWN
} treaty_basis_t;

typedef struct treaty_act_t {
    /** Its key where it is stored; no rule reads it. */
    apr_int64_t id;
    /** Whose act it is: the same number for the same participant. */
    apr_int64_t participant;
    /** A State; neither an organisation nor a territory. */
    int is_state;
    int is_organisation;
    treaty_act_kind_t kind;
    /** TREATY_DAY_NONE where the source lists the act without a date. */
    treaty_day_t deposited_on;
    /** Stated, or filled in by treaty_rule_apply; may be TREATY_DAY_NONE. */
    treaty_day_t effective_on;
    treaty_basis_t basis;
    /** For a withdrawal only. */
    treaty_scope_t scope;
    /** Only the day of its effect is recorded: deposited_on is that day, by
     * which it must have been deposited. */
    int is_deposit_unknown;
    /** A withdrawal of which no source tells the day: its days are the last
     * that its source covers. */
    int is_day_unknown;
} treaty_act_t;

/** The name of a kind, as in the database. */
const char *treaty_act_kind_name(treaty_act_kind_t kind);
/** @return 1, or 0 for a name that isn't one, as NULL is none */
int treaty_act_kind_parse(treaty_act_kind_t *kind, const char *name);

/**
 * Whether the act makes a signatory: a signature, one ad referendum, or the
 * succession to one. A definitive signature is a consent and makes none.
 */
int treaty_act_is_signature(treaty_act_kind_t kind);

/**
 * Whether the act is a consent to be bound (Vienna Convention on the Law of
 * Treaties, art. 11, and what depositaries list beside).
 */
int treaty_act_is_consent(treaty_act_kind_t kind);

/** The name of a basis, as in the database. */
const char *treaty_basis_name(treaty_basis_t basis);

#endif

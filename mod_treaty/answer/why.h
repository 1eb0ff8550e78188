/*
 * An explanation while it is written. Shared by the files of this directory.
 */
#ifndef TREATY_WHY_H
#define TREATY_WHY_H

#include "document.h"

#include "treaty_rule.h"
#include "treaty_status.h"

/** An act of the participant as it is explained. */
typedef struct treaty_why_act_t {
    treaty_act_t act;
    treaty_part_t part;
    /** Its member of the document's "acts"; borrowed. */
    json_t *json;
} treaty_why_act_t;

typedef struct treaty_why_t {
    json_t *document;
    /** Sentences, in order. */
    json_t *reasons;
    /** {fact, from, delay, kind, to, text} */
    json_t *arithmetic;
    /** {code, text}: what isn't known of this participant. */
    json_t *unknown;
    /** The participant's row and the treaty's document on the day. */
    json_t *row;
    json_t *treaty;
    apr_int64_t treaty_key;
    apr_int64_t participant_key;
    /** TREATY_COVERS_ bits. */
    unsigned covered;
    /** Of treaty_act_t: those of all participants. */
    apr_array_header_t *all;
    /** Of treaty_why_act_t: the participant's own that may be in a count,
     * sorted likewise. */
    apr_array_header_t *acts;
    const treaty_reading_t *reading;
    /** English: the sentences are. */
    const treaty_language_t *english;
    apr_pool_t *pool;
} treaty_why_t;

/** Adds a sentence. */
void treaty_why_say(const treaty_why_t *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Adds to what isn't known, and to the sentences. */
void treaty_why_unknown(const treaty_why_t *why, const char *code,
                        const char *text);

/** "24 December 2002"; words for a day that isn't recorded. */
const char *treaty_why_day(const treaty_why_t *why, treaty_day_t day);

/** A day of the row or of the treaty's document; TREATY_DAY_NONE for none. */
treaty_day_t treaty_why_day_of(const json_t *object, const char *key);

/** A kind of act in words. */
const char *treaty_why_kind(const treaty_why_t *why, treaty_act_kind_t kind);

/** Tells what each act up to the day has done. */
void treaty_why_acts(const treaty_why_t *why);

/** Tells when the treaty entered into force, and the consent took effect. */
apr_status_t treaty_why_effect(const treaty_why_t *why);

#endif

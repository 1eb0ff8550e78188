/*
 * What shape.c and shape_check.c share: how a shape is described.
 */
#ifndef TREATY_IMPORT_SHAPE_PRIVATE_H
#define TREATY_IMPORT_SHAPE_PRIVATE_H

#include "shape.h"

typedef enum {
    MEMBER_TEXT,
    /* A text of many paragraphs. */
    MEMBER_PROSE,
    MEMBER_SLUG,
    MEMBER_DAY,
    /* A year, a month or a day. */
    MEMBER_DATE,
    MEMBER_CHOICE,
    /* So many capital letters: the member's max. */
    MEMBER_CODE,
    MEMBER_SHA256,
    /* A tag of BCP 47. */
    MEMBER_LANGUAGE,
    /* Of the web: http or https. */
    MEMBER_ADDRESS,
    MEMBER_INTEGER,
    MEMBER_BOOLEAN,
    MEMBER_TEXTS,
    MEMBER_CHOICES,
    MEMBER_RECORD,
    MEMBER_RECORDS
} member_kind_t;

typedef struct member_t {
    const char *name;
    member_kind_t kind;
    int required;
    /* For choices: the words, up to NULL. */
    const char *const *words;
    const treaty_shape_t *shape;
    int min;
    int max;
} member_t;

struct treaty_shape_t {
    /** Up to one without a name. */
    const member_t *members;
};

/** They have members which depend on each other, as an act's do. */
extern const treaty_shape_t treaty_shape_block;
extern const treaty_shape_t treaty_shape_rule;
extern const treaty_shape_t treaty_shape_text;

#endif

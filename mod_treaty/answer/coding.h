/*
 * Bodies that are compressed: which coding a request takes, and making it.
 */
#ifndef TREATY_CODING_H
#define TREATY_CODING_H

#include "treaty_answer.h"

typedef enum {
    TREATY_CODING_IDENTITY,
    TREATY_CODING_GZIP,
    TREATY_CODING_BROTLI
} treaty_coding_t;

/**
 * The best coding that an Accept-Encoding header takes (RFC 9110, 12.5.3).
 * @param header NULL: identity
 */
treaty_coding_t treaty_coding_choose(const char *header);

/** As Content-Encoding has it: "gzip"; NULL for identity. */
const char *treaty_coding_name(treaty_coding_t coding);

/** Whether an answer is one that gains by being compressed. */
int treaty_coding_suits(const treaty_answer_t *answer);

/**
 * Compresses a body.
 * @param data in @p result_pool
 * @return APR_EGENERAL where the library can't
 */
apr_status_t treaty_coding_apply(const char **data, apr_size_t *len,
                                 treaty_coding_t coding, const char *body,
                                 apr_size_t body_len, apr_pool_t *result_pool);

#endif

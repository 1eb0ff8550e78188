/*
 * What the ways of answers and of elements through the cache share.
 */
#ifndef TREATY_KEEP_H
#define TREATY_KEEP_H

#include "treaty_answer.h"

/**
 * The key of something that a site gives.
 * @param kind tells answers from elements
 * @param coding a treaty_coding_t
 * @param texts what is asked for; ends with NULL
 */
void treaty_keep_key(treaty_cache_key_t *key, const treaty_site_t *site,
                     int kind, int coding, const char *const *texts,
                     apr_pool_t *pool);

/** What a thing would be made of now. @return 0 where none can be made */
int treaty_keep_stamp(treaty_stamp_t *stamp, const treaty_site_t *site,
                      apr_time_t now);

/** Lets go of a block with a pool. */
void treaty_keep_bind(treaty_block_t *block, apr_pool_t *pool);

/** An answer with all that it points to in one block; NULL without memory. */
treaty_block_t *treaty_keep_pack(const treaty_answer_t *answer);

#endif

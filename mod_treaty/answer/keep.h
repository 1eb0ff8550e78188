/*
 * What the ways of answers and of elements through the cache share.
 */
#ifndef TREATY_KEEP_H
#define TREATY_KEEP_H

#include "treaty_answer.h"

/** As many texts can be asked for, for a key of fewer would be that of others.
 */
#define TREATY_KEEP_TEXTS_MAX 20

/**
 * The key of something that a site gives.
 * @param kind tells answers from elements
 * @param given a treaty_coding_t; of an element a bit for each attribute
 * @param texts what is asked for, TREATY_KEEP_TEXTS_MAX at most; ends with NULL
 */
void treaty_keep_key(treaty_cache_key_t *key, const treaty_site_t *site,
                     int kind, int given, const char *const *texts,
                     apr_pool_t *pool);

/** What a thing would be made of now. @return 0 where none can be made */
int treaty_keep_stamp(treaty_stamp_t *stamp, const treaty_site_t *site,
                      apr_time_t now);

/**
 * A pool for making what is kept, whose memory goes back when it is destroyed,
 * with @p parent at the latest. What a request has taken httpd keeps for the
 * next one: each thread would hold the most that it ever took for an answer.
 * @return NULL without memory
 */
apr_pool_t *treaty_keep_scratch(apr_pool_t *parent);

/** Lets go of a block with a pool. */
void treaty_keep_bind(treaty_block_t *block, apr_pool_t *pool);

/** An answer with all that it points to in one block; NULL without memory. */
treaty_block_t *treaty_keep_pack(const treaty_answer_t *answer);

#endif

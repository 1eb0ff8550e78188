/*
 * A set of the keys of treaties, a bit each: what filters of lists are
 * combined with.
 */
#ifndef TREATY_ID_SET_H
#define TREATY_ID_SET_H

#include "treaty.h"

typedef struct treaty_id_set_t treaty_id_set_t;

/** The largest key that a set takes: 4 million, half a megabyte of bits. */
#define TREATY_ID_SET_MAX 4000000

/**
 * An empty set.
 * @param largest the largest key that it will hold; what is larger is left
 * out, so at most TREATY_ID_SET_MAX counts
 */
treaty_id_set_t *treaty_id_set_create(apr_int64_t largest,
                                      apr_pool_t *result_pool);

void treaty_id_set_add(treaty_id_set_t *set, apr_int64_t id);
int treaty_id_set_has(const treaty_id_set_t *set, apr_int64_t id);
/** Leaves in @p set what both have; they are of one size. */
void treaty_id_set_intersect(treaty_id_set_t *set,
                             const treaty_id_set_t *other);
/** Puts into @p set what @p all has and @p other hasn't. */
void treaty_id_set_add_rest(treaty_id_set_t *set, const treaty_id_set_t *all,
                            const treaty_id_set_t *other);
apr_size_t treaty_id_set_count(const treaty_id_set_t *set);

/**
 * The next member above @p id.
 * @return 0 where there is none
 */
apr_int64_t treaty_id_set_next(const treaty_id_set_t *set, apr_int64_t id);

#endif

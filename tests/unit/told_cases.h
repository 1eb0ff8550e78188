/* Treaties that are made up at random, as SQL and as text. */
#ifndef TOLD_CASES_H
#define TOLD_CASES_H

#include "told.h"

/** Where the row of numbers begins that cases are made from. */
void told_seed(apr_uint32_t seed);

/**
 * A treaty with every kind of rule and act.
 * @param amended may be NULL
 */
told_treaty_t *told_make_up(int id, told_treaty_t *amended,
                            apr_pool_t *result_pool);

/** The participants and sources that all cases share. */
const char *told_world_sql(apr_pool_t *result_pool);
const char *told_treaty_sql(const told_treaty_t *treaty,
                            apr_pool_t *result_pool);

/** The treaty and what it amends, for who has to find out what is wrong. */
const char *told_text(const told_treaty_t *treaty, apr_pool_t *result_pool);

/** A number below the bound. */
int told_roll(int bound);

#endif

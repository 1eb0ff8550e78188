/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_date.h
 * @brief Calendar days, as depositaries count them: without hours or zones.
 */
#ifndef TREATY_DATE_H
#define TREATY_DATE_H

#include "treaty.h"

#include <apr_time.h>

/** Days since 1 January 1970 of the Gregorian calendar. */
typedef apr_int32_t treaty_day_t;

/** No day, or an unknown one: smaller than every day. */
#define TREATY_DAY_NONE APR_INT32_MIN
/** The end of what has no end, 9999-12-31. */
#define TREATY_DAY_END 2932896
/** Bytes of an ISO day with its NUL. */
#define TREATY_DAY_SIZE 11

/**
 * Reads a day of the form YYYY-MM-DD, which must exist, to the end of the
 * string. The years 0001 to 9999 are read.
 * @return 1, or 0 with @p day set to TREATY_DAY_NONE
 */
int treaty_day_parse(treaty_day_t *day, const char *text);

/**
 * Reads a day as depositaries write it, "23 Dec 2002", "5 Sept 2000" or
 * "19 July 2006", or as fact sheets do, "December 24, 2002"; any run of white
 * space, no-break spaces too, separates.
 * @param rest set to what follows the day, white space left out
 * @return 1, or 0 with @p day set to TREATY_DAY_NONE
 */
int treaty_day_parse_prose(treaty_day_t *day, const char **rest,
                           const char *text);

/** Writes YYYY-MM-DD, or "" for TREATY_DAY_NONE. @return @p buffer */
const char *treaty_day_format(char buffer[TREATY_DAY_SIZE], treaty_day_t day);

/** As treaty_day_format, in a pool; NULL for TREATY_DAY_NONE. */
const char *treaty_day_text(treaty_day_t day, apr_pool_t *result_pool);

/**
 * English for an ISO date of any precision: "2002-12-24" is "24 December
 * 2002", "2002-12" is "December 2002".
 * @return text in @p result_pool, or NULL when @p iso is no such date
 */
const char *treaty_day_long(const char *iso, apr_pool_t *result_pool);

/** The day that @p time lies in, in UTC. */
treaty_day_t treaty_day_of_time(apr_time_t time);

/** The first moment of @p day in UTC. */
apr_time_t treaty_day_start(treaty_day_t day);

/**
 * @p day and @p months calendar months, clamped to the month's end: 31 January
 * and one month is 28 or 29 February.
 */
treaty_day_t treaty_day_add_months(treaty_day_t day, int months);

/** The first day of the month that @p day lies in. */
treaty_day_t treaty_day_month_start(treaty_day_t day);

#endif

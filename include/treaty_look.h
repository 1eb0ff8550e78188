/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_look.h
 * @brief When files are looked at once more.
 */
#ifndef TREATY_LOOK_H
#define TREATY_LOOK_H

#include <apr_time.h>

/**
 * Whether it is time to look at what was looked at before. A request that began
 * before the last look needs no other: requests come in any order, and a slow
 * page's parts are all of the time that it began. A clock that was set back by
 * minutes doesn't stop the looking.
 * @param looked_at when that was
 * @param refresh how long what was seen is taken as known; 0: not at all
 * @param now when the request began
 */
int treaty_look_is_due(apr_time_t looked_at, apr_interval_time_t refresh,
                       apr_time_t now);

#endif

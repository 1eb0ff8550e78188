#include "treaty_look.h"

/* No request takes as long; a clock that was set back by more is believed. */
#define LATE_MOST apr_time_from_sec(300)

int treaty_look_is_due(apr_time_t looked_at, apr_interval_time_t refresh,
                       apr_time_t now)
{
    return now - looked_at >= refresh || refresh <= 0 ||
           looked_at - now > LATE_MOST;
}

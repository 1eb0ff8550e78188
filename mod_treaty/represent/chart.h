/* What the parts of a chart share. */
#ifndef TREATY_CHART_PRIVATE_H
#define TREATY_CHART_PRIVATE_H

#include "treaty_chart.h"
#include "treaty_date.h"

#include <apr_tables.h>

/** Which days and counts the plot's sides stand for. */
typedef struct treaty_scale_t {
    treaty_day_t from;
    treaty_day_t to;
    /** The first day of which anything is told. */
    treaty_day_t first;
    /** Lines end here; later than this no source tells. */
    treaty_day_t drawn_to;
    /** The count at the upper side, and between two lines across. */
    json_int_t top;
    json_int_t every;
} treaty_scale_t;

/** Counts that hold from a day on. */
typedef struct treaty_step_t {
    /** TREATY_DAY_NONE for the beginning. */
    treaty_day_t from;
    /** Of each series; -1 where it isn't known. */
    json_int_t values[3];
} treaty_step_t;

/** Units from the left, within the plot. */
int treaty_scale_x(const treaty_scale_t *scale, treaty_day_t day);
/** Units from above, within the plot. */
int treaty_scale_y(const treaty_scale_t *scale, json_int_t value);

/** "12.5%", of tenths of a percent. */
const char *treaty_percent(int tenths, apr_pool_t *pool);

/** Sets the scale's `top` and `every` for counts up to @p most. */
void treaty_scale_counts(treaty_scale_t *scale, json_int_t most);

/**
 * The path of a series.
 * @param steps treaty_step_t, each later than the one before
 * @return in @p pool; NULL where nothing of it is known
 */
const char *treaty_chart_path(const apr_array_header_t *steps, int series,
                              const treaty_scale_t *scale, apr_pool_t *pool);

/** The years, months or days below the plot: a new reference. */
json_t *treaty_chart_time_ticks(const treaty_scale_t *scale, apr_pool_t *pool);

/** A name as at most two lines of a picture: a new reference. */
json_t *treaty_chart_title(const char *name, apr_pool_t *pool);

#endif

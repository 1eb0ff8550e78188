/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_chart.h
 * @brief The picture of a treaty's counts over time, as numbers: where lines,
 * ticks and marks are. Templates draw it, within a page and as a file.
 *
 * Places are of two kinds, so that a picture can take any width without its
 * letters growing or shrinking: percentages of the whole picture ("12.5%"), and
 * units of a path, a thousandth of the plot's width and of its height. Time
 * runs from left to right in every language, as the years' digits do.
 */
#ifndef TREATY_CHART_H
#define TREATY_CHART_H

#include "treaty_json.h"

/** The units of a path along each side of the plot. */
#define TREATY_CHART_UNITS 1000
/** The most commands of a path, however many steps it stands for: steps that
 * lie within one unit of time become a stroke from the least to the most. */
#define TREATY_CHART_COMMANDS_MAX (4 * (TREATY_CHART_UNITS + 1))

/**
 * Works the picture of a timeline out.
 *
 * - `from`, `to`: the first and the last day of the picture, ISO.
 * - `plot`: {y, height, bottom} of the plot; `bottom_tick`, where the strokes
 *   below it end, and `tick_y`, where the words below it stand.
 * - `series`: signatures, consents and in_force, each with `code`, `label` (a
 *   code that says it in words), `value` (the last count, null where it isn't
 *   known), `path` (null where it is never known; what isn't known is a gap of
 *   it), `end` (null, or x and y of where the line ends), `dash`, `marker` (a
 *   path around its middle), `colour`; in_force also with `unknown_since` and
 *   `to_come`, how many it is in force for since an unknown day, or will be.
 * - `y_ticks`: {value, y}; `x_ticks`: {on (a year, month or day), x, is_extra
 *   (to be left out where it is narrow)}.
 * - `marks`: {kind, label, on, said, x, anchor, dx, line_y, label_y, date_y},
 * of the kinds entry_into_force_on, ended, known_through and as_of, each no
 * more than once. `said` is the day as readers are told it, which may be a
 * month.
 * - `uncovered`: {x, width} of the time that no source covers, where nothing is
 *   drawn; or null.
 * - `file`, for a picture of its own, 640 units wide, below its name: `height`;
 *   `plot_y`; `legend_y` of each series, and `rest_y` of in_force, null where
 *   there is nothing below its count.
 *
 * @param document a treaty's, with `milestones` and `steps`. What of it can't
 * be understood is left out
 * @param is_dated whether the picture is of a day that was asked for, and not
 * of all that is recorded
 * @return a new reference; JSON null where there is nothing to draw: no day, or
 * no count above 0
 */
json_t *treaty_chart_create(const json_t *document, int is_dated,
                            apr_pool_t *scratch_pool);

/**
 * The treaty's name in a picture of its own, be there something to draw or not.
 * @return a new reference: `lines`, at most two of {text, y}, without what XML
 * can't have (one that is too long ends with an ellipsis), and `language`, a
 * tag or null
 */
json_t *treaty_chart_name(const json_t *document, apr_pool_t *scratch_pool);

#endif

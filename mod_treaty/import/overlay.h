/* What mends records without editing their source: one line at a time. */
#ifndef TREATY_IMPORT_OVERLAY_H
#define TREATY_IMPORT_OVERLAY_H

#include "writer.h"

/** An overlay while it is applied. */
typedef struct treaty_overlay_t {
    treaty_writer_t *writer;
    treaty_overlay_report_t *report;
} treaty_overlay_t;

/** A line whose names have been looked up. */
typedef struct treaty_overlay_line_t {
    treaty_overlay_t *overlay;
    const json_t *record;
    const treaty_place_t *place;
    /** Rowids; 0 where the line has no such member. */
    apr_int64_t treaty;
    apr_int64_t participant;
    apr_int64_t source;
    apr_pool_t *pool;
} treaty_overlay_line_t;

/*
 * Each returns TREATY_EINPUT, with a finding, for a line that can't be taken,
 * and TREATY_ESTORE, logged, where SQLite refuses.
 */

/**
 * Checks a line and applies it.
 * @param record changed: a source that stands in the line becomes its id
 */
apr_status_t treaty_overlay_apply(treaty_overlay_t *overlay, json_t *record,
                                  const treaty_place_t *place,
                                  apr_pool_t *scratch_pool);

/** Writes a source of an overlay; one that imports replace is refused. */
apr_status_t treaty_overlay_source(treaty_overlay_t *overlay,
                                   const json_t *record,
                                   const treaty_place_t *place,
                                   apr_pool_t *scratch_pool);

/** Whether a source is of a kind that imports leave; 0 is none. */
apr_status_t treaty_overlay_check_source(treaty_overlay_t *overlay,
                                         apr_int64_t source,
                                         const treaty_place_t *place,
                                         const char *member);

/** Gives a participant a name, with the period that it is valid in. */
apr_status_t treaty_overlay_name(treaty_overlay_line_t *line);

/** Applies the rows of a CSV file, whose header names members of lines. */
apr_status_t treaty_overlay_csv(treaty_overlay_t *overlay, const char *path,
                                apr_pool_t *scratch_pool);

#endif

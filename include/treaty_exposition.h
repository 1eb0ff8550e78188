/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_exposition.h
 * @brief Figures in the text format of Prometheus, version 0.0.4.
 *
 * A family is begun, then its samples follow. All functions return
 * TREATY_ELIMIT where the text is full.
 */
#ifndef TREATY_EXPOSITION_H
#define TREATY_EXPOSITION_H

#include "treaty_text.h"

#include <apr_time.h>

/** As Content-Type has it. */
#define TREATY_EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

/** What tells a sample from the others of its family. A list of them ends with
 * a name that is NULL. */
typedef struct treaty_label_t {
    const char *name;
    /** Any bytes. */
    const char *value;
} treaty_label_t;

/** How often something took how long. */
typedef struct treaty_histogram_t {
    /** Upper bounds in microseconds, rising. */
    const apr_interval_time_t *bounds;
    int bound_count;
    /** One more than there are bounds; each only its own, the last what took
     * longer than all. */
    const apr_uint64_t *counts;
    /** Microseconds in all. */
    apr_uint64_t sum;
} treaty_histogram_t;

/**
 * Begins a family.
 * @param type "counter", "gauge", "histogram" or "summary"
 * @param help one sentence, without a line break or a backslash
 */
apr_status_t treaty_exposition_family(treaty_text_t *text, const char *name,
                                      const char *type, const char *help);

/** Writes a sample. @param labels may be NULL */
apr_status_t treaty_exposition_sample(treaty_text_t *text, const char *name,
                                      const treaty_label_t *labels,
                                      apr_uint64_t value);

/** Writes a sample in seconds, exactly. @param value in microseconds */
apr_status_t treaty_exposition_seconds(treaty_text_t *text, const char *name,
                                       const treaty_label_t *labels,
                                       apr_uint64_t value);

/** Writes a histogram's samples, in seconds: the buckets, their sum and their
 * count. */
apr_status_t treaty_exposition_histogram(treaty_text_t *text, const char *name,
                                         const treaty_label_t *labels,
                                         const treaty_histogram_t *histogram);

#endif

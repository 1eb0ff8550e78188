/*
 * What the fuzzing targets share. A target is one LLVMFuzzerTestOneInput in a
 * file of its own; what must never happen is fuzz_fail. libFuzzer's main or
 * the one of replay.c calls it.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "import/source_file.h"

#include "treaty_answer.h"
#include "treaty_import.h"

/** Thursday, 1 January 2015: the day on which everything is asked. */
#define FUZZ_NOW (apr_time_from_sec(1420070400))

/** What the hostile text of an input may begin with: no HTML, SVG or feed may
 * have it as a tag. */
#define FUZZ_TAG "<x-fuzz"

/** libFuzzer's entry point. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/** Ends the process, so that the input is kept. */
void fuzz_fail(const char *what, const char *detail) __attribute__((noreturn));

/** A pool for one input; the first call initialises APR. */
apr_pool_t *fuzz_pool(void);

/** A file of these bytes in a folder that goes with the process. There is one
 * of a name. @return its path */
const char *fuzz_file(const char *name, const void *data, apr_size_t len);

/** An authoring database that holds sql/sample.json, for the whole process. */
treaty_db_t *fuzz_authoring(void);

/** The path of the sample record as it is published, made at the first call. */
const char *fuzz_sample(void);

/** A site that serves a published file, with the shipped templates. */
treaty_site_t *fuzz_site(const char *path, apr_pool_t *pool);

/** The site that serves fuzz_sample, for the whole process. */
const treaty_site_t *fuzz_sample_site(void);

/**
 * Imports a file of a format, or skips one of another, and takes it back.
 * @param name the file's, which tells a table's treaty
 */
void fuzz_import(const unsigned char *data, size_t size, treaty_format_t format,
                 const char *name);

/** Reads a file as a page of a site, with the names of the sample record. */
void fuzz_site_page(const unsigned char *data, size_t size, const char *name);

/**
 * Holds what an importer has found against its status, and writes each finding
 * out as it is told.
 */
void fuzz_findings(apr_status_t status, const treaty_findings_t *findings,
                   apr_pool_t *pool);

/** What stands in an input up to the next @p separator, in @p pool; the input
 * goes on behind it. NULL at its end. */
char *fuzz_part(const unsigned char **data, size_t *size, char separator,
                apr_pool_t *pool);

/**
 * Reads an answer to its end: headers are one line each, JSON is JSON, and no
 * other markup has a tag of the input's.
 */
void fuzz_answer(const treaty_answer_t *answer);

#endif

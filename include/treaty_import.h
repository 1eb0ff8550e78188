/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_import.h
 * @brief From files into an authoring database: status tables, fact-sheet
 * pages and the project's own record files.
 */
#ifndef TREATY_IMPORT_H
#define TREATY_IMPORT_H

#include "treaty_db.h"

#include <apr_tables.h>

typedef enum {
    /** Told, and imported all the same. */
    TREATY_FINDING_WARNING,
    /** Nothing of the import is written. */
    TREATY_FINDING_ERROR
} treaty_severity_t;

/** One thing that an importer has to say about a place in a file. */
typedef struct treaty_finding_t {
    treaty_severity_t severity;
    const char *file;
    /** From 1; 0 where the finding is about the file as a whole. */
    long line;
    /** A word that programs can tell findings apart by. */
    const char *kind;
    /** What is wrong and what to do. */
    const char *message;
} treaty_finding_t;

/** Of each severity so many are kept; the rest is counted. */
#define TREATY_FINDINGS_KEPT 1000

/** How many findings there are of a kind, those not kept as well. */
typedef struct treaty_finding_count_t {
    treaty_severity_t severity;
    const char *kind;
    apr_int64_t count;
} treaty_finding_count_t;

/** What an import has found. Create with treaty_findings_create. */
typedef struct treaty_findings_t {
    /** Of treaty_finding_t, in the order of their discovery. */
    apr_array_header_t *kept;
    /** Of treaty_finding_count_t, in the order of their discovery. */
    apr_array_header_t *kinds;
    apr_int64_t warnings;
    apr_int64_t errors;
    apr_pool_t *pool;
} treaty_findings_t;

/** An empty list; all that it holds lives in @p result_pool. */
treaty_findings_t *treaty_findings_create(apr_pool_t *result_pool);

/**
 * Adds a finding; file, kind and message are copied.
 * @param line from 1, or 0 for the whole file
 */
void treaty_findings_add(treaty_findings_t *findings,
                         treaty_severity_t severity, const char *file,
                         long line, const char *kind, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/** "file:line: warning: message [kind]", the line left out where there is
 * none. */
const char *treaty_finding_text(const treaty_finding_t *finding,
                                apr_pool_t *result_pool);

/** Told after each file: so many of so many are done. */
typedef void treaty_import_progress_fn_t(void *baton, int done, int total);

/** What can be said beside the files. Every member may be NULL or 0. */
typedef struct treaty_import_options_t {
    /** The last day that status tables cover; default: the latest in them. */
    const char *known_through;
    /** The title of their source; default: "Status table NAME". */
    const char *source_title;
    /** When the files were retrieved: a year, a month or a day. */
    const char *retrieved_on;
    /** Where iso_3166-1.json lies; default: TREATY_ISO_CODES. */
    const char *iso_codes;
    /** All is done as in an import, and then taken back. */
    int dry_run;
    /** All is done within the transaction that the caller has begun, and who
     * ends it; where anything went wrong, by treaty_db_rollback. */
    int in_transaction;
    /** A warning counts as an error: nothing is written. */
    int strict;
    treaty_import_progress_fn_t *progress;
    void *progress_baton;
} treaty_import_options_t;

/**
 * Where libxml2 gets its memory from: the process's, so for a program of its
 * own, before it imports anything. A library that isn't told so goes on, where
 * memory is out, with what it has of a page.
 * @param get never returns NULL, as malloc may
 * @param get_again likewise, realloc
 */
void treaty_import_memory(void *(*get)(apr_size_t),
                          void *(*get_again)(void *, apr_size_t));

#define TREATY_ISO_CODES "/usr/share/iso-codes/json"

/** What an import has written. */
typedef struct treaty_import_report_t {
    int files;
    int treaties;
    int fact_sheets;
    apr_int64_t acts;
    apr_int64_t statements;
    int participants_new;
    /** Those whom the files name, new ones as well. */
    int participants;
    /** Of status tables: rows, cells that aren't empty, and those of them that
     * are kept as they stand since they can't be read. */
    apr_int64_t rows;
    apr_int64_t cells;
    apr_int64_t cells_unread;
} treaty_import_report_t;

/**
 * Imports files and directories in one transaction; formats are recognised by
 * their content. Whatever goes wrong, the database is as it was before.
 *
 * A status table replaces those acts of its treaty that come from status
 * tables; a record file replaces each record that it holds; a fact-sheet page
 * replaces its sheet, whose accepted claims stay and whose proposed ones are
 * made anew.
 *
 * @param paths of const char *; a directory is a set of status tables with an
 * index.csv and a folder treaties
 * @param options may be NULL
 * @return TREATY_EINPUT when @p findings holds an error, or a warning where
 * the options are strict; TREATY_ESTORE when SQLite refused, APR_ENOMEM where
 * memory was out, which have been logged
 */
apr_status_t treaty_import(treaty_import_report_t *report,
                           treaty_findings_t *findings, treaty_db_t *db,
                           const apr_array_header_t *paths,
                           const treaty_import_options_t *options,
                           apr_pool_t *scratch_pool);

/** What an overlay has done, lines that said nothing new as well. */
typedef struct treaty_overlay_report_t {
    int files;
    apr_int64_t lines;
    apr_int64_t acts;
    apr_int64_t effective_days;
    apr_int64_t names;
    apr_int64_t coverages;
    /** Lines that mend nothing, each told as a warning. */
    apr_int64_t idle;
} treaty_overlay_report_t;

/**
 * Mends records line by line, in one transaction: withdrawals, returns and
 * other acts, extensions to territories, effective days, names, and what a
 * treaty's sources cover. What it adds belongs to sources of kind editor or
 * document, so that a new status table leaves it. The same lines a second time
 * change nothing.
 *
 * @param paths of const char *: overlays as JSON or CSV, told by content
 * @param options may be NULL; dry_run, strict and in_transaction are heeded
 * @return as treaty_import
 */
apr_status_t treaty_overlay(treaty_overlay_report_t *report,
                            treaty_findings_t *findings, treaty_db_t *db,
                            const apr_array_header_t *paths,
                            const treaty_import_options_t *options,
                            apr_pool_t *scratch_pool);

/**
 * Whether a file says that it is an overlay, as JSON does whose first member is
 * its format. One that can't be read says nothing.
 */
int treaty_overlay_recognise(const char *path, apr_pool_t *scratch_pool);

#endif

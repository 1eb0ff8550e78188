/*
 * An update: what the files of update*.c share. Nobody else includes this.
 *
 * All is tried on a copy: import, check, publication. Only what has passed is
 * done to the authoring database, in one transaction that has kept others from
 * writing since before the copy was made, and only when that is committed the
 * published file takes its place. Killed at any time it leaves both as they
 * were, or the database ahead of the file, which the next run publishes.
 */
#ifndef TREATYCTL_UPDATE_H
#define TREATYCTL_UPDATE_H

#include "report.h"

#include "treaty_publish.h"

#include <apr_hash.h>

/** How it ended. */
typedef enum {
    TREATYCTL_UPDATE_FAILED,
    /** There is nothing in the folder that could be imported, or files with
     * faults. */
    TREATYCTL_UPDATE_REFUSED,
    /** The record is as before, and so is what is served. */
    TREATYCTL_UPDATE_NOTHING_NEW,
    /** The record has changed in what isn't served, such as proposed claims. */
    TREATYCTL_UPDATE_IMPORTED,
    TREATYCTL_UPDATE_HELD,
    TREATYCTL_UPDATE_PUBLISHED
} treatyctl_outcome_t;

/** The acts that a treaty has, before and after. */
typedef struct treatyctl_acts_t {
    const char *slug;
    apr_int64_t before;
    apr_int64_t after;
} treatyctl_acts_t;

typedef struct treatyctl_update_t {
    const treatyctl_call_t *call;
    const char *database;
    const char *folder;
    const char *target;
    /** The copy of the authoring database that all is tried on. */
    const char *copy;
    /** Of const char *: what is imported, and overlays, which come behind. */
    apr_array_header_t *imports;
    apr_array_header_t *overlays;
    treaty_import_options_t import_options;
    treaty_publish_options_t publish_options;
    int dry_run;
    /** Publish the same record, too, for its new time. */
    int always;
    /** The kinds of findings that hold a publication, each once. */
    apr_array_header_t *gate;
    apr_time_t began;

    /** The authoring database, with a transaction that has begun. */
    treaty_db_t *authoring;
    treatyctl_import_t import;
    /** What checks find without and with what was imported. */
    treaty_findings_t *before;
    treaty_findings_t *after;
    /** Of treaty_finding_t: what is new in @c after and holds it up, and what
     * is new and doesn't. */
    apr_array_header_t *held;
    apr_array_header_t *noticed;
    /** By slug, treatyctl_acts_t. */
    apr_hash_t *acts;
    /** Of the record as it is exported; NULL where there is none. */
    const char *record_before;
    const char *record_after;

    treatyctl_outcome_t outcome;
    /** Whether the authoring database has been written. */
    int is_written;
    /** What is served from now on, and what was before; may be NULL. */
    const char *revision;
    const char *previous;
    /** What the publication has changed: objects with what, kind, count. */
    json_t *changes;
} treatyctl_update_t;

/**
 * update_files.c: collects the files of a folder, in the order of their names.
 * A folder in it with an index.csv is a set of status tables, any other is
 * looked into. What begins with a dot is left out.
 * @return an exit status; what failed has been told
 */
int treatyctl_update_collect(treatyctl_update_t *update);

/** update_gate.c: reads --gate. @return 0, told, for kinds that there aren't */
int treatyctl_update_gate_read(treatyctl_update_t *update);

/** Counts the acts of treaties, of one side or the other. */
apr_status_t treatyctl_update_count_acts(treatyctl_update_t *update,
                                         treaty_db_t *db, int is_after);

/** Adds a finding to @c after for each treaty that has lost acts. */
void treatyctl_update_find_losses(treatyctl_update_t *update);

/** Sets @c held and @c noticed from the findings of both sides. */
void treatyctl_update_weigh(treatyctl_update_t *update);

/** update_record.c: the digest of a record as it is exported, in
 * @p result_pool. */
apr_status_t treatyctl_record_digest(const char **digest, treaty_db_t *db,
                                     apr_pool_t *result_pool);

/** The same of a file, without a word where it can't be read: NULL then. */
const char *treatyctl_record_digest_of(const char *path, apr_pool_t *pool);

/** What the last publication changed, as a list; a new reference. */
json_t *treatyctl_record_changes(const char *path, apr_pool_t *pool);

/**
 * update_report.c: tells how it went, on standard output and where the options
 * want a report.
 * @param status what the run has come to
 * @return the exit status
 */
int treatyctl_update_tell(const treatyctl_update_t *update, int status);

#endif

/* The one way into the database: checked records, inside the caller's
 * transaction. */
#ifndef TREATY_IMPORT_WRITER_H
#define TREATY_IMPORT_WRITER_H

#include "memo.h"
#include "shape.h"

#include <apr_hash.h>

typedef struct treaty_writer_t {
    treaty_db_t *db;
    treaty_findings_t *findings;
    treaty_import_report_t *report;
    /** Whom to tell after each file, and how many there are. */
    const treaty_import_options_t *options;
    int files_total;
    int files_done;
    /** From slug to apr_int64_t, as far as they have been asked for. */
    apr_hash_t *sources;
    apr_hash_t *participants;
    /** Slugs by names, and names by slug and source; forgotten with each
     * change of a participant. */
    treaty_memo_t *named;
    treaty_memo_t *shown;
    /** From a treaty's number to the file that it has been read from. */
    apr_hash_t *tables;
    apr_pool_t *pool;
} treaty_writer_t;

/** How a record meets what is there. */
typedef enum {
    /** It replaces the record of its id. */
    TREATY_WRITE_WHOLE,
    /** A status table, a fact-sheet page: it replaces what such a file tells,
     * and what an editor has added stays. */
    TREATY_WRITE_MERGED
} treaty_write_mode_t;

/** A writer whose memory, bounded by the number of participants and sources,
 * is @p result_pool's. */
treaty_writer_t *treaty_writer_create(treaty_db_t *db,
                                      treaty_findings_t *findings,
                                      treaty_import_report_t *report,
                                      apr_pool_t *result_pool);

/*
 * Each of these checks a record and writes it. They return TREATY_EINPUT, with
 * a finding, for a record that can't be taken, and TREATY_ESTORE, logged, where
 * SQLite refuses.
 */
apr_status_t treaty_write_source(treaty_writer_t *writer, const json_t *record,
                                 const treaty_place_t *place,
                                 apr_pool_t *scratch_pool);
apr_status_t treaty_write_participant(treaty_writer_t *writer,
                                      const json_t *record,
                                      const treaty_place_t *place,
                                      apr_pool_t *scratch_pool);
/** Replaces the names of the participant of a rowid. */
apr_status_t treaty_write_names(treaty_writer_t *writer, apr_int64_t id,
                                const json_t *names,
                                const treaty_place_t *place);
apr_status_t treaty_write_treaty(treaty_writer_t *writer, const json_t *record,
                                 treaty_write_mode_t mode,
                                 const treaty_place_t *place,
                                 apr_pool_t *scratch_pool);
apr_status_t treaty_write_fact_sheet(treaty_writer_t *writer,
                                     const json_t *record,
                                     treaty_write_mode_t mode,
                                     const treaty_place_t *place,
                                     apr_pool_t *scratch_pool);

/*
 * What other sources say beside a treaty's status table: that they cover more,
 * and on which day an act took effect. Each list replaces the one before it;
 * single ones are added, or replace what was said of the same.
 */
apr_status_t treaty_write_supplements(treaty_writer_t *writer,
                                      apr_int64_t treaty, const json_t *list,
                                      const treaty_place_t *place,
                                      apr_pool_t *scratch_pool);
apr_status_t treaty_write_supplement(treaty_writer_t *writer,
                                     apr_int64_t treaty, const char *covers,
                                     apr_int64_t source);
/* What sources have counted themselves. */
apr_status_t treaty_write_totals(treaty_writer_t *writer, apr_int64_t treaty,
                                 const json_t *list,
                                 const treaty_place_t *place,
                                 apr_pool_t *scratch_pool);
apr_status_t treaty_write_amendments(treaty_writer_t *writer,
                                     apr_int64_t treaty, const json_t *list,
                                     const treaty_place_t *place,
                                     apr_pool_t *scratch_pool);
apr_status_t treaty_write_amendment(treaty_writer_t *writer, apr_int64_t treaty,
                                    apr_int64_t participant,
                                    const char *deposited_on,
                                    const json_t *amendment,
                                    apr_int64_t source);

/** Counts a file as done, and tells those who watch. */
void treaty_writer_file_done(treaty_writer_t *writer);

/**
 * Writes the statements of a treaty's record, which has been checked. Merged,
 * a record without the member leaves those that are there, and one with it
 * replaces those of status tables.
 * @param treaty the treaty's rowid
 */
apr_status_t treaty_write_statements(treaty_writer_t *writer,
                                     apr_int64_t treaty, const json_t *record,
                                     treaty_write_mode_t mode,
                                     const treaty_place_t *place,
                                     apr_pool_t *scratch_pool);

/**
 * Looks a source or a participant up by slug.
 * @param id set to its rowid, 0 where there is none
 */
apr_status_t treaty_writer_source(apr_int64_t *id, treaty_writer_t *writer,
                                  const char *slug);
apr_status_t treaty_writer_participant(apr_int64_t *id, treaty_writer_t *writer,
                                       const char *slug);

/**
 * Looks a participant up by any of its names, folded as treaty_name_fold does.
 * @param slug in @p result_pool; NULL where there is none
 */
apr_status_t treaty_writer_by_name(const char **slug, treaty_writer_t *writer,
                                   const char *name, apr_pool_t *result_pool);

/**
 * By which name a participant goes on the last day that a source covers.
 * @param name in @p result_pool; NULL where it has none on that day
 * @param slug a participant's, @p source a source's that has been written
 */
apr_status_t treaty_writer_shown_name(const char **name,
                                      treaty_writer_t *writer, const char *slug,
                                      const char *source,
                                      apr_pool_t *result_pool);

/**
 * The rowid of what the member @p key of a record names, 0 where the member is
 * missing.
 * @param member its path inside the record, for the finding
 * @return TREATY_EINPUT, with a finding, where there is no such source or
 * participant
 */
apr_status_t treaty_writer_source_of(apr_int64_t *id, treaty_writer_t *writer,
                                     const json_t *record, const char *member,
                                     const treaty_place_t *place);
apr_status_t treaty_writer_participant_of(apr_int64_t *id,
                                          treaty_writer_t *writer,
                                          const json_t *record,
                                          const char *member,
                                          const treaty_place_t *place);

/** Runs a statement whose one value is a rowid. */
apr_status_t treaty_writer_clear(treaty_writer_t *writer, treaty_sql_t sql,
                                 apr_int64_t id);

/** Runs a bound statement whose first row's first column is a rowid; 0
 * without a row. */
apr_status_t treaty_writer_id(apr_int64_t *id, treaty_stmt_t *stmt);

/** Runs INSERT (id, position, text) for each string of a list. */
apr_status_t treaty_writer_texts(treaty_writer_t *writer, treaty_sql_t sql,
                                 apr_int64_t id, const json_t *texts);

/** Commits what was done with this result, or takes it back. @return what
 * failed */
apr_status_t treaty_writer_end(treaty_db_t *db, apr_status_t done, int dry_run);

#endif

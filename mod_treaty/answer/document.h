/*
 * The document builders: a record as one JSON value, read from the store.
 * Shared by the files of this directory.
 */
#ifndef TREATY_DOCUMENT_H
#define TREATY_DOCUMENT_H

#include "reading.h"

/** Parts of a document that cost something, and aren't built unasked. */
enum {
    TREATY_SECTION_PARTICIPANTS = 1,
    TREATY_SECTION_STATEMENTS = 2,
    /** What a treaty's own .json has. */
    TREATY_SECTION_ALL = 3,
    TREATY_SECTION_TIMELINE = 4,
    TREATY_SECTION_FAMILY = 8,
    TREATY_SECTION_EVENTS = 16,
    TREATY_SECTION_NOTES = 32,
    TREATY_SECTION_CITATIONS = 64,
    TREATY_SECTION_ACTS = 128,
    /** Of a participant. */
    TREATY_SECTION_TREATIES = 256,
    /** The picture of the timeline, which needs that. */
    TREATY_SECTION_CHART = 512
};

/**
 * Each of these makes a value that lives as long as the reading's pool.
 * @return what the store says; TREATY_ENOTFOUND for a key without a record
 */
apr_status_t treaty_document_treaty(json_t **document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key, unsigned sections);
apr_status_t treaty_document_participant(json_t **row,
                                         const treaty_reading_t *reading,
                                         apr_int64_t treaty,
                                         apr_int64_t participant);
/** A participant, with all its names and, where @p sections has
 * TREATY_SECTION_TREATIES, what it is to which treaties. */
apr_status_t treaty_document_one_participant(json_t **document,
                                             const treaty_reading_t *reading,
                                             apr_int64_t key,
                                             unsigned sections);
/** A participant as lists name it: {id, name, kind, url}. */
apr_status_t treaty_document_participant_name(json_t **participant,
                                              const treaty_reading_t *reading,
                                              apr_int64_t key);
/** What the treaty's sources cover, as TREATY_COVERS_ bits. */
apr_status_t treaty_document_coverage(unsigned *covered,
                                      const treaty_reading_t *reading,
                                      apr_int64_t key);
apr_status_t treaty_document_why(json_t **document,
                                 const treaty_reading_t *reading,
                                 apr_int64_t treaty, apr_int64_t participant);
/** Adds a treaty's statements to its document. */
apr_status_t treaty_document_statements(json_t *document,
                                        const treaty_reading_t *reading,
                                        apr_int64_t key);
/** Sets `title`, `language` and `short_title` of a treaty's document. */
apr_status_t treaty_document_titles(json_t *document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key);
/** Adds `rule`: how the treaty enters into force, also in words. */
apr_status_t treaty_document_rule(json_t *document,
                                  const treaty_reading_t *reading,
                                  apr_int64_t key);
/** Adds `relations`, what the treaty is to others. */
apr_status_t treaty_document_relations(json_t *document,
                                       const treaty_reading_t *reading,
                                       apr_int64_t key);
/** Adds `related_by`, what others that were adopted up to the day are to it,
 * at most 100: protocols, amendments, what replaces it. */
apr_status_t treaty_document_related_by(json_t *document,
                                        const treaty_reading_t *reading,
                                        apr_int64_t key);
/** Adds `texts`, at most 200, and `authentic_languages`. */
apr_status_t treaty_document_texts(json_t *document,
                                   const treaty_reading_t *reading,
                                   apr_int64_t key);
/** Adds the sections behind the participants to a document that has all else;
 * what a section is made of may be members before it. */
apr_status_t treaty_document_sections(json_t *document,
                                      const treaty_reading_t *reading,
                                      apr_int64_t key, unsigned sections);
/**
 * Adds `events`, the treaty's own life up to the day, oldest first: adopted,
 * the first signature and consent, the threshold, registered, the entry into
 * force, protocols, amendments and what replaces it, the end; each {on, kind}
 * with a `count` of consents or a `treaty`.
 */
apr_status_t treaty_document_events(json_t *document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key);
/**
 * Numbers what is to be said beside the rows of `participants`: each row gets
 * `notes`, a list of {number, kind, …}, and the document `notes`, all of them,
 * each with the `participant` whose row it is of.
 */
apr_status_t treaty_document_notes(json_t *document,
                                   const treaty_reading_t *reading,
                                   apr_int64_t key);
/**
 * Adds `statement_groups` to a document that has its statements: by their kinds
 * {kind, count, items}, each item numbered by its place among all, from 1.
 */
void treaty_document_statement_groups(json_t *document);
/** Adds `citations`: {style, text} of the treaty on its day. */
apr_status_t treaty_document_citations(json_t *document,
                                       const treaty_reading_t *reading,
                                       apr_int64_t key);
/** Adds `milestones`, a treaty's own days up to the day (and that, where it was
 * asked for), and `steps`, its counts over time, to its document. */
apr_status_t treaty_document_timeline(json_t *document,
                                      const treaty_reading_t *reading,
                                      apr_int64_t key);
/** Adds `chart`, the picture of them, null where there is nothing to draw; and
 * `chart_name`, the treaty's name in it. */
void treaty_document_chart(json_t *document, const treaty_reading_t *reading);
/**
 * A fact sheet, its claims beside the record.
 * @param claims_only leaves out what the sheet says beside its claims
 */
apr_status_t treaty_document_fact_sheet(json_t **document,
                                        treaty_reading_t *reading,
                                        apr_int64_t key, int claims_only);

/**
 * What happened under a treaty after the day @p from, up to @p to: acts that
 * were deposited, effects that began, withdrawals that took effect, changes
 * of the treaty's own status; status and counts of both days. At most 1000
 * rows, whole days of them; `next` goes on behind the last one.
 * @param from not later than @p to; neither TREATY_DAY_NONE
 */
apr_status_t treaty_document_treaty_changes(json_t **document,
                                            const treaty_reading_t *reading,
                                            apr_int64_t key, treaty_day_t from,
                                            treaty_day_t to);
/**
 * A treaty with its protocols and amendments: all members of its family on
 * the day, the head first, each with what it is to others. At most 500.
 */
apr_status_t treaty_document_family(json_t **document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key);

/**
 * What of this revision can be downloaded: its files, with size and digest,
 * where it comes from, on which terms. `complete` is false, and `note` says
 * why, where files are missing; the database is offered even so.
 */
apr_status_t treaty_document_downloads(json_t **document,
                                       const treaty_reading_t *reading);

/** The members that every list begins with: as_of, known_through, revision. */
void treaty_document_head(json_t *document, const treaty_reading_t *reading);

/**
 * As treaty_recorded_to; of a document without sources of its own, that of all
 * sources.
 * @return living as long as the document and the reading
 */
const char *treaty_document_recorded_to(const json_t *document,
                                        const treaty_reading_t *reading);

/**
 * Sets a member to the number that a statement gives.
 * @param stmt bound; reset at the end
 */
apr_status_t treaty_document_number(json_t *document, const char *member,
                                    treaty_stmt_t *stmt);

/** Sets `total` to the number that a statement without values gives. */
apr_status_t treaty_document_total(json_t *document,
                                   const treaty_reading_t *reading,
                                   treaty_sql_t sql);

/**
 * What publications have changed in the record since a revision: a page of
 * the log, the revisions that it is of, the total.
 * @param since a revision; NULL for as far back as the log goes
 * @param after the cursor of `next`; 0 from the start
 * @param limit the most items of this page, from 1
 * @return TREATY_ENOTFOUND for a revision that isn't in the log: unknown, or
 * so old that it has been cut
 */
apr_status_t treaty_document_changes(json_t **document,
                                     const treaty_reading_t *reading,
                                     const char *since, apr_int64_t after,
                                     int limit);

/**
 * What a text finds: as_of, known_through, revision, q, terms, is_cut, total,
 * total_is_estimate, did_you_mean, items.
 * @param found how many items there are for all pages together
 * @param kinds bits of search.h
 * @param skip the number of items that are left out before the page
 */
apr_status_t treaty_document_search(json_t **document, int *found,
                                    const treaty_reading_t *reading,
                                    const char *q, unsigned kinds, int skip,
                                    int limit);

/** How the mount is, as a balancer is told it. */
typedef enum {
    TREATY_HEALTH_OK,
    /** Published longer ago than the site allows; answers are given. */
    TREATY_HEALTH_STALE,
    /** Nothing can be answered. */
    TREATY_HEALTH_UNAVAILABLE
} treaty_health_t;

treaty_health_t treaty_reading_health(const treaty_reading_t *reading,
                                      apr_time_t now);
void treaty_document_health(json_t **document, const treaty_reading_t *reading,
                            treaty_health_t health, apr_time_t now);

/** What decides a treaty's status on a day. */
typedef struct treaty_milestones_t {
    /** TREATY_DAY_NONE where unknown. */
    treaty_day_t adopted;
    treaty_day_t entry;
    treaty_day_t ended;
    /** Whether a threshold and all consents are recorded: then a treaty
     * without an entry into force is known not to be in force. */
    int is_decidable;
} treaty_milestones_t;

/** The first that is true, as the domain's list of statuses has them. */
const char *treaty_status_on(const treaty_milestones_t *milestones,
                             treaty_day_t day);

/**
 * Reads them from five columns: the days of adoption, of entry into force and
 * of the end; whether there is a threshold, and whether all consents are
 * recorded.
 */
void treaty_milestones_read(treaty_milestones_t *milestones,
                            treaty_stmt_t *stmt, int first);

/** The claims of a fact sheet, each beside the record; a new reference. */
apr_status_t treaty_document_claims(json_t **claims, treaty_reading_t *reading,
                                    apr_int64_t fact_sheet);

/**
 * The value that a name has in a document, or in the row of a participant:
 * "signatures", "counts.states.consents", "adopted_on", "state", …
 * @return borrowed from @p document; NULL for a name that is no fact
 */
json_t *treaty_document_fact(const json_t *document, const char *name,
                             apr_pool_t *scratch_pool);

/**
 * The ids that look most like a wrong one, or else those of the records that
 * it finds as words; at most five: {id, title}.
 */
json_t *treaty_document_suggestions(const treaty_reading_t *reading,
                                    treaty_sql_t near, const char *id);

#endif

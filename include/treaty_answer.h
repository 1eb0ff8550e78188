/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_answer.h
 * @brief A request's course: query, document, representation, response. What
 * httpd's handler, the SSI elements and treatyctl render all call.
 */
#ifndef TREATY_ANSWER_H
#define TREATY_ANSWER_H

#include "treaty_cache.h"
#include "treaty_database.h"
#include "treaty_query.h"
#include "treaty_represent.h"
#include "treaty_template_check.h"
#include "treaty_templates.h"

#include <apr_file_io.h>

/** How many items a list's page has unless something else is said. */
#define TREATY_PAGE_SIZE 100
/** The most that a page may have. */
#define TREATY_PAGE_SIZE_MAX 1000

/** What answers are made from: one for each configuration. What an answer's
 * bytes or headers depend on is also a part of the cache's key, see keep.c. */
typedef struct treaty_site_t {
    treaty_database_t *database;
    treaty_templates_t *templates;
    /** What the process keeps of its answers; NULL where nothing is. */
    treaty_cache_t *cache;
    /** What all parts of a page are read from, see treaty_site_hold; NULL: what
     * there is when it is read. */
    treaty_snapshot_t *snapshot;
    treaty_template_set_t *set;
    /** Where the mount is: "/ref", without a closing slash. */
    const char *base;
    /** "https://host" for absolute addresses, or "". */
    const char *origin;
    /** Whether addresses within answers name the site's language, because the
     * mount may speak another: for a page that elements stand in. */
    int names_language;
    /** The tag of the language of who doesn't ask for another; NULL: that is
     * English. One that isn't there is as English. */
    const char *language;
    /** How long what was seen of files is taken as known. */
    apr_interval_time_t refresh;
    /** The most time that a handle may work for one answer; 0: no bound. */
    apr_interval_time_t query_timeout;
    /** The age from which a publication is too old for the mount to be well; 0:
     * none is. */
    apr_interval_time_t stale;
    /** Seconds that a cache may keep an answer. */
    int max_age;
    /** As many items as a list's page has unless it is asked otherwise. */
    int page_size;
} treaty_site_t;

/**
 * From now on a site gives the revision and the templates that there are now,
 * for as long as @p pool, so that all of a page is of one revision. Where there
 * are none it stays as it was.
 */
void treaty_site_hold(treaty_site_t *site, apr_time_t now, apr_pool_t *pool);

typedef struct treaty_request_t {
    /** Below the mount, decoded. */
    const char *path;
    /** The raw query string, or NULL. */
    const char *args;
    apr_time_t now;
    /** The Accept-Encoding header's value, or NULL. */
    const char *accept_encoding;
    /** Asked for by a page that takes the answer in: an alias is resolved, and
     * a record that is missing is told by a fragment with status 200. */
    int included;
    /** Tells a view from others of the same address in a page, by whose ids
     * its own are then not. */
    int use;
} treaty_request_t;

/** How an answer or an element came about, for who counts and logs: nothing in
 * it is a text of the one who asked. */
typedef struct treaty_made_t {
    /** What was asked for; TREATY_RESOURCE__COUNT where there is no such
     * address, or where an element asked. */
    treaty_resource_t resource;
    /** "opsc" or "opsc@2002-12-24": the record by its own id; or NULL. */
    const char *record;
    /** "box", "page", "list"; of data what stands behind the record, and the
     * form: "participants.csv", "json"; NULL where nothing was given. */
    const char *view;
    /** What it was read from; NULL where it needs no record. */
    const char *revision;
    /** What reading the record took, and writing what was read; -1 where that
     * wasn't done. A streamed body's rows aren't in it. */
    apr_interval_time_t reading;
    apr_interval_time_t writing;
} treaty_made_t;

/** What the cache had to do with it. */
typedef enum {
    /** There is none, or such a thing isn't kept. */
    TREATY_CACHED_NOT,
    TREATY_CACHED_HIT,
    TREATY_CACHED_MISS,
    TREATY_CACHED__COUNT
} treaty_cached_t;

/** A body that is made while it is sent. */
typedef struct treaty_stream_t treaty_stream_t;

/**
 * Makes the next piece of a stream.
 * @param data lives until the next call or the end of the stream's pool
 * @param len 0 at the end
 * @return on an error the body can't be finished, and has to be broken off so
 * that the one who reads it sees that
 */
apr_status_t treaty_stream_next(const char **data, apr_size_t *len,
                                treaty_stream_t *stream);

/** A whole response; all of it lives in the pool that it was made in. */
typedef struct treaty_answer_t {
    /** An HTTP status. */
    int status;
    const char *content_type;
    const char *body;
    apr_size_t len;
    /** Instead of `body`, or NULL. */
    treaty_stream_t *stream;
    /** A file of `len` bytes, from its start, instead of `body`; or NULL. */
    apr_file_t *file;
    /** Quoted; NULL where there is nothing to validate. */
    const char *etag;
    /** 0 where it isn't known. */
    apr_time_t last_modified;
    /** Seconds that a cache may keep it; -1: not at all. */
    int max_age;
    /** Whether it holds no longer than the UTC day: what is said of today. */
    int ends_with_day;
    /** treaty_answer_public_age, where it lies ready; or NULL. */
    const char *public_age;
    /** Whether it stays so for ever. */
    int immutable;
    /** For a redirection an address, absolute where the site has an origin;
     * or NULL. */
    const char *location;
    /** Seconds after which to try again; 0: none. */
    int retry_after;
    /** The tag of the language that readers see, or NULL. */
    const char *language;
    /** A Link header's value, or NULL. */
    const char *link;
    /** A Content-Disposition header's value, or NULL. */
    const char *disposition;
    /** A Content-Security-Policy header's value, or NULL. */
    const char *policy;
    /** A Repr-Digest header's value (RFC 9530), or NULL. */
    const char *digest;
    /** A line for the error log of the page that took this in, or NULL. */
    const char *trouble;
    /** Whether it is a problem because one of our bounds was reached, which
     * only who keeps record and templates can mend. */
    int is_beyond_bounds;
    /** What the body is compressed by, as Content-Encoding has it; or NULL. */
    const char *coding;
    /** Whether it is made of more than the record, templates and the day, so
     * that it can't be kept: files that lie about. */
    int is_fleeting;
    /** Whether it depends on Accept-Encoding. */
    int is_negotiated;
    treaty_made_t made;
    /** What all of this lives in, instead of the pool; or NULL. */
    treaty_block_t *block;
} treaty_answer_t;

/**
 * Answers a request. There always is an answer, be it a problem.
 * @param answer in @p result_pool
 */
void treaty_answer_make(treaty_answer_t **answer, const treaty_site_t *site,
                        const treaty_request_t *request,
                        apr_pool_t *result_pool);

/**
 * As treaty_answer_make, by way of the site's cache: an answer that is kept is
 * given as it is, and bodies that can be are compressed as the request takes
 * them. It holds as long as @p result_pool, or its block is held once more.
 * @param kept one that is found has as `made` how it was made then
 */
void treaty_answer_get(const treaty_answer_t **answer, treaty_cached_t *kept,
                       const treaty_site_t *site,
                       const treaty_request_t *request,
                       apr_pool_t *result_pool);

/**
 * The Cache-Control header of an answer that is given now.
 * @param is_private whether only the reader's own browser may keep it
 */
const char *treaty_answer_cache_control(const treaty_answer_t *answer,
                                        int is_private, apr_time_t now,
                                        apr_pool_t *result_pool);

/** The same for everybody's caches, far from midnight; NULL for an answer that
 * isn't an ordinary one. */
const char *treaty_answer_public_age(const treaty_answer_t *answer,
                                     apr_pool_t *result_pool);

/**
 * Makes the first piece of an answer's stream, before anything of the answer
 * is sent: where it can't be made, the answer becomes the problem that says so.
 * Called when nothing else of the answer is in doubt; one without a stream
 * stays as it is.
 */
void treaty_answer_begin(treaty_answer_t *answer);

/**
 * Holds claims against the record, as those of a fact sheet are held.
 * @param verdicts a new list, bound to @p result_pool: of each claim, in the
 * same order, what the member "claims" of a fact sheet's claims.json has
 * @param claims as a record file has them. One whose "as_of" is null is held
 * against the last day that its treaty's sources cover, today at most
 * @return TREATY_EINPUT for a claim without a treaty, a measure or a value, or
 * of a participant that the record doesn't know
 */
apr_status_t treaty_claims_judge(json_t **verdicts, const treaty_site_t *site,
                                 const json_t *claims, apr_time_t now,
                                 apr_pool_t *result_pool);

/** What facts are told of. */
typedef enum {
    TREATY_FACTS_TREATY,
    /** A participant's part in a treaty. */
    TREATY_FACTS_PAIR,
    TREATY_FACTS_PARTICIPANT,
    TREATY_FACTS_SHEET
} treaty_facts_of_t;

/** A value that an element can ask for by its name. */
typedef struct treaty_fact_t {
    /** "counts.signatures": the path in the record's JSON. */
    const char *name;
    /** "signatures", which will do; NULL for none. */
    const char *short_name;
    /** number, day, code, text, address or yes_no. */
    const char *kind;
    /** In a sentence or two. */
    const char *meaning;
} treaty_fact_t;

/**
 * All facts, as docs/openapi.json describes the documents that they are of.
 * @return treaty_fact_t, in the order of the document
 */
apr_array_header_t *treaty_facts(treaty_facts_of_t of, apr_pool_t *result_pool);

/** What an SSI element asks for. Members that weren't given are NULL. */
typedef struct treaty_element_t {
    /** A treaty, with or without a day. */
    const char *id;
    /** As well, instead of a treaty. */
    const char *factsheet;
    /** Of the treaty; or without one, with or without a day, by itself. */
    const char *participant;
    const char *view;
    const char *fact;
    /** "today": the current number beside a frozen one. */
    const char *beside;
    /** "long", "plain", "iso" or NULL. */
    const char *format;
    const char *heading;
    /** The tag of a language. */
    const char *lang;
    /** What the rows of a view's table are ordered and chosen by. */
    const char *sort;
    const char *state;
    /** As treaty_request_t has it. */
    int use;
    /** For a variable: bare text, nothing where unknown. */
    int is_value;
    apr_time_t now;
} treaty_element_t;

/**
 * Where an attribute of an element is kept, by the name that pages give it;
 * the name of a variable is none of these.
 * @return NULL for a name that is no attribute's
 */
const char **treaty_element_attribute(treaty_element_t *element,
                                      const char *name);

/**
 * What stands in the place of an element that can't be made at all.
 * @param site without a database where none is set up
 * @param element as far as it could be read
 * @param detail one English sentence, which is said in the language
 * @return a small valid fragment; empty for a variable
 */
const char *treaty_element_refuse(const treaty_site_t *site,
                                  const treaty_element_t *element,
                                  const char *detail, apr_pool_t *result_pool);

/**
 * Makes what stands in the place of an element.
 * @param text HTML, or bare text for a variable; in @p result_pool. On an
 * error a small valid fragment that says what is missing, empty for a variable
 * @param trouble on an error, one sentence for the log; else NULL
 * @return APR_SUCCESS, TREATY_EINPUT, TREATY_ENOTFOUND, TREATY_EDATABASE, …
 */
apr_status_t treaty_element_make(const char **text, const char **trouble,
                                 const treaty_site_t *site,
                                 const treaty_element_t *element,
                                 apr_pool_t *result_pool);

/**
 * Checks the templates of a directory against what addresses show through
 * them; see treaty_template_check.h.
 * @param findings of treaty_template_finding_t
 * @param site its database and templates aren't used
 * @param directory NULL for the shipped ones
 */
apr_status_t treaty_answer_check_templates(apr_array_header_t **findings,
                                           const treaty_site_t *site,
                                           const char *directory,
                                           apr_pool_t *result_pool);

/** What stands in the place of an element, and how it came about. */
typedef struct treaty_piece_t {
    /** Not ended by a zero byte; holds as long as the pool that it was asked
     * for with, or `block` is held once more. */
    const char *text;
    apr_size_t len;
    /** What the text lives in; NULL: in that pool. */
    treaty_block_t *block;
    /** As treaty_element_make. */
    const char *trouble;
    treaty_cached_t kept;
    /** Of one that wasn't found. */
    treaty_made_t made;
} treaty_piece_t;

/**
 * As treaty_element_make, by way of the site's cache.
 * @param piece filled in
 */
apr_status_t treaty_element_get(treaty_piece_t *piece,
                                const treaty_site_t *site,
                                const treaty_element_t *element,
                                apr_pool_t *result_pool);

#endif

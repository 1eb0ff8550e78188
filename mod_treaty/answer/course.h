/*
 * A request on its way to its answer: what the files that build documents for
 * URLs share.
 *
 * answer.c parses, begins a reading and calls the resource's builder
 * (build.c); that sets the document, which form.c writes in the form that was
 * asked for.
 */
#ifndef TREATY_COURSE_H
#define TREATY_COURSE_H

#include "answer.h"
#include "stream.h"

/** The order of a page of treaties that asks for none: readers know a treaty by
 * its title rather than by its id. And that of data. */
#define TREATY_PAGE_SORT "title"
#define TREATY_DATA_SORT "id"

typedef struct treaty_course_t {
    const treaty_site_t *site;
    const treaty_request_t *request;
    treaty_query_t *query;
    treaty_reading_t *reading;
    treaty_answer_t *answer;
    /** Filled in by who finds out; see treaty_course_refuse. */
    treaty_problem_t problem;
    json_t *suggestions;
    /** The record that the address names. */
    apr_int64_t key;
    const char *slug;
    /** What the builder made; a list has "items". */
    json_t *document;
    /** The columns of a CSV of the document's items. */
    const treaty_csv_column_t *columns;
    /** The rows of a CSV that is longer than a document may be; else NULL. */
    treaty_rows_t *rows;
    /** When reading began, was done, and what was read was written; 0: not. */
    apr_time_t began;
    apr_time_t read;
    apr_time_t written;
    /** What was read from, or NULL. */
    const char *revision;
    apr_pool_t *pool;
} treaty_course_t;

/**
 * Sets the problem of a parameter. @return TREATY_EINPUT
 * @param detail one sentence for the one who asked
 */
apr_status_t treaty_course_refuse(treaty_course_t *course, treaty_param_t param,
                                  const char *detail);

/** As treaty_course_refuse, where a parameter names a record that isn't
 * there. @param noun "treaty" or "participant" */
apr_status_t treaty_course_miss(treaty_course_t *course, treaty_param_t param,
                                const char *noun, const char *id);

/**
 * Looks up a record that a parameter names.
 * @param key 0 where the parameter isn't given
 * @return TREATY_EINPUT with the problem told, for one that isn't there
 */
apr_status_t treaty_course_resolve_param(apr_int64_t *key,
                                         treaty_course_t *course,
                                         treaty_param_t param);

/**
 * build.c: looks up the record that the address names, if it names one.
 * @return TREATY_ENOTFOUND with the problem told
 */
apr_status_t treaty_course_resolve(treaty_course_t *course);

/** page_languages.c: {items}, the addresses of this page in each language: a
 * new reference. */
json_t *treaty_page_languages(const treaty_course_t *course);

/** An item of it: {tag, name, dir, url, is_current}. */
json_t *treaty_page_language(const treaty_language_t *language, const char *url,
                             int is_current);

/** build.c: looks the record up, where that hasn't been done, and makes the
 * document of the query's resource. */
apr_status_t treaty_course_document(treaty_course_t *course);

/** build.c: makes the answer: a redirection to the one address of the thing,
 * or its document in the form that was asked for. */
apr_status_t treaty_course_build(treaty_course_t *course);

/** build.c: answers with the one address of the thing, for an alias, an id in
 * other letters, a slash too many. */
void treaty_course_redirect(const treaty_course_t *course);

/** course.c: tells with the answer how it was made. */
void treaty_course_tell(const treaty_course_t *course);

/** form.c: writes the document, or promises its rows, as the answer. */
apr_status_t treaty_course_write(treaty_course_t *course);

struct treaty_view_t;

/** build.c: what an HTML form of a record is asked for as. */
void treaty_course_view(struct treaty_view_t *view,
                        const treaty_course_t *course);

/** The template of an HTML form: "treaties/box". */
const char *treaty_course_template(const treaty_course_t *course);

/** Sets an answer's body with its digest, ages and times. */
void treaty_course_set_body(const treaty_course_t *course, const char *data,
                            apr_size_t len, const char *content_type);

/**
 * The query of the same in another form: a page's headings mean nothing to
 * data, and a cursor names the order that the one has by itself and the other
 * not.
 */
treaty_query_t treaty_course_in_form(const treaty_query_t *query,
                                     treaty_form_t form);

/** An absolute address where the site has an origin: base and @p path. */
const char *treaty_course_url(const treaty_course_t *course, const char *path);

/** list.c: lists of treaties, participants and fact sheets; a page of them in
 * their order, filtered. Treaties of a participant come with its states. */
apr_status_t treaty_course_list_treaties(treaty_course_t *course);
apr_status_t treaty_course_list_participants(treaty_course_t *course);
apr_status_t treaty_course_list_fact_sheets(treaty_course_t *course);
/** All acts, or those of the treaty or the participant of the address; as a
 * document or as a feed. */
apr_status_t treaty_course_list_acts(treaty_course_t *course);
/** One row a participant of the treaty. */
apr_status_t treaty_course_list_treaty_participants(treaty_course_t *course);

/** status.c: several treaties by several participants. */
apr_status_t treaty_course_status(treaty_course_t *course);

/** overviews.c: a treaty's statements and its counts over time; subjects. */
apr_status_t treaty_course_statements(treaty_course_t *course);
apr_status_t treaty_course_timeline(treaty_course_t *course);
apr_status_t treaty_course_subjects(treaty_course_t *course);

/** The description of the API as the project has it: a new reference. */
json_t *treaty_openapi(void);

/** index.c: the mount's page, and the API's root. */
apr_status_t treaty_course_index(treaty_course_t *course);

/** api.c: the page of the API. */
apr_status_t treaty_course_api(treaty_course_t *course);

/** openapi.c: the description of all of this, as it holds at this mount. */
apr_status_t treaty_course_openapi(treaty_course_t *course);

/** send_file.c: gives a file to download as it is. */
apr_status_t treaty_course_download(treaty_course_t *course);

/** oembed.c: what a page that `url` names can be embedded as. */
apr_status_t treaty_course_oembed(treaty_course_t *course);

/** list_search.c: what `q` finds, the best first. */
apr_status_t treaty_course_search(treaty_course_t *course);

#endif

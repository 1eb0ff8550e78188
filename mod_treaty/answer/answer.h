/*
 * What the files of a request's course share.
 */
#ifndef TREATY_ANSWER_PRIVATE_H
#define TREATY_ANSWER_PRIVATE_H

#include "document.h"

/** Seconds after which a mount without a database is worth another try. */
#define TREATY_RETRY_AFTER 10

/** What a wrong id was to be looked up as. */
typedef struct treaty_missing_t {
    /** "treaty", "participant" or "fact sheet". */
    const char *noun;
    const char *id;
    /** The statement that finds ids like it. */
    treaty_sql_t near;
} treaty_missing_t;

/** The problem behind a status that the store or the templates gave. */
void treaty_problem_of_status(treaty_problem_t *problem, apr_status_t status);

/** The problem of an id that names nothing. */
void treaty_problem_of_missing(treaty_problem_t *problem,
                               const treaty_missing_t *missing,
                               apr_pool_t *result_pool);

/**
 * Turns a problem into an answer: problem+json for a data URL; else a page by
 * template `problem`, or in a view's place the fragment of `missing`.
 * @param query NULL where the request couldn't even be read
 * @param suggestions of treaty_document_suggestions, or NULL
 */
void treaty_problem_answer(treaty_answer_t *answer, const treaty_site_t *site,
                           const treaty_request_t *request,
                           const treaty_query_t *query,
                           const treaty_problem_t *problem, json_t *suggestions,
                           apr_pool_t *result_pool);

/**
 * The fragment that says what is missing.
 * @param set may be NULL, and @p language with it; without a usable template
 * a plain one is made
 * @param is_inline whether it stands within a paragraph
 */
const char *treaty_problem_fragment(const treaty_problem_t *problem,
                                    json_t *suggestions,
                                    treaty_template_set_t *set,
                                    const treaty_language_t *language,
                                    int is_inline, apr_pool_t *result_pool);

/** Sets what templates see of the mount and of the language that addresses
 * name: base, origin, stylesheet, lang_asked, lang_first, lang_next. */
void treaty_answer_set_place(json_t *view, const treaty_site_t *site,
                             const char *lang, apr_pool_t *scratch_pool);

/** What templates see beside a document; bound to the reading's pool. */
json_t *treaty_answer_extras(const treaty_reading_t *reading, int heading,
                             const json_t *document);

/** The parts of the document that a template speaks of. */
unsigned treaty_answer_sections(const treaty_reading_t *reading,
                                const char *name);

#endif

/*
 * One reading of one revision: what the document builders work with. Shared by
 * the files of this directory.
 */
#ifndef TREATY_READING_H
#define TREATY_READING_H

#include "treaty_answer.h"
#include "treaty_json.h"

typedef struct treaty_reading_t {
    const treaty_site_t *site;
    treaty_snapshot_t *snapshot;
    treaty_db_t *db;
    treaty_template_set_t *templates;
    /** Of the words, days, numbers and names; it lives with the templates. */
    const treaty_language_t *language;
    /** The tag that addresses within the answer name, so that who follows one
     * goes on in the language; or NULL. */
    const char *lang;
    /** The day that is asked about. */
    treaty_day_t day;
    /** The same as ISO text. */
    const char *on;
    /** Whether the request named the day. */
    int is_dated;
    /** Whether the day is after today. */
    int is_future;
    treaty_day_t today;
    /** The template that the document is for, or NULL: then all of it is. */
    const char *view;
    apr_pool_t *pool;
} treaty_reading_t;

/** The snapshot that a site gives, to be released. */
apr_status_t treaty_site_snapshot(treaty_snapshot_t **snapshot,
                                  const treaty_site_t *site, apr_time_t now);
/** The templates that it gives, to be released. */
apr_status_t treaty_site_templates(treaty_template_set_t **set,
                                   const treaty_site_t *site, apr_time_t now);

/**
 * Takes a snapshot, a handle of it and the templates. What it took is given
 * back by treaty_reading_end, on an error too.
 * @param day TREATY_DAY_NONE for today
 * @param lang the tag of the language that is asked for, or NULL. Where there
 * is no such language, it is the site's, and `lang` of the reading is NULL
 */
apr_status_t treaty_reading_begin(treaty_reading_t **reading,
                                  const treaty_site_t *site, treaty_day_t day,
                                  const char *lang, apr_time_t now,
                                  apr_pool_t *pool);
void treaty_reading_end(treaty_reading_t *reading);

/**
 * Whether all that was made of what was read is there, and is of one revision:
 * asked before it is given to anybody.
 * @return APR_ENOMEM where something is missing, for memory was out;
 * TREATY_EDATABASE where the file was written over meanwhile
 */
apr_status_t treaty_reading_verify(const treaty_reading_t *reading);

/**
 * The language of an answer: the one that is asked for, else the site's.
 * @param lang NULL where none is asked for; set to its tag in the set, or to
 * NULL where addresses have no need to name one
 */
const treaty_language_t *treaty_reading_language(
    const char **lang, const treaty_template_set_t *set,
    const treaty_site_t *site);

/** Speaks another language, where there is one of this tag. */
void treaty_reading_speak(treaty_reading_t *reading, const char *lang);

/** The tags of all languages: "ar, en, es". */
const char *treaty_reading_tags(const treaty_reading_t *reading);

/** "?lang=fr", or with @p sign '&' "&lang=fr"; "" where @p lang is NULL. */
const char *treaty_lang_args(const char *lang, char sign,
                             apr_pool_t *result_pool);

/** As treaty_lang_args, of the reading's language. */
const char *treaty_reading_lang_args(const treaty_reading_t *reading,
                                     char sign);

/** Asks about another day. */
void treaty_reading_set_day(treaty_reading_t *reading, treaty_day_t day,
                            int is_dated);

/** Whether who asked gets to see what stands at a path of the document; what
 * doesn't show needn't be read. */
int treaty_reading_shows(const treaty_reading_t *reading, const char *path);

/**
 * Looks an id, an alias or a code up.
 * @param slug in the reading's pool
 * @return TREATY_ENOTFOUND
 */
apr_status_t treaty_reading_resolve(apr_int64_t *key, const char **slug,
                                    const treaty_reading_t *reading,
                                    treaty_sql_t sql, const char *id);

/**
 * The address of a record on the day that is asked about, in the language
 * that is asked for.
 * @param collection "treaties" or "fact-sheets"
 * @param suffix ".json", "/box" or ""
 */
const char *treaty_reading_url(const treaty_reading_t *reading,
                               const char *collection, const char *slug,
                               const char *suffix);

/**
 * The address that tells what a record's page can be embedded as, or NULL
 * where the site has no origin: who embeds needs absolute addresses.
 */
const char *treaty_reading_oembed(const treaty_reading_t *reading,
                                  const char *collection, const char *slug);

/** Sets a member to a column's text, or to null. */
void treaty_reading_set_column(json_t *object, const char *key,
                               treaty_stmt_t *stmt, int column);

/**
 * As treaty_reading_set_column, of an address that pages will link to: what
 * isn't http or https becomes null, for it may be a script.
 */
void treaty_reading_set_address(json_t *object, const char *key,
                                treaty_stmt_t *stmt, int column);

/** As treaty_reading_set_column, of a number. */
void treaty_reading_set_number(json_t *object, const char *key,
                               treaty_stmt_t *stmt, int column);

/** Called with each row; appends to the list. */
typedef void treaty_row_fn_t(json_t *list, treaty_stmt_t *stmt,
                             const treaty_reading_t *reading);

/**
 * Sets a member to the list of a statement's rows.
 * @param stmt bound; reset at the end
 */
apr_status_t treaty_reading_set_list(json_t *object, const char *key,
                                     treaty_stmt_t *stmt, treaty_row_fn_t *row,
                                     const treaty_reading_t *reading);

/** How rows are put in order: by the text of a column, NULL at the end, and by
 * that of another where those are equal. */
typedef struct treaty_row_order_t {
    int column;
    int then;
    /** So many rows of them are in the list. */
    int max;
} treaty_row_order_t;

/** As treaty_reading_set_list, of a statement without an order of its own, of
 * which 10,000 rows are read at most. */
apr_status_t treaty_reading_set_sorted(json_t *object, const char *key,
                                       treaty_stmt_t *stmt,
                                       treaty_row_fn_t *row,
                                       const treaty_row_order_t *order,
                                       const treaty_reading_t *reading);

/** As treaty_reading_set_list, of a statement that takes a record's key. */
apr_status_t treaty_reading_list(json_t *object, const char *key,
                                 const treaty_reading_t *reading,
                                 treaty_sql_t sql, apr_int64_t record,
                                 treaty_row_fn_t *row);

/** A row that is one text: appended as it is. */
void treaty_row_text(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading);
/** A row of a source: slug, kind, title, publisher, url, retrieved_on,
 * known_through. */
void treaty_row_source(json_t *list, treaty_stmt_t *stmt,
                       const treaty_reading_t *reading);

#endif

/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_db.h
 * @brief The one wrapper around SQLite. Nothing outside mod_treaty/store
 * includes SQLite's header, and no SQL stands outside sql/.
 *
 * A handle belongs to one thread at a time. Each of its statements is prepared
 * at its first use and kept; it must be reset before it is asked for again.
 */
#ifndef TREATY_DB_H
#define TREATY_DB_H

#include "treaty.h"
#include "treaty_log.h"
#include "treaty_sql.h"

typedef struct treaty_db_t treaty_db_t;
typedef struct treaty_stmt_t treaty_stmt_t;

/** How a file is opened. */
typedef enum {
    /** Made anew, with the schema, all or nothing; fails where a file of the
     * name holds anything. */
    TREATY_DB_CREATE,
    /** An authoring database, for writing. A published file is refused. */
    TREATY_DB_WRITE,
    /** Any database of ours, for reading. What a run that was killed has left
     * half written is taken back before. */
    TREATY_DB_READ,
    /** A published file that never changes: SQLite's immutable mode. */
    TREATY_DB_PUBLISHED,
    /** The copy of a published file that is to become another one, for
     * writing. */
    TREATY_DB_AGAIN,
    /** An authoring database of any form that there was, for
     * treaty_db_migrate. */
    TREATY_DB_MIGRATE
} treaty_db_mode_t;

/**
 * Opens a database and checks that it is ours and of our schema's version.
 * The handle is closed with @p pool.
 * @return TREATY_EDATABASE for a file that isn't ours, is newer than this
 * library, is published where it shouldn't be or isn't where it should, or is
 * in WAL mode where it is to be served; TREATY_ESTORE for SQLite's own
 * refusals. Either has been logged with the file's name and what to do.
 */
apr_status_t treaty_db_open(treaty_db_t **db, const char *path,
                            treaty_db_mode_t mode, const treaty_log_t *log,
                            apr_pool_t *pool);

/** Closes a handle before its pool goes. */
void treaty_db_close(treaty_db_t *db);

/** The file that the handle was opened with. */
const char *treaty_db_path(const treaty_db_t *db);

/** The pool that the handle was opened in. */
apr_pool_t *treaty_db_pool(const treaty_db_t *db);

/** The log that the handle was opened with; for those who work on it. */
const treaty_log_t *treaty_db_log(const treaty_db_t *db);

/** Bytes of a language's tag, its NUL counted. */
#define TREATY_DB_LANGUAGE_SIZE 9

/**
 * Sets the language that statements prefer names and titles in; of a tag
 * longer than "fr" what stands before the '-' counts. English at first.
 */
void treaty_db_speak(treaty_db_t *db, const char *tag);

/**
 * Bounds the time that SQLite may take until the bound is set again: what runs
 * longer ends with APR_TIMEUP. 0 is without bound.
 */
void treaty_db_deadline(treaty_db_t *db, apr_interval_time_t time);

/**
 * Sees that statements fit the file: one that lacks a table or a column is
 * found out before it is served. Where the schema isn't just that of this
 * version, every statement is prepared and let go again. Those that read an
 * attached file (compare_…) are left out.
 * @return TREATY_ESTORE, logged
 */
apr_status_t treaty_db_prepare_all(treaty_db_t *db);

/**
 * Makes the tables and indexes that only a published file has, in a copy that
 * is to become one.
 */
apr_status_t treaty_db_extend(treaty_db_t *db);

/**
 * The schema as SQL, with the comments that say what its tables mean.
 * @param record of the record
 * @param serving of what only a published file has
 */
void treaty_db_schema(const char **record, const char **serving);

/**
 * Attaches a published file as `old`, as immutable as TREATY_DB_PUBLISHED
 * opens it, until treaty_db_detach. There must be no transaction. What is
 * attached isn't looked at: open it as TREATY_DB_PUBLISHED before. Meanwhile
 * no value may be longer than what a served file may hold.
 * @return TREATY_ESTORE, logged
 */
apr_status_t treaty_db_attach(treaty_db_t *db, const char *path);

/** Lets go of the file that is attached, if one is. */
void treaty_db_detach(treaty_db_t *db);

/** Runs a statement that neither takes values nor gives rows. */
apr_status_t treaty_db_run(treaty_db_t *db, treaty_sql_t sql);

/** A step from one form of the schema to the next. */
typedef struct treaty_migration_t {
    /** The form that it leads to, from the one before. */
    int to;
    /** What has to be done; it sets user_version itself. */
    const char *sql;
} treaty_migration_t;

/** All steps, in their order; the last has no text. Made from
 * sql/migrations. */
extern const treaty_migration_t treaty_migrations[];

/** The form that this version reads and writes, and its schema. */
apr_int64_t treaty_db_form(const char **schema);

/**
 * Brings an authoring database that was opened as TREATY_DB_MIGRATE to a newer
 * form, in one transaction: step by step, forward only. The result has to have
 * the schema of the last step letter by letter, and to pass SQLite's checks; or
 * else all stays as it was. The handle is to be closed then.
 *
 * @param steps as treaty_migrations
 * @param form where they lead, and @p schema what it looks like
 * @param from the form that the database had; @p form where nothing was to do
 * @return TREATY_EDATABASE or TREATY_ESTORE, logged
 */
apr_status_t treaty_db_migrate(apr_int64_t *from, treaty_db_t *db,
                               const treaty_migration_t *steps,
                               apr_int64_t form, const char *schema);

/** Whether a transaction has begun. */
int treaty_db_in_transaction(const treaty_db_t *db);
/** Begins a writing transaction; waits up to five seconds for another's. */
apr_status_t treaty_db_begin(treaty_db_t *db);
/** Commits the transaction. */
apr_status_t treaty_db_commit(treaty_db_t *db);
/** Ends a transaction without its changes; nothing happens outside one. */
void treaty_db_rollback(treaty_db_t *db);

/**
 * Says how a work on a database ends that has come so far: with APR_ENOMEM,
 * logged, where memory didn't do for something since treaty_memory_begin, so
 * that nothing is made of what is left; else with @p status.
 */
apr_status_t treaty_db_verify_memory(const treaty_db_t *db,
                                     apr_status_t status);

/** Rows changed by all statements since the handle was opened. */
apr_int64_t treaty_db_changes(const treaty_db_t *db);
/** The rowid of the last insertion. */
apr_int64_t treaty_db_last_id(const treaty_db_t *db);

/**
 * Copies the database to a new file, in rollback-journal mode and without free
 * pages (VACUUM INTO).
 */
apr_status_t treaty_db_vacuum_into(treaty_db_t *db, const char *path);

/**
 * SQLite's integrity check and the check of foreign keys.
 * @return TREATY_EDATABASE, with the first finding logged
 */
apr_status_t treaty_db_verify(treaty_db_t *db);

/**
 * Called with each word of a text as the full-text index has it: in small
 * letters, without accents.
 * @param word not NUL-terminated; lives until the return
 * @param from where in the text it stands, up to @p to
 * @return 0 for no further word
 */
typedef int treaty_word_fn_t(void *baton, const char *word, apr_size_t len,
                             apr_size_t from, apr_size_t to);

/** Takes a text apart into words. Any bytes will do. */
void treaty_db_words(treaty_db_t *db, const char *text, apr_size_t len,
                     treaty_word_fn_t *take, void *baton);

/** Bytes of the longest text that is a key of table search_key. */
#define TREATY_SEARCH_KEY_MAX 240

/**
 * Writes the key by which a whole text finds a record: its words with
 * @p separator between them ('-'; '\0': none).
 * @param buffer takes TREATY_SEARCH_KEY_MAX + 1 bytes; empty for a text without
 * words or with too many
 * @return the number of words
 */
int treaty_db_search_key(char *buffer, treaty_db_t *db, const char *text,
                         char separator);

/**
 * Gets a named statement of sql/, ready for values.
 */
apr_status_t treaty_stmt_get(treaty_stmt_t **stmt, treaty_db_t *db,
                             treaty_sql_t sql);

/**
 * Binds all values of a statement, in order.
 * @param format a letter a value: 's' const char * (NULL binds NULL; the text
 * must live until the reset), 'i' apr_int64_t, 'n' binds NULL and takes none
 */
apr_status_t treaty_stmt_bind(treaty_stmt_t *stmt, const char *format, ...);

/** treaty_stmt_get and treaty_stmt_bind in one. */
apr_status_t treaty_stmt_ask(treaty_stmt_t **stmt, treaty_db_t *db,
                             treaty_sql_t sql, const char *format, ...);

/**
 * Steps to the next row.
 * @param row set to 1 where there is a row; at 0 the statement has been reset
 * @return TREATY_ESTORE or APR_TIMEUP, logged; the statement has been reset
 */
apr_status_t treaty_stmt_step(int *row, treaty_stmt_t *stmt);

/** Steps a statement that gives no rows, to its end, and resets it. */
apr_status_t treaty_stmt_run(treaty_stmt_t *stmt);

/** Resets a statement and lets go of its values. */
void treaty_stmt_reset(treaty_stmt_t *stmt);

/** A column's text, NULL for NULL; lives until the next step or reset. */
const char *treaty_stmt_text(treaty_stmt_t *stmt, int column);
/** A column's text, "" for NULL: for what is compared or parsed. A file that
 * is served may hold NULL where the schema doesn't. */
const char *treaty_stmt_string(treaty_stmt_t *stmt, int column);
/** A column's text copied into @p result_pool, NULL for NULL. */
const char *treaty_stmt_text_dup(treaty_stmt_t *stmt, int column,
                                 apr_pool_t *result_pool);
/** A column's integer; 0 for NULL. */
apr_int64_t treaty_stmt_int(treaty_stmt_t *stmt, int column);
/** Whether a column is NULL. */
int treaty_stmt_is_null(treaty_stmt_t *stmt, int column);

/**
 * The plan of a statement as SQLite explains it, a line a step.
 * @param plan in @p result_pool
 */
apr_status_t treaty_stmt_plan(const char **plan, treaty_db_t *db,
                              treaty_sql_t sql, apr_pool_t *result_pool);

#endif

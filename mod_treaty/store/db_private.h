/*
 * What db.c and stmt.c share: the handle itself. Nobody else includes this.
 */
#ifndef TREATY_DB_PRIVATE_H
#define TREATY_DB_PRIVATE_H

#include "treaty_db.h"

#include <sqlite3.h>

/** The longest value, in bytes, of a file that is only read. */
#define TREATY_DB_VALUE_MAX (1024 * 1024)

struct treaty_stmt_t {
    sqlite3_stmt *stmt;
    treaty_db_t *db;
    const char *name;
};

struct treaty_db_t {
    sqlite3 *sqlite;
    const char *path;
    const treaty_log_t *log;
    apr_pool_t *pool;
    /** The index's own tokenizer, or NULL where SQLite lacks FTS5. */
    fts5_tokenizer tokenizer;
    Fts5Tokenizer *words;
    /** What treaty_language() says: the tag without region. */
    char language[TREATY_DB_LANGUAGE_SIZE];
    /** When the running work has to end; 0 is never. */
    apr_time_t deadline;
    /** Open to be served: what is wrong with the file is told once, and not
     * at each request. */
    int is_served;
    int is_told;
    /** The longest value before a file was attached; 0 while none is. */
    int length_before;
    /** Prepared at first use. */
    treaty_stmt_t stmts[TREATY_SQL__COUNT];
};

/** Logs SQLite's last refusal. @return TREATY_ESTORE or APR_TIMEUP */
apr_status_t treaty_db_refused(treaty_db_t *db, const char *doing);

/** recover.c: what to do about SQLite's last refusal, "" where that isn't
 * known. */
const char *treaty_db_advice(const treaty_db_t *db);

/**
 * recover.c: takes back what a run that was killed has left half written. A
 * handle for reading can't; where this one mustn't either, that is told when
 * the file is read.
 */
void treaty_db_recover(const treaty_db_t *db, const char *uri);

/** authorizer.c: from now on no statement that does anything but read can be
 * prepared, whatever its text. */
void treaty_db_only_read(treaty_db_t *db);

/**
 * harden.c: takes from a connection what no database of ours needs -
 * extensions, triggers, views, a schema that is trusted - and bounds what
 * statements and values of a file that is only read may be.
 */
void treaty_db_harden(treaty_db_t *db, int is_read_only);

/** Logs what is wrong with a file. @return TREATY_EDATABASE */
apr_status_t treaty_db_bad_file(treaty_db_t *db, const char *why);

/** Reads the one number that a statement gives. */
apr_status_t treaty_db_number(apr_int64_t *value, treaty_db_t *db,
                              treaty_sql_t sql);

/** Runs a text of statements. */
apr_status_t treaty_db_execute(treaty_db_t *db, const char *sql,
                               const char *doing);

/** own_schema.c: whether the file's schema is that of a text, letter by letter,
 * and nothing else. */
int treaty_db_has_schema(treaty_db_t *db, const char *schema);

/** own_schema.c: whether the file's schema is that of this version, letter by
 * letter, and nothing else; statements then fit it. */
int treaty_db_has_own_schema(treaty_db_t *db);

/**
 * fulltext.c: gets FTS5's tokenizer and adds treaty_rank(), by which matches
 * are ranked.
 */
apr_status_t treaty_db_add_fulltext(treaty_db_t *db);
void treaty_db_remove_fulltext(treaty_db_t *db);

/**
 * functions.c: what statements of sql/ may call beside SQLite's own functions.
 * treaty_language(): the language that is asked for;
 * treaty_fold(name): what names are looked up by; treaty_number_key(number):
 * what numbers of treaties are sorted by; treaty_search_key(text) and
 * treaty_search_compact(text): what a whole text is found by.
 */
void treaty_db_add_functions(treaty_db_t *db);

#endif

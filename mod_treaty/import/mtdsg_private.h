/*
 * What the readers of the depositary's XML share.
 */
#ifndef TREATY_IMPORT_MTDSG_PRIVATE_H
#define TREATY_IMPORT_MTDSG_PRIVATE_H

#include "mtdsg_text.h"
#include "statement.h"
#include "table_acts.h"

/** A file while it is imported. */
typedef struct treaty_mtdsg_t {
    treaty_table_context_t context;
    const char *path;
    /** The element of the treaty, and the file's outermost. */
    xmlNode *treaty;
    xmlNode *root;
    json_t *record;
    json_t *statements;
    /** By number, as text: a treaty_day_t, the latest in what an end note says
     * of a withdrawal. */
    apr_hash_t *end_notes;
    /** The depositary's own totals; -1 where it has none. */
    int signatories;
    int parties;
    apr_pool_t *pool;
    /** Cleared with each row of the participants' table and each section. */
    apr_pool_t *scratch;
} treaty_mtdsg_t;

/** More statements or paragraphs than this are no treaty's. */
#define TREATY_MTDSG_STATEMENTS_MAX 20000
#define TREATY_MTDSG_PARAGRAPHS_MAX 200000
/** Columns beyond these are no status table's. */
#define TREATY_MTDSG_COLUMNS_MAX 64

/** The line of an element. */
long treaty_mtdsg_line(const xmlNode *node);

/** Adds a warning. */
void treaty_mtdsg_warn(const treaty_mtdsg_t *mtdsg, long line, const char *kind,
                       const char *message);

/**
 * Adds a statement.
 * @return TREATY_EINPUT, with a finding, where there are too many
 */
apr_status_t treaty_mtdsg_statement(treaty_mtdsg_t *mtdsg, long line,
                                    const treaty_statement_t *statement);

/** Adds a statement of nobody's; an empty text adds none. */
apr_status_t treaty_mtdsg_note(treaty_mtdsg_t *mtdsg, long line,
                               const char *kind, const char *text);

/**
 * Sets the treaty's number and slug, by the file's name or by its words.
 * @return TREATY_EINPUT, with a finding, where nothing tells which treaty it is
 */
apr_status_t treaty_mtdsg_number_take(treaty_mtdsg_t *mtdsg);

/**
 * Reads chapter, title, conclusion, entry into force, registration, reference
 * and totals into the record. What can't be taken apart is kept as a note.
 */
apr_status_t treaty_mtdsg_header(treaty_mtdsg_t *mtdsg);

/**
 * Reads what the reference tells of the treaty's texts: "Authentic texts:
 * English and French", and addresses of the web, of a language that it doesn't
 * tell. Without any, the record has no member of them.
 */
void treaty_mtdsg_texts(treaty_mtdsg_t *mtdsg, const char *reference);

/** Reads the end notes, which the table is read with. */
apr_status_t treaty_mtdsg_end_notes(treaty_mtdsg_t *mtdsg);

/**
 * Whether an end note tells of a withdrawal, and none from the day on.
 * @param markers "4,5"
 */
int treaty_mtdsg_is_return(const treaty_mtdsg_t *mtdsg, const char *markers,
                           treaty_day_t day);

/** Reads the participants, and compares the totals. */
apr_status_t treaty_mtdsg_participants(treaty_mtdsg_t *mtdsg);

/** The latest day in the participants' table, before it is read. */
treaty_day_t treaty_mtdsg_latest(const treaty_mtdsg_t *mtdsg);

/** Reads all that the header, the table and the end notes leave. */
apr_status_t treaty_mtdsg_sections(treaty_mtdsg_t *mtdsg);

/** Called with each paragraph and each row of a table, in their order. */
typedef struct treaty_mtdsg_block_t {
    /** The element that the text stands in. */
    const xmlNode *node;
    /** Of a row, too: its cells, apart by " | ". */
    const char *text;
    /** For a row of a table: its cells, of const char *; else NULL. */
    const apr_array_header_t *cells;
    long line;
} treaty_mtdsg_block_t;

typedef apr_status_t treaty_mtdsg_block_fn_t(void *baton,
                                             const treaty_mtdsg_block_t *block);

/** Cuts an element into paragraphs and rows; stops at the first error. */
apr_status_t treaty_mtdsg_blocks(const treaty_mtdsg_t *mtdsg,
                                 const xmlNode *node,
                                 treaty_mtdsg_block_fn_t *take, void *baton);

#endif

/* A statement as an importer makes it. */
#ifndef TREATY_IMPORT_STATEMENT_H
#define TREATY_IMPORT_STATEMENT_H

#include "status_table.h"

#include "treaty_json.h"

typedef struct treaty_statement_t {
    /** One of the record file's words. */
    const char *kind;
    /** The participant's name as the source has it, or NULL. */
    const char *listed_as;
    /** TREATY_DAY_NONE where the source has none. */
    treaty_day_t made_on;
    /** NULL where the source has none. */
    const char *text;
} treaty_statement_t;

/** "reservation" where a text says at its start that it is one, else
 * "declaration". */
const char *treaty_statement_kind(const char *text);

/**
 * Adds a statement to a list. Its participant is looked up, and of an
 * objection the one that it objects to; a name that nobody bears is kept as it
 * is listed, with a warning.
 * @param place for what is found
 */
apr_status_t treaty_statement_add(json_t *statements,
                                  const treaty_table_context_t *context,
                                  const treaty_statement_t *statement,
                                  const treaty_place_t *place,
                                  apr_pool_t *scratch_pool);

#endif

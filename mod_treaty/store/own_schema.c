#include "db_private.h"

#include <string.h>

/* How many objects a text of our schema makes. */
static int creations_in(const char *text)
{
    static const char creation[] = "CREATE ";
    int count = 0;

    while (text) {
        count += strncmp(text, creation, sizeof(creation) - 1) == 0;
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    return count;
}

/* Whether a statement is one of a text, to its last letter. */
static int holds(const char *text, const char *statement)
{
    apr_size_t len = strlen(statement);
    const char *at = len > 0 ? strstr(text, statement) : NULL;

    return at && at[len] == ';';
}

/* @param more a second text, or "" */
static int has_schema(treaty_db_t *db, const char *schema, const char *more)
{
    treaty_stmt_t *stmt;
    int count = 0;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_SCHEMA_OBJECTS);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        const char *statement = treaty_stmt_string(stmt, 0);

        if (!holds(schema, statement) && !holds(more, statement)) {
            treaty_stmt_reset(stmt);
            return 0;
        }
        count++;
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv == APR_SUCCESS &&
           count == creations_in(schema) + creations_in(more);
}

int treaty_db_has_schema(treaty_db_t *db, const char *schema)
{
    return has_schema(db, schema, "");
}

int treaty_db_has_own_schema(treaty_db_t *db)
{
    const char *record;
    const char *serving;

    treaty_db_schema(&record, &serving);
    return has_schema(db, record, serving);
}

#include "document.h"

#include <string.h>

/* {id, name, language, kind}, or null where the source's name is nobody's. */
static json_t *participant_of(treaty_stmt_t *stmt, int column, int language)
{
    json_t *participant;

    if (treaty_stmt_is_null(stmt, column)) {
        return json_null();
    }
    participant = json_object();
    treaty_reading_set_column(participant, "id", stmt, column);
    treaty_reading_set_column(
        participant, "name", stmt,
        treaty_stmt_is_null(stmt, column + 1) ? column : column + 1);
    treaty_reading_set_column(participant, "language", stmt, language);
    treaty_reading_set_column(participant, "kind", stmt, column + 2);
    return participant;
}

static void statement_row(json_t *list, treaty_stmt_t *stmt,
                          const treaty_reading_t *reading)
{
    json_t *statement = json_object();

    (void)reading;
    treaty_reading_set_column(statement, "kind", stmt, 0);
    json_object_set_new(statement, "participant", participant_of(stmt, 1, 11));
    treaty_reading_set_column(statement, "listed_as", stmt, 4);
    treaty_reading_set_column(statement, "made_on", stmt, 5);
    json_object_set_new(statement, "about", participant_of(stmt, 6, 12));
    treaty_reading_set_column(statement, "text", stmt, 9);
    treaty_reading_set_column(statement, "source", stmt, 10);
    json_array_append_new(list, statement);
}

apr_status_t treaty_document_statements(json_t *document,
                                        const treaty_reading_t *reading,
                                        apr_int64_t key)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_STATEMENTS, "is",
                        key, reading->on);

    return rv == APR_SUCCESS
               ? treaty_reading_set_list(document, "statements", stmt,
                                         statement_row, reading)
               : rv;
}

static json_t *group_of(json_t *groups, const char *kind)
{
    json_t *group;
    size_t i;

    json_array_foreach(groups, i, group)
    {
        if (treaty_json_is(group, "kind", kind)) {
            return group;
        }
    }
    group = json_object();
    treaty_json_set_text(group, "kind", kind);
    json_object_set_new(group, "items", json_array());
    json_array_append_new(groups, group);
    return group;
}

void treaty_document_statement_groups(json_t *document)
{
    json_t *groups = json_array();
    json_t *statement;
    json_t *group;
    size_t i;

    json_array_foreach(json_object_get(document, "statements"), i, statement)
    {
        const char *kind = treaty_json_text(statement, "kind");

        json_object_set_new(statement, "number",
                            json_integer((json_int_t)i + 1));
        group = group_of(groups, kind ? kind : "");
        json_array_append(json_object_get(group, "items"), statement);
    }
    json_array_foreach(groups, i, group)
    {
        json_object_set_new(group, "count",
                            json_integer((json_int_t)json_array_size(
                                json_object_get(group, "items"))));
    }
    json_object_set_new(document, "statement_groups", groups);
}

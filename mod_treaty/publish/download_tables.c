#include "publish/download_tables.h"

#include "treaty_formats.h"

/* The longest row; a text may have a megabyte, and quoting doubles it. */
#define ROW_MAX ((apr_size_t)32 * 1024 * 1024)
/* What is collected before it is written. */
#define CHUNK 65536
#define COLUMNS_MAX 24

static const treaty_table_column_t columns_of_treaties[] = {
    {"id", "id", "The treaty's id, by which the other tables name it."},
    {"title", "text", "The official title, or else the first one."},
    {"short_title", "text", "A short title, where there is one."},
    {"mtdsg_no", "code", "The number in the depositary's collection."},
    {"type", "code", "treaty, convention, protocol, amendment, ..."},
    {"adopted_on", "day", "The day of its adoption."},
    {"adopted_at", "text", "The place of its adoption."},
    {"entry_into_force_on", "day",
     "The day of its entry into force: stated by a source, or derived by the "
     "treaty's rule from the recorded acts."},
    {"ended_on", "day", "The first day on which it isn't in force any more."},
    {"registered_on", "day", "The day of its registration."},
    {"registration_no", "code",
     "The number of its registration; protocols share their treaty's."},
    {"citation", "text", "Where its text is published."},
    {"depositary", "text", "Who keeps the original and records acts."},
    {"subjects", "list", "What it is about."},
    {"aliases", "list", "What else finds it: numbers and acronyms."},
    {"known_through", "day",
     "The last day that the sources of its acts cover. Nothing is known of "
     "later days but what is recorded."},
    {NULL, NULL, NULL}};

static const treaty_table_column_t columns_of_participants[] = {
    {"id", "id", "The participant's id, by which the other tables name it."},
    {"name", "text", "Its current name, or its last."},
    {"kind", "code", "state, organisation, territory or other."},
    {"iso_alpha2", "code", "Its code of two letters in ISO 3166-1."},
    {"iso_alpha3", "code", "Its code of three letters in ISO 3166-1."},
    {"ended_on", "day", "The first day on which it isn't any more."},
    {NULL, NULL, NULL}};

static const treaty_table_column_t columns_of_acts[] = {
    {"treaty", "id", "The treaty that it is done under."},
    {"participant", "id", "Who did it."},
    {"kind", "code",
     "signature, ratification, accession, withdrawal, ...; other for what is "
     "in no count."},
    {"deposited_on", "day",
     "The day of its deposit, or of the signature; empty where the source "
     "gives none."},
    {"effective_on", "day",
     "The day of its effect where a source states it. Days that follow from "
     "the treaty's rule are in the database's table span."},
    {"scope", "code",
     "What a withdrawal ends: treaty (signature and consent) or consent."},
    {"listed", "text",
     "The participant as the source's row lists it, where that isn't its "
     "name."},
    {"column", "text", "The header of the source's column."},
    {"raw", "text", "The source's cell as it was read."},
    {"note", "text", "What else a source says of it."},
    {"source", "id", "The source, by its id in the list of sources."},
    {NULL, NULL, NULL}};

static const treaty_table_column_t columns_of_statements[] = {
    {"treaty", "id", "The treaty that it is about."},
    {"participant", "id",
     "Who made it; empty for the depositary, and where nobody bears the "
     "name."},
    {"listed_as", "text", "The participant's name as the source has it."},
    {"kind", "code",
     "declaration, reservation, objection, notification, "
     "territorial_application, communication, end_note or note."},
    {"made_on", "day", "The day on which it was made."},
    {"about", "id", "The participant whose act it is about."},
    {"text", "text",
     "Its words; an empty line between paragraphs. Empty where the source "
     "names the participant alone."},
    {"source", "id", "The source, by its id in the list of sources."},
    {NULL, NULL, NULL}};

static const treaty_table_column_t columns_of_sources[] = {
    {"id", "id", "The source's id, by which the other tables name it."},
    {"kind", "code", "status_table, document, editor or code_list."},
    {"title", "text", "What it is called."},
    {"publisher", "text", "Who published it."},
    {"url", "text", "Where it is."},
    {"retrieved_on", "day",
     "When it was retrieved, as precise as that is known: a year, a month or "
     "a day."},
    {"known_through", "day", "The last day that it covers."},
    {"sha256", "code", "The digest of the file that was read."},
    {"note", "text", "What else is to be known of it."},
    {NULL, NULL, NULL}};

static const treaty_table_column_t columns_of_dictionary[] = {
    {"file", "code", "The file that a column is of."},
    {"position", "number", "The column's place in it, from 1."},
    {"column", "code", "The column's header."},
    {"type", "code",
     "text; id and code, which don't change with the language; day, as "
     "YYYY-MM-DD; number; list, texts with \"; \" between them. What isn't "
     "known is empty."},
    {"meaning", "text", "What stands in it."},
    {NULL, NULL, NULL}};

const treaty_table_t treaty_tables[] = {
    {"treaties.csv", TREATY_SQL_DOWNLOAD_TREATIES, columns_of_treaties},
    {"participants.csv", TREATY_SQL_DOWNLOAD_PARTICIPANTS,
     columns_of_participants},
    {"acts.csv", TREATY_SQL_DOWNLOAD_ACTS, columns_of_acts},
    {"statements.csv", TREATY_SQL_DOWNLOAD_STATEMENTS, columns_of_statements},
    {"sources.csv", TREATY_SQL_EXPORT_SOURCES, columns_of_sources},
    {NULL, TREATY_SQL__COUNT, NULL}};

/* The dictionary tells of itself, too. */
static const treaty_table_t dictionary = {"dictionary.csv", TREATY_SQL__COUNT,
                                          columns_of_dictionary};

/* A table while it is written. */
typedef struct {
    treaty_csv_column_t columns[COLUMNS_MAX + 1];
    treaty_text_t *text;
    treaty_out_t *out;
} writing_t;

static apr_status_t flush(writing_t *writing)
{
    apr_status_t rv =
        treaty_out_write(writing->out, writing->text->data, writing->text->len);

    writing->text->len = 0;
    return rv;
}

static apr_status_t begin(writing_t *writing, treaty_out_t *out,
                          const treaty_table_column_t *columns,
                          apr_pool_t *pool)
{
    int i;

    for (i = 0; i < COLUMNS_MAX && columns[i].name; i++) {
        writing->columns[i].header = columns[i].name;
        writing->columns[i].path = columns[i].name;
    }
    writing->columns[i].header = NULL;
    writing->columns[i].path = NULL;
    writing->text = treaty_text_create(ROW_MAX + CHUNK, pool);
    writing->out = out;
    return treaty_csv_header_represent(writing->text, writing->columns);
}

static apr_status_t put_row(writing_t *writing, json_t *row)
{
    apr_status_t rv =
        treaty_csv_row_represent(writing->text, writing->columns, row);

    json_decref(row);
    return rv == APR_SUCCESS && writing->text->len >= CHUNK ? flush(writing)
                                                            : rv;
}

static json_t *row_of(const writing_t *writing, treaty_stmt_t *stmt)
{
    json_t *row = json_object();
    int i;

    for (i = 0; writing->columns[i].header; i++) {
        treaty_json_set_text(row, writing->columns[i].path,
                             treaty_stmt_text(stmt, i));
    }
    return row;
}

apr_status_t treaty_table_write(treaty_out_t *out, const treaty_table_t *table,
                                treaty_db_t *db, apr_pool_t *scratch_pool)
{
    writing_t writing;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = begin(&writing, out, table->columns, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, db, table->sql);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        rv = put_row(&writing, row_of(&writing, stmt));
        if (rv != APR_SUCCESS) {
            treaty_stmt_reset(stmt);
            return rv;
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv == APR_SUCCESS ? flush(&writing) : rv;
}

static apr_status_t put_columns(writing_t *writing, const treaty_table_t *table)
{
    apr_status_t rv = APR_SUCCESS;
    int i;

    for (i = 0; table->columns[i].name && rv == APR_SUCCESS; i++) {
        json_t *row = json_object();

        treaty_json_set_text(row, "file", table->file);
        json_object_set_new(row, "position", json_integer(i + 1));
        treaty_json_set_text(row, "column", table->columns[i].name);
        treaty_json_set_text(row, "type", table->columns[i].type);
        treaty_json_set_text(row, "meaning", table->columns[i].meaning);
        rv = put_row(writing, row);
    }
    return rv;
}

apr_status_t treaty_dictionary_write(treaty_out_t *out,
                                     apr_pool_t *scratch_pool)
{
    writing_t writing;
    const treaty_table_t *table;
    apr_status_t rv = begin(&writing, out, columns_of_dictionary, scratch_pool);

    for (table = treaty_tables; table->file && rv == APR_SUCCESS; table++) {
        rv = put_columns(&writing, table);
    }
    if (rv == APR_SUCCESS) {
        rv = put_columns(&writing, &dictionary);
    }
    return rv == APR_SUCCESS ? flush(&writing) : rv;
}

static apr_status_t tell_table(treaty_text_t *text, const treaty_table_t *table)
{
    apr_status_t rv = treaty_text_printf(text, "\n%s\n", table->file);
    int i;

    for (i = 0; table->columns[i].name && rv == APR_SUCCESS; i++) {
        rv = treaty_text_printf(text, "  %-20s %-7s %s\n",
                                table->columns[i].name, table->columns[i].type,
                                table->columns[i].meaning);
    }
    return rv;
}

apr_status_t treaty_dictionary_tell(treaty_text_t *text)
{
    const treaty_table_t *table;
    apr_status_t rv = APR_SUCCESS;

    for (table = treaty_tables; table->file && rv == APR_SUCCESS; table++) {
        rv = tell_table(text, table);
    }
    return rv == APR_SUCCESS ? tell_table(text, &dictionary) : rv;
}

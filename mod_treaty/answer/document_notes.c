/*
 * What stands beside the rows of a status table as numbered notes: acts that a
 * plain cell doesn't tell, withdrawals, statements.
 */
#include "document.h"

#include <apr_strings.h>
#include <string.h>

/* So many acts with notes, and so many speakers, are looked at. */
#define NOTES_MAX 2000

/* The columns of treaty_notes behind the participant. */
static const char *const act_keys[] = {"act",    "deposited_on", "effective_on",
                                       "scope",  "column",       "raw",
                                       "listed", "text"};

/* Collects the notes of each participant, by its id. */
static json_t *notes_of(json_t *by_participant, const char *id)
{
    json_t *notes = json_object_get(by_participant, id);

    if (!notes) {
        notes = json_array();
        json_object_set_new(by_participant, id, notes);
    }
    return notes;
}

/* What the note is about: a withdrawal, an act of another kind, one that no
 * source dates, or else what is written of a plain one. */
static const char *kind_of(const json_t *note)
{
    const char *act = treaty_json_text(note, "act");

    if (act && strcmp(act, "withdrawal") == 0) {
        return "withdrawal";
    }
    if (act && strcmp(act, "other") == 0) {
        return "other_act";
    }
    return treaty_json_text(note, "deposited_on") ? "act_note" : "undated_act";
}

/* From the columns of treaty_notes. */
static void act_note(json_t *by_participant, treaty_stmt_t *stmt)
{
    json_t *note = json_object();
    int i;

    for (i = 0; i < (int)(sizeof(act_keys) / sizeof(act_keys[0])); i++) {
        treaty_reading_set_column(note, act_keys[i], stmt, i + 1);
    }
    treaty_json_set_text(note, "kind", kind_of(note));
    json_array_append_new(notes_of(by_participant, treaty_stmt_string(stmt, 0)),
                          note);
}

/* From the columns of treaty_speakers: where its first statement stands, and
 * how many it has. */
static void speaker_note(json_t *by_participant, treaty_stmt_t *stmt)
{
    json_t *note = json_object();

    treaty_json_set_text(note, "kind", "statements");
    treaty_reading_set_number(note, "statement", stmt, 1);
    treaty_reading_set_number(note, "count", stmt, 2);
    json_array_append_new(notes_of(by_participant, treaty_stmt_string(stmt, 0)),
                          note);
}

static apr_status_t collect(
    json_t *by_participant, const treaty_reading_t *reading, apr_int64_t key,
    treaty_sql_t sql, void (*take)(json_t *by_participant, treaty_stmt_t *stmt))
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, sql, "isi", key,
                                      reading->on, (apr_int64_t)NOTES_MAX);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        take(by_participant, stmt);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* What the row itself says that a reader would miss. */
static void add_own_note(json_t *notes, const json_t *row)
{
    if (json_is_true(json_object_get(row, "withdrawal_date_unknown"))) {
        json_t *note = json_object();

        treaty_json_set_text(note, "kind", "withdrawal_date_unknown");
        json_array_append_new(notes, note);
    }
}

/* Numbers a row's notes on from *number. */
static void number_notes(json_t *row, json_t *all, json_t *own, int *number)
{
    json_t *notes = json_array();
    json_t *note;
    size_t i;

    add_own_note(notes, row);
    json_array_extend(notes, own);
    json_array_foreach(notes, i, note)
    {
        json_object_set_new(note, "number", json_integer(++*number));
        json_object_set(note, "participant",
                        json_object_get(row, "participant"));
        json_array_append(all, note);
    }
    json_object_set_new(row, "notes", notes);
}

apr_status_t treaty_document_notes(json_t *document,
                                   const treaty_reading_t *reading,
                                   apr_int64_t key)
{
    json_t *found = treaty_json_bind(json_object(), reading->pool);
    json_t *all = json_array();
    json_t *row;
    int number = 0;
    size_t i;
    apr_status_t rv =
        collect(found, reading, key, TREATY_SQL_TREATY_NOTES, act_note);

    if (rv == APR_SUCCESS) {
        rv = collect(found, reading, key, TREATY_SQL_TREATY_SPEAKERS,
                     speaker_note);
    }
    json_array_foreach(json_object_get(document, "participants"), i, row)
    {
        const char *id =
            treaty_json_text(json_object_get(row, "participant"), "id");

        number_notes(row, all, json_object_get(found, id ? id : ""), &number);
    }
    json_object_set_new(document, "notes", all);
    return rv;
}

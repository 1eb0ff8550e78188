#include "treaty_downloads.h"

#include <apr_strings.h>
#include <string.h>

#define CSV "text/csv; charset=utf-8; header=present"

const treaty_download_kind_t treaty_download_kinds[] = {
    {TREATY_DOWNLOAD_DATABASE, "application/vnd.sqlite3",
     "The whole record as it is served, with the states and counts of any day, "
     "as an SQLite database."},
    {"record.json", "application/json; charset=utf-8",
     "The whole record as treatyctl export writes it; treatyctl import reads "
     "it."},
    {"treaties.csv", CSV, "A row a treaty."},
    {"participants.csv", CSV, "A row a participant."},
    {"acts.csv", CSV, "A row an act: who did what, and when."},
    {"statements.csv", CSV,
     "A row a declaration, reservation, objection or note, with its text."},
    {"sources.csv", CSV, "A row a source: where the record comes from."},
    {"dictionary.csv", CSV, "What each column of the tables means."},
    {"schema.sql", "application/sql; charset=utf-8",
     "The tables of the SQLite database, with what they mean."},
    {"README.txt", "text/plain; charset=utf-8",
     "What these files are, their columns, the sources and the terms."},
    {NULL, NULL, NULL}};

const treaty_download_kind_t *treaty_download_kind(const char *name)
{
    const treaty_download_kind_t *kind;

    for (kind = treaty_download_kinds; kind->name; kind++) {
        if (strcmp(kind->name, name) == 0) {
            return kind;
        }
    }
    return NULL;
}

const char *treaty_download_folder(const char *database, const char *revision,
                                   apr_pool_t *result_pool)
{
    return apr_pstrcat(result_pool, database, ".", revision, NULL);
}

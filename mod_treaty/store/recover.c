#include "db_private.h"

#include <apr_file_info.h>
#include <apr_strings.h>

#define NO_ROOM                                                             \
    "; make room on its disk and on that of temporary files, or lift what " \
    "limits the size of files, and run it again"
/* SQLite doesn't keep why a file can't be written: a quota, or a limit of size,
 * tells itself as nothing better. */
#define NOT_WRITTEN                                                     \
    "; if its disk is full, or a quota or a limit keeps the file from " \
    "growing, make room and run it again; or else look after the disk"

const char *treaty_db_advice(const treaty_db_t *db)
{
    if (!db->sqlite) {
        return "";
    }
    if (db->is_served) {
        return "; publish it again";
    }
    switch (sqlite3_extended_errcode(db->sqlite)) {
    case SQLITE_FULL:
        return NO_ROOM;
    case SQLITE_IOERR:
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
        return NOT_WRITTEN;
    case SQLITE_READONLY_ROLLBACK:
        return "; a run that was killed left work in it to be taken back: run "
               "treatyctl as a user who may write it and its folder";
    case SQLITE_BUSY:
        return "; another run is writing it: wait for its end";
    default:
        return "";
    }
}

static int has_journal(const treaty_db_t *db)
{
    const char *journal = apr_pstrcat(db->pool, db->path, "-journal", NULL);
    apr_finfo_t info;

    return apr_stat(&info, journal, APR_FINFO_SIZE, db->pool) == APR_SUCCESS &&
           info.size > 0;
}

void treaty_db_recover(const treaty_db_t *db, const char *uri)
{
    sqlite3 *sqlite = NULL;

    if (!has_journal(db)) {
        return;
    }
    if (sqlite3_open_v2(uri, &sqlite,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI |
                            SQLITE_OPEN_NOMUTEX,
                        NULL) == SQLITE_OK) {
        /* Any reading takes back what a killed run has left. */
        (void)sqlite3_table_column_metadata(sqlite, NULL, "sqlite_schema", NULL,
                                            NULL, NULL, NULL, NULL, NULL);
    }
    sqlite3_close_v2(sqlite);
}

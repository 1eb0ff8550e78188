/*
 * The yardstick of the importers: the rows of a database, held in memory, are
 * inserted into an empty one of the same schema by prepared statements in one
 * transaction. Prints the seconds that this took and the rows.
 *
 *   inserts FROM.db TO.db
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define TABLES_MAX 64
#define NAME_SIZE 64

extern const char treaty_schema_sql[];

/* The rows of a table, value after value: a letter for the type, then a
 * number, or a length and as many bytes. */
typedef struct {
    char name[NAME_SIZE];
    int columns;
    long rows;
    unsigned char *data;
    size_t len;
    size_t size;
} table_t;

static void fail(sqlite3 *db, const char *doing)
{
    fprintf(stderr, "inserts: %s: %s\n", doing,
            db ? sqlite3_errmsg(db) : "out of memory");
    exit(1);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        fail(db, sql);
    }
    return stmt;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fail(db, sql);
    }
}

static void keep(table_t *table, const void *data, size_t len)
{
    if (table->len + len > table->size) {
        table->size = (table->size + len) * 2;
        table->data = realloc(table->data, table->size);
        if (!table->data) {
            fail(NULL, "reading");
        }
    }
    memcpy(table->data + table->len, data, len);
    table->len += len;
}

static void keep_value(table_t *table, sqlite3_stmt *stmt, int column)
{
    int type = sqlite3_column_type(stmt, column);
    char letter = type == SQLITE_NULL      ? 'n'
                  : type == SQLITE_INTEGER ? 'i'
                                           : 's';
    int64_t number = sqlite3_column_int64(stmt, column);

    keep(table, &letter, 1);
    if (letter == 's') {
        const unsigned char *text = sqlite3_column_text(stmt, column);

        number = sqlite3_column_bytes(stmt, column);
        keep(table, &number, sizeof(number));
        keep(table, text, (size_t)number);
    }
    else if (letter == 'i') {
        keep(table, &number, sizeof(number));
    }
}

static void read_table(table_t *table, sqlite3 *db)
{
    char sql[NAME_SIZE + 32];
    sqlite3_stmt *stmt;
    int i;

    snprintf(sql, sizeof(sql), "SELECT * FROM %.*s", NAME_SIZE, table->name);
    stmt = prepare(db, sql);
    table->columns = sqlite3_column_count(stmt);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        table->rows++;
        for (i = 0; i < table->columns; i++) {
            keep_value(table, stmt, i);
        }
    }
    sqlite3_finalize(stmt);
}

/* In the order of the schema, where what is referred to comes first. */
static int read_tables(table_t *tables, sqlite3 *db)
{
    sqlite3_stmt *stmt = prepare(db, "SELECT name FROM sqlite_schema WHERE "
                                     "type = 'table' ORDER BY rowid");
    int count = 0;

    while (count < TABLES_MAX && sqlite3_step(stmt) == SQLITE_ROW) {
        snprintf(tables[count].name, sizeof(tables[count].name), "%s",
                 sqlite3_column_text(stmt, 0));
        read_table(&tables[count++], db);
    }
    sqlite3_finalize(stmt);
    return count;
}

static const unsigned char *bind(sqlite3_stmt *stmt, int column,
                                 const unsigned char *at)
{
    char letter = (char)*at++;
    int64_t number = 0;

    if (letter == 'n') {
        sqlite3_bind_null(stmt, column);
        return at;
    }
    memcpy(&number, at, sizeof(number));
    at += sizeof(number);
    if (letter == 'i') {
        sqlite3_bind_int64(stmt, column, number);
        return at;
    }
    sqlite3_bind_text(stmt, column, (const char *)at, (int)number,
                      SQLITE_STATIC);
    return at + number;
}

static void insert_table(const table_t *table, sqlite3 *db)
{
    char sql[512];
    int len =
        snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (?", table->name);
    const unsigned char *at = table->data;
    sqlite3_stmt *stmt;
    long row;
    int i;

    for (i = 1; i < table->columns; i++) {
        len += snprintf(sql + len, sizeof(sql) - (size_t)len, ", ?");
    }
    snprintf(sql + len, sizeof(sql) - (size_t)len, ")");
    stmt = prepare(db, sql);
    for (row = 0; row < table->rows; row++) {
        for (i = 1; i <= table->columns; i++) {
            at = bind(stmt, i, at);
        }
        if (sqlite3_step(stmt) != SQLITE_DONE) {
            fail(db, table->name);
        }
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* The time on the clock, and that on the processor. */
static void now(double *clock, double *processor)
{
    struct timespec time;
    struct rusage usage;

    clock_gettime(CLOCK_MONOTONIC, &time);
    getrusage(RUSAGE_SELF, &usage);
    *clock = (double)time.tv_sec + (double)time.tv_nsec / 1e9;
    *processor = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

static sqlite3 *open_database(const char *path, int flags)
{
    sqlite3 *db;

    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) {
        fail(db, path);
    }
    return db;
}

int main(int argc, char **argv)
{
    static table_t tables[TABLES_MAX];
    double start[2];
    double end[2];
    long rows = 0;
    sqlite3 *db;
    int count;
    int i;

    if (argc != 3) {
        fputs("usage: inserts FROM.db TO.db\n", stderr);
        return 2;
    }
    db = open_database(argv[1], SQLITE_OPEN_READONLY);
    count = read_tables(tables, db);
    sqlite3_close(db);
    db = open_database(argv[2], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(db, treaty_schema_sql);
    run(db, "PRAGMA foreign_keys = ON");
    now(&start[0], &start[1]);
    run(db, "BEGIN IMMEDIATE");
    for (i = 0; i < count; i++) {
        insert_table(&tables[i], db);
        rows += tables[i].rows;
    }
    run(db, "COMMIT");
    now(&end[0], &end[1]);
    sqlite3_close(db);
    printf("%.3f %.3f %ld\n", end[0] - start[0], end[1] - start[1], rows);
    return 0;
}

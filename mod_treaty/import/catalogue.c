#include "catalogue.h"
#include "csv.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

struct treaty_catalogue_t {
    const char *path;
    apr_hash_t *entries;
    apr_pool_t *pool;
};

/* The columns that are read, and where they stand. */
enum { CHAPTER_NO, TREATY_NO, TREATY_NAME, CHAPTER_NAME, COLUMNS };
static const char *const columns[COLUMNS] = {"chapter_no", "treaty_no",
                                             "treaty_name", "chapter_name"};

static apr_status_t find_columns(int at[COLUMNS], const char *path,
                                 const treaty_csv_row_t *header,
                                 treaty_findings_t *findings)
{
    int i;
    int k;

    for (i = 0; i < COLUMNS; i++) {
        for (k = 0; k < header->count; k++) {
            if (strcmp(header->cells[k], columns[i]) == 0) {
                break;
            }
        }
        if (k == header->count) {
            treaty_findings_add(findings, TREATY_FINDING_ERROR, path,
                                header->line, "columns",
                                "the index has no column \"%s\"; it needs "
                                "chapter_no, treaty_no, treaty_name and "
                                "chapter_name",
                                columns[i]);
            return TREATY_EINPUT;
        }
        at[i] = k;
    }
    return APR_SUCCESS;
}

/* The number 3, 2.12a is the file 3-2-12a. */
static const char *stem_of(const char *chapter, const char *number,
                           apr_pool_t *pool)
{
    char *stem = apr_pstrcat(pool, chapter, "-", number, NULL);
    char *dot;

    while ((dot = strchr(stem, '.')) != NULL) {
        *dot = '-';
    }
    return stem;
}

static void add_entry(treaty_catalogue_t *catalogue, const int at[COLUMNS],
                      const treaty_csv_row_t *row, treaty_findings_t *findings)
{
    const char *stem = stem_of(row->cells[at[CHAPTER_NO]],
                               row->cells[at[TREATY_NO]], catalogue->pool);
    const treaty_catalogue_entry_t *other =
        treaty_catalogue_find(catalogue, stem);
    treaty_catalogue_entry_t *entry;

    if (other) {
        treaty_findings_add(findings, TREATY_FINDING_WARNING, catalogue->path,
                            row->line, "duplicate",
                            "%s stands in line %ld already; that entry is "
                            "taken",
                            stem, other->line);
        return;
    }
    entry = apr_palloc(catalogue->pool, sizeof(*entry));
    entry->line = row->line;
    entry->name = apr_pstrdup(catalogue->pool, row->cells[at[TREATY_NAME]]);
    entry->chapter = apr_pstrdup(catalogue->pool, row->cells[at[CHAPTER_NAME]]);
    apr_hash_set(catalogue->entries, stem, APR_HASH_KEY_STRING, entry);
}

apr_status_t treaty_catalogue_read(treaty_catalogue_t **result,
                                   const char *path,
                                   treaty_findings_t *findings,
                                   apr_pool_t *result_pool)
{
    treaty_catalogue_t *catalogue = apr_palloc(result_pool, sizeof(*catalogue));
    const treaty_csv_row_t *row = NULL;
    int at[COLUMNS];
    treaty_csv_t *csv;
    apr_pool_t *pool;
    apr_status_t rv;

    *result = catalogue;
    catalogue->path = path;
    catalogue->entries = apr_hash_make(result_pool);
    catalogue->pool = result_pool;
    apr_pool_create(&pool, result_pool);
    rv = treaty_csv_open(&csv, path, findings, pool);
    if (rv == APR_SUCCESS) {
        rv = treaty_csv_next(&row, csv, pool);
    }
    if (rv == APR_SUCCESS && row) {
        rv = find_columns(at, path, row, findings);
    }
    while (rv == APR_SUCCESS && row) {
        rv = treaty_csv_next(&row, csv, pool);
        if (rv == APR_SUCCESS && row) {
            add_entry(catalogue, at, row, findings);
        }
    }
    apr_pool_destroy(pool);
    return rv;
}

const char *treaty_catalogue_path(const treaty_catalogue_t *catalogue)
{
    return catalogue->path;
}

const treaty_catalogue_entry_t *treaty_catalogue_find(
    const treaty_catalogue_t *catalogue, const char *stem)
{
    return apr_hash_get(catalogue->entries, stem, APR_HASH_KEY_STRING);
}

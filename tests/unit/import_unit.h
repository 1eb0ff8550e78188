/* What the tests of the importers share. */
#ifndef IMPORT_UNIT_H
#define IMPORT_UNIT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "treaty_import.h"

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <string.h>

static inline int pool_create(void **state)
{
    return apr_pool_create((apr_pool_t **)state, NULL);
}

static inline int pool_destroy(void **state)
{
    apr_pool_destroy(*state);
    return 0;
}

/* A file of these bytes that goes with the pool. */
static inline const char *file_of(const char *data, apr_size_t len,
                                  apr_pool_t *pool)
{
    const char *folder;
    apr_file_t *file;
    char *path;

    assert_int_equal(apr_temp_dir_get(&folder, pool), APR_SUCCESS);
    path = apr_pstrcat(pool, folder, "/treaty-unit-XXXXXX", NULL);
    assert_int_equal(apr_file_mktemp(&file, path,
                                     APR_FOPEN_CREATE | APR_FOPEN_WRITE |
                                         APR_FOPEN_EXCL | APR_FOPEN_DELONCLOSE,
                                     pool),
                     APR_SUCCESS);
    assert_int_equal(apr_file_write_full(file, data, len, NULL), APR_SUCCESS);
    return path;
}

static inline const char *first_finding(const treaty_findings_t *findings)
{
    assert_int_not_equal(findings->kept->nelts, 0);
    return APR_ARRAY_IDX(findings->kept, 0, treaty_finding_t).message;
}

static inline long first_line(const treaty_findings_t *findings)
{
    assert_int_not_equal(findings->kept->nelts, 0);
    return APR_ARRAY_IDX(findings->kept, 0, treaty_finding_t).line;
}

static inline void assert_holds(const char *text, const char *part)
{
    if (!text || !strstr(text, part)) {
        assert_string_equal(text ? text : "", part);
    }
}

#endif

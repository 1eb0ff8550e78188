/* What the tests of the Mustache engine share. */
#ifndef MUSTACHE_UNIT_H
#define MUSTACHE_UNIT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "treaty_mustache.h"

#include <apr_general.h>
#include <string.h>

#define OUTPUT_MAX 65536

static inline int pool_create(void **state)
{
    return apr_pool_create((apr_pool_t **)state, NULL);
}

static inline int pool_destroy(void **state)
{
    apr_pool_destroy(*state);
    return 0;
}

static inline treaty_template_t *compile(const char *text, apr_pool_t *pool)
{
    treaty_template_t *tmpl;
    treaty_template_error_t error;

    if (treaty_template_compile(&tmpl, &error, "test", text, strlen(text), pool,
                                pool) != APR_SUCCESS) {
        fail_msg("line %d: %s", error.line, error.message);
    }
    assert_int_equal(error.line, 0);
    assert_null(error.message);
    return tmpl;
}

static inline char *repeat(const char *text, int times, apr_pool_t *pool)
{
    apr_size_t len = strlen(text);
    char *all = apr_palloc(pool, len * (apr_size_t)times + 1);
    int i;

    for (i = 0; i < times; i++) {
        memcpy(all + len * (apr_size_t)i, text, len);
    }
    all[len * (apr_size_t)times] = '\0';
    return all;
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, pool_create, pool_destroy)

#endif

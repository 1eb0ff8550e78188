#include "list_names.h"

#include "treaty_name.h"
#include "treaty_represent.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* More aren't put into order for one answer. */
#define NAMES_MAX 5000

static int compare(const void *first, const void *second)
{
    const treaty_list_name_t *a = first;
    const treaty_list_name_t *b = second;
    int order = strcmp(a->folded, b->folded);

    return order != 0 ? order : strcmp(a->slug, b->slug);
}

static void take(apr_array_header_t *names, treaty_stmt_t *stmt,
                 const char *initial)
{
    apr_pool_t *pool = names->pool;
    const char *name = treaty_stmt_string(stmt, 1);
    char *folded = apr_palloc(pool, TREATY_NAME_FOLDED_SIZE(strlen(name)));
    treaty_list_name_t *one;

    treaty_name_fold(folded, name);
    if (strncmp(folded, initial, strlen(initial)) != 0) {
        return;
    }
    one = apr_array_push(names);
    one->participant = treaty_stmt_int(stmt, 0);
    one->folded = folded;
    one->slug = apr_pstrdup(pool, treaty_stmt_string(stmt, 2));
}

apr_status_t treaty_list_names_read(apr_array_header_t **names,
                                    const char *kinds, const char *initial,
                                    const treaty_reading_t *reading)
{
    apr_array_header_t *read =
        apr_array_make(reading->pool, 256, sizeof(treaty_list_name_t));
    treaty_stmt_t *stmt;
    int count = 0;
    int row = 0;
    apr_status_t rv;

    *names = NULL;
    if (strcmp(treaty_language_tag(reading->language), "en") == 0) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_PARTICIPANT_SHOWN_NAMES,
                         "ssi", kinds, reading->on, (apr_int64_t)NAMES_MAX + 1);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    for (; rv == APR_SUCCESS && row; count++) {
        take(read, stmt, initial);
        rv = treaty_stmt_step(&row, stmt);
    }
    qsort(read->elts, (size_t)read->nelts, sizeof(treaty_list_name_t), compare);
    *names = count > NAMES_MAX ? NULL : read;
    return rv;
}

/* ------------------------------------------------------------------------ */

/* Whether a name stands behind the cursor, in its direction. */
static int is_behind(const treaty_list_name_t *name,
                     const treaty_cursor_t *cursor)
{
    treaty_list_name_t place = {0, cursor->key, cursor->id};
    int order;

    if (!cursor->key || !cursor->id) {
        return 1;
    }
    order = compare(name, &place);
    return cursor->is_back ? order < 0 : order > 0;
}

void treaty_list_names_places(apr_array_header_t *places, const char **keys,
                              const apr_array_header_t *names,
                              const treaty_cursor_t *cursor, apr_int64_t limit)
{
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, places->pool);
    int i;

    (void)treaty_text_puts(text, "[");
    for (i = 0; i < names->nelts && places->nelts < limit; i++) {
        const treaty_list_name_t *name =
            &APR_ARRAY_IDX(names, cursor->is_back ? names->nelts - 1 - i : i,
                           treaty_list_name_t);

        if (is_behind(name, cursor)) {
            treaty_cursor_t *place = apr_array_push(places);

            place->key = name->folded;
            place->id = name->slug;
            (void)treaty_text_printf(text, "%s%" APR_INT64_T_FMT,
                                     places->nelts > 1 ? "," : "",
                                     name->participant);
        }
    }
    (void)treaty_text_puts(text, "]");
    *keys = text->data;
}

/* ------------------------------------------------------------------------ */

/* Of the Cyrillic alphabet, U+0430 to U+044F, each in two bytes. */
static void raise_cyrillic(char *letter)
{
    unsigned code = ((unsigned)(letter[0] & 0x1f) << 6) | (letter[1] & 0x3fu);

    if ((letter[0] & 0xe0) == 0xc0 && code >= 0x430 && code <= 0x44f) {
        code -= 0x20;
        letter[0] = (char)(0xc0 | code >> 6);
        letter[1] = (char)(0x80 | (code & 0x3f));
    }
}

const char *treaty_list_names_letter(const char *folded,
                                     apr_pool_t *result_pool)
{
    apr_size_t len = *folded ? 1 : 0;
    char *letter;

    while ((folded[len] & 0xc0) == 0x80) {
        len++;
    }
    letter = apr_pstrmemdup(result_pool, folded, len);
    if (len == 1) {
        letter[0] = (char)apr_toupper(letter[0]);
    }
    else if (len == 2) {
        raise_cyrillic(letter);
    }
    return letter;
}

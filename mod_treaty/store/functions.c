#include "db_private.h"

#include "treaty_name.h"
#include "treaty_number.h"

#include <string.h>

/* Gives a text that was made from another, both NUL-terminated; NULL of
 * NULL. */
static void give_text(sqlite3_context *context, sqlite3_value *value,
                      size_t (*size_of)(size_t len),
                      void (*make)(char *buffer, const char *text))
{
    const char *text = (const char *)sqlite3_value_text(value);
    char *made;

    if (!text) {
        return;
    }
    made = sqlite3_malloc64(size_of(strlen(text)));
    if (!made) {
        sqlite3_result_error_nomem(context);
        return;
    }
    make(made, text);
    sqlite3_result_text(context, made, -1, sqlite3_free);
}

static size_t folded_size(size_t len)
{
    return TREATY_NAME_FOLDED_SIZE(len);
}

static size_t key_size(size_t len)
{
    return TREATY_NUMBER_KEY_SIZE(len);
}

static void fold(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    give_text(context, values[0], folded_size, treaty_name_fold);
}

static void number_key(sqlite3_context *context, int count,
                       sqlite3_value **values)
{
    (void)count;
    give_text(context, values[0], key_size, treaty_number_key);
}

void treaty_db_add_functions(sqlite3 *sqlite)
{
    static const struct {
        const char *name;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"treaty_fold", fold}, {"treaty_number_key", number_key}};
    size_t i;

    for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        sqlite3_create_function_v2(sqlite, functions[i].name, 1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC |
                                       SQLITE_DIRECTONLY,
                                   NULL, functions[i].call, NULL, NULL, NULL);
    }
}

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

/* The key of a text, or NULL where it has fewer words than @p least. */
static void give_key(sqlite3_context *context, sqlite3_value *value,
                     char separator, int least)
{
    const char *text = (const char *)sqlite3_value_text(value);
    char key[TREATY_SEARCH_KEY_MAX + 1];

    if (text && treaty_db_search_key(key, sqlite3_user_data(context), text,
                                     separator) >= least) {
        sqlite3_result_text(context, key, -1, SQLITE_TRANSIENT);
    }
}

static void search_key(sqlite3_context *context, int count,
                       sqlite3_value **values)
{
    (void)count;
    give_key(context, values[0], '-', 1);
}

static void search_compact(sqlite3_context *context, int count,
                           sqlite3_value **values)
{
    (void)count;
    give_key(context, values[0], '\0', 2);
}

static void language(sqlite3_context *context, int count,
                     sqlite3_value **values)
{
    const treaty_db_t *db = sqlite3_user_data(context);

    (void)count;
    (void)values;
    sqlite3_result_text(context, db->language, -1, SQLITE_STATIC);
}

void treaty_db_speak(treaty_db_t *db, const char *tag)
{
    apr_size_t len = strcspn(tag, "-");

    if (len < sizeof(db->language)) {
        memcpy(db->language, tag, len);
        db->language[len] = '\0';
    }
}

void treaty_db_add_functions(treaty_db_t *db)
{
    static const struct {
        const char *name;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"treaty_fold", fold},
                     {"treaty_number_key", number_key},
                     {"treaty_search_key", search_key},
                     {"treaty_search_compact", search_compact}};
    size_t i;

    treaty_db_speak(db, "en");
    /* It stays the same while a statement runs. */
    sqlite3_create_function_v2(db->sqlite, "treaty_language", 0,
                               SQLITE_UTF8 | SQLITE_DETERMINISTIC |
                                   SQLITE_DIRECTONLY,
                               db, language, NULL, NULL, NULL);
    for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        sqlite3_create_function_v2(db->sqlite, functions[i].name, 1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC |
                                       SQLITE_DIRECTONLY,
                                   db, functions[i].call, NULL, NULL, NULL);
    }
}

#include "mo.h"
#include "names.h"
#include "treaty_date.h"
#include "treaty_json.h"
#include "treaty_name.h"

#include <apr_hash.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* sql/names.json */
extern const char treaty_names_json[];

/* The longest name: it has to be one to look up by. */
#define NAME_MAX_BYTES 200
/* Where iso-codes' translations lie, from its JSON files. */
#define TRANSLATIONS "../../locale"

/* The languages of the United Nations beside English, by their tags and as
 * folders of translations have them. */
static const struct {
    const char *tag;
    const char *folder;
} languages[] = {
    {"ar", "ar"}, {"es", "es"}, {"fr", "fr"}, {"ru", "ru"}, {"zh", "zh_CN"}};

#define LANGUAGES (sizeof(languages) / sizeof(languages[0]))

/* A participant that the tables know. The texts live in them. */
typedef struct entry_t {
    const char *id;
    const char *kind;
    const char *alpha2;
    const char *alpha3;
    const char *ended_on;
    /* Of const char *: the names that ISO gives. */
    apr_array_header_t *iso_names;
    /* Of ISO's names, by language: those of its own table. */
    treaty_mo_t *const *translated;
    /* What sql/names.json says, or NULL. */
    const json_t *own;
} entry_t;

struct treaty_names_t {
    apr_pool_t *pool;
    /* From slug and from folded name to entry_t. */
    apr_hash_t *by_id;
    apr_hash_t *by_name;
    /* Translations of both tables of ISO, by language; NULL where there are
     * none. */
    treaty_mo_t *current[LANGUAGES];
    treaty_mo_t *ended[LANGUAGES];
};

static const char *fold(const char *name, apr_pool_t *pool)
{
    char *folded = apr_palloc(pool, TREATY_NAME_FOLDED_SIZE(strlen(name)));

    treaty_name_fold(folded, name);
    return folded;
}

static const char *lower(const char *text, apr_pool_t *pool)
{
    char *result = apr_pstrdup(pool, text);
    char *at;

    for (at = result; *at; at++) {
        *at = (char)apr_tolower(*at);
    }
    return result;
}

static entry_t *entry_of(treaty_names_t *names, const char *id)
{
    entry_t *entry = apr_hash_get(names->by_id, id, APR_HASH_KEY_STRING);

    if (!entry) {
        entry = apr_pcalloc(names->pool, sizeof(*entry));
        entry->id = id;
        entry->kind = "other";
        entry->iso_names = apr_array_make(names->pool, 3, sizeof(char *));
        apr_hash_set(names->by_id, id, APR_HASH_KEY_STRING, entry);
    }
    return entry;
}

/* The first who claims a name keeps it. */
static void claim_name(treaty_names_t *names, const char *name, entry_t *entry)
{
    const char *key = fold(name, names->pool);

    if (!apr_hash_get(names->by_name, key, APR_HASH_KEY_STRING)) {
        apr_hash_set(names->by_name, key, APR_HASH_KEY_STRING, entry);
    }
}

static int text_among(const json_t *texts, const char *text)
{
    size_t i;
    json_t *one;

    json_array_foreach(texts, i, one)
    {
        if (json_is_string(one) && strcmp(json_string_value(one), text) == 0) {
            return 1;
        }
    }
    return 0;
}

static void take_own(treaty_names_t *names, const json_t *own)
{
    entry_t *entry = entry_of(names, treaty_json_text(own, "id"));
    const char *kind = treaty_json_text(own, "kind");
    size_t i;
    json_t *name;

    entry->own = own;
    entry->ended_on = treaty_json_text(own, "ended_on");
    if (kind) {
        entry->kind = kind;
    }
    json_array_foreach(json_object_get(own, "names"), i, name)
    {
        claim_name(names, treaty_json_text(name, "name"), entry);
    }
    json_array_foreach(json_object_get(own, "aliases"), i, name)
    {
        claim_name(names, json_string_value(name), entry);
    }
}

static void take_iso_names(treaty_names_t *names, entry_t *entry,
                           const json_t *iso)
{
    static const char *const keys[] = {"name", "common_name", "official_name"};
    apr_size_t i;

    for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *name = treaty_json_text(iso, keys[i]);

        if (name) {
            APR_ARRAY_PUSH(entry->iso_names, const char *) = name;
            claim_name(names, name, entry);
        }
    }
}

/* iso_3166-1: countries and territories. */
static void take_current(treaty_names_t *names, const json_t *iso,
                         const json_t *territories)
{
    const char *alpha3 = treaty_json_text(iso, "alpha_3");
    entry_t *entry;

    if (!alpha3) {
        return;
    }
    entry = entry_of(names, lower(alpha3, names->pool));
    entry->alpha3 = alpha3;
    entry->alpha2 = treaty_json_text(iso, "alpha_2");
    entry->kind = text_among(territories, entry->id) ? "territory" : "state";
    entry->translated = names->current;
    take_iso_names(names, entry, iso);
}

/* iso_3166-3: those that have ended. Their two letters have been given to
 * others, and some of their three. */
static void take_ended(treaty_names_t *names, const json_t *iso)
{
    const char *alpha3 = treaty_json_text(iso, "alpha_3");
    const char *withdrawn = treaty_json_text(iso, "withdrawal_date");
    treaty_day_t day;
    entry_t *entry;

    if (!alpha3) {
        return;
    }
    entry = entry_of(names, lower(alpha3, names->pool));
    if (entry->alpha3) {
        return;
    }
    entry->alpha3 = alpha3;
    if (!entry->ended_on && withdrawn && treaty_day_parse(&day, withdrawn)) {
        entry->ended_on = withdrawn;
    }
    entry->translated = names->ended;
    take_iso_names(names, entry, iso);
}

/* Translations are a help: without them names are in English. What is there and
 * isn't what it should be is told. */
static void load_translations(treaty_mo_t *translated[LANGUAGES],
                              const char *directory, const char *domain,
                              treaty_findings_t *findings, apr_pool_t *pool)
{
    size_t i;

    for (i = 0; i < LANGUAGES; i++) {
        const char *path = apr_pstrcat(pool, directory, "/" TRANSLATIONS "/",
                                       languages[i].folder, "/LC_MESSAGES/",
                                       domain, ".mo", NULL);

        if (treaty_mo_load(&translated[i], path, pool) == TREATY_EINPUT) {
            treaty_findings_add(findings, TREATY_FINDING_WARNING, path, 0,
                                "iso-codes",
                                "this is no catalogue of translations in "
                                "UTF-8, so new participants get no names in "
                                "its language; install the package iso-codes "
                                "again");
        }
    }
}

/* @param list set to the table's one array, or NULL where the file is missing
 */
static apr_status_t load_iso(json_t **list, const char *directory,
                             const char *name, const char *key,
                             treaty_findings_t *findings, apr_pool_t *pool)
{
    const char *path = apr_pstrcat(pool, directory, "/", name, NULL);
    json_error_t error;
    json_t *table = treaty_json_bind(
        json_load_file(path, JSON_REJECT_DUPLICATES, &error), pool);

    *list = json_object_get(table, key);
    if (json_is_array(*list)) {
        return APR_SUCCESS;
    }
    *list = NULL;
    if (!table && error.line < 0) {
        treaty_findings_add(findings, TREATY_FINDING_WARNING, path, 0,
                            "iso-codes",
                            "the file can't be read, so new participants get "
                            "no codes; install the package iso-codes, or name "
                            "its folder with --iso-codes");
        return APR_SUCCESS;
    }
    treaty_findings_add(findings, TREATY_FINDING_ERROR, path,
                        table ? 0 : error.line, "iso-codes",
                        "this is no table of iso-codes; install the package "
                        "again, or name its folder with --iso-codes");
    return TREATY_EINPUT;
}

apr_status_t treaty_names_load(treaty_names_t **result, const char *directory,
                               treaty_findings_t *findings,
                               apr_pool_t *result_pool)
{
    treaty_names_t *names = apr_pcalloc(result_pool, sizeof(*names));
    json_t *own = treaty_json_bind(
        json_loads(treaty_names_json, JSON_REJECT_DUPLICATES, NULL),
        result_pool);
    json_t *current;
    json_t *ended;
    json_t *one;
    size_t i;
    apr_status_t rv;

    *result = names;
    names->pool = result_pool;
    names->by_id = apr_hash_make(result_pool);
    names->by_name = apr_hash_make(result_pool);
    json_array_foreach(json_object_get(own, "participants"), i, one)
    {
        take_own(names, one);
    }
    load_translations(names->current, directory, "iso_3166-1", findings,
                      result_pool);
    load_translations(names->ended, directory, "iso_3166-3", findings,
                      result_pool);
    rv = load_iso(&current, directory, "iso_3166-1.json", "3166-1", findings,
                  result_pool);
    json_array_foreach(current, i, one)
    {
        take_current(names, one, json_object_get(own, "territories"));
    }
    if (rv == APR_SUCCESS && current) {
        rv = load_iso(&ended, directory, "iso_3166-3.json", "3166-3", findings,
                      result_pool);
        json_array_foreach(ended, i, one)
        {
            take_ended(names, one);
        }
    }
    return rv;
}

int treaty_names_find(const char **id, const treaty_names_t *names,
                      const char *listed, apr_pool_t *scratch_pool)
{
    const entry_t *entry = apr_hash_get(
        names->by_name, fold(listed, scratch_pool), APR_HASH_KEY_STRING);

    if (entry) {
        *id = entry->id;
    }
    return entry != NULL;
}

/* A name, of a period where there are dates. */
static void add_name(json_t *names, const char *name, const char *language,
                     const char *kind, const json_t *dates)
{
    json_t *record;
    json_t *one;
    size_t i;

    /* A name may come back in another period; an alias adds nothing to it. */
    json_array_foreach(names, i, one)
    {
        if (!dates && treaty_json_is(one, "name", name) &&
            treaty_json_is(one, "language", language)) {
            return;
        }
    }
    record = json_object();
    treaty_json_set_text(record, "name", name);
    treaty_json_set_text(record, "language", language);
    treaty_json_set_text(record, "kind", kind);
    if (dates) {
        treaty_json_set_text(record, "valid_from",
                             treaty_json_text(dates, "valid_from"));
        treaty_json_set_text(record, "valid_to",
                             treaty_json_text(dates, "valid_to"));
    }
    json_array_append_new(names, record);
}

/* ISO's translation of one of its names; NULL for none. */
static const char *iso_translation(const entry_t *entry, size_t language,
                                   int number)
{
    const char *text;

    if (!entry->translated || number >= entry->iso_names->nelts) {
        return NULL;
    }
    text =
        treaty_mo_find(entry->translated[language],
                       APR_ARRAY_IDX(entry->iso_names, number, const char *));
    return text && strlen(text) <= NAME_MAX_BYTES ? text : NULL;
}

/* The name of today in a language: our own word goes before ISO's. */
static const char *current_name(const entry_t *entry, size_t language)
{
    const char *own = treaty_json_text(
        json_object_get(entry->own, "translations"), languages[language].tag);

    return own ? own : iso_translation(entry, language, 0);
}

/* The name that was valid when @p name was in English. One that isn't known
 * isn't replaced by today's. */
static const char *name_of_period(const entry_t *entry, size_t language,
                                  const json_t *name)
{
    json_t *own = json_object_get(entry->own, "names");
    const char *text = treaty_json_text(json_object_get(name, "translations"),
                                        languages[language].tag);

    if (!text &&
        treaty_json_is(name, "name",
                       treaty_json_text(json_array_get(own, 0), "name"))) {
        text = current_name(entry, language);
    }
    return text;
}

static void add_translations(json_t *names, const entry_t *entry,
                             size_t language)
{
    const char *tag = languages[language].tag;
    json_t *own = json_object_get(entry->own, "names");
    const char *text = current_name(entry, language);
    json_t *name;
    size_t i;
    int k;

    if (json_array_size(own) == 0 && text) {
        add_name(names, text, tag, "name", NULL);
    }
    json_array_foreach(own, i, name)
    {
        text = name_of_period(entry, language, name);
        if (text) {
            add_name(names, text, tag, "name", name);
        }
    }
    for (k = 0; k < entry->iso_names->nelts; k++) {
        text = iso_translation(entry, language, k);
        if (text) {
            add_name(names, text, tag, "alias", NULL);
        }
    }
}

static json_t *names_of(const entry_t *entry, const char *listed)
{
    json_t *names = json_array();
    json_t *name;
    size_t i;
    int k;

    json_array_foreach(json_object_get(entry->own, "names"), i, name)
    {
        add_name(names, treaty_json_text(name, "name"), "en", "name", name);
    }
    add_name(names, listed, "en", i ? "alias" : "name", NULL);
    for (k = 0; k < entry->iso_names->nelts; k++) {
        add_name(names, APR_ARRAY_IDX(entry->iso_names, k, const char *), "en",
                 "alias", NULL);
    }
    json_array_foreach(json_object_get(entry->own, "aliases"), i, name)
    {
        add_name(names, json_string_value(name), "en", "alias", NULL);
    }
    for (i = 0; i < LANGUAGES; i++) {
        add_translations(names, entry, i);
    }
    return names;
}

json_t *treaty_names_record(const treaty_names_t *names, const char *id,
                            const char *listed, const char *source,
                            apr_pool_t *result_pool)
{
    const entry_t *entry = apr_hash_get(names->by_id, id, APR_HASH_KEY_STRING);
    json_t *record = treaty_json_bind(json_object(), result_pool);

    treaty_json_set_text(record, "id", entry->id);
    treaty_json_set_text(record, "kind", entry->kind);
    treaty_json_set_text(record, "iso_alpha2", entry->alpha2);
    treaty_json_set_text(record, "iso_alpha3", entry->alpha3);
    treaty_json_set_text(record, "ended_on", entry->ended_on);
    treaty_json_set_text(record, "source",
                         entry->alpha3 ? TREATY_NAMES_SOURCE : source);
    json_object_set_new(record, "names", names_of(entry, listed));
    return record;
}

json_t *treaty_names_unknown(const char *id, const char *listed,
                             const char *source, apr_pool_t *result_pool)
{
    json_t *record = treaty_json_bind(json_object(), result_pool);
    json_t *names = json_array();

    add_name(names, listed, "en", "name", NULL);
    treaty_json_set_text(record, "id", id);
    treaty_json_set_text(record, "kind", "other");
    treaty_json_set_text(record, "source", source);
    json_object_set_new(record, "names", names);
    return record;
}

json_t *treaty_names_source(apr_pool_t *result_pool)
{
    return treaty_json_bind(
        json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", TREATY_NAMES_SOURCE,
                  "kind", "code_list", "title",
                  "ISO 3166 country codes, as in the iso-codes package",
                  "publisher", "Debian iso-codes", "url",
                  "https://salsa.debian.org/iso-codes-team/iso-codes"),
        result_pool);
}

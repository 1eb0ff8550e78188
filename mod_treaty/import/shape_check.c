#include "shape_private.h"
#include "title.h"

#include "treaty_date.h"
#include "treaty_runs.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

#define TEXT_MAX 65536
#define PROSE_MAX 4194304
#define ADDRESS_MAX 2048
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* What a check needs everywhere. */
typedef struct check_t {
    const treaty_place_t *place;
    treaty_findings_t *findings;
    apr_pool_t *pool;
    apr_status_t status;
} check_t;

void treaty_place_error(const treaty_place_t *place, const char *member,
                        treaty_findings_t *findings, const char *format, ...)
{
    const char *dot = *place->path && *member && *member != '[' ? "." : "";
    va_list arguments;
    const char *message;

    va_start(arguments, format);
    message = apr_pvsprintf(findings->pool, format, arguments);
    va_end(arguments);
    treaty_findings_add(findings, TREATY_FINDING_ERROR, place->file,
                        place->line, "record", "%s%s%s: %s", place->path, dot,
                        member, message);
}

static void fault(check_t *check, const char *path, const char *message)
{
    check->status = TREATY_EINPUT;
    treaty_place_error(check->place, path, check->findings, "%s", message);
}

static int is_word(const char *const *words, const char *text)
{
    for (; *words; words++) {
        if (strcmp(*words, text) == 0) {
            return 1;
        }
    }
    return 0;
}

static const char *words_text(const char *const *words, apr_pool_t *pool)
{
    const char *text = *words++;

    for (; *words; words++) {
        text = apr_pstrcat(pool, text, ", ", *words, NULL);
    }
    return text;
}

/* A year, a month or a day that exists. */
static int is_date(const char *text, apr_pool_t *pool)
{
    treaty_day_t day;

    switch (strlen(text)) {
    case 4:
        return treaty_day_parse(&day, apr_pstrcat(pool, text, "-01-01", NULL));
    case 7:
        return treaty_day_parse(&day, apr_pstrcat(pool, text, "-01", NULL));
    default:
        return treaty_day_parse(&day, text);
    }
}

static int is_made_of(const char *text, const char *letters, apr_size_t len)
{
    return strlen(text) == len && strspn(text, letters) == len;
}

/* Parts of one to eight letters and digits, apart by hyphens; the first of
 * letters alone. */
static int is_language(const char *text)
{
    apr_size_t letters = strspn(text, LETTERS);
    const char *part = text;

    if (letters < 2 || (text[letters] != '\0' && text[letters] != '-')) {
        return 0;
    }
    for (;;) {
        apr_size_t len = strspn(part, LETTERS "0123456789");

        if (len < 1 || len > 8) {
            return 0;
        }
        if (part[len] != '-') {
            return part[len] == '\0';
        }
        part += len + 1;
    }
}

static const char *address_fault(const char *text)
{
    apr_size_t scheme = strncmp(text, "https://", 8) == 0  ? 8
                        : strncmp(text, "http://", 7) == 0 ? 7
                                                           : 0;
    const char *at = text;

    while ((unsigned char)*at > ' ' && *at != 0x7f) {
        at++;
    }
    if (scheme == 0 || text[scheme] == '\0' || *at != '\0') {
        return "takes an address that begins with http:// or https:// and "
               "has no blanks in it";
    }
    return strlen(text) > ADDRESS_MAX ? "is longer than 2 KB" : NULL;
}

/* What is wrong with a string member, or NULL. */
static const char *text_fault(const member_t *member, const char *text,
                              apr_pool_t *pool)
{
    treaty_day_t day;

    switch (member->kind) {
    case MEMBER_SLUG:
        return treaty_slug_valid(text)
                   ? NULL
                   : "takes small letters, digits and hyphens, 80 at most";
    case MEMBER_DAY:
        return treaty_day_parse(&day, text) ? NULL
                                            : "takes a day that exists, such "
                                              "as \"2002-12-24\"";
    case MEMBER_DATE:
        return is_date(text, pool) ? NULL
                                   : "takes a year, a month or a day, such as "
                                     "\"2002-12\"";
    case MEMBER_CHOICE:
    case MEMBER_CHOICES:
        return is_word(member->words, text)
                   ? NULL
                   : apr_pstrcat(pool, "takes one of ",
                                 words_text(member->words, pool), NULL);
    case MEMBER_CODE:
        return is_made_of(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                          (apr_size_t)member->max)
                   ? NULL
                   : apr_psprintf(pool, "takes %d capital letters",
                                  member->max);
    case MEMBER_SHA256:
        return is_made_of(text, "0123456789abcdef", 64)
                   ? NULL
                   : "takes 64 hexadecimal digits in small letters";
    case MEMBER_LANGUAGE:
        return is_language(text) ? NULL
                                 : "takes a language tag, such as \"en\" or "
                                   "\"zh-Hant\"";
    case MEMBER_ADDRESS:
        return address_fault(text);
    case MEMBER_PROSE:
        return *text == '\0'              ? "is empty; leave it out instead"
               : strlen(text) > PROSE_MAX ? "is longer than 4 MB"
                                          : NULL;
    default:
        return *text == '\0'             ? "is empty; leave it out instead"
               : strlen(text) > TEXT_MAX ? "is longer than 64 KB"
                                         : NULL;
    }
}

static void check_string(check_t *check, const member_t *member,
                         const char *path, const json_t *value)
{
    const char *message =
        json_is_string(value)
            ? text_fault(member, json_string_value(value), check->pool)
            : "takes a string";

    if (message) {
        fault(check, path, message);
    }
}

static void check_integer(check_t *check, const member_t *member,
                          const char *path, const json_t *value)
{
    json_int_t number = json_integer_value(value);

    if (!json_is_integer(value) || number < member->min ||
        number > member->max) {
        fault(check, path,
              apr_psprintf(check->pool, "takes a whole number from %d to %d",
                           member->min, member->max));
    }
}

static void check_record(check_t *check, const treaty_shape_t *shape,
                         const char *path, const json_t *record);

static void check_list(check_t *check, const member_t *member, const char *path,
                       const json_t *list)
{
    size_t i;
    json_t *one;

    if (!json_is_array(list)) {
        fault(check, path, "takes a list");
        return;
    }
    json_array_foreach(list, i, one)
    {
        const char *inner =
            apr_psprintf(check->pool, "%s[%lu]", path, (unsigned long)i);

        if (member->kind == MEMBER_RECORDS) {
            check_record(check, member->shape, inner, one);
        }
        else {
            check_string(check, member, inner, one);
        }
    }
}

static void check_member(check_t *check, const member_t *member,
                         const char *path, const json_t *value)
{
    switch (member->kind) {
    case MEMBER_INTEGER:
        check_integer(check, member, path, value);
        break;
    case MEMBER_BOOLEAN:
        if (!json_is_boolean(value)) {
            fault(check, path, "takes true or false");
        }
        break;
    case MEMBER_TEXTS:
    case MEMBER_CHOICES:
    case MEMBER_RECORDS:
        check_list(check, member, path, value);
        break;
    case MEMBER_RECORD:
        check_record(check, member->shape, path, value);
        break;
    default:
        check_string(check, member, path, value);
    }
}

static const member_t *find_member(const treaty_shape_t *shape,
                                   const char *name)
{
    const member_t *member;

    for (member = shape->members; member->name; member++) {
        if (strcmp(member->name, name) == 0) {
            return member;
        }
    }
    return NULL;
}

static int is_missing(const json_t *record, const char *name)
{
    const json_t *value = json_object_get(record, name);

    return value == NULL || json_is_null(value);
}

/* A block's text says all that its runs or rows say. */
static void check_block(check_t *check, const char *path, const json_t *block)
{
    const char *kind = json_string_value(json_object_get(block, "kind"));
    const char *text = json_string_value(json_object_get(block, "text"));
    int is_table = kind && strcmp(kind, "table") == 0;
    int is_item = kind && strcmp(kind, "item") == 0;

    if (!is_missing(block, is_table ? "runs" : "rows") ||
        (!is_missing(block, "ordered") && !is_item)) {
        fault(check, path,
              "\"rows\" are a table's, \"runs\" are all others', \"ordered\" "
              "is an item's");
    }
    if (text && !is_missing(block, "runs") &&
        !treaty_runs_valid(json_object_get(block, "runs"), text)) {
        fault(check, path,
              "the runs' texts together are the block's \"text\"; \"href\" is "
              "http, https or relative, \"datetime\" begins with a year");
    }
    if (text && !is_missing(block, "rows") &&
        !treaty_rows_valid(json_object_get(block, "rows"), text)) {
        fault(check, path,
              "the cells' texts, \" | \" between them and a line a row, are "
              "the table's \"text\"; runs are as in other blocks");
    }
}

/* What depends on two members. */
static void check_together(check_t *check, const treaty_shape_t *shape,
                           const char *path, const json_t *record)
{
    const char *kind = json_string_value(json_object_get(record, "kind"));
    const char *later =
        json_string_value(json_object_get(record, "later_kind"));

    if (shape == &treaty_shape_block) {
        check_block(check, path, record);
    }
    if (shape == &treaty_shape_act && kind &&
        (strcmp(kind, "withdrawal") == 0) == is_missing(record, "scope")) {
        fault(check, path,
              "a withdrawal, and nothing else, has a \"scope\": treaty or "
              "consent");
    }
    if (shape == &treaty_shape_text && is_missing(record, "url") &&
        !is_missing(record, "format")) {
        fault(check, path, "a text without a \"url\" has no \"format\"");
    }
    if (shape == &treaty_shape_rule && later &&
        (strcmp(later, "date") == 0) == is_missing(record, "later_on")) {
        fault(check, path,
              "a rule has \"later_on\" where \"later_kind\" is \"date\", and "
              "only there");
    }
}

static const char *inner_path(check_t *check, const char *path,
                              const char *name)
{
    return *path ? apr_pstrcat(check->pool, path, ".", name, NULL)
                 : apr_pstrdup(check->pool, name);
}

static void check_record(check_t *check, const treaty_shape_t *shape,
                         const char *path, const json_t *record)
{
    const member_t *member;
    const char *name;
    json_t *value;

    if (!json_is_object(record)) {
        fault(check, path, "takes an object");
        return;
    }
    json_object_foreach((json_t *)record, name, value)
    {
        member = find_member(shape, name);
        if (!member) {
            fault(check, inner_path(check, path, name),
                  "there is no such member; correct its name or leave it out");
        }
        else if (!json_is_null(value)) {
            check_member(check, member, inner_path(check, path, name), value);
        }
    }
    for (member = shape->members; member->name; member++) {
        if (member->required && is_missing(record, member->name)) {
            fault(check, inner_path(check, path, member->name), "is missing");
        }
    }
    check_together(check, shape, path, record);
}

apr_status_t treaty_shape_check(const treaty_shape_t *shape,
                                const json_t *record,
                                const treaty_place_t *place,
                                treaty_findings_t *findings,
                                apr_pool_t *scratch_pool)
{
    check_t check = {place, findings, scratch_pool, APR_SUCCESS};

    check_record(&check, shape, "", record);
    return check.status;
}

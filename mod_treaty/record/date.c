#include "treaty_date.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define SECONDS_A_DAY 86400
#define SHORT_MONTH 3

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/*
 * Days from civil and back, by eras of 400 years that begin on 1 March: the
 * leap day is then a year's last day, and no month needs a special case.
 */
static treaty_day_t day_of(int year, int month, int day)
{
    int shifted = month <= 2 ? year - 1 : year;
    int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static void civil_of(int *year, int *month, int *day, treaty_day_t value)
{
    int shifted = value + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                       day_of_era / 146096) /
                      365;
    int day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return lengths[month - 1] + (month == 2 && leap);
}

static int day_from_parts(treaty_day_t *value, int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month)) {
        return 0;
    }
    *value = day_of(year, month, day);
    return 1;
}

/* Exactly count digits at text, or -1. */
static int digits(const char *text, int count)
{
    int value = 0;
    int i;

    for (i = 0; i < count; i++) {
        if (!apr_isdigit(text[i])) {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int treaty_day_parse(treaty_day_t *day, const char *text)
{
    *day = TREATY_DAY_NONE;
    if (strlen(text) != TREATY_DAY_SIZE - 1 || text[4] != '-' ||
        text[7] != '-') {
        return 0;
    }
    return day_from_parts(day, digits(text, 4), digits(text + 5, 2),
                          digits(text + 8, 2));
}

/* Past white space, the no-break space U+00A0 too. */
static const char *skip_space(const char *text)
{
    for (;;) {
        if (apr_isspace(*text)) {
            text++;
        }
        else if (text[0] == '\xc2' && text[1] == '\xa0') {
            text += 2;
        }
        else {
            return text;
        }
    }
}

/* A number of min to max digits; NULL where there is none. */
static const char *take_number(int *value, const char *text, int min, int max)
{
    int count = 0;

    while (count <= max && apr_isdigit(text[count])) {
        count++;
    }
    if (count < min || count > max) {
        return NULL;
    }
    *value = digits(text, count);
    return text + count;
}

/* A month's name, whole or cut to three letters or more, with or without a
 * full stop; NULL where there is none. */
static const char *take_month(int *month, const char *text)
{
    apr_size_t len = 0;
    int i;

    while (apr_isalpha(text[len])) {
        len++;
    }
    for (i = 0; i < 12 && len >= SHORT_MONTH; i++) {
        if (len <= strlen(months[i]) &&
            strncasecmp(months[i], text, len) == 0) {
            *month = i + 1;
            return text[len] == '.' ? text + len + 1 : text + len;
        }
    }
    return NULL;
}

/* "23 Dec 2002" */
static const char *take_day_first(int *year, int *month, int *day,
                                  const char *text)
{
    text = take_number(day, text, 1, 2);
    text = text ? take_month(month, skip_space(text)) : NULL;
    return text ? take_number(year, skip_space(text), 4, 4) : NULL;
}

/* "December 24, 2002" */
static const char *take_month_first(int *year, int *month, int *day,
                                    const char *text)
{
    text = take_month(month, text);
    text = text ? take_number(day, skip_space(text), 1, 2) : NULL;
    if (!text) {
        return NULL;
    }
    text = skip_space(text);
    return take_number(year, skip_space(*text == ',' ? text + 1 : text), 4, 4);
}

int treaty_day_parse_prose(treaty_day_t *day, const char **rest,
                           const char *text)
{
    int year = 0;
    int month = 0;
    int of_month = 0;
    const char *end;

    *day = TREATY_DAY_NONE;
    text = skip_space(text);
    end = take_day_first(&year, &month, &of_month, text);
    if (!end) {
        end = take_month_first(&year, &month, &of_month, text);
    }
    if (!end || !day_from_parts(day, year, month, of_month)) {
        return 0;
    }
    *rest = skip_space(end);
    return 1;
}

const char *treaty_day_format(char buffer[TREATY_DAY_SIZE], treaty_day_t day)
{
    int year = 0;
    int month = 0;
    int of_month = 0;

    buffer[0] = '\0';
    if (day != TREATY_DAY_NONE) {
        civil_of(&year, &month, &of_month, day);
        apr_snprintf(buffer, TREATY_DAY_SIZE, "%04d-%02d-%02d", year, month,
                     of_month);
    }
    return buffer;
}

const char *treaty_day_text(treaty_day_t day, apr_pool_t *result_pool)
{
    char buffer[TREATY_DAY_SIZE];

    if (day == TREATY_DAY_NONE) {
        return NULL;
    }
    return apr_pstrdup(result_pool, treaty_day_format(buffer, day));
}

const char *treaty_day_long(const char *iso, apr_pool_t *result_pool)
{
    apr_size_t len = strlen(iso);
    treaty_day_t day;
    int month;

    if (digits(iso, 4) < 0) {
        return NULL;
    }
    if (len == 4) {
        return apr_pstrdup(result_pool, iso);
    }
    month = iso[4] == '-' ? digits(iso + 5, 2) : -1;
    if (month < 1 || month > 12) {
        return NULL;
    }
    if (len == 7) {
        return apr_psprintf(result_pool, "%s %.4s", months[month - 1], iso);
    }
    if (!treaty_day_parse(&day, iso)) {
        return NULL;
    }
    return apr_psprintf(result_pool, "%d %s %.4s", digits(iso + 8, 2),
                        months[month - 1], iso);
}

treaty_day_t treaty_day_of_time(apr_time_t time)
{
    const apr_time_t length = apr_time_from_sec(SECONDS_A_DAY);
    apr_time_t day = time / length;

    return (treaty_day_t)(time % length < 0 ? day - 1 : day);
}

apr_time_t treaty_day_start(treaty_day_t day)
{
    return apr_time_from_sec((apr_int64_t)day * SECONDS_A_DAY);
}

treaty_day_t treaty_day_add_months(treaty_day_t day, int count)
{
    int year = 0;
    int month = 0;
    int of_month = 0;
    int index;

    civil_of(&year, &month, &of_month, day);
    index = year * 12 + month - 1 + count;
    year = index / 12;
    month = index % 12 + 1;
    if (of_month > month_length(year, month)) {
        of_month = month_length(year, month);
    }
    return day_of(year, month, of_month);
}

treaty_day_t treaty_day_month_start(treaty_day_t day)
{
    int year = 0;
    int month = 0;
    int of_month = 0;

    civil_of(&year, &month, &of_month, day);
    return day - (of_month - 1);
}

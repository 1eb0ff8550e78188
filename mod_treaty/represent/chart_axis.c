/* The sides of a plot: which days and counts they name. */
#include "chart.h"

#include <apr_strings.h>
#include <stdlib.h>

#define YEAR_DAYS 365
#define MONTH_DAYS 30
/* Lines across, and as many years as there is room for on a phone. */
#define COUNTS_MOST 5
#define YEARS_MOST 6
#define YEAR_DIGITS 4
#define MONTH_DIGITS 7
#define DAY_DIGITS 10
/* On a phone there is no room for a year behind this. */
#define YEAR_MOST 975
/* Longer names, of months and days: as many tenths as there is room for on a
 * phone, and within which units they stand in the middle of their ticks there
 * and elsewhere. */
#define MONTHS_MOST 22
#define DAYS_MOST 22
#define NARROW_LEAST 60
#define NARROW_MOST 830
#define WIDE_LEAST 30
#define WIDE_MOST 925
/* Above this no count is believed. */
#define COUNT_MAX 1000000000

int treaty_scale_x(const treaty_scale_t *scale, treaty_day_t day)
{
    double share;

    /* Before it is made an integer: a day may be a thousand spans away. */
    if (day <= scale->from) {
        return 0;
    }
    if (day >= scale->to) {
        return TREATY_CHART_UNITS;
    }
    share = ((double)day - scale->from) / ((double)scale->to - scale->from);
    return (int)(share * TREATY_CHART_UNITS + 0.5);
}

int treaty_scale_y(const treaty_scale_t *scale, json_int_t value)
{
    double share = value < scale->top ? (double)value / (double)scale->top : 1;

    return TREATY_CHART_UNITS - (int)(share * TREATY_CHART_UNITS + 0.5);
}

const char *treaty_percent(int tenths, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%d.%d%%", tenths / 10, tenths % 10);
}

/* The least of 1, 2, 5, 10, 20, 50, … that isn't below this. */
static json_int_t round_number(json_int_t least)
{
    json_int_t power = 1;

    while (power * 10 < least) {
        power *= 10;
    }
    return least <= power       ? power
           : least <= 2 * power ? 2 * power
           : least <= 5 * power ? 5 * power
                                : 10 * power;
}

void treaty_scale_counts(treaty_scale_t *scale, json_int_t most)
{
    if (most > COUNT_MAX) {
        most = COUNT_MAX;
    }
    scale->every = round_number((most + COUNTS_MOST - 1) / COUNTS_MOST);
    scale->top = (most + scale->every - 1) / scale->every * scale->every;
}

static void add_tick(json_t *ticks, const treaty_scale_t *scale,
                     treaty_day_t day, int digits, int is_extra,
                     apr_pool_t *pool)
{
    int x = treaty_scale_x(scale, day);
    int is_year = digits == YEAR_DIGITS;
    const char *on =
        apr_pstrmemdup(pool, treaty_day_text(day, pool), (apr_size_t)digits);
    json_t *tick;

    if (!is_year && (x < WIDE_LEAST || x > WIDE_MOST)) {
        return;
    }
    is_extra |= is_year ? x > YEAR_MOST : x < NARROW_LEAST || x > NARROW_MOST;
    tick = json_object();
    treaty_json_set_text(tick, "on", on);
    treaty_json_set_text(tick, "x", treaty_percent(x, pool));
    json_object_set_new(tick, "is_extra", json_boolean(is_extra));
    json_array_append_new(ticks, tick);
}

static int year_of(treaty_day_t day)
{
    char text[TREATY_DAY_SIZE];

    return atoi(treaty_day_format(text, day));
}

/* Steps of which halves are such steps, too: so a wide picture names all that a
 * narrow one does, and those between. */
static int step_of_years(int years)
{
    static const int steps[] = {1, 2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000};
    size_t i = 0;

    while (i + 1 < sizeof(steps) / sizeof(steps[0]) &&
           years > YEARS_MOST * steps[i]) {
        i++;
    }
    return steps[i];
}

/* Adds the first days of the years that a step hits, or half of it. */
static void add_years(json_t *ticks, const treaty_scale_t *scale,
                      apr_pool_t *pool)
{
    int first = year_of(scale->from);
    int last = year_of(scale->to);
    int step = step_of_years(last - first);
    int half = step > 1 ? step / 2 : 1;
    int year;

    for (year = first - first % step; year <= last; year += half) {
        const char *text = apr_psprintf(pool, "%04d-01-01", year);
        treaty_day_t day;

        if (treaty_day_parse(&day, text) && day >= scale->from &&
            day <= scale->to) {
            add_tick(ticks, scale, day, YEAR_DIGITS, year % step != 0, pool);
        }
    }
}

static void add_months(json_t *ticks, const treaty_scale_t *scale,
                       apr_pool_t *pool)
{
    static const int steps[] = {1, 2, 4, 6, 12, 24};
    int months = (scale->to - scale->from) / MONTH_DAYS;
    int half;
    treaty_day_t day = treaty_day_month_start(scale->from);
    size_t i = 0;
    int at;

    while (i + 1 < sizeof(steps) / sizeof(steps[0]) &&
           months * 10 > MONTHS_MOST * steps[i]) {
        i++;
    }
    half = steps[i] > 1 ? steps[i] / 2 : 1;
    /* The months that a year begins with are hit by every step. */
    at = (treaty_day_text(day, pool)[5] - '0') * 10 +
         (treaty_day_text(day, pool)[6] - '0') - 1;
    for (; day <= scale->to; day = treaty_day_add_months(day, 1), at++) {
        if (at % half == 0 && day >= scale->from) {
            add_tick(ticks, scale, day, MONTH_DIGITS, at % steps[i] != 0, pool);
        }
    }
}

/* Steps of days back from the last; on a phone one of three has its name, for
 * there are languages in which a day takes half of its width. */
static void add_days(json_t *ticks, const treaty_scale_t *scale,
                     apr_pool_t *pool)
{
    int days = scale->to - scale->from;
    int half = (days * 10 + 2 * DAYS_MOST - 1) / (2 * DAYS_MOST);
    int at = days / half;

    for (; at >= 0; at--) {
        add_tick(ticks, scale, scale->to - at * half, DAY_DIGITS, at % 3 != 1,
                 pool);
    }
}

json_t *treaty_chart_time_ticks(const treaty_scale_t *scale, apr_pool_t *pool)
{
    json_t *ticks = json_array();
    int days = scale->to - scale->from;

    if (days >= 2 * YEAR_DAYS) {
        add_years(ticks, scale, pool);
    }
    else if (days >= 4 * MONTH_DAYS) {
        add_months(ticks, scale, pool);
    }
    else {
        add_days(ticks, scale, pool);
    }
    return ticks;
}

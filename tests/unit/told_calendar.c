/* Each day by its number, each month by its first day. */
#include "told.h"

#include <apr_strings.h>
#include <string.h>

#define FIRST_YEAR 1999
#define YEARS 90

static struct {
    int year;
    int month;
    int day;
} calendar[YEARS * 366];
static int month_starts[YEARS * 12];

static int length_of(int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int year = FIRST_YEAR + month / 12;
    int is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return lengths[month % 12] + (month % 12 == 1 && is_leap);
}

static void make_calendar(void)
{
    int number = 0;
    int month;
    int day;

    if (calendar[0].day) {
        return;
    }
    for (month = 0; month < YEARS * 12; month++) {
        month_starts[month] = number;
        for (day = 1; day <= length_of(month); day++, number++) {
            calendar[number].year = FIRST_YEAR + month / 12;
            calendar[number].month = month;
            calendar[number].day = day;
        }
    }
}

const char *told_iso(int day, apr_pool_t *result_pool)
{
    make_calendar();
    return day < 0 || day >= TOLD_DAYS
               ? NULL
               : apr_psprintf(result_pool, "%04d-%02d-%02d", calendar[day].year,
                              calendar[day].month % 12 + 1, calendar[day].day);
}

/* The day of the same number so many months later, or the month's last. */
static int months_later(int day, int months)
{
    int month = calendar[day].month + months;
    int number = calendar[day].day;

    if (number > length_of(month)) {
        number = length_of(month);
    }
    return month_starts[month] + number - 1;
}

int told_after(const told_delay_t *delay, int day)
{
    make_calendar();
    if (strcmp(delay->kind, "days") == 0) {
        return day + delay->count;
    }
    if (strcmp(delay->kind, "months") == 0) {
        return months_later(day, delay->count);
    }
    if (strcmp(delay->kind, "month_first") == 0) {
        return month_starts[calendar[day].month + delay->count];
    }
    if (strcmp(delay->kind, "months_then_first") == 0) {
        return month_starts[calendar[months_later(day, delay->count)].month +
                            1];
    }
    return delay->on;
}

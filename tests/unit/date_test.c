/* Calendar days: reading, writing, months. */
#include "unit.h"

static void existing_days_are_read(void **state)
{
    static const struct {
        const char *text;
        treaty_day_t day;
    } cases[] = {
        {"1970-01-01", 0},       {"1969-12-31", -1},
        {"1970-12-31", 364},     {"2000-02-29", 11016},
        {"2000-03-01", 11017},   {"1900-02-28", -25509},
        {"1900-03-01", -25508},  {"2002-12-24", 12045},
        {"0001-01-01", -719162}, {"9999-12-31", TREATY_DAY_END},
    };
    char buffer[TREATY_DAY_SIZE];
    treaty_day_t day;
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(treaty_day_parse(&day, cases[i].text), 1);
        assert_int_equal(day, cases[i].day);
        assert_string_equal(treaty_day_format(buffer, day), cases[i].text);
    }
}

static void what_is_no_day_is_refused(void **state)
{
    static const char *const cases[] = {
        "",           "2002",        "2002-12",       "2002-12-2",
        "2002-1-24",  "2002-12-240", "2002-12-24 ",   " 2002-12-24",
        "2002/12/24", "2002-12/24",  "2002-00-10",    "2002-13-01",
        "2002-01-00", "2002-01-32",  "2002-04-31",    "1900-02-29",
        "2001-02-29", "2100-02-29",  "2000-02-30",    "0000-01-01",
        "-001-01-01", "+200-01-01",  "2002-1a-01",    "2002-12-2 ",
        "2002-12- 4", "2002-+1-01",  "2002-12-24\n",  "20021-2-24",
        "0x12-01-01", "today",       "24 Dec 2002",   "2002-12-24T00",
        "20021224",   "----------",  "2002-12-2\xff", "\xd9\xa2\xd9\xa0-1-1",
    };
    treaty_day_t day;
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        day = 0;
        if (treaty_day_parse(&day, cases[i])) {
            fail_msg("\"%s\" is read as a day", cases[i]);
        }
        assert_int_equal(day, TREATY_DAY_NONE);
    }
}

typedef struct prose_t {
    const char *text;
    const char *iso;
    const char *rest;
} prose_t;

static void days_of_prose_are_read(void **state)
{
    static const prose_t cases[] = {
        {"23 Dec 2002", "2002-12-23", ""},
        {"5 Sept 2000", "2000-09-05", ""},
        {"5 Sep 2000", "2000-09-05", ""},
        {"5 Sept. 2000", "2000-09-05", ""},
        {"19 July 2006", "2006-07-19", ""},
        {"1 May 1999", "1999-05-01", ""},
        {"01 Mar 2000", "2000-03-01", ""},
        {"29 Feb 2000", "2000-02-29", ""},
        {"24 DECEMBER 2002", "2002-12-24", ""},
        {" 4 Oct 2007", "2007-10-04", ""},
        {"22 Apr\t 2016 ", "2016-04-22", ""},
        {"\302\240"
         "3\302\240"
         "Aug \302\240"
         "1990\302\240",
         "1990-08-03", ""},
        {"\t\r\n3\nAug\r\n1990\n", "1990-08-03", ""},
        {"30 Sep 1992 a", "1992-09-30", "a"},
        {"20 Jan 2021 A", "2021-01-20", "A"},
        {"18 Oct 2001\302\240"
         "AA",
         "2001-10-18", "AA"},
        {"12 Jun 2002d", "2002-06-12", "d"},
        {"12 Jun 2002]", "2002-06-12", "]"},
        {"December 24, 2002", "2002-12-24", ""},
        {"December 24 2002", "2002-12-24", ""},
        {"december\302\240"
         "24,\302\240"
         "2002",
         "2002-12-24", ""},
        {"Dec. 24, 2002; Washington", "2002-12-24", "; Washington"},
    };
    const char *rest;
    treaty_day_t day;
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        rest = NULL;
        if (!treaty_day_parse_prose(&day, &rest, cases[i].text)) {
            fail_msg("\"%s\" isn't read", cases[i].text);
        }
        unit_expect_day(day, cases[i].iso);
        assert_string_equal(rest, cases[i].rest);
    }
}

static void what_is_no_day_of_prose_is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "N/A",
        "1-2",
        "2002-12-24",
        "Dec 2002",
        "32 Jan 2000",
        "29 Feb 1900",
        "0 Jan 2000",
        "5 Se 2000",
        "5 Foo 2000",
        "5 Mayo 2000",
        "5 Septembre 2000",
        "5 Jan",
        "100 Jan 2000",
        "5 Jan 20001",
        "[30 Sep 1992 a]",
        "January 5",
        "January 2000",
        "5",
        "005 Jan 2000",
        "Jan",
        "January 32, 2000",
        "-5 Jan 2000",
        "5 Jan -200",
        "5 Jan 0000",
        "\2405 Jan 2000",
    };
    const char *rest = NULL;
    treaty_day_t day;
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        day = 0;
        if (treaty_day_parse_prose(&day, &rest, cases[i])) {
            fail_msg("\"%s\" is read as a day", cases[i]);
        }
        assert_int_equal(day, TREATY_DAY_NONE);
    }
}

static void a_year_of_prose_has_four_digits(void **state)
{
    static const char *const cases[] = {"23 Dec 02", "December 24, 02",
                                        "5 Sept 200", "5 Sept 2"};
    const char *rest;
    treaty_day_t day;
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        if (treaty_day_parse_prose(&day, &rest, cases[i])) {
            fail_msg("\"%s\" is read as a day", cases[i]);
        }
    }
}

static void no_day_is_no_text(void **state)
{
    char buffer[TREATY_DAY_SIZE];

    assert_string_equal(treaty_day_format(buffer, TREATY_DAY_NONE), "");
    assert_null(treaty_day_text(TREATY_DAY_NONE, *state));
    assert_string_equal(treaty_day_text(0, *state), "1970-01-01");
}

static void a_date_of_each_precision_is_written_out(void **state)
{
    static const char *const cases[][2] = {
        {"2002-12-24", "24 December 2002"},
        {"2002-12-04", "4 December 2002"},
        {"2000-02-29", "29 February 2000"},
        {"0001-01-01", "1 January 0001"},
        {"2002-12", "December 2002"},
        {"2002-01", "January 2002"},
        {"2002", "2002"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(treaty_day_long(cases[i][0], *state), cases[i][1]);
    }
}

static void what_is_no_date_is_not_written_out(void **state)
{
    static const char *const cases[] = {
        "",         "2",         "02",
        "200",      "20021",     "2002-",
        "2002-1",   "2002-13",   "2002-00",
        "2002-12-", "2002-1-1",  "2002-02-30",
        "2002/12",  "2002x",     "December 2002",
        "unknown",  "2002-12-2", "2002-12-24T00:00:00Z",
        "2002-aa",
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        if (treaty_day_long(cases[i], *state)) {
            fail_msg("\"%s\" is written out", cases[i]);
        }
    }
}

static void months_are_added_and_clamped(void **state)
{
    static const struct {
        const char *day;
        int months;
        const char *sum;
    } cases[] = {
        {"2005-01-31", 1, "2005-02-28"},   {"2004-01-31", 1, "2004-02-29"},
        {"1900-01-31", 1, "1900-02-28"},   {"2001-11-30", 3, "2002-02-28"},
        {"2003-11-30", 3, "2004-02-29"},   {"2001-10-18", 3, "2002-01-18"},
        {"2002-12-23", 1, "2003-01-23"},   {"2002-03-31", 1, "2002-04-30"},
        {"2002-12-31", 12, "2003-12-31"},  {"2004-02-29", 12, "2005-02-28"},
        {"2004-02-29", 48, "2008-02-29"},  {"2002-05-05", 0, "2002-05-05"},
        {"2002-03-31", -1, "2002-02-28"},  {"2002-01-15", -1, "2001-12-15"},
        {"2002-01-31", -14, "2000-11-30"}, {"1970-01-31", -11, "1969-02-28"},
        {"0002-01-31", -12, "0001-01-31"}, {"9998-12-31", 12, "9999-12-31"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        unit_expect_day(
            treaty_day_add_months(unit_day(cases[i].day), cases[i].months),
            cases[i].sum);
    }
}

static void a_month_starts_on_its_first_day(void **state)
{
    static const char *const cases[][2] = {
        {"2002-12-24", "2002-12-01"}, {"2002-12-01", "2002-12-01"},
        {"2004-02-29", "2004-02-01"}, {"1969-12-31", "1969-12-01"},
        {"0001-01-31", "0001-01-01"}, {"9999-12-31", "9999-12-01"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        unit_expect_day(treaty_day_month_start(unit_day(cases[i][0])),
                        cases[i][1]);
    }
}

typedef struct moment_t {
    apr_int64_t seconds;
    int microseconds;
    const char *day;
} moment_t;

static void expect_moments(const moment_t *moments, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        unit_expect_day(
            treaty_day_of_time(apr_time_from_sec(moments[i].seconds) +
                               moments[i].microseconds),
            moments[i].day);
    }
}

static void a_time_lies_in_its_day_of_utc(void **state)
{
    static const moment_t moments[] = {
        {0, 0, "1970-01-01"},           {86399, 999999, "1970-01-01"},
        {86400, 0, "1970-01-02"},       {1040688000, 0, "2002-12-24"},
        {-1, 0, "1969-12-31"},          {-86400, 0, "1969-12-31"},
        {-86401, 0, "1969-12-30"},      {-86400, 1, "1969-12-31"},
        {-2203891200, 0, "1900-03-01"}, {-2203891201, 0, "1900-02-28"},
    };

    (void)state;
    expect_moments(moments, LENGTH(moments));
}

static void the_last_second_of_a_day_before_1970_is_still_its(void **state)
{
    static const moment_t moments[] = {
        {0, -1, "1969-12-31"},
        {-1, 999999, "1969-12-31"},
        {-86400, -1, "1969-12-30"},
        {-2203891200, -1, "1900-02-28"},
    };

    (void)state;
    expect_moments(moments, LENGTH(moments));
}

static void a_day_starts_at_midnight(void **state)
{
    static const treaty_day_t days[] = {-719162, -1, 0, 12045, TREATY_DAY_END};
    size_t i;

    (void)state;
    assert_int_equal(treaty_day_start(1), apr_time_from_sec(86400));
    for (i = 0; i < LENGTH(days); i++) {
        assert_int_equal(treaty_day_of_time(treaty_day_start(days[i])),
                         days[i]);
    }
}

/* The calendar once more, counted day by day. */
typedef struct calendar_t {
    int year;
    int month;
    int day;
} calendar_t;

static int length_of(const calendar_t *at)
{
    if (at->month == 2) {
        int leap = at->year % 4 == 0;

        if (at->year % 100 == 0) {
            leap = at->year % 400 == 0;
        }
        return leap ? 29 : 28;
    }
    return at->month == 4 || at->month == 6 || at->month == 9 || at->month == 11
               ? 30
               : 31;
}

static void go_on(calendar_t *at)
{
    if (at->day++ < length_of(at)) {
        return;
    }
    at->day = 1;
    if (at->month++ == 12) {
        at->month = 1;
        at->year++;
    }
}

static void put_number(char *text, int value, int digits)
{
    while (digits-- > 0) {
        text[digits] = (char)('0' + value % 10);
        value /= 10;
    }
}

static void every_day_is_written_and_read_back(void **state)
{
    char expected[] = "0000-00-00";
    char buffer[TREATY_DAY_SIZE];
    calendar_t at = {1, 1, 1};
    treaty_day_t day = -719162;
    treaty_day_t read;

    (void)state;
    for (; at.year < 10000; go_on(&at)) {
        put_number(expected, at.year, 4);
        put_number(expected + 5, at.month, 2);
        put_number(expected + 8, at.day, 2);
        if (strcmp(treaty_day_format(buffer, day), expected) != 0 ||
            !treaty_day_parse(&read, expected) || read != day) {
            fail_msg("%s is %s", expected, buffer);
        }
        day++;
    }
    assert_int_equal(day - 1, TREATY_DAY_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(existing_days_are_read),
        TEST(what_is_no_day_is_refused),
        TEST(days_of_prose_are_read),
        TEST(what_is_no_day_of_prose_is_refused),
        TEST(a_year_of_prose_has_four_digits),
        TEST(no_day_is_no_text),
        TEST(a_date_of_each_precision_is_written_out),
        TEST(what_is_no_date_is_not_written_out),
        TEST(months_are_added_and_clamped),
        TEST(a_month_starts_on_its_first_day),
        TEST(a_time_lies_in_its_day_of_utc),
        TEST(the_last_second_of_a_day_before_1970_is_still_its),
        TEST(a_day_starts_at_midnight),
        TEST(every_day_is_written_and_read_back),
    };

    return RUN("date", tests);
}

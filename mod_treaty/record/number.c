#include "treaty_number.h"

#include <apr_lib.h>
#include <stdio.h>
#include <string.h>

/* As many digits as a part is written with in a key. */
#define DIGITS 6
/* No Roman numeral of a chapter is longer. */
#define ROMAN_MAX 12

static int roman_digit(char letter)
{
    static const char letters[] = "IVXLC";
    static const int values[] = {1, 5, 10, 50, 100};
    const char *place = strchr(letters, letter);

    return letter && place ? values[place - letters] : 0;
}

/* The value of the Roman numeral before the first '-'. @return its length, or
 * 0 where none stands there */
static size_t read_chapter(int *value, const char *number)
{
    size_t i;

    *value = 0;
    for (i = 0; i < ROMAN_MAX && roman_digit(number[i]); i++) {
        int digit = roman_digit(number[i]);

        *value += digit < roman_digit(number[i + 1]) ? -digit : digit;
    }
    return number[i] == '-' && *value > 0 ? i : 0;
}

void treaty_number_key(char *buffer, const char *number)
{
    int chapter;
    size_t len = read_chapter(&chapter, number);

    if (len > 0) {
        buffer += snprintf(buffer, DIGITS + 1, "%0*d", DIGITS, chapter);
        number += len;
    }
    while (*number) {
        size_t digits = strspn(number, "0123456789");
        size_t pad = digits > 0 && digits < DIGITS ? DIGITS - digits : 0;

        memset(buffer, '0', pad);
        buffer += pad;
        if (digits == 0) {
            *buffer++ = (char)apr_tolower(*number++);
            continue;
        }
        memcpy(buffer, number, digits);
        buffer += digits;
        number += digits;
    }
    *buffer = '\0';
}

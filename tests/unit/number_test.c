/* The order of the depositary's numbers. */
#include "unit.h"

#include "treaty_number.h"

#include <string.h>

static const char *key_of(const char *number, apr_pool_t *pool)
{
    char *buffer = apr_palloc(pool, TREATY_NUMBER_KEY_SIZE(strlen(number)));

    treaty_number_key(buffer, number);
    return buffer;
}

static void numbers_are_sorted_as_the_depositary_lists_them(void **state)
{
    static const char *const numbers[] = {
        "I-1",    "I-2",     "I-5-a", "I-5-b",    "III-2",  "IV-2",
        "IV-11",  "IV-11-c", "IV-15", "V-1",      "IX-4",   "X-7-b",
        "XI-A-1", "XI-B-16", "XIV-7", "XVIII-12", "XXIX-1", "XL-1"};
    size_t i;

    for (i = 1; i < LENGTH(numbers); i++) {
        const char *before = key_of(numbers[i - 1], *state);
        const char *after = key_of(numbers[i], *state);

        if (strcmp(before, after) >= 0) {
            fail_msg("%s (%s) isn't before %s (%s)", numbers[i - 1], before,
                     numbers[i], after);
        }
    }
}

static void what_is_no_number_gets_a_key_that_fits(void **state)
{
    static const char *const numbers[] = {"",        "-",
                                          "IV",      "IVXLCIVXLCIVXLC-1",
                                          "1-2",     "123456789012",
                                          "iv-11-c", "I-\xc3\xa9",
                                          "9"};
    size_t i;

    for (i = 0; i < LENGTH(numbers); i++) {
        assert_true(strlen(key_of(numbers[i], *state)) <
                    TREATY_NUMBER_KEY_SIZE(strlen(numbers[i])));
    }
    assert_string_equal(key_of("IV-11-c", *state), "000004-000011-c");
    assert_string_equal(key_of("2345678", *state), "2345678");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_sorted_as_the_depositary_lists_them),
        TEST(what_is_no_number_gets_a_key_that_fits),
    };

    return RUN("number", tests);
}

/* Strings and members of JSON, whatever their bytes. */
#include "unit.h"

#include "treaty_json.h"

/* Longer than what is looked at in one go, twice. */
#define LEN_MAX 20

static void a_text_is_a_string_if_it_is_utf8(void **state)
{
    json_t *text;

    (void)state;
    assert_null(treaty_json_string(NULL));
    text = treaty_json_string("");
    assert_string_equal(json_string_value(text), "");
    json_decref(text);
    text = treaty_json_string("C\xc3\xb4te d'Ivoire");
    assert_string_equal(json_string_value(text), "C\xc3\xb4te d'Ivoire");
    json_decref(text);
}

static void no_byte_beyond_ascii_is_overlooked(void **state)
{
    char bytes[LEN_MAX + 1];
    size_t len;
    size_t at;

    (void)state;
    for (len = 1; len <= LEN_MAX; len++) {
        for (at = 0; at < len; at++) {
            json_t *object = json_object();

            memset(bytes, 'a', len);
            bytes[len] = '\0';
            bytes[at] = '\x80';
            assert_null(treaty_json_string(bytes));
            assert_int_equal(treaty_json_set_text(object, bytes, "value"), -1);
            treaty_json_set_text(object, "key", bytes);
            assert_true(json_is_null(json_object_get(object, "key")));
            assert_int_equal(json_object_size(object), 1);
            json_decref(object);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_a_string_if_it_is_utf8),
        TEST(no_byte_beyond_ascii_is_overlooked)};

    return RUN("json", tests);
}

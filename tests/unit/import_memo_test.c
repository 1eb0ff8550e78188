/* What an import keeps of its answers, and how little. */
#include "unit.h"

#include "import/memo.h"

static void a_text_is_found_again(void **state)
{
    treaty_memo_t *memo = treaty_memo_create(*state);
    char key[] = "Ruritania";

    assert_null(treaty_memo_get(memo, key));
    treaty_memo_set(memo, key, "rur");
    key[0] = 'B';
    assert_null(treaty_memo_get(memo, key));
    assert_string_equal(treaty_memo_get(memo, "Ruritania"), "rur");
    treaty_memo_set(memo, "Ruritania", "ruritania");
    assert_string_equal(treaty_memo_get(memo, "Ruritania"), "ruritania");
}

static void nothing_is_kept_for_nobody(void **state)
{
    treaty_memo_t *memo = treaty_memo_create(*state);

    treaty_memo_set(memo, "Nobody", NULL);
    assert_null(treaty_memo_get(memo, "Nobody"));
}

static void what_is_forgotten_is_gone(void **state)
{
    treaty_memo_t *memo = treaty_memo_create(*state);

    treaty_memo_set(memo, "Ruritania", "rur");
    treaty_memo_forget(memo);
    assert_null(treaty_memo_get(memo, "Ruritania"));
    treaty_memo_set(memo, "Ruritania", "rur");
    assert_string_equal(treaty_memo_get(memo, "Ruritania"), "rur");
}

static const char *numbered(int number, apr_pool_t *pool)
{
    return apr_psprintf(pool, "name %d", number);
}

static void it_never_keeps_more_than_its_limit(void **state)
{
    treaty_memo_t *memo = treaty_memo_create(*state);
    int kept = 0;
    int i;

    for (i = 0; i < 3 * TREATY_MEMO_KEPT; i++) {
        treaty_memo_set(memo, numbered(i, *state), "x");
        assert_non_null(treaty_memo_get(memo, numbered(i, *state)));
    }
    for (i = 0; i < 3 * TREATY_MEMO_KEPT; i++) {
        kept += treaty_memo_get(memo, numbered(i, *state)) != NULL;
    }
    assert_in_range(kept, 1, TREATY_MEMO_KEPT);
}

static void long_texts_are_not_kept(void **state)
{
    treaty_memo_t *memo = treaty_memo_create(*state);
    char text[TREATY_MEMO_TEXT_MAX + 2];

    memset(text, 'x', sizeof(text));
    text[TREATY_MEMO_TEXT_MAX + 1] = '\0';
    treaty_memo_set(memo, text, "x");
    treaty_memo_set(memo, "x", text);
    assert_null(treaty_memo_get(memo, text));
    assert_null(treaty_memo_get(memo, "x"));
    treaty_memo_set(memo, text + 1, text + 1);
    assert_string_equal(treaty_memo_get(memo, text + 1), text + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_found_again),
        TEST(nothing_is_kept_for_nobody),
        TEST(what_is_forgotten_is_gone),
        TEST(it_never_keeps_more_than_its_limit),
        TEST(long_texts_are_not_kept),
    };

    return RUN("memo", tests);
}

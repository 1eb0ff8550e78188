/* Compiled catalogues of gettext: what is found in them, and that no file, be
 * it cut or spoilt anywhere, is read beyond its end. */
#include "unit.h"

#include "import/mo.h"

#define COUNT 4
#define HEADER 28

typedef struct {
    char data[4096];
    apr_size_t len;
    int is_swapped;
} file_t;

static void put_number(file_t *file, apr_size_t at, apr_uint32_t number)
{
    int i;

    for (i = 0; i < 4; i++) {
        file->data[at + (apr_size_t)(file->is_swapped ? 3 - i : i)] =
            (char)(number >> (8 * i));
    }
}

static void put_text(file_t *file, apr_size_t entry, const char *text)
{
    apr_size_t len = strlen(text);

    put_number(file, entry, (apr_uint32_t)len);
    put_number(file, entry + 4, (apr_uint32_t)file->len);
    memcpy(file->data + file->len, text, len + 1);
    file->len += len + 1;
}

/* A catalogue of pairs, the first of which is the header. */
static void make(file_t *file, const char *const pairs[COUNT][2],
                 int is_swapped)
{
    apr_size_t translations = HEADER + COUNT * 8;
    apr_size_t i;

    memset(file, 0, sizeof(*file));
    file->is_swapped = is_swapped;
    file->len = translations + COUNT * 8;
    put_number(file, 0, 0x950412deu);
    put_number(file, 8, COUNT);
    put_number(file, 12, HEADER);
    put_number(file, 16, (apr_uint32_t)translations);
    for (i = 0; i < COUNT; i++) {
        put_text(file, HEADER + i * 8, pairs[i][0]);
        put_text(file, translations + i * 8, pairs[i][1]);
    }
}

static const char *const good[COUNT][2] = {
    {"", "Content-Type: text/plain; charset=UTF-8\n"},
    {"Chad", "Tchad"},
    {"Germany", "Allemagne"},
    {"Nowhere", ""}};

static apr_status_t free_data(void *data)
{
    free(data);
    return APR_SUCCESS;
}

static treaty_mo_t *read_of(const file_t *file, apr_size_t len,
                            apr_pool_t *pool)
{
    treaty_mo_t *mo;
    /* Just so many bytes: what is read beyond is seen. */
    char *data = malloc(len ? len : 1);
    apr_status_t rv;

    assert_non_null(data);
    memcpy(data, file->data, len);
    apr_pool_cleanup_register(pool, data, free_data, apr_pool_cleanup_null);
    rv = treaty_mo_read(&mo, data, len, pool);
    assert_true(rv == APR_SUCCESS || rv == TREATY_EINPUT);
    assert_int_equal(rv == APR_SUCCESS, mo != NULL);
    return mo;
}

static void translations_are_found_in_either_order_of_bytes(void **state)
{
    int is_swapped;

    for (is_swapped = 0; is_swapped < 2; is_swapped++) {
        file_t file;
        treaty_mo_t *mo;

        make(&file, good, is_swapped);
        mo = read_of(&file, file.len, *state);
        assert_non_null(mo);
        assert_string_equal(treaty_mo_find(mo, "Germany"), "Allemagne");
        assert_string_equal(treaty_mo_find(mo, "Chad"), "Tchad");
        assert_null(treaty_mo_find(mo, "Nowhere"));
        assert_null(treaty_mo_find(mo, "Elsewhere"));
        assert_null(treaty_mo_find(mo, ""));
    }
    assert_null(treaty_mo_find(NULL, "Chad"));
}

static void what_cannot_be_shown_is_no_translation(void **state)
{
    static const char *const bad[COUNT][2] = {
        {"", "Content-Type: text/plain; charset=UTF-8\n"},
        {"a", "bro\xff"
              "ken"},
        {"b", "turned \xe2\x80\xae round"},
        {"c", "two\nlines"}};
    file_t file;
    treaty_mo_t *mo;

    make(&file, bad, 0);
    mo = read_of(&file, file.len, *state);
    assert_non_null(mo);
    assert_null(treaty_mo_find(mo, "a"));
    assert_null(treaty_mo_find(mo, "b"));
    assert_null(treaty_mo_find(mo, "c"));
}

static void another_charset_is_refused(void **state)
{
    static const char *const latin[COUNT][2] = {
        {"", "Content-Type: text/plain; charset=ISO-8859-1\n"},
        {"a", "b"},
        {"c", "d"},
        {"e", "f"}};
    file_t file;

    make(&file, latin, 0);
    assert_null(read_of(&file, file.len, *state));
}

static void a_file_that_is_cut_anywhere_is_refused(void **state)
{
    file_t file;
    apr_size_t len;

    make(&file, good, 0);
    for (len = 0; len < file.len; len++) {
        assert_null(read_of(&file, len, *state));
    }
}

static void no_number_of_a_file_is_believed(void **state)
{
    static const apr_uint32_t numbers[] = {
        0, 1, 27, 0x7fffffffu, 0x80000000u, 0xfffffff8u, 0xffffffffu};
    file_t file;
    apr_size_t at;
    size_t i;

    make(&file, good, 0);
    for (at = 0; at < HEADER + COUNT * 16; at += 4) {
        for (i = 0; i < LENGTH(numbers); i++) {
            file_t spoilt = file;
            treaty_mo_t *mo;

            put_number(&spoilt, at, numbers[i]);
            mo = read_of(&spoilt, spoilt.len, *state);
            if (mo) {
                (void)treaty_mo_find(mo, "Chad");
            }
        }
    }
}

static void a_file_is_read_or_said_to_be_none(void **state)
{
    file_t file;
    treaty_mo_t *mo;
    const char *path = unit_path(unit_folder(*state), "x.mo", *state);

    assert_int_not_equal(treaty_mo_load(&mo, path, *state), APR_SUCCESS);
    make(&file, good, 1);
    unit_write(path, file.data, file.len);
    assert_int_equal(treaty_mo_load(&mo, path, *state), APR_SUCCESS);
    assert_string_equal(treaty_mo_find(mo, "Chad"), "Tchad");
    unit_write(path, "text", 4);
    assert_int_equal(treaty_mo_load(&mo, path, *state), TREATY_EINPUT);
    assert_null(mo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(translations_are_found_in_either_order_of_bytes),
        TEST(what_cannot_be_shown_is_no_translation),
        TEST(another_charset_is_refused),
        TEST(a_file_that_is_cut_anywhere_is_refused),
        TEST(no_number_of_a_file_is_believed),
        TEST(a_file_is_read_or_said_to_be_none)};

    return RUN("import_mo", tests);
}

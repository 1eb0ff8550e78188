/* Which coding a request takes, and what is compressed. */
#include "unit.h"

#include "answer/coding.h"

#include <zlib.h>

static void a_request_takes_what_it_says(void **state)
{
    static const struct {
        const char *header;
        treaty_coding_t gzip_alone;
    } cases[] = {
        {NULL, TREATY_CODING_IDENTITY},
        {"", TREATY_CODING_IDENTITY},
        {"gzip", TREATY_CODING_GZIP},
        {"GZIP", TREATY_CODING_GZIP},
        {"x-gzip", TREATY_CODING_GZIP},
        {"gzip;q=0", TREATY_CODING_IDENTITY},
        {"gzip;q=0.000", TREATY_CODING_IDENTITY},
        {"gzip;q=0.001", TREATY_CODING_GZIP},
        {"gzip ; q=0.5", TREATY_CODING_GZIP},
        {"gzip;Q=0", TREATY_CODING_IDENTITY},
        {"identity", TREATY_CODING_IDENTITY},
        {"deflate, gzip", TREATY_CODING_GZIP},
        {"deflate", TREATY_CODING_IDENTITY},
        {"*", TREATY_CODING_GZIP},
        {"*;q=0", TREATY_CODING_IDENTITY},
        {"*, gzip;q=0", TREATY_CODING_IDENTITY},
        {"gzipped", TREATY_CODING_IDENTITY},
        {"zgzip", TREATY_CODING_IDENTITY},
        {",,,;;=q", TREATY_CODING_IDENTITY},
        {"gzip;q=nonsense", TREATY_CODING_IDENTITY},
        {"gzip;level=9", TREATY_CODING_GZIP},
        {"br;q=0, gzip", TREATY_CODING_GZIP},
        {"br;q=0.1, gzip;q=0.9", TREATY_CODING_GZIP},
    };
    size_t i;

    (void)state;
    for (i = 0; i < LENGTH(cases); i++) {
        if (treaty_coding_choose(cases[i].header) != cases[i].gzip_alone) {
            fail_msg("%s", cases[i].header);
        }
    }
}

static void a_body_comes_back_as_it_was(void **state)
{
    const char *body = apr_psprintf(*state, "%05000d", 42);
    apr_size_t len = strlen(body);
    char back[8000];
    z_stream stream = {0};
    const char *data;
    apr_size_t size;

    assert_int_equal(treaty_coding_apply(&data, &size, TREATY_CODING_GZIP, body,
                                         len, *state),
                     APR_SUCCESS);
    assert_true(size < 100);
    stream.next_in = (Bytef *)data;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)back;
    stream.avail_out = sizeof(back);
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, len);
    assert_memory_equal(back, body, len);
    inflateEnd(&stream);
}

static void a_coded_body_is_the_same_on_every_node(void **state)
{
    const char *body = apr_psprintf(*state, "%05000d", 42);
    const char *one;
    const char *other;
    apr_size_t one_size;
    apr_size_t other_size;

    treaty_coding_apply(&one, &one_size, TREATY_CODING_GZIP, body, 5000,
                        *state);
    treaty_coding_apply(&other, &other_size, TREATY_CODING_GZIP, body, 5000,
                        *state);
    assert_int_equal(one_size, other_size);
    assert_memory_equal(one, other, one_size);
}

static void texts_are_compressed_and_nothing_else(void **state)
{
    static const struct {
        const char *type;
        int suits;
    } cases[] = {
        {"text/html; charset=utf-8", 1},
        {"text/css; charset=utf-8", 1},
        {"text/javascript; charset=utf-8", 1},
        {"text/csv; charset=utf-8; header=present", 1},
        {"application/json", 1},
        {"application/ld+json", 1},
        {"application/problem+json", 1},
        {"application/atom+xml; charset=utf-8", 1},
        {"application/json+oembed", 1},
        {"image/svg+xml", 1},
        {"image/png", 0},
        {"application/octet-stream", 0},
        {"application/gzip", 0},
        {NULL, 0},
    };
    treaty_answer_t answer = {0};
    size_t i;

    (void)state;
    answer.status = 200;
    answer.body = "";
    answer.len = 1000;
    for (i = 0; i < LENGTH(cases); i++) {
        answer.content_type = cases[i].type;
        if (!treaty_coding_suits(&answer) != !cases[i].suits) {
            fail_msg("%s", cases[i].type);
        }
    }
    answer.content_type = "text/html";
    answer.len = 20;
    assert_false(treaty_coding_suits(&answer));
    answer.len = 1000;
    answer.status = 404;
    assert_false(treaty_coding_suits(&answer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_takes_what_it_says),
        TEST(a_body_comes_back_as_it_was),
        TEST(a_coded_body_is_the_same_on_every_node),
        TEST(texts_are_compressed_and_nothing_else),
    };

    return RUN("coding", tests);
}

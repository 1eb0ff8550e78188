/*
 * The served file itself, damaged or forged: each line of the data writes
 * bytes over those of the published sample. "4096 a%00" writes an "a" and a NUL
 * byte at 4096, counted round its end; "=4096" cuts it off there. Whatever the
 * file then is, every address has an answer, and none a tag of the file's.
 */
#include "fuzz.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const addresses[] = {
    "/treaties/opsc.json",
    "/treaties/opsc",
    "/treaties/opsc/box",
    "/treaties/crc@2002-12-24/timeline.svg",
    "/treaties/untoc.jsonld",
    "/fact-sheets/2002-12-24-opsc",
    "/fact-sheets/2002-12-24-opsc/claims.json",
    "/participants/usa",
    "/acts.atom",
    "/treaties.csv",
    "/search.json?q=children",
    "/status.json?treaty=opsc,crc&participant=usa,som",
};

/* A copy of the file in memory. */
typedef struct {
    unsigned char *data;
    apr_size_t len;
} image_t;

static image_t read_sample(apr_pool_t *pool)
{
    image_t image = {NULL, 0};
    apr_finfo_t info;
    apr_file_t *file;

    if (apr_file_open(&file, fuzz_sample(), APR_FOPEN_READ, 0, pool) !=
            APR_SUCCESS ||
        apr_file_info_get(&info, APR_FINFO_SIZE, file) != APR_SUCCESS) {
        fuzz_fail("no sample", fuzz_sample());
    }
    image.len = (apr_size_t)info.size;
    image.data = apr_palloc(pool, image.len);
    if (apr_file_read_full(file, image.data, image.len, NULL) != APR_SUCCESS) {
        fuzz_fail("the sample can't be read", fuzz_sample());
    }
    return image;
}

/* One byte of a line: itself, or what two digits behind "%" say. */
static unsigned char take_byte(const char **at)
{
    char digits[3] = {0};

    if ((*at)[0] == '%' && isxdigit((unsigned char)(*at)[1]) &&
        isxdigit((unsigned char)(*at)[2])) {
        memcpy(digits, *at + 1, 2);
        *at += 3;
        return (unsigned char)strtoul(digits, NULL, 16);
    }
    return (unsigned char)*(*at)++;
}

static void edit(image_t *image, const char *line)
{
    char *rest;
    apr_size_t offset = strtoul(line + (*line == '='), &rest, 10);
    const char *at = *rest == ' ' ? rest + 1 : rest;

    if (image->len == 0) {
        return;
    }
    offset %= image->len;
    if (*line == '=') {
        image->len = offset;
        return;
    }
    while (*at && offset < image->len) {
        image->data[offset++] = take_byte(&at);
    }
}

static void ask(const treaty_site_t *site, const char *address,
                apr_pool_t *pool)
{
    char *path = apr_pstrdup(pool, address);
    char *args = strchr(path, '?');
    treaty_request_t request = {path, NULL, FUZZ_NOW, NULL, 0, 0};
    treaty_answer_t *answer;

    if (args) {
        *args++ = '\0';
        request.args = args;
    }
    treaty_answer_make(&answer, site, &request, pool);
    fuzz_answer(answer);
}

static void ask_all(const char *path, apr_pool_t *pool)
{
    const treaty_site_t *site = fuzz_site(path, pool);
    treaty_element_t element = {.id = "opsc", .fact = "title", .now = FUZZ_NOW};
    const char *trouble;
    const char *text;
    size_t i;

    for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        ask(site, addresses[i], pool);
    }
    treaty_element_make(&text, &trouble, site, &element, pool);
    if (strstr(text, FUZZ_TAG)) {
        fuzz_fail("the file's own tag is in the page", text);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static image_t sample;
    apr_pool_t *pool = fuzz_pool();
    image_t image;
    char *line;

    if (!sample.data) {
        sample = read_sample(apr_pool_parent_get(pool));
    }
    image.len = sample.len;
    image.data = apr_pmemdup(pool, sample.data, sample.len);
    while ((line = fuzz_part(&data, &size, '\n', pool)) != NULL) {
        edit(&image, line);
    }
    ask_all(fuzz_file("forged.db", image.data, image.len), pool);
    apr_pool_destroy(pool);
    return 0;
}

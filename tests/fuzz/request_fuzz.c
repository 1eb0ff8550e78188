/*
 * Any request for the sample record. The data are a path below the mount, a
 * query string and an Accept-Encoding header, with NUL bytes between them. No
 * request is an error of the server's.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const treaty_site_t *site = fuzz_sample_site();
    apr_pool_t *pool = fuzz_pool();
    const char *path = fuzz_part(&data, &size, '\0', pool);
    const char *args = fuzz_part(&data, &size, '\0', pool);
    const char *coding = fuzz_part(&data, &size, '\0', pool);
    treaty_request_t request = {path ? path : "", args, FUZZ_NOW, coding, 0, 0};
    const treaty_answer_t *got;
    treaty_cached_t kept;
    treaty_answer_t *answer;

    treaty_answer_make(&answer, site, &request, pool);
    /* 501 is what oEmbed wants for a format that isn't spoken. */
    if (answer->status >= 500 && answer->status != 501) {
        fuzz_fail("an error of the server's", path);
    }
    fuzz_answer(answer);
    if (coding) {
        treaty_answer_get(&got, &kept, site, &request, pool);
        fuzz_answer(got);
    }
    request.included = 1;
    treaty_answer_make(&answer, site, &request, pool);
    fuzz_answer(answer);
    apr_pool_destroy(pool);
    return 0;
}

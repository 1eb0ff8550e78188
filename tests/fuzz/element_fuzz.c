/*
 * The attributes of an SSI element, a line each: name=value. Whatever they
 * are, there is a text, on an error one that says so in the log, and none has
 * a tag of theirs.
 */
#include "fuzz.h"

#include <string.h>

static void take(treaty_element_t *element, char *line)
{
    char *value = strchr(line, '=');
    const char **place;

    if (value) {
        *value++ = '\0';
        place = treaty_element_attribute(element, line);
        if (place) {
            *place = value;
        }
    }
    element->is_value |= strcmp(line, "var") == 0;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const treaty_site_t *site = fuzz_sample_site();
    apr_pool_t *pool = fuzz_pool();
    treaty_element_t element = {.now = FUZZ_NOW};
    const char *trouble = NULL;
    const char *text = NULL;
    apr_status_t rv;
    char *line;

    while ((line = fuzz_part(&data, &size, '\n', pool)) != NULL) {
        take(&element, line);
    }
    rv = treaty_element_make(&text, &trouble, site, &element, pool);
    if (!text || (rv != APR_SUCCESS) != (trouble != NULL)) {
        fuzz_fail("a text or its trouble is missing", text);
    }
    if (!element.is_value && strstr(text, FUZZ_TAG)) {
        fuzz_fail("the input's own tag is in the page", text);
    }
    apr_pool_destroy(pool);
    return 0;
}

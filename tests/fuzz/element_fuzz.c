/*
 * The attributes of an SSI element, a line each: name=value. Whatever they
 * are, there is a text, on an error one that says so in the log, and none has
 * a tag of theirs.
 */
#include "fuzz.h"

#include <string.h>

static const char **place_of(treaty_element_t *element, const char *name)
{
    const struct {
        const char *name;
        const char **place;
    } places[] = {
        {"id", &element->id},
        {"factsheet", &element->factsheet},
        {"participant", &element->participant},
        {"view", &element->view},
        {"fact", &element->fact},
        {"beside", &element->beside},
        {"format", &element->format},
        {"heading", &element->heading},
        {"lang", &element->lang},
        {"sort", &element->sort},
        {"state", &element->state},
    };
    size_t i;

    for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (strcmp(places[i].name, name) == 0) {
            return places[i].place;
        }
    }
    return NULL;
}

static void take(treaty_element_t *element, char *line)
{
    char *value = strchr(line, '=');
    const char **place;

    if (value) {
        *value++ = '\0';
        place = place_of(element, line);
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

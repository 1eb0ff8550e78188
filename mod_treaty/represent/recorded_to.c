#include "treaty_represent.h"

#include <string.h>

const char *treaty_recorded_to(const json_t *document)
{
    const char *known = treaty_json_text(document, "known_through");
    json_t *source;
    size_t i;

    json_array_foreach(json_object_get(document, "sources"), i, source)
    {
        const char *its = treaty_json_text(source, "known_through");
        const char *fetched = treaty_json_text(source, "retrieved_on");

        if (known && its && fetched && *fetched && strcmp(its, known) == 0 &&
            strncmp(fetched, known, strlen(fetched)) == 0) {
            return fetched;
        }
    }
    return known;
}

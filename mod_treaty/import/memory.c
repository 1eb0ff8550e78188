#include "treaty_import.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *result = xmlMalloc(size);

    return result ? memcpy(result, text, size) : NULL;
}

void treaty_import_memory(void *(*get)(apr_size_t),
                          void *(*get_again)(void *, apr_size_t))
{
    xmlMemSetup(free, get, get_again, copy);
}

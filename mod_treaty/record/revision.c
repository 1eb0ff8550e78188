#include "treaty_revision.h"

#include <string.h>

int treaty_revision_is_valid(const char *text)
{
    return strlen(text) == TREATY_REVISION_LENGTH &&
           strspn(text, "0123456789abcdef") == TREATY_REVISION_LENGTH;
}

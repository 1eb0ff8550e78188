#include "utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

const char *treaty_skip_space(const char *text)
{
    for (;;) {
        if (apr_isspace(*text)) {
            text++;
        }
        else if (text[0] == '\xc2' && text[1] == '\xa0') {
            text += 2;
        }
        else {
            return text;
        }
    }
}

const char *treaty_trim(const char *text, apr_pool_t *result_pool)
{
    const char *start = treaty_skip_space(text);
    apr_size_t len = strlen(start);

    while (len > 0) {
        if (apr_isspace(start[len - 1])) {
            len--;
        }
        else if (len > 1 && start[len - 2] == '\xc2' &&
                 start[len - 1] == '\xa0') {
            len -= 2;
        }
        else {
            break;
        }
    }
    return apr_pstrmemdup(result_pool, start, len);
}

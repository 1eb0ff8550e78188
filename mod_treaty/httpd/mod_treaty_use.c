#include "mod_treaty.h"

#include <apr_strings.h>
#include <stdlib.h>

int mod_treaty_use_next(request_rec *r, const char *view)
{
    request_rec *outermost = r;
    const char *name;
    const char *before;
    int use;

    while (outermost->main) {
        outermost = outermost->main;
    }
    name = apr_pstrcat(outermost->pool, "treaty-use ", view, NULL);
    before = apr_table_get(outermost->notes, name);
    use = before ? atoi(before) : 0;
    apr_table_setn(outermost->notes, name, apr_itoa(outermost->pool, use + 1));
    return use;
}

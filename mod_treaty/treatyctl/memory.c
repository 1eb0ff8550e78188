#include "treatyctl.h"

#include "treaty_import.h"
#include "treaty_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* At once, as if it were killed: nothing that is half done is finished. */
static int give_up(int retcode)
{
    (void)retcode;
    fputs("treatyctl: memory is out; what was begun isn't done\n", stderr);
    _exit(TREATYCTL_FAILURE);
}

static void *get(size_t size)
{
    void *memory = malloc(size);

    if (!memory && size > 0) {
        give_up(APR_ENOMEM);
    }
    return memory;
}

static void *get_again(void *memory, size_t size)
{
    void *larger = realloc(memory, size);

    if (!larger && size > 0) {
        give_up(APR_ENOMEM);
    }
    return larger;
}

void treatyctl_memory_watch(apr_pool_t *pool)
{
    apr_pool_abort_set(give_up, apr_pool_parent_get(pool));
    apr_pool_abort_set(give_up, pool);
    json_set_alloc_funcs(get, free);
    treaty_import_memory(get, get_again);
}

#include "treaty_memory.h"

/* So many are given back; more than that nobody has in hand at once. */
#define KEPT_MAX 64

/* What somebody may still have in hand. */
static _Thread_local struct {
    void *thing;
    treaty_memory_release_fn_t *release;
} kept[KEPT_MAX];
static _Thread_local int kept_count;
static _Thread_local int is_lost;

void treaty_memory_begin(void)
{
    while (kept_count > 0) {
        kept_count--;
        kept[kept_count].release(kept[kept_count].thing);
    }
    is_lost = 0;
}

void treaty_memory_lose(void)
{
    is_lost = 1;
}

void treaty_memory_keep(void *thing, treaty_memory_release_fn_t *release)
{
    if (kept_count < KEPT_MAX) {
        kept[kept_count].thing = thing;
        kept[kept_count].release = release;
        kept_count++;
    }
}

int treaty_memory_is_lost(void)
{
    return is_lost;
}

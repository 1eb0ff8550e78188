#include "treaty_memory.h"

static _Thread_local int is_lost;

void treaty_memory_begin(void)
{
    is_lost = 0;
}

void treaty_memory_lose(void)
{
    is_lost = 1;
}

int treaty_memory_is_lost(void)
{
    return is_lost;
}

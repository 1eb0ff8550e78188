/*
 * What httpd's threads hand to each other by libapr's atomics, where
 * ThreadSanitizer sees it: libapr isn't compiled for it, so memory that one
 * thread has sent from and that another is given by these looks like a race.
 * Loaded before libapr where races are looked for, and nowhere else.
 */
#include <apr_atomic.h>

#define ORDER __ATOMIC_SEQ_CST

apr_uint32_t apr_atomic_read32(volatile apr_uint32_t *mem)
{
    return __atomic_load_n(mem, ORDER);
}

void apr_atomic_set32(volatile apr_uint32_t *mem, apr_uint32_t val)
{
    __atomic_store_n(mem, val, ORDER);
}

apr_uint32_t apr_atomic_add32(volatile apr_uint32_t *mem, apr_uint32_t val)
{
    return __atomic_fetch_add(mem, val, ORDER);
}

void apr_atomic_sub32(volatile apr_uint32_t *mem, apr_uint32_t val)
{
    (void)__atomic_fetch_sub(mem, val, ORDER);
}

apr_uint32_t apr_atomic_inc32(volatile apr_uint32_t *mem)
{
    return __atomic_fetch_add(mem, 1, ORDER);
}

int apr_atomic_dec32(volatile apr_uint32_t *mem)
{
    return __atomic_sub_fetch(mem, 1, ORDER) != 0;
}

apr_uint32_t apr_atomic_cas32(volatile apr_uint32_t *mem, apr_uint32_t with,
                              apr_uint32_t cmp)
{
    (void)__atomic_compare_exchange_n(mem, &cmp, with, 0, ORDER, ORDER);
    return cmp;
}

apr_uint32_t apr_atomic_xchg32(volatile apr_uint32_t *mem, apr_uint32_t val)
{
    return __atomic_exchange_n(mem, val, ORDER);
}

void *apr_atomic_casptr(volatile void **mem, void *with, const void *cmp)
{
    void *found = (void *)cmp;

    (void)__atomic_compare_exchange_n((void **)mem, &found, with, 0, ORDER,
                                      ORDER);
    return found;
}

void *apr_atomic_xchgptr(volatile void **mem, void *with)
{
    return __atomic_exchange_n((void **)mem, with, ORDER);
}

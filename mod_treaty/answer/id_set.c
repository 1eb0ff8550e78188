#include "id_set.h"

struct treaty_id_set_t {
    unsigned char *bits;
    apr_int64_t largest;
};

static apr_size_t bytes_of(const treaty_id_set_t *set)
{
    return (apr_size_t)set->largest / 8 + 1;
}

static int is_in_range(const treaty_id_set_t *set, apr_int64_t id)
{
    return id > 0 && id <= set->largest;
}

treaty_id_set_t *treaty_id_set_create(apr_int64_t largest,
                                      apr_pool_t *result_pool)
{
    treaty_id_set_t *set = apr_palloc(result_pool, sizeof(*set));

    set->largest = largest < 0                   ? 0
                   : largest > TREATY_ID_SET_MAX ? TREATY_ID_SET_MAX
                                                 : largest;
    set->bits = apr_pcalloc(result_pool, bytes_of(set));
    return set;
}

void treaty_id_set_add(treaty_id_set_t *set, apr_int64_t id)
{
    if (is_in_range(set, id)) {
        set->bits[id / 8] |= (unsigned char)(1u << id % 8);
    }
}

int treaty_id_set_has(const treaty_id_set_t *set, apr_int64_t id)
{
    return is_in_range(set, id) && (set->bits[id / 8] >> id % 8 & 1);
}

void treaty_id_set_intersect(treaty_id_set_t *set, const treaty_id_set_t *other)
{
    apr_size_t i;

    for (i = 0; i < bytes_of(set); i++) {
        set->bits[i] &= other->bits[i];
    }
}

void treaty_id_set_add_rest(treaty_id_set_t *set, const treaty_id_set_t *all,
                            const treaty_id_set_t *other)
{
    apr_size_t i;

    for (i = 0; i < bytes_of(set); i++) {
        set->bits[i] |= (unsigned char)(all->bits[i] & ~other->bits[i]);
    }
}

apr_size_t treaty_id_set_count(const treaty_id_set_t *set)
{
    apr_size_t count = 0;
    apr_size_t i;

    for (i = 0; i < bytes_of(set); i++) {
        count += (apr_size_t)__builtin_popcount(set->bits[i]);
    }
    return count;
}

apr_int64_t treaty_id_set_next(const treaty_id_set_t *set, apr_int64_t id)
{
    for (id++; id <= set->largest; id++) {
        if (id % 8 == 0 && set->bits[id / 8] == 0) {
            id += 7;
        }
        else if (treaty_id_set_has(set, id)) {
            return id;
        }
    }
    return 0;
}

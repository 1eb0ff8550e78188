#include "scarce.h"

#include "treaty_json.h"

#include <sqlite3.h>
#include <stdlib.h>

/* jansson's own, by the linker. */
json_t *__real_json_loadb(const char *text, size_t len, size_t flags,
                          json_error_t *error);
json_t *__real_json_loads(const char *text, size_t flags, json_error_t *error);
json_t *__real_json_load_file(const char *path, size_t flags,
                              json_error_t *error);

/* Which call fails; 0: none. */
typedef struct supply_t {
    long countdown;
    /** From that one on all do. */
    int for_good;
    long failed;
    /** Calls don't count. */
    int is_paused;
    /** Calls of jansson's without their free. */
    long in_use;
} supply_t;

static supply_t supply;
static sqlite3_mem_methods system_methods;

static int is_out(void)
{
    if (supply.is_paused) {
        return 0;
    }
    if (supply.countdown == 0 || (supply.countdown > 1 && supply.countdown--)) {
        return 0;
    }
    supply.countdown = supply.for_good ? 1 : 0;
    supply.failed++;
    return 1;
}

static void *get(size_t size)
{
    void *memory = is_out() ? NULL : malloc(size);

    supply.in_use += memory != NULL;
    return memory;
}

static void give_back(void *memory)
{
    supply.in_use -= memory != NULL;
    free(memory);
}

static void *get_sqlite(int size)
{
    return is_out() ? NULL : system_methods.xMalloc(size);
}

static void *get_again(void *data, int size)
{
    return is_out() ? NULL : system_methods.xRealloc(data, size);
}

/* As jansson ends that begins to read without memory: it says nothing of why.
 */
static int cant_read(json_error_t *error)
{
    if (!is_out()) {
        supply.is_paused = 1;
        return 0;
    }
    error->text[0] = '\0';
    error->line = -1;
    return 1;
}

static json_t *has_read(json_t *json)
{
    supply.is_paused = 0;
    return json;
}

json_t *__wrap_json_loadb(const char *text, size_t len, size_t flags,
                          json_error_t *error);
json_t *__wrap_json_loadb(const char *text, size_t len, size_t flags,
                          json_error_t *error)
{
    return cant_read(error)
               ? NULL
               : has_read(__real_json_loadb(text, len, flags, error));
}

json_t *__wrap_json_loads(const char *text, size_t flags, json_error_t *error);
json_t *__wrap_json_loads(const char *text, size_t flags, json_error_t *error)
{
    return cant_read(error) ? NULL
                            : has_read(__real_json_loads(text, flags, error));
}

json_t *__wrap_json_load_file(const char *path, size_t flags,
                              json_error_t *error);
json_t *__wrap_json_load_file(const char *path, size_t flags,
                              json_error_t *error)
{
    return cant_read(error)
               ? NULL
               : has_read(__real_json_load_file(path, flags, error));
}

void scarce_install(void)
{
    sqlite3_mem_methods methods;

    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_methods);
    methods = system_methods;
    methods.xMalloc = get_sqlite;
    methods.xRealloc = get_again;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    json_set_alloc_funcs(get, give_back);
}

void scarce_begin(long n, int for_good)
{
    supply.countdown = n;
    supply.for_good = for_good;
    supply.failed = 0;
}

int scarce_end(void)
{
    supply.countdown = 0;
    return supply.failed > 0;
}

long scarce_in_use(void)
{
    return supply.in_use + (long)sqlite3_memory_used();
}

long scarce_stride(long stride)
{
    return getenv("TREATY_FAULTS") ? 1 : stride;
}

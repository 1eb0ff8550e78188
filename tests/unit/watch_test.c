/* Who watches a database is told what is served. */
#include "unit.h"

#include "treaty_database.h"

#include <apr_strings.h>

/* As good as always: the file is looked at each time. */
#define NOW apr_time_from_sec(1800000000)

typedef struct {
    treaty_database_t *database;
    const char *path;
    unit_log_t *log;
    /** The next file's age; each differs. */
    int age;
    /** What was last told, and how often something was. */
    const char *revision;
    int times;
    apr_pool_t *pool;
} watched_t;

static void take(void *baton, const treaty_snapshot_t *snapshot)
{
    watched_t *watched = baton;

    watched->times++;
    watched->revision =
        snapshot
            ? apr_pstrdup(watched->pool, treaty_snapshot_revision(snapshot))
            : NULL;
}

static watched_t *watched_of(apr_pool_t *pool)
{
    watched_t *watched = apr_pcalloc(pool, sizeof(*watched));
    treaty_database_settings_t settings = {0};

    watched->pool = pool;
    watched->age = 1000;
    watched->path = unit_path(unit_folder(pool), "served.db", pool);
    watched->log = unit_log(pool);
    settings.path = watched->path;
    settings.handles = 1;
    settings.log = &watched->log->log;
    assert_int_equal(
        treaty_database_create(&watched->database, &settings, pool),
        APR_SUCCESS);
    treaty_database_watch(watched->database, take, watched);
    return watched;
}

static const char *publish(watched_t *watched)
{
    const char *revision = unit_publish(watched->path, "", watched->pool);

    unit_set_age(watched->path, watched->age--);
    return revision;
}

/* Has the file looked at, and tells how often it was told of that by now. */
static int look(watched_t *watched)
{
    (void)treaty_database_generation(watched->database, 0, NOW);
    return watched->times;
}

static void each_change_of_what_is_served_is_told(void **state)
{
    watched_t *watched = watched_of(*state);
    const char *first;
    const char *second;

    assert_int_equal(look(watched), 0);
    first = publish(watched);
    assert_int_equal(look(watched), 1);
    assert_string_equal(watched->revision, first);
    assert_int_equal(look(watched), 1);
    second = publish(watched);
    assert_int_equal(look(watched), 2);
    assert_string_equal(watched->revision, second);
}

static void what_goes_on_is_not_told_and_what_ends_is(void **state)
{
    watched_t *watched = watched_of(*state);

    publish(watched);
    assert_int_equal(look(watched), 1);
    assert_int_equal(apr_file_remove(watched->path, *state), APR_SUCCESS);
    assert_int_equal(look(watched), 1);
    publish(watched);
    assert_int_equal(look(watched), 2);
    /* Written over where it stands. */
    unit_puts(watched->path, "no database");
    assert_int_equal(look(watched), 3);
    assert_null(watched->revision);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_change_of_what_is_served_is_told),
        TEST(what_goes_on_is_not_told_and_what_ends_is),
    };

    return RUN("watch", tests);
}

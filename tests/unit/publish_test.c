/* From the authoring database to the file that is served. */
#include "unit.h"

#include "treaty_publish.h"

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct press_t {
    apr_pool_t *pool;
    /** Holds the target alone. */
    const char *folder;
    /* Holds the authoring database alone. */
    const char *desk;
    const char *authoring;
    const char *target;
    unit_log_t *log;
} press_t;

static press_t press_of(const char *sql, apr_pool_t *pool)
{
    press_t press = {0};

    press.pool = pool;
    press.folder = unit_folder(pool);
    press.desk = unit_folder(pool);
    press.authoring = unit_path(press.desk, "authoring.db", pool);
    press.target = unit_path(press.folder, "served.db", pool);
    press.log = unit_log(pool);
    unit_authoring(press.authoring, sql, pool);
    return press;
}

static apr_status_t publish(const char **revision, const press_t *press)
{
    return treaty_publish(revision, press->authoring, press->target, NULL,
                          &press->log->log, press->pool, press->pool);
}

static const char *published(const press_t *press)
{
    const char *revision = NULL;

    if (publish(&revision, press) != APR_SUCCESS) {
        fail_msg("%s", unit_log_text(press->log));
    }
    assert_int_equal(press->log->lines->nelts, 0);
    assert_int_equal(unit_folder_count(press->folder, press->pool), 1);
    return revision;
}

static press_t sample(apr_pool_t *pool)
{
    press_t press = press_of(unit_sample(pool), pool);

    (void)published(&press);
    return press;
}

static void spans_follow_from_the_acts_and_the_rule(void **state)
{
    press_t press = sample(*state);

    assert_string_equal(
        unit_rows(press.target,
                  "SELECT slug, from_on, to_on, state, signed_on, "
                  "consented_on, consent_kind, in_force_on, why "
                  "FROM span JOIN participant AS p ON p.id = participant_id "
                  "WHERE treaty_id = 1 ORDER BY slug, from_on",
                  *state),
        "aland|2000-01-01|2000-02-01|signatory|2000-01-01|null|null|null|"
        "none\n"
        "aland|2000-02-01|2000-06-01|consented|2000-01-01|2000-02-01|"
        "ratification|2000-06-01|with_treaty\n"
        "aland|2000-06-01|9999-12-31|in_force|2000-01-01|2000-02-01|"
        "ratification|2000-06-01|with_treaty\n"
        "beland|2000-03-01|2000-06-01|consented|null|2000-03-01|accession|"
        "2000-06-01|with_treaty\n"
        "beland|2000-06-01|9999-12-31|in_force|null|2000-03-01|accession|"
        "2000-06-01|with_treaty\n"
        "celand|2000-12-31|2001-01-31|consented|null|2000-12-31|accession|"
        "2001-01-31|after_deposit\n"
        "celand|2001-01-31|2005-01-01|in_force|null|2000-12-31|accession|"
        "2001-01-31|after_deposit\n"
        "celand|2005-01-01|9999-12-31|withdrawn|null|null|null|null|none\n"
        "dland|2001-01-01|9999-12-31|signatory|2001-01-01|null|null|null|"
        "none\n"
        "eland|0001-01-01|9999-12-31|undated|null|null|null|null|none\n"
        "the-union|2000-02-15|2000-06-01|consented|null|2000-02-15|"
        "formal_confirmation|2000-06-01|with_treaty\n"
        "the-union|2000-06-01|9999-12-31|in_force|null|2000-02-15|"
        "formal_confirmation|2000-06-01|with_treaty\n");
}

#define TALLY                                                                \
    "SELECT from_on, to_on, signatures, consents, in_force, "                \
    "in_force_unknown, pending, provisional, withdrawn, undated FROM tally " \
    "WHERE treaty_id = "

static void tallies_count_the_spans(void **state)
{
    press_t press = sample(*state);

    assert_string_equal(
        unit_rows(press.target, TALLY "1 ORDER BY from_on", *state),
        "0001-01-01|2000-01-01|0|0|0|0|0|0|0|1\n"
        "2000-01-01|2000-02-01|1|0|0|0|0|0|0|1\n"
        "2000-02-01|2000-02-15|1|1|0|0|1|0|0|1\n"
        "2000-02-15|2000-03-01|1|2|0|0|2|0|0|1\n"
        "2000-03-01|2000-06-01|1|3|0|0|3|0|0|1\n"
        "2000-06-01|2000-12-31|1|3|3|0|0|0|0|1\n"
        "2000-12-31|2001-01-01|1|4|3|0|1|0|0|1\n"
        "2001-01-01|2001-01-31|2|4|3|0|1|0|0|1\n"
        "2001-01-31|2005-01-01|2|4|4|0|0|0|0|1\n"
        "2005-01-01|9999-12-31|2|3|3|0|0|0|1|1\n");
}

static void states_are_counted_without_organisations_and_territories(
    void **state)
{
    press_t press = sample(*state);

    assert_string_equal(
        unit_rows(press.target,
                  "SELECT states_signatures, states_consents, "
                  "states_in_force, states_in_force_unknown, states_pending, "
                  "states_provisional, states_withdrawn, states_undated "
                  "FROM tally WHERE treaty_id = 1 AND to_on = '9999-12-31'",
                  *state),
        "1|2|2|0|0|0|1|1\n");
}

static void what_is_not_covered_or_known_is_null(void **state)
{
    press_t press = sample(*state);

    assert_string_equal(
        unit_rows(press.target, TALLY "2 ORDER BY from_on", *state),
        "0001-01-01|1991-01-01|null|0|0|0|0|null|null|0\n"
        "1991-01-01|9999-12-31|null|1|null|1|null|null|null|0\n");
    assert_string_equal(
        unit_rows(press.target, TALLY "3 ORDER BY from_on", *state),
        "0001-01-01|9999-12-31|null|null|null|null|null|null|null|null\n");
}

static void a_withdrawal_without_a_day_counts_from_its_sources_last(
    void **state)
{
    press_t press = press_of(unit_sample(*state), *state);

    unit_sql(press.authoring,
             "UPDATE act SET effective_on = NULL WHERE kind = 'withdrawal'");
    (void)published(&press);
    assert_string_equal(
        unit_rows(press.target,
                  "SELECT from_on, state, withdrawal_date_unknown FROM span "
                  "WHERE treaty_id = 1 AND participant_id = 3 "
                  "ORDER BY from_on",
                  *state),
        "2000-12-31|consented|1\n2001-01-31|in_force|1\n"
        "2010-01-01|withdrawn|0\n");
}

static void counts_before_a_succession_miss_predecessors(void **state)
{
    press_t press = press_of(unit_sample(*state), *state);
    const char *ask = "SELECT from_on, predecessors_missing FROM tally "
                      "WHERE treaty_id = 2 ORDER BY from_on";

    unit_sql(press.authoring, "UPDATE act SET kind = 'succession' "
                              "WHERE treaty_id = 2");
    (void)published(&press);
    assert_string_equal(unit_rows(press.target, ask, *state),
                        "0001-01-01|1\n1991-01-01|0\n");
    unit_sql(press.authoring,
             "INSERT INTO treaty_coverage VALUES (2, 'predecessors')");
    (void)published(&press);
    assert_string_equal(unit_rows(press.target, ask, *state),
                        "0001-01-01|0\n1991-01-01|0\n");
}

static void the_derived_entry_into_force_stands_where_none_is_stated(
    void **state)
{
    press_t press = sample(*state);
    const char *ask = "SELECT entry_into_force_on FROM treaty WHERE id = 1";
    const char *revision;

    assert_string_equal(unit_rows(press.target, ask, *state), "2000-06-01\n");
    assert_string_equal(unit_rows(press.authoring, ask, *state), "null\n");
    unit_sql(press.authoring, "UPDATE treaty SET entry_into_force_on = "
                              "'2000-07-01' WHERE id = 1");
    assert_int_equal(publish(&revision, &press), APR_SUCCESS);
    unit_log_expect(press.log, "2000-06-01");
    unit_log_expect(press.log, "2000-07-01");
    assert_string_equal(unit_rows(press.target, ask, *state), "2000-07-01\n");
    assert_string_equal(unit_rows(press.target,
                                  "SELECT DISTINCT in_force_on FROM span "
                                  "WHERE treaty_id = 1 AND why = 'with_treaty'",
                                  *state),
                        "2000-07-01\n");
}

static void each_treaty_names_the_sources_of_its_record(void **state)
{
    press_t press = sample(*state);

    assert_string_equal(
        unit_rows(press.target,
                  "SELECT treaty_id, source_id FROM treaty_source ORDER BY "
                  "treaty_id, source_id",
                  *state),
        "1|1\n1|2\n2|2\n");
}

static void what_was_authored_is_all_there(void **state)
{
    press_t press = sample(*state);
    const char *ask = "SELECT (SELECT count(*) FROM act), (SELECT count(*) "
                      "FROM claim), (SELECT count(*) FROM treaty_alias), "
                      "(SELECT count(*) FROM participant_name)";

    assert_string_equal(unit_rows(press.target, ask, *state), "10|1|2|3\n");
    assert_string_equal(
        unit_rows(press.authoring,
                  "SELECT (SELECT count(*) FROM span), (SELECT count(*) FROM "
                  "tally), (SELECT count(*) FROM publication)",
                  *state),
        "0|0|0\n");
}

static void a_file_can_be_served_as_it_is(void **state)
{
    press_t press = sample(*state);

    unit_sql(press.authoring, "PRAGMA journal_mode = WAL");
    (void)published(&press);
    assert_string_equal(unit_rows(press.target, "PRAGMA journal_mode", *state),
                        "delete\n");
    assert_string_equal(
        unit_rows(press.target, "PRAGMA integrity_check", *state), "ok\n");
    assert_string_equal(
        unit_rows(press.target, "PRAGMA foreign_key_check", *state), "");
}

static void each_revision_differs(void **state)
{
    press_t press = press_of(unit_sample(*state), *state);
    const char *first = published(&press);
    const char *second = published(&press);

    assert_int_equal(strlen(first), 32);
    assert_int_equal(strspn(first, "0123456789abcdef"), 32);
    assert_string_not_equal(first, second);
    assert_string_equal(
        unit_rows(press.target, "SELECT revision FROM publication", *state),
        apr_pstrcat(*state, second, "\n", NULL));
    assert_string_equal(unit_rows(press.target,
                                  "SELECT published_at GLOB '20[0-9][0-9]-"
                                  "[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]"
                                  ":[0-6][0-9]Z' FROM publication",
                                  *state),
                        "1\n");
}

static void an_empty_record_can_be_published(void **state)
{
    press_t press = press_of("", *state);

    (void)published(&press);
}

static struct stat stat_of(const char *path)
{
    struct stat info;

    assert_int_equal(stat(path, &info), 0);
    return info;
}

static void a_new_file_can_be_read_by_all(void **state)
{
    mode_t before = umask(077);
    press_t press = sample(*state);

    umask(before);
    assert_int_equal(stat_of(press.target).st_mode & 07777, 0644);
}

static void the_mode_of_the_target_is_kept(void **state)
{
    press_t press = sample(*state);

    assert_int_equal(chmod(press.target, 0640), 0);
    (void)published(&press);
    assert_int_equal(stat_of(press.target).st_mode & 07777, 0640);
}

static void the_owner_of_the_target_is_kept(void **state)
{
    press_t press = sample(*state);

    if (geteuid() != 0) {
        print_message("# skipped: only root gives files away\n");
        return;
    }
    assert_int_equal(chown(press.target, 65534, 65534), 0);
    (void)published(&press);
    assert_int_equal(stat_of(press.target).st_uid, 65534);
    assert_int_equal(stat_of(press.target).st_gid, 65534);
}

/* Publishing fails, and the target and its folder are as they were. */
static void expect_failure(const press_t *press, const char *tag)
{
    struct stat before = stat_of(press->target);
    const char *revision = NULL;
    struct stat after;

    assert_int_not_equal(publish(&revision, press), APR_SUCCESS);
    after = stat_of(press->target);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(before.st_size, after.st_size);
    assert_int_equal(before.st_mtime, after.st_mtime);
    assert_int_equal(unit_folder_count(press->folder, press->pool), 1);
    unit_log_expect(press->log, tag);
    assert_int_equal(press->log->lines->nelts, 1);
}

static void a_missing_database_leaves_the_target(void **state)
{
    press_t press = sample(*state);

    assert_int_equal(apr_file_remove(press.authoring, *state), APR_SUCCESS);
    expect_failure(&press, "TREATY0102");
}

static void a_file_that_is_no_database_leaves_the_target(void **state)
{
    press_t press = sample(*state);

    unit_puts(press.authoring, "a text, and no database at all");
    expect_failure(&press, "TREATY0102");
}

static void a_database_cut_short_leaves_the_target(void **state)
{
    press_t press = sample(*state);
    apr_size_t len;
    const char *data = unit_read(&len, press.authoring, *state);

    unit_write(press.authoring, data, len / 2);
    expect_failure(&press, "TREATY0102");
}

static void orphans_leave_the_target(void **state)
{
    press_t press = sample(*state);

    unit_sql(press.authoring,
             "PRAGMA foreign_keys = OFF;"
             "INSERT INTO treaty_title VALUES (99, 0, 'short', 'en', 'x')");
    expect_failure(&press, "TREATY0105");
}

static void a_failure_amid_the_work_leaves_the_target(void **state)
{
    press_t press = sample(*state);

    unit_sql(press.authoring, "INSERT INTO tally (treaty_id, from_on, to_on, "
                              "withdrawal_date_unknown, predecessors_missing) "
                              "VALUES (3, '0001-01-01', '9999-12-31', 0, 0)");
    expect_failure(&press, "publish_tally");
}

static void a_published_file_is_not_published_again(void **state)
{
    press_t press = sample(*state);
    const char *other = unit_path(unit_folder(*state), "other.db", *state);

    (void)unit_publish(other, "", *state);
    press.authoring = other;
    expect_failure(&press, "TREATY0103");
}

static void a_target_that_is_a_folder_stays(void **state)
{
    press_t press = press_of("", *state);

    assert_int_equal(apr_dir_make(press.target, APR_FPROT_OS_DEFAULT, *state),
                     APR_SUCCESS);
    expect_failure(&press, "TREATY0201");
}

static void a_folder_that_is_missing_is_told(void **state)
{
    press_t press = press_of("", *state);
    const char *revision;

    press.target = unit_path(press.folder, "none/served.db", *state);
    assert_true(APR_STATUS_IS_ENOENT(publish(&revision, &press)));
    unit_log_expect(press.log, press.target);
    unit_log_expect(press.log, "No such file or directory");
    assert_int_equal(unit_folder_count(press.folder, *state), 0);
}

static void a_folder_that_can_not_be_written_leaves_the_target(void **state)
{
    press_t press = sample(*state);

    assert_int_equal(chmod(press.desk, 0755), 0);
    assert_int_equal(chmod(press.folder, 0555), 0);
    unit_lose_rights();
    expect_failure(&press, "TREATY0201");
    unit_log_expect(press.log, "Permission denied");
    unit_regain_rights();
    assert_int_equal(chmod(press.folder, 0755), 0);
}

static void a_day_far_ahead_does_not_stop_publishing(void **state)
{
    press_t press = press_of(unit_sample(*state), *state);

    unit_sql(press.authoring, "UPDATE act SET deposited_on = '9999-12-30' "
                              "WHERE kind = 'accession' AND treaty_id = 1");
    (void)published(&press);
    assert_string_equal(
        unit_rows(press.target,
                  "SELECT entry_into_force_on FROM treaty WHERE id = 1",
                  *state),
        "null\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(spans_follow_from_the_acts_and_the_rule),
        TEST(tallies_count_the_spans),
        TEST(states_are_counted_without_organisations_and_territories),
        TEST(what_is_not_covered_or_known_is_null),
        TEST(a_withdrawal_without_a_day_counts_from_its_sources_last),
        TEST(counts_before_a_succession_miss_predecessors),
        TEST(the_derived_entry_into_force_stands_where_none_is_stated),
        TEST(each_treaty_names_the_sources_of_its_record),
        TEST(what_was_authored_is_all_there),
        TEST(a_file_can_be_served_as_it_is),
        TEST(each_revision_differs),
        TEST(an_empty_record_can_be_published),
        TEST(a_new_file_can_be_read_by_all),
        TEST(the_mode_of_the_target_is_kept),
        TEST(the_owner_of_the_target_is_kept),
        TEST(a_missing_database_leaves_the_target),
        TEST(a_file_that_is_no_database_leaves_the_target),
        TEST(a_database_cut_short_leaves_the_target),
        TEST(orphans_leave_the_target),
        TEST(a_failure_amid_the_work_leaves_the_target),
        TEST(a_published_file_is_not_published_again),
        TEST(a_target_that_is_a_folder_stays),
        TEST(a_folder_that_is_missing_is_told),
        TEST(a_folder_that_can_not_be_written_leaves_the_target),
        TEST(a_day_far_ahead_does_not_stop_publishing),
    };

    return RUN("publish", tests);
}

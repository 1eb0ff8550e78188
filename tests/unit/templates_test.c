/* The templates in use: shipped ones, a site's over them, changes of these. */
#include "unit.h"

#include "treaty_represent.h"

#include <apr_file_io.h>
#include <apr_file_info.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOX "treaties/box"

typedef struct site_t {
    apr_pool_t *pool;
    const char *folder;
    unit_log_t *log;
    treaty_templates_t *templates;
    apr_time_t now;
    int age;
} site_t;

static site_t *site_at(const char *folder, apr_pool_t *pool)
{
    site_t *site = apr_pcalloc(pool, sizeof(*site));
    treaty_templates_settings_t settings = {0};

    site->pool = pool;
    site->folder = folder;
    site->log = unit_log(pool);
    site->now = apr_time_from_sec(1000000);
    site->age = 5000;
    settings.directory = folder;
    settings.log = &site->log->log;
    assert_int_equal(treaty_templates_create(&site->templates, &settings, pool),
                     APR_SUCCESS);
    return site;
}

static const char *path_of(const site_t *site, const char *name)
{
    return unit_path(site->folder, name, site->pool);
}

static void make_folder(const site_t *site, const char *name)
{
    assert_int_equal(apr_dir_make_recursive(path_of(site, name),
                                            APR_FPROT_OS_DEFAULT, site->pool),
                     APR_SUCCESS);
}

static site_t *site_of(apr_pool_t *pool)
{
    site_t *site = site_at(unit_folder(pool), pool);

    make_folder(site, "treaties");
    return site;
}

/* Writes a file that is newer than all before it. */
static void put(site_t *site, const char *name, const char *text)
{
    unit_puts(path_of(site, name), text);
    unit_set_age(path_of(site, name), site->age--);
}

static treaty_template_set_t *acquire(site_t *site)
{
    treaty_template_set_t *set = NULL;

    site->now += apr_time_from_sec(1);
    assert_int_equal(
        treaty_templates_acquire(&set, site->templates, 0, site->now),
        APR_SUCCESS);
    assert_non_null(set);
    return set;
}

/* What a template of the current set renders, or its status as "(…)". */
static const char *rendered(site_t *site, const char *name)
{
    treaty_template_set_t *set = acquire(site);
    treaty_text_t *out = treaty_text_create(65536, site->pool);
    json_t *document = json_pack("{s:s, s:s}", "id", "opsc", "a", "inner");
    json_t *extras = json_pack("{s:s, s:s}", "a", "outer", "b", "extra");
    apr_status_t rv = treaty_html_represent(
        out, set, name, document, extras,
        treaty_template_set_language(set, "en"), site->pool);

    assert_int_equal(json_object_size(document), 2);
    json_decref(extras);
    json_decref(document);
    treaty_template_set_release(set);
    if (rv == APR_SUCCESS) {
        return out->data;
    }
    return rv == TREATY_ENOTFOUND   ? "(not found)"
           : rv == TREATY_ETEMPLATE ? "(broken)"
                                    : "(another error)";
}

static int is_shipped(site_t *site, const char *name)
{
    return strcmp(rendered(site, name),
                  rendered(site_at(NULL, site->pool), name)) == 0;
}

static void expect(site_t *site, const char *name, const char *text)
{
    assert_string_equal(rendered(site, name), text);
}

static void without_a_folder_the_shipped_ones_are_used(void **state)
{
    site_t *site = site_at(NULL, *state);
    treaty_template_set_t *set = acquire(site);

    unit_expect_part(rendered(site, BOX), "class=");
    expect(site, "treaties/none", "(not found)");
    assert_int_equal(treaty_template_set_changed(set), 0);
    assert_int_equal(treaty_template_set_broken(set), 0);
    assert_int_equal(treaty_template_set_faults(set), 0);
    treaty_template_set_release(set);
}

static void the_documents_members_come_before_the_extras(void **state)
{
    site_t *site = site_of(*state);

    put(site, "treaties/own.mustache", "{{id}} {{a}} {{b}}");
    expect(site, "treaties/own", "opsc inner extra");
}

static void a_site_overrides_one_and_not_the_rest(void **state)
{
    site_t *site = site_of(*state);
    treaty_template_set_t *set;

    put(site, "treaties/box.mustache", "my box");
    expect(site, BOX, "my box");
    assert_int_equal(is_shipped(site, "fact-sheets/box"), 1);
    set = acquire(site);
    assert_true(treaty_template_set_changed(set) > 0);
    treaty_template_set_release(set);
}

static void a_shipped_template_uses_the_sites_partial(void **state)
{
    site_t *site = site_of(*state);

    make_folder(site, "partials");
    put(site, "partials/day.mustache", "my day");
    put(site, "treaties/own.mustache", "[{{>partials/day}}]");
    expect(site, "treaties/own", "[my day]");
}

static void a_changed_file_is_read_again(void **state)
{
    site_t *site = site_of(*state);

    put(site, "treaties/box.mustache", "one");
    expect(site, BOX, "one");
    put(site, "treaties/box.mustache", "two");
    expect(site, BOX, "two");
}

static void who_holds_a_set_keeps_it(void **state)
{
    site_t *site = site_of(*state);
    const treaty_template_t *tmpl;
    treaty_template_set_t *held;
    treaty_text_t *out = treaty_text_create(100, *state);

    put(site, "treaties/box.mustache", "one");
    held = acquire(site);
    put(site, "treaties/box.mustache", "two");
    expect(site, BOX, "two");
    assert_int_equal(treaty_template_set_find(&tmpl, held, BOX), APR_SUCCESS);
    treaty_template_render(out, tmpl, NULL, NULL, *state);
    assert_string_equal(out->data, "one");
    treaty_template_set_release(held);
}

static void files_are_not_looked_at_before_their_time(void **state)
{
    site_t *site = site_of(*state);
    const apr_interval_time_t refresh = apr_time_from_sec(10);
    treaty_template_set_t *first;
    treaty_template_set_t *second;
    treaty_template_set_t *third;
    apr_uint32_t generation;

    put(site, "treaties/box.mustache", "one");
    treaty_templates_acquire(&first, site->templates, refresh, site->now);
    put(site, "treaties/box.mustache", "two");
    generation = treaty_template_set_generation(first);
    /* For one that began before, either. */
    assert_int_equal(treaty_templates_generation(site->templates, refresh,
                                                 site->now - refresh),
                     generation);
    treaty_templates_acquire(&second, site->templates, refresh,
                             site->now + refresh - 1);
    treaty_templates_acquire(&third, site->templates, refresh,
                             site->now + refresh);
    assert_ptr_equal(first, second);
    assert_ptr_not_equal(first, third);
    treaty_template_set_release(first);
    treaty_template_set_release(second);
    treaty_template_set_release(third);
}

static void a_removed_override_falls_back_to_the_shipped_one(void **state)
{
    site_t *site = site_of(*state);

    put(site, "treaties/box.mustache", "mine");
    put(site, "treaties/own.mustache", "own");
    expect(site, BOX, "mine");
    apr_file_remove(path_of(site, "treaties/box.mustache"), *state);
    apr_file_remove(path_of(site, "treaties/own.mustache"), *state);
    assert_int_equal(is_shipped(site, BOX), 1);
    expect(site, "treaties/own", "(not found)");
}

static void a_broken_file_is_told_once_and_the_last_good_goes_on(void **state)
{
    site_t *site = site_of(*state);

    put(site, "treaties/box.mustache", "good");
    expect(site, BOX, "good");
    put(site, "treaties/box.mustache", "line one\n{{#open}}\n");
    expect(site, BOX, "good");
    expect(site, BOX, "good");
    assert_int_equal(site->log->lines->nelts, 1);
    unit_log_expect(site->log, "TREATY0301");
    unit_log_expect(site->log, "treaties/box.mustache:2: ");
    put(site, "treaties/other.mustache", "another file changes");
    expect(site, BOX, "good");
    put(site, "treaties/box.mustache", "mended");
    expect(site, BOX, "mended");
}

/* A file's rights, and descriptors that are free again, leave no trace in what
 * a folder tells. */
static void what_could_not_be_read_is_read_once_it_can_be(void **state)
{
    site_t *site = site_of(*state);
    const char *path = path_of(site, "treaties/box.mustache");

    put(site, "treaties/box.mustache", "good");
    expect(site, BOX, "good");
    put(site, "treaties/box.mustache", "better");
    assert_int_equal(chmod(path, 0), 0);
    unit_lose_rights();
    expect(site, BOX, "good");
    expect(site, BOX, "good");
    unit_regain_rights();
    assert_int_equal(site->log->lines->nelts, 1);
    assert_int_equal(chmod(path, 0644), 0);
    expect(site, BOX, "better");
    assert_int_equal(site->log->lines->nelts, 1);
}

static void watch(void *faults, const treaty_template_set_t *set)
{
    *(int *)faults = treaty_template_set_faults(set);
}

/* Also where the last good one goes on, and of words as well. */
static void what_is_broken_is_counted_with_each_set(void **state)
{
    site_t *site = site_of(*state);
    int faults = -1;

    treaty_templates_watch(site->templates, watch, &faults);
    put(site, "treaties/box.mustache", "good");
    expect(site, BOX, "good");
    assert_int_equal(faults, 0);
    put(site, "treaties/box.mustache", "{{#open}}");
    expect(site, BOX, "good");
    assert_int_equal(faults, 1);
    make_folder(site, "languages");
    put(site, "languages/fr.json", "{");
    expect(site, BOX, "good");
    assert_int_equal(faults, 2);
    put(site, "treaties/box.mustache", "mended");
    expect(site, BOX, "mended");
    assert_int_equal(faults, 1);
}

/* A view is as good as what it takes in. */
static void a_partial_and_a_parent_are_read_again_or_go_on(void **state)
{
    site_t *site = site_of(*state);

    make_folder(site, "partials");
    put(site, "partials/frame.mustache", "<{{$in}}{{/in}}>");
    put(site, "partials/part.mustache", "part");
    put(site, "treaties/own.mustache",
        "{{<partials/frame}}{{$in}}{{>partials/part}}{{/in}}"
        "{{/partials/frame}}");
    expect(site, "treaties/own", "<part>");
    put(site, "partials/part.mustache", "another part");
    put(site, "partials/frame.mustache", "({{$in}}{{/in}})");
    expect(site, "treaties/own", "(another part)");
    put(site, "partials/part.mustache", "{{#broken}}");
    expect(site, "treaties/own", "(another part)");
    put(site, "partials/frame.mustache", "{{$in}}");
    expect(site, "treaties/own", "(another part)");
    put(site, "partials/part.mustache", "mended");
    expect(site, "treaties/own", "(mended)");
}

static void what_was_never_good_is_broken(void **state)
{
    site_t *site = site_of(*state);
    treaty_template_set_t *set;

    put(site, "treaties/own.mustache", "{{#open}}");
    expect(site, "treaties/own", "(broken)");
    set = acquire(site);
    assert_int_equal(treaty_template_set_broken(set), 1);
    assert_int_equal(treaty_template_set_faults(set), 1);
    assert_null(treaty_template_set_partial(set, "treaties/own"));
    treaty_template_set_release(set);
    put(site, "treaties/own.mustache", "mended");
    expect(site, "treaties/own", "mended");
}

static void the_shipped_one_does_not_show_through_a_broken_one(void **state)
{
    site_t *site = site_of(*state);

    put(site, "treaties/box.mustache", "{{#open}}");
    expect(site, BOX, "(broken)");
}

static char *large_text(apr_pool_t *pool)
{
    char *text = apr_palloc(pool, TREATY_TEMPLATE_SIZE_MAX + 2);

    memset(text, 'x', TREATY_TEMPLATE_SIZE_MAX + 1);
    text[TREATY_TEMPLATE_SIZE_MAX + 1] = '\0';
    return text;
}

static void a_file_that_is_too_large_is_told(void **state)
{
    site_t *site = site_of(*state);
    char *large = large_text(*state);

    put(site, "treaties/box.mustache", "good");
    expect(site, BOX, "good");
    put(site, "treaties/box.mustache", large);
    expect(site, BOX, "good");
    unit_log_expect(site->log, "TREATY0301");
    large[TREATY_TEMPLATE_SIZE_MAX] = '\0';
    put(site, "treaties/box.mustache", large);
    assert_int_equal(strcmp(rendered(site, BOX), "good") == 0, 0);
}

static void a_file_that_was_never_read_is_broken_too(void **state)
{
    site_t *site = site_of(*state);

    put(site, "treaties/box.mustache", large_text(*state));
    put(site, "treaties/own.mustache", large_text(*state));
    expect(site, BOX, "(broken)");
    expect(site, "treaties/own", "(broken)");
}

static int shows(const treaty_template_set_t *set, const char *path)
{
    return treaty_template_set_shows(set, "treaties/own", path);
}

static void what_templates_name_is_known_with_what_they_include(void **state)
{
    site_t *site = site_of(*state);
    treaty_template_set_t *set;

    make_folder(site, "partials");
    put(site, "partials/frame.mustache", "{{$in}}{{of_block}}{{/in}}");
    put(site, "partials/part.mustache", "{{>partials/part}}{{of_part}}");
    put(site, "treaties/own.mustache",
        "{{counts.states.consents}}{{#whole}}{{inner}}{{/whole}}{{^not}}{{/"
        "not}}"
        "{{<partials/frame}}{{$in}}{{>partials/part}}{{/in}}"
        "{{/partials/frame}}{{.}}");
    set = acquire(site);
    assert_int_equal(shows(set, "counts"), 1);
    assert_int_equal(shows(set, "counts.states"), 1);
    assert_int_equal(shows(set, "counts.states.consents"), 1);
    assert_int_equal(shows(set, "counts.states.consents.text"), 1);
    assert_int_equal(shows(set, "counts.signatures"), 0);
    assert_int_equal(shows(set, "count"), 0);
    assert_int_equal(shows(set, "whole.of.it"), 1);
    assert_int_equal(shows(set, "inner"), 1);
    assert_int_equal(shows(set, "not"), 1);
    assert_int_equal(shows(set, "of_block"), 1);
    assert_int_equal(shows(set, "of_part"), 1);
    assert_int_equal(shows(set, "partials/part"), 0);
    assert_int_equal(treaty_template_set_shows(set, "none", "counts"), 0);
    treaty_template_set_release(set);
}

static void too_many_names_are_taken_for_all(void **state)
{
    site_t *site = site_of(*state);
    treaty_text_t *text = treaty_text_create(TREATY_TEMPLATE_SIZE_MAX, *state);
    treaty_template_set_t *set;
    int i;

    for (i = 0; i < 5000; i++) {
        treaty_text_printf(text, "{{n%d}}", i);
    }
    put(site, "treaties/own.mustache", text->data);
    set = acquire(site);
    assert_int_equal(shows(set, "n1"), 1);
    assert_int_equal(shows(set, "anything"), 1);
    treaty_template_set_release(set);
}

static void odd_names_are_passed_over(void **state)
{
    static const char *const names[] = {"treaties/.hidden.mustache",
                                        "treaties/a b.mustache",
                                        "treaties/a.b.mustache",
                                        "treaties/a.mustache~",
                                        "treaties/a.html",
                                        "treaties/.mustache",
                                        "treaties/\xc3\xa9.mustache",
                                        "treaties/a'b.mustache"};
    site_t *site = site_of(*state);
    treaty_template_set_t *set;
    size_t i;

    for (i = 0; i < LENGTH(names); i++) {
        put(site, names[i], "{{#broken}}");
    }
    set = acquire(site);
    assert_int_equal(treaty_template_set_broken(set), 0);
    assert_int_equal(treaty_template_set_changed(set), 0);
    treaty_template_set_release(set);
    assert_int_equal(site->log->lines->nelts, 0);
    expect(site, "treaties/.hidden", "(not found)");
    expect(site, "treaties/a b", "(not found)");
    expect(site, "../treaties/box", "(not found)");
    expect(site, "treaties/../treaties/box", "(not found)");
    expect(site, "", "(not found)");
}

static void folders_are_followed_three_deep(void **state)
{
    site_t *site = site_of(*state);

    make_folder(site, "a/b/c/d");
    put(site, "a/b/c/x.mustache", "third");
    put(site, "a/b/c/d/x.mustache", "fourth");
    expect(site, "a/b/c/x", "third");
    expect(site, "a/b/c/d/x", "(not found)");
}

static void links_are_followed_and_a_loop_ends(void **state)
{
    site_t *site = site_of(*state);

    put(site, "elsewhere", "linked");
    assert_int_equal(
        symlink("../elsewhere", path_of(site, "treaties/own.mustache")), 0);
    assert_int_equal(symlink(".", path_of(site, "loop")), 0);
    assert_int_equal(symlink("gone", path_of(site, "gone.mustache")), 0);
    assert_int_equal(symlink("self.mustache", path_of(site, "self.mustache")),
                     0);
    expect(site, "treaties/own", "linked");
    expect(site, "loop/treaties/own", "linked");
    expect(site, "loop/loop/loop/loop/treaties/own", "(not found)");
    assert_int_equal(site->log->lines->nelts, 0);
}

static void too_many_files_leave_all_as_it_was(void **state)
{
    site_t *site = site_of(*state);
    int i;

    put(site, "treaties/own.mustache", "good");
    expect(site, "treaties/own", "good");
    for (i = 0; i < 500; i++) {
        put(site, apr_psprintf(*state, "m%d.mustache", i), "many");
    }
    put(site, "treaties/own.mustache", "changed");
    expect(site, "treaties/own", "good");
    expect(site, "treaties/own", "good");
    expect(site, "m1", "(not found)");
    assert_int_equal(unit_log_count(site->log, "TREATY0302"), 1);
    apr_file_remove(path_of(site, "m0.mustache"), *state);
    expect(site, "treaties/own", "changed");
    expect(site, "m1", "many");
}

static void a_folder_that_is_missing_leaves_the_shipped_ones(void **state)
{
    site_t *site =
        site_at(unit_path(unit_folder(*state), "none", *state), *state);

    assert_int_equal(is_shipped(site, BOX), 1);
    assert_int_equal(is_shipped(site, BOX), 1);
    assert_int_equal(unit_log_count(site->log, "TREATY0302"), 1);
    make_folder(site, "treaties");
    put(site, "treaties/box.mustache", "there");
    expect(site, BOX, "there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_folder_the_shipped_ones_are_used),
        TEST(the_documents_members_come_before_the_extras),
        TEST(a_site_overrides_one_and_not_the_rest),
        TEST(a_shipped_template_uses_the_sites_partial),
        TEST(a_changed_file_is_read_again),
        TEST(who_holds_a_set_keeps_it),
        TEST(files_are_not_looked_at_before_their_time),
        TEST(a_removed_override_falls_back_to_the_shipped_one),
        TEST(a_broken_file_is_told_once_and_the_last_good_goes_on),
        TEST(what_could_not_be_read_is_read_once_it_can_be),
        TEST(a_partial_and_a_parent_are_read_again_or_go_on),
        TEST(what_is_broken_is_counted_with_each_set),
        TEST(what_was_never_good_is_broken),
        TEST(the_shipped_one_does_not_show_through_a_broken_one),
        TEST(a_file_that_is_too_large_is_told),
        TEST(a_file_that_was_never_read_is_broken_too),
        TEST(what_templates_name_is_known_with_what_they_include),
        TEST(too_many_names_are_taken_for_all),
        TEST(odd_names_are_passed_over),
        TEST(folders_are_followed_three_deep),
        TEST(links_are_followed_and_a_loop_ends),
        TEST(too_many_files_leave_all_as_it_was),
        TEST(a_folder_that_is_missing_leaves_the_shipped_ones),
    };

    return RUN("templates", tests);
}

#include "browse.h"

#include "list_names.h"
#include "page.h"

#include "treaty_name.h"

#include <apr_escape.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* The commonest subjects; the others have a page of their own. */
#define SUBJECTS_MAX 12
/* Depositaries have some thirty chapters, and centuries ten decades. */
#define VALUES_MAX 100

/* How the treaties of a value are listed. */
typedef struct {
    const treaty_course_t *course;
    const char *facet;
} browse_t;

/* A subject's name may begin as a year does. */
static int is_time(const browse_t *browse)
{
    return strcmp(browse->facet, "decade") == 0;
}

static const char *args_of(const browse_t *browse, const char *value)
{
    apr_pool_t *pool = browse->course->pool;
    const char *from;
    const char *to;

    if (is_time(browse) && treaty_page_years(&from, &to, value, pool)) {
        return apr_pstrcat(pool, "adopted-from=", from, "&adopted-to=", to,
                           "&sort=adopted_on", NULL);
    }
    return apr_pstrcat(pool, browse->facet, "=",
                       apr_pescape_urlencoded(pool, value), NULL);
}

static json_t *value_of(const browse_t *browse, treaty_stmt_t *stmt)
{
    const treaty_course_t *course = browse->course;
    const char *value = treaty_stmt_text_dup(stmt, 0, course->pool);
    json_t *link;

    if (!value) {
        return NULL;
    }
    link = treaty_page_link(
        NULL, treaty_page_said(value, course->pool),
        treaty_page_way(course,
                        apr_pstrcat(course->pool, "/treaties?",
                                    args_of(browse, value), NULL),
                        1));
    treaty_reading_set_number(link, "count", stmt, 1);
    return link;
}

/* Sets a member to the values of a facet. */
static apr_status_t read_values(json_t *object, const char *member,
                                const treaty_course_t *course,
                                const char *facet, treaty_sql_t sql, int most)
{
    browse_t browse = {course, facet};
    json_t *list = json_array();
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, course->reading->db, sql, "si",
                                      facet, (apr_int64_t)most);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        json_t *link = value_of(&browse, stmt);

        if (link && sql == TREATY_SQL_FACET_PLACES) {
            treaty_reading_set_column(link, "name", stmt, 2);
        }
        if (link) {
            json_array_append_new(list, link);
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    json_object_set_new(object, member, list);
    return rv;
}

/* ------------------------------------------------------------------------ */

int treaty_browse_is_initial(const char *folded)
{
    return apr_isalnum(*folded) || (unsigned char)*folded >= 0x80;
}

/* Whether one letter is asked for by both. */
static int are_one(const char *asked, const char *letter, apr_pool_t *pool)
{
    char *a = apr_palloc(pool, TREATY_NAME_FOLDED_SIZE(strlen(asked)));
    char *b = apr_palloc(pool, TREATY_NAME_FOLDED_SIZE(strlen(letter)));

    treaty_name_fold(a, asked);
    treaty_name_fold(b, letter);
    return strcmp(a, b) == 0;
}

static json_t *letter_link(const treaty_course_t *course, const char *letter)
{
    const char *kind = treaty_query_value(course->query, TREATY_PARAM_KIND);
    const char *asked = treaty_query_value(course->query, TREATY_PARAM_INITIAL);
    json_t *link = treaty_page_link(
        NULL, letter,
        treaty_page_way(
            course,
            apr_pstrcat(course->pool, "/participants?", kind ? "kind=" : "",
                        kind ? kind : "", kind ? "&" : "", "initial=",
                        apr_pescape_urlencoded(course->pool, letter), NULL),
            1));

    json_object_set_new(
        link, "is_current",
        json_boolean(asked && are_one(asked, letter, course->pool)));
    return link;
}

/* Adds what names begin with, which come in their order. */
static void add_letter(json_t *letters, const char **last, const char *folded,
                       const treaty_course_t *course)
{
    const char *letter = treaty_list_names_letter(folded, course->pool);

    if (treaty_browse_is_initial(letter) && strcmp(letter, *last) != 0) {
        json_array_append_new(letters, letter_link(course, letter));
        *last = letter;
    }
}

static apr_status_t read_initials(json_t *letters, const char *kinds,
                                  const treaty_course_t *course)
{
    const char *last = "";
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, course->reading->db,
                        TREATY_SQL_PARTICIPANT_INITIALS, "s", kinds);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        add_letter(letters, &last, treaty_stmt_string(stmt, 0), course);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

apr_status_t treaty_browse_letters(json_t *document,
                                   const treaty_course_t *course)
{
    const char *kind = treaty_query_value(course->query, TREATY_PARAM_KIND);
    const char *kinds =
        kind ? apr_pstrcat(course->pool, ",", kind, ",", NULL) : NULL;
    json_t *letters = json_array();
    const char *last = "";
    apr_array_header_t *names;
    int i;
    apr_status_t rv =
        treaty_list_names_read(&names, kinds, "", course->reading);

    json_object_set_new(document, "letters", letters);
    if (rv != APR_SUCCESS || !names) {
        return rv != APR_SUCCESS ? rv : read_initials(letters, kinds, course);
    }
    for (i = 0; i < names->nelts; i++) {
        add_letter(letters, &last,
                   APR_ARRAY_IDX(names, i, treaty_list_name_t).folded, course);
    }
    return APR_SUCCESS;
}

apr_status_t treaty_browse_chapter(json_t *document,
                                   const treaty_course_t *course)
{
    const char *chapter =
        treaty_query_value(course->query, TREATY_PARAM_CHAPTER);
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv;

    json_object_set_new(document, "chapter_subject", json_null());
    if (!chapter) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, course->reading->db, TREATY_SQL_FACET_NAME, "s",
                         chapter);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_reading_set_column(document, "chapter_subject", stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* ------------------------------------------------------------------------ */

/* Sets a member to the list that an address has. */
static apr_status_t read_list(json_t *object, const char *member,
                              const treaty_course_t *course, const char *path,
                              const char *args)
{
    treaty_course_t other = *course;
    apr_status_t rv = treaty_query_parse(&other.query, &other.problem, path,
                                         args, course->pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_course_document(&other);
    }
    json_object_set(object, member, other.document);
    return rv;
}

apr_status_t treaty_browse_index(treaty_course_t *course)
{
    json_t *browse = json_object();
    apr_status_t rv = read_values(browse, "subjects", course, "subject",
                                  TREATY_SQL_FACET_OF_ALL, SUBJECTS_MAX);

    json_object_set_new(course->document, "browse", browse);
    if (rv == APR_SUCCESS) {
        rv = read_values(browse, "chapters", course, "chapter",
                         TREATY_SQL_FACET_PLACES, VALUES_MAX);
    }
    if (rv == APR_SUCCESS) {
        rv = read_values(browse, "decades", course, "decade",
                         TREATY_SQL_FACET_PLACES, VALUES_MAX);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_browse_letters(browse, course);
    }
    if (rv == APR_SUCCESS) {
        rv = read_list(browse, "acts", course, "/acts.json", "limit=5");
    }
    if (rv == APR_SUCCESS) {
        rv = read_list(browse, "pending", course, "/acts.json",
                       "pending=true&limit=5");
    }
    return rv != APR_SUCCESS ? rv
                             : read_list(browse, "fact_sheets", course,
                                         "/fact-sheets.json", "limit=3");
}

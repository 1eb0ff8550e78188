#include "list_acts.h"

#include "document.h"
#include "page.h"

#include <apr_strings.h>
#include <string.h>

/* A sentence about a day, with a space before it where it isn't the first. */
static const char *told(const treaty_reading_t *reading, const char *key,
                        const char *iso)
{
    const char *day =
        treaty_language_day(reading->language, iso, reading->pool);

    /* What a file says may be no day. */
    return treaty_word_fill(reading->language, key, day ? day : iso,
                            reading->pool);
}

/* "Deposited on 23 December 2002. In effect since 23 January 2003." */
static const char *summary_of(const json_t *act,
                              const treaty_reading_t *reading)
{
    const char *deposited = treaty_json_text(act, "deposited_on");
    const char *effective = treaty_json_text(act, "effective_on");
    const char *note = treaty_json_text(act, "note");
    int is_pending = json_is_true(json_object_get(act, "pending"));

    return apr_pstrcat(
        reading->pool,
        deposited ? told(reading, "feed_deposited", deposited)
                  : treaty_word(reading->language, "feed_not_deposited"),
        effective ? " " : "",
        effective
            ? told(reading, is_pending ? "feed_takes_effect" : "feed_in_effect",
                   effective)
            : "",
        note ? " " : "", note ? note : "", NULL);
}

/* An entry is new again on the day that its effect has come. */
static const char *updated_of(const json_t *act,
                              const treaty_reading_t *reading)
{
    const char *deposited = treaty_json_text(act, "deposited_on");
    const char *effective = treaty_json_text(act, "effective_on");

    return deposited && effective && strcmp(effective, deposited) > 0 &&
                   strcmp(effective, reading->on) <= 0
               ? effective
               : deposited;
}

/* As the record has it in every revision, whatever the day. */
static const char *entry_id(const treaty_course_t *course, const json_t *act)
{
    return apr_pstrcat(course->pool, course->site->base, "/acts#",
                       treaty_json_text(act, "id"), NULL);
}

static json_t *entry_of(const treaty_course_t *course, const json_t *act)
{
    const json_t *treaty = json_object_get(act, "treaty");
    const json_t *participant = json_object_get(act, "participant");
    json_t *entry = json_object();
    const char *const borrowed[] = {"kind", "label", "deposited_on", "pending"};
    int i;

    treaty_json_set_text(entry, "id", entry_id(course, act));
    for (i = 0; i < (int)(sizeof(borrowed) / sizeof(borrowed[0])); i++) {
        json_object_set(entry, borrowed[i], json_object_get(act, borrowed[i]));
    }
    treaty_json_set_text(entry, "title",
                         apr_pstrcat(course->pool,
                                     treaty_json_text(participant, "name"),
                                     ": ", treaty_json_text(act, "label"), ", ",
                                     treaty_json_text(treaty, "title"), NULL));
    treaty_json_set_text(entry, "summary", summary_of(act, course->reading));
    treaty_json_set_text(entry, "updated", updated_of(act, course->reading));
    treaty_json_set_text(entry, "url",
                         treaty_reading_url(course->reading, "treaties",
                                            treaty_json_text(treaty, "id"),
                                            ""));
    return entry;
}

static const char *title_of(const treaty_course_t *course,
                            const treaty_acts_t *acts)
{
    const char *what =
        treaty_word(course->reading->language,
                    acts->is_by_effect ? "feed_pending" : "feed_acts");
    const char *treaty =
        treaty_json_text(json_object_get(course->document, "treaty"), "title");
    const char *participant = treaty_json_text(
        json_object_get(course->document, "participant"), "name");

    if (treaty) {
        return apr_pstrcat(course->pool, what, ": ", treaty, NULL);
    }
    return participant
               ? apr_pstrcat(course->pool, what, ": ", participant, NULL)
               : what;
}

static const char *subtitle_of(const treaty_course_t *course)
{
    const char *known =
        treaty_document_recorded_to(course->document, course->reading);

    return apr_pstrcat(
        course->pool, told(course->reading, "as_of_day", course->reading->on),
        known ? told(course->reading, "feed_recorded_to", known) : "", NULL);
}

/* The address of the feed, without what is of one page where @p is_whole. */
static const char *feed_url(const treaty_course_t *course, int is_whole)
{
    treaty_query_t query = *course->query;

    if (is_whole) {
        query.values[TREATY_PARAM_LIMIT] = NULL;
        query.values[TREATY_PARAM_CURSOR] = NULL;
    }
    return treaty_course_url(
        course, apr_pstrcat(course->pool,
                            treaty_query_path(&query, course->slug,
                                              TREATY_FORM_ATOM, course->pool),
                            treaty_query_args(&query, TREATY_PARAM__COUNT, NULL,
                                              course->pool),
                            NULL));
}

static json_t *urls_of(const treaty_course_t *course)
{
    const treaty_query_t *query = course->query;
    json_t *urls = json_object();

    treaty_json_set_text(urls, "self", feed_url(course, 0));
    treaty_json_set_text(urls, "html",
                         query->id ? treaty_reading_url(course->reading,
                                                        query->collection,
                                                        course->slug, "")
                                   : treaty_page_way(course, "/", 0));
    json_object_set(urls, "next", json_object_get(course->document, "next"));
    return urls;
}

/* When the revision was published, or the youngest entry is from. */
static const char *feed_updated(const treaty_course_t *course,
                                const json_t *entries)
{
    const char *latest =
        treaty_snapshot_published_at(course->reading->snapshot);
    json_t *entry;
    size_t i;

    json_array_foreach(entries, i, entry)
    {
        const char *updated = treaty_json_text(entry, "updated");

        if (updated && strncmp(updated, latest, TREATY_DAY_SIZE - 1) > 0) {
            latest = updated;
        }
    }
    return latest;
}

void treaty_acts_feed(treaty_course_t *course, const treaty_acts_t *acts)
{
    static const char *const pages[] = {"next", "prev"};
    json_t *feed = treaty_json_bind(json_object(), course->pool);
    json_t *entries = json_array();
    json_t *act;
    size_t i;

    json_array_foreach(json_object_get(course->document, "items"), i, act)
    {
        json_array_append_new(entries, entry_of(course, act));
    }
    treaty_json_set_text(feed, "id", feed_url(course, 1));
    treaty_json_set_text(feed, "title", title_of(course, acts));
    treaty_json_set_text(feed, "subtitle", subtitle_of(course));
    /* Who speaks; a site has no name of its own. */
    treaty_json_set_text(feed, "author",
                         treaty_word(course->reading->language, "feed_author"));
    treaty_json_set_text(feed, "updated", feed_updated(course, entries));
    json_object_set_new(feed, "urls", urls_of(course));
    json_object_set_new(feed, "items", entries);
    for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        json_object_set(feed, pages[i],
                        json_object_get(course->document, pages[i]));
    }
    course->document = feed;
}

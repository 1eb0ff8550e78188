/* A single value of a record, as an element puts it into a sentence. */
#include "element.h"

#include <apr_strings.h>
#include <string.h>
#include <strings.h>

typedef treaty_element_course_t course_t;
typedef treaty_element_target_t target_t;

static const char *source_of(const json_t *document)
{
    json_t *source = json_array_get(json_object_get(document, "sources"), 0);
    const char *publisher = treaty_json_text(source, "publisher");

    return publisher ? publisher : treaty_json_text(source, "title");
}

/* The last part of a dotted name: "counts.signatures" is about signatures.
 * Where that is the code of something else, the fact has words of its own. */
static const char *label_of(const course_t *course)
{
    const treaty_language_t *language = course->reading->language;
    const char *fact = course->element->fact;
    const char *dot = strrchr(fact, '.');
    const char *name = dot ? dot + 1 : fact;
    const char *word =
        treaty_word(language, apr_pstrcat(course->pool, "fact_", name, NULL));

    word = word ? word : treaty_word(language, name);
    return word ? word : name;
}

/* Titles and names have the language that the record gives them. */
static const char *language_of(const course_t *course, const json_t *row)
{
    const char *fact = course->element->fact;

    return strcmp(fact, "title") == 0 || strcmp(fact, "short_title") == 0
               ? treaty_json_text(row, "language")
               : NULL;
}

/* What the text of a fact is made from. */
static json_t *describe(const course_t *course, const json_t *document,
                        const json_t *row, json_t *value)
{
    json_t *fact = treaty_json_bind(json_object(), course->pool);

    json_object_set(fact, "value", value);
    treaty_json_set_text(fact, "label", label_of(course));
    treaty_json_set_text(fact, "language", language_of(course, row));
    treaty_json_set_text(fact, "as_of", course->reading->on);
    treaty_json_set_text(
        fact, "known_through",
        treaty_document_recorded_to(document, course->reading));
    treaty_json_set_text(fact, "source", source_of(document));
    if (json_is_integer(value)) {
        json_object_set(fact, "caveats", json_object_get(document, "caveats"));
    }
    return fact;
}

static apr_status_t no_such_fact(course_t *course)
{
    return treaty_element_wrong(
        course,
        apr_psprintf(course->pool,
                     "There is no fact \xe2\x80\x9c%s\xe2\x80\x9d of this "
                     "record.",
                     course->element->fact),
        "fact",
        "a name of the record's JSON, for example signatures or "
        "counts.states.consents; treatyctl facts lists them");
}

/* Reads the record, and of it what the fact is a member of. */
static apr_status_t read_record(json_t **document, json_t **row,
                                treaty_reading_t *reading,
                                const target_t *target)
{
    apr_status_t rv;

    if (target->fact_sheet) {
        rv = treaty_document_fact_sheet(document, reading, target->fact_sheet,
                                        0);
    }
    else if (target->treaty) {
        rv = treaty_document_treaty(document, reading, target->treaty, 0);
    }
    else {
        rv = treaty_document_one_participant(
            document, reading, target->participant, TREATY_SECTION_TREATIES);
    }
    *row = *document;
    return rv == APR_SUCCESS && target->treaty && target->participant
               ? treaty_document_participant(row, reading, target->treaty,
                                             target->participant)
               : rv;
}

static apr_status_t read_fact(json_t **fact, course_t *course,
                              const target_t *target)
{
    json_t *document;
    json_t *row;
    json_t *value;
    apr_status_t rv = read_record(&document, &row, course->reading, target);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    value = treaty_document_fact(row, course->element->fact, course->pool);
    if (!value) {
        return no_such_fact(course);
    }
    *fact = describe(course, document, row, value);
    return APR_SUCCESS;
}

static treaty_fact_form_t form_of(const treaty_element_t *element)
{
    if (element->is_value) {
        return TREATY_FACT_VALUE;
    }
    if (!element->format || strcasecmp(element->format, "long") == 0) {
        return TREATY_FACT_HTML;
    }
    return strcasecmp(element->format, "iso") == 0 ? TREATY_FACT_ISO
                                                   : TREATY_FACT_PLAIN;
}

static apr_status_t write_fact(course_t *course, json_t *fact)
{
    return treaty_fact_represent(course->text, fact, form_of(course->element),
                                 course->reading->language, course->pool);
}

/* A text of the catalogue with a day in its hole; without one, `otherwise`. */
static apr_status_t write_day(const course_t *course, const char *key,
                              const char *iso, const char *otherwise)
{
    const treaty_language_t *language = course->reading->language;
    const char *day =
        iso ? treaty_language_day(language, iso, course->pool) : NULL;
    const char *text = day ? treaty_word_fill(language, key, day, course->pool)
                           : treaty_word(language, otherwise);

    return treaty_text_escape(course->text, text, strlen(text));
}

/* "46 on 24 December 2002, 169 as recorded to March 2015" */
static apr_status_t write_beside(course_t *course, const target_t *target)
{
    treaty_reading_t *reading = course->reading;
    json_t *fact = NULL;
    apr_status_t rv = write_day(course, "beside_on", reading->on, "unknown");

    treaty_reading_set_day(reading, treaty_day_of_time(course->element->now),
                           0);
    if (rv == APR_SUCCESS) {
        rv = read_fact(&fact, course, target);
    }
    if (rv == APR_SUCCESS) {
        rv = write_fact(course, fact);
    }
    return rv != APR_SUCCESS
               ? rv
               : write_day(course, "beside_recorded_to",
                           treaty_json_text(fact, "known_through"),
                           "beside_recorded");
}

/* What is for a machine has nothing beside it. */
static int has_beside(const course_t *course)
{
    treaty_fact_form_t form = form_of(course->element);

    return course->element->beside && course->reading->is_dated &&
           form != TREATY_FACT_VALUE && form != TREATY_FACT_ISO;
}

/* A language that the element names is perhaps not that of the text around it,
 * and is told; bare text can't tell it. */
static int tells_language(const course_t *course)
{
    return course->element->lang &&
           form_of(course->element) == TREATY_FACT_HTML;
}

static apr_status_t open_language(const course_t *course)
{
    const treaty_language_t *language = course->reading->language;

    return treaty_text_printf(course->text, "<span lang=\"%s\" dir=\"%s\">",
                              treaty_language_tag(language),
                              treaty_language_dir(language));
}

apr_status_t treaty_element_write_fact(course_t *course, const target_t *target)
{
    json_t *fact = NULL;
    apr_status_t rv = read_fact(&fact, course, target);

    if (rv == APR_SUCCESS && tells_language(course)) {
        rv = open_language(course);
    }
    if (rv == APR_SUCCESS) {
        rv = write_fact(course, fact);
    }
    if (rv == APR_SUCCESS && has_beside(course)) {
        rv = write_beside(course, target);
    }
    return rv == APR_SUCCESS && tells_language(course)
               ? treaty_text_puts(course->text, "</span>")
               : rv;
}

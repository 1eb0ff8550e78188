#include "mtdsg_private.h"
#include "title.h"
#include "utf8.h"

#include "treaty_json.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* A fact of the header: the element that holds it, what it is called in a
 * note, and what takes it apart. */
typedef struct fact_t {
    const char *element;
    const char *label;
    /** @return whether nothing of the text is left untold */
    int (*take)(treaty_mtdsg_t *mtdsg, long line, const char *text);
} fact_t;

static int take_chapter(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    (void)line;
    json_object_set_new(mtdsg->record, "subjects", json_pack("[s]", text));
    return 1;
}

/* "11. c) Optional Protocol …": the number of a title's treaty is known
 * already. */
static const char *without_number(const char *title)
{
    const char *at = title + strspn(title, "0123456789");

    if (at == title || (*at != '.' && *at != ' ')) {
        return title;
    }
    at = treaty_skip_space(at + (*at == '.'));
    if (apr_islower(at[0]) && at[1] == ')') {
        at = treaty_skip_space(at + 2);
    }
    return *at ? at : title;
}

/* "IV-11-c.fr.xml" is in French. */
static const char *language_of(const char *path, apr_pool_t *pool)
{
    const char *stem = treaty_path_stem(path, pool);
    const char *dot = strrchr(stem, '.');

    return dot && strlen(dot) == 3 && apr_islower(dot[1]) && apr_islower(dot[2])
               ? dot + 1
               : "en";
}

static int take_title(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    treaty_title_t title;

    (void)line;
    treaty_title_split(&title, without_number(text), mtdsg->pool);
    treaty_record_set_title(mtdsg->record, title.title,
                            language_of(mtdsg->path, mtdsg->pool));
    if (title.clean) {
        treaty_json_set_text(mtdsg->record, "adopted_on", title.adopted_on);
        treaty_json_set_text(mtdsg->record, "adopted_at", title.place);
    }
    return 1;
}

static int take_conclusion(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    treaty_title_t title;

    if (!treaty_conclusion_split(&title, text, mtdsg->pool)) {
        treaty_mtdsg_warn(mtdsg, line, "conclusion",
                          apr_psprintf(mtdsg->pool,
                                       "\"%s\" isn't \"place, date\"; it is "
                                       "kept as a note",
                                       text));
        return 0;
    }
    treaty_json_set_text(mtdsg->record, "adopted_on", title.adopted_on);
    treaty_json_set_text(mtdsg->record, "adopted_at", title.place);
    return 1;
}

/* The day that a text begins with; its rest without a full stop. */
static const char *take_day(treaty_mtdsg_t *mtdsg, const char *member,
                            const char *text)
{
    treaty_day_t day;
    const char *rest;

    if (!treaty_day_parse_prose(&day, &rest, text)) {
        return text;
    }
    treaty_json_set_text(mtdsg->record, member,
                         treaty_day_text(day, mtdsg->pool));
    rest += strspn(rest, ", ");
    return strcmp(rest, ".") == 0 ? "" : rest;
}

/* "18 January 2002, in accordance with article 14 (1)"; without a day the
 * treaty isn't in force, which isn't said twice. */
static int take_entry(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    (void)line;
    return *take_day(mtdsg, "entry_into_force_on", text) == '\0';
}

/* "18 January 2002, No. 27531." */
static int take_registration(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    const char *number = take_day(mtdsg, "registered_on", text);
    apr_size_t len;

    (void)line;
    if (strncmp(number, "No.", 3) != 0) {
        return 0;
    }
    number = treaty_skip_space(number + 3);
    len = strspn(number, "0123456789");
    if (len == 0) {
        return 0;
    }
    treaty_json_set_text(mtdsg->record, "registration_no",
                         apr_pstrmemdup(mtdsg->pool, number, len));
    return number[len] == '\0' || strcmp(number + len, ".") == 0;
}

/* The digits after a word; "" where there are none. */
static const char *digits_after(const char *text, const char *word,
                                const char **rest, apr_pool_t *pool)
{
    const char *found = strstr(text, word);
    apr_size_t len;

    *rest = text;
    if (!found) {
        return "";
    }
    found = treaty_skip_space(found + strlen(word));
    len = strspn(found, "0123456789");
    *rest = found + len;
    return apr_pstrmemdup(pool, found, len);
}

/* "United Nations, Treaty Series, vol. 2171, p. 227; Doc. A/RES/54/263" is
 * 2171 UNTS 227; the whole is kept. */
static int take_reference(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    const char *rest;
    const char *volume = digits_after(text, "vol.", &rest, mtdsg->pool);
    const char *page = digits_after(rest, "p.", &rest, mtdsg->pool);

    (void)line;
    if (strstr(text, "Treaty Series") && *volume && *page) {
        treaty_json_set_text(
            mtdsg->record, "citation",
            apr_pstrcat(mtdsg->pool, volume, " UNTS ", page, NULL));
    }
    treaty_mtdsg_texts(mtdsg, text);
    return 0;
}

/* A total, "116" or "Signatories : 116"; -1 where there is none. */
static int total_of(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    apr_size_t len = strcspn(text, "0123456789");
    apr_size_t digits = strspn(text + len, "0123456789");

    if (digits == 0 || digits > 5 || text[len + digits] != '\0') {
        treaty_mtdsg_warn(mtdsg, line, "total",
                          apr_psprintf(mtdsg->pool,
                                       "\"%s\" is no total, so the rows can't "
                                       "be compared with it",
                                       text));
        return -1;
    }
    return atoi(text + len);
}

static int take_signatories(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    mtdsg->signatories = total_of(mtdsg, line, text);
    return mtdsg->signatories >= 0;
}

static int take_parties(treaty_mtdsg_t *mtdsg, long line, const char *text)
{
    mtdsg->parties = total_of(mtdsg, line, text);
    return mtdsg->parties >= 0;
}

static const fact_t facts[] = {
    {"Titlesect", "Title", take_title},
    {"Conclusion", "Conclusion", take_conclusion},
    {"EIF", "Entry into force", take_entry},
    {"Registration", "Registration", take_registration},
    {"Signatories", "Signatories", take_signatories},
    {"Parties", "Parties", take_parties},
    {"TreatyText", "Text", take_reference},
    {"Name", "Chapter", take_chapter},
};

/* What a fact says stands in its Labeltext or Text, where it has one. */
static const xmlNode *saying(const xmlNode *element)
{
    const xmlNode *text = treaty_mtdsg_find(element, "Labeltext");

    text = text ? text : treaty_mtdsg_find(element, "Text");
    return text ? text : element;
}

static apr_status_t take_fact(treaty_mtdsg_t *mtdsg, const fact_t *fact,
                              const xmlNode *element)
{
    const xmlNode *node = saying(element);
    long line = treaty_mtdsg_line(node);
    const char *text = treaty_mtdsg_label(node, NULL, mtdsg->pool);

    if (*text == '\0' || fact->take(mtdsg, line, text)) {
        return APR_SUCCESS;
    }
    return treaty_mtdsg_note(
        mtdsg, line, "note",
        apr_pstrcat(mtdsg->pool, fact->label, ": ", text, NULL));
}

static const fact_t *fact_of(const xmlNode *element)
{
    apr_size_t i;

    for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        if (treaty_mtdsg_is(element, facts[i].element)) {
            return &facts[i];
        }
    }
    return NULL;
}

/* Elements that hold facts, and those that only name what the file is. */
static int is_holder(const xmlNode *element)
{
    return treaty_mtdsg_is(element, "ExternalData") ||
           treaty_mtdsg_is(element, "Status");
}

static apr_status_t take_element(treaty_mtdsg_t *mtdsg, const xmlNode *element);

static apr_status_t take_elements(treaty_mtdsg_t *mtdsg, const xmlNode *holder)
{
    const xmlNode *child;
    apr_status_t rv = APR_SUCCESS;

    for (child = treaty_mtdsg_first(holder); rv == APR_SUCCESS && child;
         child = treaty_mtdsg_next(child)) {
        rv = take_element(mtdsg, child);
    }
    return rv;
}

/* A fact, what holds facts, or something that nobody has told us of. */
static apr_status_t take_element(treaty_mtdsg_t *mtdsg, const xmlNode *element)
{
    const fact_t *fact = fact_of(element);
    const char *text;

    if (fact) {
        return take_fact(mtdsg, fact, element);
    }
    if (is_holder(element)) {
        return take_elements(mtdsg, element);
    }
    text = treaty_mtdsg_prose(element->children, NULL, mtdsg->pool);
    return *text ? treaty_mtdsg_note(mtdsg, treaty_mtdsg_line(element), "note",
                                     apr_pstrcat(mtdsg->pool, element->name,
                                                 ": ", text, NULL))
                 : APR_SUCCESS;
}

/* The number as the file's own words have it: "CHAPTER IV" and "11. c) …". */
static const char *number_inside(const treaty_mtdsg_t *mtdsg)
{
    const xmlNode *chapter = treaty_mtdsg_find(mtdsg->root, "Chapter");
    const xmlNode *header =
        chapter ? treaty_mtdsg_find(chapter, "Header") : NULL;
    const xmlNode *title = treaty_mtdsg_find(mtdsg->treaty, "Titlesect");
    const char *words =
        header ? treaty_mtdsg_label(header, NULL, mtdsg->pool) : "";
    const char *text =
        title ? treaty_mtdsg_label(title, NULL, mtdsg->pool) : "";
    apr_size_t len = strspn(text, "0123456789");
    const char *roman = strrchr(words, ' ');
    const char *letter;
    char part[2] = "";

    if (len == 0 || text[len] != '.' || *words == '\0') {
        return NULL;
    }
    letter = treaty_skip_space(text + len + 1);
    if (apr_islower(letter[0]) && letter[1] == ')') {
        part[0] = letter[0];
    }
    return treaty_mtdsg_number(
        apr_pstrcat(mtdsg->pool, roman ? roman + 1 : words, "-",
                    apr_pstrmemdup(mtdsg->pool, text, len), *part ? "-" : "",
                    part, NULL),
        mtdsg->pool);
}

apr_status_t treaty_mtdsg_number_take(treaty_mtdsg_t *mtdsg)
{
    const char *number = treaty_mtdsg_number(mtdsg->path, mtdsg->pool);

    number = number ? number : number_inside(mtdsg);
    if (!number) {
        treaty_findings_add(mtdsg->context.writer->findings,
                            TREATY_FINDING_ERROR, mtdsg->path, 0, "name",
                            "which treaty this is has to be told by the file's "
                            "name: chapter, number and letter, as in "
                            "IV-11-c.en.xml");
        return TREATY_EINPUT;
    }
    treaty_json_set_text(mtdsg->record, "id",
                         treaty_slug_make(number, mtdsg->pool));
    treaty_json_set_text(mtdsg->record, "mtdsg_no", number);
    /* All that follows goes by it. */
    return treaty_json_text(mtdsg->record, "mtdsg_no") ? APR_SUCCESS
                                                       : APR_ENOMEM;
}

static void check_title(treaty_mtdsg_t *mtdsg)
{
    const char *number = treaty_json_text(mtdsg->record, "mtdsg_no");

    if (json_object_get(mtdsg->record, "titles")) {
        return;
    }
    treaty_record_set_title(mtdsg->record, number, "en");
    treaty_mtdsg_warn(mtdsg, 0, "title",
                      apr_psprintf(mtdsg->pool,
                                   "the file has no title, so it is the "
                                   "treaty's number, %s, unless it has one in "
                                   "the database",
                                   number));
}

apr_status_t treaty_mtdsg_header(treaty_mtdsg_t *mtdsg)
{
    const xmlNode *chapter = treaty_mtdsg_find(mtdsg->root, "Chapter");
    const xmlNode *name = chapter ? treaty_mtdsg_find(chapter, "Name") : NULL;
    const xmlNode *data = treaty_mtdsg_find(mtdsg->treaty, "ExternalData");
    apr_status_t rv = APR_SUCCESS;

    treaty_json_set_text(mtdsg->record, "depositary", TREATY_TABLE_DEPOSITARY);
    if (name) {
        rv = take_element(mtdsg, name);
    }
    if (rv == APR_SUCCESS && data) {
        rv = take_elements(mtdsg, data);
    }
    if (rv == APR_SUCCESS) {
        check_title(mtdsg);
    }
    return rv;
}

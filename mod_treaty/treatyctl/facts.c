#include "report.h"
#include "serve.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* What facts are told of, as pages ask for it. */
static const struct {
    const char *key;
    const char *title;
    const char *element;
} kinds[] = {
    [TREATY_FACTS_TREATY] = {"treaty", "a treaty", "id=\"opsc\""},
    [TREATY_FACTS_PAIR] = {"pair", "a participant's part in a treaty",
                           "id=\"opsc\" participant=\"usa\""},
    [TREATY_FACTS_PARTICIPANT] = {"participant", "a participant",
                                  "participant=\"usa\""},
    [TREATY_FACTS_SHEET] = {"fact_sheet", "a fact sheet",
                            "factsheet=\"2002-12-24-opsc\""},
};
#define KINDS ((int)(sizeof(kinds) / sizeof(kinds[0])))

static const char *asked_name(const treaty_fact_t *fact)
{
    return fact->short_name ? fact->short_name : fact->name;
}

static json_t *fact_json(const treaty_fact_t *fact)
{
    json_t *one = json_object();

    treaty_json_set_text(one, "name", fact->name);
    treaty_json_set_text(one, "short_name", fact->short_name);
    treaty_json_set_text(one, "kind", fact->kind);
    treaty_json_set_text(one, "meaning", fact->meaning);
    return one;
}

static json_t *list_json(const apr_array_header_t *facts)
{
    json_t *list = json_array();
    int i;

    for (i = 0; i < facts->nelts; i++) {
        json_array_append_new(
            list, fact_json(&APR_ARRAY_IDX(facts, i, treaty_fact_t)));
    }
    return list;
}

static void print_list(int of, const apr_array_header_t *facts)
{
    int i;

    treatyctl_say("%sOf %s: <!--#treaty %s fact=\"NAME\" -->\n",
                  of > 0 ? "\n" : "", kinds[of].title, kinds[of].element);
    for (i = 0; i < facts->nelts; i++) {
        const treaty_fact_t *fact = &APR_ARRAY_IDX(facts, i, treaty_fact_t);

        treatyctl_say("  %-26s %-8s %s\n", asked_name(fact), fact->kind,
                      fact->meaning);
    }
}

static int list_all(const treatyctl_call_t *call)
{
    json_t *all = json_object();
    int i;

    for (i = 0; i < KINDS; i++) {
        apr_array_header_t *facts = treaty_facts(i, call->pool);

        json_object_set_new(all, kinds[i].key, list_json(facts));
        if (!treatyctl_report_is_json(call)) {
            print_list(i, facts);
        }
    }
    return treatyctl_report_write(call, all);
}

/* "treaties/opsc@2002-12-24" as an element asks for it; a name alone is a
 * treaty's. @return what its facts are of; -1 for another address */
static int read_record(treaty_element_t *element, const treatyctl_call_t *call)
{
    static const char *const collections[] = {"treaties/", "participants/",
                                              "fact-sheets/"};
    const char *record = treatyctl_argument(call, 1);
    const char *participant = treatyctl_argument(call, 2);
    int i;

    for (i = 0; i < 3; i++) {
        if (strncmp(record, collections[i], strlen(collections[i])) == 0) {
            record += strlen(collections[i]);
            break;
        }
    }
    if (strchr(record, '/') || (participant && (i == 1 || i == 2))) {
        return -1;
    }
    if (i == 1) {
        element->participant = record;
        return TREATY_FACTS_PARTICIPANT;
    }
    if (i == 2) {
        element->factsheet = record;
        return TREATY_FACTS_SHEET;
    }
    element->id = record;
    element->participant = participant;
    return participant ? TREATY_FACTS_PAIR : TREATY_FACTS_TREATY;
}

/* A fact in one of its formats, as a page would have it. */
static int ask(const char **text, const treatyctl_served_t *served,
               treaty_element_t *element, const char *format)
{
    const char *trouble;

    element->format = format;
    if (treaty_element_make(text, &trouble, &served->site, element,
                            served->pool) == APR_SUCCESS) {
        return 1;
    }
    treatyctl_complain("%s", trouble);
    return 0;
}

static int tell_fact(json_t *list, const treatyctl_call_t *call,
                     const treatyctl_served_t *served,
                     treaty_element_t *element, const treaty_fact_t *fact)
{
    const char *plain;
    const char *iso;
    json_t *one = fact_json(fact);

    element->fact = fact->name;
    json_array_append_new(list, one);
    if (!ask(&plain, served, element, "plain") ||
        !ask(&iso, served, element, "iso")) {
        return 0;
    }
    treaty_json_set_text(one, "plain", plain);
    treaty_json_set_text(one, "iso", iso);
    if (!treatyctl_report_is_json(call)) {
        treatyctl_say("%-26s %-8s %s%s%s%s\n", asked_name(fact), fact->kind,
                      plain, strcmp(plain, iso) != 0 ? "  [" : "",
                      strcmp(plain, iso) != 0 ? iso : "",
                      strcmp(plain, iso) != 0 ? "]" : "");
    }
    return 1;
}

static int tell_record(const treatyctl_call_t *call,
                       const treatyctl_served_t *served)
{
    treaty_element_t element = {.now = apr_time_now(),
                                .lang = treatyctl_option(call, TREATYCTL_LANG)};
    int of = read_record(&element, call);
    apr_array_header_t *facts;
    json_t *list = json_array();
    int i;

    if (of < 0) {
        treatyctl_complain("%s is no record; write treaties/ID, "
                           "participants/ID or fact-sheets/ID",
                           treatyctl_argument(call, 1));
        json_decref(list);
        return TREATYCTL_USAGE;
    }
    facts = treaty_facts(of, call->pool);
    for (i = 0; i < facts->nelts; i++) {
        if (!tell_fact(list, call, served, &element,
                       &APR_ARRAY_IDX(facts, i, treaty_fact_t))) {
            json_decref(list);
            return TREATYCTL_FINDINGS;
        }
    }
    return treatyctl_report_write(call,
                                  json_pack("{s:o}", kinds[of].key, list));
}

int treatyctl_facts(const treatyctl_call_t *call)
{
    treatyctl_served_t served;
    int status = TREATYCTL_FAILURE;

    if (!treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    if (!treatyctl_argument(call, 0)) {
        return list_all(call);
    }
    if (!treatyctl_argument(call, 1)) {
        treatyctl_complain("of which record isn't said, for example "
                           "treaties/opsc");
        return TREATYCTL_USAGE;
    }
    if (treatyctl_serve(&served, call, treatyctl_argument(call, 0)) ==
        APR_SUCCESS) {
        status = tell_record(call, &served);
    }
    treatyctl_serve_close(&served);
    return status;
}

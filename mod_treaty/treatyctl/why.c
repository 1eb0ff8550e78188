#include "report.h"
#include "serve.h"

#include "treaty_date.h"
#include "treaty_json.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

static const char *text_or(const json_t *object, const char *key,
                           const char *otherwise)
{
    const char *text = treaty_json_text(object, key);

    return text ? text : otherwise;
}

static void print_head(const json_t *why)
{
    const json_t *treaty = json_object_get(why, "treaty");
    const json_t *participant = json_object_get(why, "participant");
    const char *known = treaty_json_text(why, "known_through");

    treatyctl_say("%s (%s)\n%s (%s)\nas of %s",
                  text_or(participant, "name", ""),
                  text_or(participant, "id", ""), text_or(treaty, "title", ""),
                  text_or(treaty, "id", ""), text_or(why, "as_of", ""));
    if (known) {
        treatyctl_say(", in the record to %s", known);
    }
    treatyctl_say("\n\nState: %s\n", text_or(why, "state", ""));
}

/* "Signature: "5 Jul 2000" [mtdsg-2015-03]" */
static void print_source(const json_t *act)
{
    const char *column = treaty_json_text(act, "column");
    const char *raw = treaty_json_text(act, "raw");
    const char *listed = treaty_json_text(act, "listed");
    const char *note = treaty_json_text(act, "note");
    const json_t *source = json_object_get(act, "source");
    const json_t *other = json_object_get(act, "effective_source");

    treatyctl_say("      ");
    if (raw) {
        treatyctl_say("cell \"%s\" of column \"%s\"", raw,
                      column ? column : "");
    }
    else {
        treatyctl_say("no cell");
    }
    if (listed) {
        treatyctl_say(", listed as \"%s\"", listed);
    }
    treatyctl_say("; source: %s\n", text_or(source, "id", "none"));
    if (json_is_object(other)) {
        treatyctl_say("      day of effect from source: %s\n",
                      text_or(other, "id", ""));
    }
    if (note) {
        treatyctl_say("      note: %s\n", note);
    }
}

static void print_act(const json_t *act)
{
    const char *effective = treaty_json_text(act, "effective_on");

    treatyctl_say(
        "  %c %s, %s", json_is_true(json_object_get(act, "used")) ? '*' : '-',
        text_or(act, "deposited_on", "no date"), text_or(act, "kind", ""));
    if (effective) {
        treatyctl_say(", effective on %s", effective);
    }
    treatyctl_say(" (%s)\n", text_or(act, "part", ""));
    print_source(act);
}

static void print_acts(const json_t *why)
{
    const json_t *acts = json_object_get(why, "acts");
    const json_t *act;
    size_t i;

    if (json_array_size(acts) == 0) {
        return;
    }
    puts("\nActs (* used):");
    json_array_foreach(acts, i, act)
    {
        print_act(act);
    }
}

static void print_rule(const json_t *why)
{
    const json_t *rule = json_object_get(why, "rule");
    const char *article = treaty_json_text(rule, "article");

    if (json_is_object(rule)) {
        treatyctl_say("\nRule%s%s: %s\n", article ? ", article " : "",
                      article ? article : "", text_or(rule, "text", ""));
    }
    else {
        puts("\nRule: not recorded");
    }
}

/* A list of sentences, or of {text} objects. */
static void print_list(const char *title, const json_t *list)
{
    const json_t *entry;
    size_t i;

    if (json_array_size(list) == 0) {
        return;
    }
    treatyctl_say("\n%s:\n", title);
    json_array_foreach(list, i, entry)
    {
        treatyctl_say("  %s\n", json_is_string(entry)
                                    ? json_string_value(entry)
                                    : text_or(entry, "text", ""));
    }
}

static void print_why(const json_t *why)
{
    print_head(why);
    print_acts(why);
    print_rule(why);
    print_list("Step by step", json_object_get(why, "reasons"));
    print_list("Not known", json_object_get(why, "unknown"));
    print_list("Of the treaty's record", json_object_get(why, "caveats"));
}

/* The address of the explanation; NULL, told, for a day that isn't one. */
static const char *path_of(const treatyctl_call_t *call)
{
    const char *on = treatyctl_argument(call, 3);
    treaty_day_t day;

    if (on && !treaty_day_parse(&day, on)) {
        treatyctl_complain("%s: no day; write it as 2003-01-01", on);
        return NULL;
    }
    return apr_pstrcat(call->pool, "/treaties/", treatyctl_argument(call, 1),
                       on ? "@" : "", on ? on : "", "/why.json", NULL);
}

/* Who it is, with all that could mean something in a query escaped. */
static const char *args_of(const treatyctl_call_t *call)
{
    const char *who = treatyctl_argument(call, 2);
    char *escaped = apr_palloc(call->pool, 3 * strlen(who) + 1);
    char *to = escaped;

    for (; *who; who++) {
        if (apr_isalnum(*who)) {
            *to++ = *who;
        }
        else {
            to += apr_snprintf(to, 4, "%%%02X", (unsigned char)*who);
        }
    }
    *to = '\0';
    return apr_pstrcat(call->pool, "participant=", escaped, NULL);
}

static int ask(json_t **why, const treatyctl_call_t *call, const char *path)
{
    treatyctl_served_t served;
    int status = TREATYCTL_FAILURE;

    *why = NULL;
    if (treatyctl_serve(&served, call, treatyctl_argument(call, 0)) ==
        APR_SUCCESS) {
        status = treatyctl_ask_json(why, &served, path, args_of(call));
    }
    treatyctl_serve_close(&served);
    return status;
}

int treatyctl_why(const treatyctl_call_t *call)
{
    const char *path = path_of(call);
    json_t *why;
    int status;

    if (!path || !treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    status = ask(&why, call, path);
    if (status != TREATYCTL_OK) {
        return status;
    }
    if (!treatyctl_report_is_json(call)) {
        print_why(why);
    }
    return treatyctl_report_write(call, why);
}

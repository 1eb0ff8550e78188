#include "treatyctl.h"

#include <apr_general.h>
#include <apr_signal.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

static void log_to_stderr(void *baton, treaty_log_level_t level,
                          apr_status_t status, const char *message)
{
    (void)baton;
    (void)level;
    (void)status;
    treatyctl_complain("%s", message);
}

const char *treatyctl_argument(const treatyctl_call_t *call, int place)
{
    return place < call->arguments->nelts
               ? APR_ARRAY_IDX(call->arguments, place, const char *)
               : NULL;
}

const char *treatyctl_option(const treatyctl_call_t *call, int option)
{
    return call->options[option - TREATYCTL_KNOWN_THROUGH];
}

int treatyctl_option_number(int *value, const treatyctl_call_t *call,
                            int option, const char *name, int least, int most,
                            int otherwise)
{
    const char *text = treatyctl_option(call, option);
    char *end;
    apr_int64_t number;

    *value = otherwise;
    if (!text) {
        return 1;
    }
    number = apr_strtoi64(text, &end, 10);
    if (end == text || *end != '\0' || number < least || number > most) {
        treatyctl_complain("%s takes a number from %d to %d", name, least,
                           most);
        return 0;
    }
    *value = (int)number;
    return 1;
}

const char *treatyctl_path_in(const char *folder, const char *name,
                              apr_pool_t *result_pool)
{
    apr_size_t len = strlen(folder);
    int has_slash = len > 0 && folder[len - 1] == '/';

    return apr_pstrcat(result_pool, folder, has_slash ? "" : "/", name, NULL);
}

static const treatyctl_verb_t *find_verb(const char *name)
{
    const treatyctl_verb_t *verb;

    for (verb = treatyctl_verbs; verb->name; verb++) {
        if (strcmp(verb->name, name) == 0) {
            return verb;
        }
    }
    return NULL;
}

static void print_all(FILE *out)
{
    const treatyctl_verb_t *verb;

    fputs("usage: treatyctl VERB DATABASE ...\n\n", out);
    for (verb = treatyctl_verbs; verb->name; verb++) {
        fprintf(out, "  %-10s%-28s %s\n", verb->name, verb->arguments,
                verb->summary);
    }
    fputs("\nExit status: 0 done, 1 the input has faults, 2 wrong usage,\n"
          "3 failure, 4 another run is at work. `treatyctl help VERB` tells "
          "more.\n",
          out);
}

int treatyctl_help(const treatyctl_call_t *call)
{
    const char *name = treatyctl_argument(call, 0);
    const treatyctl_verb_t *verb = name ? find_verb(name) : NULL;

    if (name && !verb) {
        treatyctl_complain("there is no verb \"%s\"; see treatyctl help", name);
        return TREATYCTL_USAGE;
    }
    if (!verb) {
        print_all(stdout);
        return TREATYCTL_OK;
    }
    printf("usage: treatyctl %s %s\n\n%s: %s.\n%s", verb->name, verb->arguments,
           verb->name, verb->summary, verb->help);
    return TREATYCTL_OK;
}

static int wrong_usage(const treatyctl_verb_t *verb)
{
    treatyctl_complain("usage: treatyctl %s %s", verb->name, verb->arguments);
    return TREATYCTL_USAGE;
}

/* Parses what stands after the verb. argv[0] is the verb. */
static int parse(treatyctl_call_t *call, const treatyctl_verb_t *verb, int argc,
                 const char *const *argv)
{
    apr_getopt_t *getopt;
    const char *value;
    int option;
    apr_status_t rv = apr_getopt_init(&getopt, call->pool, argc, argv);

    getopt->interleave = 1;
    while (rv == APR_SUCCESS) {
        rv = apr_getopt_long(getopt, verb->options, &option, &value);
        if (rv == APR_SUCCESS) {
            call->options[option - TREATYCTL_KNOWN_THROUGH] =
                value ? value : "";
        }
    }
    if (rv != APR_EOF) {
        return wrong_usage(verb);
    }
    for (; getopt->ind < argc; getopt->ind++) {
        APR_ARRAY_PUSH(call->arguments, const char *) =
            getopt->argv[getopt->ind];
    }
    if (call->arguments->nelts < verb->least ||
        (verb->most && call->arguments->nelts > verb->most)) {
        return wrong_usage(verb);
    }
    return TREATYCTL_OK;
}

static int run(int argc, const char *const *argv, apr_pool_t *pool)
{
    static const treaty_log_t log = {log_to_stderr, NULL, TREATY_LOG_WARNING};
    const treatyctl_verb_t *verb = argc > 1 ? find_verb(argv[1]) : NULL;
    treatyctl_call_t call = {0};
    int status;

    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("treatyctl %s\n", treaty_version());
        return TREATYCTL_OK;
    }
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        print_all(stdout);
        return TREATYCTL_OK;
    }
    if (!verb) {
        if (argc > 1) {
            treatyctl_complain("there is no verb \"%s\"", argv[1]);
        }
        print_all(stderr);
        return TREATYCTL_USAGE;
    }
    call.arguments = apr_array_make(pool, 4, sizeof(const char *));
    call.log = &log;
    call.pool = pool;
    status = parse(&call, verb, argc - 1, argv + 1);
    return status == TREATYCTL_OK ? verb->run(&call) : status;
}

int main(int argc, const char *const *argv)
{
    apr_pool_t *pool;
    int status;

    if (apr_app_initialize(&argc, &argv, NULL) != APR_SUCCESS ||
        apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        treatyctl_complain("APR can't be started");
        return TREATYCTL_FAILURE;
    }
    treatyctl_memory_watch(pool);
    /* A file that may not grow is an error like a disk that is full. */
    apr_signal(SIGXFSZ, SIG_IGN);
    status = run(argc, argv, pool);
    apr_terminate();
    if (fflush(stdout) != 0) {
        treatyctl_complain("standard output can't be written");
        return TREATYCTL_FAILURE;
    }
    return status;
}

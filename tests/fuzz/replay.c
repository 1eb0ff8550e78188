/*
 * The main of a fuzzing target where there is no libFuzzer: gives it each of
 * its seeds, tests/fuzz/seeds/NAME below TREATY_SRCDIR for the target
 * NAME_fuzz, or the files that are named. A seed's name is a sentence.
 */
#include "fuzz.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Far above any seed. */
#define SEED_MAX (1024 * 1024)

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "request" for .../tests/fuzz/request_fuzz */
static const char *target_of(const char *program, apr_pool_t *pool)
{
    const char *slash = strrchr(program, '/');
    char *name = apr_pstrdup(pool, slash ? slash + 1 : program);
    char *end;

    if (strncmp(name, "lt-", 3) == 0) {
        name += 3;
    }
    end = strstr(name, "_fuzz");
    if (end) {
        *end = '\0';
    }
    return name;
}

static apr_array_header_t *seeds_of(const char *target, apr_pool_t *pool)
{
    apr_array_header_t *paths = apr_array_make(pool, 32, sizeof(char *));
    const char *root = getenv("TREATY_SRCDIR");
    const char *folder = apr_pstrcat(pool, root ? root : ".",
                                     "/tests/fuzz/seeds/", target, NULL);
    apr_finfo_t info;
    apr_dir_t *dir;

    if (apr_dir_open(&dir, folder, pool) != APR_SUCCESS) {
        fuzz_fail("no folder of seeds", folder);
    }
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (info.name[0] != '.') {
            APR_ARRAY_PUSH(paths, const char *) =
                apr_pstrcat(pool, folder, "/", info.name, NULL);
        }
    }
    apr_dir_close(dir);
    qsort(paths->elts, (size_t)paths->nelts, sizeof(char *), compare);
    return paths;
}

/* Exactly as many bytes as the file has, so that a sanitizer sees who reads
 * beyond them. */
static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    unsigned char *read;
    unsigned char *data;
    size_t len;

    read = malloc(SEED_MAX);
    if (!file || !read) {
        fuzz_fail("can't be read", path);
    }
    len = fread(read, 1, SEED_MAX, file);
    fclose(file);
    data = malloc(len ? len : 1);
    if (!data) {
        fuzz_fail("no memory for", path);
    }
    memcpy(data, read, len);
    free(read);
    LLVMFuzzerTestOneInput(data, len);
    free(data);
}

static void say(int number, const char *target, const char *path)
{
    const char *name = strrchr(path, '/');
    const char *c;

    printf("ok %d - %s: ", number, target);
    for (c = name ? name + 1 : path; *c && *c != '.'; c++) {
        putchar(*c == '-' ? ' ' : *c);
    }
    putchar('\n');
    fflush(stdout);
}

int main(int argc, char **argv)
{
    apr_pool_t *pool = fuzz_pool();
    const char *target = target_of(argv[0], pool);
    apr_array_header_t *paths = apr_array_make(pool, 8, sizeof(char *));
    int i;

    for (i = 1; i < argc; i++) {
        APR_ARRAY_PUSH(paths, const char *) = argv[i];
    }
    if (argc == 1) {
        paths = seeds_of(target, pool);
    }
    printf("1..%d\n", paths->nelts + 1);
    LLVMFuzzerTestOneInput((const unsigned char *)"", 0);
    say(1, target, "nothing-at-all");
    for (i = 0; i < paths->nelts; i++) {
        const char *path = APR_ARRAY_IDX(paths, i, const char *);

        printf("# %s\n", path);
        fflush(stdout);
        replay(path);
        say(i + 2, target, path);
    }
    return 0;
}

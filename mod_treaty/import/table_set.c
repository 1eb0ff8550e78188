#include "table_set.h"
#include "declarations.h"
#include "source_file.h"
#include "status_table.h"
#include "title.h"

#include "treaty_json.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define INDEX "index.csv"
#define TABLES_ENDING ".csv"

static int exists(const char *path, apr_filetype_e type, apr_pool_t *pool)
{
    apr_finfo_t info;

    return apr_stat(&info, path, APR_FINFO_TYPE, pool) == APR_SUCCESS &&
           info.filetype == type;
}

/* The last part of a path. */
static const char *base_name(const char *path, apr_pool_t *pool)
{
    apr_size_t len = strlen(path);
    const char *slash;

    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    path = apr_pstrmemdup(pool, path, len);
    slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static const char *folder_of(const char *path, apr_pool_t *pool)
{
    const char *slash = strrchr(path, '/');

    return slash ? apr_pstrmemdup(pool, path, (apr_size_t)(slash - path) + 1)
                 : "./";
}

/* The latest day in the tables decides what they cover, so each is read twice:
 * the source stands before the acts that name it. */
static apr_status_t latest_day(treaty_day_t *latest, treaty_writer_t *writer,
                               const apr_array_header_t *paths,
                               apr_pool_t *scratch_pool)
{
    apr_status_t rv = APR_SUCCESS;
    apr_pool_t *pool;
    int i;

    *latest = TREATY_DAY_NONE;
    apr_pool_create(&pool, scratch_pool);
    for (i = 0; i < paths->nelts; i++) {
        apr_status_t one;

        apr_pool_clear(pool);
        one = treaty_status_table_latest(latest,
                                         APR_ARRAY_IDX(paths, i, const char *),
                                         writer->findings, pool);
        rv = one != APR_SUCCESS ? one : rv;
    }
    apr_pool_destroy(pool);
    return rv;
}

static apr_status_t write_source(const char **slug, treaty_writer_t *writer,
                                 const char *name, const char *title,
                                 const char *path, const char *sha,
                                 const char *known_through,
                                 const treaty_import_options_t *options,
                                 apr_pool_t *pool)
{
    treaty_place_t place = {path, 0, ""};
    json_t *source = treaty_json_bind(json_object(), pool);

    *slug = apr_pstrcat(pool, name, known_through ? "-" : "",
                        known_through ? known_through : "", NULL);
    treaty_json_set_text(source, "id", *slug);
    treaty_json_set_text(source, "kind", "status_table");
    treaty_json_set_text(source, "title",
                         options->source_title ? options->source_title : title);
    treaty_json_set_text(source, "retrieved_on", options->retrieved_on);
    treaty_json_set_text(source, "known_through", known_through);
    treaty_json_set_text(source, "sha256", sha);
    return treaty_write_source(writer, source, &place, pool);
}

static apr_status_t import_tables(const treaty_table_context_t *context,
                                  const apr_array_header_t *paths,
                                  apr_pool_t *scratch_pool)
{
    apr_status_t result = APR_SUCCESS;
    apr_pool_t *pool;
    int i;

    apr_pool_create(&pool, scratch_pool);
    for (i = 0; i < paths->nelts; i++) {
        apr_status_t rv;

        apr_pool_clear(pool);
        rv = treaty_status_table_import(
            context, APR_ARRAY_IDX(paths, i, const char *), pool);
        result = rv != APR_SUCCESS ? rv : result;
        treaty_writer_file_done(context->writer);
        if (rv != APR_SUCCESS && rv != TREATY_EINPUT) {
            break;
        }
    }
    apr_pool_destroy(pool);
    return result;
}

static const char *iso_codes(const treaty_import_options_t *options)
{
    return options->iso_codes ? options->iso_codes : TREATY_ISO_CODES;
}

/* What both ways do: the source, the names, the index, the tables. */
static apr_status_t import_set(treaty_writer_t *writer,
                               const apr_array_header_t *paths,
                               const char *index, const char *declarations,
                               const char *name, const char *title,
                               const char *path, const char *sha,
                               const treaty_import_options_t *options,
                               apr_pool_t *pool)
{
    treaty_table_context_t context = {writer, NULL, NULL, NULL, declarations};
    treaty_catalogue_t *catalogue = NULL;
    treaty_names_t *names = NULL;
    treaty_day_t latest;
    apr_status_t rv = latest_day(&latest, writer, paths, pool);

    if (rv == APR_SUCCESS) {
        rv =
            write_source(&context.source, writer, name, title, path, sha,
                         options->known_through ? options->known_through
                                                : treaty_day_text(latest, pool),
                         options, pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_names_load(&names, iso_codes(options), writer->findings,
                               pool);
    }
    if (rv == APR_SUCCESS && index) {
        rv = treaty_catalogue_read(&catalogue, index, writer->findings, pool);
    }
    context.names = names;
    context.catalogue = catalogue;
    return rv == APR_SUCCESS ? import_tables(&context, paths, pool) : rv;
}

apr_status_t treaty_table_file_import(treaty_writer_t *writer, const char *path,
                                      const treaty_import_options_t *options,
                                      apr_pool_t *scratch_pool)
{
    apr_array_header_t *paths =
        apr_array_make(scratch_pool, 1, sizeof(const char *));
    const char *folder = folder_of(path, scratch_pool);
    const char *index = apr_pstrcat(scratch_pool, folder, INDEX, NULL);
    const char *number = treaty_mtdsg_number(path, scratch_pool);
    const char *name = base_name(path, scratch_pool);
    const char *sha;
    apr_status_t rv =
        treaty_file_sha256(&sha, path, writer->findings, scratch_pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    APR_ARRAY_PUSH(paths, const char *) = path;
    if (!exists(index, APR_REG, scratch_pool)) {
        index = apr_pstrcat(scratch_pool, folder, "../", INDEX, NULL);
    }
    return import_set(
        writer, paths, exists(index, APR_REG, scratch_pool) ? index : NULL,
        NULL,
        apr_psprintf(scratch_pool, "status-table-%.50s",
                     treaty_slug_make(number ? number : name, scratch_pool)),
        apr_pstrcat(scratch_pool, "Status table ", name, NULL), path, sha,
        options, scratch_pool);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether a name ends so, in letters of either case. */
static int has_any_ending(const char *name, const char *ending)
{
    apr_size_t len = strlen(name);
    apr_size_t part = strlen(ending);

    return len > part && strcasecmp(name + len - part, ending) == 0;
}

/* The files of a folder by their ending but the index, in the order of their
 * names. */
static apr_status_t list_files(apr_array_header_t **paths, const char *folder,
                               const char *ending, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_dir_t *dir;
    apr_status_t rv = apr_dir_open(&dir, folder, pool);

    *paths = apr_array_make(pool, 128, sizeof(const char *));
    if (rv != APR_SUCCESS) {
        return rv;
    }
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (has_any_ending(info.name, ending) && *info.name != '.' &&
            strcmp(info.name, INDEX) != 0) {
            APR_ARRAY_PUSH(*paths, const char *) =
                apr_pstrcat(pool, folder, "/", info.name, NULL);
        }
    }
    apr_dir_close(dir);
    qsort((*paths)->elts, (size_t)(*paths)->nelts, sizeof(const char *),
          by_name);
    return APR_SUCCESS;
}

static const char *folder_of_tables(const char *directory, apr_pool_t *pool)
{
    const char *folder = apr_pstrcat(pool, directory, "/treaties", NULL);

    return exists(folder, APR_DIR, pool) ? folder : directory;
}

int treaty_table_set_count(const char *directory, apr_pool_t *scratch_pool)
{
    apr_array_header_t *paths;

    list_files(&paths, folder_of_tables(directory, scratch_pool), TABLES_ENDING,
               scratch_pool);
    return paths->nelts;
}

static int has_table(const apr_array_header_t *paths, const char *stem,
                     apr_pool_t *pool)
{
    int i;

    for (i = 0; i < paths->nelts; i++) {
        if (strcmp(
                treaty_path_stem(APR_ARRAY_IDX(paths, i, const char *), pool),
                stem) == 0) {
            return 1;
        }
    }
    return 0;
}

static int has_ending(const char *path, const char *ending)
{
    apr_size_t len = strlen(path);

    return len > strlen(ending) &&
           strcmp(path + len - strlen(ending), ending) == 0;
}

/* Declarations come in with their tables; those without one are told. */
static void warn_of_orphans(treaty_writer_t *writer,
                            const apr_array_header_t *paths,
                            const apr_array_header_t *files, apr_pool_t *pool)
{
    int i;

    for (i = 0; i < files->nelts; i++) {
        const char *file = APR_ARRAY_IDX(files, i, const char *);

        /* They are looked for by their table's name, in small letters. */
        if (!has_ending(file, TREATY_DECLARATIONS_ENDING) ||
            !has_table(paths, treaty_path_stem(file, pool), pool)) {
            treaty_findings_add(writer->findings, TREATY_FINDING_WARNING, file,
                                0, "declarations",
                                "the set has no table of this name, so these "
                                "declarations are left out; add the table to "
                                "its folder treaties");
        }
    }
}

/* A folder of a set holds files of one ending; others are left out. */
static void warn_of_others(treaty_writer_t *writer, const char *folder,
                           const char *ending, apr_pool_t *pool)
{
    apr_array_header_t *files;
    int i;

    if (list_files(&files, folder, "", pool) != APR_SUCCESS) {
        return;
    }
    for (i = 0; i < files->nelts; i++) {
        const char *file = APR_ARRAY_IDX(files, i, const char *);

        if (!has_any_ending(file, ending)) {
            treaty_findings_add(writer->findings, TREATY_FINDING_WARNING, file,
                                0, "file",
                                "files that end in %s are read here; this "
                                "one is left out",
                                ending);
        }
    }
}

/* Lists the files of a folder; one that can't be read ends the import. */
static apr_status_t list_or_refuse(apr_array_header_t **paths,
                                   treaty_writer_t *writer, const char *folder,
                                   const char *ending, apr_pool_t *pool)
{
    char buffer[128];
    apr_status_t rv = list_files(paths, folder, ending, pool);

    if (rv != APR_SUCCESS) {
        treaty_findings_add(writer->findings, TREATY_FINDING_ERROR, folder, 0,
                            "unreadable", "the directory can't be read (%s)",
                            treaty_strerror(rv, buffer, sizeof(buffer)));
    }
    return rv;
}

static void warn_of_index(treaty_writer_t *writer, const char *directory,
                          const char *index, apr_pool_t *pool)
{
    if (!exists(index, APR_REG, pool)) {
        treaty_findings_add(writer->findings, TREATY_FINDING_WARNING, directory,
                            0, "index",
                            "there is no index.csv, so new treaties get their "
                            "numbers for titles");
    }
}

/* @param folder set to the folder of the declarations, or NULL */
static apr_status_t find_declarations(const char **folder,
                                      treaty_writer_t *writer,
                                      const apr_array_header_t *paths,
                                      const char *directory, apr_pool_t *pool)
{
    apr_array_header_t *files;
    apr_status_t rv;

    *folder = apr_pstrcat(pool, directory, "/declarations", NULL);
    if (!exists(*folder, APR_DIR, pool)) {
        *folder = NULL;
        return APR_SUCCESS;
    }
    rv = list_or_refuse(&files, writer, *folder, TREATY_DECLARATIONS_ENDING,
                        pool);
    if (rv == APR_SUCCESS) {
        warn_of_orphans(writer, paths, files, pool);
        warn_of_others(writer, *folder, TREATY_DECLARATIONS_ENDING, pool);
    }
    return rv;
}

apr_status_t treaty_table_set_import(treaty_writer_t *writer,
                                     const char *directory,
                                     const treaty_import_options_t *options,
                                     apr_pool_t *scratch_pool)
{
    const char *index = apr_pstrcat(scratch_pool, directory, "/", INDEX, NULL);
    const char *folder = folder_of_tables(directory, scratch_pool);
    const char *declarations;
    apr_array_header_t *paths;
    apr_status_t rv =
        list_or_refuse(&paths, writer, folder, TABLES_ENDING, scratch_pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (paths->nelts == 0) {
        treaty_findings_add(writer->findings, TREATY_FINDING_ERROR, directory,
                            0, "format",
                            "the directory holds no status tables; they are "
                            ".csv files, in it or in its folder treaties");
        return TREATY_EINPUT;
    }
    warn_of_index(writer, directory, index, scratch_pool);
    if (folder != directory) {
        warn_of_others(writer, folder, TABLES_ENDING, scratch_pool);
    }
    rv = find_declarations(&declarations, writer, paths, directory,
                           scratch_pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    writer->report->files += paths->nelts;
    return import_set(writer, paths,
                      exists(index, APR_REG, scratch_pool) ? index : NULL,
                      declarations, "status-tables",
                      apr_pstrcat(scratch_pool, "Status tables ",
                                  base_name(directory, scratch_pool), NULL),
                      directory, NULL, options, scratch_pool);
}

/*
 * What template_files.c gives to templates.c. Nobody else includes this.
 */
#ifndef TREATY_TEMPLATE_FILES_H
#define TREATY_TEMPLATE_FILES_H

#include "treaty_log.h"

#include <apr_file_info.h>
#include <apr_tables.h>

/** Where catalogues of languages lie, below the directory. */
#define TREATY_TEMPLATE_LANGUAGES "languages/"

/** A template's or a catalogue's file, as a look into the directory found it.
 */
typedef struct treaty_template_file_t {
    /** Below the directory, without the ending. */
    const char *name;
    const char *path;
    /** Whether it is languages/XX.json; the name is then "XX". */
    int is_language;
    apr_off_t size;
    apr_time_t mtime;
    apr_ino_t inode;
    /** It couldn't be opened or read, which may pass without a trace in it. */
    int is_unread;
} treaty_template_file_t;

/**
 * All template files below a directory, and the catalogues of languages in its
 * folder of that name, by name. Directories are followed
 * three deep, names of other letters than a-z, 0-9, '-' and '_' passed over.
 * @param files treaty_template_file_t in @p result_pool
 * @return TREATY_ELIMIT for more than 500 files
 */
apr_status_t treaty_template_files_list(apr_array_header_t **files,
                                        const char *directory,
                                        apr_pool_t *result_pool);

/**
 * Whether a look found what the last one did, which was read then; a file that
 * couldn't be read then, and can be now, is another.
 * @param scratch_pool is left with nothing open
 */
int treaty_template_files_same(const apr_array_header_t *found,
                               const apr_array_header_t *last,
                               apr_pool_t *scratch_pool);

/**
 * Reads a file that isn't larger than a template may be, and remembers in it
 * whether it could be.
 * @return TREATY_ELIMIT for one that is
 */
apr_status_t treaty_template_file_read(const char **data, apr_size_t *len,
                                       treaty_template_file_t *file,
                                       apr_pool_t *result_pool);

#endif

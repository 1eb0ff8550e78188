/* What a title, an index entry and a file name tell about a treaty. */
#ifndef TREATY_IMPORT_TITLE_H
#define TREATY_IMPORT_TITLE_H

#include "treaty.h"

/** "Title. Place, D Month YYYY", taken apart. */
typedef struct treaty_title_t {
    const char *title;
    /** NULL where there is none. */
    const char *place;
    /** An ISO day, or NULL. */
    const char *adopted_on;
    /** Whether the text had that form. */
    int clean;
} treaty_title_t;

/**
 * Takes an index entry apart; where it hasn't the form its whole text is the
 * title. The "*" of what has been superseded is left out.
 */
void treaty_title_split(treaty_title_t *title, const char *text,
                        apr_pool_t *result_pool);

/**
 * Takes "New York, 20 November 1989", or a date alone, apart.
 * @param title its place and adopted_on are set
 * @return 1, or 0 for a text of another form
 */
int treaty_conclusion_split(treaty_title_t *title, const char *text,
                            apr_pool_t *result_pool);

/** The type that a title's first words tell; "treaty" where they don't. */
const char *treaty_title_type(const char *title);

/**
 * The number of a depositary's treaty by the name of its table: 4-11-c.csv is
 * IV-11-c, and so are IV-11-c.en.xml and iv-11-c.xml.
 * @return NULL where the name isn't made so
 */
const char *treaty_mtdsg_number(const char *path, apr_pool_t *result_pool);

/**
 * The name of a treaty's table by its number, the other way round: IV-11-c is
 * 4-11-c.
 * @return NULL where the number isn't made so
 */
const char *treaty_table_stem(const char *number, apr_pool_t *result_pool);

/** The last part of a path, its ending left out. */
const char *treaty_path_stem(const char *path, apr_pool_t *result_pool);

/**
 * A slug made of a text: small letters and digits, the rest hyphens. Empty
 * where the text holds neither.
 */
const char *treaty_slug_make(const char *text, apr_pool_t *result_pool);

/** Whether a text is a slug. */
int treaty_slug_valid(const char *text);

#endif

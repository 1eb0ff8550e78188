/*
 * What pages offer to browse by: subjects, chapters, times, letters, what is
 * new. Pages alone have it.
 */
#ifndef TREATY_BROWSE_H
#define TREATY_BROWSE_H

#include "course.h"

/** Sets `browse` in the document of the mount's page. */
apr_status_t treaty_browse_index(treaty_course_t *course);

/** Whether a folded name begins with a letter or a digit, so that it is found
 * by what it begins with. */
int treaty_browse_is_initial(const char *folded);

/** Sets `letters`: what names of the kinds that are asked for begin with. */
apr_status_t treaty_browse_letters(json_t *document,
                                   const treaty_course_t *course);

/** Sets `chapter_subject`: what all treaties of the chapter that is asked for
 * are about; null where they are about more than one thing. */
apr_status_t treaty_browse_chapter(json_t *document,
                                   const treaty_course_t *course);

#endif

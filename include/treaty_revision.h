/* What a publication is named by. */
#ifndef TREATY_REVISION_H
#define TREATY_REVISION_H

/** Characters of a revision's id. */
#define TREATY_REVISION_LENGTH 32

/** Whether @p text is a revision's id, to its end. */
int treaty_revision_is_valid(const char *text);

#endif

/* Text as XML 1.0, whatever it holds. */
#ifndef TREATY_XML_H
#define TREATY_XML_H

#include "pen.h"

/** What each XML document begins with. */
#define TREATY_XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/**
 * Writes UTF-8 escaped for content and for attributes in double quotes: white
 * space other than a blank as references, so that no reader folds it;
 * characters that XML can't have are left out. Nothing for NULL.
 */
void treaty_xml_put(treaty_pen_t *pen, const char *text);

/** Writes `<name>text</name>` on a line; nothing where @p text is NULL. */
void treaty_xml_element(treaty_pen_t *pen, const char *name, const char *text);

/** Writes ` name="text"`; nothing where @p text is NULL. */
void treaty_xml_attribute(treaty_pen_t *pen, const char *name,
                          const char *text);

#endif

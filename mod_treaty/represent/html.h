/*
 * What templates are rendered with, for who renders them and for who checks
 * them. Nobody else includes this.
 */
#ifndef HTML_H
#define HTML_H

#include "treaty_represent.h"

/** Sets the forms of values and the words. @param formatter has to live as long
 * as @p env */
void treaty_html_env(treaty_template_env_t *env, treaty_formatter_t *formatter);

/** Sets what a template sees of its language: `lang`, `dir` and `is_rtl`. */
void treaty_html_set_language(json_t *view, const treaty_language_t *language);

#endif

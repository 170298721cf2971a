/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * template.h - pages are written as templates without logic, in the files of web/templates.
 *
 * The language is a subset of Mustache (https://mustache.github.io/mustache.5.html), over
 * values of jansson.  Debian 12 has no C library for it, and the subset is small:
 *
 *     {{name}}             the value, with & < > " ' escaped
 *     {{{name}}} {{&name}} the value as it is: only for what is HTML already
 *     {{#name}}...{{/name}}  the section, once for each element of an array, once for an object
 *                          or any other value that is not empty
 *     {{^name}}...{{/name}}  the section when the value is empty
 *     {{>name}}            another template, here; it may call itself
 *     {{!words}}           nothing
 *     {{.}}                the value of the section itself; {{a.b}}: b of a
 *     {{#_}}text{{/_}}     the text in the reader's language, put there when the template is
 *                          compiled; what is inside of it are tags like any others
 *
 * Empty are: a name that is not there, null, false, "" and [].  A name is looked for in the
 * innermost section first and then outwards; behind a dot it is looked for only there.  Lines
 * that hold nothing but a section tag, a partial or a comment leave no line behind, and the
 * indentation of a partial that has its line for itself goes before each of its lines.  Not
 * there: lambdas, other delimiters, inheritance.
 *
 * Threads: once linked, templates do not change and any number of threads may render.
 */
#ifndef PH_TEMPLATE_H
#define PH_TEMPLATE_H

#include <jansson.h>

#include "web/catalogue.h"

typedef struct ph_templates ph_templates;

/* An empty set.  NULL: no memory.  Free with ph_templates_free (NULL is fine). */
ph_templates *ph_templates_new(void);
void ph_templates_free(ph_templates *set);

/* Compiles `source` as the template `name`; both are copied.
 * PH_INVALID: "NAME.mustache:LINE: what is wrong"; PH_LIMIT: sections deeper than
 * PH_TEMPLATE_DEPTH; PH_NO_MEMORY. */
ph_status ph_templates_add(ph_templates *set, ph_str name, ph_str source,
                           ph_error *err) PH_MUST_USE;

/* Ties each {{>name}} to its template; needed once, before rendering.
 * PH_INVALID: one is missing, with file and line. */
ph_status ph_templates_link(ph_templates *set, ph_error *err) PH_MUST_USE;

/* All of this: every NAME.mustache of a folder, compiled and linked, in the language of a
 * catalogue (NULL: as they are written).
 * PH_NOT_FOUND: no folder, or no template in it; PH_IO and those above. */
ph_status ph_templates_open(ph_templates **out, const char *folder,
                            const ph_catalogue *catalogue, ph_error *err) PH_MUST_USE;

/* A hash of all sources, for entity tags. */
uint64_t ph_templates_hash(const ph_templates *set);

/* Appends the template `name` filled from `data` to `out`.
 * PH_NOT_FOUND: no such template; PH_LIMIT: partials and sections in each other deeper than
 * PH_TEMPLATE_DEPTH; PH_NO_MEMORY. */
ph_status ph_templates_render(const ph_templates *set, const char *name, const json_t *data,
                              ph_buf *out, ph_error *err) PH_MUST_USE;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_office.h - what the readers of office files share: the parts of a package and how they
 * refer to each other (ECMA-376 part 2: relationships), their XML, their metadata.
 */
#ifndef PH_PARSE_OFFICE_H
#define PH_PARSE_OFFICE_H

#include "indexer/package.h"
#include "indexer/parse_common.h"
#include "indexer/xml_tree.h"

/* --- packages ----------------------------------------------------------------------------- */

/* Unpacks the XML parts of an office file or book.  A file of flat XML (.fodt) becomes a package
 * whose only member is "content.xml".  Members that are damaged are left out; a warning says
 * so.
 * PH_INVALID: encrypted, or no such file, in words; PH_LIMIT; PH_NO_MEMORY. */
ph_status ph_office_open(ph_str bytes, ph_arena *arena, ph_document *doc,
                         ph_package *package, ph_error *err) PH_MUST_USE;

/* A reference from one part to another. */
typedef struct ph_relation {
    ph_str id;     /* "rId7" */
    ph_str type;   /* the last word of its URI: "hyperlink" */
    ph_str target; /* the name of a member, empty for what lies outside of the file */
} ph_relation;

typedef PH_VEC(ph_relation) ph_relations;

/* The relations of a part; of the package if `part` is empty.  What cannot be read counts as
 * none.  Returns false when there is no memory. */
bool ph_office_relations(ph_arena *arena, const ph_package *package, ph_str part,
                         ph_relations *relations);

/* The target of the relation with an id, or of the first one of a type; absent: none. */
ph_str ph_relation_by_id(const ph_relations *relations, ph_str id);
ph_str ph_relation_by_type(const ph_relations *relations, const char *type);

/* `path` as it stands in a part, for a member's name: "a/b.xml" and "../c.png" are "c.png";
 * what lies above the package's root counts as in the root.  PH_ABSENT: no memory. */
ph_str ph_office_resolve(ph_arena *arena, ph_str part, ph_str path);

/* The name of the main part: where the package's relations point, or else `usual`.
 * PH_INVALID: there is none. */
ph_status ph_office_main(ph_arena *arena, const ph_package *package, const char *usual,
                         ph_str *main, ph_error *err) PH_MUST_USE;

/* True if what is said of a picture is said by a person: no file's name, no guess of a program
 * ("Description automatically generated"). */
bool ph_office_is_caption(ph_str alt);

/* Adds the metadata of docProps/ (core.xml, app.xml, custom.xml).  Dates of saving and printing
 * are none of a document, nor is the name of a template a title. */
bool ph_office_properties(ph_document *doc, ph_arena *arena, const ph_package *package);

/* Adds a title (of a weak origin), unless it says nothing: "Untitled", "Microsoft Word -
 * x.doc", "PowerPoint Presentation". */
bool ph_office_title(ph_document *doc, ph_arena *arena, ph_str title);

/* --- XML ---------------------------------------------------------------------------------- */

/* The tree of a part; NULL if the part is not there.  PH_INVALID: it is damaged. */
ph_status ph_office_tree(const ph_package *package, ph_str part, xmlDoc **tree,
                         ph_error *err) PH_MUST_USE;

/* As ph_attr, of an attribute that refers to another part: r:id and not id. */
ph_str ph_attr_ref(const xmlNode *element, const char *name);

/* What a switch such as <w:b/> says: on unless its value is "0", "false" or "off"; `fallback`
 * if there is no such child. */
bool ph_switch(const xmlNode *properties, const char *name, bool fallback);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml_tree.h - a tree of XML or HTML, read element by element.
 */
#ifndef PH_XML_TREE_H
#define PH_XML_TREE_H

#include <libxml/tree.h>

#include "search/base.h"

/* Elements and attributes go by their local names, which are the same in the transitional and
 * the strict form of an office file. */
bool ph_is(const xmlNode *node, const char *name);

/* The first child element of a name; the one below it, and so on: "pPr", "numPr", NULL. */
const xmlNode *ph_child(const xmlNode *node, const char *name);
const xmlNode *ph_below(const xmlNode *node, const char *a, const char *b);

/* The next element in document order that lies below `root`; not below `at` unless `down`. */
const xmlNode *ph_next(const xmlNode *root, const xmlNode *at, bool down);

/* The value of an attribute; it lives as long as the tree.  Absent: there is none. */
ph_str ph_attr(const xmlNode *element, const char *name);

/* The same of an attribute in hand.  Values have their text in one piece, unless they name an
 * entity of the file's own. */
ph_str ph_attr_value(const xmlAttr *attribute);

/* A number; `fallback` where there is none. */
unsigned ph_attr_number(const xmlNode *element, const char *name, unsigned fallback);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml_dialect.h - what the elements of a known XML vocabulary are.  A dialect is a table
 * (xml_dialects.c); one reader (xml_dialect.c) serves all of them.
 */
#ifndef PH_XML_DIALECT_H
#define PH_XML_DIALECT_H

#include <libxml/tree.h>

#include "indexer/document.h"

typedef enum ph_xml_role {
    PH_XML_OTHER,    /* not in the table: part of the text it stands in, else a paragraph */
    PH_XML_BOX,      /* of blocks */
    PH_XML_HEADER,   /* says what the document is; no text but what has a field */
    PH_XML_META,     /* has a field */
    PH_XML_TITLE,    /* of the document */
    PH_XML_ABSTRACT, /* a field and a section */
    PH_XML_SECTION,  /* a heading's level is how many of these are open */
    PH_XML_HIERARCHY, /* a section if it has a heading, else an item */
    PH_XML_HEADING,
    PH_XML_LABEL, /* a number that stands before what follows */
    PH_XML_PARAGRAPH,
    PH_XML_LIST,
    PH_XML_ITEM,
    PH_XML_ROW,
    PH_XML_CELL,
    PH_XML_NOTE,   /* a footnote: its text comes after the block that it stands in */
    PH_XML_FIELDS, /* values without spaces between them */
    PH_XML_SPACE,
    PH_XML_SKIPPED
} ph_xml_role;

typedef struct ph_xml_row {
    /* "name", "parent/name" and so on upwards, each may end in "[attribute=value]"; "*" is
     * any name.  The first row that fits an element counts. */
    const char *path;
    ph_xml_role role;
    const char *field;     /* of a value: a name of ph_meta_foreign, "key" or "doi" */
    const char *attribute; /* that has the value; NULL: the text has it */
} ph_xml_row;

typedef struct ph_xml_dialect {
    const char *name; /* "JATS" */
    const ph_xml_row *rows;
    size_t n;
} ph_xml_dialect;

/* The dialect of a document by its root, or NULL. */
const ph_xml_dialect *ph_xml_dialect_of(const xmlNode *root);

/* Metadata and blocks of a document.  Returns false when there is no memory. */
bool ph_xml_read_dialect(ph_document *doc, ph_arena *arena, const ph_xml_dialect *dialect,
                         const xmlNode *root);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_odf_styles.h - what the styles, the outline and the lists of an OpenDocument file make of a
 * paragraph (OpenDocument 1.3 part 3, 16 and 19).
 */
#ifndef PH_PARSE_ODF_STYLES_H
#define PH_PARSE_ODF_STYLES_H

#include "indexer/parse_office_text.h"

#define PH_ODF_LEVELS 10

typedef struct ph_odf_style {
    ph_str name, parent, list;
    ph_style_name is;
    unsigned outline; /* 1 to 10; 0: none */
    int bold, hide;   /* 1, 0; -1: not said */
    bool text;        /* of characters, not of paragraphs */
} ph_odf_style;

typedef struct ph_odf_level {
    bool bullet, number;
    ph_str format, prefix, suffix;
    unsigned start, shown; /* levels in the number */
} ph_odf_level;

typedef struct ph_odf_list {
    ph_str name;
    ph_odf_level levels[PH_ODF_LEVELS];
    unsigned count[PH_ODF_LEVELS];
} ph_odf_list;

typedef struct ph_odf_styles {
    ph_arena *arena;
    PH_VEC(ph_odf_style) styles;
    PH_VEC(ph_odf_list) lists;
    ph_odf_list outline; /* of headings */
} ph_odf_styles;

/* Reads the styles below a root (of styles.xml or content.xml); a later one of the same name wins.
 * Returns false when there is no memory. */
bool ph_odf_styles_read(ph_odf_styles *s, const xmlNode *root);

/* What a style and its parents say together. */
ph_odf_style ph_odf_style_of(const ph_odf_styles *s, ph_str name, bool text);

ph_odf_list *ph_odf_list_of(ph_odf_styles *s, ph_str name); /* or NULL */

/* Counts one on at a level (from 1) and makes the label; empty for a bullet.  Returns PH_ABSENT
 * when there is no memory. */
ph_str ph_odf_count(ph_arena *arena, ph_odf_list *list, unsigned level);

#endif

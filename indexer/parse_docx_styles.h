/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_docx_styles.h - what the styles and the numbering of a Word document make of a paragraph
 * (ECMA-376 part 1, 17.7 and 17.9).
 */
#ifndef PH_PARSE_DOCX_STYLES_H
#define PH_PARSE_DOCX_STYLES_H

#include "indexer/parse_office_text.h"

#define PH_DOCX_LEVELS 9

typedef struct ph_docx_style {
    ph_str id, based_on;
    ph_style_name name;
    int outline;    /* 0 to 8; 9: body text; -1: not said */
    int bold, hide; /* 1, 0; -1: not said */
    int num;        /* of a list; 0: none; -1: not said */
    int level;      /* in it; -1: not said */
} ph_docx_style;

typedef struct ph_docx_level {
    ph_str format, text, style;
    unsigned start;
} ph_docx_level;

typedef struct ph_docx_list {
    unsigned id;
    ph_docx_level levels[PH_DOCX_LEVELS];
    unsigned count[PH_DOCX_LEVELS]; /* the last number of each level; 0: none yet */
} ph_docx_list;

typedef struct ph_docx_num {
    unsigned id;
    ph_docx_list *list;
    unsigned restart[PH_DOCX_LEVELS]; /* 1 and the number to begin with; 0: goes on */
    bool used;
} ph_docx_num;

typedef struct ph_docx_styles {
    ph_arena *arena;
    PH_VEC(ph_docx_style) styles;
    PH_VEC(ph_docx_list) lists;
    PH_VEC(ph_docx_num) nums;
    const ph_docx_style *normal; /* the default of paragraphs, or NULL */
} ph_docx_styles;

/* Reads styles.xml and numbering.xml; either root may be NULL.  Strings are copied.  Returns false
 * when there is no memory. */
bool ph_docx_styles_read(ph_docx_styles *s, const xmlNode *styles,
                         const xmlNode *numbering);

/* What all of a style and those it is based on say together; an id that nobody knows gives what
 * nobody says. */
ph_docx_style ph_docx_style_of(const ph_docx_styles *s, ph_str id);

/* Counts one on in a list and makes the label ("D.", "2.1") that stands before a paragraph; empty
 * for a bullet.  *listed is false if the list is none.  style: of the paragraph, whose level the
 * list may tell; level: -1 if only the list knows.  Returns false when there is no memory. */
bool ph_docx_count(ph_docx_styles *s, int num, int *level, ph_str style, bool *listed,
                   ph_str *label);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_names.h - what the columns of tables are called, and which field or section of ours that
 * is.
 */
#ifndef PH_TABLE_NAMES_H
#define PH_TABLE_NAMES_H

#include "search/base.h"

typedef enum ph_column_role {
    PH_COLUMN_OTHER,   /* nobody knows: kept as "Column: value" */
    PH_COLUMN_FIELD,   /* metadata */
    PH_COLUMN_TEXT,    /* the document's own text */
    PH_COLUMN_SECTION, /* a section of it, under a heading */
    PH_COLUMN_BOTH,    /* metadata, and read as a section too */
    PH_COLUMN_OUT      /* left out (by a map) */
} ph_column_role;

/* key: ph_text_key of the column's name.  *field: ours, of a section its name; *rank: which of
 * several columns for one field is meant first (0). */
ph_column_role ph_column_find(ph_str key, const char **field, unsigned *rank);

/* True for a name of a field that a map may fill: "title", "event.country". */
bool ph_field_known(ph_str field);

/* The field whose name is most like it, or NULL if none is. */
const char *ph_field_like(ph_str name);

/* What columns are compared by: "projectName", "Project_name" -> "project name".  PH_ABSENT: no
 * memory. */
ph_str ph_column_key(ph_arena *arena, ph_str name);

/* The next column of a template such as "{country}: {name}" and what stands before it; at the
 * end *column is absent.  Returns false when nothing is left. */
bool ph_template_next(ph_str *rest, ph_str *before, ph_str *column);

/* True for a section of practice notes and case studies: "lessons". */
bool ph_section_known(ph_str name);

#endif

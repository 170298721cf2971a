/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h - tables: a row is a document.
 *
 * A reader of a format hands rows on, either as cells below the names of columns (CSV, sheets) or
 * as values that bring their names (JSON).  Columns are matched to our fields by a map, else by
 * their common names; what nobody knows becomes text, so that nothing is lost.
 *
 * Strings that go in stay the caller's; raw text is cleaned here.
 */
#ifndef PH_TABLE_H
#define PH_TABLE_H

#include "indexer/map.h"
#include "indexer/table_names.h"
#include "indexer/unfold.h"

/* A column, or all values of one name in JSON. */
typedef struct ph_column {
    ph_str raw;  /* as the file writes it */
    ph_str name; /* as people read it; empty: the table has no name for it */
    ph_str key;  /* what it is compared by */
    ph_column_role role;
    const char *field; /* of ours, or the section's name; NULL: none */
    unsigned rank;     /* among columns of the same field */
    ph_str heading;    /* of a section; absent: none */
} ph_column;

typedef struct ph_cell {
    const ph_column *column;
    ph_str at;    /* key of its place where that is more than the column: "a 0" of "a.0" */
    ph_str value; /* raw */
    bool element; /* of a list: it is one value, whatever stands in it */
} ph_cell;

typedef PH_VEC(ph_cell) ph_cells;

/* --- rows to documents: table_row.c ----------------------------------------------------------- */

/* Adds what a row says.  Metadata "key" is what its id column says.  Returns false when there is
 * no memory. */
bool ph_row_document(const ph_map *map, const ph_cells *row, ph_arena *arena,
                     ph_document *doc);

/* --- values of cells: table_values.c ---------------------------------------------------------- */

/* Adds a cell's value, clean, to a field, its list parted, in our form.  *kept: all of it stands
 * in the metadata now, in words that can be found.  Returns false when there is no memory. */
bool ph_value_add(ph_document *doc, ph_arena *arena, const ph_map *map, ph_str field,
                  ph_str value, bool element, bool *kept);

/* --- tables ------------------------------------------------------------------------------------- */

typedef struct ph_table ph_table;

/* mime: of its documents.  *out is freed by ph_table_free. */
ph_status ph_table_new(ph_table **out, ph_unfolding *unfolding, const char *mime,
                       ph_error *err) PH_MUST_USE;
void ph_table_free(ph_table *table);

/* *column: the one of a name; NULL: there are too many of them.  PH_NO_MEMORY. */
ph_status ph_table_column(ph_table *table, ph_str name, const ph_column **column,
                          ph_error *err) PH_MUST_USE;

/* The next row begins.  *read: false if it is the one that a worker died of. */
ph_status ph_table_begin(ph_table *table, bool *read, ph_error *err) PH_MUST_USE;

/* After ph_table_begin: the row's values; one without any is passed over.  warning: a sentence
 * for the editor, or NULL. */
ph_status ph_table_put(ph_table *table, const ph_cells *row, const char *warning,
                       ph_error *err) PH_MUST_USE;

/* After ph_table_begin: the row cannot be read. */
ph_status ph_table_refuse(ph_table *table, const ph_error *why, ph_error *err) PH_MUST_USE;

/* A row of a table that names its columns in one of its first rows.  Empty rows are passed
 * over. */
ph_status ph_table_cells(ph_table *table, const ph_strs *cells, ph_error *err) PH_MUST_USE;

/* The next sheet begins; it names columns of its own. */
ph_status ph_table_sheet(ph_table *table, ph_str name, ph_error *err) PH_MUST_USE;

/* All rows were given.  What names no columns is one document: the whole file, or beside rows one
 * more.  about: metadata of the file, in an arena of the caller's; NULL: none.
 * PH_INVALID: there is nothing in the table. */
ph_status ph_table_end(ph_table *table, const ph_document *about,
                       ph_error *err) PH_MUST_USE;

/* A row that is the whole file.  PH_INVALID: there is nothing in it. */
ph_status ph_table_only(ph_table *table, const ph_cells *row, ph_error *err) PH_MUST_USE;

#endif

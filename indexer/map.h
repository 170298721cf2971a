/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * map.h - which column of a table is which field: what an editor writes for tables whose columns
 * have other names than the common ones.  docs/maps.md describes the file.
 *
 * Names of columns are compared by their keys (ph_column_key), so that case, spaces, marks and
 * punctuation do not matter.
 */
#ifndef PH_MAP_H
#define PH_MAP_H

#include "indexer/parse.h"

/* A field and where its values come from: keys of columns, or templates ("{a}: {b}"). */
typedef struct ph_map_field {
    ph_str field;
    ph_strs from;
} ph_map_field;

typedef struct ph_map_constant {
    ph_str field, value;
} ph_map_constant;

typedef PH_VEC(ph_map_constant) ph_map_constants;

/* A value of a field, by its key, and what it is for us; an empty one is absent. */
typedef struct ph_map_value {
    ph_str field, key, ours;
} ph_map_value;

/* A column that is text. */
typedef struct ph_map_text {
    ph_str column;  /* its key */
    ph_str section; /* of ours, or absent */
    ph_str heading; /* or absent */
} ph_map_text;

struct ph_map {
    ph_arena *arena;
    PH_VEC(ph_map_field) fields;
    ph_map_constants constants;
    PH_VEC(ph_map_value) values;
    PH_VEC(ph_map_text) text;
    ph_map_constants separators; /* of the values in a cell, for a field */
    ph_strs omit;                /* keys of columns */
    ph_str sheet;                /* the only one to be read; absent: all */
};

/* Reads a file.  Errors name it and the line.  *out is freed by ph_map_free.
 * PH_NOT_FOUND, PH_IO, PH_INVALID, PH_LIMIT, PH_NO_MEMORY. */
ph_status ph_map_read(const char *path, ph_map **out, ph_error *err) PH_MUST_USE;

/* The same from memory; `name` is for errors. */
ph_status ph_map_parse(ph_str bytes, const char *name, ph_map **out,
                       ph_error *err) PH_MUST_USE;
void ph_map_free(ph_map *map);

#endif

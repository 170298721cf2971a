/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matrix.h - how many documents have a value of one facet and a value of another: countries
 * and goals, countries and themes.  All pairs are counted in one pass over the documents.
 */
#ifndef PH_MATRIX_H
#define PH_MATRIX_H

#include "search/search.h"

/* A value and how many documents have it, whatever they have of the other facet. */
typedef struct ph_matrix_line {
    ph_str value;
    uint64_t count;
} ph_matrix_line;

typedef struct ph_matrix {
    PH_VEC(ph_matrix_line) rows, columns; /* in the order of their bytes */
    uint64_t *cells;                      /* rows.n times columns.n, row by row */
    uint64_t total;                       /* documents, with any value or none */
} ph_matrix;

/* Counts the pairs of a question's documents.  The question's choices in the two facets, and in
 * facets of one tree with them, say which rows and columns there are (a region stands for its
 * countries, a goal for its targets, a scheme for its themes; without any: all that somebody
 * has; one that is chosen is there even if nobody has it) and do not narrow the documents; all its other choices do.  So a cell is the total of
 * the same question with that row and that column as its only choices in the two facets,
 * editions of one work counted once (ph_search).  The facets are of different trees.
 * Statuses are those of ph_search. */
ph_status ph_matrix_count(ph_reader *reader, const ph_query *query, ph_facet rows,
                          ph_facet columns, ph_arena *arena, ph_matrix *matrix,
                          ph_error *err) PH_MUST_USE;

/* Of a pair of values, 0 where nobody has both. */
uint64_t ph_matrix_cell(const ph_matrix *matrix, ph_str row, ph_str column);

/* --- the counter itself, for tests --------------------------------------------------------- */

typedef struct ph_pairs ph_pairs;

/* In an arena, which grows by a few bytes a document.  NULL: no memory. */
ph_pairs *ph_pairs_new(ph_arena *arena, ph_facet rows, ph_facet columns, bool asserted);

/* One document, by its packed facets (facets.h).  PH_NO_MEMORY, or PH_CORRUPT: damaged bytes. */
ph_status ph_pairs_add(ph_pairs *pairs, ph_str packed, ph_error *err) PH_MUST_USE;

/* All that was counted; lines as they came.  False: no memory. */
bool ph_pairs_matrix(const ph_pairs *pairs, ph_arena *arena, ph_matrix *matrix);

#endif

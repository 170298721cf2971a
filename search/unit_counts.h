/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unit_counts.h - facets of passages, counted as facets.h tells it of documents: a unit that
 * fails the choices of one group alone counts for the facets of that group.
 *
 * Threads: a counter belongs to one thread.
 */
#ifndef PH_UNIT_COUNTS_H
#define PH_UNIT_COUNTS_H

#include "search/unit_pack.h"
#include "search/units.h"

typedef struct ph_unit_counter ph_unit_counter;

/* In the arena; the query is borrowed.  NULL: no memory. */
ph_unit_counter *ph_unit_counter_new(ph_arena *arena, const ph_query *query);

/* Recommendations, conclusions and commitments. */
bool ph_unit_kind_usual(ph_kind kind);

/* Whether units of that kind are asked for at all: by default the usual ones; all five as soon as
 * another one is chosen. */
bool ph_unit_kind_wanted(const ph_query *query, ph_kind kind);

/* Counts a unit that matches the text; *chosen: it meets all choices.  False: no memory. */
bool ph_unit_count(ph_unit_counter *counter, const ph_unit_document *document,
                   const ph_unit *unit, bool *chosen);

/* The facets of the result, most frequent first, years newest first.  False: no memory. */
bool ph_unit_counts(const ph_unit_counter *counter, ph_arena *arena,
                    ph_units_result *result);

#endif

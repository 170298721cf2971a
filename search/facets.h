/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facets.h - exact counts of facet values over the documents that match a question.
 *
 * A document's facet values lie packed in one value of it (PH_SLOT_FACETS).  A counter is
 * fed with these bytes of each document that the text of the question matches, whatever the
 * choices; it finds out in which groups of facets the document fails the choices:
 *
 *   in none          it counts for the total and for every facet;
 *   in exactly one   it counts for the facets of that group alone, because it would be in the
 *                    answer if only that group's choice were changed;
 *   in more          it counts for nothing.
 *
 * With all=FACET a value's count is what choosing it as well would leave: such a document
 * counts only if it fails nothing.
 *
 * Documents of one work are one result.  The total is how many works there are, and a value's
 * count how many of them have it in one edition at least that counts for it: those that the
 * user would get by choosing it.
 *
 * Years: a chosen range does not narrow the years that are counted (its own group's choice
 * never does), so that all of a histogram is there, newest first, and the years within the
 * range are `selected`.  Years that nobody has are left out.
 *
 * Threads: a counter belongs to one thread.
 */
#ifndef PH_FACETS_H
#define PH_FACETS_H

#include "search/search.h"

/* A document's facets: the number of its work (ph_work_number, eight bytes as they lie in
 * memory), then its values, each appended by ph_facets_pack: facet, from, length, bytes. */
#define PH_FACETS_HEAD sizeof(uint64_t)
void ph_facets_pack(ph_buf *buf, ph_facet facet, ph_str value, ph_from from);

typedef struct ph_packed_facet {
    ph_facet facet;
    ph_from from;
    ph_str value; /* points into the bytes */
} ph_packed_facet;

/* The value at *at, which begins as PH_FACETS_HEAD and moves on.  1: there was one; 0: that
 * was the last; -1: damaged. */
int ph_facets_unpack(ph_str packed, size_t *at, ph_packed_facet *value);

/* Whether "2019..2022", "2019..", "..2022" or "2019" holds the year. */
bool ph_year_in(ph_str range, ph_str year);

/* The one error for damaged ones: PH_CORRUPT. */
ph_status ph_facets_damaged(ph_error *err);

typedef struct ph_counter ph_counter;

/* The query's choices are kept by reference. */
ph_status ph_counter_new(ph_counter **out, const ph_query *query,
                         ph_error *err) PH_MUST_USE;
void ph_counter_free(ph_counter *counter);

/* One document; again and again one work, in any order.  Memory: some 100 bytes a document
 * that counts.  PH_NO_MEMORY, or PH_CORRUPT: damaged bytes. */
ph_status ph_counter_add(ph_counter *counter, ph_str packed, ph_error *err) PH_MUST_USE;

/* The total and the facets of the result, sorted; strings in the arena. */
ph_status ph_counter_result(ph_counter *counter, ph_arena *arena, ph_result *result,
                            ph_error *err) PH_MUST_USE;

/* For whoever counts in another way (count_columns.c): a value that has a count, the string in
 * the arena; then what is chosen and has none, and the order. */
bool ph_facets_add(ph_result *result, ph_arena *arena, const ph_query *query,
                   ph_facet facet, ph_str value, uint64_t count); /* false: no memory */
ph_status ph_facets_finish(ph_result *result, ph_arena *arena, const ph_query *query,
                           ph_error *err) PH_MUST_USE;

/* The same for one facet: adds choices that are no ranges and have no count, and sorts.
 * false: no memory. */
bool ph_facet_counts_finish(ph_facet_counts *counts, const ph_strs *choices, bool years,
                            ph_arena *arena);

#endif

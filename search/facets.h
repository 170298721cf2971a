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
 * Threads: a counter belongs to one thread.
 */
#ifndef PH_FACETS_H
#define PH_FACETS_H

#include "search/search.h"

/* A document's facets: the number of its work (ph_work_number, eight bytes as they lie in
 * memory), then its values, each appended by ph_facets_pack: facet, from, length, bytes. */
#define PH_FACETS_HEAD sizeof(uint64_t)
void ph_facets_pack(ph_buf *buf, ph_facet facet, ph_str value, ph_from from);

typedef struct ph_counter ph_counter;

/* The query's choices are kept by reference. */
ph_status ph_counter_new(ph_counter **out, const ph_query *query,
                         ph_error *err) PH_MUST_USE;
void ph_counter_free(ph_counter *counter);

/* One document.  False: no memory, or damaged bytes. */
bool ph_counter_add(ph_counter *counter, ph_str packed);

/* The total and the facets of the result, sorted; strings in the arena. */
ph_status ph_counter_result(const ph_counter *counter, ph_arena *arena, ph_result *result,
                            ph_error *err) PH_MUST_USE;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sets.h - the documents that a query matches, as bits, a set for each shard.
 *
 * Words and facets' values are read from posting lists, and what AND, OR, AND_NOT and FILTER
 * make of them is worked out on bits; where few documents are left, a long posting list is
 * skipped through and not read.  Phrases and NEAR of rarer words are looked for by themselves,
 * by Xapian's matcher; the rest (those of frequent words, wildcards, ranges) is left to it,
 * together with what is AND-ed with it.  So a set is what Xapian finds with the same query,
 * whoever made it.
 *
 * The sets of frequent terms, and of phrases, are kept with the columns (PH_KEPT_BYTES in all);
 * those used longest ago are dropped first.
 *
 * Threads: one at a time for a reader, any number for columns.
 */
#ifndef PH_SETS_H
#define PH_SETS_H

#include "search/columns.h"
#include "search/reader_private.h"

/* A set for each shard of the reader, bit d for its document d; in the arena, the caller may
 * change them.  columns: of the revision that the reader is at.
 * A status of the binding (see ph_read_unit), or *status is PH_NO_MEMORY. */
xapian_status ph_sets_find(const ph_reader *r, ph_columns *columns,
                           const xapian_query *query, ph_arena *arena, uint64_t ***sets,
                           ph_status *status, ph_error *err, xapian_error *why);

#endif

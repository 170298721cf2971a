/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ties.h - the same order from any number of shards.  A weight is a sum, and shards add in
 * different orders, so that equal weights may differ in their last bits.  What differs by no
 * more than that is a tie here, and ties are in the order of PH_SLOT_TIE.
 */
#ifndef PH_TIES_H
#define PH_TIES_H

#include "search/match_private.h"

/* The value PH_SLOT_TIE as a number: numbers are in the order of the values. */
uint64_t ph_tie_number(ph_str tie);

/* The documents at the places [offset, offset + limit) of a search by relevance, then by the
 * value PH_SLOT_TIE, best first, with their weights.  Where more than PH_TIES_MAX ties hang
 * over the page's end, those go by their bits.  Values are only read where weights do not
 * settle it, or where the search is collapsed: then ties decide which document stays. */
xapian_status ph_settled(const xapian_db *db, xapian_enquire *enquire, bool collapsed,
                         size_t offset, size_t limit, ph_arena *arena, ph_founds *found,
                         ph_status *status, ph_error *err, xapian_error *why);

/* Puts documents that stand side by side with the same weight in the order of their ties. */
xapian_status ph_sort_ties(const xapian_db *db, ph_found *v, size_t n, xapian_error *why);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unit_match.h - a question, as the plan made it for documents, asked of one unit (unit_pack.h):
 * words and phrases must stand in the unit's own text or in one of its headings, and what
 * is excluded must not; a document's tags, date, title and names (terms with a prefix) count for
 * all its units.
 *
 * It works from the index alone, by position lists, so that no text is read, and it reads the
 * plan's parts (plan.h), so that whatever words a plan comes to add are followed.
 *
 * Documents must come with growing docids.  Statuses are of the binding, as in match_private.h.
 */
#ifndef PH_UNIT_MATCH_H
#define PH_UNIT_MATCH_H

#include "search/plan.h"
#include "search/reader_private.h"
#include "search/unit_pack.h"

typedef struct ph_unit_matcher ph_unit_matcher;

/* root: a query of the plan.  The arena is the matcher's for as long as it is used.
 * *status: PH_NO_MEMORY, PH_INTERNAL (a query that the plan did not write down). */
xapian_status ph_unit_matcher_new(ph_unit_matcher **out, ph_reader *reader,
                                  const ph_plan *plan, const xapian_query *root,
                                  ph_arena *arena, ph_status *status, ph_error *err,
                                  xapian_error *why);
/* How many lists of positions are read for so many documents, at most. */
uint64_t ph_unit_matcher_cost(const ph_unit_matcher *matcher, size_t documents);

void ph_unit_matcher_free(ph_unit_matcher *matcher);

/* The documents that may have units which match: all that do have, and few others. */
const xapian_query *ph_unit_candidates(ph_plan *plan, const xapian_query *root);

/* Moves on to a document. */
xapian_status ph_unit_matcher_move(ph_unit_matcher *matcher, xapian_docid docid,
                                   ph_status *status, ph_error *err, xapian_error *why);

/* Whether a unit of that document matches, and how well: BM25 over units, whose rarities are those
 * of documents, so that it is the same however the index is cut. */
bool ph_unit_matches(ph_unit_matcher *matcher, const ph_unit *unit, double *score);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * budget.h - how much a question may cost.
 *
 * Words alone are cheap, however many documents have them.  For phrases and NEAR, and for labels of
 * several words that count as words of the question, the index is asked where words stand: in
 * each document that has them all, at most those of the rarest.  The sum of these, for all that
 * there is in a query, is its cost: about a microsecond each, on one processor.
 */
#ifndef PH_BUDGET_H
#define PH_BUDGET_H

#include "search/plan.h"
#include "search/reader_private.h"

/* To set one up costs as much as looking into so many documents. */
#define PH_PHRASE_COST 400

/* What a question may cost. */
uint64_t ph_budget(const ph_reader *reader);

/* And what a spelling of it may, which is but tried. */
uint64_t ph_budget_tried(const ph_reader *reader);

/* *cost: of a query of the plan, or more; behind `most` it is not counted on.  No frequency is
 * asked for where all documents together would not cost more than a spelling may.
 * *status PH_TOO_MUCH: more than `most`; the text says what to do. */
xapian_status ph_budget_check(ph_reader *reader, const ph_plan *plan,
                              const xapian_query *query, uint64_t most, uint64_t *cost,
                              ph_status *status, ph_error *err, xapian_error *why);

#endif

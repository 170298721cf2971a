/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan_private.h - what plan.c (the tree, facets) and plan_labels.c (words and what counts as
 * them) share.  All return NULL when the plan has failed.
 */
#ifndef PH_PLAN_PRIVATE_H
#define PH_PLAN_PRIVATE_H

#include "search/plan.h"

/* The places of a text, each with its terms in every language of the index, and as they are in
 * documents whose language nobody knows. */
void ph_plan_places(ph_plan *plan, ph_str text, ph_places *out);

/* A word: any of its terms, under OR, which may stand in a phrase, or SYNONYM, which weighs
 * them as one: a rare stem of another language then counts no more than the word itself. */
const xapian_query *ph_plan_place(ph_plan *plan, char prefix, const ph_strs *terms,
                                  xapian_op op);

/* Any of the terms as one, its weight multiplied. */
const xapian_query *ph_plan_lesser(ph_plan *plan, const ph_strs *terms, double factor);

/* A text's words in a row; NULL when it has none. */
const xapian_query *ph_plan_phrase(ph_plan *plan, char prefix, ph_str text);
const xapian_query *ph_plan_row(ph_plan *plan, char prefix, const ph_places *places);

/* Whether a word may be left out when every word is asked for. */
bool ph_plan_is_stop(const ph_plan *plan, const ph_node *node);

/* A word, or what counts as it. */
const xapian_query *ph_plan_word(ph_plan *plan, const ph_node *node);

/* The words of a run that begins at a group's child, or what counts as them. */
const xapian_query *ph_plan_run(ph_plan *plan, const ph_node *group, size_t child,
                                ph_match match);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan_private.h - what plan.c (the tree, facets), plan_labels.c (words and what counts as
 * them) and plan_make.c (queries that the plan owns) share.  All return NULL when the plan has
 * failed.
 */
#ifndef PH_PLAN_PRIVATE_H
#define PH_PLAN_PRIVATE_H

#include "search/plan.h"

/* --- plan_make.c: each writes down how it was made (ph_plan_part) ------------------------------ */

typedef PH_VEC(const xapian_query *) ph_queries;

/* Adds to a list; NULL, what failed or what nobody asked for, adds nothing. */
void ph_plan_add(ph_plan *plan, ph_queries *list, const xapian_query *query);

const xapian_query *ph_plan_none(ph_plan *plan); /* no document */
const xapian_query *ph_plan_all(ph_plan *plan);  /* all */

/* The documents that have PREFIX + term; one that is too long no document has. */
const xapian_query *ph_plan_term(ph_plan *plan, const char *prefix, ph_str term);

/* n, at least 1, with an operator between; one alone is itself.  window: of PHRASE and NEAR. */
const xapian_query *ph_plan_combine(ph_plan *plan, xapian_op op,
                                    const xapian_query *const *list, size_t n,
                                    xapian_termcount window);

/* Any of the list, weighing as one word.  How many documents have any of them is guessed by
 * Xapian two at a time, rounded each time, in an order that it takes from how frequent they are
 * in each shard: left to it, documents weigh something else in another number of shards.  So
 * it gets them in pairs, in the order of the list, which is a tree as shallow as its own. */
const xapian_query *ph_plan_as_one(ph_plan *plan, const ph_queries *list);

/* The same documents, their weights multiplied. */
const xapian_query *ph_plan_scale(ph_plan *plan, const xapian_query *query, double factor);

/* The documents added or changed since; the one that no part is written down of. */
const xapian_query *ph_plan_since(ph_plan *plan, ph_str date);

/* --- words ------------------------------------------------------------------------------------ */

/* The places of a text, each with its terms in every language of the index, and as they are in
 * documents whose language nobody knows. */
void ph_plan_places(ph_plan *plan, ph_str text, ph_places *out);

/* The same with a language's terms alone. */
void ph_plan_places_in(ph_plan *plan, ph_str language, ph_str text, ph_places *out);

/* A word: any of its terms, under OR, which may stand in a phrase, or SYNONYM, which weighs
 * them as one: a rare stem of another language then counts no more than the word itself. */
const xapian_query *ph_plan_place(ph_plan *plan, char prefix, const ph_strs *terms,
                                  xapian_op op);

/* Asks for more terms at the last place, as what counts as it. */
void ph_plan_ask_also(ph_plan *plan, const ph_strs *terms);

/* Any of the terms as one, its weight multiplied; they are not asked for. */
const xapian_query *ph_plan_lesser(ph_plan *plan, const ph_strs *terms, double factor);

/* A text's words in a row; NULL when it has none. */
const xapian_query *ph_plan_phrase(ph_plan *plan, char prefix, ph_str text);
const xapian_query *ph_plan_row(ph_plan *plan, char prefix, const ph_places *places);

/* The documents of a label's language that have it. */
const xapian_query *ph_plan_label(ph_plan *plan, const ph_spelling *label);

/* Whether a word may be left out when every word is asked for. */
bool ph_plan_is_stop(const ph_plan *plan, const ph_node *node);

/* A word, or what counts as it. */
const xapian_query *ph_plan_word(ph_plan *plan, const ph_node *node);

/* The words of a run that begins at a group's child, or what counts as them. */
const xapian_query *ph_plan_run(ph_plan *plan, const ph_node *group, size_t child,
                                ph_match match);

#endif

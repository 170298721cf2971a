/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of a question and the labels that count as them.  Which documents match is one query, with
 * phrases; what they weigh is another, of words alone, for phrases below OR have no weight of their
 * own (plan.c, any_of) and OP_MAX crashes beside phrases in Xapian 1.4.22.  There is one
 * SYNONYM for each word of the question, and a label's words stand in those, its rarest in the
 * first: so a document has the weight of the question's words whichever way it says them, and a
 * concept with many labels weighs no more than one with few.
 */
#include "config.h"

#include "search/plan_private.h"

static void add_terms(ph_plan *plan, ph_strs *to, const ph_strs *from)
{
    for (size_t i = 0; i < from->n && !plan->status; i++)
        if (!ph_strs_has(to, from->v[i]) && !ph_strs_add(plan->arena, to, from->v[i]))
            plan->status = ph_fail_memory(plan->err);
}

/* Puts labels' words into the places from `first` on. */
static void spread(ph_plan *plan, const ph_alternatives *from, ph_places *to, size_t first)
{
    for (size_t i = 0; i < from->labels.n; i++) {
        const ph_places *label = &from->labels.v[i]->rarest;
        for (size_t j = 0; j < label->n && first + j < to->n; j++)
            add_terms(plan, &to->v[first + j], &label->v[j]);
    }
}

/* What a word weighs by: its places, with its labels' words. */
static void add_places(ph_plan *plan, const ph_node *node, ph_places *places)
{
    size_t first = places->n;
    ph_places own = {0};
    ph_plan_places(plan, node->text, &own);
    for (size_t i = 0; i < own.n && !plan->status; i++) {
        ph_strs *place = PH_PUSH(plan->arena, places);
        if (place)
            *place = own.v[i];
        else
            plan->status = ph_fail_memory(plan->err);
    }
    if (node->word)
        spread(plan, node->word, places, first);
}

/* The documents of `found` that have a label, or that are there already. */
static const xapian_query *or_labels(ph_plan *plan, const xapian_query *found,
                                     const ph_alternatives *labels)
{
    for (size_t i = 0; labels && i < labels->labels.n && !plan->status; i++)
        found = ph_plan_join(plan, XAPIAN_OP_OR, found,
                             ph_plan_row(plan, 0, &labels->labels.v[i]->places));
    return found;
}

static const xapian_query *word_set(ph_plan *plan, const ph_node *node)
{
    return or_labels(plan, ph_plan_phrase(plan, 0, node->text), node->word);
}

/* The documents of a set, by the weight of places. */
static const xapian_query *weigh(ph_plan *plan, const xapian_query *set,
                                 const ph_places *places)
{
    const xapian_query *weight = NULL;
    for (size_t i = 0; i < places->n && !plan->status; i++)
        weight = ph_plan_join(plan, XAPIAN_OP_OR, weight,
                              ph_plan_place(plan, 0, &places->v[i], XAPIAN_OP_SYNONYM));
    return ph_plan_join(plan, XAPIAN_OP_FILTER, weight, set);
}

/* Whether word and labels are one word each: then what weighs is the set. */
static bool is_simple(const ph_node *node, const ph_places *places)
{
    for (size_t i = 0; i < node->word->labels.n; i++)
        if (node->word->labels.v[i]->places.n > 1)
            return false;
    return places->n == 1;
}

const xapian_query *ph_plan_word(ph_plan *plan, const ph_node *node)
{
    ph_places places = {0};
    if (!node->word)
        return ph_plan_phrase(plan, node->prefix, node->text);
    add_places(plan, node, &places);
    if (plan->status || is_simple(node, &places))
        return ph_plan_place(plan, 0, &places.v[0], XAPIAN_OP_SYNONYM);
    size_t words = plan->words.n;
    const xapian_query *set = word_set(plan, node);
    plan->words.n = words;
    return weigh(plan, set, &places);
}

const xapian_query *ph_plan_run(ph_plan *plan, const ph_node *group, size_t child,
                                ph_match match)
{
    const ph_alternatives *run = group->children.v[child]->run;
    xapian_op op = match == PH_MATCH_ANY ? XAPIAN_OP_OR : XAPIAN_OP_AND;
    const xapian_query *set = NULL;
    ph_places places = {0};
    size_t words = plan->words.n;
    for (size_t i = child; i < child + run->covers && !plan->status; i++) {
        const ph_node *node = group->children.v[i];
        if (ph_plan_is_stop(plan, node))
            continue;
        set = ph_plan_join(plan, op, set, word_set(plan, node));
        add_places(plan, node, &places);
    }
    set = or_labels(plan, set, run);
    spread(plan, run, &places, 0);
    plan->words.n = words;
    return weigh(plan, set, &places);
}

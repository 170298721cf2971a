/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of a question and the labels that count as them.  Which documents match is one query, with
 * phrases; what they weigh is another, of words alone, for phrases below OR have no weight of their
 * own (plan.c, any_of) and OP_MAX crashes beside phrases in Xapian 1.4.22.
 *
 * Each word of the question weighs as it does without labels, so that documents in its language
 * keep their order; beside it stands, as one SYNONYM, what counts as it: of a label of
 * several words the rarest beside the first.  So a document has the weight of the question's
 * words whichever way it says them, and a concept with many labels weighs no more than one with
 * few.
 */
#include "config.h"

#include "search/plan_private.h"

static void add_terms(ph_plan *plan, ph_strs *to, const ph_strs *from)
{
    for (size_t i = 0; i < from->n && !plan->status; i++)
        if (!ph_strs_has(to, from->v[i]) && !ph_strs_add(plan->arena, to, from->v[i]))
            plan->status = ph_fail_memory(plan->err);
}

/* What counts as a place in documents of one language. */
typedef struct counting {
    ph_str language;
    ph_strs terms;
} counting;

typedef PH_VEC(counting) countings;

/* What a document weighs by: the places of a question's words, and what counts as each. */
typedef struct scales {
    ph_places own;
    PH_VEC(countings) added;
    double weight; /* of what is added */
} scales;

static ph_strs *terms_in(ph_plan *plan, countings *to, const ph_spelling *label)
{
    for (size_t i = 0; i < to->n; i++)
        if (ph_eq(to->v[i].language, label->language))
            return &to->v[i].terms;
    counting *fresh = PH_PUSH(plan->arena, to);
    if (!fresh) {
        plan->status = ph_fail_memory(plan->err);
        return NULL;
    }
    *fresh = (counting){.language = label->language};
    return &fresh->terms;
}

/* Puts labels' words beside the places from `first` on. */
static void spread(ph_plan *plan, const ph_alternatives *from, scales *to, size_t first)
{
    to->weight = from->weight;
    for (size_t i = 0; i < from->labels.n; i++) {
        const ph_spelling *label = from->labels.v[i];
        for (size_t j = 0; j < label->rarest.n && first + j < to->own.n; j++) {
            ph_strs *terms = terms_in(plan, &to->added.v[first + j], label);
            if (terms)
                add_terms(plan, terms, &label->rarest.v[j]);
        }
    }
}

static void add_word(ph_plan *plan, const ph_node *node, scales *to)
{
    size_t first = to->own.n;
    ph_places found = {0};
    ph_plan_places(plan, node->text, &found);
    for (size_t i = 0; i < found.n && !plan->status; i++) {
        ph_strs *own = PH_PUSH(plan->arena, &to->own);
        const countings *added = PH_PUSH(plan->arena, &to->added);
        if (own && added)
            *own = found.v[i];
        else
            plan->status = ph_fail_memory(plan->err);
    }
    if (node->word && !plan->status)
        spread(plan, node->word, to, first);
}

/* Asks at the last place for what counts as it in one language but is not in it. */
static void ask_also(ph_plan *plan, const ph_strs *own, const counting *added,
                     ph_strs *others)
{
    ph_strs here = {0};
    for (size_t i = 0; i < added->terms.n && !plan->status; i++)
        if (!ph_strs_has(own, added->terms.v[i]) &&
            !ph_strs_add(plan->arena, &here, added->terms.v[i]))
            plan->status = ph_fail_memory(plan->err);
    if (plan->status)
        return;
    plan->speaking = added->language;
    ph_plan_ask_also(plan, &here);
    plan->speaking = PH_ABSENT;
    add_terms(plan, others, &here);
}

/* A place, which is asked for; *added: what counts as it, weighing as one in all languages, so that
 * those with few documents have no heavier labels. */
static const xapian_query *weight_of_place(ph_plan *plan, const scales *s, size_t i,
                                           const xapian_query **added)
{
    ph_strs others = {0};
    const xapian_query *own = ph_plan_place(plan, 0, &s->own.v[i], XAPIAN_OP_SYNONYM);
    for (size_t l = 0; l < s->added.v[i].n && !plan->status; l++)
        ask_also(plan, &s->own.v[i], &s->added.v[i].v[l], &others);
    *added = others.n ? ph_plan_lesser(plan, &others, s->weight) : NULL;
    return own;
}

static const xapian_query *weight_of(ph_plan *plan, const scales *s)
{
    const xapian_query *weight = NULL;
    for (size_t i = 0; i < s->own.n && !plan->status; i++) {
        const xapian_query *added = NULL;
        weight =
            ph_plan_join(plan, XAPIAN_OP_OR, weight, weight_of_place(plan, s, i, &added));
        weight = ph_plan_join(plan, XAPIAN_OP_OR, weight, added);
    }
    return weight;
}

const xapian_query *ph_plan_label(ph_plan *plan, const ph_spelling *label)
{
    plan->speaking = label->language;
    const xapian_query *row = ph_plan_row(plan, 0, &label->places);
    plan->speaking = PH_ABSENT;
    return ph_plan_join(plan, XAPIAN_OP_FILTER, row,
                        label->held ? ph_plan_any(plan, "", label->held) : NULL);
}

/* The documents of `found` that have a label, or that are there already. */
static const xapian_query *or_labels(ph_plan *plan, const xapian_query *found,
                                     const ph_alternatives *labels)
{
    for (size_t i = 0; labels && i < labels->labels.n && !plan->status; i++)
        found = ph_plan_join(plan, XAPIAN_OP_OR, found,
                             ph_plan_label(plan, labels->labels.v[i]));
    return found;
}

static const xapian_query *word_set(ph_plan *plan, const ph_node *node)
{
    return or_labels(plan, ph_plan_phrase(plan, 0, node->text), node->word);
}

/* What a plan notes of queries that are to have weights or to be asked for. */
typedef struct notes {
    size_t words, places, positions;
} notes;

static notes take_notes(const ph_plan *plan)
{
    return (notes){plan->words.n, plan->places.n, plan->positions};
}

/* What was made since then only says which documents. */
static void forget(ph_plan *plan, notes n)
{
    plan->words.n = n.words;
    plan->places.n = n.places;
    plan->positions = n.positions;
}

/* Whether it takes more than a word to be one of the labels. */
static bool are_strict(const ph_alternatives *labels)
{
    for (size_t i = 0; i < labels->labels.n; i++)
        if (labels->labels.v[i]->places.n > 1 || labels->labels.v[i]->held)
            return true;
    return false;
}

/* One word, beside it the words of its labels, in documents that have a label.  The word itself
 * needs no such check, so that documents can be skipped. */
static const xapian_query *one_word(ph_plan *plan, const ph_node *node, const scales *s)
{
    const xapian_query *added = NULL, *own = weight_of_place(plan, s, 0, &added);
    if (added && are_strict(node->word)) {
        notes before = take_notes(plan);
        const xapian_query *rows = or_labels(plan, NULL, node->word);
        forget(plan, before);
        added = ph_plan_join(plan, XAPIAN_OP_FILTER, added, rows);
    }
    return ph_plan_join(plan, XAPIAN_OP_OR, own, added);
}

const xapian_query *ph_plan_word(ph_plan *plan, const ph_node *node)
{
    scales s = {0};
    if (!node->word)
        return ph_plan_phrase(plan, node->prefix, node->text);
    add_word(plan, node, &s);
    if (plan->status)
        return NULL;
    if (s.own.n == 1)
        return one_word(plan, node, &s);
    notes before = take_notes(plan);
    const xapian_query *set = word_set(plan, node);
    forget(plan, before);
    return ph_plan_join(plan, XAPIAN_OP_FILTER, weight_of(plan, &s), set);
}

const xapian_query *ph_plan_run(ph_plan *plan, const ph_node *group, size_t child,
                                ph_match match)
{
    const ph_alternatives *run = group->children.v[child]->run;
    xapian_op op = match == PH_MATCH_ANY ? XAPIAN_OP_OR : XAPIAN_OP_AND;
    const xapian_query *set = NULL;
    scales s = {0};
    notes before = take_notes(plan);
    for (size_t i = child; i < child + run->covers && !plan->status; i++) {
        const ph_node *node = group->children.v[i];
        if (ph_plan_is_stop(plan, node))
            continue;
        set = ph_plan_join(plan, op, set, word_set(plan, node));
        add_word(plan, node, &s);
    }
    set = or_labels(plan, set, run);
    spread(plan, run, &s, 0);
    forget(plan, before);
    return ph_plan_join(plan, XAPIAN_OP_FILTER, weight_of(plan, &s), set);
}

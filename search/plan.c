/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/facets.h"
#include "search/plan_private.h"
#include "search/store_private.h"
#include "search/text.h"

/* --- words --------------------------------------------------------------------------------------- */

static void add_places(ph_plan *plan, const ph_strs *terms, ph_places *out)
{
    for (size_t i = 0; i < terms->n && !plan->status; i++) {
        ph_strs *fresh = i < out->n ? &out->v[i] : PH_PUSH(plan->arena, out);
        if (!fresh)
            plan->status = ph_fail_memory(plan->err);
        else if (!ph_strs_has(&out->v[i], terms->v[i]) &&
                 !ph_strs_add(plan->arena, &out->v[i], terms->v[i]))
            plan->status = ph_fail_memory(plan->err);
    }
}

static ph_strs terms_in(ph_plan *plan, ph_str language, ph_str text)
{
    ph_strs terms = {0};
    if (!plan->status)
        plan->status =
            ph_analyze_all(plan->analyzer, language, text, plan->arena, &terms, plan->err);
    return terms;
}

void ph_plan_places_in(ph_plan *plan, ph_str language, ph_str text, ph_places *out)
{
    const ph_strs terms = terms_in(plan, language, text);
    add_places(plan, &terms, out);
}

/* What a word that was typed without accents stands for. */
static void add_unaccented(ph_plan *plan, ph_str folded, ph_strs *place)
{
    for (size_t i = 0; i < plan->unaccented.n; i++) {
        const ph_unaccented *u = &plan->unaccented.v[i];
        for (size_t t = 0; ph_eq(u->word, folded) && t < u->terms.n && !plan->status; t++)
            if (!ph_strs_has(place, u->terms.v[t]) &&
                !ph_strs_add(plan->arena, place, u->terms.v[t]))
                plan->status = ph_fail_memory(plan->err);
    }
}

void ph_plan_places(ph_plan *plan, ph_str text, ph_places *out)
{
    for (size_t l = 0; l < plan->languages->n; l++)
        ph_plan_places_in(plan, plan->languages->v[l], text, out);
    const ph_strs folded = terms_in(plan, PH_STR(""), text);
    add_places(plan, &folded, out);
    for (size_t i = 0; i < folded.n && !plan->status; i++)
        add_unaccented(plan, folded.v[i], &out->v[i]);
}

/* Notes what is to be highlighted, in documents of plan->speaking alone. */
static void highlight(ph_plan *plan, char prefix, ph_str term)
{
    if (prefix != 0 && prefix != PH_PREFIX_TITLE)
        return;
    for (size_t i = 0; i < plan->terms.n; i++)
        if (ph_eq(plan->terms.v[i].term, term) &&
            (!plan->terms.v[i].language.n ||
             ph_eq(plan->terms.v[i].language, plan->speaking)))
            return;
    ph_asked_term *slot = PH_PUSH(plan->arena, &plan->terms);
    if (slot)
        *slot = (ph_asked_term){term, plan->speaking};
    else
        plan->status = ph_fail_memory(plan->err);
}

/* Notes what adds weight: see any_of. */
static const xapian_query *weighs(ph_plan *plan, const xapian_query *query)
{
    const xapian_query **slot = query ? PH_PUSH(plan->arena, &plan->words) : NULL;
    if (slot)
        *slot = query;
    else if (query && !plan->status)
        plan->status = ph_fail_memory(plan->err);
    return query;
}

bool ph_plan_counts(const ph_asked_term *term, ph_str language)
{
    return !term->language.n || ph_eq(term->language, ph_language_primary(language));
}

bool ph_plan_terms(const ph_plan *plan, ph_str language, ph_arena *arena, ph_strs *out)
{
    for (size_t i = 0; i < plan->terms.n; i++)
        if (ph_plan_counts(&plan->terms.v[i], language) &&
            !ph_strs_add(arena, out, plan->terms.v[i].term))
            return false;
    return true;
}

static void add_terms(ph_plan *plan, char prefix, const ph_strs *terms, ph_queries *list)
{
    const char as_text[2] = {prefix, '\0'};
    for (size_t i = 0; i < terms->n && !plan->status; i++) {
        ph_plan_add(plan, list, ph_plan_term(plan, as_text, terms->v[i]));
        highlight(plan, prefix, terms->v[i]);
    }
}

/* Notes that the terms, in documents of plan->speaking, are asked for as one more place. */
static void ask_place(ph_plan *plan, const ph_strs *terms)
{
    ph_asked_terms *place = PH_PUSH(plan->arena, &plan->places);
    if (!place) {
        plan->status = ph_fail_memory(plan->err);
        return;
    }
    *place = (ph_asked_terms){0}; /* one of another match may have been here */
    ph_plan_ask_also(plan, terms);
}

void ph_plan_ask_also(ph_plan *plan, const ph_strs *terms)
{
    for (size_t i = 0; i < terms->n && !plan->status; i++) {
        ph_asked_term *slot = PH_PUSH(plan->arena, &plan->places.v[plan->places.n - 1]);
        if (slot)
            *slot = (ph_asked_term){terms->v[i], plan->speaking};
        else
            plan->status = ph_fail_memory(plan->err);
        highlight(plan, 0, terms->v[i]);
    }
}

const xapian_query *ph_plan_place(ph_plan *plan, char prefix, const ph_strs *terms,
                                  xapian_op op)
{
    ph_queries list = {0};
    if (!prefix && terms->n)
        ask_place(plan, terms);
    add_terms(plan, prefix, terms, &list);
    const xapian_query *word = weighs(plan, ph_plan_as_one(plan, &list));
    return op == XAPIAN_OP_SYNONYM ? word : ph_plan_combine(plan, op, list.v, list.n, 0);
}

const xapian_query *ph_plan_lesser(ph_plan *plan, const ph_strs *terms, double factor)
{
    ph_queries list = {0};
    for (size_t i = 0; i < terms->n && !plan->status; i++)
        ph_plan_add(plan, &list, ph_plan_term(plan, "", terms->v[i]));
    return weighs(plan, ph_plan_scale(plan, ph_plan_as_one(plan, &list), factor));
}

const xapian_query *ph_plan_row(ph_plan *plan, char prefix, const ph_places *places)
{
    ph_queries list = {0};
    for (size_t i = 0; i < places->n && !plan->status; i++)
        ph_plan_add(plan, &list,
                    ph_plan_place(plan, prefix, &places->v[i],
                                  places->n > 1 ? XAPIAN_OP_OR : XAPIAN_OP_SYNONYM));
    if (list.n < 2)
        return list.n && !plan->status ? list.v[0] : NULL;
    return ph_plan_combine(plan, XAPIAN_OP_PHRASE, list.v, list.n,
                           (xapian_termcount)list.n);
}

const xapian_query *ph_plan_phrase(ph_plan *plan, char prefix, ph_str text)
{
    ph_places found = {0};
    ph_plan_places(plan, text, &found);
    return ph_plan_row(plan, prefix, &found);
}

/* Words near each other; one that is several words, or none, turns the rest into AND. */
static const xapian_query *near_query(ph_plan *plan, const ph_node *node)
{
    ph_queries list = {0};
    bool simple = true;
    for (size_t i = 0; i < node->children.n && !plan->status; i++) {
        ph_places found = {0};
        ph_plan_places(plan, node->children.v[i]->text, &found);
        simple &= found.n == 1;
        for (size_t j = 0; j < found.n; j++)
            ph_plan_add(plan, &list,
                        ph_plan_place(plan, node->children.v[i]->prefix, &found.v[j],
                                      XAPIAN_OP_OR));
    }
    if (list.n == 0)
        return NULL;
    return simple && list.n > 1
               ? ph_plan_combine(plan, XAPIAN_OP_NEAR, list.v, list.n,
                                 node->window + (xapian_termcount)list.n - 1)
               : ph_plan_combine(plan, XAPIAN_OP_AND, list.v, list.n, 0);
}

/* Any word that begins so (prefix.h); what is no single word, or no word at all, is a phrase. */
static const xapian_query *prefix_query(ph_plan *plan, const ph_node *node)
{
    const char as_text[2] = {node->prefix, '\0'};
    ph_queries list = {0};
    if (!node->beginnings.n)
        return ph_plan_phrase(plan, node->prefix, node->text);
    for (size_t i = 0; i < node->beginnings.n && !plan->status; i++)
        if (!ph_strs_has(&plan->prefixes, node->beginnings.v[i]) &&
            !ph_strs_add(plan->arena, &plan->prefixes, node->beginnings.v[i]))
            plan->status = ph_fail_memory(plan->err);
    for (size_t i = 0; i < node->terms.n && !plan->status; i++)
        ph_plan_add(plan, &list, ph_plan_term(plan, as_text, node->terms.v[i]));
    if (!list.n)
        return ph_plan_none(plan);
    return weighs(plan, ph_plan_as_one(plan, &list));
}

/* --- facets ---------------------------------------------------------------------------------------- */

static const xapian_query *facet_term(ph_plan *plan, ph_facet facet, ph_str value,
                                      bool asserted)
{
    char prefix[8];
    char *end = prefix;
    if (asserted)
        *end++ = '!';
    strcpy(stpcpy(end, ph_facets[facet].prefix), ":");
    return ph_plan_term(plan, prefix, value);
}

/* Any of the index's years in the range. */
static const xapian_query *years_query(ph_plan *plan, ph_str range, bool asserted)
{
    ph_queries list = {0};
    for (size_t i = 0; i < plan->years->n; i++) {
        ph_str year = plan->years->v[i];
        if (ph_year_in(range, year))
            ph_plan_add(plan, &list, facet_term(plan, PH_FACET_YEAR, year, asserted));
    }
    return list.n ? ph_plan_combine(plan, XAPIAN_OP_OR, list.v, list.n, 0)
                  : ph_plan_none(plan);
}

static const xapian_query *value_query(ph_plan *plan, ph_facet facet, ph_str value,
                                       bool asserted)
{
    return facet == PH_FACET_YEAR ? years_query(plan, value, asserted)
                                  : facet_term(plan, facet, value, asserted);
}

static const xapian_query *values_query(ph_plan *plan, ph_facet facet,
                                        const ph_strs *values)
{
    ph_queries list = {0};
    for (size_t i = 0; i < values->n && !plan->status; i++)
        ph_plan_add(plan, &list, value_query(plan, facet, values->v[i], plan->asserted));
    return list.n ? ph_plan_combine(plan, XAPIAN_OP_OR, list.v, list.n, 0) : NULL;
}

/* Choices of one tree: OR (AND with all=) across its facets. */
const xapian_query *ph_plan_group(ph_plan *plan, const ph_query *q, ph_facet group)
{
    ph_queries list = {0};
    bool all = false;
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        if (ph_facets[f].group != group)
            continue;
        all |= q->all[f];
        for (size_t i = 0; i < q->choices[f].n && !plan->status; i++)
            ph_plan_add(plan, &list, value_query(plan, f, q->choices[f].v[i], q->asserted));
    }
    return list.n ? ph_plan_combine(plan, all ? XAPIAN_OP_AND : XAPIAN_OP_OR, list.v,
                                    list.n, 0)
                  : NULL;
}

const xapian_query *ph_plan_choices(ph_plan *plan, const ph_query *q)
{
    ph_queries list = {0};
    for (ph_facet g = 0; g < PH_FACETS; g++)
        if (ph_facets[g].group == g)
            ph_plan_add(plan, &list, ph_plan_group(plan, q, g));
    return list.n ? ph_plan_combine(plan, XAPIAN_OP_AND, list.v, list.n, 0) : NULL;
}

const xapian_query *ph_plan_any(ph_plan *plan, const char *prefix, const ph_strs *values)
{
    ph_queries list = {0};
    for (size_t i = 0; i < values->n; i++)
        ph_plan_add(plan, &list, ph_plan_term(plan, prefix, values->v[i]));
    return list.n ? ph_plan_combine(plan, XAPIAN_OP_OR, list.v, list.n, 0) : NULL;
}

const xapian_query *ph_plan_works(ph_plan *plan, const uint64_t *works, size_t n)
{
    ph_strs terms = {0};
    ph_buf term = {0};
    for (size_t i = 0; i < n && !plan->status; i++) {
        ph_work_term(&term, works[i]);
        if (term.failed || !ph_strs_dup(plan->arena, &terms, ph_buf_str(&term)))
            plan->status = ph_fail_memory(plan->err);
    }
    ph_buf_free(&term);
    return ph_plan_any(plan, "", &terms);
}

const xapian_query *ph_plan_conditions(ph_plan *plan, const ph_query *q)
{
    const xapian_query *held =
        ph_plan_any(plan, PH_PREFIX_EVENT_COUNTRY ":", &q->event_countries);
    const xapian_query *not_about = ph_plan_any(plan, "XC:", &q->exclude);
    if (q->events.n && !q->units) /* where they are a choice as others are */
        held = ph_plan_join(plan, XAPIAN_OP_AND, held,
                            ph_plan_any(plan, PH_PREFIX_EVENT ":", &q->events));
    if (q->ids.n)
        held = ph_plan_join(plan, XAPIAN_OP_AND, held, ph_plan_any(plan, "Q", &q->ids));
    if (q->since.n && !plan->status)
        held = ph_plan_join(plan, XAPIAN_OP_AND, held, ph_plan_since(plan, q->since));
    if (!not_about)
        return held;
    return ph_plan_join(plan, XAPIAN_OP_AND_NOT, held ? held : ph_plan_all(plan),
                        not_about);
}

/* --- the tree ----------------------------------------------------------------------------------------- */

static const xapian_query *node_query(ph_plan *plan, const ph_node *node, ph_match match);

bool ph_plan_is_stop(const ph_plan *plan, const ph_node *node)
{
    if (node->type != PH_NODE_WORD || node->demand != PH_PLAIN || node->prefix ||
        plan->keep_stops)
        return false;
    ph_str key = ph_text_key(plan->arena, node->text);
    return ph_stop_word(plan->stop_language, key);
}

/* Where in the plan a part of the tree begins. */
typedef struct mark {
    size_t positions, words;
} mark;

static mark here(const ph_plan *plan)
{
    return (mark){plan->positions, plan->words.n};
}

/* Any of what was made since the mark.  Xapian 1.4.22 often adds the weight of a phrase below
 * OR to documents that have its words but not the phrase, depending on what else is asked and
 * on the shard.  So, if there is one, it only says which documents, and the words have the
 * weights; a document may have none of them ("country:EE OR \"data exchange\""). */
static const xapian_query *any_of(ph_plan *plan, const ph_queries *list, mark since)
{
    const xapian_query *any = ph_plan_combine(plan, XAPIAN_OP_OR, list->v, list->n, 0);
    size_t n = plan->words.n - since.words;
    if (plan->status || plan->positions == since.positions || list->n < 2 || n == 0)
        return any;
    const xapian_query *words =
        ph_plan_combine(plan, XAPIAN_OP_OR, plan->words.v + since.words, n, 0);
    return ph_plan_join(plan, XAPIAN_OP_OR,
                        ph_plan_join(plan, XAPIAN_OP_FILTER, words, any),
                        ph_plan_scale(plan, any, 0));
}

/* What stands side by side, by what it demands. */
typedef struct parts {
    ph_queries plain, must;
    const xapian_query *facets[PH_FACETS]; /* country:EE country:LV: any of them */
    const xapian_query *not_these;
} parts;

static void add_part(ph_plan *plan, const ph_node *child, ph_match match, parts *p)
{
    size_t terms = plan->terms.n, prefixes = plan->prefixes.n, asked = plan->places.n;
    mark before = here(plan);
    const xapian_query *query = node_query(plan, child, match);
    if (child->demand == PH_MUST_NOT) {
        plan->terms.n = terms; /* what must not be there is not highlighted */
        plan->prefixes.n = prefixes;
        plan->places.n = asked;
        plan->positions = before.positions;
        plan->words.n = before.words;
        p->not_these = ph_plan_join(plan, XAPIAN_OP_OR, p->not_these, query);
    } else if (child->type == PH_NODE_FACET) {
        const xapian_query **group = &p->facets[ph_facets[child->facet].group];
        *group = ph_plan_join(plan, XAPIAN_OP_OR, *group, query);
    } else {
        ph_plan_add(plan, child->demand == PH_MUST ? &p->must : &p->plain, query);
    }
}

static const xapian_query *group_of_words(ph_plan *plan, const ph_node *node,
                                          ph_match match)
{
    parts p = {0};
    bool all = match != PH_MATCH_ANY;
    mark before = here(plan);
    for (size_t i = 0; i < node->children.n && !plan->status; i++) {
        const ph_node *child = node->children.v[i];
        if (child->run) {
            ph_plan_add(plan, &p.plain, ph_plan_run(plan, node, i, match));
            i += child->run->covers - 1;
        } else if (!ph_plan_is_stop(plan, child)) {
            add_part(plan, child, match, &p);
        }
    }
    if (plan->status)
        return NULL;
    const xapian_query *found =
        p.must.n ? ph_plan_combine(plan, XAPIAN_OP_AND, p.must.v, p.must.n, 0) : NULL;
    if (p.plain.n && all) {
        found = ph_plan_join(plan, XAPIAN_OP_AND, found,
                             ph_plan_combine(plan, XAPIAN_OP_AND, p.plain.v, p.plain.n, 0));
    } else if (p.plain.n) {
        const xapian_query *must = found;
        ph_plan_add(plan, &p.plain, must);
        found = ph_plan_join(plan, XAPIAN_OP_FILTER, any_of(plan, &p.plain, before), must);
    }
    for (ph_facet f = 0; f < PH_FACETS; f++)
        found = ph_plan_join(plan, XAPIAN_OP_FILTER, found, p.facets[f]);
    if (!p.not_these)
        return found;
    return ph_plan_join(plan, XAPIAN_OP_AND_NOT, found ? found : ph_plan_all(plan),
                        p.not_these);
}

static const xapian_query *operator_query(ph_plan *plan, const ph_node *node, xapian_op op,
                                          ph_match match)
{
    ph_queries list = {0};
    mark before = here(plan);
    for (size_t i = 0; i < node->children.n && !plan->status; i++)
        ph_plan_add(plan, &list, node_query(plan, node->children.v[i], match));
    if (!list.n)
        return NULL;
    return op == XAPIAN_OP_OR ? any_of(plan, &list, before)
                              : ph_plan_combine(plan, op, list.v, list.n, 0);
}

static const xapian_query *node_query(ph_plan *plan, const ph_node *node, ph_match match)
{
    switch (node->type) {
    case PH_NODE_WORD: return ph_plan_word(plan, node);
    case PH_NODE_PHRASE: return ph_plan_phrase(plan, node->prefix, node->text);
    case PH_NODE_PREFIX: return prefix_query(plan, node);
    case PH_NODE_NEAR: return near_query(plan, node);
    case PH_NODE_FACET: return values_query(plan, node->facet, &node->values);
    case PH_NODE_GROUP: return group_of_words(plan, node, match);
    case PH_NODE_AND: return operator_query(plan, node, XAPIAN_OP_AND, match);
    case PH_NODE_OR: return operator_query(plan, node, XAPIAN_OP_OR, match);
    }
    return NULL;
}

/* What a question consists of. */
typedef struct makeup {
    ph_strs keys;    /* of plain words: their stop words tell the language */
    size_t others;   /* phrases, words with a sign or a field */
    size_t unwanted; /* what must not be there */
} makeup;

static void look_over(ph_plan *plan, const ph_node *node, makeup *m)
{
    if (node->demand == PH_MUST_NOT) {
        m->unwanted++;
    } else if (node->type == PH_NODE_WORD && node->demand == PH_PLAIN && !node->prefix) {
        ph_str key = ph_text_key(plan->arena, node->text);
        if (key.n && !ph_strs_add(plan->arena, &m->keys, key))
            plan->status = ph_fail_memory(plan->err);
    } else if (node->type >= PH_NODE_GROUP) {
        for (size_t i = 0; i < node->children.n; i++)
            look_over(plan, node->children.v[i], m);
    } else if (node->type != PH_NODE_FACET) {
        m->others++;
    }
}

const xapian_query *ph_plan_text(ph_plan *plan, const ph_node *root, ph_match match,
                                 bool all)
{
    makeup m = {0};
    if (!root)
        return all ? ph_plan_all(plan) : ph_plan_none(plan);
    look_over(plan, root, &m);
    plan->stop_language = ph_stop_language(&m.keys);
    plan->stops = 0;
    for (size_t i = 0; i < m.keys.n; i++)
        plan->stops += ph_stop_word(plan->stop_language, m.keys.v[i]);
    if (!plan->language.n && plan->stops)
        plan->language = plan->stop_language;
    plan->keep_stops = m.others + m.unwanted == 0 && plan->stops == m.keys.n;
    plan->places.n = 0; /* of another match */
    plan->units = m.keys.n + m.others - (plan->keep_stops ? 0 : plan->stops);
    const xapian_query *query = node_query(plan, root, match);
    return query || plan->status ? query : ph_plan_none(plan);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The facets' values of random documents, and which of them a question's choices let through,
 * worked out value by value.
 */
#ifndef TESTS_UNIT_FACET_VALUES_H
#define TESTS_UNIT_FACET_VALUES_H

#include "search/search.h"
#include "tests/unit/support.h"

typedef struct value {
    ph_facet facet;
    ph_str value;
    bool asserted;
} value;

typedef PH_VEC(value) values;

/* A tag that a document may have, and what it brings along. */
typedef struct tag_values {
    ph_facet facet;
    const char *value;
    const char *above[3];
    ph_facet above_facet;
} tag_values;

static inline void add_value(ph_arena *a, values *to, ph_facet facet, ph_str v,
                             bool asserted)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->v[i].facet == facet && ph_eq(to->v[i].value, v)) {
            to->v[i].asserted |= asserted;
            return;
        }
    ADD(a, to, (value){facet, v, asserted});
}

/* Up to four of the tags. */
static inline void random_tags(uint64_t *dice, ph_arena *a, const tag_values *tags,
                               size_t n, ph_record *r, values *to)
{
    for (size_t left = roll(dice, 5); left > 0; left--) {
        const tag_values *t = &tags[roll(dice, n)];
        ph_from from = roll(dice, 3) ? PH_ASSERTED : PH_INFERRED;
        ph_tags *list = t->facet == PH_FACET_SDG     ? &r->sdgs
                        : t->facet == PH_FACET_THEME ? &r->themes
                                                     : &r->countries;
        add_tag(a, list, t->value, from);
        add_value(a, to, t->facet, ph_cstr(t->value), from == PH_ASSERTED);
        for (size_t i = 0; t->above[i]; i++)
            add_value(a, to, t->above_facet, ph_cstr(t->above[i]), from == PH_ASSERTED);
    }
}

static inline bool has_value(const values *of, ph_facet facet, ph_str choice, bool asserted)
{
    const char *dots = facet == PH_FACET_YEAR ? strstr(choice.s, "..") : NULL;
    for (size_t i = 0; i < of->n; i++) {
        const value *v = &of->v[i];
        if (v->facet != facet || (asserted && !v->asserted))
            continue;
        if (!dots && ph_eq(v->value, choice))
            return true;
        if (dots && (dots == choice.s || atoi(choice.s) <= atoi(v->value.s)) &&
            (!dots[2] || atoi(v->value.s) <= atoi(dots + 2)))
            return true;
    }
    return false;
}

/* Event, exclusion, date of change: what is no facet. */
static inline bool passes_conditions(const ph_query *q, const ph_record *r,
                                     const values *of)
{
    if (q->event_countries.n && !ph_strs_has(&q->event_countries, r->event.country))
        return false;
    for (size_t i = 0; i < q->exclude.n; i++)
        if (has_value(of, PH_FACET_COUNTRY, q->exclude.v[i], false))
            return false;
    return !q->since.n || ph_cmp(r->modified, q->since) >= 0;
}

static inline bool narrow(const ph_query *q, ph_facet group)
{
    bool narrowed = false;
    for (ph_facet f = 0; f < PH_FACETS; f++)
        narrowed |= ph_facets[f].group == group && q->all[f];
    return narrowed;
}

/* The choices of all groups but one. */
static inline bool passes_choices(const ph_query *q, const values *of, ph_facet but)
{
    for (ph_facet g = 0; g < PH_FACETS; g++) {
        size_t n = 0, met = 0;
        for (ph_facet f = 0; f < PH_FACETS; f++)
            for (size_t i = 0; ph_facets[f].group == g && i < q->choices[f].n; i++, n++)
                met += has_value(of, f, q->choices[f].v[i], q->asserted);
        if (g != but && n && (narrow(q, g) ? met < n : met == 0))
            return false;
    }
    return true;
}

#endif

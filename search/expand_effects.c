/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each of the words that labels added changes: the same question is counted without it. */
#include "config.h"

#include "search/match_private.h"

typedef struct trial {
    ph_reader *r;
    ph_search_unit *u;
    unsigned left; /* times that may be counted */
    ph_status *status;
    ph_error *err;
    xapian_error *why;
} trial;

/* Whether the total is another without a word, or a term. */
static xapian_status try_without(trial *t, ph_str word, bool *changes)
{
    ph_query query = *t->u->query;
    ph_result result = {0};
    size_t total = 0;
    ph_search_unit u = {
        .query = &query, .arena = t->u->arena, .result = &result, .columns = t->u->columns};
    query.without = (ph_strs){0};
    query.want = PH_WANT_COUNTS;
    query.match = t->u->result->match; /* what finds less with all words does so with any */
    t->left--;
    for (size_t i = 0; i < t->u->query->without.n && !*t->status; i++)
        if (!ph_strs_add(u.arena, &query.without, t->u->query->without.v[i]))
            *t->status = ph_fail_memory(t->err);
    if (!*t->status && !ph_strs_add(u.arena, &query.without, word))
        *t->status = ph_fail_memory(t->err);
    if (!*t->status)
        *t->status = ph_query_parse(u.arena, t->r->vocabulary, query.q, &u.tree, t->err);
    if (*t->status)
        return XAPIAN_OK;
    xapian_status got = ph_prepare(t->r, &u, t->status, t->err, t->why);
    if (!got && !*t->status)
        got = ph_count_total(t->r, &u, &total, t->status, t->err, t->why);
    *changes = total != t->u->result->total;
    ph_plan_free(&u.plan);
    return got;
}

static xapian_status try_labels(trial *t, ph_expansion *e)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < e->added.n && t->left && !got && !*t->status; i++)
        got = try_without(t, e->added.v[i], &e->changes[i]);
    return got;
}

xapian_status ph_expansion_effects(ph_reader *r, ph_search_unit *u, ph_status *status,
                                   ph_error *err, xapian_error *why)
{
    trial t = {r, u, PH_EFFECTS_MOST, status, err, why};
    ph_result *result = u->result;
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < result->expansions.n && t.left && !got && !*status; i++) {
        ph_expansion *e = &result->expansions.v[i];
        if (!(e->changes = ph_alloc(u->arena, (e->added.n + 1) * sizeof *e->changes)))
            *status = ph_fail_memory(err);
        else
            got = try_without(&t, e->term, &e->changes[e->added.n]);
    }
    for (size_t i = 0; i < result->expansions.n && !got && !*status; i++)
        if (result->expansions.v[i].changes &&
            result->expansions.v[i].changes[result->expansions.v[i].added.n])
            got = try_labels(&t, &result->expansions.v[i]);
    return got;
}

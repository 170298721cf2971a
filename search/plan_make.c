/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries that a plan owns, and how each was made. */
#include "config.h"

#include <string.h>

#include "search/plan_private.h"
#include "search/store_private.h"

void ph_plan_init(ph_plan *plan, ph_arena *arena, ph_analyzer *analyzer,
                  const ph_strs *languages, const ph_strs *years, ph_error *err)
{
    *plan = (ph_plan){.arena = arena,
                      .analyzer = analyzer,
                      .languages = languages,
                      .years = years,
                      .err = err};
}

void ph_plan_free(ph_plan *plan)
{
    for (size_t i = 0; i < plan->made.n; i++)
        xapian_query_free(plan->made.v[i]);
    plan->made.n = 0;
}

/* --- queries that the plan owns ---------------------------------------------------------------- */

/* Keeps what a constructor made (*made: arguments are evaluated in no order); NULL when it
 * failed. */
static const xapian_query *keep(ph_plan *plan, xapian_status status,
                                xapian_query *const *made, const xapian_error *why)
{
    xapian_query **slot = status ? NULL : PH_PUSH(plan->arena, &plan->made);
    if (slot)
        *slot = *made;
    else if (status)
        plan->status = ph_fail_xapian(plan->err, status, why);
    else {
        xapian_query_free(*made);
        plan->status = ph_fail_memory(plan->err);
    }
    return slot ? *made : NULL;
}

const ph_part *ph_plan_part(const ph_plan *plan, const xapian_query *query)
{
    for (size_t i = plan->parts.n; i > 0; i--)
        if (plan->parts.v[i - 1]->query == query)
            return plan->parts.v[i - 1];
    return NULL;
}

/* Writes down how a query (NULL: it failed) was made, and gives it back. */
static const xapian_query *note(ph_plan *plan, const xapian_query *query, ph_part how)
{
    ph_part *part = query ? PH_NEW(plan->arena, ph_part) : NULL;
    const ph_part **slot = part ? PH_PUSH(plan->arena, &plan->parts) : NULL;
    how.query = query;
    if (slot) {
        *part = how;
        *slot = part;
    } else if (query) {
        plan->status = ph_fail_memory(plan->err);
    }
    return slot ? query : NULL;
}

/* The same for one that was made of n others. */
static const xapian_query *note_join(ph_plan *plan, const xapian_query *query, ph_part how,
                                     const xapian_query *const *list, size_t n)
{
    how.parts = query ? ph_alloc(plan->arena, n * sizeof *how.parts) : NULL;
    if (query && !how.parts)
        plan->status = ph_fail_memory(plan->err);
    for (how.n = 0; how.parts && how.n < n; how.n++)
        how.parts[how.n] = ph_plan_part(plan, list[how.n]);
    return note(plan, how.parts ? query : NULL, how);
}

const xapian_query *ph_plan_none(ph_plan *plan)
{
    xapian_query *query = NULL;
    xapian_error why;
    if (plan->status)
        return NULL;
    return note(plan, keep(plan, xapian_query_match_nothing(&query, &why), &query, &why),
                (ph_part){.type = PH_PART_NONE});
}

const xapian_query *ph_plan_term(ph_plan *plan, const char *prefix, ph_str term)
{
    char bytes[XAPIAN_TERM_MAX];
    xapian_query *query = NULL;
    xapian_error why;
    size_t n = strlen(prefix);
    if (plan->status)
        return NULL;
    if (n + term.n > sizeof bytes) /* no document has it */
        return ph_plan_none(plan);
    memcpy(bytes, prefix, n);
    memcpy(bytes + n, term.s, term.n);
    ph_str text = ph_dup(plan->arena, (ph_str){bytes, n + term.n});
    if (!text.s) {
        plan->status = ph_fail_memory(plan->err);
        return NULL;
    }
    return note(
        plan,
        keep(plan, xapian_query_term(text.s, text.n, 1, 0, &query, &why), &query, &why),
        (ph_part){.type = PH_PART_TERM, .text = text});
}

const xapian_query *ph_plan_combine(ph_plan *plan, xapian_op op,
                                    const xapian_query *const *list, size_t n,
                                    xapian_termcount window)
{
    xapian_query *query = NULL;
    xapian_error why;
    if (plan->status)
        return NULL;
    if (n == 1 && op != XAPIAN_OP_AND_NOT)
        return list[0];
    plan->positions += op == XAPIAN_OP_PHRASE || op == XAPIAN_OP_NEAR;
    return note_join(
        plan,
        keep(plan, xapian_query_combine(op, list, n, window, &query, &why), &query, &why),
        (ph_part){.type = PH_PART_JOIN, .op = op, .window = window}, list, n);
}

const xapian_query *ph_plan_all(ph_plan *plan)
{
    xapian_query *query = NULL;
    xapian_error why;
    if (plan->status)
        return NULL;
    return note(plan, keep(plan, xapian_query_match_all(&query, &why), &query, &why),
                (ph_part){.type = PH_PART_ALL});
}

const xapian_query *ph_plan_join(ph_plan *plan, xapian_op op, const xapian_query *a,
                                 const xapian_query *b)
{
    if (!a || !b)
        return a ? a : b;
    return ph_plan_combine(plan, op, (const xapian_query *const[]){a, b}, 2, 0);
}

const xapian_query *ph_plan_scale(ph_plan *plan, const xapian_query *query, double factor)
{
    xapian_query *made = NULL;
    xapian_error why;
    if (!query || plan->status)
        return NULL;
    const xapian_query *scaled =
        keep(plan, xapian_query_scale(query, factor, &made, &why), &made, &why);
    return note_join(plan, scaled, (ph_part){.type = PH_PART_SCALED, .factor = factor},
                     &query, 1);
}

const xapian_query *ph_plan_since(ph_plan *plan, ph_str date)
{
    xapian_query *query = NULL;
    xapian_error why;
    if (plan->status)
        return NULL;
    return keep(plan, xapian_query_value_ge(PH_SLOT_CHANGED, date.s, date.n, &query, &why),
                &query, &why);
}

void ph_plan_add(ph_plan *plan, ph_queries *list, const xapian_query *query)
{
    const xapian_query **slot = query ? PH_PUSH(plan->arena, list) : NULL;
    if (slot)
        *slot = query;
    else if (query && !plan->status)
        plan->status = ph_fail_memory(plan->err);
}

const xapian_query *ph_plan_lift(ph_plan *plan, const xapian_query *query,
                                 const ph_lift *lifts, size_t n)
{
    ph_queries list = {0};
    for (size_t i = 0; i < n && !plan->status; i++) {
        xapian_query *made = NULL;
        xapian_error why;
        const xapian_query *weight = keep(
            plan, xapian_query_fixed_weight(lifts[i].weight, &made, &why), &made, &why);
        ph_plan_add(plan, &list,
                    ph_plan_join(plan, XAPIAN_OP_FILTER, weight,
                                 ph_plan_term(plan, "", lifts[i].term)));
    }
    if (!list.n || plan->status)
        return plan->status ? NULL : query;
    return ph_plan_join(plan, XAPIAN_OP_AND_MAYBE, query,
                        ph_plan_combine(plan, XAPIAN_OP_MAX, list.v, list.n, 0));
}

const xapian_query *ph_plan_as_one(ph_plan *plan, const ph_queries *list)
{
    if (list->n < 3 || plan->status)
        return ph_plan_combine(plan, XAPIAN_OP_SYNONYM, list->v, list->n, 0);
    const xapian_query **v = ph_alloc(plan->arena, list->n * sizeof *v);
    if (!v) {
        plan->status = ph_fail_memory(plan->err);
        return NULL;
    }
    memcpy(v, list->v, list->n * sizeof *v);
    for (size_t n = list->n, half; n > 1; n = half + n % 2) {
        half = n / 2;
        for (size_t i = 0; i < half && !plan->status; i++) {
            xapian_query *pair = NULL;
            xapian_error why;
            v[i] = keep(
                plan, xapian_query_combine(XAPIAN_OP_SYNONYM, v + 2 * i, 2, 0, &pair, &why),
                &pair, &why);
        }
        if (plan->status)
            return NULL;
        if (n % 2)
            v[half] = v[n - 1];
    }
    return note_join(plan, v[0], (ph_part){.type = PH_PART_JOIN, .op = XAPIAN_OP_SYNONYM},
                     list->v, list->n);
}

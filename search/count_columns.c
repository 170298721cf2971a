/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counting with columns: a set of documents for the total, and one for each group of facets
 * in which something was chosen, of what matches under all other groups' choices.  A document
 * that is the only edition of its work counts by its codes.  A work of several editions counts
 * when the first of those in the set comes by: once for each value that any of these has.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/facets.h"
#include "search/match_private.h"
#include "search/sets.h"

/* A set, by shard, and the facets that it is counted for. */
typedef struct pass {
    uint64_t **sets;
    unsigned facets; /* bits */
} pass;

typedef struct tally {
    const ph_columns *columns;
    const ph_query *query;
    ph_arena *arena;
    uint64_t *counts; /* by value * 2 + asserted */
    uint32_t *works;  /* by value: index + 1 of the work that was counted for it last */
} tally;

/* Whether a value is counted in this pass. */
static bool counts(const tally *t, const pass *p, uint32_t value)
{
    return p->facets >> t->columns->values.v[value / 2].facet & 1 &&
           (value % 2 || !t->query->asserted);
}

/* --- documents that are no editions ------------------------------------------------------------ */

/* How often each code is in the set, or in the documents that are not in it. */
static void count_codes(const ph_shard_part *part, const uint64_t *set, bool others,
                        uint32_t *by_code)
{
    const ph_shard_columns *s = part->shard;
    for (size_t i = 0; i < s->words; i++) {
        uint64_t word = others ? s->there[i] & ~set[i] : set[i];
        if (part->editions)
            word &= ~part->editions[i];
        for (; word; word &= word - 1) {
            size_t doc = i * 64 + (size_t)__builtin_ctzll(word);
            for (uint32_t at = s->begins[doc], end = s->begins[doc + 1]; at < end; at++)
                by_code[s->codes[at]]++;
        }
    }
}

static ph_status count_singles(tally *t, const pass *p, size_t shard, size_t *n)
{
    const ph_shard_part *part = &t->columns->parts[shard];
    const ph_shard_columns *s = part->shard;
    const uint64_t *set = p->sets[shard];
    size_t in_set = ph_bits_count(set, s->words);
    for (size_t i = 0; part->editions && i < s->words; i++)
        in_set -= ph_bits_in(set[i] & part->editions[i]);
    *n += in_set;
    if (!p->facets)
        return PH_OK;
    uint32_t *by_code = calloc(s->values.n + 1, sizeof *by_code);
    if (!by_code)
        return PH_NO_MEMORY;
    bool others = in_set * 2 > part->singles; /* there are fewer of them to be counted */
    count_codes(part, set, others, by_code);
    for (size_t code = 0; code < s->values.n; code++)
        if (counts(t, p, part->values[code]))
            t->counts[part->values[code]] +=
                others ? part->single[code] - by_code[code] : by_code[code];
    free(by_code);
    return PH_OK;
}

/* --- works of several editions ------------------------------------------------------------------- */

/* Whether this edition is the first of its work that is in the set. */
static bool is_first(const tally *t, const pass *p, uint32_t work, size_t shard,
                     xapian_docid doc)
{
    const ph_edition *e = &t->columns->editions[t->columns->firsts[work]];
    while (!ph_bit(p->sets[e->shard], e->document))
        e++;
    return e->shard == shard && e->document == doc;
}

static void count_work(tally *t, const pass *p, uint32_t work)
{
    const ph_columns *c = t->columns;
    for (uint32_t i = c->firsts[work]; i < c->firsts[work + 1]; i++) {
        const ph_edition *e = &c->editions[i];
        const ph_shard_columns *s = c->parts[e->shard].shard;
        if (!ph_bit(p->sets[e->shard], e->document))
            continue;
        for (uint32_t at = s->begins[e->document]; at < s->begins[e->document + 1]; at++) {
            uint32_t value = c->parts[e->shard].values[s->codes[at]];
            if (!counts(t, p, value) || t->works[value / 2] == work + 1)
                continue;
            t->works[value / 2] = work + 1;
            t->counts[value]++;
        }
    }
}

static size_t count_editions(tally *t, const pass *p, size_t shard)
{
    const ph_shard_part *part = &t->columns->parts[shard];
    size_t n = 0;
    for (size_t i = 0; part->editions && i < part->shard->words; i++)
        for (uint64_t word = p->sets[shard][i] & part->editions[i]; word;
             word &= word - 1) {
            uint64_t below = part->editions[i] & ((word & -word) - 1);
            uint32_t work = part->works[part->before[i] + ph_bits_in(below)];
            xapian_docid doc = (xapian_docid)(i * 64 + (size_t)__builtin_ctzll(word));
            if (is_first(t, p, work, shard, doc)) {
                count_work(t, p, work);
                n++;
            }
        }
    return n;
}

/* --- sets ------------------------------------------------------------------------------------------ */

/* The choices of a group of facets. */
typedef struct group {
    unsigned facets; /* bits */
    bool narrow;     /* choices are AND: they narrow their own facets too */
    uint64_t **sets;
} group;

static xapian_status find_groups(const ph_reader *r, ph_search_unit *u, group *groups,
                                 size_t *n, ph_status *status, ph_error *err,
                                 xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    for (ph_facet g = 0; !got && !*status && g < PH_FACETS; g++) {
        if (ph_facets[g].group != g)
            continue;
        const xapian_query *chosen = ph_plan_group(&u->plan, u->query, g);
        if (u->plan.status)
            *status = u->plan.status;
        if (!chosen)
            continue;
        group *own = &groups[(*n)++];
        *own = (group){0};
        for (ph_facet f = 0; f < PH_FACETS; f++)
            if (ph_facets[f].group == g) {
                own->facets |= 1U << f;
                own->narrow |= u->query->all[f];
            }
        got = ph_sets_find(r, u->columns, chosen, u->arena, &own->sets, status, err, why);
    }
    return got;
}

/* The base under all groups' choices but one (n: but none). */
static bool make_pass(const ph_search_unit *u, uint64_t **base, const group *groups,
                      size_t n, size_t but, pass *p)
{
    const ph_columns *c = u->columns;
    p->sets = base;
    if (n == 0)
        return true;
    p->sets = ph_alloc(u->arena, (c->shards + 1) * sizeof *p->sets);
    for (size_t i = 0; p->sets && i < c->shards; i++) {
        size_t words = c->parts[i].shard->words;
        uint64_t *set = p->sets[i] = ph_alloc(u->arena, words * sizeof *set);
        if (!set)
            return false;
        memcpy(set, base[i], words * sizeof *set);
        for (size_t g = 0; g < n; g++)
            for (size_t w = 0; g != but && w < words; w++)
                set[w] &= groups[g].sets[i][w];
    }
    return p->sets != NULL;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static ph_status count_pass(tally *t, const pass *p, size_t *n)
{
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < t->columns->shards; i++) {
        status = count_singles(t, p, i, n);
        if (!status)
            *n += count_editions(t, p, i);
    }
    return status;
}

static ph_status count_all(const ph_search_unit *u, uint64_t **base, const group *groups,
                           size_t n, tally *t, ph_error *err)
{
    pass p = {.facets = (1U << PH_FACETS) - 1};
    for (size_t g = 0; g < n; g++)
        p.facets &= groups[g].narrow ? p.facets : ~groups[g].facets;
    size_t total = 0, ignored = 0;
    ph_status status =
        make_pass(u, base, groups, n, n, &p) ? count_pass(t, &p, &total) : PH_NO_MEMORY;
    u->result->total = total;
    for (size_t g = 0; !status && g < n; g++) {
        p.facets = groups[g].facets;
        if (!groups[g].narrow)
            status = make_pass(u, base, groups, n, g, &p) ? count_pass(t, &p, &ignored)
                                                          : PH_NO_MEMORY;
    }
    return status ? ph_fail_memory(err) : PH_OK;
}

xapian_status ph_count_total(const ph_reader *r, ph_search_unit *u, size_t *total,
                             ph_status *status, ph_error *err, xapian_error *why)
{
    pass p = {0};
    tally t = {.columns = u->columns};
    xapian_status got =
        ph_sets_find(r, u->columns, u->ranked, u->arena, &p.sets, status, err, why);
    *total = 0;
    if (!got && !*status && count_pass(&t, &p, total))
        *status = ph_fail_memory(err);
    return got;
}

static ph_status give_counts(const ph_search_unit *u, const tally *t, ph_error *err)
{
    for (size_t i = 0; i < u->columns->values.n; i++) {
        const ph_column_value *v = &u->columns->values.v[i];
        uint64_t n = t->counts[i * 2] + t->counts[i * 2 + 1];
        if (n && !ph_facets_add(u->result, u->arena, u->query, v->facet, v->value, n))
            return ph_fail_memory(err);
    }
    return ph_facets_finish(u->result, u->arena, u->query, err);
}

xapian_status ph_count_columns(const ph_reader *r, ph_search_unit *u, ph_status *status,
                               ph_error *err, xapian_error *why)
{
    group groups[PH_FACETS];
    size_t n = 0, values = u->columns->values.n;
    uint64_t **base = u->text_sets;
    tally t = {.columns = u->columns, .query = u->query, .arena = u->arena};
    xapian_status got = XAPIAN_OK;
    if (!base || u->text != u->base)
        got = ph_sets_find(r, u->columns, u->base, u->arena, &base, status, err, why);
    if (!got && !*status)
        got = find_groups(r, u, groups, &n, status, err, why);
    if (got || *status)
        return got;
    t.counts = ph_alloc(u->arena, (values * 2 + 1) * sizeof *t.counts);
    t.works = ph_alloc(u->arena, (values + 1) * sizeof *t.works);
    *status =
        t.counts && t.works ? count_all(u, base, groups, n, &t, err) : ph_fail_memory(err);
    if (!*status)
        *status = give_counts(u, &t, err);
    return XAPIAN_OK;
}

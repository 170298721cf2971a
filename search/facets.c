/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/facets.h"

#define VALUE_MAX 255

void ph_facets_pack(ph_buf *buf, ph_facet facet, ph_str value, ph_from from)
{
    if (value.n > VALUE_MAX)
        return;
    ph_buf_byte(buf, (char)facet);
    ph_buf_byte(buf, (char)from);
    ph_buf_byte(buf, (char)value.n);
    ph_buf_add(buf, value);
}

/* A value that some document has. */
typedef struct entry {
    ph_str value;
    ph_facet facet;
    size_t chosen; /* how many choices it meets: a year may lie in several ranges */
    uint64_t count;
} entry;

struct ph_counter {
    const ph_query *query;
    ph_arena *arena;
    PH_VEC(entry) entries;
    uint32_t *table; /* index of an entry + 1; open addressing */
    size_t slots;
    PH_VEC(uint32_t) here;    /* the entries of the document at hand */
    size_t wanted[PH_FACETS]; /* by group: how many choices must be met; 0: none made */
    bool narrow[PH_FACETS];   /* by group: choices are AND */
    uint64_t total;
};

static bool prepare(ph_counter *c)
{
    c->arena = ph_arena_new();
    c->slots = 256;
    c->table = calloc(c->slots, sizeof *c->table);
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        ph_facet group = ph_facets[f].group;
        c->wanted[group] += c->query->choices[f].n;
        c->narrow[group] |= c->query->all[f];
    }
    for (ph_facet g = 0; g < PH_FACETS; g++)
        if (!c->narrow[g] && c->wanted[g])
            c->wanted[g] = 1;
    return c->arena && c->table;
}

ph_status ph_counter_new(ph_counter **out, const ph_query *query, ph_error *err)
{
    ph_counter *c = *out = calloc(1, sizeof *c);
    if (c) {
        c->query = query;
        if (prepare(c))
            return PH_OK;
        ph_counter_free(c);
        *out = NULL;
    }
    return ph_fail_memory(err);
}

void ph_counter_free(ph_counter *c)
{
    if (c) {
        ph_arena_free(c->arena);
        free(c->table);
    }
    free(c);
}

/* --- values -------------------------------------------------------------------------------- */

/* "2019..2022", "2019..", "..2022" or "2019" holds the year. */
static bool in_range(ph_str range, ph_str year)
{
    const char *dots = range.n ? memmem(range.s, range.n, "..", 2) : NULL;
    if (!dots)
        return ph_eq(range, year);
    size_t at = (size_t)(dots - range.s);
    ph_str low = ph_sub(range, 0, at), high = ph_sub(range, at + 2, range.n);
    return (!low.n || ph_cmp(low, year) <= 0) && (!high.n || ph_cmp(year, high) <= 0);
}

static size_t choices_met(const ph_query *query, ph_facet facet, ph_str value)
{
    const ph_strs *choices = &query->choices[facet];
    size_t n = 0;
    if (facet != PH_FACET_YEAR)
        return ph_strs_has(choices, value);
    for (size_t i = 0; i < choices->n; i++)
        n += in_range(choices->v[i], value);
    return n;
}

static size_t hash_of(ph_facet facet, ph_str value)
{
    return (size_t)ph_hash(value.s, value.n, PH_HASH_SEED + facet);
}

static bool table_grow(ph_counter *c)
{
    size_t slots = c->slots * 2;
    uint32_t *table = calloc(slots, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < c->entries.n; i++) {
        size_t j = hash_of(c->entries.v[i].facet, c->entries.v[i].value) & (slots - 1);
        while (table[j])
            j = (j + 1) & (slots - 1);
        table[j] = (uint32_t)i + 1;
    }
    free(c->table);
    c->table = table;
    c->slots = slots;
    return true;
}

/* The entry of a value, made if there is none; NULL: no memory. */
static entry *find(ph_counter *c, ph_facet facet, ph_str value)
{
    size_t i = hash_of(facet, value) & (c->slots - 1);
    for (; c->table[i]; i = (i + 1) & (c->slots - 1)) {
        entry *e = &c->entries.v[c->table[i] - 1];
        if (e->facet == facet && ph_eq(e->value, value))
            return e;
    }
    entry *e = PH_PUSH(c->arena, &c->entries);
    if (!e)
        return NULL;
    *e = (entry){ph_dup(c->arena, value), facet, choices_met(c->query, facet, value), 0};
    c->table[i] = (uint32_t)c->entries.n;
    if (!e->value.s || (c->entries.n * 2 > c->slots && !table_grow(c)))
        return NULL;
    return e;
}

/* --- counting ------------------------------------------------------------------------------ */

/* Reads a document's values into c->here and, by group, how many choices they meet. */
static bool read_values(ph_counter *c, ph_str packed, size_t met[PH_FACETS])
{
    c->here.n = 0;
    for (size_t i = PH_FACETS_HEAD; i < packed.n;) {
        const unsigned char *head = (const unsigned char *)packed.s + i;
        if (packed.n - i < 3 || packed.n - i - 3 < head[2] || head[0] >= PH_FACETS)
            return false;
        ph_facet facet = (ph_facet)head[0];
        ph_str value = {packed.s + i + 3, head[2]};
        i += 3 + value.n;
        if (c->query->asserted && head[1] != PH_ASSERTED)
            continue;
        entry *e = find(c, facet, value);
        uint32_t *here = e ? PH_PUSH(c->arena, &c->here) : NULL;
        if (!here)
            return false;
        *here = (uint32_t)(e - c->entries.v);
        met[ph_facets[facet].group] += e->chosen;
    }
    return true;
}

bool ph_counter_add(ph_counter *c, ph_str packed)
{
    size_t met[PH_FACETS] = {0};
    if (!read_values(c, packed, met))
        return false;
    unsigned failed = 0;
    ph_facet where = PH_FACETS;
    for (ph_facet g = 0; g < PH_FACETS; g++)
        if (met[g] < c->wanted[g]) {
            failed++;
            where = g;
        }
    if (failed > 1 || (failed == 1 && c->narrow[where]))
        return true;
    c->total += failed == 0;
    for (size_t i = 0; i < c->here.n; i++) {
        entry *e = &c->entries.v[c->here.v[i]];
        e->count += failed == 0 || ph_facets[e->facet].group == where;
    }
    return true;
}

/* --- the result ------------------------------------------------------------------------------ */

static int by_count(const void *left, const void *right)
{
    const ph_facet_value *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return ph_cmp(a->value, b->value);
}

static int newest_first(const void *left, const void *right)
{
    const ph_facet_value *a = left, *b = right;
    return -ph_cmp(a->value, b->value);
}

static bool add_value(ph_result *result, ph_arena *arena, ph_facet facet, ph_str value,
                      uint64_t count, bool selected)
{
    ph_facet_value *v = PH_PUSH(arena, &result->facets[facet]);
    if (v)
        *v = (ph_facet_value){ph_dup(arena, value), count, selected};
    return v && v->value.s;
}

ph_status ph_counter_result(const ph_counter *c, ph_arena *arena, ph_result *result,
                            ph_error *err)
{
    result->total = c->total;
    for (size_t i = 0; i < c->entries.n; i++) {
        const entry *e = &c->entries.v[i];
        if ((e->count || e->chosen) &&
            !add_value(result, arena, e->facet, e->value, e->count, e->chosen > 0))
            return ph_fail_memory(err);
    }
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        const ph_strs *choices = &c->query->choices[f];
        for (size_t i = 0; i < choices->n; i++) {
            bool there = memmem(choices->v[i].s, choices->v[i].n, "..", 2) != NULL;
            for (size_t j = 0; j < result->facets[f].n; j++)
                there |= ph_eq(result->facets[f].v[j].value, choices->v[i]);
            if (!there && !add_value(result, arena, f, choices->v[i], 0, true))
                return ph_fail_memory(err);
        }
        if (result->facets[f].n)
            qsort(result->facets[f].v, result->facets[f].n, sizeof *result->facets[f].v,
                  f == PH_FACET_YEAR ? newest_first : by_count);
    }
    return PH_OK;
}

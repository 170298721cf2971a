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

int ph_facets_unpack(ph_str packed, size_t *at, ph_packed_facet *value)
{
    const unsigned char *head = (const unsigned char *)packed.s + *at;
    if (*at >= packed.n)
        return *at == packed.n ? 0 : -1;
    if (packed.n - *at < 3 || packed.n - *at - 3 < head[2] || head[0] >= PH_FACETS)
        return -1;
    *value = (ph_packed_facet){
        (ph_facet)head[0], (ph_from)head[1], {packed.s + *at + 3, head[2]}};
    *at += 3 + value->value.n;
    return 1;
}

ph_status ph_facets_damaged(ph_error *err)
{
    return ph_fail(
        err, PH_CORRUPT,
        "a document's facets in the index are damaged; run peerhub-index --full");
}

/* A value that some document has. */
typedef struct entry {
    ph_str value;
    ph_facet facet;
    size_t chosen; /* how many choices it meets: a year may lie in several ranges */
    uint64_t count;
    size_t last_work; /* while works are put together: that counted it last */
} entry;

/* A document that counts: for all its values, or for those of one group only. */
typedef struct edition {
    struct edition *next; /* of the same work */
    ph_facet where;       /* PH_FACETS: for all */
    uint32_t n;
    uint32_t entries[];
} edition;

typedef struct work {
    uint64_t number;
    edition *editions; /* the last one first; NULL: a free place */
} work;

struct ph_counter {
    const ph_query *query;
    ph_arena *arena;
    PH_VEC(entry) entries;
    uint32_t *table; /* index of an entry + 1; open addressing */
    size_t slots;
    PH_VEC(uint32_t) here;    /* the entries of the document at hand */
    size_t wanted[PH_FACETS]; /* by group: how many choices must be met; 0: none made */
    bool narrow[PH_FACETS];   /* by group: choices are AND */
    work *works;              /* open addressing */
    size_t works_n, works_room;
    uint64_t total;
};

static bool prepare(ph_counter *c)
{
    c->arena = ph_arena_new();
    c->slots = 256;
    c->table = calloc(c->slots, sizeof *c->table);
    c->works_room = 256;
    c->works = calloc(c->works_room, sizeof *c->works);
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        ph_facet group = ph_facets[f].group;
        c->wanted[group] += c->query->choices[f].n;
        c->narrow[group] |= c->query->all[f];
    }
    for (ph_facet g = 0; g < PH_FACETS; g++)
        if (!c->narrow[g] && c->wanted[g])
            c->wanted[g] = 1;
    return c->arena && c->table && c->works;
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
        free(c->works);
    }
    free(c);
}

/* --- values -------------------------------------------------------------------------------- */

bool ph_year_in(ph_str range, ph_str year)
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
        n += ph_year_in(choices->v[i], value);
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
    *e = (entry){ph_dup(c->arena, value), facet, choices_met(c->query, facet, value), 0, 0};
    c->table[i] = (uint32_t)c->entries.n;
    if (!e->value.s || (c->entries.n * 2 > c->slots && !table_grow(c)))
        return NULL;
    return e;
}

/* --- works --------------------------------------------------------------------------------- */

static work *work_place(work *works, size_t room, uint64_t number)
{
    size_t i = (size_t)(number * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (room - 1);
    while (works[i].editions && works[i].number != number)
        i = (i + 1) & (room - 1);
    return &works[i];
}

static bool works_grow(ph_counter *c)
{
    size_t room = c->works_room * 2;
    work *works = calloc(room, sizeof *works);
    if (!works)
        return false;
    for (size_t i = 0; i < c->works_room; i++)
        if (c->works[i].editions)
            *work_place(works, room, c->works[i].number) = c->works[i];
    free(c->works);
    c->works = works;
    c->works_room = room;
    return true;
}

/* --- counting ------------------------------------------------------------------------------ */

/* Reads a document's values into c->here and, by group, how many choices they meet. */
static ph_status read_values(ph_counter *c, ph_str packed, size_t met[PH_FACETS],
                             ph_error *err)
{
    ph_packed_facet v;
    int more;
    c->here.n = 0;
    for (size_t at = PH_FACETS_HEAD; (more = ph_facets_unpack(packed, &at, &v)) > 0;) {
        if (c->query->asserted && v.from != PH_ASSERTED)
            continue;
        entry *e = find(c, v.facet, v.value);
        uint32_t *here = e ? PH_PUSH(c->arena, &c->here) : NULL;
        if (!here)
            return ph_fail_memory(err);
        *here = (uint32_t)(e - c->entries.v);
        met[ph_facets[v.facet].group] += e->chosen;
    }
    return more ? ph_facets_damaged(err) : PH_OK;
}

/* The document at hand, which counts for `where`, is an edition of a work. */
static bool keep_edition(ph_counter *c, uint64_t number, ph_facet where)
{
    if (c->works_n * 2 >= c->works_room && !works_grow(c))
        return false;
    size_t bytes = c->here.n * sizeof *c->here.v;
    edition *e = ph_alloc(c->arena, sizeof *e + bytes);
    work *w = work_place(c->works, c->works_room, number);
    if (!e)
        return false;
    c->works_n += !w->editions;
    *e = (edition){w->editions, where, (uint32_t)c->here.n};
    if (bytes)
        memcpy(e->entries, c->here.v, bytes);
    *w = (work){number, e};
    return true;
}

ph_status ph_counter_add(ph_counter *c, ph_str packed, ph_error *err)
{
    size_t met[PH_FACETS] = {0};
    uint64_t number;
    if (packed.n < PH_FACETS_HEAD)
        return ph_facets_damaged(err);
    ph_status status = read_values(c, packed, met, err);
    if (status)
        return status;
    memcpy(&number, packed.s, sizeof number);
    unsigned failed = 0;
    ph_facet where = PH_FACETS;
    for (ph_facet g = 0; g < PH_FACETS; g++)
        if (met[g] < c->wanted[g]) {
            failed++;
            where = g;
        }
    if (failed > 1 || (failed == 1 && c->narrow[where]))
        return PH_OK;
    return keep_edition(c, number, where) ? PH_OK : ph_fail_memory(err);
}

/* Each work once for all that any of its editions counts for. */
static void count_works(ph_counter *c)
{
    c->total = 0;
    for (size_t i = 0; i < c->entries.n; i++)
        c->entries.v[i].count = c->entries.v[i].last_work = 0;
    for (size_t i = 0; i < c->works_room; i++) {
        bool whole = false;
        for (const edition *d = c->works[i].editions; d; d = d->next) {
            whole |= d->where == PH_FACETS;
            for (uint32_t j = 0; j < d->n; j++) {
                entry *e = &c->entries.v[d->entries[j]];
                bool counts =
                    d->where == PH_FACETS || ph_facets[e->facet].group == d->where;
                e->count += counts && e->last_work != i + 1;
                e->last_work = counts ? i + 1 : e->last_work;
            }
        }
        c->total += whole;
    }
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

bool ph_facet_counts_finish(ph_facet_counts *counts, const ph_strs *choices, bool years,
                            ph_arena *arena)
{
    for (size_t i = 0; i < choices->n; i++) {
        bool there = memmem(choices->v[i].s, choices->v[i].n, "..", 2) != NULL;
        for (size_t j = 0; j < counts->n; j++)
            there |= ph_eq(counts->v[j].value, choices->v[i]);
        ph_facet_value *v = there ? NULL : PH_PUSH(arena, counts);
        if (v)
            *v = (ph_facet_value){.value = ph_dup(arena, choices->v[i]), .selected = true};
        if (!there && (!v || !v->value.s))
            return false;
    }
    if (counts->n)
        qsort(counts->v, counts->n, sizeof *counts->v, years ? newest_first : by_count);
    return true;
}

bool ph_facets_add(ph_result *result, ph_arena *arena, const ph_query *query,
                   ph_facet facet, ph_str value, uint64_t count)
{
    ph_facet_value *v = PH_PUSH(arena, &result->facets[facet]);
    if (v)
        *v = (ph_facet_value){.value = ph_dup(arena, value),
                              .count = count,
                              .selected = choices_met(query, facet, value) > 0};
    return v && v->value.s;
}

ph_status ph_facets_finish(ph_result *result, ph_arena *arena, const ph_query *query,
                           ph_error *err)
{
    for (ph_facet f = 0; f < PH_FACETS; f++)
        if (!ph_facet_counts_finish(&result->facets[f], &query->choices[f],
                                    f == PH_FACET_YEAR, arena))
            return ph_fail_memory(err);
    return PH_OK;
}

ph_status ph_counter_result(ph_counter *c, ph_arena *arena, ph_result *result,
                            ph_error *err)
{
    count_works(c);
    result->total = c->total;
    for (size_t i = 0; i < c->entries.n; i++) {
        const entry *e = &c->entries.v[i];
        if (e->count &&
            !ph_facets_add(result, arena, c->query, e->facet, e->value, e->count))
            return ph_fail_memory(err);
    }
    return ph_facets_finish(result, arena, c->query, err);
}

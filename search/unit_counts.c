/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/facets.h"
#include "search/unit_counts.h"

const ph_unit_facet_row ph_unit_facets[PH_UNIT_FACETS] = {
    [PH_UNIT_KIND] = {"kind", PH_N("Kind"), PH_FACETS, PH_UNIT_KIND},
    [PH_UNIT_THEME] = {"theme", PH_N("Theme"), PH_FACET_THEME, PH_UNIT_THEME},
    [PH_UNIT_ADDRESSEE] = {"addressee", PH_N("Addressed to"), PH_FACET_STAKEHOLDER,
                           PH_UNIT_ADDRESSEE},
    [PH_UNIT_EVENT] = {"event", PH_N("Event"), PH_FACETS, PH_UNIT_EVENT},
    [PH_UNIT_YEAR] = {"year", PH_N("Year"), PH_FACET_YEAR, PH_UNIT_YEAR},
    [PH_UNIT_COUNTRY] = {"country", PH_N("Country"), PH_FACET_COUNTRY, PH_UNIT_COUNTRY},
    [PH_UNIT_REGION] = {"region", PH_N("Region"), PH_FACET_REGION, PH_UNIT_COUNTRY},
};

#define SLOTS_FIRST 256

/* A value that some unit has. */
typedef struct entry {
    ph_unit_facet_id facet;
    ph_str value, label;
    size_t chosen; /* how many choices it meets: a year may lie in several ranges */
    uint64_t count;
} entry;

struct ph_unit_counter {
    const ph_query *query;
    ph_arena *arena;
    PH_VEC(entry) entries;
    uint32_t *table; /* number of an entry + 1; open addressing */
    size_t slots;
    PH_VEC(uint32_t) here; /* the entries of the unit at hand */
    size_t
        wanted[PH_UNIT_FACETS];  /* by group: how many choices must be met; 0: none made */
    bool narrow[PH_UNIT_FACETS]; /* by group: choices are AND */
};

static const ph_strs *choices_of(const ph_query *q, ph_unit_facet_id facet)
{
    switch (facet) {
    case PH_UNIT_KIND: return &q->kinds;
    case PH_UNIT_ADDRESSEE: return &q->addressees;
    case PH_UNIT_EVENT: return &q->events;
    default: return &q->choices[ph_unit_facets[facet].facet];
    }
}

bool ph_unit_kind_usual(ph_kind kind)
{
    return kind == PH_RECOMMENDATION || kind == PH_CONCLUSION || kind == PH_COMMITMENT;
}

bool ph_unit_kind_wanted(const ph_query *q, ph_kind kind)
{
    bool all = ph_strs_has(&q->kinds, PH_STR("lesson")) ||
               ph_strs_has(&q->kinds, PH_STR("result"));
    return all ? ph_kind_is_unit(kind) : ph_unit_kind_usual(kind);
}

ph_unit_counter *ph_unit_counter_new(ph_arena *arena, const ph_query *query)
{
    ph_unit_counter *c = PH_NEW(arena, ph_unit_counter);
    if (!c)
        return NULL;
    *c = (ph_unit_counter){.query = query, .arena = arena, .slots = SLOTS_FIRST};
    c->table = ph_alloc(arena, c->slots * sizeof *c->table);
    for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS; f++) {
        const ph_unit_facet_row *row = &ph_unit_facets[f];
        c->wanted[row->group] += choices_of(query, f)->n;
        c->narrow[row->group] |= row->facet != PH_FACETS &&
                                 row->facet != PH_FACET_STAKEHOLDER &&
                                 query->all[row->facet];
    }
    for (ph_unit_facet_id g = 0; g < PH_UNIT_FACETS; g++)
        if (!c->narrow[g] && c->wanted[g])
            c->wanted[g] = 1;
    return c->table ? c : NULL;
}

/* --- values ---------------------------------------------------------------------------------------- */

static size_t choices_met(const ph_query *q, ph_unit_facet_id facet, ph_str value)
{
    const ph_strs *choices = choices_of(q, facet);
    size_t n = 0;
    for (size_t i = 0; i < choices->n; i++)
        n += facet == PH_UNIT_YEAR ? ph_year_in(choices->v[i], value)
                                   : ph_eq(choices->v[i], value);
    return n;
}

static size_t hash_of(ph_unit_facet_id facet, ph_str value)
{
    return (size_t)ph_hash(value.s, value.n, PH_HASH_SEED + facet);
}

static bool grow(ph_unit_counter *c)
{
    size_t slots = c->slots * 2;
    uint32_t *table = ph_alloc(c->arena, slots * sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < c->entries.n; i++) {
        size_t j = hash_of(c->entries.v[i].facet, c->entries.v[i].value) & (slots - 1);
        while (table[j])
            j = (j + 1) & (slots - 1);
        table[j] = (uint32_t)i + 1;
    }
    c->table = table;
    c->slots = slots;
    return true;
}

/* The entry of a value, made if there is none; NULL: no memory. */
static entry *find(ph_unit_counter *c, ph_unit_facet_id facet, ph_str value, ph_str label)
{
    size_t i = hash_of(facet, value) & (c->slots - 1);
    for (; c->table[i]; i = (i + 1) & (c->slots - 1)) {
        entry *e = &c->entries.v[c->table[i] - 1];
        if (e->facet != facet || !ph_eq(e->value, value))
            continue;
        if (label.n && ph_cmp(label, e->label) < 0) /* whichever document came first */
            e->label = ph_dup(c->arena, label);
        return e->label.s || !label.n ? e : NULL;
    }
    entry *e = PH_PUSH(c->arena, &c->entries);
    if (!e)
        return NULL;
    *e = (entry){facet, ph_dup(c->arena, value), ph_dup(c->arena, label),
                 choices_met(c->query, facet, value), 0};
    c->table[i] = (uint32_t)c->entries.n;
    size_t at = c->entries.n - 1;
    if (!e->value.s || (label.n && !e->label.s) ||
        (c->entries.n * 2 > c->slots && !grow(c)))
        return NULL;
    return &c->entries.v[at];
}

/* --- counting -------------------------------------------------------------------------------------- */

static bool has(ph_unit_counter *c, ph_unit_facet_id facet, ph_str value, ph_str label,
                size_t met[PH_UNIT_FACETS])
{
    if (!value.n)
        return true;
    entry *e = find(c, facet, value, label);
    uint32_t *here = e ? PH_PUSH(c->arena, &c->here) : NULL;
    if (!here)
        return false;
    *here = (uint32_t)(e - c->entries.v);
    met[ph_unit_facets[facet].group] += e->chosen;
    return true;
}

/* The values of a unit into c->here and, by group, how many choices they meet.  A passage's
 * themes are inferred. */
static bool read_values(ph_unit_counter *c, const ph_unit_document *d, const ph_unit *unit,
                        size_t met[PH_UNIT_FACETS])
{
    c->here.n = 0;
    bool ok = has(c, PH_UNIT_KIND, ph_cstr(ph_kind_name(unit->kind)), PH_ABSENT, met) &&
              has(c, PH_UNIT_EVENT, d->event, d->event_label, met);
    for (size_t i = 0; i < unit->themes.n && ok && !c->query->asserted; i++)
        ok = has(c, PH_UNIT_THEME, unit->themes.v[i], PH_ABSENT, met);
    for (size_t i = 0; i < unit->addressee.n && ok; i++)
        ok = has(c, PH_UNIT_ADDRESSEE, unit->addressee.v[i], PH_ABSENT, met);
    for (size_t i = 0; i < d->facets.n && ok; i++) {
        const ph_unit_facet *f = &d->facets.v[i];
        ph_unit_facet_id id = f->facet == PH_FACET_COUNTRY  ? PH_UNIT_COUNTRY
                              : f->facet == PH_FACET_REGION ? PH_UNIT_REGION
                                                            : PH_UNIT_YEAR;
        if (!c->query->asserted || f->from == PH_ASSERTED)
            ok = has(c, id, f->value, PH_ABSENT, met);
    }
    return ok;
}

bool ph_unit_count(ph_unit_counter *c, const ph_unit_document *d, const ph_unit *unit,
                   bool *chosen)
{
    size_t met[PH_UNIT_FACETS] = {0};
    unsigned failed = 0;
    ph_unit_facet_id where = PH_UNIT_FACETS;
    *chosen = false;
    if (!read_values(c, d, unit, met))
        return false;
    for (ph_unit_facet_id g = 0; g < PH_UNIT_FACETS; g++)
        if (met[g] < c->wanted[g]) {
            failed++;
            where = g;
        }
    *chosen = failed == 0;
    if (failed > 1 || (failed == 1 && c->narrow[where]))
        return true;
    for (size_t i = 0; i < c->here.n; i++) {
        entry *e = &c->entries.v[c->here.v[i]];
        e->count += failed == 0 || ph_unit_facets[e->facet].group == where;
    }
    return true;
}

/* --- the result ------------------------------------------------------------------------------------ */

bool ph_unit_counts(const ph_unit_counter *c, ph_arena *arena, ph_units_result *result)
{
    for (size_t i = 0; i < c->entries.n; i++) {
        const entry *e = &c->entries.v[i];
        if (!e->count && !e->chosen)
            continue;
        ph_facet_value *v = PH_PUSH(arena, &result->facets[e->facet]);
        if (!v)
            return false;
        *v = (ph_facet_value){ph_dup(arena, e->value), ph_dup(arena, e->label), e->count,
                              e->chosen > 0};
        if (!v->value.s || (e->label.n && !v->label.s))
            return false;
    }
    for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS; f++)
        if (!ph_facet_counts_finish(&result->facets[f], choices_of(c->query, f),
                                    f == PH_UNIT_YEAR, arena))
            return false;
    return true;
}

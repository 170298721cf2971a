/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts pairs of values over documents.  Editions of one work count once: a pair counts if no
 * earlier edition of the work had both values, so each edition's values are kept.
 */
#include "config.h"

#include <string.h>

#include "search/facets.h"
#include "search/matrix.h"

/* The values of one facet, numbered as they come; 0 stands for any or none of them. */
typedef struct axis {
    ph_facet facet;
    ph_strs values;
    uint32_t *table; /* a value's number; open addressing */
    size_t slots;    /* a power of two */
} axis;

typedef PH_VEC(uint32_t) numbers;

/* What a document that was counted has. */
typedef struct edition {
    const struct edition *before;
    size_t rows, columns; /* how many */
    uint32_t values[];    /* rows, then columns */
} edition;

typedef struct work {
    uint64_t number; /* 0: a free slot */
    const edition *last;
} work;

typedef PH_VEC(uint64_t) counts;

struct ph_pairs {
    ph_arena *arena;
    axis rows, columns;
    bool asserted;
    PH_VEC(counts) cells; /* by row, then by column; short where nothing was counted */
    numbers here_rows, here_columns; /* of the document at hand */
    work *works;
    size_t slots, used;
};

static bool axis_new(ph_arena *arena, axis *a, ph_facet facet, size_t slots)
{
    *a = (axis){.facet = facet, .slots = slots};
    a->table = ph_alloc(arena, slots * sizeof *a->table);
    return a->table && ph_strs_add(arena, &a->values, PH_STR(""));
}

ph_pairs *ph_pairs_new(ph_arena *arena, ph_facet rows, ph_facet columns, bool asserted)
{
    ph_pairs *p = PH_NEW(arena, ph_pairs);
    if (!p)
        return NULL;
    p->arena = arena;
    p->asserted = asserted;
    p->slots = 1024;
    p->works = ph_alloc(arena, p->slots * sizeof *p->works);
    bool ok = p->works && axis_new(arena, &p->rows, rows, 512) &&
              axis_new(arena, &p->columns, columns, 512);
    return ok ? p : NULL;
}

/* --- tables ----------------------------------------------------------------------------- */

static size_t slot_of(const axis *a, ph_str value)
{
    size_t i = (size_t)ph_hash(value.s, value.n, PH_HASH_SEED) & (a->slots - 1);
    while (a->table[i] && !ph_eq(a->values.v[a->table[i]], value))
        i = (i + 1) & (a->slots - 1);
    return i;
}

static bool axis_grow(ph_arena *arena, axis *a)
{
    a->slots *= 2;
    a->table = ph_alloc(arena, a->slots * sizeof *a->table);
    for (uint32_t i = 1; a->table && i < a->values.n; i++)
        a->table[slot_of(a, a->values.v[i])] = i;
    return a->table != NULL;
}

/* A value's number; 0: no memory. */
static uint32_t number_of(ph_arena *arena, axis *a, ph_str value)
{
    size_t i = slot_of(a, value);
    if (a->table[i])
        return a->table[i];
    if (!ph_strs_dup(arena, &a->values, value))
        return 0;
    uint32_t number = (uint32_t)a->values.n - 1;
    a->table[i] = number;
    return a->values.n * 2 < a->slots || axis_grow(arena, a) ? number : 0;
}

static work *work_slot(work *works, size_t slots, uint64_t number)
{
    size_t i = (size_t)(number ^ number >> 32) & (slots - 1);
    while (works[i].number && works[i].number != number)
        i = (i + 1) & (slots - 1);
    return &works[i];
}

/* The work's place, made if it is new; NULL: no memory. */
static work *find_work(ph_pairs *p, uint64_t number)
{
    if (p->used * 2 >= p->slots) {
        work *works = ph_alloc(p->arena, p->slots * 2 * sizeof *works);
        if (!works)
            return NULL;
        for (size_t i = 0; i < p->slots; i++)
            if (p->works[i].number)
                *work_slot(works, p->slots * 2, p->works[i].number) = p->works[i];
        p->works = works;
        p->slots *= 2;
    }
    work *w = work_slot(p->works, p->slots, number);
    p->used += w->number == 0;
    w->number = number;
    return w;
}

/* --- counting --------------------------------------------------------------------------- */

static bool push(ph_arena *arena, numbers *list, uint32_t number)
{
    uint32_t *slot = PH_PUSH(arena, list);
    if (slot)
        *slot = number;
    return slot != NULL;
}

/* The document's values, "any" first. */
static ph_status read_values(ph_pairs *p, ph_str packed, ph_error *err)
{
    ph_packed_facet v;
    int more;
    p->here_rows.n = p->here_columns.n = 0;
    if (!push(p->arena, &p->here_rows, 0) || !push(p->arena, &p->here_columns, 0))
        return ph_fail_memory(err);
    for (size_t at = PH_FACETS_HEAD; (more = ph_facets_unpack(packed, &at, &v)) > 0;) {
        bool row = v.facet == p->rows.facet, column = v.facet == p->columns.facet;
        if ((!row && !column) || (p->asserted && v.from != PH_ASSERTED))
            continue;
        uint32_t number = number_of(p->arena, row ? &p->rows : &p->columns, v.value);
        if (!number || !push(p->arena, row ? &p->here_rows : &p->here_columns, number))
            return ph_fail_memory(err);
    }
    return more ? ph_facets_damaged(err) : PH_OK;
}

static bool has(const uint32_t *list, size_t n, uint32_t number)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == number)
            return true;
    return false;
}

static bool had_both(const edition *e, uint32_t row, uint32_t column)
{
    for (; e; e = e->before)
        if (has(e->values, e->rows, row) && has(e->values + e->rows, e->columns, column))
            return true;
    return false;
}

static bool count(ph_pairs *p, uint32_t row, uint32_t column)
{
    while (p->cells.n <= row) {
        const counts *added = PH_PUSH(p->arena, &p->cells);
        if (!added)
            return false;
    }
    counts *line = &p->cells.v[row];
    while (line->n <= column) {
        const uint64_t *added = PH_PUSH(p->arena, line);
        if (!added)
            return false;
    }
    line->v[column]++;
    return true;
}

static bool keep_edition(ph_pairs *p, work *w)
{
    size_t n = p->here_rows.n, m = p->here_columns.n;
    edition *e = ph_alloc(p->arena, sizeof *e + (n + m) * sizeof *e->values);
    if (!e)
        return false;
    e->before = w->last;
    e->rows = n;
    e->columns = m;
    memcpy(e->values, p->here_rows.v, n * sizeof *e->values);
    memcpy(e->values + n, p->here_columns.v, m * sizeof *e->values);
    w->last = e;
    return true;
}

ph_status ph_pairs_add(ph_pairs *p, ph_str packed, ph_error *err)
{
    uint64_t number = 0;
    if (packed.n >= sizeof number)
        memcpy(&number, packed.s, sizeof number);
    if (!number)
        return ph_facets_damaged(err);
    ph_status status = read_values(p, packed, err);
    if (status)
        return status;
    work *w = find_work(p, number);
    for (size_t i = 0; w && i < p->here_rows.n; i++)
        for (size_t j = 0; j < p->here_columns.n; j++)
            if (!had_both(w->last, p->here_rows.v[i], p->here_columns.v[j]) &&
                !count(p, p->here_rows.v[i], p->here_columns.v[j]))
                return ph_fail_memory(err);
    return w && keep_edition(p, w) ? PH_OK : ph_fail_memory(err);
}

/* --- the result ------------------------------------------------------------------------- */

static uint64_t counted(const ph_pairs *p, size_t row, size_t column)
{
    if (row >= p->cells.n || column >= p->cells.v[row].n)
        return 0;
    return p->cells.v[row].v[column];
}

bool ph_pairs_matrix(const ph_pairs *p, ph_arena *arena, ph_matrix *m)
{
    size_t rows = p->rows.values.n - 1, columns = p->columns.values.n - 1;
    *m = (ph_matrix){.total = counted(p, 0, 0)};
    m->cells = ph_alloc(arena, (rows * columns + 1) * sizeof *m->cells);
    bool ok = m->cells != NULL;
    for (size_t i = 1; i <= rows && ok; i++) {
        ph_matrix_line *line = PH_PUSH(arena, &m->rows);
        ok = line != NULL;
        if (ok)
            *line = (ph_matrix_line){p->rows.values.v[i], counted(p, i, 0)};
        for (size_t j = 1; j <= columns && ok; j++)
            m->cells[(i - 1) * columns + j - 1] = counted(p, i, j);
    }
    for (size_t j = 1; j <= columns && ok; j++) {
        ph_matrix_line *line = PH_PUSH(arena, &m->columns);
        ok = line != NULL;
        if (ok)
            *line = (ph_matrix_line){p->columns.values.v[j], counted(p, 0, j)};
    }
    return ok;
}

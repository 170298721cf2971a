/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which documents a matrix counts, and which of its lines are told. */
#include "config.h"

#include <stdlib.h>

#include "search/match_private.h"
#include "search/matrix.h"

/* --- the pass --------------------------------------------------------------------------- */

typedef struct matrix_unit {
    ph_search_unit u;
    ph_facet rows, columns;
    ph_matrix counted;
} matrix_unit;

static ph_status add_one(void *pairs, ph_str value, ph_error *err)
{
    return ph_pairs_add(pairs, value, err);
}

static xapian_status count_pairs(const ph_reader *r, matrix_unit *m, ph_status *status,
                                 ph_error *err, xapian_error *why)
{
    const ph_search_unit *u = &m->u;
    ph_pairs *pairs = ph_pairs_new(u->arena, m->rows, m->columns, u->query->asserted);
    xapian_status got = XAPIAN_OK;
    if (pairs)
        got = ph_each_value(r, u->ranked, PH_SLOT_FACETS, add_one, pairs, status, err, why);
    if (!pairs || (!got && !*status && !ph_pairs_matrix(pairs, u->arena, &m->counted)))
        *status = ph_fail_memory(err);
    return got;
}

static xapian_status count(ph_reader *r, void *user, ph_status *status, ph_error *err,
                           xapian_error *why)
{
    matrix_unit *m = user;
    xapian_status got = ph_prepare(r, &m->u, status, err, why);
    if (!got && !*status)
        got = count_pairs(r, m, status, err, why);
    ph_plan_free(&m->u.plan);
    return got;
}

/* --- which lines ------------------------------------------------------------------------ */

/* Whether a value of the facet is chosen, or lies below one that is. */
static bool is_chosen(const ph_query *q, ph_facet facet, ph_str value)
{
    if (ph_strs_has(&q->choices[facet], value))
        return true;
    if (facet == PH_FACET_COUNTRY) {
        ph_str regions[8];
        size_t n = ph_country_regions(value, regions, 8);
        for (size_t i = 0; i < n; i++)
            if (ph_strs_has(&q->choices[PH_FACET_REGION], regions[i]))
                return true;
        return false;
    }
    const char *scheme = ph_facets[facet].scheme;
    const ph_concept *c = scheme ? ph_vocabulary_find(q->vocabulary, scheme, value) : NULL;
    return c && c->broader.n && is_chosen(q, facet, c->broader);
}

static bool any_chosen(const ph_query *q, ph_facet facet)
{
    size_t n = 0;
    for (ph_facet f = 0; f < PH_FACETS; f++)
        n += ph_facets[f].group == ph_facets[facet].group ? q->choices[f].n : 0;
    return n > 0;
}

/* A line that is told, and where it was counted; PH_NOWHERE: chosen, and nobody has it. */
typedef struct told {
    ph_matrix_line line;
    size_t at;
} told;

typedef PH_VEC(told) told_lines;

#define PH_NOWHERE SIZE_MAX

static int by_value(const void *a, const void *b)
{
    return ph_cmp(((const told *)a)->line.value, ((const told *)b)->line.value);
}

static bool add_line(ph_arena *arena, told_lines *list, ph_matrix_line line, size_t at)
{
    told *t = PH_PUSH(arena, list);
    if (t)
        *t = (told){line, at};
    return t != NULL;
}

static bool choose_lines(const ph_query *q, ph_facet facet, const ph_matrix_line *lines,
                         size_t n, told_lines *list)
{
    bool all = !any_chosen(q, facet);
    const ph_strs *choices = &q->choices[facet];
    for (size_t i = 0; i < n; i++)
        if ((all || is_chosen(q, facet, lines[i].value)) &&
            !add_line(q->arena, list, lines[i], i))
            return false;
    for (size_t c = 0; c < choices->n; c++) {
        bool there = false;
        for (size_t i = 0; i < n; i++)
            there |= ph_eq(lines[i].value, choices->v[c]);
        if (!there &&
            !add_line(q->arena, list, (ph_matrix_line){choices->v[c], 0}, PH_NOWHERE))
            return false;
    }
    if (list->n)
        qsort(list->v, list->n, sizeof *list->v, by_value);
    return true;
}

static bool tell(const ph_query *q, ph_facet rows, ph_facet columns, const ph_matrix *from,
                 ph_arena *arena, ph_matrix *to)
{
    told_lines r = {0}, c = {0};
    *to = (ph_matrix){.total = from->total};
    if (!choose_lines(q, rows, from->rows.v, from->rows.n, &r) ||
        !choose_lines(q, columns, from->columns.v, from->columns.n, &c) ||
        !(to->cells = ph_alloc(arena, (r.n * c.n + 1) * sizeof *to->cells)))
        return false;
    for (size_t i = 0; i < c.n; i++) {
        ph_matrix_line *line = PH_PUSH(arena, &to->columns);
        if (!line)
            return false;
        *line = c.v[i].line;
    }
    for (size_t i = 0; i < r.n; i++) {
        ph_matrix_line *line = PH_PUSH(arena, &to->rows);
        if (!line)
            return false;
        *line = r.v[i].line;
        for (size_t j = 0; j < c.n; j++)
            if (r.v[i].at != PH_NOWHERE && c.v[j].at != PH_NOWHERE)
                to->cells[i * c.n + j] =
                    from->cells[r.v[i].at * from->columns.n + c.v[j].at];
    }
    return true;
}

/* --- all of it -------------------------------------------------------------------------- */

ph_status ph_matrix_count(ph_reader *reader, const ph_query *query, ph_facet rows,
                          ph_facet columns, ph_arena *arena, ph_matrix *matrix,
                          ph_error *err)
{
    ph_query wide = *query;
    ph_node *tree;
    ph_result unused = {0};
    for (ph_facet f = 0; f < PH_FACETS; f++)
        if (ph_facets[f].group == ph_facets[rows].group ||
            ph_facets[f].group == ph_facets[columns].group) {
            wide.choices[f] = (ph_strs){0};
            wide.all[f] = false;
        }
    ph_status status = ph_query_parse(arena, reader->vocabulary, wide.q, &tree, err);
    if (status)
        return status;
    matrix_unit m = {.u = {.query = &wide, .arena = arena, .result = &unused, .tree = tree},
                     .rows = rows,
                     .columns = columns};
    status = ph_reader_run(reader, count, &m, err);
    if (status == PH_OK && !tell(query, rows, columns, &m.counted, arena, matrix))
        status = ph_fail_memory(err);
    return status;
}

static size_t find(const ph_matrix_line *lines, size_t n, ph_str value)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ph_cmp(lines[middle].value, value);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return n;
}

uint64_t ph_matrix_cell(const ph_matrix *m, ph_str row, ph_str column)
{
    size_t r = find(m->rows.v, m->rows.n, row);
    size_t c = find(m->columns.v, m->columns.n, column);
    return r < m->rows.n && c < m->columns.n ? m->cells[r * m->columns.n + c] : 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order in which a page is read.  Pieces that stand side by side make a band.  Bands below
 * each other make a group as long as one white gutter runs through all of them (columns, a
 * table) or none of them has one (a title, lines of one column).  The columns of a group are
 * read one after the other, each by the same rule; the cells of a table row by row.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/pdf_page.h"
#include "search/text.h"

#define GUTTER 0.7  /* the least width, in sizes of the letters */
#define SHRINK 0.25 /* of a letter's box above and below, so that lines do not touch */
#define DEPTH 6     /* columns in columns */
#define COLUMNS 32  /* of a table */
#define CELL_CHARACTERS 14 /* columns of text have longer lines than a table's cells */
#define BESIDE 4           /* fewer pieces side by side are a line with gaps */
#define ROWS_FILLED 60     /* per cent of a table's lines with two cells or more */
#define MARK_CHARACTERS 6  /* "(iii)" */
#define MARK_GAP 4.0       /* between it and its text */
#define TAIL_GAP 0.6       /* above what stands below columns and belongs to none */
#define TAIL_BANDS 2

typedef struct span {
    double from, to;
} span;

typedef struct spans {
    span *v; /* in order, apart from each other */
    size_t n, cap;
} spans;

typedef struct band {
    size_t from, to; /* its pieces, from the left */
    double top, bottom;
} band;

typedef PH_VEC(band) bands;

typedef struct order {
    ph_arena *arena;
    ph_pdf_pieces out;
    double gutter;
    unsigned *column;
    bool failed;
} order;

/* --- intervals ---------------------------------------------------------------------------- */

/* Adds an interval; what is nearer than a gutter grows together. */
static bool cover(order *o, spans *s, span new)
{
    size_t i = 0;
    while (i < s->n && s->v[i].to + o->gutter <= new.from)
        i++;
    size_t j = i;
    while (j < s->n && s->v[j].from < new.to + o->gutter) {
        new.from = s->v[j].from < new.from ? s->v[j].from : new.from;
        new.to = s->v[j].to > new.to ? s->v[j].to : new.to;
        j++;
    }
    span *room = i == j ? PH_PUSH(o->arena, s) : s->v;
    if (!room) {
        o->failed = true;
        return false;
    }
    size_t behind = (i == j ? s->n - 1 : s->n) - j;
    memmove(&s->v[i + 1], &s->v[j], behind * sizeof *s->v);
    s->v[i] = new;
    s->n = i + 1 + behind;
    return true;
}

static bool cover_band(order *o, spans *s, const ph_pdf_piece *v, const band *b)
{
    bool ok = true;
    for (size_t i = b->from; i < b->to && ok; i++)
        ok = cover(o, s, (span){v[i].left, v[i].right});
    return ok;
}

static bool copy_spans(order *o, spans *to, const spans *from)
{
    to->n = 0;
    for (size_t i = 0; i < from->n; i++) {
        span *s = PH_PUSH(o->arena, to);
        if (!s) {
            o->failed = true;
            return false;
        }
        *s = from->v[i];
    }
    return true;
}

/* --- bands -------------------------------------------------------------------------------- */

static double height(const ph_pdf_piece *p)
{
    return p->bottom - p->top;
}

static int by_top(const void *a, const void *b)
{
    const ph_pdf_piece *x = a, *y = b;
    double d = x->top + x->bottom - y->top - y->bottom;
    return d < 0 ? -1 : d > 0 ? 1 : x->left < y->left ? -1 : x->left > y->left;
}

static int by_left(const void *a, const void *b)
{
    const ph_pdf_piece *x = a, *y = b;
    return x->left < y->left ? -1 : x->left > y->left ? 1 : by_top(a, b);
}

static bool find_bands(order *o, ph_pdf_piece *v, size_t n, bands *all)
{
    qsort(v, n, sizeof *v, by_top);
    for (size_t i = 0; i < n; i++) {
        double top = v[i].top + SHRINK * height(&v[i]);
        double bottom = v[i].bottom - SHRINK * height(&v[i]);
        band *b = all->n ? &all->v[all->n - 1] : NULL;
        if (!b || top >= b->bottom) {
            b = PH_PUSH(o->arena, all);
            if (!b)
                return false;
            *b = (band){i, i, top, bottom};
        }
        b->to = i + 1;
        b->bottom = bottom > b->bottom ? bottom : b->bottom;
    }
    for (size_t i = 0; i < all->n; i++)
        qsort(v + all->v[i].from, all->v[i].to - all->v[i].from, sizeof *v, by_left);
    return true;
}

/* --- lines -------------------------------------------------------------------------------- */

static bool same_line(const ph_pdf_piece *a, const ph_pdf_piece *b)
{
    double middle = (b->top + b->bottom) / 2;
    return middle > a->top + SHRINK * height(a) && middle < a->bottom - SHRINK * height(a);
}

static void widen(ph_pdf_piece *a, const ph_pdf_piece *b)
{
    bool longer = b->characters > a->characters;
    a->size = longer ? b->size : a->size;
    a->bold = a->bold && (b->bold || b->characters < 2);
    a->glued = b->glued;
    a->characters += b->characters;
    a->left = b->left < a->left ? b->left : a->left;
    a->right = b->right > a->right ? b->right : a->right;
    if (longer) { /* the place of a line is that of its text, not of its mark */
        a->top = b->top;
        a->bottom = b->bottom;
    }
}

static bool join(order *o, ph_pdf_piece *a, const ph_pdf_piece *b, const char *between)
{
    a->text = ph_dupf(o->arena, "%.*s%s%.*s", PH_FMT(a->text), between, PH_FMT(b->text));
    widen(a, b);
    o->failed = o->failed || !a->text.s;
    return !o->failed;
}

/* A bullet or a number belongs to the text on its right, however wide the gap.  Returns how
 * many pieces are left. */
static size_t join_marks(order *o, ph_pdf_piece *v, size_t n)
{
    size_t kept = 0;
    bands all = {0};
    if (!find_bands(o, v, n, &all))
        o->failed = true;
    for (size_t i = 0; i < n && !o->failed; i++) {
        ph_pdf_piece *p = kept ? &v[kept - 1] : NULL;
        double gap = p ? v[i].left - p->right : 0;
        bool mark = false;
        if (p && p->characters <= MARK_CHARACTERS && gap < MARK_GAP * v[i].size / 10.0 &&
            gap > -1 && same_line(&v[i], p)) {
            ph_str probe = ph_dupf(o->arena, "%.*s x", PH_FMT(p->text));
            mark = probe.s && ph_line_mark(probe).n == probe.n - 1;
        }
        if (mark) {
            bool bold = v[i].bold;
            join(o, p, &v[i], " ");
            p->bold = bold;
        } else
            v[kept++] = v[i];
    }
    return kept;
}

static bool put(order *o, const ph_pdf_piece *p)
{
    ph_pdf_piece *slot = PH_PUSH(o->arena, &o->out);
    if (!slot) {
        o->failed = true;
        return false;
    }
    *slot = *p;
    slot->column = *o->column;
    return true;
}

/* Bands of one column, a line for what stands side by side. */
static bool put_lines(order *o, const ph_pdf_piece *v, size_t n)
{
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) {
        ph_pdf_piece *last = i ? &o->out.v[o->out.n - 1] : NULL;
        ok = last && same_line(last, &v[i]) && v[i].left >= last->left
                 ? join(o, last, &v[i], v[i].left - last->right > 0.5 ? " " : "")
                 : put(o, &v[i]);
    }
    return ok;
}

/* From out.v[from] on, all is one column. */
static void end_column(order *o, size_t from)
{
    double edge = 0, end = 0;
    for (size_t i = from; i < o->out.n; i++) {
        const ph_pdf_piece *p = &o->out.v[i];
        edge = i == from || p->left < edge ? p->left : edge;
        end = i == from || p->right > end ? p->right : end;
    }
    for (size_t i = from; i < o->out.n; i++) {
        o->out.v[i].edge = edge;
        o->out.v[i].end = end;
    }
    ++*o->column;
}

/* --- tables ------------------------------------------------------------------------------- */

static size_t column_of(const spans *columns, const ph_pdf_piece *p)
{
    size_t i = 0;
    while (i + 1 < columns->n && columns->v[i + 1].from <= p->left + 0.01)
        i++;
    return i;
}

/* True if the columns of a group are a table's: most lines have several cells, and one column
 * at least has short ones. */
static bool is_table(const spans *columns, const ph_pdf_piece *v, const bands *all,
                     size_t from, size_t to)
{
    size_t filled = 0, characters[COLUMNS] = {0}, cells[COLUMNS] = {0};
    bool narrow = columns->n > 3;
    if (columns->n > COLUMNS)
        return false;
    for (size_t b = from; b < to; b++) {
        filled += all->v[b].to - all->v[b].from > 1;
        for (size_t i = all->v[b].from; i < all->v[b].to; i++) {
            size_t c = column_of(columns, &v[i]);
            characters[c] += v[i].characters;
            cells[c]++;
        }
    }
    for (size_t c = 0; c < columns->n; c++)
        narrow = narrow || characters[c] < CELL_CHARACTERS * cells[c];
    return narrow && filled >= 2 && filled * 100 >= (to - from) * ROWS_FILLED;
}

/* A row for each band, " | " between cells.  What stands alone, tightly below a cell, is more of
 * it. */
static bool put_rows(order *o, const spans *columns, const ph_pdf_piece *v,
                     const bands *all, size_t from, size_t to)
{
    bool ok = true;
    for (size_t b = from; b < to && ok; b++) {
        const band *row = &all->v[b];
        const ph_pdf_piece *first = &v[row->from];
        ph_pdf_piece *above = b > from ? &o->out.v[o->out.n - 1] : NULL;
        if (above && above->row && row->to - row->from == 1 && column_of(columns, first) &&
            row->top - row[-1].bottom < 2 * SHRINK * height(first)) {
            ok = join(o, above, first, " ");
            continue;
        }
        ok = put(o, first);
        for (size_t i = row->from + 1; i < row->to && ok; i++)
            ok = join(o, &o->out.v[o->out.n - 1], &v[i], " | ");
        if (ok)
            o->out.v[o->out.n - 1].row = row->to - row->from > 1;
    }
    return ok;
}

/* --- groups ------------------------------------------------------------------------------- */

static bool order_pieces(order *o, ph_pdf_piece *v, size_t n, unsigned depth);

/* Columns one after the other. */
static bool put_columns(order *o, const spans *columns, ph_pdf_piece *v, size_t n,
                        unsigned depth)
{
    ph_pdf_piece *part = ph_alloc(o->arena, n * sizeof *part);
    bool ok = part != NULL;
    o->failed = o->failed || !ok;
    for (size_t c = 0; c < columns->n && ok; c++) {
        size_t k = 0;
        for (size_t i = 0; i < n; i++)
            if (column_of(columns, &v[i]) == c)
                part[k++] = v[i];
        ok = order_pieces(o, part, k, depth + 1);
    }
    return ok;
}

static bool put_group(order *o, ph_pdf_piece *v, const bands *all, size_t from, size_t to,
                      unsigned depth)
{
    spans columns = {0};
    bool ok = true;
    size_t first = all->v[from].from, n = all->v[to - 1].to - first, start = o->out.n;
    size_t beside = 0; /* pieces that stand beside others */
    for (size_t b = from; b < to && ok; b++) {
        size_t pieces = all->v[b].to - all->v[b].from;
        ok = cover_band(o, &columns, v, &all->v[b]);
        beside += pieces > 1 ? pieces : 0;
    }
    if (!ok)
        return false;
    if (columns.n > 1 && is_table(&columns, v, all, from, to))
        ok = put_rows(o, &columns, v, all, from, to);
    else if (columns.n > 1 && depth < DEPTH && beside >= BESIDE)
        return put_columns(o, &columns, v + first, n, depth);
    else
        ok = put_lines(o, v + first, n);
    end_column(o, start);
    return ok;
}

/* How many bands at the end of a group of columns belong to none: a heading below them. */
static size_t tail_of(const ph_pdf_piece *v, const bands *all, size_t from, size_t to)
{
    for (size_t n = 1; n <= TAIL_BANDS && from + n < to; n++) {
        const band *b = &all->v[to - n];
        if (b->to - b->from > 1)
            return 0;
        if (b->top - b[-1].bottom > (TAIL_GAP + 2 * SHRINK) * v[b->from].size / 10.0 * 1.2)
            return n;
    }
    return 0;
}

static bool order_pieces(order *o, ph_pdf_piece *v, size_t n, unsigned depth)
{
    bands all = {0};
    spans group = {0}, both = {0};
    size_t from = 0;
    bool ok = find_bands(o, v, n, &all);
    o->failed = o->failed || !ok;
    for (size_t b = 0; b < all.n && ok; b++) {
        spans one = {0};
        ok = cover_band(o, &one, v, &all.v[b]) && copy_spans(o, &both, &group) &&
             cover_band(o, &both, v, &all.v[b]);
        bool fits = both.n > 1 || (group.n <= 1 && one.n <= 1);
        if (b > from && !fits && ok) {
            size_t tail = group.n > 1 ? tail_of(v, &all, from, b) : 0;
            ok = put_group(o, v, &all, from, b - tail, depth);
            from = b - tail;
            group.n = 0;
            for (size_t i = from; i <= b && ok; i++)
                ok = cover_band(o, &group, v, &all.v[i]);
        } else if (ok)
            ok = copy_spans(o, &group, &both);
    }
    return ok && (!all.n || put_group(o, v, &all, from, all.n, depth));
}

/* --- a page ------------------------------------------------------------------------------- */

/* The size of most letters. */
static double common_size(const ph_pdf_piece *v, size_t n)
{
    size_t letters[256] = {0}, best = 0;
    for (size_t i = 0; i < n; i++) {
        size_t slot = v[i].size / 5 < 256 ? v[i].size / 5 : 255;
        letters[slot] += v[i].characters;
        best = letters[slot] > letters[best] ? slot : best;
    }
    return best ? (double)best / 2 : 10;
}

bool ph_pdf_order(ph_arena *arena, ph_pdf_pieces *pieces, size_t from, unsigned *column)
{
    ph_pdf_piece *v = pieces->v + from;
    size_t n = pieces->n - from, upright = 0;
    order o = {.arena = arena, .column = column};
    if (!n)
        return true;
    o.gutter = GUTTER * common_size(v, n);
    ph_pdf_piece *turned = ph_alloc(arena, n * sizeof *turned);
    if (!turned)
        return false;
    for (size_t i = 0; i < n; i++)
        if (v[i].upright)
            v[upright++] = v[i];
        else
            turned[i - upright] = v[i];
    size_t left = join_marks(&o, v, upright);
    bool ok = !o.failed && order_pieces(&o, v, left, 0);
    for (size_t i = 0; i < n - upright && ok; i++) {
        ok = put(&o, &turned[i]);
        if (ok)
            end_column(&o, o.out.n - 1);
    }
    for (size_t i = 0; i < o.out.n && ok; i++)
        v[i] = o.out.v[i];
    pieces->n = ok ? from + o.out.n : pieces->n;
    return ok;
}

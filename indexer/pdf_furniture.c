/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Running headers, footers and page numbers: what stands at the same height near the upper or
 * lower edge of several pages and says the same, its digits aside; and a number alone there.
 */
#include "config.h"

#include <stdlib.h>

#include <unicode/uchar.h>

#include "indexer/pdf_page.h"
#include "search/text.h"

#define MARGIN 0.14     /* of a page's height */
#define SAME_HEIGHT 4.0 /* points */
#define LARGE 1.2       /* times the common size: a title, not a running header */

/* A piece that may be furniture. */
typedef struct suspect {
    ph_pdf_piece *piece;
    ph_str key; /* its text, each number as '#' */
    double place;
} suspect;

typedef PH_VEC(suspect) suspects;

static ph_str key_of(ph_arena *arena, ph_str text)
{
    ph_buf buf = {0};
    bool number = false;
    for (size_t i = 0; i < text.n;) {
        int32_t c = ph_utf8_next(text, &i);
        if (!u_isdigit(c))
            ph_utf8_add(&buf, c);
        else if (!number)
            ph_buf_byte(&buf, '#');
        number = u_isdigit(c);
    }
    ph_str key = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return key;
}

static int by_key(const void *a, const void *b)
{
    const suspect *x = a, *y = b;
    int order = ph_cmp(x->key, y->key);
    if (order)
        return order;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* "7", "Page 3 of 7", "- 3 -", "xii" */
static bool is_number(ph_str text)
{
    uint64_t value;
    if (ph_is_page_number(text) || (text.n <= 5 && ph_roman(text)))
        return true;
    while (text.n && !(text.s[0] >= '0' && text.s[0] <= '9'))
        text = ph_sub(text, 1, text.n);
    return text.n <= 4 && ph_number(text, &value) && value > 0 && value < 2000;
}

/* The first and the last line of each page, by their place. */
static void find_edges(const ph_pdf_pieces *pieces, size_t from, size_t to, double *top,
                       double *bottom)
{
    *top = pieces->v[from].bottom;
    *bottom = pieces->v[from].top;
    for (size_t i = from; i < to; i++) {
        const ph_pdf_piece *p = &pieces->v[i];
        *top = p->bottom < *top ? p->bottom : *top;
        *bottom = p->top > *bottom ? p->top : *bottom;
    }
}

static unsigned common_size(const ph_pdf_pieces *pieces)
{
    size_t letters[256] = {0}, best = 0;
    for (size_t i = 0; i < pieces->n; i++) {
        size_t slot = pieces->v[i].size / 5 < 256 ? pieces->v[i].size / 5 : 255;
        letters[slot] += pieces->v[i].characters;
        best = letters[slot] > letters[best] ? slot : best;
    }
    return (unsigned)best * 5;
}

/* Suspects of one page; a number alone at its edge is no text for sure. */
static bool suspect_page(ph_arena *arena, ph_pdf_pieces *pieces, size_t from, size_t to,
                         double height, unsigned size, suspects *all)
{
    double top, bottom;
    find_edges(pieces, from, to, &top, &bottom);
    for (size_t i = from; i < to; i++) {
        ph_pdf_piece *p = &pieces->v[i];
        double middle = (p->top + p->bottom) / 2;
        bool low = p->top > height * (1 - MARGIN);
        if ((p->bottom > height * MARGIN && !low) || p->size > LARGE * size)
            continue;
        bool outer = middle < top || middle > bottom;
        for (size_t j = from; j < to && outer; j++) /* and nothing beside it */
            outer = j == i || pieces->v[j].bottom < middle || pieces->v[j].top > middle;
        if (outer && to - from > 1 && is_number(p->text)) {
            p->furniture = true;
            continue;
        }
        suspect *s = PH_PUSH(arena, all);
        if (!s)
            return false;
        *s = (suspect){p, key_of(arena, p->text), low ? middle - height : middle};
        if (!s->key.s)
            return false;
    }
    return true;
}

bool ph_pdf_furniture(ph_arena *arena, ph_pdf_pieces *pieces, const double *heights,
                      size_t pages)
{
    suspects all = {0};
    unsigned size = common_size(pieces);
    for (size_t from = 0, to; from < pieces->n; from = to) {
        unsigned page = pieces->v[from].page;
        for (to = from; to < pieces->n && pieces->v[to].page == page;)
            to++;
        if (page <= pages &&
            !suspect_page(arena, pieces, from, to, heights[page - 1], size, &all))
            return false;
    }
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_key);
    for (size_t i = 1; i < all.n; i++) {
        suspect *a = &all.v[i - 1], *b = &all.v[i];
        if (a->piece->page != b->piece->page && ph_eq(a->key, b->key) &&
            b->place - a->place < SAME_HEIGHT)
            a->piece->furniture = b->piece->furniture = true;
    }
    return true;
}

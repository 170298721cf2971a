/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces in reading order to lines: where paragraphs end, what is a footnote. */
#include "config.h"

#include <unicode/uchar.h>

#include "indexer/pdf_page.h"
#include "search/text.h"

#define PITCHES 80      /* classes of the distance between lines */
#define PITCH_STEP 0.05 /* of the size of the letters */
#define PITCH_SHARE 10  /* of all lines, one in so many must have a class */
#define WIDER 1.2       /* times the usual distance: a paragraph ends */
#define INDENTED 0.7    /* of the size: a first line */
#define SMALL 0.95      /* of the common size: a footnote's */
#define SAME_SIZE 5     /* tenths of a point */

typedef struct layout {
    double pitch;  /* the usual distance of two lines, in sizes of the letters */
    unsigned size; /* the common one */
} layout;

/* True if b stands below a in the same column, or nearly so. */
static bool is_below(const ph_pdf_piece *a, const ph_pdf_piece *b)
{
    return a->page == b->page && b->top > a->top && b->left < a->right &&
           b->right > a->left && a->upright && b->upright;
}

static double distance(const ph_pdf_piece *a, const ph_pdf_piece *b)
{
    return b->size ? (b->bottom - a->bottom) / (b->size / 10.0) : 0;
}

static bool same_size(const ph_pdf_piece *a, const ph_pdf_piece *b)
{
    unsigned x = a->size, y = b->size;
    return x > y ? x - y <= SAME_SIZE : y - x <= SAME_SIZE;
}

/* The smallest distance that is no exception. */
static layout measure(const ph_pdf_pieces *pieces)
{
    size_t pitches[PITCHES] = {0}, sizes[256] = {0}, all = 0, best = 0;
    layout l = {.pitch = 1.2};
    const ph_pdf_piece *last = NULL;
    for (size_t i = 0; i < pieces->n; i++) {
        const ph_pdf_piece *p = &pieces->v[i];
        if (p->furniture)
            continue;
        size_t slot = p->size / 5 < 256 ? p->size / 5 : 255;
        sizes[slot] += p->characters;
        best = sizes[slot] > sizes[best] ? slot : best;
        double d = last && is_below(last, p) && same_size(last, p) ? distance(last, p) : 0;
        if (d > 0.5 && d / PITCH_STEP < PITCHES) {
            pitches[(size_t)(d / PITCH_STEP)]++;
            all++;
        }
        last = p;
    }
    l.size = (unsigned)best * 5;
    for (size_t i = 0; i + 1 < PITCHES; i++)
        if (all && (pitches[i] + pitches[i + 1]) * PITCH_SHARE >= all) {
            l.pitch = ((double)i + 1) * PITCH_STEP;
            break;
        }
    return l;
}

/* How much room is left behind a line, in points. */
static double room(const ph_pdf_piece *p)
{
    return p->end - p->right;
}

static double first_word(const ph_pdf_piece *p)
{
    size_t n = 0;
    while (n < p->text.n && p->text.s[n] != ' ')
        n++;
    return p->text.n ? (p->right - p->left) * (double)n / (double)p->text.n : 0;
}

/* True if a paragraph ends between two lines of a page. */
static bool parts(const layout *l, const ph_pdf_piece *a, const ph_pdf_piece *b)
{
    double size = b->size / 10.0;
    if (a->row || b->row || !is_below(a, b) || !same_size(a, b) ||
        distance(a, b) > l->pitch * WIDER)
        return true;
    bool ended = room(a) > first_word(b) + size / 2 || ph_ends_sentence(a->text);
    if (a->bold != b->bold && ended)
        return true;
    return ended && ph_line_mark(a->text).type == PH_MARK_NONE &&
           b->left - a->left > INDENTED * size && a->left - a->edge < INDENTED * size;
}

/* A footnote's first line: small, and a number or a sign before it. */
static bool opens_note(const layout *l, const ph_pdf_piece *p)
{
    size_t i = 0;
    if (p->size > SMALL * l->size || p->row || !p->text.n)
        return false;
    int32_t c = ph_utf8_next(p->text, &i);
    return (u_isdigit(c) && p->text.n > 3) || ph_line_mark(p->text).type == PH_MARK_NOTE ||
           c == '*' || c == 0x2020 || c == 0x2021;
}

/* Where the footnotes of a column begin, which ends before `to`: all below is small.  open:
 * one of the page or column before goes on here. */
static size_t notes_of(const layout *l, const ph_pdf_pieces *pieces, size_t from, size_t to,
                       bool open)
{
    size_t notes = to;
    for (size_t i = to; i-- > from;) {
        const ph_pdf_piece *p = &pieces->v[i];
        if (p->furniture)
            continue;
        if (p->size > SMALL * l->size)
            break;
        if (open || opens_note(l, p))
            notes = i;
    }
    /* a page of small print has no footnotes */
    bool below = from > 0 && pieces->v[from - 1].page == pieces->v[from].page;
    return notes > from || below ? notes : to;
}

/* "1 See", "1See" -> "¹ See": the mark that plain text has. */
static ph_str note_text(ph_arena *arena, const layout *l, const ph_pdf_piece *p)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    ph_buf buf = {0};
    size_t i = 0;
    if (!opens_note(l, p))
        return p->text;
    while (i < p->text.n && i < 3 && p->text.s[i] >= '0' && p->text.s[i] <= '9')
        ph_buf_addc(&buf, digits[p->text.s[i++] - '0']);
    if (i == 0 || (i < p->text.n && (p->text.s[i] == '.' || p->text.s[i] == ')')))
        i = 0;
    ph_str text = p->text;
    if (i && !buf.failed)
        text = ph_dupf(arena, "%.*s %.*s", PH_FMT(ph_buf_str(&buf)),
                       PH_FMT(ph_trim(ph_sub(p->text, i, p->text.n))));
    if (buf.failed)
        text = PH_ABSENT;
    ph_buf_free(&buf);
    return text;
}

static bool add(ph_arena *arena, ph_lines *lines, const layout *l, const ph_pdf_piece *p,
                bool moved, bool note)
{
    double em = p->size ? p->size / 20.0 : 5, width = p->right - p->left;
    ph_line line = {.page = p->page,
                    .bold = p->bold,
                    .glued = p->glued,
                    .row = p->row,
                    .size = p->size,
                    .note = note,
                    .moved = moved};
    ph_str text = note ? note_text(arena, l, p) : p->text;
    line.indent = p->left > p->edge ? (unsigned)((p->left - p->edge) / em) : 0;
    bool centred = p->left - p->edge > 2 * em && room(p) > 2 * em;
    double most = p->end - (centred ? p->edge : p->left);
    double letters = width > 0 ? p->characters * most / width : 0;
    line.width = letters >= p->characters && letters < 10000 ? (unsigned)letters + 1
                                                             : p->characters + 1;
    return text.s && ph_lines_add(arena, lines, line, text);
}

bool ph_pdf_lines(ph_arena *arena, const ph_pdf_pieces *pieces, ph_lines *lines)
{
    layout l = measure(pieces);
    const ph_pdf_piece *last = NULL;
    size_t notes = 0, end = 0;
    bool cut = false; /* the last footnote ended in mid-sentence */
    for (size_t i = 0; i < pieces->n; i++) {
        const ph_pdf_piece *p = &pieces->v[i];
        if (i >= end) { /* a column begins */
            for (end = i; end < pieces->n && pieces->v[end].column == p->column;)
                end++;
            notes = notes_of(&l, pieces, i, end, cut);
        }
        if (p->furniture)
            continue;
        bool moved = last && !is_below(last, p);
        bool open = i >= notes && opens_note(&l, p);
        if (last && (open || parts(&l, last, p)) &&
            !ph_lines_add(arena, lines, (ph_line){.page = p->page}, PH_STR("")))
            return false;
        if (!add(arena, lines, &l, p, moved, i >= notes))
            return false;
        if (i >= notes)
            cut = !ph_ends_sentence(p->text);
        last = p;
    }
    return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/text_pieces.h"

#define LETTERS 512 /* values of letters and, above ROMAN, of roman numerals */
#define ROMAN 300
#define MAX_LEVEL 6
#define SAME_SIZE 4 /* tenths of a point */

/* --- headings or items -------------------------------------------------------------------- */

static const ph_piece *neighbour(const ph_pieces *all, size_t i, bool before)
{
    while (before ? i-- > 0 : ++i < all->n)
        if (all->v[i].kind != PH_PIECE_NOTE)
            return &all->v[i];
    return NULL;
}

/* True if b is the next number of a list that a belongs to. */
static bool follows(const ph_piece *a, const ph_piece *b)
{
    return a && b && (a->kind == PH_PIECE_CANDIDATE || a->kind == PH_PIECE_ITEM) &&
           a->first && b->first && a->mark.type && a->mark.type == b->mark.type &&
           a->mark.kind == b->mark.kind && a->mark.value + 1 == b->mark.value;
}

/* Which letters and roman numerals stand before something. */
static void find_letters(const ph_pieces *all, bool seen[LETTERS])
{
    for (size_t i = 0; i < all->n; i++) {
        const ph_mark *mark = &all->v[i].mark;
        if (all->v[i].kind == PH_PIECE_CANDIDATE && mark->type == PH_MARK_LETTER)
            seen[mark->value] = true;
        else if (all->v[i].kind == PH_PIECE_CANDIDATE && mark->type == PH_MARK_ROMAN)
            seen[ROMAN + mark->value] = true;
    }
}

/* "A." is the first of a row, "C." has neighbours in it; "J." before "Smith" is neither. */
static bool in_row(const bool seen[LETTERS], unsigned value)
{
    return value % 100 == 1 || seen[value - 1] || seen[value + 1] ||
           (value > 100 && (seen[value - 2] || seen[value + 2]));
}

/* "I." before "II." is a numeral. */
static void settle_roman(const ph_lines *lines, const bool seen[LETTERS], ph_piece *p)
{
    unsigned value = ph_roman(ph_sub(lines->v[p->from].text, 0, 1));
    bool row = value && (seen[ROMAN + value - 1] || seen[ROMAN + value + 1]);
    if (p->mark.type == PH_MARK_LETTER && value && (row || !in_row(seen, p->mark.value)))
        if (row || value == 1)
            p->mark = (ph_mark){PH_MARK_ROMAN, 'I', value, 0, p->mark.n};
}

/* CANDIDATEs become PH_PIECE_HEADING, PH_PIECE_ITEM or PH_PIECE_TEXT. */
static void decide_candidates(const ph_lines *lines, ph_pieces *all)
{
    bool seen[LETTERS] = {false};
    find_letters(all, seen);
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].kind == PH_PIECE_CANDIDATE)
            settle_roman(lines, seen, &all->v[i]);
    bool listed = false; /* the one before was found to be an item of the same list */
    for (size_t i = 0; i < all->n; i++) {
        ph_piece *p = &all->v[i];
        if (p->kind != PH_PIECE_CANDIDATE) {
            listed = listed && p->kind == PH_PIECE_NOTE;
            continue;
        }
        const ph_piece *before = neighbour(all, i, true);
        bool item = !p->bold && !p->large &&
                    ((listed && before && before->mark.value + 1 == p->mark.value) ||
                     follows(before, p) || follows(p, neighbour(all, i, false)));
        bool lone = p->mark.type == PH_MARK_LETTER && !in_row(seen, p->mark.value);
        listed = item;
        p->kind = item ? PH_PIECE_ITEM : lone ? PH_PIECE_TEXT : PH_PIECE_HEADING;
        if (p->kind != PH_PIECE_ITEM || p->mark.type != PH_MARK_NUMBER)
            p->skip = 0;
    }
}

/* --- levels of headings ------------------------------------------------------------------- */

typedef struct outline {
    bool titled;     /* a heading of level 1 that is marked as such */
    bool roman;      /* under a roman numeral */
    unsigned letter; /* the level of the letter above, or 0 */
    unsigned below;  /* 1 below capitals that stand below a title */
    bool any;
} outline;

static unsigned heading_level(outline *o, const ph_piece *p)
{
    unsigned base = o->letter ? o->letter + 1 : (o->roman ? 3 : 2) + o->below;
    switch (p->mark.type) {
    case PH_MARK_ROMAN:
        o->roman = true;
        o->letter = 0;
        return 2 + o->below;
    case PH_MARK_LETTER: o->letter = (o->roman ? 3 : 2) + o->below; return o->letter;
    case PH_MARK_NUMBER: base += p->mark.depth - 1; return base > 6 ? 6 : base;
    case PH_MARK_HASH:
    case PH_MARK_BULLET:
    case PH_MARK_PAREN:
    case PH_MARK_NOTE:
    case PH_MARK_NONE: break;
    }
    if (p->level) {
        o->titled = o->titled || p->level == 1;
        return p->level;
    }
    if (p->bold)
        return o->any ? base : 1;
    unsigned level = o->titled ? 2 : 1;
    *o = (outline){.titled = o->titled, .below = level - 1};
    return level;
}

/* Levels of headings by numbers and capitals. */
static void level_by_marks(ph_pieces *all)
{
    outline o = {0};
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].kind == PH_PIECE_HEADING)
            all->v[i].level = heading_level(&o, &all->v[i]);
        o.any = true;
    }
}

/* --- levels where the size of letters is known -------------------------------------------- */

/* The headings that are open, the outermost first. */
typedef struct nest {
    const ph_lines *lines;
    const ph_piece *open[MAX_LEVEL];
    size_t depth;
    bool first_seen; /* a heading numbered 1, before the one in hand */
} nest;

/* -1: b's letters are the smaller ones; 0: nearly the same. */
static int compare_sizes(const nest *n, const ph_piece *a, const ph_piece *b)
{
    unsigned x = n->lines->v[a->from].size, y = n->lines->v[b->from].size;
    return x > y + SAME_SIZE ? -1 : y > x + SAME_SIZE;
}

/* The type itself: capitals count as more than bold in ph_piece. */
static bool is_bold(const nest *n, const ph_piece *p)
{
    return n->lines->v[p->from].bold;
}

static bool is_shouted(const nest *n, const ph_piece *p)
{
    return ph_is_shouted(n->lines->v[p->from].text);
}

static bool is_sibling(const nest *n, const ph_piece *a, const ph_piece *b)
{
    if (a->mark.type != b->mark.type || compare_sizes(n, a, b) ||
        is_bold(n, a) != is_bold(n, b))
        return false;
    return a->mark.type == PH_MARK_NONE ? is_shouted(n, a) == is_shouted(n, b)
                                        : a->mark.depth == b->mark.depth;
}

/* Which of two headings of one size stands above the other: the lower number. */
static unsigned rank_of(const nest *n, const ph_piece *p)
{
    switch (p->mark.type) {
    case PH_MARK_ROMAN: return 2;
    case PH_MARK_LETTER: return 3;
    case PH_MARK_NUMBER: return 3 + p->mark.depth;
    default: return is_shouted(n, p) ? 1 : 4;
    }
}

/* True if a heading that is open goes on with b below it. */
static bool holds(const nest *n, const ph_piece *a, const ph_piece *b, bool adjacent)
{
    int sizes = compare_sizes(n, a, b);
    if (sizes)
        return sizes < 0;
    if (is_bold(n, a) != is_bold(n, b))
        return is_bold(n, a);
    if (rank_of(n, a) != rank_of(n, b))
        return rank_of(n, a) < rank_of(n, b);
    /* "Recommendations" above "1. Training" */
    return a->mark.type == PH_MARK_NONE && b->mark.type == PH_MARK_NUMBER &&
           b->mark.value == 1 && (adjacent || n->first_seen);
}

static void nest_heading(nest *n, ph_piece *p, bool adjacent)
{
    size_t sibling = n->depth;
    while (sibling > 0 && !is_sibling(n, n->open[sibling - 1], p))
        sibling--;
    if (sibling > 0)
        n->depth = sibling - 1;
    else
        while (n->depth > 0 && !holds(n, n->open[n->depth - 1], p, adjacent))
            n->depth--;
    if (n->depth == MAX_LEVEL)
        n->depth--;
    n->open[n->depth++] = p;
    p->level = (unsigned)n->depth;
    n->first_seen = n->first_seen || (p->mark.type == PH_MARK_NUMBER && p->mark.value == 1);
}

static void level_by_sizes(const ph_lines *lines, ph_pieces *all)
{
    nest n = {.lines = lines};
    bool adjacent = false;
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].kind == PH_PIECE_HEADING)
            nest_heading(&n, &all->v[i], adjacent);
        adjacent = all->v[i].kind == PH_PIECE_HEADING;
    }
}

/* A heading that nothing stands below is a line of text: a cover's, a form's, a table's. */
static void drop_empty(ph_pieces *all)
{
    unsigned next = 1; /* the level of the heading that follows; 0: text follows */
    for (size_t i = all->n; i-- > 0;) {
        ph_piece *p = &all->v[i];
        if (p->merged)
            continue;
        if (p->kind == PH_PIECE_HEADING && next && next <= p->level) {
            p->kind = PH_PIECE_TEXT;
            p->lone = true;
        } else
            next = p->kind == PH_PIECE_HEADING ? p->level : 0;
    }
}

static void set_levels(const ph_lines *lines, ph_pieces *all)
{
    size_t last = all->n;
    bool text = false, sizes = true;
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].kind == PH_PIECE_HEADING) {
            last = i;
            sizes = sizes && lines->v[all->v[i].from].size && !all->v[i].asserted;
        } else
            text = true;
    }
    if (sizes && last < all->n) {
        level_by_sizes(lines, all);
        drop_empty(all);
        return;
    }
    level_by_marks(all);
    /* a signature, a last word: nothing stands below it */
    if (text && last + 1 == all->n && !all->v[last].asserted &&
        all->v[last].mark.type != PH_MARK_HASH)
        all->v[last].kind = PH_PIECE_TEXT;
}

void ph_pieces_outline(const ph_lines *lines, ph_pieces *pieces)
{
    decide_candidates(lines, pieces);
    set_levels(lines, pieces);
}

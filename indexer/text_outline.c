/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/text_pieces.h"

#define LETTERS 512 /* values of letters and, above ROMAN, of roman numerals */
#define ROMAN 300

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
        bool item =
            !p->bold && ((listed && before && before->mark.value + 1 == p->mark.value) ||
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

static void set_levels(ph_pieces *all)
{
    outline o = {0};
    size_t last = all->n;
    bool text = false;
    for (size_t i = 0; i < all->n; i++) {
        ph_piece *p = &all->v[i];
        if (p->kind == PH_PIECE_HEADING) {
            p->level = heading_level(&o, p);
            last = i;
        } else
            text = true;
        o.any = true;
    }
    /* a signature, a last word: nothing stands below it */
    if (text && last + 1 == all->n && !all->v[last].asserted &&
        all->v[last].mark.type != PH_MARK_HASH)
        all->v[last].kind = PH_PIECE_TEXT;
}

void ph_pieces_outline(const ph_lines *lines, ph_pieces *pieces)
{
    decide_candidates(lines, pieces);
    set_levels(pieces);
}

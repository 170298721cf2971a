/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines to blocks.  The structure of text is a matter of habit.  It is found in four steps:
 *
 *   lines   -> chunks  what stands between blank lines
 *   chunks  -> pieces  a heading, a list item, a paragraph, a footnote, each some lines
 *   pieces decided     a numbered line is a heading or an item by what stands around it
 *   pieces joined      what a page break or a footnote tore apart becomes one again
 *
 * and then pieces become blocks.
 */
#include "config.h"

#include <string.h>

#include <unicode/uchar.h>

#include "indexer/text_build.h"
#include "indexer/text_hyphen.h"
#include "indexer/text_pieces.h"
#include "indexer/text_title.h"
#include "search/limits.h"
#include "search/text.h"

#define HEADING_CHARACTERS 200 /* a longer line is no heading */
#define HEADING_LINES 3
#define WRAP_CHARACTERS 130 /* nobody wraps lines by hand later than this */
#define WRAP_SLACK 10       /* how ragged the right margin may be */
#define LOOK_BACK 64        /* items of lists inside a list */
#define LARGER 8            /* tenths of a point: a heading's letters */
#define SIZES 512           /* in half points */
#define TORN_CHARACTERS 40  /* a paragraph that stops short of this stops there */

typedef struct reader {
    ph_arena *arena;
    ph_document *doc;
    const ph_lines *lines;
    ph_pieces pieces;
    bool unwrapped; /* a line is a paragraph */
    bool whole;     /* the format says so, and has no page numbers in its text */
    unsigned width; /* where lines are wrapped */
    unsigned size;  /* of most letters; 0: unknown */
    unsigned title_size;
    size_t chunk;
    bool body; /* the title and what stands around it are over */
    const ph_words *words;
} reader;

static ph_str line_text(const reader *r, size_t i)
{
    return r->lines->v[i].text;
}

/* --- chunks to pieces --------------------------------------------------------------------- */

static ph_piece *add_piece(reader *r, ph_piece_kind kind, ph_mark mark, size_t from,
                           size_t to)
{
    bool first = !r->pieces.n || r->pieces.v[r->pieces.n - 1].chunk != r->chunk;
    ph_piece *p = PH_PUSH(r->arena, &r->pieces);
    if (p)
        *p = (ph_piece){.kind = kind,
                        .mark = mark,
                        .from = from,
                        .to = to,
                        .skip = mark.type == PH_MARK_NOTE ? 0 : mark.n,
                        .chunk = r->chunk,
                        .first = first};
    return p;
}

static unsigned count_characters(const reader *r, size_t from, size_t to)
{
    unsigned n = 0;
    for (size_t i = from; i < to; i++)
        n += r->lines->v[i].length;
    return n;
}

/* True if the lines could be a heading by their length and end. */
static bool is_short(const reader *r, size_t from, size_t to)
{
    return to - from <= HEADING_LINES &&
           count_characters(r, from, to) <= HEADING_CHARACTERS &&
           !ph_ends_open(line_text(r, to - 1));
}

/* "1. Innovation and ICT": how many lines, or 0. */
static size_t numbered_heading(const reader *r, ph_mark mark, size_t from, size_t to)
{
    ph_str text = line_text(r, from);
    if (ph_starts_lower(ph_sub(text, mark.n, text.n)))
        return 0;
    size_t marks = 0;
    for (size_t i = from + 1; i < to; i++) {
        ph_mark other = ph_line_mark(line_text(r, i));
        if (other.type == mark.type && other.kind == mark.kind)
            return 0;
        marks += other.type != PH_MARK_NONE;
    }
    if (!marks && is_short(r, from, to) && (!r->unwrapped || to - from == 1))
        return to - from;
    bool list =
        from + 1 < to && ph_line_mark(line_text(r, from + 1)).type == PH_MARK_BULLET;
    return list && is_short(r, from, from + 1) ? 1 : 0;
}

/* True if line i, below a line of a heading, begins another one. */
static bool opens_heading(const reader *r, size_t i)
{
    ph_mark mark = ph_line_mark(line_text(r, i));
    return r->lines->v[i].size &&
           (mark.type == PH_MARK_NUMBER || mark.type == PH_MARK_LETTER ||
            mark.type == PH_MARK_ROMAN);
}

/* Lines in capitals or in bold at the beginning: how many, or 0. */
static size_t loud_heading(const reader *r, size_t from, size_t to, bool bold)
{
    size_t end = from;
    while (end < to && (bold ? r->lines->v[end].bold : ph_is_shouted(line_text(r, end))) &&
           (end == from || !opens_heading(r, end)))
        end++;
    if (end == from || !is_short(r, from, end))
        return 0;
    return end == to || !ph_starts_lower(line_text(r, end)) ? end - from : 0;
}

/* True if the letters of a line are larger than those of most lines. */
static bool is_large(const reader *r, size_t i)
{
    unsigned size = r->lines->v[i].size;
    return r->size && size >= r->size + LARGER && size * 10 >= r->size * 11;
}

/* Lines in large letters at the beginning: how many, or 0. */
static size_t large_heading(const reader *r, size_t from, size_t to)
{
    size_t end = from;
    while (end < to && is_large(r, end) && (end == from || !opens_heading(r, end)))
        end++;
    bool word = count_characters(r, from, end) > 2; /* no initial */
    return word && is_short(r, from, end) ? end - from : 0;
}

/* The character of a line that may underline a heading; with gaps it belongs to a table. */
static char underline(ph_str text)
{
    return memchr(text.s, ' ', text.n) ? '\0' : ph_line_rule(text);
}

/* A heading at the beginning of a chunk; *lines is how many it takes, 0 if there is none.
 * Returns false when there is no memory. */
static bool read_heading(reader *r, size_t from, size_t to, size_t *lines)
{
    const ph_line *line = &r->lines->v[from];
    ph_mark mark = ph_line_mark(line->text);
    char rule = from + 1 < to ? underline(line_text(r, from + 1)) : '\0';
    bool numbered = mark.type == PH_MARK_NUMBER || mark.type == PH_MARK_LETTER ||
                    mark.type == PH_MARK_ROMAN;
    ph_piece_kind kind = numbered ? PH_PIECE_CANDIDATE : PH_PIECE_HEADING;
    unsigned level = 0;
    *lines = 0;
    if (mark.type == PH_MARK_HASH) {
        *lines = 1;
        level = mark.depth;
    } else if ((rule == '=' || rule == '-') && mark.type == PH_MARK_NONE) {
        *lines = 1;
        level = rule == '=' ? 1 : 2;
    } else if (numbered)
        *lines = numbered_heading(r, mark, from, to);
    if (!*lines && (numbered || mark.type == PH_MARK_NONE)) {
        *lines = large_heading(r, from, to);
        if (!*lines)
            *lines = loud_heading(r, from, to, true);
        if (!*lines && !numbered)
            *lines = loud_heading(r, from, to, false);
    }
    if (!*lines)
        return true;
    ph_piece *p = add_piece(r, kind, mark, from, from + *lines);
    if (!p)
        return false;
    p->level = level;
    /* capitals say more than bold type */
    p->bold = line->bold && (numbered || !ph_is_shouted(line->text));
    p->large = is_large(r, from);
    if (kind == PH_PIECE_CANDIDATE || level > 1)
        r->body = true;
    *lines += rule && level && mark.type == PH_MARK_NONE ? 1 : 0;
    return true;
}

/* True if the line before line i was ended on purpose: there was room for the next word. */
static bool was_ended(const reader *r, size_t i)
{
    const ph_line *line = &r->lines->v[i];
    size_t word = 0;
    while (word < line->text.n && line->text.s[word] != ' ')
        word++;
    if (line[-1].width)
        return line[-1].length + 1 + word < line[-1].width;
    return r->unwrapped || line[-1].length + 1 + word + WRAP_SLACK <= r->width;
}

/* The last item of the list in hand that is marked like this, lists inside it aside. */
static const ph_piece *last_like(const reader *r, ph_mark mark)
{
    for (size_t i = r->pieces.n, back = 0; i-- > 0 && back < LOOK_BACK; back++) {
        const ph_piece *p = &r->pieces.v[i];
        if (p->mark.type == mark.type && p->mark.kind == mark.kind)
            return p;
        if (p->kind != PH_PIECE_ITEM)
            break;
    }
    return NULL;
}

/* True if a mark at the beginning of line i opens an item, and is no accident of where a
 * line was wrapped. */
static bool opens_item(const reader *r, ph_mark mark, size_t i, bool first)
{
    const ph_piece *last = last_like(r, mark);
    bool next = mark.value == 1 || (last && last->mark.value + 1 == mark.value);
    bool ended = first || was_ended(r, i) || ph_ends_sentence(line_text(r, i - 1));
    switch (mark.type) {
    case PH_MARK_BULLET:
        return ended || (mark.kind != 0x2013 && mark.kind != 0x2014) ||
               (last && last->kind == PH_PIECE_ITEM);
    case PH_MARK_PAREN: return next || ended;
    case PH_MARK_NUMBER: return next || first;
    case PH_MARK_LETTER:
    case PH_MARK_ROMAN: return next;
    case PH_MARK_NOTE: return first || last;
    case PH_MARK_HASH:
    case PH_MARK_NONE: break;
    }
    return false;
}

/* True if line i begins a paragraph although no blank line stands before it. */
static bool breaks(const reader *r, const ph_piece *open, size_t i)
{
    const ph_line *line = &r->lines->v[i], *before = line - 1;
    if (ph_starts_lower(line->text))
        return false;
    if (open->kind == PH_PIECE_ITEM && line->indent > r->lines->v[open->from].indent)
        return false;
    if (r->unwrapped)
        return true;
    return was_ended(r, i) && (!r->body || ph_ends_sentence(before->text));
}

/* Items and paragraphs. */
static bool read_body(reader *r, size_t from, size_t to)
{
    ph_piece *open = NULL;
    for (size_t i = from; i < to; i++) {
        ph_str text = line_text(r, i);
        if (ph_line_rule(text)) {
            open = NULL;
            continue;
        }
        ph_mark mark = ph_line_mark(text);
        bool item = mark.type && opens_item(r, mark, i, i == from);
        if (!item && open && !breaks(r, open, i)) {
            open->to = i + 1;
            continue;
        }
        ph_piece_kind kind = !item                       ? PH_PIECE_TEXT
                             : mark.type == PH_MARK_NOTE ? PH_PIECE_NOTE
                                                         : PH_PIECE_ITEM;
        open = add_piece(r, kind, item ? mark : (ph_mark){0}, i, i + 1);
        if (!open)
            return false;
        /* an initial before a name looks like these: the text stays whole */
        if (mark.type == PH_MARK_LETTER || mark.type == PH_MARK_ROMAN)
            open->skip = 0;
        if (item || ph_ends_sentence(text) || text.n > HEADING_CHARACTERS)
            r->body = true;
    }
    return true;
}

/* Each line of a bold or large block at the top is a block of its own: name, event, place,
 * date. */
static bool read_title_lines(reader *r, size_t from, size_t to)
{
    ph_piece *p = NULL;
    for (size_t i = from; i < to; i++) {
        if (p && r->lines->v[i].width && !was_ended(r, i)) {
            p->to = i + 1;
            continue;
        }
        p = add_piece(r, PH_PIECE_TEXT, (ph_mark){0}, i, i + 1);
        if (!p)
            return false;
        p->title = true;
        p->large = is_large(r, from);
    }
    r->title_size = r->lines->v[from].size;
    return true;
}

/* True if a chunk belongs to the block at the top that is the title and what stands around
 * it: the first one of several lines, in bold or large letters, and others like it. */
static bool is_title_chunk(const reader *r, size_t from, size_t to)
{
    const ph_line *lines = r->lines->v;
    bool large = is_large(r, from);
    size_t end = from;
    while (end < to && (large ? is_large(r, end) : lines[end].bold))
        end++;
    if (r->body || end < to)
        return false;
    if (r->title_size) /* no section of the text yet, by its number or capitals */
        return lines[from].size == r->title_size &&
               (large || (!opens_heading(r, from) && !ph_is_shouted(lines[from].text)));
    return to - from > 1 && (!large || r->pieces.n == 0);
}

/* A block of one chunk in large letters is the title and nothing else: a heading. */
static void settle_title(reader *r)
{
    size_t n = 0;
    while (n < r->pieces.n && r->pieces.v[n].title)
        n++;
    ph_piece *first = r->pieces.v;
    if (n == 0 || !first->large || first->chunk != first[n - 1].chunk ||
        !is_short(r, first->from, first[n - 1].to))
        return;
    first->kind = PH_PIECE_HEADING;
    first->title = false;
    first->bold = r->lines->v[first->from].bold;
    first->to = first[n - 1].to;
    for (size_t i = 1; i < n; i++)
        first[i].merged = true;
}

static bool is_asserted(const ph_line *line)
{
    return line->heading || line->item || line->row || line->paragraph;
}

/* What the format knows for sure. */
static bool read_asserted(reader *r, size_t i)
{
    const ph_line *line = &r->lines->v[i];
    ph_mark mark = line->paragraph ? ph_line_mark(line->text) : (ph_mark){0};
    bool note = mark.type == PH_MARK_NOTE;
    ph_piece *p = add_piece(r,
                            line->heading ? PH_PIECE_HEADING
                            : line->item  ? PH_PIECE_ITEM
                            : line->row   ? PH_PIECE_ROW
                            : note        ? PH_PIECE_NOTE
                                          : PH_PIECE_TEXT,
                            note ? mark : (ph_mark){0}, i, i + 1);
    if (!p)
        return false;
    p->asserted = true;
    p->level = line->heading ? line->heading : line->item;
    r->body = r->body || p->level != 1 || line->item;
    return true;
}

static bool read_chunk(reader *r, size_t from, size_t to)
{
    const ph_line *lines = r->lines->v;
    bool last_of_page = to + 1 >= r->lines->n || lines[to + 1].page > lines[to - 1].page;
    bool laid_out = lines[from].width > 0; /* its page numbers are gone */
    if (last_of_page && lines[from].page && to - from > 1 && !laid_out &&
        ph_is_page_number(line_text(r, to - 1)))
        to--;
    if (to - from == 1 && !r->whole && !laid_out && ph_is_page_number(line_text(r, from)))
        return true;
    if (lines[from].note)
        return add_piece(r, PH_PIECE_NOTE, (ph_mark){0}, from, to) != NULL;
    if (is_title_chunk(r, from, to))
        return read_title_lines(r, from, to);
    size_t heading;
    bool more = true; /* a heading right below another one */
    while (from < to && more) {
        if (!read_heading(r, from, to, &heading))
            return false;
        from += heading;
        more = heading && from < to && opens_heading(r, from) &&
               (lines[from].bold || is_large(r, from));
    }
    return read_body(r, from, to);
}

static bool read_pieces(reader *r)
{
    for (size_t from = 0; from < r->lines->n; r->chunk++) {
        size_t to = from;
        if (is_asserted(&r->lines->v[from])) {
            if (!read_asserted(r, from++))
                return false;
            continue;
        }
        while (to < r->lines->n && !r->lines->v[to].blank && !is_asserted(&r->lines->v[to]))
            to++;
        if (to > from && !read_chunk(r, from, to))
            return false;
        from = to < r->lines->n && r->lines->v[to].blank ? to + 1 : to;
    }
    return true;
}

/* Whether lines were wrapped, and where; how large most letters are. */
static void measure(reader *r)
{
    size_t lines = 0, longer = 0, letters[SIZES] = {0}, common = 0;
    for (size_t i = 0; i < r->lines->n; i++) {
        const ph_line *line = &r->lines->v[i];
        unsigned n = line->length;
        size_t size = line->size / 5 < SIZES ? line->size / 5 : SIZES - 1;
        letters[size] += size ? n : 0;
        common = letters[size] > letters[common] ? size : common;
        lines += n > 0 && !line->width;
        longer += n > WRAP_CHARACTERS && !line->width;
        if (n <= WRAP_CHARACTERS && n > r->width)
            r->width = n;
    }
    r->size = (unsigned)common * 5;
    r->unwrapped = lines && longer * 10 >= lines;
}

/* --- joining what was torn apart ---------------------------------------------------------- */

/* True if the text of a piece, whose last part is `tail`, stops in mid-sentence. */
static bool stops_short(const reader *r, const ph_piece *tail)
{
    const ph_line *line = &r->lines->v[tail->to - 1];
    return !ph_ends_sentence(line->text) && (!r->whole || line->length >= TORN_CHARACTERS);
}

/* True if a piece at the top of a page or column goes on where the one before was cut: that
 * filled its last line, and both look the same. */
static bool is_cut(const reader *r, const ph_piece *tail, const ph_piece *p)
{
    const ph_line *last = &r->lines->v[tail->to - 1], *first = &r->lines->v[p->from];
    size_t word = 0;
    while (word < first->text.n && first->text.s[word] != ' ')
        word++;
    return first->moved && last->width && last->length + 1 + word >= last->width &&
           last->size == first->size && last->bold == first->bold;
}

static void join_pieces(reader *r)
{
    ph_piece *body = NULL, *note = NULL; /* the last parts of what may go on */
    for (size_t i = 0; i < r->pieces.n; i++) {
        ph_piece *p = &r->pieces.v[i];
        bool text = p->kind == PH_PIECE_TEXT && !p->title && !p->lone;
        bool lower = ph_starts_lower(line_text(r, p->from));
        bool torn = text && lower;
        ph_piece **onto =
            text && body && is_cut(r, body, p)     ? &body
            : torn && body && stops_short(r, body) ? &body
            : (torn || (lower && p->kind == PH_PIECE_NOTE)) && note && stops_short(r, note)
                ? &note
                : NULL;
        if (onto) {
            (*onto)->more = i;
            p->merged = true;
            *onto = p;
        } else if (p->kind == PH_PIECE_NOTE)
            note = p;
        else {
            body = p->kind == PH_PIECE_HEADING || p->title || p->lone ? NULL : p;
            note = r->lines->v[p->from].width ? note : NULL;
        }
    }
}

/* --- pieces to blocks --------------------------------------------------------------------- */

static void cut_hyphen(ph_buf *buf)
{
    while (buf->n > 0 && ((unsigned char)buf->s[--buf->n] & 0xC0) == 0x80) {
    }
}

static ph_str piece_text(const reader *r, const ph_piece *p)
{
    ph_buf buf = {0};
    const ph_line *before = NULL;
    for (; p; p = p->more ? &r->pieces.v[p->more] : NULL)
        for (size_t i = p->from; i < p->to; i++) {
            const ph_line *line = &r->lines->v[i];
            ph_str text = ph_sub(line->text, i == p->from ? p->skip : 0, line->text.n);
            ph_joint joint = before && !before->glued
                                 ? ph_words_join(r->words, before->text, text)
                                 : PH_JOINT_KEEP;
            if (joint == PH_JOINT_SPACE)
                ph_buf_byte(&buf, ' ');
            else if (joint == PH_JOINT_DROP)
                cut_hyphen(&buf);
            ph_buf_add(&buf, text);
            before = line;
        }
    ph_str text = buf.failed ? PH_ABSENT : ph_text_clean(r->arena, ph_buf_str(&buf), false);
    ph_buf_free(&buf);
    return text;
}

/* The lists that are open: how far they are indented and with what they are marked. */
typedef struct nest {
    struct {
        unsigned indent;
        int32_t kind;
    } list[PH_NESTING];
    unsigned depth;
} nest;

static unsigned item_level(nest *open, unsigned indent, int32_t kind)
{
    while (open->depth && open->list[open->depth - 1].indent > indent)
        open->depth--;
    /* back to a list of the same kind, if one of this indent is open */
    for (unsigned i = open->depth; i-- > 0 && open->list[i].indent == indent;)
        if (open->list[i].kind == kind) {
            open->depth = i + 1;
            return i + 1;
        }
    if (open->depth == PH_NESTING)
        return PH_NESTING;
    open->list[open->depth].indent = indent;
    open->list[open->depth].kind = kind;
    return ++open->depth;
}

static bool emit(reader *r)
{
    nest open = {0};
    for (size_t i = 0; i < r->pieces.n; i++) {
        const ph_piece *p = &r->pieces.v[i];
        if (p->merged)
            continue;
        ph_block block = {.type = p->kind == PH_PIECE_HEADING ? PH_BLOCK_HEADING
                                  : p->kind == PH_PIECE_ITEM  ? PH_BLOCK_ITEM
                                  : p->kind == PH_PIECE_ROW   ? PH_BLOCK_ROW
                                                              : PH_BLOCK_PARAGRAPH,
                          .level = p->kind == PH_PIECE_HEADING ? p->level : 0,
                          .page = r->lines->v[p->from].page,
                          .text = piece_text(r, p)};
        if (p->kind == PH_PIECE_ITEM && p->asserted)
            block.level = p->level;
        else if (p->kind == PH_PIECE_ITEM)
            block.level = item_level(&open, r->lines->v[p->from].indent, p->mark.kind);
        else if (p->kind != PH_PIECE_NOTE)
            open.depth = 0;
        if (!block.text.s || !ph_document_block(r->doc, r->arena, block))
            return false;
    }
    return true;
}

/* The lines of a bold block at the top make up the title; else ph_text_title guesses. */
static bool guess_title(reader *r)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < r->pieces.n && r->pieces.v[i].title; i++)
        if (r->pieces.v[i].chunk == r->pieces.v[0].chunk) {
            ph_buf_byte(&buf, ' ');
            ph_buf_add(&buf, piece_text(r, &r->pieces.v[i]));
        }
    ph_str title = ph_trim(ph_buf_str(&buf));
    if (!buf.failed)
        title = title.n ? ph_dup(r->arena, ph_utf8_cut(title, PH_TITLE_BYTES))
                        : ph_text_title(r->arena, r->doc);
    bool ok = !buf.failed && title.s &&
              ph_document_meta(r->doc, r->arena, PH_ORIGIN_GUESS, PH_STR("title"), title);
    ph_buf_free(&buf);
    return ok;
}

bool ph_text_build(ph_arena *arena, ph_document *doc, const ph_lines *lines, bool unwrapped)
{
    reader r = {.arena = arena, .doc = doc, .lines = lines, .whole = unwrapped};
    measure(&r);
    r.unwrapped = r.unwrapped || unwrapped;
    r.words = ph_words_new(arena, lines);
    if (!r.words || !read_pieces(&r))
        return false;
    settle_title(&r);
    ph_pieces_outline(lines, &r.pieces);
    join_pieces(&r);
    return emit(&r) && guess_title(&r);
}

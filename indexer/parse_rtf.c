/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rich Text Format: groups and words to lines, which text_build.c makes blocks of. */
#include "config.h"

#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "indexer/parse_common.h"
#include "indexer/rtf_tokens.h"
#include "indexer/text_build.h"
#include "search/limits.h"
#include "search/text.h"

#define DEFAULT "windows-1252"
#define ENTRIES 4000 /* fonts and styles that are looked at */

/* What a group inherits, and gives back at its end. */
typedef struct group {
    ph_rtf_place place, around; /* the second: of a PH_RTF_SHELL */
    const char *field;          /* of PH_RTF_FIELD */
    int32_t font;
    unsigned uc; /* what stands behind \u for readers that do not know it */
    bool bold, hidden, starred;
} group;

typedef struct font {
    int32_t number;
    const char *encoding; /* NULL: the document's */
} font;

typedef struct style {
    int32_t number;
    unsigned heading;
} style;

typedef struct reader {
    ph_arena *arena;
    ph_document *doc;
    ph_lines lines;
    group stack[PH_RTF_GROUPS];
    size_t depth;
    PH_VEC(font) fonts;
    PH_VEC(style) styles;
    const char *encoding;
    int32_t default_font, font, style; /* the last two: of the table that is read */
    unsigned skip;                     /* characters behind \u */
    uint16_t lead;                     /* a surrogate that waits */
    ph_buf bytes;                      /* not converted yet, all of one font */
    ph_buf text, label, notes, value, row;
    size_t loud, quiet; /* bytes of the text that are bold, and that are not */
    unsigned heading;   /* of the paragraph */
    unsigned item_depth, cells;
    bool item, in_table;
} reader;

static group *top(reader *r)
{
    return &r->stack[r->depth];
}

/* --- characters ---------------------------------------------------------------------------- */

static ph_buf *target(reader *r)
{
    switch (top(r)->place) {
    case PH_RTF_BODY: return &r->text;
    case PH_RTF_LABEL: return &r->label;
    case PH_RTF_NOTE: return &r->notes;
    case PH_RTF_FIELD:
    case PH_RTF_STYLES: return &r->value;
    case PH_RTF_SKIPPED:
    case PH_RTF_SHELL:
    case PH_RTF_FONTS:
    case PH_RTF_INFO: break;
    }
    return NULL;
}

static void add(reader *r, ph_str utf8)
{
    ph_buf *buf = target(r);
    if (!buf || (top(r)->hidden && buf != &r->value))
        return;
    ph_buf_add(buf, utf8);
    if (buf == &r->text && ph_trim(utf8).n)
        *(top(r)->bold ? &r->loud : &r->quiet) += utf8.n;
}

static void add_character(reader *r, int32_t c)
{
    ph_buf one = {0};
    ph_utf8_add(&one, c);
    add(r, ph_buf_str(&one));
    r->text.failed = r->text.failed || one.failed;
    ph_buf_free(&one);
}

static const char *encoding_of(const reader *r)
{
    int32_t number = r->stack[r->depth].font;
    for (size_t i = r->fonts.n; i-- > 0;)
        if (r->fonts.v[i].number == number)
            return r->fonts.v[i].encoding ? r->fonts.v[i].encoding : r->encoding;
    return r->encoding;
}

/* Converts what has been gathered. */
static void settle(reader *r)
{
    ph_str bytes = ph_buf_str(&r->bytes);
    bool ascii = true;
    for (size_t i = 0; i < bytes.n; i++)
        ascii = ascii && (unsigned char)bytes.s[i] < 0x80;
    if (bytes.n && ascii)
        add(r, bytes);
    else if (bytes.n) {
        UErrorCode code = U_ZERO_ERROR;
        ph_buf out = {0};
        bool room = ph_buf_reserve(&out, 4 * bytes.n + 1);
        int32_t n =
            room ? ucnv_convert("UTF-8", encoding_of(r), out.s, (int32_t)(4 * bytes.n),
                                bytes.s, (int32_t)bytes.n, &code)
                 : 0;
        if (U_SUCCESS(code) && n > 0)
            add(r, (ph_str){out.s, (size_t)n});
        r->text.failed = r->text.failed || !room;
        ph_buf_free(&out);
    }
    ph_buf_clear(&r->bytes);
}

/* One UTF-16 unit: characters beyond U+FFFF come as two \u. */
static void add_unit(reader *r, int32_t number)
{
    int32_t c = number < 0 ? number + 0x10000 : number;
    if (U16_IS_LEAD(c)) {
        r->lead = (uint16_t)c;
        return;
    }
    if (U16_IS_TRAIL(c))
        c = r->lead ? (int32_t)U16_GET_SUPPLEMENTARY(r->lead, c) : 0xFFFD;
    r->lead = 0;
    if (c > 0 && c <= 0x10FFFF)
        add_character(r, c);
}

/* --- paragraphs ---------------------------------------------------------------------------- */

/* A label as it was shown: a bullet is no text, nor is a number that any list has. */
static bool is_kept(ph_str label)
{
    char line[64];
    snprintf(line, sizeof line, "%.*s x", PH_FMT(ph_sub(label, 0, 40)));
    ph_mark mark = ph_line_mark(ph_cstr(line));
    return mark.type == PH_MARK_LETTER || mark.type == PH_MARK_ROMAN;
}

/* A numbered line in bold is a heading and not an item. */
static bool add_line(reader *r, ph_line line)
{
    ph_str label = ph_text_clean(r->arena, ph_buf_str(&r->label), false);
    ph_buf all = {0};
    bool item = r->item || label.n, loud = line.bold;
    if (!label.s)
        return false;
    if (item && !line.heading && !line.row && !loud)
        line.item = r->item_depth < PH_NESTING ? r->item_depth + 1 : PH_NESTING;
    if (label.n && (line.item == 0 || is_kept(label)) && !line.row)
        ph_buf_addf(&all, "%.*s ", PH_FMT(label));
    ph_buf_add(&all, ph_buf_str(&r->text));
    bool ok = !all.failed && ph_lines_add(r->arena, &r->lines, line, ph_buf_str(&all));
    ph_buf_free(&all);
    return ok;
}

/* Ends a line; with `par` the paragraph, too. */
static bool end_line(reader *r, bool par)
{
    bool ok = !r->text.failed && !r->label.failed && !r->notes.failed && !r->bytes.failed;
    ph_line line = {.bold = r->loud && !r->quiet, .heading = r->heading};
    if (ok && ph_trim(ph_buf_str(&r->text)).n) {
        ok = add_line(r, line);
        ph_buf_clear(&r->label);
    }
    ph_buf_clear(&r->text);
    r->loud = r->quiet = 0;
    if (ok && par)
        ok = ph_lines_add(r->arena, &r->lines, (ph_line){0}, PH_STR(""));
    if (ok && par && r->notes.n) {
        ok = ph_lines_add(r->arena, &r->lines, (ph_line){.paragraph = true},
                          ph_buf_str(&r->notes));
        ph_buf_clear(&r->notes);
    }
    return ok;
}

static bool end_cell(reader *r)
{
    if (r->cells++)
        ph_buf_addc(&r->row, " | ");
    ph_buf_add(&r->row, ph_buf_str(&r->label));
    ph_buf_byte(&r->row, ' ');
    ph_buf_add(&r->row, ph_buf_str(&r->text));
    ph_buf_clear(&r->label);
    ph_buf_clear(&r->text);
    return !r->row.failed && !r->text.failed;
}

/* A row of one cell is a box and no table. */
static bool end_row(reader *r)
{
    ph_str row = ph_text_clean(r->arena, ph_buf_str(&r->row), false);
    ph_line line = {.row = r->cells > 1};
    bool blank = true;
    for (size_t i = 0; i < row.n; i++)
        blank = blank && strchr(" |", row.s[i]);
    bool ok = row.s && (blank || ph_lines_add(r->arena, &r->lines, line, row)) &&
              ph_lines_add(r->arena, &r->lines, (ph_line){0}, PH_STR(""));
    ph_buf_clear(&r->row);
    r->cells = 0;
    r->loud = r->quiet = 0;
    return ok;
}

static bool end_paragraph(reader *r)
{
    if (top(r)->place != PH_RTF_BODY) {
        add_character(r, ' ');
        return true;
    }
    if (r->in_table) {
        ph_buf_byte(&r->text, ' ');
        return !r->text.failed;
    }
    return end_line(r, true);
}

/* --- tables ---------------------------------------------------------------------------------- */

static bool set_font(reader *r, const char *encoding, bool new)
{
    if (new && r->fonts.n == ENTRIES)
        return true;
    if (new) {
        font *f = PH_PUSH(r->arena, &r->fonts);
        if (f)
            *f = (font){r->font, NULL};
        return f != NULL;
    }
    if (r->fonts.n)
        r->fonts.v[r->fonts.n - 1].encoding = encoding;
    return true;
}

static unsigned heading_of(const reader *r, int32_t number)
{
    for (size_t i = 0; i < r->styles.n; i++)
        if (r->styles.v[i].number == number)
            return r->styles.v[i].heading;
    return 0;
}

static bool set_style(reader *r, unsigned heading)
{
    if (r->styles.n == ENTRIES)
        return true;
    style *s = PH_PUSH(r->arena, &r->styles);
    if (s)
        *s = (style){r->style, heading};
    return s != NULL;
}

/* "heading 2;" at the end of a style's group. */
static bool end_style(reader *r)
{
    ph_str name = ph_trim(ph_buf_str(&r->value)), word = PH_STR("heading ");
    bool ok = true;
    if (name.n == word.n + 2 && ph_eq_nocase(ph_sub(name, 0, word.n), word) &&
        name.s[word.n] >= '1' && name.s[word.n] <= '6')
        ok = set_style(r, (unsigned)(name.s[word.n] - '0'));
    ph_buf_clear(&r->value);
    return ok;
}

static bool end_field(reader *r, const char *field)
{
    ph_str value = ph_text_clean(r->arena, ph_buf_str(&r->value), false);
    ph_buf_clear(&r->value);
    if (!value.n)
        return value.s != NULL;
    if (strcmp(field, "title") == 0)
        return ph_document_meta(r->doc, r->arena, PH_ORIGIN_WEAK, PH_STR("title"),
                                ph_utf8_cut(value, PH_TITLE_BYTES));
    return ph_meta_foreign(r->doc, r->arena, PH_ORIGIN_WEAK, ph_cstr(field), value);
}

/* --- tokens ---------------------------------------------------------------------------------- */

static void enter(reader *r, const ph_rtf_word *word)
{
    ph_rtf_place from = top(r)->place, to = (ph_rtf_place)word->value;
    /* what names a field is a field within the information alone; what was skipped stays so */
    if (from == PH_RTF_SKIPPED || (to == PH_RTF_FIELD && from != PH_RTF_INFO) ||
        (to == PH_RTF_BODY && from != PH_RTF_SHELL))
        return;
    if (to == PH_RTF_SHELL)
        top(r)->around = from == PH_RTF_SHELL ? top(r)->around : from;
    top(r)->place = to == PH_RTF_BODY ? top(r)->around : to;
    top(r)->field = to == PH_RTF_FIELD ? word->field : top(r)->field;
    if (to == PH_RTF_LABEL)
        ph_buf_clear(&r->label);
    else if (to == PH_RTF_NOTE)
        ph_buf_byte(&r->notes, ' ');
    else if (to == PH_RTF_FIELD)
        ph_buf_clear(&r->value);
}

static void reset_paragraph(reader *r)
{
    if (top(r)->place != PH_RTF_BODY)
        return;
    r->heading = 0;
    r->item = r->in_table = false;
    r->item_depth = 0;
}

/* Words that say how letters and paragraphs look. */
static bool format(reader *r, const ph_rtf_word *word, const ph_rtf_token *t)
{
    bool on = !t->numbered || t->number != 0;
    bool body = top(r)->place == PH_RTF_BODY;
    switch (word->act) {
    case PH_RTF_BOLD: top(r)->bold = on; break;
    case PH_RTF_HIDDEN: top(r)->hidden = on; break;
    case PH_RTF_PLAIN:
        top(r)->bold = top(r)->hidden = false;
        top(r)->font = r->default_font;
        break;
    case PH_RTF_PARD: reset_paragraph(r); break;
    case PH_RTF_INTBL: r->in_table = r->in_table || body; break;
    case PH_RTF_LIST: r->item = r->item || (body && t->number > 0); break;
    case PH_RTF_DEPTH: r->item_depth = t->number > 0 ? (unsigned)t->number : 0; break;
    case PH_RTF_STYLE:
        if (top(r)->place == PH_RTF_STYLES)
            r->style = t->number;
        else if (body)
            r->heading = heading_of(r, t->number);
        break;
    case PH_RTF_OUTLINE:
        if (t->number < 0 || t->number > 5)
            break;
        if (top(r)->place == PH_RTF_STYLES)
            return set_style(r, (unsigned)t->number + 1);
        r->heading = body ? (unsigned)t->number + 1 : r->heading;
        break;
    case PH_RTF_FONT:
        if (top(r)->place == PH_RTF_FONTS) {
            r->font = t->number;
            return set_font(r, NULL, true);
        }
        top(r)->font = t->number;
        break;
    case PH_RTF_CHARSET:
        return top(r)->place != PH_RTF_FONTS ||
               set_font(r, ph_rtf_charset(t->number), false);
    case PH_RTF_DEFAULT_FONT: top(r)->font = r->default_font = t->number; break;
    default: break;
    }
    return true;
}

static bool set_codepage(reader *r, int32_t number)
{
    const char *name = ph_rtf_codepage(number);
    if (top(r)->place == PH_RTF_FONTS)
        return set_font(r, name, false);
    r->encoding = name ? name : r->encoding;
    return true;
}

static bool act(reader *r, const ph_rtf_word *word, const ph_rtf_token *t)
{
    bool body = top(r)->place == PH_RTF_BODY;
    switch (word->act) {
    case PH_RTF_INTO: enter(r, word); return true;
    case PH_RTF_LETTER: add_character(r, word->value); return true;
    case PH_RTF_UNICODE:
        add_unit(r, t->number);
        r->skip = top(r)->uc;
        return true;
    case PH_RTF_UC: top(r)->uc = t->number > 0 ? (unsigned)t->number : 0; return true;
    case PH_RTF_PAR: return end_paragraph(r);
    case PH_RTF_LINE:
        return body && !r->in_table ? end_line(r, false) : (add_character(r, ' '), true);
    case PH_RTF_CELL: return !body || end_cell(r);
    case PH_RTF_ROW: return !body || end_row(r);
    case PH_RTF_CODEPAGE: return set_codepage(r, t->numbered ? t->number : word->value);
    default: return format(r, word, t);
    }
}

static bool on_word(reader *r, const ph_rtf_token *t)
{
    const ph_rtf_word *word = ph_rtf_find(t->name);
    bool starred = top(r)->starred;
    top(r)->starred = false;
    if (r->skip && (!word || word->act == PH_RTF_LETTER)) {
        r->skip--;
        return true;
    }
    r->skip = 0;
    if (starred && !(word && (word->act == PH_RTF_INTO || word->act == PH_RTF_NONE))) {
        top(r)->place = PH_RTF_SKIPPED;
        return true;
    }
    return !word || act(r, word, t);
}

static void on_symbol(reader *r, char c)
{
    if (c == '*') {
        top(r)->starred = true;
        return;
    }
    if (r->skip) {
        r->skip--;
        return;
    }
    if (c == '~')
        add_character(r, ' ');
    else if (c == '_')
        add_character(r, '-');
    else if (c == '{' || c == '}' || c == '\\')
        add_character(r, c);
}

static ph_status on_open(reader *r, ph_error *err)
{
    if (r->depth + 1 >= PH_RTF_GROUPS)
        return ph_fail(err, PH_LIMIT,
                       "the groups of the RTF file are nested more than %d deep",
                       PH_RTF_GROUPS);
    r->depth++;
    *top(r) = r->stack[r->depth - 1];
    top(r)->starred = false;
    return PH_OK;
}

static bool on_close(reader *r)
{
    group closed = *top(r);
    if (r->depth)
        r->depth--;
    if (closed.place == PH_RTF_STYLES && top(r)->place == PH_RTF_STYLES)
        return end_style(r);
    if (closed.place == PH_RTF_FIELD && top(r)->place != PH_RTF_FIELD)
        return end_field(r, closed.field);
    return true;
}

static bool on_token(reader *r, const ph_rtf_token *t)
{
    if (t->type == PH_RTF_BYTE) {
        if (r->skip)
            r->skip--;
        else
            ph_buf_byte(&r->bytes, t->byte);
        return true;
    }
    settle(r);
    switch (t->type) {
    case PH_RTF_CLOSE: r->skip = 0; return on_close(r);
    case PH_RTF_WORD: return on_word(r, t);
    case PH_RTF_SYMBOL:
        if (t->byte == '\n' || t->byte == '\r')
            return end_paragraph(r);
        on_symbol(r, t->byte);
        return true;
    default: return true;
    }
}

static ph_status read_tokens(reader *r, ph_str bytes, ph_error *err)
{
    size_t i = 0;
    bool closed = false;
    for (;;) {
        ph_rtf_token t = ph_rtf_next(bytes, &i);
        if (t.type == PH_RTF_END)
            break;
        if (!on_token(r, &t))
            return ph_fail_memory(err);
        if (t.type == PH_RTF_OPEN) {
            r->skip = 0;
            ph_status status = on_open(r, err);
            if (status != PH_OK)
                return status;
        }
        closed = t.type == PH_RTF_CLOSE && r->depth == 0;
        if (closed)
            break;
    }
    settle(r);
    r->in_table = false;
    bool ok =
        (!r->row.n || end_row(r)) && end_line(r, true) &&
        (closed || ph_parse_warn(r->doc, r->arena,
                                 "the file ends before its end: it was cut short, and "
                                 "what is missing was not read"));
    return ok ? PH_OK : ph_fail_memory(err);
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    ph_str bytes = ph_trim(input.bytes);
    reader *r = PH_NEW(arena, reader);
    if (ph_starts(bytes, PH_STR("\xEF\xBB\xBF")))
        bytes = ph_sub(bytes, 3, bytes.n);
    if (!ph_starts(bytes, PH_STR("{\\rtf")))
        return ph_fail(err, PH_INVALID,
                       "this is not an RTF document, although its name says so");
    if (!r)
        return ph_fail_memory(err);
    r->arena = arena;
    r->doc = doc;
    r->encoding = DEFAULT;
    r->stack[0].uc = 1;
    ph_status status = read_tokens(r, bytes, err);
    if (status == PH_OK && !ph_text_build(arena, doc, &r->lines, true))
        status = ph_fail_memory(err);
    ph_buf_free(&r->bytes);
    ph_buf_free(&r->text);
    ph_buf_free(&r->label);
    ph_buf_free(&r->notes);
    ph_buf_free(&r->value);
    ph_buf_free(&r->row);
    return status;
}

const ph_format ph_format_rtf = {
    .name = "RTF", .mime = "application/rtf", .extensions = "rtf ", .parse = parse};

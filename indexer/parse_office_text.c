/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_office_text.h"
#include "indexer/text_build.h"
#include "indexer/text_title.h"
#include "search/limits.h"
#include "search/text.h"

#define HEADING_BYTES 400 /* who styles more than this as a heading meant something else */
#define ITEM_INDENT 4     /* columns */

/* --- paragraphs ----------------------------------------------------------------------------- */

void ph_writer_text(ph_writer *w, ph_str raw, bool bold)
{
    ph_buf_add(&w->text, raw);
    if (ph_trim(raw).n && bold)
        w->bold = true;
    else if (ph_trim(raw).n)
        w->plain = true;
}

void ph_writer_break(ph_writer *w)
{
    ph_buf_byte(&w->text, '\n');
}

static void add_paragraph(ph_writer *w, ph_para para, ph_str raw)
{
    para.text = ph_text_clean(w->arena, raw, false);
    para.lines = para.row ? ph_text_clean(w->arena, raw, true) : PH_STR("");
    w->failed = w->failed || !para.lines.s;
    para.apart = w->apart;
    if (para.text.n > HEADING_BYTES)
        para.heading = para.title = 0;
    if (para.text.n) {
        ph_para *slot = PH_PUSH(w->arena, &w->paras);
        if (slot)
            *slot = para;
        w->failed = w->failed || !slot;
    }
    w->failed = w->failed || !para.text.s;
    w->apart = !para.text.n;
}

/* Makes a paragraph of what is open.  The lines of a bold one are those of a cover: a paragraph
 * each, and apart from what stands around them. */
static void close_paragraph(ph_writer *w, ph_para para)
{
    ph_str rest = ph_trim(ph_buf_str(&w->text));
    para.bold = w->bold && !w->plain;
    para.page = w->page;
    if (para.item > PH_NESTING)
        para.item = PH_NESTING;
    bool lines = para.bold && !para.heading && !para.title && !para.item && !para.row &&
                 !para.note && memchr(rest.s, '\n', rest.n);
    w->failed = w->failed || w->text.failed;
    w->apart = w->apart || lines;
    while (lines && rest.n) {
        const char *end = memchr(rest.s, '\n', rest.n);
        size_t n = end ? (size_t)(end - rest.s) : rest.n;
        add_paragraph(w, para, ph_sub(rest, 0, n));
        rest = ph_sub(rest, n + 1, rest.n);
    }
    if (lines)
        w->apart = true;
    else
        add_paragraph(w, para, rest);
    w->bold = w->plain = false;
    ph_buf_clear(&w->text);
}

void ph_writer_end(ph_writer *w, ph_para para)
{
    if (w->flat)
        ph_buf_byte(&w->text, '\n');
    else
        close_paragraph(w, para);
}

void ph_writer_flat(ph_writer *w)
{
    w->flat++;
}

void ph_writer_flat_end(ph_writer *w, ph_para para)
{
    w->flat--;
    if (!w->flat && para.row && !w->bold && !w->plain)
        ph_buf_clear(&w->text);
    ph_writer_end(w, para);
}

void ph_writer_cell(ph_writer *w, bool first)
{
    if (!first)
        ph_buf_addc(&w->text, " | ");
}

/* --- the top ------------------------------------------------------------------------------- */

/* True if line i goes on with the block of bold lines at the top that is the title. */
static bool goes_on(const ph_writer *w, size_t i, size_t top)
{
    const ph_para *p = &w->paras.v[i], *before = p - 1;
    return i && i < top && !p->apart && !p->label.n && !before->label.n &&
           !ph_line_mark(p->text).type && !ph_line_mark(before->text).type &&
           ph_is_shouted(p->text) == ph_is_shouted(before->text);
}

/* How many bold paragraphs stand at the top. */
static size_t count_top(const ph_writer *w)
{
    size_t n = 0;
    while (n < w->paras.n && w->paras.v[n].bold && !w->paras.v[n].heading &&
           !w->paras.v[n].title && !w->paras.v[n].row && !w->paras.v[n].item)
        n++;
    return n;
}

/* The bold lines at the top, if there are several, as one; empty if not; absent: no memory. */
static ph_str top_lines(const ph_writer *w)
{
    ph_buf buf = {0};
    size_t top = count_top(w), n = 1;
    while (goes_on(w, n, top))
        n++;
    for (size_t i = 0; n > 1 && i < n; i++) {
        ph_buf_byte(&buf, ' ');
        ph_buf_add(&buf, w->paras.v[i].text);
    }
    ph_str title =
        buf.failed
            ? PH_ABSENT
            : ph_dup(w->arena, ph_utf8_cut(ph_trim(ph_buf_str(&buf)), PH_TITLE_BYTES));
    ph_buf_free(&buf);
    return title;
}

/* --- where there are styles ------------------------------------------------------------------ */

static bool add_block(ph_writer *w, const ph_para *p, ph_block_type type, unsigned level,
                      ph_str text)
{
    return text.s &&
           ph_document_block(
               w->doc, w->arena,
               (ph_block){.type = type, .level = level, .page = p->page, .text = text});
}

static ph_str with_label(ph_writer *w, const ph_para *p)
{
    return p->label.n ? ph_dupf(w->arena, "%.*s %.*s", PH_FMT(p->label), PH_FMT(p->text))
                      : p->text;
}

static bool write_styled(ph_writer *w, bool titled)
{
    for (size_t i = 0; i < w->paras.n; i++) {
        const ph_para *p = &w->paras.v[i];
        ph_mark mark = ph_line_mark(p->text);
        unsigned level = p->title ? 1 : p->heading + titled;
        bool bullet = mark.type == PH_MARK_BULLET && mark.kind != 0x2013 &&
                      mark.kind != 0x2014 && mark.n < p->text.n;
        bool ok;
        if (p->heading || p->title)
            ok = add_block(w, p, PH_BLOCK_HEADING, level < 6 ? level : 6, with_label(w, p));
        else if (p->row)
            ok = add_block(w, p, PH_BLOCK_ROW, 0, p->text);
        else if (p->item)
            ok = add_block(w, p, PH_BLOCK_ITEM, p->item, p->text);
        else if (p->note)
            ok = add_block(w, p, PH_BLOCK_PARAGRAPH, 0, with_label(w, p));
        else if (bullet)
            ok = add_block(w, p, PH_BLOCK_ITEM, 1, ph_sub(p->text, mark.n, p->text.n));
        else
            ok = add_block(w, p, PH_BLOCK_PARAGRAPH, 0, p->text);
        if (!ok)
            return false;
    }
    ph_str title = top_lines(w);
    if (title.s && !title.n)
        title = ph_text_title(w->arena, w->doc);
    return title.s &&
           ph_document_meta(w->doc, w->arena, PH_ORIGIN_GUESS, PH_STR("title"), title);
}

/* --- where there are none --------------------------------------------------------------------- */

/* A paragraph as a line of plain text.  Returns false when there is no memory. */
static bool add_line(ph_writer *w, ph_lines *lines, const ph_para *p, bool titled,
                     bool title)
{
    ph_line line = {.page = p->page, .row = p->row};
    bool known = !p->label.n || p->heading || p->title;
    line.heading = p->title ? 1 : p->heading ? p->heading + titled : 0;
    line.heading = line.heading < 6 ? line.heading : 6;
    /* capitals say more than bold type does */
    line.bold = p->bold && (title || !ph_is_shouted(p->text));
    if (known && !p->row && !line.heading)
        line.item = p->item;
    else
        line.indent = p->item * ITEM_INDENT;
    ph_str text = line.item ? p->text : with_label(w, p);
    return text.s && ph_lines_add(w->arena, lines, line, text);
}

static bool write_unstyled(ph_writer *w, bool titled)
{
    ph_lines lines = {0};
    size_t top = count_top(w);
    for (size_t i = 0; i < w->paras.n; i++) {
        const ph_para *p = &w->paras.v[i];
        bool on = goes_on(w, i, top);
        if (i && !on &&
            !ph_lines_add(w->arena, &lines, (ph_line){.page = p->page}, PH_STR("")))
            return false;
        if (!add_line(w, &lines, p, titled, on || goes_on(w, i + 1, top)))
            return false;
    }
    return ph_text_build(w->arena, w->doc, &lines, true);
}

/* --- both ---------------------------------------------------------------------------------------- */

/* True if styles make the headings; one alone among many bold lines is a stray. */
static bool is_styled(const ph_writer *w)
{
    size_t styled = 0, bold = 0;
    for (size_t i = 0; i < w->paras.n; i++) {
        const ph_para *p = &w->paras.v[i];
        styled += p->heading > 0;
        bold += p->bold && !p->heading && !p->title && !p->row && p->text.n < HEADING_BYTES;
    }
    return styled * 4 > bold && styled > 0;
}

bool ph_writer_finish(ph_writer *w)
{
    ph_writer_form(w);
    bool titled = false, ok = !w->failed;
    for (size_t i = 0; i < w->paras.n && ok; i++)
        if (w->paras.v[i].title && !titled) {
            titled = true;
            ok = ph_office_title(w->doc, w->arena, w->paras.v[i].text);
        }
    ok = ok && (is_styled(w) ? write_styled(w, titled) : write_unstyled(w, titled));
    ph_buf_free(&w->text);
    return ok;
}

/* --- names of styles ------------------------------------------------------------------------------ */

/* "Überschrift 1" as "uberschrift", and 1. */
static ph_str split_number(ph_str key, unsigned *number)
{
    *number = 0;
    if (key.n && key.s[key.n - 1] >= '1' && key.s[key.n - 1] <= '9') {
        *number = (unsigned)(key.s[key.n - 1] - '0');
        key = ph_trim(ph_sub(key, 0, key.n - 1));
    }
    return key;
}

bool ph_style_name_read(ph_arena *arena, ph_str name, ph_style_name *out)
{
    static const char *const headings[] = {
        "heading",    "titre",    "uberschrift", "berschrift", "заголовок",   "titulo",
        "titolo",     "titlu",    "kop",         "rubrik",     "nagłowek",    "nagowek",
        "nadpis",     "cimsor",   "naslov",      "наслов",     "overskrift",  "antraste",
        "virsraksts", "pealkiri", "otsikko",     "baslık",     "επικεφαλιδα", "заглавие",
        "標題",       "标题",     "見出し",      "제목"};
    static const char *const titles[] = {"title", "titre",    "titel",
                                         "titlu", "titolo",   "titulo",
                                         "tytuł", "название", "заголовок"};
    static const char *const subtitles[] = {"subtitle", "sous titre",   "untertitel",
                                            "subtitlu", "подзаголовок", "sottotitolo",
                                            "subtitulo"};
    static const char *const indexes[] = {"toc", "toc heading", "contents",
                                          "table of figures", "contents heading"};
    *out = (ph_style_name){0};
    unsigned number;
    ph_str key = ph_text_key(arena, name.s ? name : PH_STR(""));
    ph_str word = split_number(key, &number);
    if (!key.s)
        return false;
    for (size_t i = 0; number && i < sizeof headings / sizeof *headings; i++)
        if (ph_eqc(word, headings[i]))
            out->heading = number;
    for (size_t i = 0; !number && i < sizeof titles / sizeof *titles; i++)
        out->title = out->title || ph_eqc(key, titles[i]);
    for (size_t i = 0; i < sizeof subtitles / sizeof *subtitles; i++)
        out->subtitle = out->subtitle || ph_eqc(key, subtitles[i]);
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++)
        out->index = out->index || ph_eqc(word, indexes[i]);
    return true;
}

/* --- numbers of lists ------------------------------------------------------------------------------ */

static void add_roman(ph_buf *buf, unsigned n, bool upper)
{
    static const struct {
        unsigned value;
        const char *upper, *lower;
    } digits[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
                  {100, "C", "c"},  {90, "XC", "xc"},  {50, "L", "l"},  {40, "XL", "xl"},
                  {10, "X", "x"},   {9, "IX", "ix"},   {5, "V", "v"},   {4, "IV", "iv"},
                  {1, "I", "i"}};
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        for (; n >= digits[i].value; n -= digits[i].value)
            ph_buf_addc(buf, upper ? digits[i].upper : digits[i].lower);
}

void ph_list_number(ph_buf *buf, ph_str format, unsigned n)
{
    if (ph_eqc(format, "none"))
        return;
    bool upper =
        ph_starts(format, PH_STR("upper")) || ph_eqc(format, "A") || ph_eqc(format, "I");
    bool letter = ph_ends(format, PH_STR("Letter")) || ph_eq_nocase(format, PH_STR("a"));
    bool roman = ph_ends(format, PH_STR("Roman")) || ph_eq_nocase(format, PH_STR("i"));
    if (letter && n && n <= 26 * 4)
        for (unsigned i = 0; i <= (n - 1) / 26; i++)
            ph_buf_byte(buf, (char)((upper ? 'A' : 'a') + (n - 1) % 26));
    else if (roman && n < 4000)
        add_roman(buf, n, upper);
    else
        ph_buf_addf(buf, "%u", n);
}

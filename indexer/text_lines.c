/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include <unicode/uchar.h>

#include "indexer/text_lines.h"
#include "search/text.h"

#define TAB_COLUMNS 4

/* --- lines -------------------------------------------------------------------------------- */

static unsigned count_characters(ph_str s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.s[i] & 0xC0) != 0x80;
    return n;
}

static unsigned count_indent(ph_str raw)
{
    unsigned columns = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.s[i] == '\t')
            columns += TAB_COLUMNS - columns % TAB_COLUMNS;
        else if (raw.s[i] == ' ')
            columns++;
        else
            break;
    }
    return columns;
}

static bool add_line(ph_arena *arena, ph_lines *lines, ph_str raw, unsigned page)
{
    ph_str text = ph_text_clean(arena, raw, false);
    if (!text.s)
        return false;
    if (!text.n && (!lines->n || lines->v[lines->n - 1].blank))
        return true;
    ph_line *line = PH_PUSH(arena, lines);
    if (!line)
        return false;
    *line = (ph_line){.text = text, .page = page, .blank = text.n == 0};
    line->length = count_characters(text);
    line->indent = count_indent(raw);
    line->glued = ph_ends(ph_trim(raw), PH_STR("\xC2\xAD"));
    return true;
}

bool ph_lines_add(ph_arena *arena, ph_lines *lines, ph_line line, ph_str raw)
{
    line.text = ph_text_clean(arena, raw, false);
    line.length = count_characters(line.text);
    line.blank = line.text.n == 0;
    if (!line.text.s || (line.blank && (!lines->n || lines->v[lines->n - 1].blank)))
        return line.text.s != NULL;
    ph_line *slot = PH_PUSH(arena, lines);
    if (slot)
        *slot = line;
    return slot != NULL;
}

/* True if "**" at i is a marker on its own, of bold text that opens or closes there. */
static bool is_bold_mark(ph_str s, size_t i, bool open)
{
    if (i + 1 >= s.n || s.s[i] != '*' || s.s[i + 1] != '*')
        return false;
    if ((i > 0 && s.s[i - 1] == '*') || (i + 2 < s.n && s.s[i + 2] == '*'))
        return false;
    return open ? i > 0 && s.s[i - 1] != ' ' : i + 2 < s.n && s.s[i + 2] != ' ';
}

/* How many of a line's ** open or close bold text, one after the other; *open is carried. */
static size_t count_bold(ph_str s, bool *open)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < s.n; i++)
        if (is_bold_mark(s, i, *open)) {
            *open = !*open;
            n++;
            i++;
        }
    return n;
}

/* Takes the markers out of a line and sees whether anything stands outside them. */
static bool drop_bold(ph_arena *arena, ph_line *line, bool *open)
{
    char *out = ph_alloc(arena, line->text.n + 1);
    size_t n = 0;
    bool outside = false;
    if (!out)
        return false;
    for (size_t i = 0; i < line->text.n; i++) {
        if (is_bold_mark(line->text, i, *open)) {
            *open = !*open;
            i++;
            continue;
        }
        if (!*open && line->text.s[i] != ' ')
            outside = true;
        out[n++] = line->text.s[i];
    }
    line->text = ph_trim((ph_str){out, n});
    line->bold = !outside && n > 0;
    line->length = count_characters(line->text);
    return true;
}

/* Bold text does not reach over a blank line: where the markers between two of them do not
 * pair up, they are left as they are. */
static bool find_bold(ph_arena *arena, ph_lines *lines)
{
    for (size_t from = 0; from < lines->n;) {
        size_t to = from, marks = 0;
        bool open = false;
        for (; to < lines->n && !lines->v[to].blank; to++)
            marks += count_bold(lines->v[to].text, &open);
        bool paired = marks > 0 && !open;
        open = false;
        for (size_t i = from; i < to && paired; i++)
            if (!drop_bold(arena, &lines->v[i], &open))
                return false;
        from = to + 1;
    }
    return true;
}

bool ph_lines_read(ph_arena *arena, ph_str text, ph_lines *lines)
{
    bool pages = text.n && memchr(text.s, '\f', text.n - 1) != NULL;
    unsigned page = pages ? 1 : 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && text.s[i] != '\n' && text.s[i] != '\r' && text.s[i] != '\f')
            i++;
        if (!add_line(arena, lines, ph_sub(text, from, i), page))
            return false;
        if (i < text.n && text.s[i] == '\f') {
            page += pages;
            if (!add_line(arena, lines, PH_STR(""), page))
                return false;
        }
        i += i + 1 < text.n && text.s[i] == '\r' && text.s[i + 1] == '\n' ? 2 : 1;
    }
    return find_bold(arena, lines);
}

/* --- marks -------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bullets are followed by a space. */
static ph_mark bullet(ph_str s)
{
    static const char bullets[] = "-*•–—·‣▪●◦▫■□➢✓✔\uF0B7\uF0A7";
    size_t n = 0;
    int32_t c = ph_utf8_next(s, &n);
    ph_str all = PH_STR(bullets);
    if (n >= s.n || s.s[n] != ' ')
        return (ph_mark){0};
    for (size_t i = 0; i < all.n;)
        if (ph_utf8_next(all, &i) == c)
            return (ph_mark){.type = PH_MARK_BULLET, .kind = c, .n = n + 1};
    return (ph_mark){0};
}

/* Up to three digits, from *i. */
static bool take_number(ph_str s, size_t *i, unsigned *value)
{
    size_t from = *i;
    for (*value = 0; *i < s.n && is_digit(s.s[*i]) && *i - from < 3; (*i)++)
        *value = *value * 10 + (unsigned)(s.s[*i] - '0');
    return *i > from && !(*i < s.n && is_digit(s.s[*i]));
}

/* "(a)", "a)", "(iv)", "12)"; roman numerals count as letters, "i" after "h" or not. */
static ph_mark paren(ph_str s)
{
    ph_mark mark = {.type = PH_MARK_PAREN};
    size_t i = s.s[0] == '(', from = i;
    if (!take_number(s, &i, &mark.value)) {
        while (i < s.n && i - from < 5 && strchr("ivxIVX", s.s[i]))
            i++;
        mark.value = ph_roman(ph_sub(s, from, i));
        if (i == from && i < s.n && u_isalpha(s.s[i])) {
            mark.value = (unsigned)(s.s[i] | 0x20) - 'a' + 1;
            i++;
        }
    }
    if (i == from || i + 1 >= s.n || s.s[i] != ')' || s.s[i + 1] != ' ')
        return (ph_mark){0};
    mark.kind = is_digit(s.s[from]) ? '1' : 'a';
    mark.kind += from ? 256 : 0;
    mark.n = i + 2;
    return mark;
}

/* "1. ", "1.2. ", and "1.2 " before a capital. */
static ph_mark number(ph_str s)
{
    ph_mark mark = {.type = PH_MARK_NUMBER};
    size_t i = 0;
    bool dot = false;
    while (take_number(s, &i, &mark.value)) {
        mark.depth++;
        dot = i < s.n && s.s[i] == '.';
        if (!dot)
            break;
        i++;
        if (i < s.n && s.s[i] == ' ')
            break;
    }
    if (!mark.depth || mark.depth > 4 || i + 1 >= s.n || s.s[i] != ' ')
        return (ph_mark){0};
    size_t behind = i + 1;
    if (!dot && (mark.depth < 2 || !u_isupper(ph_utf8_next(s, &behind))))
        return (ph_mark){0};
    mark.kind = '0' + (int32_t)mark.depth;
    mark.n = i + 1;
    return mark;
}

unsigned ph_roman(ph_str s)
{
    unsigned total = 0, last = 0;
    for (size_t i = s.n; i-- > 0;) {
        char c = (char)(s.s[i] & ~0x20);
        unsigned value = c == 'I' ? 1 : c == 'V' ? 5 : c == 'X' ? 10 : 0;
        if (!value)
            return 0;
        total = value < last ? total - value : total + value;
        last = value > last ? value : last;
    }
    return total < 40 ? total : 0;
}

/* "A. ", "Б. ", "XII. " */
static ph_mark letter(ph_str s)
{
    ph_mark mark = {.type = PH_MARK_LETTER, .kind = 'A'};
    size_t n = 0;
    while (n < s.n && n < 5 && strchr("IVX", s.s[n]))
        n++;
    if (n > 1) {
        mark.type = PH_MARK_ROMAN;
        mark.kind = 'I';
        mark.value = ph_roman(ph_sub(s, 0, n));
    } else {
        n = 0;
        int32_t c = ph_utf8_next(s, &n);
        mark.value = c >= 'A' && c <= 'Z'       ? (unsigned)(c - 'A' + 1)
                     : c >= 0x410 && c <= 0x42F ? (unsigned)(c - 0x410 + 101)
                     : c >= 0x391 && c <= 0x3A9 ? (unsigned)(c - 0x391 + 201)
                                                : 0;
    }
    if (!mark.value || n + 1 >= s.n || s.s[n] != '.' || s.s[n + 1] != ' ')
        return (ph_mark){0};
    mark.n = n + 2;
    return mark;
}

static bool is_superscript(int32_t c)
{
    return c == 0xB9 || c == 0xB2 || c == 0xB3 || c == 0x2070 ||
           (c >= 0x2074 && c <= 0x2079);
}

/* "¹ VUCA stands for", "[12] See" */
static ph_mark note(ph_str s)
{
    ph_mark mark = {.type = PH_MARK_NOTE};
    size_t i = 0;
    while (mark.n < s.n && is_superscript(ph_utf8_next(s, &i)))
        mark.n = i;
    if (mark.n)
        return mark;
    i = 1;
    if (s.s[0] != '[' || !take_number(s, &i, &mark.value) || i + 1 >= s.n ||
        s.s[i] != ']' || s.s[i + 1] != ' ')
        return (ph_mark){0};
    mark.n = i + 2;
    return mark;
}

ph_mark ph_line_mark(ph_str s)
{
    ph_mark mark = {0};
    if (!s.n)
        return mark;
    if (s.s[0] == '#') {
        while (mark.depth < s.n && s.s[mark.depth] == '#')
            mark.depth++;
        if (mark.depth <= 6 && mark.depth + 1 < s.n && s.s[mark.depth] == ' ') {
            mark.type = PH_MARK_HASH;
            mark.n = mark.depth + 1;
            return mark;
        }
        return (ph_mark){0};
    }
    static ph_mark (*const readers[])(ph_str) = {bullet, note, paren, number, letter};
    for (size_t i = 0; i < sizeof readers / sizeof *readers && !mark.type; i++)
        mark = readers[i](s);
    return mark;
}

/* --- what a line looks like ------------------------------------------------------------------ */

static int32_t last_character(ph_str *s)
{
    size_t from = s->n;
    do
        from--;
    while (from > 0 && ((unsigned char)s->s[from] & 0xC0) == 0x80);
    size_t at = from;
    int32_t c = ph_utf8_next(*s, &at);
    s->n = from;
    return c;
}

bool ph_ends_sentence(ph_str text)
{
    while (text.n) {
        int32_t c = last_character(&text);
        if (c < 0x80 ? strchr(".!?:;", c) != NULL : c == 0x2026 || c == 0x3002)
            return true;
        if (!is_superscript(c) && !u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) &&
            u_charType(c) != U_END_PUNCTUATION)
            return false;
    }
    return false;
}

bool ph_ends_open(ph_str text)
{
    return text.n && strchr(".,;", text.s[text.n - 1]);
}

bool ph_starts_lower(ph_str text)
{
    for (size_t i = 0; i < text.n;) {
        int32_t c = ph_utf8_next(text, &i);
        if (!u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) &&
            u_charType(c) != U_START_PUNCTUATION)
            return u_islower(c);
    }
    return false;
}

bool ph_is_shouted(ph_str text)
{
    unsigned upper = 0, digits = 0;
    for (size_t i = 0; i < text.n;) {
        int32_t c = ph_utf8_next(text, &i);
        if (u_islower(c) || c == '@' || c == '|')
            return false;
        upper += u_isupper(c) != 0;
        digits += u_isdigit(c) != 0;
    }
    return upper >= 4 && upper > digits && !ph_ends_open(text);
}

bool ph_is_page_number(ph_str text)
{
    static const char *const words[] = {
        "page", "p.", "pag.", "pagina", "seite", "стр.", "стр", "страница", "бет",
        "of",   "/",  "|",    "-",      "–",     "—",    "из",  "din",      "de"};
    unsigned numbers = 0, digits = 0;
    ph_str piece;
    while (ph_split(&text, ' ', &piece)) {
        uint64_t value;
        bool known = piece.n == 0;
        for (size_t i = 0; i < sizeof words / sizeof *words && !known; i++)
            known = ph_eq_nocase(piece, ph_cstr(words[i]));
        if (known)
            continue;
        if (!ph_number(piece, &value) || piece.n > 4)
            return false;
        numbers++;
        digits = (unsigned)piece.n;
    }
    /* four digits alone are a year */
    return numbers == 2 || (numbers == 1 && digits < 4);
}

char ph_line_rule(ph_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == ' ')
            continue;
        if (text.s[i] != text.s[0] || !strchr("=-_*", text.s[0]))
            return '\0';
        n++;
    }
    return n >= 3 ? text.s[0] : '\0';
}

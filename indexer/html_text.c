/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/html_page.h"
#include "indexer/parse_common.h"
#include "indexer/text_build.h"
#include "indexer/xml_tree.h"
#include "search/limits.h"
#include "search/text.h"

#define LABELS 100      /* headings of one list are fewer */
#define BOLD_WEIGHT 600 /* font-weight: from here on letters are bold */

typedef enum element_kind {
    INLINE,
    SPACE, /* <br>: separates words */
    BLOCK, /* a paragraph, or a box around some */
    HEADING,
    LIST,
    ENTRY, /* <li> */
    TABLE,
    ROW,
    CELL
} element_kind;

static const struct {
    const char *name;
    element_kind kind;
} kinds[] = {
    {"p", BLOCK},       {"div", BLOCK},     {"h1", HEADING},    {"h2", HEADING},
    {"h3", HEADING},    {"h4", HEADING},    {"h5", HEADING},    {"h6", HEADING},
    {"ul", LIST},       {"ol", LIST},       {"menu", LIST},     {"dir", LIST},
    {"li", ENTRY},      {"table", TABLE},   {"tr", ROW},        {"td", CELL},
    {"th", CELL},       {"br", SPACE},      {"hr", BLOCK},      {"img", SPACE},
    {"dl", BLOCK},      {"dt", BLOCK},      {"dd", BLOCK},      {"blockquote", BLOCK},
    {"pre", BLOCK},     {"figure", BLOCK},  {"caption", BLOCK}, {"figcaption", BLOCK},
    {"section", BLOCK}, {"article", BLOCK}, {"main", BLOCK},    {"body", BLOCK},
    {"html", BLOCK},    {"header", BLOCK},  {"address", BLOCK}, {"center", BLOCK},
    {"details", BLOCK}, {"summary", BLOCK}, {"form", BLOCK},    {"fieldset", BLOCK},
    {"legend", BLOCK},  {"hgroup", BLOCK},  {"option", SPACE},  {"input", SPACE},
    {"thead", BLOCK},   {"tbody", BLOCK},   {"tfoot", BLOCK},   {"noframes", BLOCK},
};

/* Where we are.  A page becomes lines first: where it has no headings of its own,
 * text_build.c finds them as in plain text. */
typedef struct reader {
    ph_arena *arena;
    ph_lines lines;
    bool plain;         /* the page has no headings but its title */
    bool pre;           /* lines of it may be wrapped by hand */
    ph_buf text;        /* of the block that is open */
    ph_buf label;       /* "A. ": stands before it */
    ph_block_type type; /* what it will become */
    unsigned level;
    unsigned lists;     /* depth */
    unsigned bold;      /* elements that are open and make letters bold */
    size_t loud, quiet; /* bytes of the text that are bold, and that are not */
    size_t broken;      /* where in the text the last <br> stood */
    bool data;          /* in a table that holds data */
    bool row;           /* in a row of it */
} reader;

static element_kind kind_of(const xmlNode *element)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp((const char *)element->name, kinds[i].name) == 0)
            return kinds[i].kind;
    return INLINE;
}

/* font-weight: bold, bolder or a number. */
static bool is_heavy(ph_str style)
{
    static const ph_str name = {"font-weight", 11};
    for (size_t i = 0; i + name.n < style.n; i++) {
        if (!ph_eq_nocase(ph_sub(style, i, i + name.n), name))
            continue;
        ph_str value = ph_trim(ph_sub(style, i + name.n, style.n));
        value = ph_trim(ph_sub(value, 1, value.n));
        uint64_t weight = 0;
        return ph_eq_nocase(ph_sub(value, 0, 4), PH_STR("bold")) ||
               (ph_number(ph_sub(value, 0, 3), &weight) && weight >= BOLD_WEIGHT);
    }
    return false;
}

static bool makes_bold(const xmlNode *element)
{
    const char *name = (const char *)element->name;
    ph_str size = strcmp(name, "font") == 0 ? ph_attr(element, "size") : PH_ABSENT;
    return strcmp(name, "b") == 0 || strcmp(name, "strong") == 0 ||
           (size.n == 1 && size.s[0] >= '4' && size.s[0] <= '7') ||
           (size.n == 2 && size.s[0] == '+') || is_heavy(ph_attr(element, "style"));
}

/* Writes the open text as a line; what follows is a paragraph. */
static bool end_line(reader *r)
{
    ph_line line = {.bold = r->loud && !r->quiet, .row = r->type == PH_BLOCK_ROW};
    line.paragraph = !r->plain && r->type == PH_BLOCK_PARAGRAPH;
    line.heading = r->type == PH_BLOCK_HEADING ? r->level : 0;
    line.item = r->type == PH_BLOCK_ITEM ? r->level : 0;
    bool ok = !r->text.failed && !r->label.failed;
    if (ok && ph_trim(ph_buf_str(&r->text)).n) {
        ph_buf_add(&r->label, ph_buf_str(&r->text));
        ok = !r->label.failed &&
             ph_lines_add(r->arena, &r->lines, line, ph_buf_str(&r->label));
        ph_buf_clear(&r->label);
    }
    ph_buf_clear(&r->text);
    r->type = PH_BLOCK_PARAGRAPH;
    r->level = 0;
    r->loud = r->quiet = r->broken = 0;
    return ok;
}

/* The same, with room below. */
static bool flush(reader *r)
{
    return end_line(r) && ph_lines_add(r->arena, &r->lines, (ph_line){0}, PH_STR(""));
}

static void add_text(reader *r, const xmlNode *node)
{
    size_t from = r->text.n;
    ph_xml_text(&r->text, node);
    size_t n = ph_trim(ph_sub(ph_buf_str(&r->text), from, r->text.n)).n;
    if (r->bold)
        r->loud += n;
    else
        r->quiet += n;
}

static bool read_children(reader *r, const xmlNode *element);

/* An element that is a block of its own. */
static bool read_block(reader *r, const xmlNode *element, ph_block_type type,
                       unsigned level)
{
    if (!flush(r))
        return false;
    bool bold = is_heavy(ph_attr(element, "style"));
    r->bold += bold;
    r->type = type;
    r->level = level;
    bool ok = read_children(r, element) && flush(r);
    r->bold -= bold;
    return ok;
}

/* A table that only lays the page out has headings or tables in it, or lists and no heads of
 * columns. */
static bool is_layout(const xmlNode *table)
{
    bool heads = false, lists = false;
    for (const xmlNode *n = ph_next(table, table, true); n; n = ph_next(table, n, true)) {
        element_kind kind = kind_of(n);
        if (kind == HEADING || kind == TABLE)
            return true;
        heads = heads || strcmp((const char *)n->name, "th") == 0;
        lists = lists || kind == LIST;
    }
    return lists && !heads;
}

static bool read_table(reader *r, const xmlNode *table)
{
    bool before = r->data;
    if (r->row)
        return read_children(r, table);
    if (!flush(r))
        return false;
    r->data = !is_layout(table);
    bool ok = read_children(r, table) && flush(r);
    r->data = before;
    return ok;
}

static bool read_row(reader *r, const xmlNode *row)
{
    if (r->row || !r->data)
        return read_block(r, row, PH_BLOCK_PARAGRAPH, 0);
    r->row = true;
    bool ok = read_block(r, row, PH_BLOCK_ROW, 0);
    r->row = false;
    return ok;
}

static bool read_cell(reader *r, const xmlNode *cell)
{
    if (!r->row)
        return read_block(r, cell, PH_BLOCK_PARAGRAPH, 0);
    for (const xmlNode *before = cell->prev; before; before = before->prev)
        if (before->type == XML_ELEMENT_NODE && kind_of(before) == CELL) {
            ph_buf_addc(&r->text, " | ");
            break;
        }
    return read_children(r, cell);
}

static bool read_list(reader *r, const xmlNode *list)
{
    if (!flush(r))
        return false;
    r->lists++;
    bool ok = read_children(r, list) && flush(r);
    r->lists--;
    return ok;
}

static bool is_blank(const xmlNode *node)
{
    return node->type != XML_ELEMENT_NODE &&
           (node->type != XML_TEXT_NODE ||
            !ph_trim(ph_cstr((const char *)node->content)).n);
}

/* The first child that is more than white space. */
static const xmlNode *first_of(const xmlNode *element)
{
    const xmlNode *c = element->children;
    while (c && is_blank(c))
        c = c->next;
    return c;
}

/* True if an entry begins with a line that is a heading or all bold. */
static bool begins_loud(const xmlNode *entry)
{
    const xmlNode *c = first_of(entry);
    if (!c || c->type != XML_ELEMENT_NODE)
        return false;
    element_kind kind = kind_of(c);
    if (kind == HEADING)
        return true;
    if (kind == BLOCK)
        return begins_loud(c);
    const xmlNode *behind = c->next;
    while (behind && is_blank(behind))
        behind = behind->next;
    return kind == INLINE && makes_bold(c) &&
           (!behind || (behind->type == XML_ELEMENT_NODE && kind_of(behind) != INLINE));
}

/* The entry before or behind one, or NULL. */
static const xmlNode *entry_beside(const xmlNode *entry, bool before)
{
    do
        entry = before ? entry->prev : entry->next;
    while (entry && (entry->type != XML_ELEMENT_NODE || kind_of(entry) != ENTRY));
    return entry;
}

/* "B. " for the second entry of <ol type=A>.  Empty for other lists, and for numbers that
 * nobody gives to a heading. */
static void add_label(ph_buf *label, const xmlNode *entry)
{
    static const char *const roman[] = {"I",  "II",  "III",  "IV", "V",
                                        "VI", "VII", "VIII", "IX", "X"};
    const xmlNode *list = entry->parent;
    if (strcmp((const char *)list->name, "ol") != 0)
        return;
    uint64_t start = 1;
    ph_str type = ph_attr(list, "type");
    ph_number(ph_attr(list, "start"), &start);
    uint64_t n = start;
    for (const xmlNode *e = entry_beside(entry, true); e && n < LABELS;
         e = entry_beside(e, true))
        n++;
    if (ph_eqc(type, "A") && n >= 1 && n <= 26)
        ph_buf_addf(label, "%c. ", (char)('A' + n - 1));
    else if (ph_eqc(type, "I") && n >= 1 && n <= sizeof roman / sizeof *roman)
        ph_buf_addf(label, "%s. ", roman[n - 1]);
    else if (n < LABELS && (!type.n || ph_eqc(type, "1")))
        ph_buf_addf(label, "%u. ", (unsigned)n);
}

/* An item is one block, its paragraphs and boxes included, up to a list below it.  But where
 * it begins with a heading, it is a section; and where a page has no headings, the only entry
 * of a numbered list may be one. */
static bool read_entry(reader *r, const xmlNode *entry)
{
    unsigned level = r->lists < 1 ? 1 : r->lists < PH_NESTING ? r->lists : PH_NESTING;
    bool loud = begins_loud(entry);
    const xmlNode *list = entry->parent;
    bool only = r->plain && r->lists == 1 && !entry_beside(entry, true) &&
                !entry_beside(entry, false);
    if (!flush(r))
        return false;
    if (list && (loud || only))
        add_label(&r->label, entry);
    if (!r->label.n)
        return read_block(r, entry, PH_BLOCK_ITEM, level);
    unsigned lists = r->lists;
    r->lists = 0;
    bool ok = read_block(r, entry, PH_BLOCK_PARAGRAPH, 0);
    r->lists = lists;
    ph_buf_clear(&r->label);
    return ok;
}

/* One line break ends a line of a page without headings; two of them end a paragraph. */
static bool read_break(reader *r, bool inside)
{
    bool second =
        r->broken && !ph_trim(ph_sub(ph_buf_str(&r->text), r->broken, r->text.n)).n;
    ph_buf_byte(&r->text, ' ');
    if (inside)
        return true;
    if (second || (r->plain && !ph_trim(ph_buf_str(&r->text)).n))
        return flush(r);
    if (r->plain)
        return end_line(r);
    r->broken = r->text.n;
    return true;
}

/* What stands for a picture, unless it is a file's name. */
static void add_picture(reader *r, const xmlNode *image)
{
    ph_str words = ph_trim(ph_attr(image, "alt"));
    if (!words.n || (memchr(words.s, '.', words.n) && !memchr(words.s, ' ', words.n)))
        return;
    ph_buf_byte(&r->text, ' ');
    ph_buf_add(&r->text, words);
}

static bool read_space(reader *r, const xmlNode *element, bool inside)
{
    if (strcmp((const char *)element->name, "br") == 0)
        return read_break(r, inside);
    if (strcmp((const char *)element->name, "img") == 0)
        add_picture(r, element);
    ph_buf_byte(&r->text, ' ');
    return true;
}

/* A page that begins with it was made of plain text by a program, and is plain text. */
static bool read_plain(reader *r, const xmlNode *pre)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, pre);
    r->pre = true;
    bool ok = !buf.failed && flush(r) &&
              ph_lines_read(r->arena, ph_buf_str(&buf), &r->lines) && flush(r);
    ph_buf_free(&buf);
    return ok;
}

static bool read_inline(reader *r, const xmlNode *element)
{
    bool bold = makes_bold(element);
    r->bold += bold;
    bool ok = read_children(r, element);
    r->bold -= bold;
    return ok;
}

static bool read_element(reader *r, const xmlNode *element)
{
    element_kind kind = kind_of(element);
    bool inside = r->row || r->type == PH_BLOCK_ITEM || r->type == PH_BLOCK_HEADING;
    switch (kind) {
    case INLINE: return read_inline(r, element);
    case SPACE: return read_space(r, element, inside);
    case BLOCK:
        if (r->plain && !r->lines.n && strcmp((const char *)element->name, "pre") == 0)
            return read_plain(r, element);
        if (!inside)
            return read_block(r, element, PH_BLOCK_PARAGRAPH, 0);
        ph_buf_byte(&r->text, ' ');
        if (!read_children(r, element))
            return false;
        ph_buf_byte(&r->text, ' ');
        return true;
    case HEADING:
        return r->row ? read_children(r, element)
                      : read_block(r, element, PH_BLOCK_HEADING,
                                   (unsigned)(element->name[1] - '0'));
    case LIST: return r->row ? read_children(r, element) : read_list(r, element);
    case ENTRY: return r->row ? read_children(r, element) : read_entry(r, element);
    case TABLE: return read_table(r, element);
    case ROW: return read_row(r, element);
    case CELL: return read_cell(r, element);
    }
    return true;
}

/* The depth is bounded by libxml2's own limit on nesting. */
static bool read_children(reader *r, const xmlNode *element)
{
    for (const xmlNode *n = element->children; n; n = n->next) {
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE ||
            n->type == XML_ENTITY_REF_NODE)
            add_text(r, n);
        else if (n->type == XML_ELEMENT_NODE && !ph_html_is_skipped(n) &&
                 !read_element(r, n))
            return false;
    }
    return true;
}

/* How many headings a page has that are seen. */
static size_t count_headings(const xmlNode *root)
{
    size_t n = 0;
    const xmlNode *at = root;
    while (at) {
        bool seen = at == root || !ph_html_is_skipped(at);
        n += seen && kind_of(at) == HEADING && first_of(at);
        at = ph_next(root, at, seen);
    }
    return n;
}

bool ph_html_text(ph_document *doc, ph_arena *arena, const xmlNode *root, bool guess)
{
    reader r = {.arena = arena, .type = PH_BLOCK_PARAGRAPH};
    r.plain = guess && count_headings(root) <= 1;
    bool ok = read_children(&r, root) && flush(&r);
    ok = ok && ph_text_build(arena, doc, &r.lines, !r.pre);
    ph_buf_free(&r.text);
    ph_buf_free(&r.label);
    return ok;
}

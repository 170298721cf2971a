/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/html_page.h"
#include "indexer/parse_common.h"
#include "search/limits.h"
#include "search/text.h"

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

/* Where we are. */
typedef struct reader {
    ph_document *doc;
    ph_arena *arena;
    ph_buf text;        /* of the block that is open */
    ph_block_type type; /* what it will become */
    unsigned level;
    unsigned lists; /* depth */
    bool data;      /* in a table that holds data */
    bool row;       /* in a row of it */
} reader;

static element_kind kind_of(const xmlNode *element)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp((const char *)element->name, kinds[i].name) == 0)
            return kinds[i].kind;
    return INLINE;
}

/* Writes the open text as a block; what follows is a paragraph. */
static bool flush(reader *r)
{
    bool ok = !r->text.failed && ph_parse_block(r->doc, r->arena, r->type, r->level,
                                                PH_ABSENT, ph_buf_str(&r->text));
    ph_buf_clear(&r->text);
    r->type = PH_BLOCK_PARAGRAPH;
    r->level = 0;
    return ok;
}

static bool read_children(reader *r, const xmlNode *element);

/* An element that is a block of its own. */
static bool read_block(reader *r, const xmlNode *element, ph_block_type type,
                       unsigned level)
{
    if (!flush(r))
        return false;
    r->type = type;
    r->level = level;
    return read_children(r, element) && flush(r);
}

/* A table that only lays the page out has lists, headings or tables in it. */
static bool is_layout(const xmlNode *table)
{
    const xmlNode *n = table;
    while (n) {
        if (n != table && n->type == XML_ELEMENT_NODE) {
            element_kind kind = kind_of(n);
            if (kind == HEADING || kind == LIST || kind == TABLE)
                return true;
        }
        if (n->type == XML_ELEMENT_NODE && n->children) {
            n = n->children;
            continue;
        }
        while (n != table && !n->next)
            n = n->parent;
        n = n == table ? NULL : n->next;
    }
    return false;
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

/* An item is one block, its paragraphs and boxes included, up to a list below it. */
static bool read_entry(reader *r, const xmlNode *entry)
{
    unsigned level = r->lists < 1 ? 1 : r->lists < PH_NESTING ? r->lists : PH_NESTING;
    return read_block(r, entry, PH_BLOCK_ITEM, level);
}

static bool read_element(reader *r, const xmlNode *element)
{
    element_kind kind = kind_of(element);
    bool inside = r->row || r->type == PH_BLOCK_ITEM || r->type == PH_BLOCK_HEADING;
    switch (kind) {
    case INLINE: return read_children(r, element);
    case SPACE: ph_buf_byte(&r->text, ' '); return true;
    case BLOCK:
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
            ph_xml_text(&r->text, n);
        else if (n->type == XML_ELEMENT_NODE && !ph_html_is_skipped(n) &&
                 !read_element(r, n))
            return false;
    }
    return true;
}

bool ph_html_text(ph_document *doc, ph_arena *arena, const xmlNode *root)
{
    reader r = {.doc = doc, .arena = arena, .type = PH_BLOCK_PARAGRAPH};
    bool ok = read_children(&r, root) && flush(&r);
    ph_buf_free(&r.text);
    return ok;
}

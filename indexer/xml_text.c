/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * XML that we know nothing of: TEI, JATS, laws, catalogue records.  Elements with text in
 * them are paragraphs; a few names that nearly all vocabularies share say more.
 */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "search/limits.h"
#include "search/text.h"

typedef enum text_role {
    PLAIN,
    HEADING,
    ITEM,
    PARAGRAPH,
    BOX, /* of paragraphs */
    ROW,
    CELL,
    LABEL, /* a number that stands before the next text */
    SKIPPED
} text_role;

static const struct {
    const char *name;
    text_role role;
} roles[] = {
    {"title", HEADING},
    {"article-title", HEADING},
    {"head", HEADING},
    {"heading", HEADING},
    {"h1", HEADING},
    {"h2", HEADING},
    {"h3", HEADING},
    {"item", ITEM},
    {"li", ITEM},
    {"listitem", ITEM},
    {"list-item", ITEM},
    {"p", PARAGRAPH},
    {"para", PARAGRAPH},
    {"paragraph", PARAGRAPH},
    {"simpara", PARAGRAPH},
    {"sec", BOX},
    {"section", BOX},
    {"div", BOX},
    {"list", BOX},
    {"ul", BOX},
    {"ol", BOX},
    {"table", BOX},
    {"body", BOX},
    {"article", BOX},
    {"chapter", BOX},
    {"tr", ROW},
    {"row", ROW},
    {"td", CELL},
    {"th", CELL},
    {"cell", CELL},
    {"entry", CELL},
    {"num", LABEL},
    {"label", LABEL},
    {"enum", LABEL},
    {"script", SKIPPED},
    {"style", SKIPPED},
    {"binary", SKIPPED},
};

typedef struct walk {
    ph_document *doc;
    ph_arena *arena;
    bool titled;
    ph_buf label; /* that waits */
} walk;

static text_role role_of(const xmlNode *node)
{
    ph_str name = ph_cstr((const char *)node->name);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (ph_eq_nocase(name, ph_cstr(roles[i].name)))
            return roles[i].role;
    return PLAIN;
}

static bool is_blank(const xmlNode *text)
{
    return ph_trim(ph_cstr((const char *)text->content)).n == 0;
}

static bool has_text(const xmlNode *element)
{
    for (const xmlNode *c = element->children; c; c = c->next)
        if (c->type == XML_CDATA_SECTION_NODE || c->type == XML_ENTITY_REF_NODE ||
            (c->type == XML_TEXT_NODE && !is_blank(c)))
            return true;
    return false;
}

/* Writes and empties the buffer. */
static bool flush(walk *w, ph_buf *buf, text_role role, unsigned level)
{
    bool heading = role == HEADING;
    ph_block_type type = heading        ? PH_BLOCK_HEADING
                         : role == ITEM ? PH_BLOCK_ITEM
                         : role == ROW  ? PH_BLOCK_ROW
                                        : PH_BLOCK_PARAGRAPH;
    if (!buf->failed && !ph_trim(ph_buf_str(buf)).n) {
        ph_buf_clear(buf);
        return true;
    }
    ph_buf_byte(&w->label, ' ');
    ph_buf_add(&w->label, ph_buf_str(buf));
    ph_str text = buf->failed || w->label.failed
                      ? PH_ABSENT
                      : ph_text_clean(w->arena, ph_buf_str(&w->label), false);
    ph_buf_clear(buf);
    ph_buf_clear(&w->label);
    if (!text.s)
        return false;
    ph_block block = {.type = type, .text = text};
    if (heading)
        block.level = level < 1 ? 1 : level > 6 ? 6 : level;
    else if (role == ITEM)
        block.level = 1;
    if (heading && !w->titled && text.n) {
        w->titled = true;
        if (!ph_document_meta(w->doc, w->arena, PH_ORIGIN_GUESS, PH_STR("title"),
                              ph_utf8_cut(text, PH_TITLE_BYTES)))
            return false;
    }
    return ph_document_block(w->doc, w->arena, block);
}

static bool walk_element(walk *w, const xmlNode *element, unsigned level);

static bool walk_row(walk *w, const xmlNode *row)
{
    ph_buf buf = {0};
    for (const xmlNode *c = row->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        if (buf.n)
            ph_buf_addc(&buf, " | ");
        ph_xml_text(&buf, c);
    }
    bool ok = flush(w, &buf, ROW, 0);
    ph_buf_free(&buf);
    return ok;
}

/* True for what belongs to the text of the element that it stands in. */
static bool is_part(const xmlNode *element, text_role in)
{
    text_role role = role_of(element);
    return role == PLAIN || role == LABEL || in == HEADING ||
           (in == ITEM && role == PARAGRAPH);
}

/* An element with text in it: what stands between elements that are blocks is one. */
static bool walk_mixed(walk *w, const xmlNode *element, text_role role, unsigned level)
{
    ph_buf buf = {0};
    bool ok = true;
    for (const xmlNode *c = element->children; c && ok; c = c->next) {
        if (c->type != XML_ELEMENT_NODE) {
            if (c->type != XML_COMMENT_NODE && c->type != XML_PI_NODE)
                ph_xml_text(&buf, c);
        } else if (is_part(c, role)) {
            if (role_of(c) != PLAIN)
                ph_buf_byte(&buf, ' ');
            ph_xml_text(&buf, c);
        } else
            ok = flush(w, &buf, role, level) && walk_element(w, c, level + 1);
    }
    ok = ok && flush(w, &buf, role, level);
    ph_buf_free(&buf);
    return ok;
}

static bool walk_dublin_core(walk *w, const xmlNode *element)
{
    ph_str name = ph_cstr((const char *)element->name);
    if (!ph_xml_dublin_core(w->doc, w->arena, PH_ORIGIN_FILE, element))
        return false;
    if (!ph_eqc(name, "description") && !ph_eqc(name, "abstract"))
        return true;
    ph_buf buf = {0};
    ph_xml_text(&buf, element);
    bool ok = flush(w, &buf, PLAIN, 0);
    ph_buf_free(&buf);
    return ok;
}

/* The depth is bounded by libxml2's own limit on nesting. */
static bool walk_element(walk *w, const xmlNode *element, unsigned level)
{
    text_role role = role_of(element);
    if (ph_xml_is_dublin_core(element))
        return walk_dublin_core(w, element);
    if (role == SKIPPED)
        return true;
    if (role == ROW)
        return walk_row(w, element);
    if (role == LABEL) {
        ph_xml_text(&w->label, element);
        return !w->label.failed;
    }
    if (role == HEADING || role == ITEM || has_text(element))
        return walk_mixed(w, element, role, level);
    for (const xmlNode *c = element->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && !walk_element(w, c, level + 1))
            return false;
    return true;
}

bool ph_xml_generic(ph_document *doc, ph_arena *arena, const xmlNode *root)
{
    walk w = {.doc = doc, .arena = arena};
    ph_str language = ph_xml_attribute(arena, root, "lang");
    if (language.s &&
        !ph_meta_foreign(doc, arena, PH_ORIGIN_WEAK, PH_STR("language"), language))
        return false;
    bool ok = walk_element(&w, root, 0);
    ph_buf_free(&w.label);
    return ok;
}

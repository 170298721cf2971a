/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * XML trees: what is shared by our own documents, Dublin Core, side-cars and XML at large.
 */
#include "config.h"

#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/entities.h>

#include "indexer/parse_common.h"
#include "search/text.h"

#define ENTITY_BYTES 64 /* the longest text that an entity of the file's own stands for */

static ph_str local_name(const xmlNode *node)
{
    return ph_cstr((const char *)node->name);
}

/* --- text --------------------------------------------------------------------------------- */

/* An entity that the file declares, if it is a short piece of plain text, or else one of
 * HTML's, which the document types of articles and books have, too. */
static void add_entity(ph_buf *buf, const xmlNode *reference)
{
    const xmlEntity *entity = xmlGetDocEntity(reference->doc, reference->name);
    const htmlEntityDesc *known = entity ? NULL : htmlEntityLookup(reference->name);
    if (known)
        ph_utf8_add(buf, (int32_t)known->value);
    if (!entity || !entity->content || entity->etype == XML_EXTERNAL_GENERAL_PARSED_ENTITY)
        return;
    ph_str text = ph_cstr((const char *)entity->content);
    if (text.n <= ENTITY_BYTES && !memchr(text.s, '<', text.n) &&
        !memchr(text.s, '&', text.n))
        ph_buf_add(buf, text);
}

void ph_xml_text(ph_buf *buf, const xmlNode *node)
{
    const xmlNode *at = node;
    while (at) {
        if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
            ph_buf_addc(buf, (const char *)at->content);
        else if (at->type == XML_ENTITY_REF_NODE)
            add_entity(buf, at);
        if (at->type == XML_ELEMENT_NODE && at->children) {
            at = at->children;
            continue;
        }
        while (at != node && !at->next)
            at = at->parent;
        at = at == node ? NULL : at->next;
    }
}

ph_str ph_xml_attribute(ph_arena *arena, const xmlNode *element, const char *name)
{
    for (const xmlAttr *a = element->properties; a; a = a->next) {
        if (strcmp((const char *)a->name, name) != 0)
            continue;
        xmlChar *value = xmlNodeListGetString(element->doc, a->children, 1);
        ph_str copy = ph_dup(arena, value ? ph_cstr((const char *)value) : PH_STR(""));
        xmlFree(value);
        return copy;
    }
    return PH_ABSENT;
}

/* --- fields ------------------------------------------------------------------------------- */

typedef struct fields {
    ph_document *doc;
    ph_arena *arena;
    ph_origin origin;
} fields;

static bool add_value(fields *f, ph_str path, ph_str raw)
{
    return path.s && raw.s && ph_meta_own(f->doc, f->arena, f->origin, path, raw);
}

static bool add_text(fields *f, ph_str path, const xmlNode *node)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, node);
    bool ok = !buf.failed && add_value(f, path, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return ok;
}

static bool is_element(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE;
}

/* Blocks of text are no fields. */
static bool is_block(const xmlNode *node)
{
    static const char *const names[] = {"p", "ul", "ol", "h", "table"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ph_eqc(local_name(node), names[i]))
            return true;
    return false;
}

/* True for the attribute that is all an empty element says: <country code="EE"/>. */
static bool is_whole_value(const xmlAttr *a)
{
    static const char *const names[] = {"code", "id", "ref"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp((const char *)a->name, names[i]) == 0)
            return true;
    return false;
}

/* "sources" says what a sentence rests on, xml:lang in what language a source is. */
static bool is_field_attribute(const xmlAttr *a)
{
    return strcmp((const char *)a->name, "sources") != 0;
}

static bool add_attributes(fields *f, ph_str path, const xmlNode *element)
{
    for (const xmlAttr *a = element->properties; a; a = a->next) {
        ph_str name = ph_cstr((const char *)a->name);
        ph_str field =
            ph_meta_field(f->arena, ph_eqc(name, "lang") ? PH_STR("language") : name);
        if (!is_field_attribute(a))
            continue;
        ph_str value = ph_xml_attribute(f->arena, element, (const char *)a->name);
        if (!field.s || !add_value(f, ph_meta_path(f->arena, path, field), value))
            return false;
    }
    return true;
}

/* An element under a path: one value, or attributes and elements with values of their own;
 * what lies deeper than that is text. */
static bool add_element(fields *f, ph_str path, const xmlNode *element, unsigned depth)
{
    const xmlAttr *only = NULL;
    size_t attributes = 0, elements = 0;
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (is_field_attribute(a)) {
            only = is_whole_value(a) ? a : only;
            attributes++;
        }
    for (const xmlNode *c = element->children; c; c = c->next)
        elements += is_element(c) && !is_block(c);
    if (only && attributes == 1 && !elements)
        return add_value(f, path,
                         ph_xml_attribute(f->arena, element, (const char *)only->name));
    if (!add_attributes(f, path, element))
        return false;
    if (!elements || depth == 0) {
        ph_str below = attributes ? ph_meta_path(f->arena, path, PH_STR("text")) : path;
        return add_text(f, below, element);
    }
    for (const xmlNode *c = element->children; c; c = c->next) {
        if (!is_element(c) || is_block(c))
            continue;
        ph_str field = ph_meta_field(f->arena, local_name(c));
        if (!field.s || !add_element(f, ph_meta_path(f->arena, path, field), c, depth - 1))
            return false;
    }
    return true;
}

/* How many elements of the same name stand before this one. */
static size_t index_of(const xmlNode *element)
{
    size_t n = 0;
    for (const xmlNode *s = element->prev; s; s = s->prev)
        n += is_element(s) && ph_eq(local_name(s), local_name(element));
    return n;
}

/* <countries> with a <country> for each, <results> with a <result> here and there. */
static bool add_list(fields *f, ph_str field, const xmlNode *list)
{
    size_t n = 0;
    for (const xmlNode *c = list->children; c; c = c->next) {
        if (!is_element(c) || is_block(c))
            continue;
        ph_str path = ph_dupf(f->arena, "%.*s.%zu", PH_FMT(field), n++);
        if (!path.s || !add_element(f, path, c, 1))
            return false;
    }
    return true;
}

bool ph_xml_field(ph_document *doc, ph_arena *arena, ph_origin origin, const xmlNode *field)
{
    fields f = {doc, arena, origin};
    ph_str name = ph_meta_field(arena, local_name(field));
    bool elements = false, blocks = false;
    for (const xmlNode *c = field->children; c; c = c->next) {
        elements = elements || (is_element(c) && !is_block(c));
        blocks = blocks || (is_element(c) && is_block(c));
    }
    if (!name.s)
        return false;
    if (!ph_meta_is_list(name))
        return blocks ? add_attributes(&f, name, field) : add_element(&f, name, field, 1);
    if (elements && !field->properties)
        return add_list(&f, name, field);
    /* one element of a list that has no element around it: <inspired-by ref="..."/> */
    if (!field->properties)
        return blocks || add_text(&f, name, field);
    ph_str path = ph_dupf(arena, "%.*s.%zu", PH_FMT(name), index_of(field));
    return path.s &&
           (blocks ? add_attributes(&f, path, field) : add_element(&f, path, field, 1));
}

/* --- Dublin Core ---------------------------------------------------------------------------- */

bool ph_xml_is_dublin_core(const xmlNode *element)
{
    static const char *const spaces[] = {"http://purl.org/dc/elements/1.1/",
                                         "http://purl.org/dc/elements/1.1",
                                         "http://purl.org/dc/terms/"};
    const char *space = element->ns ? (const char *)element->ns->href : NULL;
    for (size_t i = 0; space && i < sizeof spaces / sizeof *spaces; i++)
        if (strcmp(space, spaces[i]) == 0)
            return true;
    return false;
}

bool ph_xml_dublin_core(ph_document *doc, ph_arena *arena, ph_origin origin,
                        const xmlNode *element)
{
    ph_buf buf = {0};
    ph_str name = ph_dupf(arena, "dc.%.*s", PH_FMT(local_name(element)));
    ph_xml_text(&buf, element);
    bool ok = name.s && !buf.failed &&
              ph_meta_foreign(doc, arena, origin, name, ph_trim(ph_buf_str(&buf)));
    ph_buf_free(&buf);
    return ok;
}

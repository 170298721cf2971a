/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "indexer/html_page.h"
#include "indexer/parse_common.h"
#include "indexer/parse_contacts.h"
#include "indexer/xml_dialect.h"
#include "indexer/xml_schema.h"
#include "indexer/xml_tree.h"
#include "search/limits.h"

#define NAMESPACE "urn:x-peerhub:document:1"
#define XHTML "http://www.w3.org/1999/xhtml"

/* --- reading ------------------------------------------------------------------------------ */

/* Where and how a text first went wrong; what libxml2 says after that follows from it. */
typedef struct fault {
    int line;
    bool memory;
    char text[200];
} fault;

static void on_fault(void *user, xmlErrorPtr problem)
{
    const xmlParserCtxt *parser = user;
    fault *f = parser->_private;
    f->memory = f->memory || problem->code == XML_ERR_NO_MEMORY;
    if (f->line || problem->level == XML_ERR_WARNING)
        return;
    ph_str words = ph_trim(ph_cstr(problem->message ? problem->message : "unreadable"));
    if (ph_starts(words, PH_STR("Excessive depth")))
        words = PH_STR("elements are nested to a depth of more than 256");
    f->line = problem->line > 0 ? problem->line : 1;
    snprintf(f->text, sizeof f->text, "%.*s", PH_FMT(words));
}

ph_status ph_xml_read(ph_str bytes, xmlDoc **tree, ph_error *err)
{
    /* entities stay as they are, no external subset, no network; no XML_PARSE_HUGE, so
     * that libxml2's own limits on depth and length stay on */
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC;
    fault f = {0};
    ph_buf text = {0};
    *tree = NULL;
    ph_str declared =
        ph_starts(ph_trim(bytes), PH_STR("<?xml")) ? ph_parse_declared(bytes) : PH_ABSENT;
    /* by ICU, because libxml2 asks the C library, which loads its tables from files that a
     * confined process cannot open */
    ph_status status = ph_parse_decode(bytes, declared, &text, err);
    if (status == PH_OK)
        status = ph_markup_check(ph_buf_str(&text), err);
    xmlParserCtxt *parser =
        status == PH_OK && text.n <= INT_MAX ? xmlNewParserCtxt() : NULL;
    if (!parser) {
        status = status == PH_OK ? ph_fail_memory(err) : status;
        goto out;
    }
    parser->_private = &f;
    parser->sax->serror = on_fault;
    *tree = xmlCtxtReadMemory(parser, text.s ? text.s : "", (int)text.n, NULL, "UTF-8",
                              options);
    xmlFreeParserCtxt(parser);
    if (!*tree)
        status = f.memory
                     ? ph_fail_memory(err)
                     : ph_fail(err, PH_INVALID, "line %d: not well-formed XML: %s",
                               f.line ? f.line : 1, *f.text ? f.text : "no element in it");
    else
        status = ph_entities_check(*tree, text.n, err);
    if (status != PH_OK) {
        xmlFreeDoc(*tree);
        *tree = NULL;
    }
out:
    ph_buf_free(&text);
    return status;
}

/* --- our own documents ---------------------------------------------------------------------- */

typedef struct own {
    ph_document *doc;
    ph_arena *arena;
    ph_str language;
} own;

static bool add_block(own *o, ph_block_type type, unsigned level, ph_str section,
                      const xmlNode *node)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, node);
    bool ok = !buf.failed &&
              ph_parse_block(o->doc, o->arena, type, level, section, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return ok;
}

/* "Visits per case: 4 -> 1.5 visits (2020-12). The number fell ...", with an arrow. */
static bool add_result(own *o, ph_str section, const xmlNode *result)
{
    ph_arena *a = o->arena;
    ph_str unit = ph_xml_attribute(a, result, "unit");
    ph_str as_of = ph_xml_attribute(a, result, "as-of");
    ph_str baseline = ph_xml_attribute(a, result, "baseline");
    ph_buf buf = {0};
    ph_buf_addf(&buf, "%.*s: ", PH_FMT(ph_xml_attribute(a, result, "indicator")));
    if (baseline.n)
        ph_buf_addf(&buf, "%.*s \u2192 ", PH_FMT(baseline));
    ph_buf_addf(&buf, "%.*s %.*s", PH_FMT(ph_xml_attribute(a, result, "value")),
                PH_FMT(unit));
    ph_buf_addf(&buf, as_of.n ? " (%.*s). " : "%.*s. ", PH_FMT(as_of));
    ph_xml_text(&buf, result);
    bool ok = !buf.failed &&
              ph_parse_block(o->doc, a, PH_BLOCK_ITEM, 1, section, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return ok;
}

static bool add_table(own *o, ph_str section, const xmlNode *table)
{
    bool ok = true;
    for (const xmlNode *row = table->children; row && ok; row = row->next) {
        ph_buf buf = {0};
        for (const xmlNode *cell = row->children; cell; cell = cell->next) {
            if (cell->type != XML_ELEMENT_NODE)
                continue;
            if (buf.n)
                ph_buf_addc(&buf, " | ");
            ph_xml_text(&buf, cell);
        }
        ok = !buf.failed &&
             ph_parse_block(o->doc, o->arena, PH_BLOCK_ROW, 0, section, ph_buf_str(&buf));
        ph_buf_free(&buf);
    }
    return ok;
}

static bool add_list(own *o, ph_str section, const xmlNode *list)
{
    for (const xmlNode *c = list->children; c; c = c->next)
        if (ph_is(c, "li") && !add_block(o, PH_BLOCK_ITEM, 1, section, c))
            return false;
    return true;
}

static bool add_content(own *o, ph_str section, const xmlNode *element)
{
    for (const xmlNode *c = element->children; c; c = c->next) {
        bool ok = true;
        if (ph_is(c, "p"))
            ok = add_block(o, PH_BLOCK_PARAGRAPH, 0, section, c);
        else if (ph_is(c, "h"))
            ok = add_block(o, PH_BLOCK_HEADING, 3, section, c);
        else if (ph_is(c, "ul") || ph_is(c, "ol"))
            ok = add_list(o, section, c);
        else if (ph_is(c, "table"))
            ok = add_table(o, section, c);
        else if (ph_is(c, "result"))
            ok = add_result(o, section, c);
        if (!ok)
            return false;
    }
    return true;
}

/* True for an element that is part of the account: it has blocks, or says in words where an
 * idea came from. */
static bool is_section(const xmlNode *element)
{
    static const char *const blocks[] = {"p", "h", "ul", "ol", "table", "result"};
    for (const xmlNode *c = element->children; c; c = c->next)
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
            if (ph_is(c, blocks[i]))
                return true;
    return (ph_is(element, "inspired-by") || ph_is(element, "replicated-in")) &&
           element->children;
}

/* A heading, once for elements of the same name in a row, and what stands below it. */
static bool add_section(own *o, const xmlNode *element)
{
    ph_str field = ph_meta_field(o->arena, ph_cstr((const char *)element->name));
    ph_str name = field.s ? ph_section_name(o->arena, field, o->language) : PH_ABSENT;
    const ph_block *last =
        o->doc->blocks.n ? &o->doc->blocks.v[o->doc->blocks.n - 1] : NULL;
    if (!name.s)
        return false;
    if (!(last && ph_eq(last->section, field)) &&
        !ph_parse_block(o->doc, o->arena, PH_BLOCK_HEADING, 2, field, name))
        return false;
    if (ph_is(element, "inspired-by") || ph_is(element, "replicated-in"))
        return add_block(o, PH_BLOCK_PARAGRAPH, 0, field, element);
    return add_content(o, field, element);
}

/* The technology is both: a field to choose by, and a section to read. */
static bool add_technology(own *o, const xmlNode *element)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, element);
    bool ok = !buf.failed && ph_meta_own(o->doc, o->arena, PH_ORIGIN_FILE,
                                         PH_STR("ai_technology"), ph_buf_str(&buf));
    ph_buf_free(&buf);
    return ok;
}

static bool read_own(ph_document *doc, ph_arena *arena, const xmlNode *root)
{
    own o = {doc, arena, ph_xml_attribute(arena, root, "lang")};
    ph_str key = ph_xml_attribute(arena, root, "key");
    ph_str type = ph_dup(arena, ph_cstr((const char *)root->name));
    bool ok = type.s &&
              ph_document_meta(doc, arena, PH_ORIGIN_FILE, PH_STR("type"), type) &&
              ph_meta_own(doc, arena, PH_ORIGIN_FILE, PH_STR("language"), o.language) &&
              (!key.s || ph_meta_own(doc, arena, PH_ORIGIN_FILE, PH_STR("key"), key));
    for (const xmlNode *c = root->children; c && ok; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || ph_is(c, "checks"))
            continue;
        if (ph_is(c, "ai-technology"))
            ok = add_technology(&o, c);
        else
            ok = ph_xml_field(doc, arena, PH_ORIGIN_FILE, c);
        if (ok && is_section(c))
            ok = add_section(&o, c);
    }
    return ok;
}

/* --- the format ----------------------------------------------------------------------------- */

/* What others have written: pages, known vocabularies, anything. */
static bool read_foreign(ph_document *doc, ph_arena *arena, const xmlDoc *tree,
                         xmlNode *root, const char *space)
{
    if (strcmp(space, XHTML) == 0) {
        doc->mime = PH_STR("application/xhtml+xml");
        return ph_html_page(doc, arena, tree);
    }
    if (!ph_contacts_out(doc, arena, root, false))
        return false;
    const ph_xml_dialect *dialect = ph_xml_dialect_of(root);
    return dialect ? ph_xml_read_dialect(doc, arena, dialect, root)
                   : ph_xml_generic(doc, arena, root);
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    xmlDoc *tree;
    ph_status status = ph_xml_read(input.bytes, &tree, err);
    if (status != PH_OK)
        return status;
    xmlNode *root = xmlDocGetRootElement(tree);
    const char *space = root->ns ? (const char *)root->ns->href : "";
    if (strcmp(space, NAMESPACE) == 0) {
        status = ph_xml_validate(tree, err);
        if (status == PH_OK && !read_own(doc, arena, root))
            status = ph_fail_memory(err);
    } else if (!*space && (ph_is(root, "practice-note") || ph_is(root, "ai-case-study")))
        status =
            ph_fail(err, PH_INVALID,
                    "line %ld: <%s> lacks its namespace; write <%s xmlns=\"" NAMESPACE
                    "\" xml:lang=\"...\">",
                    xmlGetLineNo(root), (const char *)root->name, (const char *)root->name);
    else if (!read_foreign(doc, arena, tree, root, space))
        status = ph_fail_memory(err);
    xmlFreeDoc(tree);
    return status;
}

const ph_format ph_format_xml = {.name = "XML",
                                 .mime = "application/xml",
                                 .extensions = "xml nxml akn tei docbook dbk ",
                                 .parse = parse};

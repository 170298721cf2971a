/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Books (EPUB 2.0.1 and 3.3): the chapters in the order of the spine. */
#include "config.h"

#include <limits.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "indexer/html_page.h"
#include "indexer/parse_contacts.h"
#include "indexer/parse_office.h"
#include "search/text.h"

#define ITEMS_MAX 20000 /* as members of a package */

typedef struct item {
    ph_str id, part, properties, type;
    bool left_out, used;
} item;

typedef struct epub {
    ph_arena *arena;
    ph_document *doc;
    const ph_package *package;
    ph_str opf; /* its part */
    PH_VEC(item) items;
    ph_str locked; /* META-INF/encryption.xml, or absent */
    size_t lost;   /* chapters that could not be read */
} epub;

/* --- chapters --------------------------------------------------------------------------------- */

/* What an element is in a book; the HTML parser keeps the prefix in the name. */
static bool has_role(const xmlNode *element, const char *word)
{
    ph_str piece, type = ph_attr(element, "epub:type"), role = ph_attr(element, "role");
    while (ph_split(&type, ' ', &piece))
        if (ph_eqc(piece, word))
            return true;
    return ph_starts(role, PH_STR("doc-")) && ph_eqc(ph_sub(role, 4, role.n), word);
}

/* Takes page breaks out; what a page of the web puts beside its text belongs to a book's. */
static void tidy(xmlNode *root)
{
    static const char *const beside[] = {"aside", "footer", "header"};
    const xmlNode *at = root;
    while (at) {
        const xmlNode *next = ph_next(root, at, true);
        xmlNode *node = (xmlNode *)(uintptr_t)at;
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
            if (ph_is(node, beside[i]))
                xmlNodeSetName(node, (const xmlChar *)"div");
        if (node != root && has_role(node, "pagebreak")) {
            next = ph_next(root, at, false);
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
        at = next;
    }
}

static bool read_chapter(epub *e, ph_str bytes)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                        HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;
    ph_buf text = {0};
    ph_error ignored;
    htmlDocPtr tree = NULL;
    bool ok = true;
    ph_status status = ph_parse_decode(bytes, ph_parse_declared(bytes), &text, &ignored);
    if (status == PH_OK)
        status = ph_markup_check(ph_buf_str(&text), &ignored);
    if (status == PH_OK && text.n && text.n <= INT_MAX)
        tree = htmlReadMemory(text.s, (int)text.n, NULL, "UTF-8", options);
    xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    ok = !root || ph_contacts_out(e->doc, e->arena, root, true);
    const xmlNode *body = root && ph_child(root, "body") ? ph_child(root, "body") : root;
    if (root) {
        tidy(root);
        ok = ok && (has_role(body, "toc") || has_role(body, "cover") ||
                    ph_html_text(e->doc, e->arena, body, true));
    } else
        e->lost++;
    xmlFreeDoc(tree);
    ph_buf_free(&text);
    return ok && status != PH_NO_MEMORY;
}

/* --- the package ---------------------------------------------------------------------------------- */

static item *find_item(epub *e, ph_str id)
{
    for (size_t i = 0; id.n && i < e->items.n; i++)
        if (ph_eq(e->items.v[i].id, id))
            return &e->items.v[i];
    return NULL;
}

static bool read_manifest(epub *e, const xmlNode *manifest)
{
    for (const xmlNode *c = manifest ? manifest->children : NULL; c; c = c->next) {
        ph_str href = ph_attr(c, "href"), word, properties = ph_attr(c, "properties");
        if (!ph_is(c, "item") || !href.n || e->items.n >= ITEMS_MAX)
            continue;
        item *i = PH_PUSH(e->arena, &e->items);
        if (!i)
            return false;
        *i = (item){.id = ph_attr(c, "id"), .type = ph_attr(c, "media-type")};
        i->part = ph_office_resolve(e->arena, e->opf, href);
        if (!i->part.s)
            return false;
        while (ph_split(&properties, ' ', &word))
            i->left_out = i->left_out || ph_eqc(word, "nav");
    }
    return true;
}

/* EPUB 2 names its cover and its table of contents in a guide. */
static bool read_guide(epub *e, const xmlNode *guide)
{
    for (const xmlNode *c = guide ? guide->children : NULL; c; c = c->next) {
        ph_str type = ph_attr(c, "type");
        if (!ph_is(c, "reference") || (!ph_eqc(type, "cover") && !ph_eqc(type, "toc")))
            continue;
        /* a reference into a chapter is to a place in it */
        if (memchr(ph_attr(c, "href").s ? ph_attr(c, "href").s : "", '#',
                   ph_attr(c, "href").n))
            continue;
        ph_str part = ph_office_resolve(e->arena, e->opf, ph_attr(c, "href"));
        if (!part.s)
            return false;
        for (size_t i = 0; i < e->items.n; i++)
            if (ph_eq(e->items.v[i].part, part))
                e->items.v[i].left_out = true;
    }
    return true;
}

/* True if a chapter is encrypted; fonts often are, which does no harm. */
static bool is_locked(const epub *e, const item *i)
{
    ph_str name = i->part;
    return e->locked.s && memmem(e->locked.s, e->locked.n, name.s, name.n) != NULL;
}

static ph_status read_spine(epub *e, const xmlNode *spine, ph_error *err)
{
    size_t chapters = 0;
    for (const xmlNode *c = spine ? spine->children : NULL; c; c = c->next) {
        item *i = ph_is(c, "itemref") ? find_item(e, ph_attr(c, "idref")) : NULL;
        if (!i || i->used)
            continue;
        i->used = true;
        chapters++;
        if (i->left_out || ph_eqc(i->type, "image/svg+xml"))
            continue;
        if (is_locked(e, i))
            return ph_fail(err, PH_INVALID,
                           "the book is protected against copying (DRM); peerhub reads "
                           "books without protection only");
        ph_str bytes = ph_package_find(e->package, i->part);
        e->lost += !bytes.s;
        if (bytes.s && !read_chapter(e, bytes))
            return ph_fail_memory(err);
    }
    if (!chapters)
        return ph_fail(err, PH_INVALID, "the book is damaged: it names no chapters");
    if (e->lost && !ph_parse_warn(e->doc, e->arena,
                                  "%zu of the book's %zu chapters are missing or damaged",
                                  e->lost, chapters))
        return ph_fail_memory(err);
    return PH_OK;
}

/* --- metadata --------------------------------------------------------------------------------------- */

/* Descriptions come as HTML in a text. */
static ph_str without_tags(ph_arena *arena, ph_str text)
{
    ph_buf buf = {0};
    bool tag = false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '<' && memchr(text.s + i, '>', text.n - i))
            tag = true;
        if (!tag)
            ph_buf_byte(&buf, text.s[i]);
        else if (text.s[i] == '>') {
            tag = false;
            ph_buf_byte(&buf, ' ');
        }
    }
    ph_str out = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return out;
}

/* Only what Dublin Core says of the book; dates of files are none of a book. */
static bool read_field(epub *e, const xmlNode *c)
{
    static const char *const fields[] = {"creator", "subject",  "publisher", "date",
                                         "rights",  "language", "identifier"};
    ph_str event = ph_attr(c, "event"), property = ph_attr(c, "property");
    ph_buf buf = {0};
    ph_xml_text(&buf, c);
    ph_str text = buf.failed ? PH_ABSENT : without_tags(e->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    if (!text.s)
        return false;
    if (ph_is(c, "title"))
        return ph_office_title(e->doc, e->arena, text);
    if (ph_is(c, "description"))
        return ph_meta_foreign(e->doc, e->arena, PH_ORIGIN_WEAK, PH_STR("dc.description"),
                               text);
    if (ph_is(c, "meta") && ph_eqc(property, "dcterms:issued"))
        return ph_meta_foreign(e->doc, e->arena, PH_ORIGIN_WEAK, PH_STR("dc.issued"), text);
    if (event.n && !ph_eqc(event, "publication") && !ph_eqc(event, "original-publication"))
        return true;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (ph_is(c, fields[i])) {
            ph_str name = ph_dupf(e->arena, "dc.%s", fields[i]);
            return name.s && ph_meta_foreign(e->doc, e->arena, PH_ORIGIN_WEAK, name, text);
        }
    return true;
}

static bool read_metadata(epub *e, const xmlNode *metadata)
{
    for (const xmlNode *c = metadata ? metadata->children : NULL; c; c = c->next) {
        if (ph_is(c, "dc-metadata") && !read_metadata(e, c))
            return false;
        if (c->type == XML_ELEMENT_NODE && !read_field(e, c))
            return false;
    }
    return true;
}

/* --- the format --------------------------------------------------------------------------------------- */

/* The package document that META-INF/container.xml names. */
static ph_status find_opf(epub *e, ph_error *err)
{
    xmlDoc *tree;
    ph_status status =
        ph_office_tree(e->package, PH_STR("META-INF/container.xml"), &tree, err);
    if (status != PH_OK)
        return status;
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    const xmlNode *file = ph_child(ph_child(root, "rootfiles"), "rootfile");
    ph_str path = ph_attr(file, "full-path");
    e->opf = ph_office_resolve(e->arena, PH_STR(""), path.s ? path : PH_STR(""));
    xmlFreeDoc(tree);
    if (!e->opf.s)
        return ph_fail_memory(err);
    if (!ph_package_find(e->package, e->opf).s)
        return ph_fail(err, PH_INVALID,
                       "the file is damaged, or no EPUB book: META-INF/container.xml names "
                       "no package that is there");
    return PH_OK;
}

static ph_status parse(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err)
{
    ph_package package;
    xmlDoc *tree = NULL;
    epub e = {.arena = arena, .doc = doc, .package = &package};
    ph_status status = ph_office_open(input.bytes, arena, doc, &package, err);
    if (status == PH_OK)
        status = find_opf(&e, err);
    if (status == PH_OK)
        status = ph_office_tree(&package, e.opf, &tree, err);
    if (status != PH_OK)
        return status;
    const xmlNode *root = xmlDocGetRootElement(tree);
    e.locked = ph_package_find(&package, PH_STR("META-INF/encryption.xml"));
    if (!read_manifest(&e, ph_child(root, "manifest")) ||
        !read_guide(&e, ph_child(root, "guide")) ||
        !read_metadata(&e, ph_child(root, "metadata")))
        status = ph_fail_memory(err);
    if (status == PH_OK)
        status = read_spine(&e, ph_child(root, "spine"), err);
    xmlFreeDoc(tree);
    return status;
}

const ph_format ph_format_epub = {
    .name = "EPUB", .mime = "application/epub+zip", .extensions = "epub ", .parse = parse};

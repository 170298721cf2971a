/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "indexer/pdf_meta.h"
#include "search/text.h"

/* --- titles that are none ----------------------------------------------------------------- */

static bool is_file_name(ph_str title)
{
    static const char *const endings[] = {
        ".doc", ".docx", ".pdf",  ".odt",  ".rtf", ".indd", ".qxd", ".qxp",  ".tex", ".dvi",
        ".ppt", ".xls",  ".pptx", ".xlsx", ".htm", ".html", ".txt", ".ps",   ".eps", ".pub",
        ".fm",  ".pmd",  ".p65",  ".cdr",  ".ai",  ".jpg",  ".tif", ".docm", ".wpd"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (title.n >= n &&
            ph_eq_nocase(ph_sub(title, title.n - n, title.n), ph_cstr(endings[i])))
            return true;
    }
    return ph_starts(title, PH_STR("file:")) || ph_starts(title, PH_STR("http:")) ||
           ph_starts(title, PH_STR("https:"));
}

/* "Microsoft Word - report.doc", "untitled", "document1", "0042" */
static bool is_useless(ph_arena *arena, ph_str title)
{
    static const char *const begins[] = {"microsoft word ",  "microsoft powerpoint ",
                                         "microsoft excel ", "untitled",
                                         "sans titre",       "unbenannt",
                                         "без имени"};
    static const char *const words[] = {
        "",         "document", "title", "presentation", "powerpoint presentation",
        "slide",    "layout",   "print", "doc",          "dokument",
        "документ", "none",     "null",  "template",     "презентация powerpoint"};
    ph_str clean = ph_text_clean(arena, title, false);
    if (!clean.n || is_file_name(clean))
        return true;
    ph_str key = ph_text_key(arena, clean);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ph_starts(key, ph_cstr(begins[i])))
            return true;
    while (key.n && (key.s[key.n - 1] == ' ' ||
                     (key.s[key.n - 1] >= '0' && key.s[key.n - 1] <= '9')))
        key.n--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ph_eqc(key, words[i]))
            return true;
    return false;
}

static bool add(ph_document *doc, ph_arena *arena, ph_origin origin, ph_str name,
                ph_str value)
{
    bool title = ph_eqc(name, "dc.title");
    return (title && is_useless(arena, value)) ||
           ph_meta_foreign(doc, arena, origin, name, value);
}

/* --- XMP ---------------------------------------------------------------------------------- */

static const char DC[] = "http://purl.org/dc/elements/1.1/";
static const char RDF[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
static const char PDF[] = "http://ns.adobe.com/pdf/1.3/";
static const char XMP_RIGHTS[] = "http://ns.adobe.com/xap/1.0/rights/";
static const char PRISM[] = "http://prismstandard.org/namespaces/basic/"; /* any version */

/* The name that ph_meta_foreign knows for a property of XMP, or NULL. */
static const char *name_of(const char *space, const char *local)
{
    static const struct {
        const char *space, *local, *name;
    } rows[] = {
        {DC, "title", "dc.title"},
        {DC, "creator", "citation_author"}, /* one in each element: no separators */
        {DC, "subject", "dc.subject"},
        {DC, "description", "dc.description"},
        {DC, "publisher", "dc.publisher"},
        {DC, "date", "dc.date"},
        {DC, "language", "dc.language"},
        {DC, "identifier", "dc.identifier"},
        {DC, "rights", "dc.rights"},
        {PDF, "Keywords", "dc.subject"},
        {XMP_RIGHTS, "WebStatement", "dc.rights.license"},
        {PRISM, "publicationDate", "citation_publication_date"},
        {PRISM, "coverDate", "citation_publication_date"},
        {PRISM, "url", "citation_public_url"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(local, rows[i].local) == 0 &&
            strncmp(space, rows[i].space, strlen(rows[i].space)) == 0)
            return rows[i].name;
    return NULL;
}

static bool is_element(const xmlNode *node, const char *space, const char *local)
{
    return node->type == XML_ELEMENT_NODE && node->ns && node->ns->href &&
           strcmp((const char *)node->ns->href, space) == 0 &&
           strcmp((const char *)node->name, local) == 0;
}

/* The rdf:Alt, rdf:Bag or rdf:Seq in a property, or NULL. */
static const xmlNode *list_in(const xmlNode *property)
{
    for (const xmlNode *node = property->children; node; node = node->next)
        if (is_element(node, RDF, "Alt") || is_element(node, RDF, "Bag") ||
            is_element(node, RDF, "Seq"))
            return node;
    return NULL;
}

/* The item of an rdf:Alt that is for everybody, else the first. */
static const xmlNode *default_item(const xmlNode *alt)
{
    const xmlNode *first = NULL;
    for (const xmlNode *node = alt->children; node; node = node->next) {
        if (!is_element(node, RDF, "li"))
            continue;
        xmlChar *lang = xmlNodeGetLang(node);
        bool general = lang && strcmp((const char *)lang, "x-default") == 0;
        xmlFree(lang);
        if (general)
            return node;
        first = first ? first : node;
    }
    return first;
}

static bool add_text(ph_document *doc, ph_arena *arena, const char *name,
                     const xmlNode *node)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, node);
    bool ok = !buf.failed &&
              add(doc, arena, PH_ORIGIN_FILE, ph_cstr(name), ph_trim(ph_buf_str(&buf)));
    ph_buf_free(&buf);
    return ok;
}

/* A property with one value, several ones, or one in several languages. */
static bool add_property(ph_document *doc, ph_arena *arena, const xmlNode *property)
{
    const char *name =
        property->ns && property->ns->href
            ? name_of((const char *)property->ns->href, (const char *)property->name)
            : NULL;
    if (!name)
        return true;
    const xmlNode *list = list_in(property);
    if (!list)
        return add_text(doc, arena, name, property);
    if (is_element(list, RDF, "Alt")) {
        const xmlNode *item = default_item(list);
        return !item || add_text(doc, arena, name, item);
    }
    bool ok = true;
    for (const xmlNode *node = list->children; node && ok; node = node->next)
        if (is_element(node, RDF, "li"))
            ok = add_text(doc, arena, name, node);
    return ok;
}

/* rdf:Description: properties as elements, simple ones as attributes too. */
static bool add_description(ph_document *doc, ph_arena *arena, const xmlNode *description)
{
    bool ok = true;
    for (const xmlAttr *a = description->properties; a && ok; a = a->next) {
        const char *name = a->ns && a->ns->href
                               ? name_of((const char *)a->ns->href, (const char *)a->name)
                               : NULL;
        xmlChar *value = name ? xmlNodeListGetString(a->doc, a->children, 1) : NULL;
        if (value)
            ok = add(doc, arena, PH_ORIGIN_FILE, ph_cstr(name),
                     ph_cstr((const char *)value));
        xmlFree(value);
    }
    for (const xmlNode *node = description->children; node && ok; node = node->next)
        if (node->type == XML_ELEMENT_NODE)
            ok = add_property(doc, arena, node);
    return ok;
}

/* <x:xmpmeta><rdf:RDF><rdf:Description>...; libxml2 bounds the depth. */
static bool find_descriptions(ph_document *doc, ph_arena *arena, const xmlNode *node,
                              unsigned depth)
{
    bool ok = true;
    for (; node && ok; node = node->next) {
        if (is_element(node, RDF, "Description"))
            ok = add_description(doc, arena, node);
        else if (depth < 2)
            ok = find_descriptions(doc, arena, node->children, depth + 1);
    }
    return ok;
}

static bool add_xmp(ph_document *doc, ph_arena *arena, const char *packet)
{
    ph_error err;
    xmlDoc *tree = NULL;
    if (!packet)
        return true;
    ph_status status = ph_xml_read(ph_trim(ph_cstr(packet)), &tree, &err);
    bool ok = status != PH_NO_MEMORY;
    if (status == PH_OK)
        ok = find_descriptions(doc, arena, xmlDocGetRootElement(tree), 0);
    xmlFreeDoc(tree);
    return ok;
}

/* --- Info --------------------------------------------------------------------------------- */

bool ph_pdf_meta(ph_arena *arena, ph_document *doc, PopplerDocument *pdf)
{
    static const struct {
        char *(*get)(PopplerDocument *pdf);
        const char *name;
    } info[] = {{poppler_document_get_title, "dc.title"},
                {poppler_document_get_author, "dc.creator"},
                {poppler_document_get_subject, "dc.description"},
                {poppler_document_get_keywords, "dc.subject"}};
    char *packet = poppler_document_get_metadata(pdf);
    bool ok = add_xmp(doc, arena, packet);
    g_free(packet);
    for (size_t i = 0; i < sizeof info / sizeof *info && ok; i++) {
        char *value = info[i].get(pdf);
        if (value)
            ok = add(doc, arena, PH_ORIGIN_WEAK, ph_cstr(info[i].name), ph_cstr(value));
        g_free(value);
    }
    return ok;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/text.h"
#include "search/vocabulary_read.h"

#define SKOS "http://www.w3.org/2004/02/skos/core#"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define OURS "urn:x-peerhub:vocabulary:1"

#define FILE_MAX ((size_t)16 << 20)

static bool is(const xmlNode *node, const char *ns, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns &&
           strcmp((const char *)node->ns->href, ns) == 0 &&
           strcmp((const char *)node->name, name) == 0;
}

/* A node's clean text, or an attribute's; absent when there is none. */
static ph_str content(ph_arena *arena, const xmlNode *node)
{
    xmlChar *s = xmlNodeGetContent(node);
    ph_str text = ph_text_clean(arena, ph_cstr((const char *)s), false);
    xmlFree(s);
    return text;
}

static ph_str attribute(ph_arena *arena, const xmlNode *node, const char *name)
{
    xmlChar *s = xmlGetNsProp(node, (const xmlChar *)name, (const xmlChar *)RDF);
    ph_str text = s ? ph_dup(arena, ph_cstr((const char *)s)) : PH_ABSENT;
    xmlFree(s);
    return text;
}

static ph_str resource(ph_arena *arena, const xmlNode *node)
{
    return attribute(arena, node, "resource");
}

/* What stands behind the last ':', '/' or '#': "urn:x-peerhub:themes" -> "themes". */
static ph_str last_part(ph_str uri)
{
    size_t i = uri.n;
    while (i > 0 && !strchr(":/#", uri.s[i - 1]))
        i--;
    return ph_sub(uri, i, uri.n);
}

static bool read_label(ph_vocabulary *v, ph_concept *c, const xmlNode *node,
                       ph_label_type type)
{
    ph_label *label = PH_PUSH(v->arena, &c->labels);
    if (!label)
        return false;
    xmlChar *lang = xmlNodeGetLang(node);
    label->type = type;
    label->text = content(v->arena, node);
    label->language = ph_dup(v->arena, ph_cstr(lang ? (const char *)lang : "und"));
    xmlFree(lang);
    if (!label->text.n)
        c->labels.n--;
    return true;
}

static const struct {
    const char *ns, *name;
    ph_label_type type;
} label_elements[] = {
    {SKOS, "prefLabel", PH_LABEL_PREFERRED},
    {SKOS, "altLabel", PH_LABEL_ALTERNATIVE},
    {SKOS, "hiddenLabel", PH_LABEL_HIDDEN},
    {OURS, "sentenceCue", PH_LABEL_CUE},
    {OURS, "hint", PH_LABEL_HINT},
    {OURS, "adjective", PH_LABEL_ADJECTIVE},
    {OURS, "capital", PH_LABEL_CAPITAL},
    {OURS, "institution", PH_LABEL_INSTITUTION},
    {OURS, "otherThing", PH_LABEL_OTHER_THING},
};

static bool read_property(ph_vocabulary *v, ph_concept *c, const xmlNode *node)
{
    for (size_t i = 0; i < sizeof label_elements / sizeof *label_elements; i++)
        if (is(node, label_elements[i].ns, label_elements[i].name))
            return read_label(v, c, node, label_elements[i].type);
    if (is(node, SKOS, "notation"))
        c->id = content(v->arena, node);
    else if (is(node, SKOS, "inScheme"))
        c->scheme = last_part(resource(v->arena, node));
    else if (is(node, SKOS, "broader"))
        c->broader = resource(v->arena, node);
    else if (is(node, SKOS, "closeMatch"))
        return ph_strs_add(v->arena, &c->close, resource(v->arena, node));
    else if (is(node, SKOS, "topConceptOf"))
        c->top = true;
    else if (is(node, SKOS, "member"))
        return ph_strs_add(v->arena, &c->members, last_part(resource(v->arena, node)));
    else if (is(node, OURS, "country"))
        c->country = content(v->arena, node);
    else if (is(node, OURS, "url"))
        c->url = content(v->arena, node);
    else if (is(node, OURS, "inference"))
        c->asserted_only = ph_eq(content(v->arena, node), PH_STR("asserted-only"));
    else if (is(node, OURS, "prefLabelUse"))
        c->vague = ph_eq(content(v->arena, node), PH_STR("query"));
    return true;
}

static ph_status read_concept(ph_vocabulary *v, const xmlNode *node, const char *path,
                              ph_error *err)
{
    ph_concept *c = PH_PUSH(v->arena, &v->concepts);
    if (!c)
        return ph_fail_memory(err);
    c->uri = attribute(v->arena, node, "about");
    c->line = xmlGetLineNo(node);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (!read_property(v, c, child))
            return ph_fail_memory(err);
    if (!c->uri.n || !c->id.n || !c->scheme.n)
        return ph_fail(err, PH_INVALID,
                       "%s:%ld: a skos:Concept or skos:Collection needs rdf:about, "
                       "skos:notation and skos:inScheme",
                       path, c->line);
    return PH_OK;
}

/* --- countries --------------------------------------------------------------------------- */

/* An index between 0 and 1, with a point. */
static bool read_figure(ph_arena *arena, const xmlNode *node, double *figure)
{
    ph_str text = content(arena, node);
    unsigned value = 0, scale = 1;
    size_t i = 2;
    bool good = text.n > 2 && text.n <= 8 && (text.s[0] == '0' || text.s[0] == '1') &&
                text.s[1] == '.';
    for (; good && i < text.n; i++, scale *= 10) {
        good = text.s[i] >= '0' && text.s[i] <= '9';
        value = value * 10 + (unsigned)(text.s[i] - '0');
    }
    *figure = (text.n && text.s[0] == '1') + value / (double)scale;
    return good && *figure <= 1;
}

/* Codes with spaces between. */
static bool read_codes(ph_arena *arena, const xmlNode *node, ph_strs *list)
{
    ph_str rest = content(arena, node), code;
    while (rest.n && ph_split(&rest, ' ', &code))
        if (!ph_strs_add(arena, list, code))
            return false;
    return true;
}

static ph_status read_fact(ph_arena *arena, ph_country_facts *c, const xmlNode *node,
                           const char *path, ph_error *err)
{
    double *figure = is(node, OURS, "hdi")    ? &c->hdi
                     : is(node, OURS, "egdi") ? &c->egdi
                                              : NULL;
    bool done = true;
    if (figure && !read_figure(arena, node, figure))
        return ph_fail(err, PH_INVALID, "%s:%ld: an index is a number from 0 to 1: 0.802",
                       path, xmlGetLineNo(node));
    if (is(node, OURS, "borders"))
        done = read_codes(arena, node, &c->borders);
    else if (is(node, OURS, "languages"))
        done = read_codes(arena, node, &c->languages);
    return done ? PH_OK : ph_fail_memory(err);
}

static ph_status read_country(ph_vocabulary *v, const xmlNode *node, const char *path,
                              ph_error *err)
{
    ph_country_facts *c = PH_PUSH(v->arena, &v->countries);
    if (!c)
        return ph_fail_memory(err);
    *c = (ph_country_facts){.hdi = (double)NAN, .egdi = (double)NAN};
    c->code = last_part(attribute(v->arena, node, "about"));
    if (!ph_country_known(c->code))
        return ph_fail(err, PH_INVALID,
                       "%s:%ld: a ph:Country needs rdf:about with a code of ISO 3166-1 at "
                       "its end",
                       path, xmlGetLineNo(node));
    ph_status status = PH_OK;
    for (const xmlNode *child = node->children; child && !status; child = child->next)
        status = read_fact(v->arena, c, child, path, err);
    return status;
}

static ph_status read_tree(ph_vocabulary *v, xmlDoc *doc, const char *path, ph_error *err)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!root || !is(root, RDF, "RDF"))
        return ph_fail(err, PH_INVALID, "%s: not an RDF/XML file (no rdf:RDF element)",
                       path);
    ph_status status = PH_OK;
    for (const xmlNode *node = root->children; node && !status; node = node->next)
        if (is(node, SKOS, "Concept") || is(node, SKOS, "Collection"))
            status = read_concept(v, node, path, err);
        else if (is(node, OURS, "Country"))
            status = read_country(v, node, path, err);
    return status;
}

ph_status ph_vocabulary_read(ph_vocabulary *v, const char *path, ph_error *err)
{
    ph_buf bytes = {0};
    xmlDoc *doc = NULL;
    xmlParserCtxt *parser = xmlNewParserCtxt();
    ph_status status =
        parser ? ph_read_file(path, FILE_MAX, &bytes, err) : ph_fail_memory(err);
    if (status)
        goto out;
    v->hash = ph_hash(bytes.s, bytes.n, v->hash);
    doc = xmlCtxtReadMemory(parser, bytes.s, (int)bytes.n, path, NULL,
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc) {
        const xmlError *e = xmlCtxtGetLastError(parser);
        ph_str why = ph_trim(ph_cstr(e ? e->message : "not well-formed"));
        status =
            ph_fail(err, PH_INVALID, "%s:%d: %.*s", path, e ? e->line : 0, PH_FMT(why));
        goto out;
    }
    status = read_tree(v, doc, path, err);
out:
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(parser);
    ph_buf_free(&bytes);
    return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

#include "search/text.h"
#include "search/vocabulary.h"

#define SKOS "http://www.w3.org/2004/02/skos/core#"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define OURS "urn:x-peerhub:vocabulary:1"

#define FILE_MAX ((size_t)16 << 20)

struct ph_vocabulary {
    ph_arena *arena;
    uint64_t hash;
    PH_VEC(ph_concept) concepts;
    const ph_concept **table; /* by scheme and id; open addressing */
    size_t slots;             /* a power of two */
};

/* --- finding ---------------------------------------------------------------------------- */

static size_t slot_of(const ph_vocabulary *v, ph_str scheme, ph_str id)
{
    uint64_t h = ph_hash(scheme.s, scheme.n, PH_HASH_SEED);
    return (size_t)ph_hash(id.s, id.n, h ^ 0x1f) & (v->slots - 1);
}

/* The place of a concept, or the free place where it would be. */
static const ph_concept **place(const ph_vocabulary *v, ph_str scheme, ph_str id)
{
    size_t i = slot_of(v, scheme, id);
    while (v->table[i] &&
           !(ph_eq(v->table[i]->id, id) && ph_eq(v->table[i]->scheme, scheme)))
        i = (i + 1) & (v->slots - 1);
    return &v->table[i];
}

const ph_concept *ph_vocabulary_find(const ph_vocabulary *v, const char *scheme, ph_str id)
{
    return scheme ? *place(v, ph_cstr(scheme), id) : NULL;
}

size_t ph_vocabulary_count(const ph_vocabulary *v)
{
    return v->concepts.n;
}

const ph_concept *ph_vocabulary_at(const ph_vocabulary *v, size_t i)
{
    return &v->concepts.v[i];
}

uint64_t ph_vocabulary_hash(const ph_vocabulary *v)
{
    return v->hash;
}

/* In just this language, or else in a variety of it: "sr" finds "sr-Cyrl". */
static ph_str preferred(const ph_concept *c, ph_str language)
{
    ph_str variety = PH_ABSENT;
    for (size_t i = 0; i < c->labels.n && language.n; i++) {
        ph_str tag = c->labels.v[i].language;
        if (c->labels.v[i].type != PH_LABEL_PREFERRED)
            continue;
        if (ph_eq_nocase(tag, language))
            return c->labels.v[i].text;
        if (!variety.s && tag.n > language.n && tag.s[language.n] == '-' &&
            ph_eq_nocase(ph_sub(tag, 0, language.n), language))
            variety = c->labels.v[i].text;
    }
    return variety;
}

ph_str ph_concept_label(const ph_concept *c, ph_str language)
{
    ph_str label = preferred(c, language);
    while (!label.s && language.n) { /* RFC 4647 look-up: "sr-Latn-RS", "sr-Latn", "sr" */
        do
            language.n--;
        while (language.n && language.s[language.n] != '-');
        label = preferred(c, language);
    }
    if (!label.s)
        label = preferred(c, PH_STR("en"));
    return label.s ? label : c->id;
}

/* --- reading SKOS ----------------------------------------------------------------------- */

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
};

static bool read_property(ph_vocabulary *v, ph_concept *c, const xmlNode *node)
{
    for (size_t i = 0; i < sizeof label_elements / sizeof *label_elements; i++)
        if (is(node, label_elements[i].ns, label_elements[i].name))
            return read_label(v, c, node, label_elements[i].type);
    if (is(node, SKOS, "notation"))
        c->id = content(v->arena, node);
    else if (is(node, SKOS, "inScheme"))
        c->scheme = last_part(attribute(v->arena, node, "resource"));
    else if (is(node, SKOS, "broader"))
        c->broader = attribute(v->arena, node, "resource");
    else if (is(node, SKOS, "closeMatch"))
        return ph_strs_add(v->arena, &c->close, attribute(v->arena, node, "resource"));
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
    for (const xmlNode *child = node->children; child; child = child->next)
        if (!read_property(v, c, child))
            return ph_fail_memory(err);
    if (!c->uri.n || !c->id.n || !c->scheme.n)
        return ph_fail(err, PH_INVALID,
                       "%s:%ld: a skos:Concept needs rdf:about, skos:notation and "
                       "skos:inScheme",
                       path, xmlGetLineNo(node));
    return PH_OK;
}

static ph_status read_tree(ph_vocabulary *v, xmlDoc *doc, const char *path, ph_error *err)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!root || !is(root, RDF, "RDF"))
        return ph_fail(err, PH_INVALID, "%s: not an RDF/XML file (no rdf:RDF element)",
                       path);
    for (const xmlNode *node = root->children; node; node = node->next)
        if (is(node, SKOS, "Concept")) {
            ph_status status = read_concept(v, node, path, err);
            if (status)
                return status;
        }
    return PH_OK;
}

static ph_status read_rdf(ph_vocabulary *v, const char *path, ph_error *err)
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

/* --- putting it together ---------------------------------------------------------------- */

static const ph_concept *by_uri(const ph_vocabulary *v, ph_str uri)
{
    for (size_t i = 0; i < v->concepts.n; i++)
        if (ph_eq(v->concepts.v[i].uri, uri))
            return &v->concepts.v[i];
    return NULL;
}

/* Fills the table, and puts ids in the place of IRIs. */
/* Deeper than any vocabulary: who is so deep below himself stands in a circle. */
#define DEPTH_MAX 32

static ph_status check_circles(const ph_vocabulary *v, ph_error *err)
{
    for (size_t i = 0; i < v->concepts.n; i++) {
        const ph_concept *start = &v->concepts.v[i], *c = start;
        for (int depth = 0; c && c->broader.n; depth++) {
            if (depth == DEPTH_MAX)
                return ph_fail(
                    err, PH_INVALID,
                    "vocabularies: '%.*s' of scheme '%.*s' is broader than itself",
                    PH_FMT(start->id), PH_FMT(start->scheme));
            c = *place(v, c->scheme, c->broader);
        }
    }
    return PH_OK;
}

static ph_status link_up(ph_vocabulary *v, ph_error *err)
{
    for (v->slots = 64; v->slots < v->concepts.n * 2;)
        v->slots *= 2;
    v->table = ph_alloc(v->arena, v->slots * sizeof *v->table);
    if (!v->table)
        return ph_fail_memory(err);
    for (size_t i = 0; i < v->concepts.n; i++) {
        ph_concept *c = &v->concepts.v[i];
        const ph_concept **p = place(v, c->scheme, c->id);
        if (*p)
            return ph_fail(err, PH_INVALID, "vocabularies: scheme '%.*s' has '%.*s' twice",
                           PH_FMT(c->scheme), PH_FMT(c->id));
        *p = c;
    }
    for (size_t i = 0; i < v->concepts.n; i++) {
        ph_concept *c = &v->concepts.v[i];
        if (c->broader.s) {
            const ph_concept *parent = by_uri(v, c->broader);
            if (!parent)
                return ph_fail(err, PH_INVALID,
                               "vocabularies: '%.*s' is below '%.*s', which "
                               "is not there",
                               PH_FMT(c->id), PH_FMT(c->broader));
            c->broader = parent->id;
        }
        size_t twins = 0;
        for (size_t j = 0; j < c->close.n; j++) {
            const ph_concept *twin = by_uri(v, c->close.v[j]);
            if (twin && ph_eq(twin->scheme, c->scheme))
                c->close.v[twins++] = twin->id;
        }
        c->close.n = twins;
    }
    return check_circles(v, err);
}

static int is_rdf(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && ph_ends(ph_cstr(entry->d_name), PH_STR(".rdf"));
}

static ph_status read_folder(ph_vocabulary *v, const char *folder, ph_error *err)
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, is_rdf, alphasort);
    if (n < 0)
        return ph_fail_errno(err, "cannot read the vocabularies in", folder);
    ph_status status = PH_OK;
    if (n == 0)
        status = ph_fail(err, PH_NOT_FOUND, "no vocabulary (*.rdf) in '%s'", folder);
    for (int i = 0; i < n; i++) {
        if (!status) {
            ph_str path = ph_dupf(v->arena, "%s/%s", folder, names[i]->d_name);
            status = path.s ? read_rdf(v, path.s, err) : ph_fail_memory(err);
        }
        free(names[i]);
    }
    free(names);
    return status;
}

ph_status ph_vocabulary_open(ph_vocabulary **out, const char *folder, ph_error *err)
{
    *out = NULL;
    ph_vocabulary *v = calloc(1, sizeof *v);
    ph_status status = PH_OK;
    if (!v || !(v->arena = ph_arena_new()))
        status = ph_fail_memory(err);
    if (!status) {
        v->hash = PH_HASH_SEED;
        status = read_folder(v, folder, err);
    }
    if (!status)
        status = link_up(v, err);
    if (status)
        ph_vocabulary_free(v);
    else
        *out = v;
    return status;
}

void ph_vocabulary_free(ph_vocabulary *v)
{
    if (v)
        ph_arena_free(v->arena);
    free(v);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A record as Dublin Core.  Contacts have no place in it: of a record only what is named here
 * goes out. */
#include "config.h"

#include <string.h>

#include "web/oai.h"
#include "web/page.h"

/* --- addresses ---------------------------------------------------------------------------------- */

/* "https://hub.example:8080/kb" -> "hub.example" */
static ph_str host_of(ph_str address)
{
    const char *at = memmem(address.s, address.n, "://", 3);
    size_t from = at ? (size_t)(at - address.s) + 3 : 0, to = from;
    while (to < address.n && address.s[to] != ':' && address.s[to] != '/')
        to++;
    return ph_sub(address, from, to);
}

/* As the guidelines for oai-identifier have it: two labels or more, each begins with a letter. */
static bool is_domain(ph_str host)
{
    ph_str label;
    size_t labels = 0;
    while (ph_split(&host, '.', &label)) {
        char first = label.n ? (char)(label.s[0] | 0x20) : '-';
        if (first < 'a' || first > 'z')
            return false;
        labels++;
    }
    return labels > 1;
}

ph_str ph_oai_namespace(const ph_context *context)
{
    ph_str told = context->site->config->oai_namespace, host = host_of(context->absolute);
    if (told.n)
        return told;
    return is_domain(host) ? host : PH_STR("peerhub.invalid");
}

ph_str ph_oai_base(const ph_context *context)
{
    ph_str absolute = context->absolute.n ? context->absolute : PH_STR("http://localhost");
    return ph_dupf(context->arena, "%.*s/oai", PH_FMT(absolute));
}

/* --- headers -------------------------------------------------------------------------------------- */

typedef struct set_writer {
    ph_xml *xml;
    ph_arena *arena;
} set_writer;

static bool write_set(void *user, ph_facet facet, ph_str value, ph_from from)
{
    set_writer *w = user;
    (void)from;
    if (!ph_is_set(facet, value))
        return true;
    ph_str set = ph_dupf(w->arena, "%s:%.*s", ph_facets[facet].name, PH_FMT(value));
    ph_xml_element(w->xml, "setSpec", set);
    return set.s != NULL;
}

bool ph_oai_header(const ph_context *context, ph_xml *xml, const ph_harvested *one)
{
    ph_str id = ph_dupf(context->arena, "oai:%.*s:%.*s", PH_FMT(ph_oai_namespace(context)),
                        PH_FMT(one->id));
    ph_str sets = one->sets, set;
    set_writer w = {xml, context->arena};
    bool ok = id.s != NULL;
    ph_xml_open(xml, "header");
    if (one->removed)
        ph_xml_attribute(xml, "status", PH_STR("deleted"));
    ph_xml_element(xml, "identifier", id);
    ph_xml_element(xml, "datestamp", one->when);
    while (one->removed && ph_split(&sets, ' ', &set))
        ph_xml_element(xml, "setSpec", set);
    if (!one->removed)
        ok = ok && ph_facet_values(&one->record, context->site->vocabulary, context->arena,
                                   write_set, &w);
    ph_xml_close(xml);
    return ok;
}

/* --- Dublin Core ------------------------------------------------------------------------------------ */

static void in_language(ph_xml *xml, const char *name, ph_str text, ph_str language)
{
    if (!text.n)
        return;
    ph_xml_open(xml, name);
    if (language.n)
        ph_xml_attribute(xml, "xml:lang", language);
    ph_xml_text(xml, text);
    ph_xml_close(xml);
}

static void write_list(ph_xml *xml, const char *name, const ph_strs *list)
{
    for (size_t i = 0; i < list->n; i++)
        ph_xml_element(xml, name, list->v[i]);
}

static void write_labels(const ph_context *context, ph_xml *xml, const char *name,
                         ph_facet facet, const ph_tags *tags)
{
    for (size_t i = 0; i < tags->n; i++)
        in_language(xml, name, ph_value_label(context, facet, tags->v[i].id), PH_STR("en"));
}

/* Those who did it; a person is no organisation. */
static void write_contributors(ph_xml *xml, const ph_record *r)
{
    for (size_t i = 0; i < r->organisations.n; i++) {
        ph_role role = r->organisations.v[i].role;
        if (role == PH_ROLE_LEAD || role == PH_ROLE_PARTNER)
            ph_xml_element(xml, "dc:contributor", r->organisations.v[i].name);
    }
}

static void write_sources(ph_xml *xml, const ph_record *r)
{
    ph_xml_element(xml, "dc:source", r->source);
    for (size_t i = 0; i < r->sources.n; i++) {
        const ph_citation *c = &r->sources.v[i];
        ph_str told = c->url.n ? c->url : c->title;
        if (!ph_eq(told, r->source))
            ph_xml_element(xml, "dc:source", told);
    }
}

static bool write_dc(const ph_context *context, ph_xml *xml, const ph_record *r)
{
    static const char *const attributes[][2] = {
        {"xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"},
        {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
        {"xsi:schemaLocation", "http://www.openarchives.org/OAI/2.0/oai_dc/ "
                               "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"},
    };
    ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(context->absolute),
                         PH_FMT(r->id));
    ph_xml_open(xml, "oai_dc:dc");
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        ph_xml_attribute(xml, attributes[i][0], ph_cstr(attributes[i][1]));
    in_language(xml, "dc:title", r->title, r->language);
    write_list(xml, "dc:creator", &r->creators);
    write_labels(context, xml, "dc:subject", PH_FACET_SDG, &r->sdgs);
    write_labels(context, xml, "dc:subject", PH_FACET_THEME, &r->themes);
    in_language(xml, "dc:description", r->abstract, r->language);
    ph_xml_element(xml, "dc:publisher", r->publisher);
    write_contributors(xml, r);
    ph_xml_element(xml, "dc:date", r->date);
    ph_xml_element(xml, "dc:type", PH_STR("Text"));
    in_language(xml, "dc:type", ph_value_label(context, PH_FACET_TYPE, r->type),
                PH_STR("en"));
    ph_xml_element(xml, "dc:format", r->mime);
    ph_xml_element(xml, "dc:identifier", url);
    write_sources(xml, r);
    ph_xml_element(xml, "dc:language", r->language);
    write_labels(context, xml, "dc:coverage", PH_FACET_COUNTRY, &r->countries);
    ph_xml_element(xml, "dc:rights", r->license);
    ph_xml_close(xml);
    return url.s != NULL;
}

bool ph_oai_record(const ph_context *context, ph_xml *xml, const ph_harvested *one)
{
    ph_xml_open(xml, "record");
    bool ok = ph_oai_header(context, xml, one);
    if (!one->removed) {
        ph_xml_open(xml, "metadata");
        ok = ok && write_dc(context, xml, &one->record);
        ph_xml_close(xml);
    }
    ph_xml_close(xml);
    return ok;
}

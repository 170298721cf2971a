/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/harvest.h"
#include "search/limits.h"
#include "web/question.h"
#include "web/sitemap.h"
#include "web/xml.h"

/* All but documents. */
typedef struct pages {
    ph_result facets; /* of all documents */
    ph_strs events;
    uint64_t n;
} pages;

static const char *const entries[] = {"/", "/about", "/contribute",
                                      "/privacy"}; /* in every language */
static const char *const others[] = {"/new", "/matrix", "/recommendations"};
#define ENTRIES (sizeof entries / sizeof *entries)
#define OTHERS (sizeof others / sizeof *others)

static const struct {
    ph_facet facet;
    const char *path;
} ways[] = {
    {PH_FACET_COUNTRY, "countries"}, {PH_FACET_SDG, "sdgs"}, {PH_FACET_THEME, "themes"}};
#define WAYS (sizeof ways / sizeof *ways)

static ph_status find_pages(const ph_context *context, pages *p, ph_error *err)
{
    ph_query query;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.want = PH_WANT_COUNTS;
    ph_status status = ph_search(context->reader, &query, context->arena, &p->facets, err);
    if (status == PH_OK)
        status = ph_harvest_events(context->reader, context->arena, &p->events, err);
    if (status != PH_OK)
        return status;
    p->n = ENTRIES * (1 + context->site->languages.n) + OTHERS + p->events.n;
    for (size_t i = 0; i < WAYS; i++)
        p->n += p->facets.facets[ways[i].facet].n;
    return PH_OK;
}

/* --- addresses --------------------------------------------------------------------------------- */

typedef struct map {
    const ph_context *context;
    ph_xml *xml;
    bool ok;
} map;

static void write_url(map *m, ph_str address, ph_str modified)
{
    m->ok = m->ok && address.s;
    ph_xml_open(m->xml, "url");
    ph_xml_element(m->xml, "loc", address);
    ph_xml_element(m->xml, "lastmod", modified);
    ph_xml_close(m->xml);
}

/* BASE/KIND/ID */
static ph_str address_of(const map *m, const char *kind, ph_str id)
{
    ph_buf buf = {0};
    ph_buf_addf(&buf, "%.*s/%s/", PH_FMT(m->context->absolute), kind);
    ph_url_escape(&buf, id);
    ph_str address = buf.failed ? PH_ABSENT : ph_dup(m->context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return address;
}

/* language: NULL: in that of whoever asks. */
static ph_str entry_in(const map *m, const char *path, const ph_language *language)
{
    return ph_dupf(m->context->arena, "%.*s%s%s%s", PH_FMT(m->context->absolute), path,
                   language ? "?ui=" : "", language ? language->id : "");
}

static void write_twin(map *m, const char *tag, ph_str address)
{
    m->ok = m->ok && address.s;
    ph_xml_open(m->xml, "xhtml:link");
    ph_xml_attribute(m->xml, "rel", PH_STR("alternate"));
    ph_xml_attribute(m->xml, "hreflang", ph_cstr(tag));
    ph_xml_attribute(m->xml, "href", address.s ? address : PH_STR(""));
    ph_xml_close(m->xml);
}

/* An entry page as it is and in each language, each with all of them. */
static void write_entry(map *m, const char *path)
{
    const ph_languages *languages = &m->context->site->languages;
    for (size_t i = 0; i <= languages->n; i++) {
        ph_str own = entry_in(m, path, i ? &languages->v[i - 1] : NULL);
        m->ok = m->ok && own.s;
        ph_xml_open(m->xml, "url");
        ph_xml_element(m->xml, "loc", own);
        for (size_t n = 0; n < languages->n; n++)
            write_twin(m, languages->v[n].tag, entry_in(m, path, &languages->v[n]));
        write_twin(m, "x-default", entry_in(m, path, NULL));
        ph_xml_close(m->xml);
    }
}

static void write_pages(map *m, const pages *p)
{
    for (size_t i = 0; i < ENTRIES; i++)
        write_entry(m, entries[i]);
    for (size_t i = 0; i < OTHERS; i++)
        write_url(m, entry_in(m, others[i], NULL), PH_ABSENT);
    for (size_t i = 0; i < WAYS; i++) {
        const ph_facet_counts *counts = &p->facets.facets[ways[i].facet];
        for (size_t v = 0; v < counts->n && m->ok; v++)
            write_url(m, address_of(m, ways[i].path, counts->v[v].value), PH_ABSENT);
    }
    for (size_t i = 0; i < p->events.n && m->ok; i++)
        write_url(m, address_of(m, "events", p->events.v[i]), PH_ABSENT);
}

static ph_status write_documents(map *m, uint64_t skip, ph_error *err)
{
    ph_located_list list;
    ph_status status = ph_harvest_located(m->context->reader, skip, PH_SITEMAP_URLS,
                                          m->context->arena, &list, err);
    for (size_t i = 0; status == PH_OK && i < list.n && m->ok; i++)
        write_url(m, address_of(m, "documents", list.v[i].id), list.v[i].modified);
    return status;
}

static void write_index(map *m, uint64_t sitemaps)
{
    for (uint64_t i = 1; i <= sitemaps && m->ok; i++) {
        ph_str address = ph_dupf(m->context->arena, "%.*s/sitemap.%llu.xml",
                                 PH_FMT(m->context->absolute), (unsigned long long)i);
        m->ok = address.s != NULL;
        ph_xml_open(m->xml, "sitemap");
        ph_xml_element(m->xml, "loc", address);
        ph_xml_close(m->xml);
    }
}

/* --- all of it ----------------------------------------------------------------------------------- */

/* "sitemap.xml" is 0, "sitemap.2.xml" 2; what is no sitemap is false. */
static bool read_number(ph_str name, uint64_t *number)
{
    const char *const begin = "sitemap.", *const end = ".xml";
    *number = 0;
    if (ph_eqc(name, "sitemap.xml"))
        return true;
    if (!ph_ends(name, ph_cstr(end)) || name.n < strlen(begin) + strlen(end))
        return false;
    ph_str digits = ph_sub(name, strlen(begin), name.n - strlen(end));
    return ph_number(digits, number) && *number > 0 && digits.s[0] != '0';
}

static ph_status write_map(map *m, const pages *p, uint64_t number, bool one, ph_error *err)
{
    ph_status status = PH_OK;
    uint64_t documents = ph_reader_documents(m->context->reader);
    bool index = number == 0 && !one;
    ph_xml_open(m->xml, index ? "sitemapindex" : "urlset");
    ph_xml_attribute(m->xml, "xmlns",
                     PH_STR("http://www.sitemaps.org/schemas/sitemap/0.9"));
    ph_xml_attribute(m->xml, "xmlns:xhtml", PH_STR("http://www.w3.org/1999/xhtml"));
    if (index)
        write_index(m, 1 + (documents + PH_SITEMAP_URLS - 1) / PH_SITEMAP_URLS);
    else if (number <= 1)
        write_pages(m, p);
    if (number >= 2 || (number == 0 && one))
        status = write_documents(m, number ? (number - 2) * PH_SITEMAP_URLS : 0, err);
    ph_xml_close(m->xml);
    return status;
}

ph_status ph_sitemap(const ph_context *context, const ph_request *request,
                     ph_response *response, ph_error *err)
{
    pages p = {.n = 0};
    uint64_t number, documents = ph_reader_documents(context->reader);
    if (!read_number(request->path.v[0], &number) ||
        (number >= 2 &&
         (number - 2) >= (documents + PH_SITEMAP_URLS - 1) / PH_SITEMAP_URLS))
        return ph_fail(err, PH_NOT_FOUND, "There is no page at this address.");
    ph_status status = find_pages(context, &p, err);
    if (status != PH_OK)
        return status;
    map m = {context, ph_xml_new(&response->body), true};
    if (!m.xml)
        return ph_fail_memory(err);
    status = write_map(&m, &p, number, p.n + documents <= PH_SITEMAP_URLS, err);
    response->type = PH_TYPE_XML;
    bool done = ph_xml_end(m.xml) && m.ok;
    return status != PH_OK ? status : done ? PH_OK : ph_fail_memory(err);
}

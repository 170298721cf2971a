/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema.org: a document, and the whole hub. */
#include "config.h"

#include <string.h>

#include "search/export.h"
#include "search/text.h"
#include "web/head.h"
#include "web/licence.h"
#include "web/original.h"
#include "web/views.h"

const char *ph_schema_type(ph_str type)
{
    return ph_eqc(type, "outcome-document")                                 ? "Report"
           : ph_eqc(type, "practice-note") || ph_eqc(type, "ai-case-study") ? "Article"
           : ph_eqc(type, "document") ? "DigitalDocument"
                                      : "CreativeWork";
}

static int add_bytes(const char *bytes, size_t n, void *user)
{
    ph_buf *out = user;
    for (size_t i = 0; i < n; i++)
        if (strchr("<>&", bytes[i]) && bytes[i])
            ph_buf_addf(out, "\\u%04x", (unsigned char)bytes[i]);
        else
            ph_buf_byte(out, bytes[i]);
    return out->failed ? -1 : 0;
}

json_t *ph_head_script(json_t *json)
{
    ph_buf buf = {0};
    int done = json ? json_dump_callback(json, add_bytes, &buf, JSON_COMPACT) : -1;
    json_t *text = done == 0 ? ph_json_str(ph_buf_str(&buf)) : NULL;
    ph_buf_free(&buf);
    json_decref(json);
    return text;
}

/* --- parts ------------------------------------------------------------------------------ */

/* Sets what is known; the rest is left out. */
static bool put(json_t *o, const char *key, ph_str value)
{
    return !value.n || ph_json_put(o, key, ph_json_str(value));
}

static bool put_list(json_t *o, const char *key, json_t *list)
{
    if (list && !json_array_size(list)) {
        json_decref(list);
        return true;
    }
    return ph_json_put(o, key, list);
}

static ph_str address(const ph_context *context, const char *folder, ph_str id)
{
    return ph_dupf(context->arena, "%.*s/%s/%.*s", PH_FMT(context->absolute), folder,
                   PH_FMT(id));
}

/* Goals and themes, as terms with an address. */
static bool add_terms(const ph_context *context, json_t *list, ph_facet facet,
                      const ph_tags *tags)
{
    const char *folder = facet == PH_FACET_SDG ? "sdgs" : "themes";
    bool ok = list != NULL;
    for (size_t i = 0; i < tags->n && ok; i++) {
        ph_str id = tags->v[i].id, url = address(context, folder, id);
        ok = url.s &&
             ph_json_add(list, json_pack("{s:s, s:o, s:o, s:o}", "@type", "DefinedTerm",
                                         "termCode", ph_json_str(id), "name",
                                         ph_json_str(ph_value_label(context, facet, id)),
                                         "url", ph_json_str(url)));
    }
    return ok;
}

static json_t *about_json(const ph_context *context, const ph_record *r)
{
    json_t *list = json_array();
    bool ok = add_terms(context, list, PH_FACET_SDG, &r->sdgs) &&
              add_terms(context, list, PH_FACET_THEME, &r->themes);
    return ph_json_done(list, ok);
}

static json_t *places_json(const ph_context *context, const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->countries.n && ok; i++) {
        ph_str id = r->countries.v[i].id;
        ok = ph_json_add(
            list,
            json_pack("{s:s, s:o, s:o}", "@type", "Country", "identifier", ph_json_str(id),
                      "name", ph_json_str(ph_value_label(context, PH_FACET_COUNTRY, id))));
    }
    return ph_json_done(list, ok);
}

/* "Family, Given" is a person; what only stands for itself may be anybody. */
static json_t *creators_json(const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    ph_str family, given;
    for (size_t i = 0; i < r->creators.n && ok; i++) {
        ph_str name = r->creators.v[i];
        bool person = ph_creator_parts(name, &family, &given);
        json_t *one = json_pack("{s:s}", "@type", person ? "Person" : "Organization");
        ok = put(one, "name", name) &&
             (!person || (put(one, "familyName", family) && put(one, "givenName", given)));
        ok = ph_json_add(list, one) && ok;
    }
    return ph_json_done(list, ok);
}

static json_t *sources_json(const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->sources.n && ok; i++) {
        const ph_citation *s = &r->sources.v[i];
        json_t *one = json_pack("{s:s}", "@type", "CreativeWork");
        ok = put(one, "name", s->title) && put(one, "url", s->url) &&
             put(one, "datePublished", s->year);
        if (s->publisher.n)
            ok = ok && ph_json_put(one, "publisher",
                                   json_pack("{s:s, s:o}", "@type", "Organization", "name",
                                             ph_json_str(s->publisher)));
        ok = ph_json_add(list, one) && ok;
    }
    return ph_json_done(list, ok);
}

static json_t *translations_json(const ph_document_head *head)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < head->alternates->n && ok; i++) {
        const ph_alternate *a = &head->alternates->v[i];
        bool same = !a->language.n || ph_eq(a->language, head->record->language) ||
                    ph_eq(a->id, head->record->translation_of);
        ph_str url = address(head->context, "documents", a->id);
        ok = same || (url.s &&
                      ph_json_add(list, json_pack("{s:s, s:o, s:o, s:o}", "@type",
                                                  "CreativeWork", "@id", ph_json_str(url),
                                                  "name", ph_json_str(a->title),
                                                  "inLanguage", ph_json_str(a->language))));
    }
    return ph_json_done(list, ok);
}

static bool add_event(const ph_context *context, const ph_record *r, json_t *o)
{
    const ph_event *e = &r->event;
    if (!e->name.n && !e->place.n)
        return true;
    json_t *event = json_pack("{s:s}", "@type", "Event");
    ph_str id = ph_event_id(r, context->arena);
    bool ok = id.s && put(event, "name", ph_event_name(e)) &&
              put(event, "startDate", e->start) && put(event, "endDate", e->end) &&
              put(event, "url", address(context, "events", id));
    if (e->place.n)
        ok = ok && ph_json_put(event, "location",
                               json_pack("{s:s, s:o}", "@type", "Place", "name",
                                         ph_json_str(e->place)));
    return ph_json_put(o, "recordedAt", event) && ok;
}

/* --- a document --------------------------------------------------------------------------- */

static bool add_relations(const ph_document_head *head, json_t *o)
{
    const ph_context *context = head->context;
    const ph_record *r = head->record;
    ph_str original = PH_ABSENT, file = PH_ABSENT;
    if (r->translation_of.n)
        original = address(context, "documents", r->translation_of);
    if (ph_original_allowed(head->context->site->config, r, head->file, NULL) == PH_OK)
        file = ph_dupf(context->arena, "%.*s/documents/%.*s/original",
                       PH_FMT(context->absolute), PH_FMT(r->id));
    bool known = false; /* it is here, and not only the author's name for it */
    for (size_t i = 0; i < head->alternates->n; i++)
        known |= ph_eq(head->alternates->v[i].id, r->translation_of);
    bool ok = put_list(o, "isBasedOn", sources_json(r)) &&
              put_list(o, "workTranslation", translations_json(head)) &&
              add_event(context, r, o);
    if (known)
        ok = ok && ph_json_put(o, "translationOfWork",
                               json_pack("{s:o}", "@id", ph_json_str(original)));
    if (file.n)
        ok = ok && ph_json_put(o, "encoding",
                               json_pack("{s:s, s:o, s:o}", "@type", "MediaObject",
                                         "contentUrl", ph_json_str(file), "encodingFormat",
                                         ph_json_str(r->mime)));
    return ok;
}

static json_t *document_json(const ph_document_head *head, ph_str url)
{
    const ph_context *context = head->context;
    const ph_record *r = head->record;
    ph_str hub = ph_dupf(context->arena, "%.*s/#hub", PH_FMT(context->absolute));
    json_t *o = json_pack("{s:s, s:o, s:o, s:o, s:o, s:{s:o}}", "@type",
                          ph_schema_type(r->type), "@id", ph_json_str(url), "url",
                          ph_json_str(url), "name", ph_json_str(r->title), "headline",
                          ph_json_str(ph_utf8_cut(r->title, 110)), "isPartOf", "@id",
                          ph_json_str(hub));
    bool ok = put(o, "abstract", r->abstract) && put(o, "inLanguage", r->language) &&
              put(o, "datePublished", r->date) && put(o, "dateModified", r->modified) &&
              put(o, "license", ph_licence_url(context->arena, r->license)) &&
              put(o, "creativeWorkStatus", r->status) &&
              put_list(o, "author", creators_json(r)) &&
              put_list(o, "about", about_json(context, r)) &&
              put_list(o, "spatialCoverage", places_json(context, r));
    if (r->publisher.n)
        ok = ok && ph_json_put(o, "publisher",
                               json_pack("{s:s, s:o}", "@type", "Organization", "name",
                                         ph_json_str(r->publisher)));
    return ph_json_done(o, add_relations(head, o) && ok);
}

static json_t *crumb(int position, ph_str name, ph_str url)
{
    return json_pack("{s:s, s:i, s:o, s:o}", "@type", "ListItem", "position", position,
                     "name", ph_json_str(name), "item", ph_json_str(url));
}

static json_t *crumbs_json(const ph_document_head *head, ph_str url)
{
    const ph_context *context = head->context;
    const ph_record *r = head->record;
    json_t *list = json_array();
    ph_str home = ph_dupf(context->arena, "%.*s/", PH_FMT(context->absolute));
    ph_str kind = ph_dupf(context->arena, "%.*s/search?type=%.*s",
                          PH_FMT(context->absolute), PH_FMT(r->type));
    bool ok = ph_json_add(list, crumb(1, context->site->config->site_name, home));
    if (r->type.n)
        ok = ok &&
             ph_json_add(list,
                         crumb(2, ph_value_label(context, PH_FACET_TYPE, r->type), kind));
    ok = ok && ph_json_add(list, crumb(r->type.n ? 3 : 2, r->title, url));
    return json_pack("{s:s, s:o}", "@type", "BreadcrumbList", "itemListElement",
                     ph_json_done(list, ok));
}

json_t *ph_document_schema(const ph_document_head *head)
{
    ph_str url = address(head->context, "documents", head->record->id);
    return json_pack("{s:s, s:[o, o]}", "@context", "https://schema.org", "@graph",
                     document_json(head, url), crumbs_json(head, url));
}

/* --- the hub ------------------------------------------------------------------------------ */

bool ph_head_home(const ph_context *context, uint64_t documents, json_t *page)
{
    ph_str base = context->absolute, name = context->site->config->site_name;
    if (!base.n)
        return true;
    ph_str home = ph_dupf(context->arena, "%.*s/", PH_FMT(base));
    ph_str hub = ph_dupf(context->arena, "%.*s/#hub", PH_FMT(base));
    ph_str search =
        ph_dupf(context->arena, "%.*s/search?q={search_term_string}", PH_FMT(base));
    ph_str api = ph_dupf(context->arena, "%.*s/api/v1/search", PH_FMT(base));
    ph_str words = ph_count_words(
        context, documents,
        "Outcome documents, practices and cases of public administration: {n} document.",
        "Outcome documents, practices and cases of public administration: {n} documents.");
    json_t *site =
        json_pack("{s:s, s:o, s:o, s:{s:s, s:{s:s, s:o}, s:s}}", "@type", "WebSite", "name",
                  ph_json_str(name), "url", ph_json_str(home), "potentialAction", "@type",
                  "SearchAction", "target", "@type", "EntryPoint", "urlTemplate",
                  ph_json_str(search), "query-input", "required name=search_term_string");
    json_t *set =
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:b, s:{s:s, s:o, s:s}}", "@type", "Dataset",
                  "@id", ph_json_str(hub), "name", ph_json_str(name), "url",
                  ph_json_str(home), "description", ph_json_str(words),
                  "isAccessibleForFree", true, "distribution", "@type", "DataDownload",
                  "contentUrl", ph_json_str(api), "encodingFormat", PH_TYPE_JSON);
    return ph_json_put(
        page, "ld",
        ph_head_script(json_pack("{s:s, s:[o, o]}", "@context", "https://schema.org",
                                 "@graph", site, set)));
}

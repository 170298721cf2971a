/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document's metadata in the head of its page, and its typed links. */
#include "config.h"

#include <string.h>

#include "search/export.h"
#include "search/limits.h"
#include "web/head.h"
#include "web/licence.h"
#include "web/original.h"
#include "web/views.h"

/* --- meta ------------------------------------------------------------------------------- */

static bool meta(json_t *list, const char *name, ph_str content)
{
    return !content.n || ph_json_add(list, json_pack("{s:s, s:o}", "name", name, "content",
                                                     ph_json_str(content)));
}

/* "2022-06-04" -> "2022/06/04" */
static ph_str with_strokes(ph_arena *arena, ph_str date)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < date.n; i++)
        ph_buf_byte(&buf, date.s[i] == '-' ? '/' : date.s[i]);
    ph_str made = buf.failed || !buf.n ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return made;
}

static bool add_highwire(const ph_document_head *head, ph_str url, json_t *list)
{
    const ph_record *r = head->record;
    bool report = ph_eqc(ph_cstr(ph_schema_type(r->type)), "Report");
    bool ok = meta(list, "citation_title", r->title);
    for (size_t i = 0; i < r->creators.n && ok; i++)
        ok = meta(list, "citation_author", r->creators.v[i]);
    ok = ok &&
         meta(list, "citation_publication_date",
              with_strokes(head->context->arena, r->date)) &&
         meta(list, "citation_language", r->language) &&
         meta(list, report ? "citation_technical_report_institution" : "citation_publisher",
              r->publisher) &&
         meta(list, "citation_conference_title", r->event.name) &&
         meta(list, "citation_public_url", url);
    if (!head->context->edition && ph_eqc(r->mime, "application/pdf") &&
        ph_original_allowed(head->context->site->config, r, head->file, NULL) == PH_OK)
        ok = ok && meta(list, "citation_pdf_url",
                        ph_dupf(head->context->arena, "%.*s/original", PH_FMT(url)));
    return ok;
}

static bool add_labels(const ph_context *context, json_t *list, const char *name,
                       ph_facet facet, const ph_tags *tags)
{
    bool ok = true;
    for (size_t i = 0; i < tags->n && ok; i++)
        ok = meta(list, name, ph_value_label(context, facet, tags->v[i].id));
    return ok;
}

static bool add_dublin_core(const ph_document_head *head, ph_str url, json_t *list)
{
    const ph_context *context = head->context;
    const ph_record *r = head->record;
    bool ok = meta(list, "DC.title", r->title);
    for (size_t i = 0; i < r->creators.n && ok; i++)
        ok = meta(list, "DC.creator", r->creators.v[i]);
    return ok && meta(list, "DC.date", r->date) && meta(list, "DC.language", r->language) &&
           meta(list, "DC.publisher", r->publisher) &&
           meta(list, "DC.description", r->abstract) &&
           meta(list, "DC.type", ph_value_label(context, PH_FACET_TYPE, r->type)) &&
           meta(list, "DC.identifier", url) && meta(list, "DC.source", r->source) &&
           meta(list, "DC.format", r->mime) && meta(list, "DC.rights", r->license) &&
           add_labels(context, list, "DC.coverage", PH_FACET_COUNTRY, &r->countries) &&
           add_labels(context, list, "DC.subject", PH_FACET_THEME, &r->themes) &&
           add_labels(context, list, "DC.subject", PH_FACET_SDG, &r->sdgs);
}

/* --- typed links ------------------------------------------------------------------------ */

/* `<target>; rel="..."; type="..."`; type may be NULL.  What would end the target is
 * percent-encoded; what is longer than PH_LINK_BYTES is left out. */
static void link_to(ph_buf *out, ph_str target, const char *rel, const char *type)
{
    size_t before = out->n;
    ph_buf_addc(out, out->n ? ", <" : "<");
    for (size_t i = 0; i < target.n; i++) {
        unsigned char c = (unsigned char)target.s[i];
        if (c > ' ' && c < 0x7f && !strchr("<>\"\\^`{|}", c))
            ph_buf_byte(out, target.s[i]);
        else
            ph_buf_addf(out, "%%%02X", c);
    }
    ph_buf_addf(out, ">; rel=\"%s\"", rel);
    if (type)
        ph_buf_addf(out, "; type=\"%.*s\"", (int)strcspn(type, ";"), type);
    if (out->n - before > PH_LINK_BYTES)
        out->n = before;
}

static bool is_web(ph_str s)
{
    return ph_starts(s, PH_STR("https://")) || ph_starts(s, PH_STR("http://"));
}

static void add_links(const ph_document_head *head, ph_str url, ph_buf *out)
{
    const ph_record *r = head->record;
    ph_arena *arena = head->context->arena;
    ph_str kind = ph_dupf(arena, "https://schema.org/%s", ph_schema_type(r->type));
    ph_str licence = ph_licence_url(arena, r->license);
    link_to(out, url, "cite-as", NULL);
    link_to(out, PH_STR("https://schema.org/AboutPage"), "type", NULL);
    link_to(out, kind, "type", NULL);
    for (size_t i = 0; i < r->creators.n; i++)
        if (is_web(r->creators.v[i]) && out->n < PH_LINK_AUTHORS)
            link_to(out, r->creators.v[i], "author", NULL);
    if (licence.n)
        link_to(out, licence, "license", NULL);
    for (const ph_export_format *f = ph_export_formats; f->name; f++)
        if (strcmp(f->name, "csv") != 0)
            link_to(out, ph_dupf(arena, "%.*s.%s", PH_FMT(url), f->ending), "describedby",
                    f->type);
    link_to(out, ph_dupf(arena, "%.*s.json", PH_FMT(url)), "describedby", PH_TYPE_JSON);
    if (ph_original_allowed(head->context->site->config, r, head->file, NULL) == PH_OK) {
        ph_str type = ph_dup(arena, r->mime);
        link_to(out, ph_dupf(arena, "%.*s/original", PH_FMT(url)), "item",
                type.n ? type.s : NULL);
    }
}

bool ph_head_links(const ph_document_head *head, ph_response *response)
{
    ph_buf links = {0};
    const ph_context *context = head->context;
    if (!context->absolute.n)
        return true;
    ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(context->absolute),
                         PH_FMT(head->record->id));
    add_links(head, url, &links);
    bool ok =
        url.s && !links.failed && ph_response_header(response, "Link", ph_buf_str(&links));
    ph_buf_free(&links);
    return ok;
}

bool ph_head_part(const ph_context *context, ph_str id, const char *rel,
                  ph_response *response)
{
    ph_buf link = {0};
    if (!context->absolute.n)
        return true;
    link_to(&link,
            ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(context->absolute),
                    PH_FMT(id)),
            rel, PH_TYPE_HTML);
    bool ok = !link.failed && ph_response_header(response, "Link", ph_buf_str(&link));
    ph_buf_free(&link);
    return ok;
}

bool ph_head_document(const ph_document_head *head, json_t *page, ph_response *response)
{
    const ph_context *context = head->context;
    bool known = context->absolute.n > 0, offline = context->edition != NULL;
    if (!known && !offline)
        return true;
    json_t *list = json_array();
    ph_str url = PH_ABSENT;
    if (known)
        url = ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(context->absolute),
                      PH_FMT(head->record->id));
    bool ok = (url.s || !known) && add_highwire(head, url, list) &&
              add_dublin_core(head, url, list);
    if (offline)
        return ph_json_put(page, "meta", ph_json_done(list, ok));
    return ph_json_put(page, "meta", ph_json_done(list, ok)) &&
           ph_json_put(page, "article", json_true()) &&
           ph_json_put(page, "forms", ph_document_files(context, head->record)) &&
           ph_json_put(page, "ld", ph_head_script(ph_document_schema(head))) &&
           ph_head_links(head, response);
}

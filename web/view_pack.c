/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The course pack: its documents in order, what they cover, and how they differ. */
#include "config.h"

#include <string.h>

#include "search/export.h"
#include "web/pack.h"
#include "web/views.h"

/* --- a document ------------------------------------------------------------------------ */

/* Region and income group of its countries: what makes cases comparable. */
static json_t *groups_json(const ph_context *context, const ph_record *r)
{
    ph_strs labels = {0};
    bool ok = true;
    for (size_t i = 0; i < r->countries.n && ok; i++) {
        ph_str code = r->countries.v[i].id, region;
        size_t at = 0;
        if (ph_country_regions(code, &region, 1)) {
            ph_str name = ph_value_label(context, PH_FACET_REGION, region);
            ok = ph_strs_has(&labels, name) || ph_strs_add(context->arena, &labels, name);
        }
        const ph_concept *income =
            ph_country_group(context->site->vocabulary, "income", code, &at);
        ph_str name =
            income ? ph_concept_label(income, ph_cstr(context->language->tag)) : PH_ABSENT;
        if (name.s && !ph_strs_has(&labels, name))
            ok = ok && ph_strs_add(context->arena, &labels, name);
    }
    return ok ? ph_json_strs(&labels) : NULL;
}

static json_t *countries_json(const ph_context *context, const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->countries.n && ok; i++) {
        ph_str code = r->countries.v[i].id;
        ok = ph_json_add(
            list, json_pack("{s:o, s:o}", "code", ph_json_str(code), "label",
                            ph_json_str(ph_value_label(context, PH_FACET_COUNTRY, code))));
    }
    return ph_json_done(list, ok);
}

/* A value of a scheme with its label; null when it is not known. */
static json_t *value_json(const ph_context *context, const char *scheme, ph_str id)
{
    const ph_concept *c =
        id.n ? ph_vocabulary_find(context->site->vocabulary, scheme, id) : NULL;
    if (!c)
        return json_null();
    return json_pack("{s:o, s:o}", "id", ph_json_str(id), "label",
                     ph_json_str(ph_concept_label(c, ph_cstr(context->language->tag))));
}

static json_t *item_json(const ph_context *context, const ph_pack_item *item, ph_str base)
{
    const ph_record *r = &item->record;
    ph_str url =
        ph_dupf(context->arena, "%.*s/documents/%.*s", PH_FMT(base), PH_FMT(r->id));
    json_t *json = json_object();
    bool ok =
        url.s && ph_json_put(json, "id", ph_json_str(r->id)) &&
        ph_json_put(json, "title", ph_json_str(r->title)) &&
        ph_json_put(json, "url", ph_json_str(url)) &&
        ph_json_put(json, "language", ph_json_str(r->language)) &&
        ph_json_put(json, "type", value_json(context, "type", r->type)) &&
        ph_json_put(json, "date", ph_json_str(r->date)) &&
        ph_json_put(json, "year",
                    ph_record_year(r) ? json_integer(ph_record_year(r)) : json_null()) &&
        ph_json_put(json, "countries", countries_json(context, r)) &&
        ph_json_put(json, "country_groups", groups_json(context, r)) &&
        ph_json_put(json, "status", value_json(context, "status", r->status)) &&
        ph_json_put(json, "evidence", value_json(context, "evidence", r->evidence)) &&
        ph_json_put(json, "license", ph_json_str(r->license)) &&
        ph_json_put(json, "reading_minutes", json_integer(item->minutes));
    return ph_json_done(json, ok);
}

/* --- what is covered ------------------------------------------------------------------- */

static json_t *covering(const ph_context *context, const ph_pack *pack, ph_facet facet,
                        const ph_concept *c)
{
    json_t *ids = json_array();
    bool ok = ids != NULL;
    for (size_t i = 0; i < pack->items.n && ok; i++) {
        const ph_record *r = &pack->items.v[i].record;
        const ph_tags *tags = facet == PH_FACET_SDG ? &r->sdgs : &r->themes;
        bool has = false;
        for (size_t t = 0; t < tags->n; t++) {
            const ph_concept *tag = ph_vocabulary_find(
                context->site->vocabulary, ph_facets[facet].scheme, tags->v[t].id);
            has |= tag && (ph_eq(tag->id, c->id) || ph_eq(tag->broader, c->id));
        }
        if (has)
            ok = ph_json_add(ids, ph_json_str(r->id));
    }
    return ph_json_done(ids, ok);
}

/* The goals, or the themes of one scheme, with the documents that are about each: those that
 * nobody covers too, since a teacher looks for gaps. */
static json_t *coverage_json(const ph_context *context, const ph_pack *pack, ph_facet facet,
                             const char *top)
{
    const ph_vocabulary *v = context->site->vocabulary;
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < ph_vocabulary_count(v) && ok; i++) {
        const ph_concept *c = ph_vocabulary_at(v, i);
        bool shown = ph_eqc(c->scheme, ph_facets[facet].scheme) &&
                     ph_concept_is_subject(c) && (!top || ph_eqc(c->broader, top));
        if (!shown)
            continue;
        json_t *ids = covering(context, pack, facet, c);
        size_t n = json_array_size(ids);
        ph_str label = ph_concept_label(c, ph_cstr(context->language->tag));
        ok = ph_json_add(list, json_pack("{s:o, s:o, s:I, s:o}", "id", ph_json_str(c->id),
                                         "label", ph_json_str(label), "count",
                                         (json_int_t)n, "documents", ids));
    }
    return ph_json_done(list, ok);
}

/* --- addresses ------------------------------------------------------------------------- */

static json_t *address_json(const ph_context *context, ph_str base, const char *path,
                            const ph_strs *ids)
{
    ph_str whole = ph_dupf(context->arena, "%.*s%s", PH_FMT(base), path);
    ph_str url = whole.s ? ph_pack_address(context, whole, ids) : PH_ABSENT;
    return url.s ? ph_json_str(url) : NULL;
}

static bool present_ids(const ph_context *context, const ph_pack *pack, ph_strs *ids)
{
    *ids = (ph_strs){0};
    for (size_t i = 0; i < pack->items.n; i++)
        if (!ph_strs_add(context->arena, ids, pack->items.v[i].record.id))
            return false;
    return true;
}

static json_t *links_json(const ph_context *context, const ph_strs *ids, ph_str base)
{
    static const char *const links[][2] = {
        {"self", "/pack"},         {"ris", "/pack.ris"}, {"bib", "/pack.bib"},
        {"csl", "/pack.csl.json"}, {"zip", "/pack.zip"},
    };
    json_t *json = json_object();
    bool ok = json != NULL;
    for (size_t i = 0; i < sizeof links / sizeof *links && ok; i++)
        ok = ph_json_put(json, links[i][0], address_json(context, base, links[i][1], ids));
    return ph_json_done(json, ok);
}

static json_t *pack_json(const ph_context *context, const ph_pack *pack, ph_str base)
{
    json_t *documents = json_array();
    ph_strs ids;
    bool ok = documents && present_ids(context, pack, &ids);
    for (size_t i = 0; i < pack->items.n && ok; i++)
        ok = ph_json_add(documents, item_json(context, &pack->items.v[i], base));
    if (!ok)
        return ph_json_done(documents, false);
    return json_pack("{s:i, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "total",
                     (json_int_t)pack->items.n, "reading_minutes",
                     (json_int_t)pack->minutes, "documents", documents, "principles",
                     coverage_json(context, pack, PH_FACET_THEME, "governance"), "sdgs",
                     coverage_json(context, pack, PH_FACET_SDG, NULL), "missing",
                     ph_json_strs(&pack->missing), "links",
                     links_json(context, &ids, base));
}

/* --- the page -------------------------------------------------------------------------- */

/* The pack with document i moved by one place, or taken out (by: 0). */
static json_t *moved_json(const ph_context *context, const ph_strs *ids, size_t i, int by)
{
    ph_strs order = {0};
    size_t to = i + (size_t)by;
    if (by != 0 && to >= ids->n) /* before the first, too: the sum wraps */
        return json_null();
    for (size_t k = 0; k < ids->n; k++) {
        if (by == 0 && k == i)
            continue;
        size_t from = k == i ? to : k == to ? i : k;
        if (!ph_strs_add(context->arena, &order, ids->v[by ? from : k]))
            return NULL;
    }
    return address_json(context, context->site->root, "/pack", &order);
}

static ph_str minutes_words(const ph_context *context, unsigned minutes)
{
    return ph_count_words(context, minutes, "{n} minute to read", "{n} minutes to read");
}

static bool add_item_words(const ph_context *context, const ph_pack *pack,
                           const ph_strs *ids, size_t i, json_t *json)
{
    const ph_pack_item *item = &pack->items.v[i];
    ph_str number = ph_number_words(context, i + 1);
    return ph_json_put(json, "number", ph_json_str(number)) &&
           ph_json_put(json, "date_words",
                       ph_json_str(ph_date_words(context, item->record.date))) &&
           ph_json_put(json, "abstract", ph_json_str(item->record.abstract)) &&
           ph_json_put(json, "minutes_words",
                       ph_json_str(minutes_words(context, item->minutes))) &&
           ph_json_put(json, "up", moved_json(context, ids, i, -1)) &&
           ph_json_put(json, "down", moved_json(context, ids, i, 1)) &&
           ph_json_put(json, "remove", moved_json(context, ids, i, 0));
}

static bool add_page_words(const ph_context *context, const ph_pack *pack, json_t *json)
{
    ph_strs ids;
    json_t *documents = json_object_get(json, "documents");
    bool ok = json && present_ids(context, pack, &ids);
    for (size_t i = 0; i < pack->items.n && ok; i++)
        ok = add_item_words(context, pack, &ids, i, json_array_get(documents, i));
    ph_str minutes = minutes_words(context, pack->minutes);
    ph_str words = PH_COUNT(context, pack->items.n, "{n} document, {minutes}",
                            "{n} documents, {minutes}", {"minutes", minutes});
    ph_str missing =
        ph_count_words(context, pack->missing.n,
                       "{n} document of this pack is not in the collection any more.",
                       "{n} documents of this pack are not in the collection any more.");
    return ok && ph_json_put(json, "words", ph_json_str(words)) &&
           ph_json_put(json, "missing_words",
                       ph_json_str(pack->missing.n ? missing : PH_ABSENT));
}

ph_status ph_view_pack(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err)
{
    ph_pack pack;
    bool refused, json_wanted = ph_wants_json(request);
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status == PH_OK && !refused)
        status = ph_pack_open(context, &pack, err);
    if (status != PH_OK || refused)
        return status;
    if (json_wanted)
        return ph_response_json(response, 200, PH_TYPE_JSON,
                                pack_json(context, &pack, context->site->base), err);
    json_t *json = pack_json(context, &pack, context->site->root);
    json = ph_json_done(json, json && add_page_words(context, &pack, json));
    json_t *model = ph_page_new(context, ph_words(context, "Course pack"), PH_ABSENT);
    bool ok = ph_json_put(json_object_get(model, "page"), "noindex", json_true());
    ok = ph_json_put(model, "pack", json) && ok;
    return ph_page_send(context, response, "pack", ph_json_done(model, ok), err);
}

/* --- references ------------------------------------------------------------------------ */

ph_status ph_view_pack_export(const ph_context *context, const ph_request *request,
                              ph_response *response, ph_error *err)
{
    ph_pack pack;
    ph_result result = {0};
    ph_str ending = ph_sub(request->path.v[0], strlen("pack."), request->path.v[0].n);
    const ph_export_format *format = ph_export_find(ending);
    if (!format || !ph_eqc(ending, format->ending))
        return ph_fail(err, PH_NOT_FOUND, PH_N("There is no page at this address."));
    ph_status status = ph_pack_open(context, &pack, err);
    if (status != PH_OK)
        return status;
    for (size_t i = 0; i < pack.items.n; i++) {
        ph_hit *hit = PH_PUSH(context->arena, &result.hits);
        if (!hit)
            return ph_fail_memory(err);
        *hit = (ph_hit){.record = pack.items.v[i].record};
    }
    response->type = format->type;
    ph_str name =
        ph_dupf(context->arena, "attachment; filename=\"pack.%s\"", format->ending);
    bool done = name.s && ph_response_header(response, "Content-Disposition", name) &&
                ph_export_hits(&response->body, format, &result, context->site->vocabulary,
                               context->absolute);
    return done ? PH_OK : ph_fail_memory(err);
}

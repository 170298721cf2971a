/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recommendations, conclusions and commitments: the API's answer, with what a reader sees
 * besides. */
#include "config.h"

#include "search/export_units.h"
#include "web/expansions.h"
#include "web/results.h"
#include "web/views.h"

/* Values of a group that show at once; the others are behind "more". */
#define SHOWN 6

/* --- choices -------------------------------------------------------------------------- */

/* Whether that very value was chosen: years in a range are not. */
static bool is_chosen(const ph_question *q, const char *name, ph_str value)
{
    for (size_t i = 0; i < q->parameters.n; i++)
        if (ph_eqc(q->parameters.v[i].name, name) && ph_eq(q->parameters.v[i].value, value))
            return true;
    return false;
}

/* A facet's values as check boxes; what nobody chose is folded behind the first.  A passage may have
 * several themes and countries: all of them can be asked for. */
static json_t *group_json(const ph_context *context, const ph_question *q,
                          const ph_units_result *result, ph_unit_facet_id facet)
{
    const char *name = ph_unit_facets[facet].name;
    json_t *shown = json_array(), *more = json_array();
    bool ok = shown && more, open = facet <= PH_UNIT_ADDRESSEE;
    for (size_t i = 0; i < result->facets[facet].n && ok; i++) {
        const ph_facet_value *v = &result->facets[facet].v[i];
        bool chosen = is_chosen(q, name, v->value);
        ph_str label = facet == PH_UNIT_KIND
                           ? ph_kind_words(context, v->value)
                           : ph_unit_label(context->site->vocabulary, context->arena, facet,
                                           v, ph_cstr(context->language->tag));
        json_t *one =
            json_pack("{s:s, s:o, s:o, s:o, s:b}", "name", name, "value",
                      ph_json_str(v->value), "label", ph_json_str(label), "count",
                      ph_json_str(ph_number_words(context, v->count)), "selected", chosen);
        open |= chosen;
        ok = ph_json_add(chosen || json_array_size(shown) < SHOWN ? shown : more, one);
    }
    json_int_t hidden = (json_int_t)json_array_size(more);
    bool many =
        result->facets[facet].n > 1 && (facet == PH_UNIT_THEME || facet == PH_UNIT_COUNTRY);
    json_t *group =
        json_pack("{s:s, s:o, s:b, s:b, s:b, s:o, s:o, s:I}", "name", name, "label",
                  ph_json_str(ph_words(context, ph_unit_facets[facet].label)), "open", open,
                  "many", many, "every", many && q->query.all[ph_unit_facets[facet].facet],
                  "values", shown, "more", more, "more_count", hidden);
    return ph_json_done(group, ok);
}

static json_t *groups_json(const ph_context *context, const ph_question *q,
                           const ph_units_result *result)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS && ok; f++)
        if (result->facets[f].n)
            ok = ph_json_add(list, group_json(context, q, result, f));
    return ph_json_done(list, ok);
}

static bool has_box(const ph_units_result *result, const ph_parameter *p)
{
    for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS; f++)
        for (size_t i = 0; i < result->facets[f].n; i++)
            if (ph_eqc(p->name, ph_unit_facets[f].name) &&
                ph_eq(result->facets[f].v[i].value, p->value))
                return true;
    return false;
}

/* What the form carries along: choices for which it has no box. */
static json_t *hidden_json(const ph_question *q, const ph_units_result *result)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < q->parameters.n && ok; i++) {
        const ph_parameter *p = &q->parameters.v[i];
        if (!ph_eqc(p->name, "q") && !ph_eqc(p->name, "all") && !has_box(result, p))
            ok = ph_json_add(list, json_pack("{s:o, s:o}", "name", ph_json_str(p->name),
                                             "value", ph_json_str(p->value)));
    }
    return ph_json_done(list, ok);
}

/* --- results -------------------------------------------------------------------------- */

static bool add_words(const ph_context *context, const ph_hit *from, json_t *hit)
{
    json_t *passages = json_object_get(hit, "passages");
    uint64_t left = from->units - from->passages.n;
    ph_str more = left ? ph_count_words(context, left, "{n} more passage in this document",
                                        "{n} more passages in this document")
                       : PH_ABSENT;
    bool ok = ph_add_hit_words(context, from, hit) &&
              ph_json_put(hit, "more", ph_json_str(more)) &&
              ph_json_put(hit, "event_name",
                          ph_json_str(from->record.event.name.n ? from->record.event.name
                                                                : PH_ABSENT));
    for (size_t i = 0; i < from->passages.n && ok; i++)
        ok = ph_json_put(json_array_get(passages, i), "to",
                         ph_addressees_json(context, &from->passages.v[i].addressee));
    return ok;
}

static ph_str sentence(const ph_context *context, const ph_units_result *result)
{
    if (!result->total)
        return ph_words(context, "Not in this collection yet");
    ph_str passages = ph_count_words(context, result->total, "{n} passage", "{n} passages");
    return PH_COUNT(context, result->documents.total, "{passages} in {n} document",
                    "{passages} in {n} documents", {"passages", passages});
}

/* The API's answer becomes the page's "search". */
static json_t *search_json(const ph_context *context, const ph_question *q,
                           const ph_units_result *result)
{
    const ph_result *documents = &result->documents;
    ph_str root = context->site->root, q_words = q->query.q.s ? q->query.q : PH_STR("");
    ph_str path = ph_dupf(context->arena, "%.*s/recommendations", PH_FMT(root));
    ph_parameter all = {PH_STR("match"), PH_STR("all")};
    json_t *search = ph_api_units_result(context, q, result, root, path);
    json_t *hits = json_object_get(search, "results");
    bool ok = path.s && search;
    for (size_t i = 0; i < documents->hits.n && ok; i++)
        ok = add_words(context, &documents->hits.v[i], json_array_get(hits, i));
    ok =
        ok && ph_expansions_page(context, q, path, search) &&
        ph_add_pages(context, q, documents->total, path, search) &&
        ph_json_put(search, "complaints", ph_complaints_json(context, q)) &&
        ph_json_put(search, "chips", ph_chips_json(context, q, path)) &&
        ph_json_put(search, "hidden", hidden_json(q, result)) &&
        ph_json_put(search, "spelling",
                    ph_spelling_json(context, q, documents->suggestion, path)) &&
        ph_json_put(search, "groups", groups_json(context, q, result)) &&
        ph_json_put(
            search, "strict",
            ph_json_str(ph_question_link(context->arena, path, q, PH_NONE, &all))) &&
        ph_json_put(search, "clear", ph_json_str(path)) &&
        ph_json_put(search, "q", ph_json_str(q_words)) &&
        ph_json_put(search, "sentence", ph_json_str(sentence(context, result))) &&
        ph_json_put(search, "relaxed", json_boolean(documents->relaxed && result->total)) &&
        ph_json_put(search, "any", json_boolean(result->total > 0)) &&
        ph_json_put(search, "start", json_integer((json_int_t)q->query.offset + 1));
    return ph_json_done(search, ok);
}

ph_status ph_view_units(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    if (ph_wants_json(request))
        return ph_api_units(context, request, response, err);
    ph_question q;
    ph_units_result result = {0};
    ph_status status = ph_question_read_units(context, request, &q, err);
    if (status == PH_OK)
        status = ph_units_search(context->reader, &q.query, context->arena, &result, err);
    if (status != PH_OK)
        return status;
    json_t *model = ph_page_new(context, ph_words(context, "Recommendations"), PH_ABSENT);
    json_t *page = json_object_get(model, "page");
    bool ok = (!q.parameters.n || ph_json_put(page, "noindex", json_true())) &&
              ph_json_put(page, "light", json_true()) &&
              ph_json_put(model, "search", search_json(context, &q, &result));
    return ph_page_send(context, response, "recommendations", ph_json_done(model, ok), err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a country, a goal, a theme, a meeting, and from whom. */
#include "config.h"

#include "search/limits.h"
#include "search/text.h"
#include "web/collection_json.h"
#include "web/views.h"

/* Documents that a page shows, the newest ones. */
#define NEWEST 10

/* The last segment without ".json". */
static ph_str last_segment(const ph_request *request)
{
    ph_str last = request->path.v[request->path.n - 1];
    return ph_ends(last, PH_STR(".json")) ? ph_sub(last, 0, last.n - 5) : last;
}

static ph_str base_for(const ph_context *context, const ph_request *request)
{
    return ph_wants_json(request) ? context->site->base : context->site->root;
}

/* For programs `json`, for people the page made of it; both take it over. */
static ph_status send(const ph_context *context, const ph_request *request,
                      ph_response *response, const char *template, ph_str title,
                      json_t *json, ph_error *err)
{
    if (ph_wants_json(request))
        return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
    json_t *model = ph_page_new(context, title, PH_ABSENT);
    bool ok = ph_json_put(model, template, json);
    return ph_page_send(context, response, template, ph_json_done(model, ok), err);
}

/* --- countries -------------------------------------------------------------------------- */

static ph_str upper(ph_arena *arena, ph_str s)
{
    char code[2] = "";
    for (size_t i = 0; i < s.n && s.n == 2; i++)
        code[i] = s.s[i] >= 'a' && s.s[i] <= 'z' ? (char)(s.s[i] - 'a' + 'A') : s.s[i];
    return s.n == 2 ? ph_dup(arena, (ph_str){code, 2}) : PH_STR("");
}

/* "Kazakhstan: 5 documents about it", for a heading. */
static json_t *country_words(const ph_context *context, const ph_country_profile *p,
                             json_t *json)
{
    ph_arena *arena = context->arena;
    ph_str about = ph_count_words(arena, p->about.total, "document", "documents");
    ph_str held = ph_count_words(arena, p->held.total, "report", "reports");
    bool ok = ph_json_put(json, "about_words", ph_json_str(about)) &&
              ph_json_put(json, "held_words", ph_json_str(held)) &&
              ph_json_put(json, "any", json_boolean(p->about.total > 0)) &&
              ph_json_put(json, "any_held", json_boolean(p->held.total > 0));
    return ph_json_done(json, ok);
}

ph_status ph_view_country(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    ph_country_profile profile;
    bool refused;
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status != PH_OK || refused)
        return status;
    ph_str given = last_segment(request), code = upper(context->arena, given);
    if (!code.s)
        return ph_fail_memory(err);
    if (!ph_country_known(code))
        return ph_fail(err, PH_NOT_FOUND,
                       "There is no country with the code '%.*s' (ISO 3166-1: KZ).",
                       PH_FMT(ph_utf8_cut(given, 80)));
    status = ph_collection_country(context->reader, context->site->vocabulary, code, NEWEST,
                                   context->arena, &profile, err);
    if (status != PH_OK)
        return status;
    json_t *json = ph_country_json(context, code, &profile, base_for(context, request));
    if (!ph_wants_json(request))
        json = country_words(context, &profile, json);
    return send(context, request, response, "country",
                ph_value_label(context, PH_FACET_COUNTRY, code), json, err);
}

/* --- goals, themes, meetings ------------------------------------------------------------ */

static ph_status answer(const ph_context *context, const ph_request *request,
                        ph_response *response, const ph_subject *subject,
                        const ph_result *about, ph_error *err)
{
    json_t *json = ph_subject_json(context, subject, about, base_for(context, request));
    if (!ph_wants_json(request)) {
        ph_str words =
            ph_count_words(context->arena, about->total, "document", "documents");
        bool ok = ph_json_put(json, "about_words", ph_json_str(words)) &&
                  ph_json_put(json, "any", json_boolean(about->total > 0)) &&
                  ph_json_put(json, "meeting", json_boolean(subject->facet == PH_FACETS)) &&
                  ph_json_put(json, "goal", json_boolean(subject->facet == PH_FACET_SDG));
        json = ph_json_done(json, ok);
    }
    return send(context, request, response, "subject", subject->label, json, err);
}

static ph_status view_concept(const ph_context *context, const ph_request *request,
                              ph_response *response, const char *kind, ph_facet facet,
                              ph_error *err)
{
    ph_query query;
    ph_result about;
    bool refused;
    ph_subject s = {kind, last_segment(request), PH_ABSENT, facet};
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status != PH_OK || refused)
        return status;
    if (!ph_vocabulary_find(context->site->vocabulary, ph_facets[facet].scheme, s.id))
        return ph_fail(err, PH_NOT_FOUND, "There is no %s '%.*s' in the vocabulary.",
                       facet == PH_FACET_SDG ? "goal or target" : "theme",
                       PH_FMT(ph_utf8_cut(s.id, 80)));
    s.label = ph_value_label(context, facet, s.id);
    ph_query_init(&query, context->arena, context->site->vocabulary);
    if (!ph_strs_add(context->arena, &query.choices[facet], s.id))
        return ph_fail_memory(err);
    status =
        ph_collection_about(context->reader, &query, NEWEST, context->arena, &about, err);
    return status != PH_OK ? status : answer(context, request, response, &s, &about, err);
}

ph_status ph_view_sdg(const ph_context *context, const ph_request *request,
                      ph_response *response, ph_error *err)
{
    return view_concept(context, request, response, "sdg", PH_FACET_SDG, err);
}

ph_status ph_view_theme(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    return view_concept(context, request, response, "theme", PH_FACET_THEME, err);
}

ph_status ph_view_event(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err)
{
    ph_query query;
    ph_result about;
    ph_str id;
    bool refused;
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status == PH_OK && !refused)
        status = ph_api_document_id(request, &id, err);
    if (status != PH_OK || refused)
        return status;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.event = id;
    status = ph_collection_about(context->reader, &query, PH_PAGE_MAX, context->arena,
                                 &about, err);
    if (status != PH_OK)
        return status;
    if (!about.total)
        return ph_fail(err, PH_NOT_FOUND, "There is no meeting with this address.");
    ph_subject s = {"event", id, ph_event_name(&about.hits.v[0].record.event), PH_FACETS};
    return answer(context, request, response, &s, &about, err);
}

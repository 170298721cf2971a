/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a country, a goal, a theme, a meeting, and from whom. */
#include "config.h"

#include "search/limits.h"
#include "search/text.h"
#include "web/collection_json.h"
#include "web/export_pages.h"
#include "web/feed.h"
#include "web/views.h"

/* Documents that a page shows, the newest ones; in an offline edition all of them, page by page. */
#define NEWEST 10

static size_t shown(const ph_context *context)
{
    return context->edition ? PH_EDITION_ROWS : NEWEST;
}

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

/* Of whom one may ask what is new: of the page's subject, and of a country's peers. */
typedef struct subscriptions {
    ph_parameter own; /* {"sdg", "16"} */
    ph_str words;     /* of the link to what is new of it */
    ph_parameters peers;
} subscriptions;

static bool add_feeds(const ph_context *context, const subscriptions *s, json_t *model)
{
    return ph_page_feed_of(context, model, "subscribe", s->words, &s->own, 1) &&
           (!s->peers.n || ph_page_feed_of(context, model, "subscribe_peers",
                                           ph_words(context, "What is new from its peers"),
                                           s->peers.v, s->peers.n));
}

/* For programs `json`, for people the page made of it; both take it over. */
static ph_status send(const ph_context *context, const ph_request *request,
                      ph_response *response, const char *template, ph_str title,
                      json_t *json, const subscriptions *feeds, ph_error *err)
{
    uint64_t total = (uint64_t)json_integer_value(json_object_get(json, "total"));
    if (ph_wants_json(request))
        return ph_response_json(response, 200, PH_TYPE_JSON, json, err);
    json_t *model = ph_page_new(context, title, PH_ABSENT);
    bool ok = ph_json_put(model, template, json);
    ok = ok && add_feeds(context, feeds, model);
    if (context->edition)
        ok = ok && ph_json_put(model, "list",
                               ph_edition_pages_json(context, request->target, 1,
                                                     ph_edition_page_count(total)));
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
static json_t *country_words(const ph_context *context, ph_str code,
                             const ph_country_profile *p, json_t *json)
{
    ph_str country = ph_value_label(context, PH_FACET_COUNTRY, code);
    ph_str about = PH_COUNT(context, p->about.total, "{n} document about {country}",
                            "{n} documents about {country}", {"country", country});
    ph_str held =
        PH_COUNT(context, p->held.total, "{n} report of meetings held in {country}",
                 "{n} reports of meetings held in {country}", {"country", country});
    bool any_missing = false;
    json_t *peers = json_object_get(json, "peers");
    for (size_t i = 0; i < p->peers.n; i++) {
        const ph_neighbour *peer = &p->peers.v[i];
        any_missing |= peer->missing.n > 0;
        ph_json_put(json_array_get(peers, i), "score_words",
                    ph_json_str(ph_decimal_words(context, peer->likeness.score)));
    }
    bool ok = ph_json_put(json, "about_words", ph_json_str(about)) &&
              ph_json_put(json, "held_words", ph_json_str(held)) &&
              ph_json_put(json, "any_missing", json_boolean(any_missing)) &&
              ph_json_put(json, "any", json_boolean(p->about.total > 0)) &&
              ph_json_put(json, "any_held", json_boolean(p->held.total > 0));
    return ph_json_done(json, ok);
}

ph_status ph_view_country(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err)
{
    ph_country_profile profile;
    ph_voice voice = ph_voice_of(context);
    bool refused;
    ph_status status = ph_api_refuse_parameters(context, request, response, &refused, err);
    if (status != PH_OK || refused)
        return status;
    ph_str given = last_segment(request), code = upper(context->arena, given);
    if (!code.s)
        return ph_fail_memory(err);
    if (!ph_country_known(code))
        return ph_fail(err, PH_NOT_FOUND,
                       PH_N("There is no country with the code in this address (ISO "
                            "3166-1, such as KZ)."));
    status = ph_collection_country(context->reader, context->site->vocabulary, code, &voice,
                                   shown(context), context->arena, &profile, err);
    if (status != PH_OK)
        return status;
    json_t *json = ph_country_json(context, code, &profile, base_for(context, request));
    ph_str label = ph_value_label(context, PH_FACET_COUNTRY, code);
    subscriptions feeds = {
        .own = {PH_STR("country"), code},
        .words = PH_SAY(context, "What is new about {country}", {"country", label})};
    for (size_t i = 0; i < profile.peers.n; i++) {
        ph_parameter *peer = PH_PUSH(context->arena, &feeds.peers);
        if (peer)
            *peer = (ph_parameter){PH_STR("country"), profile.peers.v[i].code};
    }
    if (!ph_wants_json(request))
        json = country_words(context, code, &profile, json);
    return send(context, request, response, "country", label, json, &feeds, err);
}

/* --- goals, themes, meetings ------------------------------------------------------------ */

static ph_status answer(const ph_context *context, const ph_request *request,
                        ph_response *response, const ph_subject *subject,
                        const ph_result *about, ph_error *err)
{
    json_t *json = ph_subject_json(context, subject, about, base_for(context, request));
    if (!ph_wants_json(request)) {
        ph_str words =
            ph_count_words(context, about->total, "{n} document", "{n} documents");
        bool ok = ph_json_put(json, "about_words", ph_json_str(words)) &&
                  ph_json_put(json, "any", json_boolean(about->total > 0)) &&
                  ph_json_put(json, "meeting", json_boolean(subject->facet == PH_FACETS)) &&
                  ph_json_put(json, "goal", json_boolean(subject->facet == PH_FACET_SDG));
        json = ph_json_done(json, ok);
    }
    const subscriptions feeds = {.own = ph_subject_parameter(subject),
                                 .words = ph_words(context, "What is new of this")};
    return send(context, request, response, "subject", subject->label, json, &feeds, err);
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
        return ph_fail(err, PH_NOT_FOUND, "%s",
                       facet == PH_FACET_SDG
                           ? PH_N("There is no such goal or target in the vocabulary.")
                           : PH_N("There is no such theme in the vocabulary."));
    s.label = ph_value_label(context, facet, s.id);
    ph_query_init(&query, context->arena, context->site->vocabulary);
    if (!ph_strs_add(context->arena, &query.choices[facet], s.id))
        return ph_fail_memory(err);
    status = ph_collection_about(context->reader, &query, shown(context), context->arena,
                                 &about, err);
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
    if (!ph_strs_add(context->arena, &query.events, id))
        return ph_fail_memory(err);
    size_t newest = context->edition ? PH_EDITION_ROWS : PH_PAGE_MAX;
    status =
        ph_collection_about(context->reader, &query, newest, context->arena, &about, err);
    if (status != PH_OK)
        return status;
    if (!about.total)
        return ph_fail(err, PH_NOT_FOUND, PH_N("There is no meeting with this address."));
    ph_subject s = {"event", id, ph_event_name(&about.hits.v[0].record.event), PH_FACETS};
    return answer(context, request, response, &s, &about, err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "web/collection_json.h"

static json_t *number(double value)
{
    return isnan(value) ? json_null() : json_real(round(value * 10000) / 10000);
}

/* BASE/KIND/ID */
static json_t *address(const ph_context *context, ph_str base, const char *kind, ph_str id)
{
    ph_buf buf = {0};
    ph_buf_addf(&buf, "%.*s/%s/", PH_FMT(base), kind);
    ph_url_escape(&buf, id);
    ph_str url = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return url.s ? ph_json_str(url) : NULL;
}

/* "BASE/search?first&also", percent-encoded; either may be NULL. */
static ph_str search_link(ph_arena *arena, ph_str base, const ph_parameter *first,
                          const ph_parameter *also)
{
    ph_parameter one = first ? *first : (ph_parameter){0};
    ph_question q = {.parameters = {&one, first != NULL, 1}};
    ph_str path = ph_dupf(arena, "%.*s/search", PH_FMT(base));
    return path.s ? ph_question_link(arena, path, &q, PH_NONE, also) : PH_ABSENT;
}

static json_t *search_address(const ph_context *context, ph_str base,
                              const ph_parameter *first, const ph_parameter *also)
{
    ph_str link = search_link(context->arena, base, first, also);
    return link.s ? ph_json_str(link) : NULL;
}

/* --- parts ------------------------------------------------------------------------------ */

static json_t *place_json(const ph_context *context, ph_facet facet, ph_str code)
{
    return json_pack("{s:o, s:o}", "code", ph_json_str(code), "label",
                     ph_json_str(ph_value_label(context, facet, code)));
}

static json_t *countries_json(const ph_context *context, const ph_record *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < r->countries.n && ok; i++)
        ok = ph_json_add(list, place_json(context, PH_FACET_COUNTRY, r->countries.v[i].id));
    return ph_json_done(list, ok);
}

/* Documents in a few words each. */
static json_t *documents_json(const ph_context *context, const ph_result *result,
                              ph_str base)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < result->hits.n && ok; i++) {
        const ph_record *r = &result->hits.v[i].record;
        ok = ph_json_add(
            list,
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
                      ph_json_str(r->id), "title", ph_json_str(r->title), "url",
                      address(context, base, "documents", r->id), "type",
                      ph_json_str(r->type), "type_label",
                      ph_json_str(ph_value_label(context, PH_FACET_TYPE, r->type)), "date",
                      ph_json_str(r->date), "date_words",
                      ph_json_str(ph_date_words(context, r->date)), "language",
                      ph_json_str(r->language), "countries", countries_json(context, r)));
    }
    return ph_json_done(list, ok);
}

/* What is above a goal's target, a theme, a country: absent at the top. */
static ph_str broader_of(const ph_context *context, ph_facet facet, ph_str value)
{
    const char *scheme = ph_facets[facet].scheme;
    const ph_concept *c =
        scheme ? ph_vocabulary_find(context->site->vocabulary, scheme, value) : NULL;
    return c && c->broader.n ? c->broader : PH_ABSENT;
}

/* A facet's values with a link each to the documents: those of `first` with the value. */
static json_t *facet_json(const ph_context *context, const ph_result *result,
                          ph_facet facet, const ph_parameter *first, ph_str base)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < result->facets[facet].n && ok; i++) {
        const ph_facet_value *v = &result->facets[facet].v[i];
        ph_parameter also = {ph_cstr(ph_facets[facet].name), v->value};
        if (!v->count)
            continue;
        json_t *url = first ? search_address(context, base, first, &also) : json_null();
        ok = ph_json_add(
            list, json_pack("{s:o, s:o, s:I, s:o, s:o}", "value", ph_json_str(v->value),
                            "label", ph_json_str(ph_value_label(context, facet, v->value)),
                            "count", (json_int_t)v->count, "broader",
                            ph_json_str(broader_of(context, facet, v->value)), "url", url));
    }
    return ph_json_done(list, ok);
}

/* All facets but those of the tree that `but` is in. */
static json_t *facets_json(const ph_context *context, const ph_result *result, ph_facet but,
                           const ph_parameter *first, ph_str base)
{
    json_t *object = json_object();
    bool ok = object != NULL;
    for (ph_facet f = 0; f < PH_FACETS && ok; f++)
        if (but == PH_FACETS || ph_facets[f].group != ph_facets[but].group)
            ok = ph_json_put(object, ph_facets[f].name,
                             facet_json(context, result, f, first, base));
    return ph_json_done(object, ok);
}

/* --- a country -------------------------------------------------------------------------- */

static json_t *groups_json(const ph_context *context, const char *scheme, ph_str code)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    const ph_concept *c;
    size_t at = 0;
    while (ok && (c = ph_country_group(context->site->vocabulary, scheme, code, &at)))
        ok = ph_json_add(
            list,
            json_pack("{s:o, s:o}", "id", ph_json_str(c->id), "label",
                      ph_json_str(ph_concept_label(c, ph_cstr(context->language->tag)))));
    return ph_json_done(list, ok);
}

static json_t *regions_json(const ph_context *context, ph_str code)
{
    json_t *list = json_array();
    ph_str regions[8];
    size_t n = ph_country_regions(code, regions, 8);
    bool ok = list != NULL;
    for (size_t i = 0; i < n && ok; i++)
        ok = ph_json_add(list, place_json(context, PH_FACET_REGION, regions[i]));
    return ph_json_done(list, ok);
}

/* The figures from which likeness is computed; null is not known. */
static json_t *figures_json(const ph_context *context, ph_str code)
{
    static const ph_strs none = {0};
    const ph_country_facts *f = ph_country_find(context->site->vocabulary, code);
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "regions", regions_json(context, code),
        "borders", ph_json_strs(f ? &f->borders : &none), "languages",
        ph_json_strs(f ? &f->languages : &none), "income",
        groups_json(context, "income", code), "hdi", number(f ? f->hdi : NAN), "egdi",
        number(f ? f->egdi : NAN), "groups", groups_json(context, "development", code),
        "networks", groups_json(context, "network", code));
}

static json_t *parts_json(const ph_likeness *l)
{
    static const char *const states[] = {"known", "missing", "nothing to compare"};
    json_t *list = json_array();
    bool ok = list != NULL;
    for (ph_peer_part p = 0; p < PH_PEER_PARTS && ok; p++) {
        bool known = l->parts[p].state == PH_PEER_KNOWN;
        ok = ph_json_add(
            list, json_pack("{s:s, s:f, s:s, s:o}", "name", ph_peer_rows[p].name, "weight",
                            ph_peer_rows[p].weight, "state", states[l->parts[p].state],
                            "value", known ? number(l->parts[p].value) : json_null()));
    }
    return ph_json_done(list, ok);
}

static json_t *peers_json(const ph_context *context, const ph_country_profile *profile,
                          ph_str base)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < profile->peers.n && ok; i++) {
        const ph_neighbour *n = &profile->peers.v[i];
        ph_parameter country = {PH_STR("country"), n->code};
        ok = ph_json_add(
            list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o, s:o}", "code",
                            ph_json_str(n->code), "label",
                            ph_json_str(ph_value_label(context, PH_FACET_COUNTRY, n->code)),
                            "score", number(round(n->likeness.score * 1000) / 1000),
                            "reasons", ph_json_strs(&n->reasons), "missing",
                            ph_json_strs(&n->missing), "parts", parts_json(&n->likeness),
                            "documents", (json_int_t)n->documents, "url",
                            address(context, base, "countries", n->code), "search",
                            search_address(context, base, &country, NULL)));
    }
    return ph_json_done(list, ok);
}

static json_t *gap_peers_json(const ph_context *context, const ph_gap *gap, ph_facet facet,
                              ph_str base)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < gap->peers.n && ok; i++) {
        ph_str code = gap->peers.v[i].value;
        ph_parameter country = {PH_STR("country"), code};
        ph_parameter also = {ph_cstr(ph_facets[facet].name), gap->value};
        json_t *one = place_json(context, PH_FACET_COUNTRY, code);
        ok = ph_json_put(one, "documents",
                         json_integer((json_int_t)gap->peers.v[i].count)) &&
             ph_json_put(one, "url", search_address(context, base, &country, &also));
        ok = ph_json_add(list, one) && ok;
    }
    return ph_json_done(list, ok);
}

static json_t *gaps_json(const ph_context *context, const ph_gaps *gaps, ph_facet facet,
                         const char *page, ph_str base)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < gaps->n && ok; i++) {
        const ph_gap *g = &gaps->v[i];
        ok = ph_json_add(list,
                         json_pack("{s:o, s:o, s:I, s:o, s:o, s:o}", "value",
                                   ph_json_str(g->value), "label",
                                   ph_json_str(ph_value_label(context, facet, g->value)),
                                   "documents", (json_int_t)g->documents, "peers",
                                   gap_peers_json(context, g, facet, base), "examples",
                                   documents_json(context, &g->examples, base), "url",
                                   address(context, base, page, g->value)));
    }
    return ph_json_done(list, ok);
}

/* The meetings of the documents shown, each once. */
static json_t *events_json(const ph_context *context, const ph_result *held, ph_str base)
{
    json_t *list = json_array();
    ph_strs seen = {0};
    bool ok = list != NULL;
    for (size_t i = 0; i < held->hits.n && ok; i++) {
        const ph_event *e = &held->hits.v[i].record.event;
        ph_str id = ph_event_id(&held->hits.v[i].record, context->arena);
        if (!id.n || ph_strs_has(&seen, id)) {
            ok = id.s != NULL;
            continue;
        }
        ok = ph_strs_add(context->arena, &seen, id) &&
             ph_json_add(list,
                         json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "id", ph_json_str(id),
                                   "name", ph_json_str(ph_event_name(e)), "place",
                                   ph_json_str(e->place), "start", ph_json_str(e->start),
                                   "start_words",
                                   ph_json_str(ph_date_words(context, e->start)), "url",
                                   address(context, base, "events", id)));
    }
    return ph_json_done(list, ok);
}

static json_t *held_json(const ph_context *context, const ph_result *held, ph_str code,
                         ph_str base)
{
    ph_parameter there = {PH_STR("event_country"), code};
    return json_pack("{s:I, s:o, s:o, s:o}", "total", (json_int_t)held->total, "events",
                     events_json(context, held, base), "newest",
                     documents_json(context, held, base), "url",
                     search_address(context, base, &there, NULL));
}

json_t *ph_country_json(const ph_context *context, ph_str code, const ph_country_profile *p,
                        ph_str base)
{
    ph_parameter country = {PH_STR("country"), code}, peer = {PH_STR("peer"), code};
    json_t *yet = json_pack(
        "{s:o, s:o}", "sdg", gaps_json(context, &p->goals, PH_FACET_SDG, "sdgs", base),
        "theme", gaps_json(context, &p->themes, PH_FACET_THEME, "themes", base));
    json_t *links =
        json_pack("{s:o, s:o, s:o}", "self", address(context, base, "countries", code),
                  "search", search_address(context, base, &country, NULL), "peers",
                  search_address(context, base, &peer, NULL));
    return json_pack(
        "{s:i, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "code",
        ph_json_str(code), "label",
        ph_json_str(ph_value_label(context, PH_FACET_COUNTRY, code)), "figures",
        figures_json(context, code), "total", (json_int_t)p->about.total, "facets",
        facets_json(context, &p->about, PH_FACET_COUNTRY, &country, base), "newest",
        documents_json(context, &p->about, base), "held",
        held_json(context, &p->held, code, base), "peers", peers_json(context, p, base),
        "not_in_this_collection_yet", yet, "links", links);
}

/* --- a goal, a theme, a meeting --------------------------------------------------------- */

static json_t *event_json(const ph_context *context, const ph_event *e)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name",
                     ph_json_str(ph_event_name(e)), "place", ph_json_str(e->place),
                     "country", ph_json_str(e->country), "country_label",
                     ph_json_str(ph_value_label(context, PH_FACET_COUNTRY, e->country)),
                     "start", ph_json_str(e->start), "end", ph_json_str(e->end), "dates",
                     ph_json_str(ph_event_dates(context, e)));
}

ph_parameter ph_subject_parameter(const ph_subject *s)
{
    return (ph_parameter){
        ph_cstr(s->facet == PH_FACETS ? "event" : ph_facets[s->facet].name), s->id};
}

json_t *ph_subject_json(const ph_context *context, const ph_subject *s,
                        const ph_result *about, ph_str base)
{
    bool meeting = s->facet == PH_FACETS;
    const ph_parameter first = ph_subject_parameter(s);
    /* nobody searches by meetings without a server */
    const ph_parameter *all = meeting && context->edition ? NULL : &first;
    const char *page = meeting ? "events" : s->facet == PH_FACET_THEME ? "themes" : "sdgs";
    json_t *links =
        json_pack("{s:o, s:o}", "self", address(context, base, page, s->id), "search",
                  all ? search_address(context, base, all, NULL) : json_null());
    json_t *json =
        json_pack("{s:i, s:s, s:o, s:o, s:I, s:o, s:o, s:o}", "schema", 1, "kind", s->kind,
                  "id", ph_json_str(s->id), "label", ph_json_str(s->label), "total",
                  (json_int_t)about->total, "facets",
                  facets_json(context, about, s->facet, all, base), "newest",
                  documents_json(context, about, base), "links", links);
    if (meeting && json)
        json = ph_json_done(
            json, ph_json_put(json, "event",
                              event_json(context, &about->hits.v[0].record.event)));
    return json;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "search/export_json.h"
#include "search/json.h"

typedef ph_json_maker maker;

/* Weights and scores are told to three decimals: more would pretend. */
static json_t *number(double value)
{
    return json_real(round(value * 1000) / 1000);
}

ph_str ph_facet_label(const ph_vocabulary *vocabulary, ph_arena *arena, ph_facet facet,
                      ph_str value, ph_str language)
{
    switch (facet) {
    case PH_FACET_COUNTRY:
    case PH_FACET_REGION: return ph_place_name(arena, value, language);
    case PH_FACET_LANGUAGE: return ph_language_name(arena, value, language);
    default: break;
    }
    const ph_concept *c = ph_vocabulary_find(vocabulary, ph_facets[facet].scheme, value);
    return c ? ph_concept_label(c, language) : value;
}

static json_t *label(maker *m, ph_facet facet, ph_str value)
{
    return ph_json_str(ph_json_made(
        m, ph_facet_label(m->vocabulary, m->arena, facet, value, m->language)));
}

/* --- parts of a record --------------------------------------------------------------------------- */

static json_t *evidence(maker *m, const ph_tag *tag)
{
    json_t *array = json_array();
    for (size_t i = 0; i < tag->evidence.n; i++) {
        json_t *e = json_object();
        ph_json_set(m, e, "passage", json_integer(tag->evidence.v[i].passage));
        ph_json_set(m, e, "text", ph_json_str(tag->evidence.v[i].text));
        ph_json_push(m, array, e);
    }
    return array;
}

/* Tags with evidence for a record, with labels alone for a result. */
static json_t *tags(maker *m, ph_facet facet, const ph_tags *list_of, bool whole)
{
    const char *id = facet == PH_FACET_COUNTRY ? "code" : "id";
    json_t *array = json_array();
    for (size_t i = 0; i < list_of->n; i++) {
        const ph_tag *tag = &list_of->v[i];
        json_t *t = json_object();
        ph_json_set(m, t, id, ph_json_str(tag->id));
        ph_json_set(m, t, "label", label(m, facet, tag->id));
        if (whole) {
            ph_json_set(m, t, "score", number(tag->score));
            ph_json_set(m, t, "from",
                        json_string(tag->from == PH_ASSERTED ? "asserted" : "inferred"));
            ph_json_set(m, t, "evidence", evidence(m, tag));
        }
        ph_json_push(m, array, t);
    }
    return array;
}

static json_t *event(maker *m, const ph_event *e)
{
    json_t *object = json_object();
    ph_json_set_str(m, object, "name", e->name);
    ph_json_set_str(m, object, "place", e->place);
    ph_json_set_str(m, object, "country", e->country);
    ph_json_set_str(m, object, "start", e->start);
    ph_json_set_str(m, object, "end", e->end);
    if (json_object_size(object))
        return object;
    json_decref(object);
    return json_null();
}

/* A structure's string by the name that JSON has for it. */
typedef struct column {
    const char *name;
    size_t offset;
} column;

static json_t *rows(maker *m, const void *first, size_t n, size_t size,
                    const column *columns, size_t width)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        const char *row = (const char *)first + i * size;
        json_t *o = json_object();
        for (size_t c = 0; c < width; c++)
            ph_json_set_str(m, o, columns[c].name,
                            *(const ph_str *)(const void *)(row + columns[c].offset));
        ph_json_push(m, array, o);
    }
    return array;
}

#define ROWS(vec, columns)                                                                 \
    rows(m, (vec).v, (vec).n, sizeof *(vec).v, columns, sizeof columns / sizeof *columns)

static json_t *organisations(maker *m, const ph_record *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->organisations.n; i++) {
        const ph_organisation *given = &r->organisations.v[i];
        json_t *o = json_object();
        ph_json_set_str(m, o, "name", given->name);
        ph_json_set_str(m, o, "country", given->country);
        ph_json_set_str(m, o, "url", given->url);
        ph_json_set_str(m, o, "id", given->id);
        ph_json_set(m, o, "role", json_string(ph_role_name(given->role)));
        ph_json_set(m, o, "from",
                    json_string(given->from == PH_ASSERTED ? "asserted" : "inferred"));
        if (given->evidence.text.n) {
            json_t *words = json_object(), *list_of = json_array();
            ph_json_set(m, words, "passage", json_integer(given->evidence.passage));
            ph_json_set(m, words, "text", ph_json_str(given->evidence.text));
            ph_json_push(m, list_of, words);
            ph_json_set(m, o, "evidence", list_of);
        }
        ph_json_push(m, array, o);
    }
    return array;
}

static json_t *contacts(maker *m, const ph_record *r)
{
    static const column columns[] = {{"name", offsetof(ph_contact, name)},
                                     {"organisation", offsetof(ph_contact, organisation)},
                                     {"role", offsetof(ph_contact, role)},
                                     {"country", offsetof(ph_contact, country)},
                                     {"url", offsetof(ph_contact, url)},
                                     {"email", offsetof(ph_contact, email)},
                                     {"phone", offsetof(ph_contact, phone)},
                                     {"consent", offsetof(ph_contact, consent)}};
    return ROWS(r->contacts, columns);
}

static json_t *sources(maker *m, const ph_record *r)
{
    static const column columns[] = {{"id", offsetof(ph_citation, id)},
                                     {"kind", offsetof(ph_citation, kind)},
                                     {"title", offsetof(ph_citation, title)},
                                     {"publisher", offsetof(ph_citation, publisher)},
                                     {"year", offsetof(ph_citation, year)},
                                     {"url", offsetof(ph_citation, url)}};
    return ROWS(r->sources, columns);
}

static json_t *passages(maker *m, const ph_record *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->passages.n; i++) {
        const ph_passage *p = &r->passages.v[i];
        json_t *o = json_object();
        ph_json_set(m, o, "n", json_integer((json_int_t)i + 1));
        ph_json_set(m, o, "anchor", ph_json_str(p->anchor));
        ph_json_set(m, o, "kind", json_string(ph_kind_name(p->kind)));
        ph_json_set(m, o, "heading", ph_json_strs(&p->heading));
        if (p->addressee.n)
            ph_json_set(m, o, "addressee", ph_json_strs(&p->addressee));
        if (p->themes.n)
            ph_json_set(m, o, "themes", ph_json_strs(&p->themes));
        ph_json_set(m, o, "text", ph_json_str(p->text));
        ph_json_set(m, o, "page", p->page ? json_integer(p->page) : json_null());
        ph_json_push(m, array, o);
    }
    return array;
}

static json_t *fields(maker *m, const ph_record *r)
{
    json_t *object = json_object();
    for (size_t i = 0; i < r->fields.n; i++) {
        ph_str name = ph_json_made(m, ph_dup(m->arena, r->fields.v[i].name));
        if (name.s)
            ph_json_set(m, object, name.s, ph_json_str(r->fields.v[i].value));
    }
    return object;
}

/* --- a record ------------------------------------------------------------------------------------- */

static void put_description(maker *m, json_t *o, const ph_record *r)
{
    ph_json_set(m, o, "title", ph_json_str(r->title));
    ph_json_set_str(m, o, "abstract", r->abstract);
    ph_json_set(m, o, "type", ph_json_str(r->type));
    ph_json_set(m, o, "language", ph_json_str(r->language));
    ph_json_set(m, o, "date", ph_json_str(r->date));
    ph_json_set(m, o, "year",
                ph_record_year(r) ? json_integer(ph_record_year(r)) : json_null());
    ph_json_set(m, o, "event", event(m, &r->event));
    if (r->creators.n)
        ph_json_set(m, o, "creators", ph_json_strs(&r->creators));
    ph_json_set_str(m, o, "publisher", r->publisher);
    ph_json_set_str(m, o, "source", r->source);
    ph_json_set_str(m, o, "status", r->status);
    ph_json_set_str(m, o, "level", r->level);
    ph_json_set_str(m, o, "evidence", r->evidence);
    if (r->stakeholders.n)
        ph_json_set(m, o, "stakeholder", ph_json_strs(&r->stakeholders));
    if (r->sectors.n)
        ph_json_set(m, o, "sector", ph_json_strs(&r->sectors));
    ph_json_set_str(m, o, "work", r->work);
    ph_json_set_str(m, o, "translation_of", r->translation_of);
}

json_t *ph_record_json(const ph_record *r, const ph_vocabulary *vocabulary, ph_str language)
{
    maker all = {vocabulary, language, .arena = ph_arena_new()}, *m = &all;
    if (!m->arena)
        return NULL;
    json_t *o = json_object();
    ph_json_set(m, o, "schema", json_integer(1));
    ph_json_set(m, o, "id", ph_json_str(r->id));
    ph_json_set(m, o, "key", ph_json_str(r->key));
    ph_json_set(m, o, "path", ph_json_str(r->path));
    ph_json_set(m, o, "mime", ph_json_str(r->mime));
    put_description(m, o, r);
    ph_json_set(m, o, "countries", tags(m, PH_FACET_COUNTRY, &r->countries, true));
    ph_json_set(m, o, "mentioned", ph_json_strs(&r->mentioned));
    ph_json_set(m, o, "sdgs", tags(m, PH_FACET_SDG, &r->sdgs, true));
    ph_json_set(m, o, "themes", tags(m, PH_FACET_THEME, &r->themes, true));
    ph_json_set(m, o, "organisations", organisations(m, r));
    ph_json_set(m, o, "contacts", contacts(m, r));
    ph_json_set(m, o, "sources", sources(m, r));
    if (r->fields.n)
        ph_json_set(m, o, "fields", fields(m, r));
    ph_json_set(m, o, "passages", passages(m, r));
    ph_json_set(m, o, "license", ph_json_str(r->license));
    ph_json_set_str(m, o, "added", r->added);
    ph_json_set_str(m, o, "modified", r->modified);
    ph_json_set_str(m, o, "reviewed", r->reviewed);
    ph_json_set(m, o, "warnings", ph_json_strs(&r->warnings));
    return ph_json_end(m, o);
}

/* --- an answer ------------------------------------------------------------------------------------- */

static json_t *document_url(maker *m, ph_str id, ph_str anchor)
{
    ph_str url = anchor.n
                     ? ph_dupf(m->arena, "/documents/%.*s#%.*s", PH_FMT(id), PH_FMT(anchor))
                     : ph_dupf(m->arena, "/documents/%.*s", PH_FMT(id));
    return ph_json_str(ph_json_made(m, url));
}

static json_t *hit_passages(maker *m, const ph_hit *h)
{
    json_t *array = json_array();
    for (size_t i = 0; i < h->passages.n; i++) {
        const ph_hit_passage *p = &h->passages.v[i];
        json_t *o = json_object();
        ph_json_set(m, o, "n", json_integer(p->n));
        ph_json_set(m, o, "kind", json_string(ph_kind_name(p->kind)));
        ph_json_set(m, o, "heading", ph_json_strs(&p->heading));
        if (p->addressee.n)
            ph_json_set(m, o, "addressee", ph_json_strs(&p->addressee));
        if (p->themes.n)
            ph_json_set(m, o, "themes", ph_json_strs(&p->themes));
        ph_json_set(m, o, "snippet", ph_json_str(p->snippet));
        ph_json_set(m, o, "url", document_url(m, h->record.id, p->anchor));
        ph_json_push(m, array, o);
    }
    return array;
}

static json_t *alternates(maker *m, const ph_alternate_list *editions)
{
    json_t *array = json_array();
    for (size_t i = 0; i < editions->n; i++) {
        const ph_alternate *a = &editions->v[i];
        json_t *o = json_object();
        ph_json_set(m, o, "id", ph_json_str(a->id));
        ph_json_set(m, o, "title", ph_json_str(a->title));
        ph_json_set(m, o, "language", ph_json_str(a->language));
        ph_json_set(m, o, "mime", ph_json_str(a->mime));
        ph_json_set(m, o, "url", document_url(m, a->id, PH_ABSENT));
        ph_json_push(m, array, o);
    }
    return array;
}

json_t *ph_alternates_json(const ph_alternate_list *list_of)
{
    maker m = {.arena = ph_arena_new()};
    return m.arena ? ph_json_end(&m, alternates(&m, list_of)) : NULL;
}

static json_t *peer(maker *m, const ph_hit *h)
{
    json_t *o = json_object();
    ph_json_set(m, o, "country", ph_json_str(h->peer_country));
    ph_json_set(m, o, "score", number(h->peer));
    ph_json_set(m, o, "reasons", ph_json_strs(&h->peer_reasons));
    ph_json_set(m, o, "missing", ph_json_strs(&h->peer_missing));
    return o;
}

static json_t *hit(maker *m, const ph_hit *h)
{
    const ph_record *r = &h->record;
    json_t *o = json_object();
    ph_json_set(m, o, "id", ph_json_str(r->id));
    ph_json_set(m, o, "key", ph_json_str(r->key));
    ph_json_set(m, o, "title", ph_json_str(r->title));
    ph_json_set(m, o, "url", document_url(m, r->id, PH_ABSENT));
    ph_json_set(m, o, "type", ph_json_str(r->type));
    ph_json_set(m, o, "date", ph_json_str(r->date));
    ph_json_set(m, o, "language", ph_json_str(r->language));
    ph_json_set(m, o, "score", number(h->score));
    ph_json_set(m, o, "countries", tags(m, PH_FACET_COUNTRY, &r->countries, false));
    ph_json_set(m, o, "sdgs", tags(m, PH_FACET_SDG, &r->sdgs, false));
    ph_json_set(m, o, "themes", tags(m, PH_FACET_THEME, &r->themes, false));
    ph_json_set(m, o, "event", event(m, &r->event));
    ph_json_set(m, o, "status", ph_json_str(r->status));
    ph_json_set(m, o, "license", ph_json_str(r->license));
    ph_json_set(m, o, "snippet", ph_json_str(h->snippet));
    ph_json_set(m, o, "passages", hit_passages(m, h));
    if (h->units)
        ph_json_set(m, o, "units", json_integer((json_int_t)h->units));
    if (h->alternates.n)
        ph_json_set(m, o, "alternates", alternates(m, &h->alternates));
    if (h->peer_country.n)
        ph_json_set(m, o, "peer", peer(m, h));
    return o;
}

static json_t *facet_values(maker *m, ph_facet facet, const ph_facet_counts *counts)
{
    json_t *array = json_array();
    for (size_t i = 0; i < counts->n; i++) {
        const ph_facet_value *v = &counts->v[i];
        json_t *o = json_object();
        ph_json_set(m, o, "value", ph_json_str(v->value));
        ph_json_set(m, o, "label", label(m, facet, v->value));
        ph_json_set(m, o, "count", json_integer((json_int_t)v->count));
        ph_json_set(m, o, "selected", json_boolean(v->selected));
        ph_json_push(m, array, o);
    }
    return array;
}

json_t *ph_facets_json(ph_json_maker *m, const ph_facet_counts *counts)
{
    json_t *facets = json_object();
    for (ph_facet f = 0; f < PH_FACETS; f++)
        ph_json_set(m, facets, ph_facets[f].name, facet_values(m, f, &counts[f]));
    return facets;
}

json_t *ph_expansions_json(ph_json_maker *m, const ph_expansion_list *expansions)
{
    json_t *array = json_array();
    for (size_t i = 0; i < expansions->n; i++) {
        const ph_expansion *e = &expansions->v[i];
        json_t *o = json_object();
        ph_json_set(m, o, "term", ph_json_str(e->term));
        ph_json_set(m, o, "added", ph_json_strs(&e->added));
        ph_json_set(m, o, "because", ph_json_str(e->because));
        ph_json_push(m, array, o);
    }
    return array;
}

json_t *ph_query_json(const ph_query *q, ph_match match, bool relaxed)
{
    maker none = {0}, *m = &none;
    json_t *o = json_object(), *filters = json_object(), *all = json_array();
    ph_json_set(m, o, "q", ph_json_str(q->q.s ? q->q : PH_STR("")));
    ph_json_set(m, o, "match", json_string(match == PH_MATCH_ANY ? "any" : "all"));
    ph_json_set(m, o, "relaxed", json_boolean(relaxed));
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        if (q->choices[f].n)
            ph_json_set(m, filters, ph_facets[f].name, ph_json_strs(&q->choices[f]));
        if (q->all[f])
            ph_json_push(m, all, json_string(ph_facets[f].name));
    }
    if (q->event_countries.n)
        ph_json_set(m, filters, "event_country", ph_json_strs(&q->event_countries));
    if (q->events.n)
        ph_json_set(m, filters, "event", ph_json_strs(&q->events));
    if (q->exclude.n)
        ph_json_set(m, filters, "exclude", ph_json_strs(&q->exclude));
    ph_json_set_str(m, filters, "since", q->since);
    if (q->asserted)
        ph_json_set(m, filters, "from", json_string("asserted"));
    ph_json_set(m, o, "filters", filters);
    ph_json_set_str(m, o, "peer", q->peer);
    if (q->without.n)
        ph_json_set(m, o, "without", ph_json_strs(&q->without));
    ph_json_set(m, o, "all", all);
    return ph_json_done(o, !m->failed);
}

json_t *ph_result_json(const ph_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str language)
{
    maker all = {vocabulary, language, .arena = ph_arena_new()}, *m = &all;
    if (!m->arena)
        return NULL;
    json_t *o = json_object();
    json_t *results = json_array();
    for (size_t i = 0; i < result->hits.n; i++)
        ph_json_push(m, results, hit(m, &result->hits.v[i]));
    ph_json_set(m, o, "schema", json_integer(1));
    ph_json_set(m, o, "query", ph_query_json(query, result->match, result->relaxed));
    ph_json_set(m, o, "total", json_integer((json_int_t)result->total));
    ph_json_set(m, o, "exact", json_boolean(!result->missing.n));
    if (result->missing.n)
        ph_json_set(m, o, "missing", ph_json_strs(&result->missing));
    ph_json_set(m, o, "took_ms", number(result->took_ms));
    ph_json_set(m, o, "results", results);
    ph_json_set(m, o, "facets", ph_facets_json(m, result->facets));
    ph_json_set(m, o, "suggestion",
                result->suggestion.n ? ph_json_str(result->suggestion) : json_null());
    ph_json_set(m, o, "expansions", ph_expansions_json(m, &result->expansions));
    return ph_json_end(m, o);
}

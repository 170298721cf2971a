/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "search/export_json.h"

/* What every function here needs. */
typedef struct labels {
    const ph_vocabulary *vocabulary;
    ph_str language;
    ph_arena *arena;
} labels;

static json_t *str(ph_str s)
{
    return s.s ? json_stringn(s.s, s.n) : json_null();
}

/* Sets a name to a value that it takes over; absent strings are left out by `put`. */
static void set(json_t *object, const char *name, json_t *value)
{
    json_object_set_new(object, name, value);
}

static void put(json_t *object, const char *name, ph_str value)
{
    if (value.n)
        set(object, name, str(value));
}

static json_t *list(const ph_strs *strings)
{
    json_t *array = json_array();
    for (size_t i = 0; i < strings->n; i++)
        json_array_append_new(array, str(strings->v[i]));
    return array;
}

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

static json_t *label(const labels *l, ph_facet facet, ph_str value)
{
    return str(ph_facet_label(l->vocabulary, l->arena, facet, value, l->language));
}

/* --- parts of a record --------------------------------------------------------------------------- */

static json_t *evidence(const ph_tag *tag)
{
    json_t *array = json_array();
    for (size_t i = 0; i < tag->evidence.n; i++) {
        json_t *e = json_object();
        set(e, "passage", json_integer(tag->evidence.v[i].passage));
        set(e, "text", str(tag->evidence.v[i].text));
        json_array_append_new(array, e);
    }
    return array;
}

/* Tags with evidence for a record, with labels alone for a result. */
static json_t *tags(const labels *l, ph_facet facet, const ph_tags *list_of, bool whole)
{
    const char *id = facet == PH_FACET_COUNTRY ? "code" : "id";
    json_t *array = json_array();
    for (size_t i = 0; i < list_of->n; i++) {
        const ph_tag *tag = &list_of->v[i];
        json_t *t = json_object();
        set(t, id, str(tag->id));
        set(t, "label", label(l, facet, tag->id));
        if (whole) {
            set(t, "score", number(tag->score));
            set(t, "from", json_string(tag->from == PH_ASSERTED ? "asserted" : "inferred"));
            set(t, "evidence", evidence(tag));
        }
        json_array_append_new(array, t);
    }
    return array;
}

static json_t *event(const ph_event *e)
{
    json_t *object = json_object();
    put(object, "name", e->name);
    put(object, "place", e->place);
    put(object, "country", e->country);
    put(object, "start", e->start);
    put(object, "end", e->end);
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

static json_t *rows(const void *first, size_t n, size_t size, const column *columns,
                    size_t width)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        const char *row = (const char *)first + i * size;
        json_t *o = json_object();
        for (size_t c = 0; c < width; c++)
            put(o, columns[c].name,
                *(const ph_str *)(const void *)(row + columns[c].offset));
        json_array_append_new(array, o);
    }
    return array;
}

#define ROWS(vec, columns)                                                                 \
    rows((vec).v, (vec).n, sizeof *(vec).v, columns, sizeof columns / sizeof *columns)

static json_t *organisations(const ph_record *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->organisations.n; i++) {
        const ph_organisation *given = &r->organisations.v[i];
        json_t *o = json_object();
        put(o, "name", given->name);
        put(o, "country", given->country);
        put(o, "url", given->url);
        put(o, "id", given->id);
        set(o, "role", json_string(ph_role_name(given->role)));
        set(o, "from", json_string(given->from == PH_ASSERTED ? "asserted" : "inferred"));
        if (given->evidence.text.n) {
            json_t *words = json_object(), *list_of = json_array();
            set(words, "passage", json_integer(given->evidence.passage));
            set(words, "text", str(given->evidence.text));
            json_array_append_new(list_of, words);
            set(o, "evidence", list_of);
        }
        json_array_append_new(array, o);
    }
    return array;
}

static json_t *contacts(const ph_record *r)
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

static json_t *sources(const ph_record *r)
{
    static const column columns[] = {{"id", offsetof(ph_citation, id)},
                                     {"kind", offsetof(ph_citation, kind)},
                                     {"title", offsetof(ph_citation, title)},
                                     {"publisher", offsetof(ph_citation, publisher)},
                                     {"year", offsetof(ph_citation, year)},
                                     {"url", offsetof(ph_citation, url)}};
    return ROWS(r->sources, columns);
}

static json_t *passages(const ph_record *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->passages.n; i++) {
        const ph_passage *p = &r->passages.v[i];
        json_t *o = json_object();
        set(o, "n", json_integer((json_int_t)i + 1));
        set(o, "anchor", str(p->anchor));
        set(o, "kind", json_string(ph_kind_name(p->kind)));
        set(o, "heading", list(&p->heading));
        if (p->addressee.n)
            set(o, "addressee", list(&p->addressee));
        if (p->themes.n)
            set(o, "themes", list(&p->themes));
        set(o, "text", str(p->text));
        set(o, "page", p->page ? json_integer(p->page) : json_null());
        json_array_append_new(array, o);
    }
    return array;
}

static json_t *fields(const ph_record *r)
{
    json_t *object = json_object();
    for (size_t i = 0; i < r->fields.n; i++) {
        char name[100];
        size_t n =
            r->fields.v[i].name.n < sizeof name ? r->fields.v[i].name.n : sizeof name - 1;
        memcpy(name, r->fields.v[i].name.s, n);
        name[n] = '\0';
        set(object, name, str(r->fields.v[i].value));
    }
    return object;
}

/* --- a record ------------------------------------------------------------------------------------- */

static void put_description(json_t *o, const ph_record *r)
{
    set(o, "title", str(r->title));
    put(o, "abstract", r->abstract);
    set(o, "type", str(r->type));
    set(o, "language", str(r->language));
    set(o, "date", str(r->date));
    set(o, "year", ph_record_year(r) ? json_integer(ph_record_year(r)) : json_null());
    set(o, "event", event(&r->event));
    if (r->creators.n)
        set(o, "creators", list(&r->creators));
    put(o, "publisher", r->publisher);
    put(o, "source", r->source);
    put(o, "status", r->status);
    put(o, "level", r->level);
    put(o, "evidence", r->evidence);
    if (r->stakeholders.n)
        set(o, "stakeholder", list(&r->stakeholders));
    if (r->sectors.n)
        set(o, "sector", list(&r->sectors));
    put(o, "work", r->work);
    put(o, "translation_of", r->translation_of);
}

json_t *ph_record_json(const ph_record *r, const ph_vocabulary *vocabulary, ph_str language)
{
    labels l = {vocabulary, language, ph_arena_new()};
    json_t *o = l.arena ? json_object() : NULL;
    if (!o) {
        ph_arena_free(l.arena);
        return NULL;
    }
    set(o, "schema", json_integer(1));
    set(o, "id", str(r->id));
    set(o, "key", str(r->key));
    set(o, "path", str(r->path));
    set(o, "mime", str(r->mime));
    put_description(o, r);
    set(o, "countries", tags(&l, PH_FACET_COUNTRY, &r->countries, true));
    set(o, "mentioned", list(&r->mentioned));
    set(o, "sdgs", tags(&l, PH_FACET_SDG, &r->sdgs, true));
    set(o, "themes", tags(&l, PH_FACET_THEME, &r->themes, true));
    set(o, "organisations", organisations(r));
    set(o, "contacts", contacts(r));
    set(o, "sources", sources(r));
    if (r->fields.n)
        set(o, "fields", fields(r));
    set(o, "passages", passages(r));
    set(o, "license", str(r->license));
    put(o, "added", r->added);
    put(o, "modified", r->modified);
    put(o, "reviewed", r->reviewed);
    set(o, "warnings", list(&r->warnings));
    ph_arena_free(l.arena);
    return o;
}

/* --- an answer ------------------------------------------------------------------------------------- */

static json_t *document_url(const labels *l, ph_str id, ph_str anchor)
{
    ph_str url = anchor.n
                     ? ph_dupf(l->arena, "/documents/%.*s#%.*s", PH_FMT(id), PH_FMT(anchor))
                     : ph_dupf(l->arena, "/documents/%.*s", PH_FMT(id));
    return str(url);
}

static json_t *hit_passages(const labels *l, const ph_hit *h)
{
    json_t *array = json_array();
    for (size_t i = 0; i < h->passages.n; i++) {
        const ph_hit_passage *p = &h->passages.v[i];
        json_t *o = json_object();
        set(o, "n", json_integer(p->n));
        set(o, "kind", json_string(ph_kind_name(p->kind)));
        set(o, "heading", list(&p->heading));
        if (p->addressee.n)
            set(o, "addressee", list(&p->addressee));
        if (p->themes.n)
            set(o, "themes", list(&p->themes));
        set(o, "snippet", str(p->snippet));
        set(o, "url", document_url(l, h->record.id, p->anchor));
        json_array_append_new(array, o);
    }
    return array;
}

static json_t *alternates(const labels *l, const ph_alternate_list *editions)
{
    json_t *array = json_array();
    for (size_t i = 0; i < editions->n; i++) {
        const ph_alternate *a = &editions->v[i];
        json_t *o = json_object();
        set(o, "id", str(a->id));
        set(o, "title", str(a->title));
        set(o, "language", str(a->language));
        set(o, "mime", str(a->mime));
        set(o, "url", document_url(l, a->id, PH_ABSENT));
        json_array_append_new(array, o);
    }
    return array;
}

json_t *ph_alternates_json(const ph_alternate_list *list_of)
{
    labels l = {NULL, PH_ABSENT, ph_arena_new()};
    json_t *array = l.arena ? alternates(&l, list_of) : NULL;
    ph_arena_free(l.arena);
    return array;
}

static json_t *peer(const ph_hit *h)
{
    json_t *o = json_object();
    set(o, "country", str(h->peer_country));
    set(o, "score", number(h->peer));
    set(o, "reasons", list(&h->peer_reasons));
    set(o, "missing", list(&h->peer_missing));
    return o;
}

static json_t *hit(const labels *l, const ph_hit *h)
{
    const ph_record *r = &h->record;
    json_t *o = json_object();
    set(o, "id", str(r->id));
    set(o, "key", str(r->key));
    set(o, "title", str(r->title));
    set(o, "url", document_url(l, r->id, PH_ABSENT));
    set(o, "type", str(r->type));
    set(o, "date", str(r->date));
    set(o, "language", str(r->language));
    set(o, "score", number(h->score));
    set(o, "countries", tags(l, PH_FACET_COUNTRY, &r->countries, false));
    set(o, "sdgs", tags(l, PH_FACET_SDG, &r->sdgs, false));
    set(o, "themes", tags(l, PH_FACET_THEME, &r->themes, false));
    set(o, "event", event(&r->event));
    set(o, "status", str(r->status));
    set(o, "license", str(r->license));
    set(o, "snippet", str(h->snippet));
    set(o, "passages", hit_passages(l, h));
    if (h->units)
        set(o, "units", json_integer((json_int_t)h->units));
    if (h->alternates.n)
        set(o, "alternates", alternates(l, &h->alternates));
    if (h->peer_country.n)
        set(o, "peer", peer(h));
    return o;
}

static json_t *facet_values(const labels *l, ph_facet facet, const ph_result *result)
{
    json_t *array = json_array();
    for (size_t i = 0; i < result->facets[facet].n; i++) {
        const ph_facet_value *v = &result->facets[facet].v[i];
        json_t *o = json_object();
        set(o, "value", str(v->value));
        set(o, "label", label(l, facet, v->value));
        set(o, "count", json_integer((json_int_t)v->count));
        set(o, "selected", json_boolean(v->selected));
        json_array_append_new(array, o);
    }
    return array;
}

json_t *ph_expansions_json(const ph_expansion_list *expansions)
{
    json_t *array = json_array();
    for (size_t i = 0; i < expansions->n; i++) {
        const ph_expansion *e = &expansions->v[i];
        json_t *o = json_object();
        set(o, "term", str(e->term));
        set(o, "added", list(&e->added));
        set(o, "because", str(e->because));
        json_array_append_new(array, o);
    }
    return array;
}

json_t *ph_query_json(const ph_query *q, ph_match match, bool relaxed)
{
    json_t *o = json_object(), *filters = json_object(), *all = json_array();
    set(o, "q", str(q->q.s ? q->q : PH_STR("")));
    set(o, "match", json_string(match == PH_MATCH_ANY ? "any" : "all"));
    set(o, "relaxed", json_boolean(relaxed));
    for (ph_facet f = 0; f < PH_FACETS; f++) {
        if (q->choices[f].n)
            set(filters, ph_facets[f].name, list(&q->choices[f]));
        if (q->all[f])
            json_array_append_new(all, json_string(ph_facets[f].name));
    }
    if (q->event_countries.n)
        set(filters, "event_country", list(&q->event_countries));
    if (q->exclude.n)
        set(filters, "exclude", list(&q->exclude));
    put(filters, "since", q->since);
    if (q->asserted)
        set(filters, "from", json_string("asserted"));
    set(o, "filters", filters);
    put(o, "peer", q->peer);
    if (q->without.n)
        set(o, "without", list(&q->without));
    set(o, "all", all);
    return o;
}

json_t *ph_result_json(const ph_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str language)
{
    labels l = {vocabulary, language, ph_arena_new()};
    json_t *o = l.arena ? json_object() : NULL;
    if (!o) {
        ph_arena_free(l.arena);
        return NULL;
    }
    json_t *results = json_array(), *facets = json_object();
    for (size_t i = 0; i < result->hits.n; i++)
        json_array_append_new(results, hit(&l, &result->hits.v[i]));
    for (ph_facet f = 0; f < PH_FACETS; f++)
        set(facets, ph_facets[f].name, facet_values(&l, f, result));
    set(o, "schema", json_integer(1));
    set(o, "query", ph_query_json(query, result->match, result->relaxed));
    set(o, "total", json_integer((json_int_t)result->total));
    set(o, "exact", json_boolean(!result->missing.n));
    if (result->missing.n)
        set(o, "missing", list(&result->missing));
    set(o, "took_ms", number(result->took_ms));
    set(o, "results", results);
    set(o, "facets", facets);
    set(o, "suggestion", result->suggestion.n ? str(result->suggestion) : json_null());
    set(o, "expansions", ph_expansions_json(&result->expansions));
    ph_arena_free(l.arena);
    return o;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/export_json.h"
#include "search/export_units.h"
#include "search/json.h"

/* The kind's name with a capital. */
static ph_str kind_label(ph_arena *arena, ph_str name)
{
    ph_str label = ph_dup(arena, name);
    if (label.n && label.s[0] >= 'a' && label.s[0] <= 'z')
        ((char *)(uintptr_t)label.s)[0] = (char)(label.s[0] - 'a' + 'A');
    return label;
}

ph_str ph_unit_label(const ph_vocabulary *vocabulary, ph_arena *arena,
                     ph_unit_facet_id facet, const ph_facet_value *value, ph_str language)
{
    if (facet == PH_UNIT_KIND)
        return kind_label(arena, value->value);
    if (facet == PH_UNIT_EVENT)
        return value->label.n ? value->label : value->value;
    return ph_facet_label(vocabulary, arena, ph_unit_facets[facet].facet, value->value,
                          language);
}

static json_t *values(ph_json_maker *m, const ph_units_result *result,
                      ph_unit_facet_id facet)
{
    json_t *array = json_array();
    for (size_t i = 0; i < result->facets[facet].n; i++) {
        const ph_facet_value *v = &result->facets[facet].v[i];
        ph_str label = ph_unit_label(m->vocabulary, m->arena, facet, v, m->language);
        json_t *o = json_object();
        ph_json_set(m, o, "value", ph_json_str(v->value));
        ph_json_set(m, o, "label", ph_json_str(ph_json_made(m, label)));
        ph_json_set(m, o, "count", json_integer((json_int_t)v->count));
        ph_json_set(m, o, "selected", json_boolean(v->selected));
        ph_json_push(m, array, o);
    }
    return array;
}

static void put_filter(ph_json_maker *m, json_t *filters, const char *name,
                       const ph_strs *choices)
{
    if (choices->n)
        ph_json_set(m, filters, name, ph_json_strs(choices));
}

json_t *ph_units_json(const ph_units_result *result, const ph_query *query,
                      const ph_vocabulary *vocabulary, ph_str language)
{
    ph_json_maker m = {vocabulary, language, .arena = ph_arena_new()};
    if (!m.arena)
        return NULL;
    json_t *o = ph_result_json(&result->documents, query, vocabulary, language);
    json_t *filters = json_object_get(json_object_get(o, "query"), "filters");
    json_t *facets = json_object();
    for (ph_unit_facet_id f = 0; f < PH_UNIT_FACETS; f++)
        ph_json_set(&m, facets, ph_unit_facets[f].name, values(&m, result, f));
    put_filter(&m, filters, "kind", &query->kinds);
    put_filter(&m, filters, "addressee", &query->addressees);
    ph_json_set(&m, o, "total", json_integer((json_int_t)result->total));
    ph_json_set(&m, o, "documents", json_integer((json_int_t)result->documents.total));
    ph_json_set(&m, o, "facets", facets);
    return ph_json_end(&m, o);
}

json_t *ph_units_lines(const ph_units_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str language)
{
    static const char *const names[] = {"id",   "key",      "title",     "url",
                                        "type", "language", "countries", "event",
                                        "date", "license"};
    ph_json_maker m = {0};
    json_t *answer = ph_units_json(result, query, vocabulary, language);
    json_t *lines = json_array(), *hit, *passage;
    size_t i, j;
    json_array_foreach(json_object_get(answer, "results"), i, hit)
    {
        json_t *document = json_object();
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            ph_json_set(&m, document, names[n],
                        json_incref(json_object_get(hit, names[n])));
        json_array_foreach(json_object_get(hit, "passages"), j, passage)
        {
            ph_json_set(&m, passage, "document", json_incref(document));
            ph_json_push(&m, lines, json_incref(passage));
        }
        json_decref(document);
    }
    lines = ph_json_done(lines, answer && !m.failed);
    json_decref(answer);
    return lines;
}

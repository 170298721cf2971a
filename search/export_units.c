/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/export_json.h"
#include "search/export_units.h"

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

static json_t *str(ph_str s)
{
    return s.s ? json_stringn(s.s, s.n) : json_null();
}

static json_t *values(const ph_units_result *result, ph_unit_facet_id facet,
                      const ph_vocabulary *vocabulary, ph_arena *arena, ph_str language)
{
    json_t *array = json_array();
    for (size_t i = 0; i < result->facets[facet].n; i++) {
        const ph_facet_value *v = &result->facets[facet].v[i];
        ph_str label = ph_unit_label(vocabulary, arena, facet, v, language);
        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:I, s:b}", "value", str(v->value),
                                        "label", str(label), "count", (json_int_t)v->count,
                                        "selected", v->selected));
    }
    return array;
}

static void put_filter(json_t *filters, const char *name, const ph_strs *choices)
{
    json_t *array = choices->n ? json_array() : NULL;
    for (size_t i = 0; i < choices->n; i++)
        json_array_append_new(array, str(choices->v[i]));
    if (array)
        json_object_set_new(filters, name, array);
}

json_t *ph_units_json(const ph_units_result *result, const ph_query *query,
                      const ph_vocabulary *vocabulary, ph_str language)
{
    ph_arena *arena = ph_arena_new();
    json_t *o =
        arena ? ph_result_json(&result->documents, query, vocabulary, language) : NULL;
    json_t *filters = json_object_get(json_object_get(o, "query"), "filters");
    json_t *facets = json_object();
    for (ph_unit_facet_id f = 0; o && f < PH_UNIT_FACETS; f++)
        json_object_set_new(facets, ph_unit_facets[f].name,
                            values(result, f, vocabulary, arena, language));
    if (o) {
        put_filter(filters, "kind", &query->kinds);
        put_filter(filters, "addressee", &query->addressees);
        put_filter(filters, "event", &query->events);
        json_object_set_new(o, "total", json_integer((json_int_t)result->total));
        json_object_set_new(o, "documents",
                            json_integer((json_int_t)result->documents.total));
        json_object_set(o, "facets", facets);
    }
    json_decref(facets);
    ph_arena_free(arena);
    return o;
}

json_t *ph_units_lines(const ph_units_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str language)
{
    static const char *const names[] = {"id",   "key",      "title",     "url",
                                        "type", "language", "countries", "event",
                                        "date", "license"};
    json_t *answer = ph_units_json(result, query, vocabulary, language);
    json_t *lines = answer ? json_array() : NULL, *hit, *passage;
    size_t i, j;
    json_array_foreach(json_object_get(answer, "results"), i, hit)
    {
        json_t *document = json_object();
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            json_object_set(document, names[n], json_object_get(hit, names[n]));
        json_array_foreach(json_object_get(hit, "passages"), j, passage)
        {
            json_object_set(passage, "document", document);
            json_array_append(lines, passage);
        }
        json_decref(document);
    }
    json_decref(answer);
    return lines;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first page: what is here, a search box, and the ways in. */
#include "config.h"

#include "search/collection.h"
#include "search/text.h"
#include "web/feed.h"
#include "web/head.h"
#include "web/map.h"
#include "web/views.h"
#include "web/ways.h"

#define GOALS 17
#define NEWEST 6

/* --- goals ---------------------------------------------------------------------------- */

/* All seventeen, so that the gaps show; only those that somebody has are links. */
static json_t *goals_json(const ph_context *context, const ph_tree *tree)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (unsigned goal = 1; goal <= GOALS && ok; goal++) {
        ph_str id = ph_dupf(context->arena, "%u", goal);
        ph_branch branch = {PH_FACET_SDG, {.value = id}, PH_ABSENT, PH_NONE};
        branch.label = ph_value_label(context, PH_FACET_SDG, id);
        for (size_t i = 0; i < tree->n; i++)
            if (ph_eq(tree->v[i].value.value, id))
                branch = tree->v[i];
        json_t *one = ph_way_json(context, &branch);
        ok = ph_json_put(one, "id", ph_json_str(id)) &&
             ph_json_put(one, "any", json_boolean(branch.value.count > 0)) &&
             json_array_append(list, one) == 0;
        json_decref(one);
    }
    return ph_json_done(list, ok);
}

/* --- the newest ----------------------------------------------------------------------- */

static json_t *newest_json(const ph_context *context, const ph_result *newest)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < newest->hits.n && ok; i++) {
        const ph_record *r = &newest->hits.v[i].record;
        ph_str url = ph_dupf(context->arena, "%.*s/documents/%.*s",
                             PH_FMT(context->site->root), PH_FMT(r->id));
        json_t *countries = json_array();
        for (size_t c = 0; c < r->countries.n && ok; c++)
            ok =
                ph_json_add(countries, ph_json_str(ph_value_label(context, PH_FACET_COUNTRY,
                                                                  r->countries.v[c].id)));
        json_t *one =
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "title", ph_json_str(r->title),
                      "lang", ph_json_str(r->language), "url", ph_json_str(url), "type",
                      ph_json_str(ph_value_label(context, PH_FACET_TYPE, r->type)), "date",
                      ph_json_str(ph_date_words(context, r->date)), "countries", countries);
        ok = ok && ph_json_add(list, one);
    }
    return ph_json_done(list, ok);
}

static json_t *map_json(const ph_context *context, const ph_result *all)
{
    ph_str path = ph_dupf(context->arena, "%.*s/countries", PH_FMT(context->site->root));
    return path.s ? ph_map_json(context, &all->facets[PH_FACET_COUNTRY], path, NULL) : NULL;
}

/* --- all of it ------------------------------------------------------------------------ */

static bool add_ways(const ph_context *context, const ph_result *all, json_t *home,
                     ph_error *err)
{
    static const struct {
        ph_facet facet;
        const char *key;
        bool sorted;
    } ways[] = {
        {PH_FACET_THEME, "themes", false},
        {PH_FACET_COUNTRY, "regions", true},
        {PH_FACET_TYPE, "types", false},
    };
    ph_tree tree;
    bool ok = ph_tree_make(context, all->facets, PH_FACET_SDG, &tree, err) == PH_OK &&
              ph_json_put(home, "goals", goals_json(context, &tree));
    for (size_t i = 0; i < sizeof ways / sizeof *ways && ok; i++)
        ok = ph_json_put(home, ways[i].key,
                         ph_ways_json(context, all, ways[i].facet, ways[i].sorted));
    return ok;
}

static bool add_size(const ph_context *context, const ph_result *all, json_t *home)
{
    size_t countries = all->facets[PH_FACET_COUNTRY].n;
    size_t languages = all->facets[PH_FACET_LANGUAGE].n;
    return ph_json_put(home, "any", json_boolean(all->total > 0)) &&
           ph_json_put(home, "documents",
                       ph_json_str(ph_count_words(context, all->total, "{n} document",
                                                  "{n} documents"))) &&
           ph_json_put(home, "countries",
                       ph_json_str(ph_count_words(context, countries, "{n} country",
                                                  "{n} countries"))) &&
           ph_json_put(home, "languages",
                       ph_json_str(ph_count_words(context, languages, "{n} language",
                                                  "{n} languages")));
}

/* The newest of them that institutions have stated. */
static ph_status find_requests(const ph_context *context, ph_result *requests,
                               ph_error *err)
{
    ph_query query;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    if (!ph_strs_add(context->arena, &query.choices[PH_FACET_TYPE], PH_STR("request")))
        return ph_fail_memory(err);
    return ph_collection_about(context->reader, &query, NEWEST, context->arena, requests,
                               err);
}

ph_status ph_view_home(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err)
{
    ph_query query;
    ph_result all = {0}, newest = {0}, requests = {0};
    (void)request;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.limit = 1;
    ph_status status = ph_search(context->reader, &query, context->arena, &all, err);
    if (status == PH_OK)
        status = ph_reader_newest(context->reader, NEWEST, context->arena, &newest, err);
    if (status == PH_OK)
        status = find_requests(context, &requests, err);
    if (status != PH_OK)
        return status;
    json_t *model =
        ph_page_new(context, ph_words(context, "Peer learning in public administration"),
                    ph_words(context, "What countries have tried, agreed and learned in "
                                      "public administration, searchable in full text."));
    json_t *home = json_object();
    bool ok = ph_json_put(json_object_get(model, "page"), "light", json_true()) &&
              ph_page_feed_of(context, model, "subscribe",
                              ph_words(context, "All that is new"), NULL, 0) &&
              add_size(context, &all, home) && add_ways(context, &all, home, err) &&
              ph_json_put(home, "map", map_json(context, &all)) &&
              ph_json_put(home, "newest", newest_json(context, &newest)) &&
              ph_json_put(home, "requests", newest_json(context, &requests));
    ok = ph_json_put(model, "home", home) && ok &&
         ph_head_home(context, all.total, json_object_get(model, "page"));
    return ph_page_send(context, response, "home", ph_json_done(model, ok), err);
}

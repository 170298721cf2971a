/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first page: what is here, a search box, and the ways in. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/text.h"
#include "web/tree.h"
#include "web/views.h"

#define GOALS 17
#define NEWEST 6

/* "/search?sdg=16" */
static ph_str way_in(const ph_context *context, ph_facet facet, ph_str value)
{
    ph_buf buf = {0};
    ph_buf_addf(&buf, "%.*s/search?%s=", PH_FMT(context->site->root),
                ph_facets[facet].name);
    ph_url_escape(&buf, value);
    ph_str link = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return link;
}

static json_t *way_json(const ph_context *context, const ph_branch *branch)
{
    ph_str link = way_in(context, branch->facet, branch->value.value);
    ph_str count = ph_number_words(context->arena, branch->value.count);
    return json_pack("{s:o, s:o, s:o}", "label", ph_json_str(branch->label), "count",
                     ph_json_str(count), "url", ph_json_str(link));
}

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
        json_t *one = way_json(context, &branch);
        ok = ph_json_put(one, "id", ph_json_str(id)) &&
             ph_json_put(one, "any", json_boolean(branch.value.count > 0)) &&
             json_array_append(list, one) == 0;
        json_decref(one);
    }
    return ph_json_done(list, ok);
}

/* --- themes, countries, types: two levels --------------------------------------------- */

/* The sort key of a label, beside it. */
typedef struct entry {
    ph_str key;
    const ph_branch *branch;
} entry;

static int by_key(const void *a, const void *b)
{
    return ph_cmp(((const entry *)a)->key, ((const entry *)b)->key);
}

/* The values of the facet anywhere below `top`, sorted by label if asked. */
static json_t *leaves_json(const ph_context *context, const ph_tree *tree, size_t top,
                           ph_facet facet, bool sorted)
{
    PH_VEC(entry) leaves = {0};
    for (size_t i = 0; i < tree->n; i++) {
        size_t up = tree->v[i].parent;
        while (up != PH_NONE && up != top)
            up = tree->v[up].parent;
        if (up != top || top == i || tree->v[i].facet != facet)
            continue;
        entry *leaf = PH_PUSH(context->arena, &leaves);
        if (!leaf)
            return NULL;
        *leaf = (entry){ph_text_key(context->arena, tree->v[i].label), &tree->v[i]};
    }
    if (sorted && leaves.n)
        qsort(leaves.v, leaves.n, sizeof *leaves.v, by_key);
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < leaves.n && ok; i++)
        ok = ph_json_add(list, way_json(context, leaves.v[i].branch));
    return ph_json_done(list, ok);
}

/* The tops of a tree, each with its leaves as "inside". */
static json_t *two_levels(const ph_context *context, const ph_tree *tree, ph_facet facet,
                          bool sorted)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < tree->n && ok; i++) {
        if (tree->v[i].parent != PH_NONE)
            continue;
        json_t *one = way_json(context, &tree->v[i]);
        ok = ph_json_put(one, "inside", leaves_json(context, tree, i, facet, sorted)) &&
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
        json_t *one = json_pack(
            "{s:o, s:o, s:o, s:o, s:o, s:o}", "title", ph_json_str(r->title), "lang",
            ph_json_str(r->language), "url", ph_json_str(url), "type",
            ph_json_str(ph_value_label(context, PH_FACET_TYPE, r->type)), "date",
            ph_json_str(ph_date_words(context->arena, r->date)), "countries", countries);
        ok = ok && ph_json_add(list, one);
    }
    return ph_json_done(list, ok);
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
    bool ok = ph_tree_make(context, all, PH_FACET_SDG, &tree, err) == PH_OK &&
              ph_json_put(home, "goals", goals_json(context, &tree));
    for (size_t i = 0; i < sizeof ways / sizeof *ways && ok; i++)
        ok = ph_tree_make(context, all, ways[i].facet, &tree, err) == PH_OK &&
             ph_json_put(home, ways[i].key,
                         two_levels(context, &tree, ways[i].facet, ways[i].sorted));
    return ok;
}

static bool add_size(const ph_context *context, const ph_result *all, json_t *home)
{
    ph_arena *arena = context->arena;
    size_t countries = all->facets[PH_FACET_COUNTRY].n;
    size_t languages = all->facets[PH_FACET_LANGUAGE].n;
    return ph_json_put(home, "any", json_boolean(all->total > 0)) &&
           ph_json_put(
               home, "documents",
               ph_json_str(ph_count_words(arena, all->total, "document", "documents"))) &&
           ph_json_put(
               home, "countries",
               ph_json_str(ph_count_words(arena, countries, "country", "countries"))) &&
           ph_json_put(
               home, "languages",
               ph_json_str(ph_count_words(arena, languages, "language", "languages")));
}

ph_status ph_view_home(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err)
{
    ph_query query;
    ph_result all = {0}, newest = {0};
    (void)request;
    ph_query_init(&query, context->arena, context->site->vocabulary);
    query.limit = 1;
    ph_status status = ph_search(context->reader, &query, context->arena, &all, err);
    if (status == PH_OK)
        status = ph_reader_newest(context->reader, NEWEST, context->arena, &newest, err);
    if (status != PH_OK)
        return status;
    json_t *model = ph_page_new(context, PH_STR("Peer learning in public administration"),
                                PH_STR("What countries have tried, agreed and learned in "
                                       "public administration, searchable in full text."));
    json_t *home = json_object();
    bool ok = add_size(context, &all, home) && add_ways(context, &all, home, err) &&
              ph_json_put(home, "newest", newest_json(context, &newest));
    ok = ph_json_put(model, "home", home) && ok;
    return ph_page_send(context, response, "home", ph_json_done(model, ok), err);
}

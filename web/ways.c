/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "search/text.h"
#include "web/ways.h"

/* "/sdgs/16", or "/search?type=request" of what has no page of its own: types, regions. */
static ph_str way_in(const ph_context *context, ph_facet facet, ph_str value)
{
    bool country = facet == PH_FACET_COUNTRY && ph_country_known(value);
    const char *folder = country                   ? "countries"
                         : facet == PH_FACET_SDG   ? "sdgs"
                         : facet == PH_FACET_THEME ? "themes"
                                                   : NULL;
    ph_buf buf = {0};
    ph_buf_addf(&buf, "%.*s/", PH_FMT(context->site->root));
    if (folder)
        ph_buf_addf(&buf, "%s/", folder);
    else
        ph_buf_addf(&buf, "search?%s=", ph_facets[facet].name);
    ph_url_escape(&buf, value);
    ph_str link = buf.failed ? PH_ABSENT : ph_dup(context->arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return link;
}

json_t *ph_way_json(const ph_context *context, const ph_branch *branch)
{
    ph_str link = way_in(context, branch->facet, branch->value.value);
    ph_str count = ph_number_words(context, branch->value.count);
    return json_pack("{s:o, s:o, s:o}", "label", ph_json_str(branch->label), "count",
                     ph_json_str(count), "url", ph_json_str(link));
}

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
        ok = ph_json_add(list, ph_way_json(context, leaves.v[i].branch));
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
        json_t *one = ph_way_json(context, &tree->v[i]);
        ok = ph_json_put(one, "inside", leaves_json(context, tree, i, facet, sorted)) &&
             json_array_append(list, one) == 0;
        json_decref(one);
    }
    return ph_json_done(list, ok);
}

json_t *ph_ways_json(const ph_context *context, const ph_result *all, ph_facet facet,
                     bool sorted)
{
    ph_tree tree;
    ph_error err;
    if (ph_tree_make(context, all->facets, facet, &tree, &err) != PH_OK)
        return NULL;
    for (size_t i = 0; i < tree.n && facet == PH_FACET_SDG; i++)
        tree.v[i].label = ph_dupf(context->arena, "%.*s %.*s",
                                  PH_FMT(tree.v[i].value.value), PH_FMT(tree.v[i].label));
    return two_levels(context, &tree, facet, sorted);
}

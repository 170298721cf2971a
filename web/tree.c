/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "web/tree.h"
#include "web/years.h"

/* Values at the top of a group that show at once; the others are behind "more". */
#define SHOWN 6

/* What stands beside results, in this order; regions come with the countries. */
static const struct {
    ph_facet facet;
    bool open;
    bool many; /* a document may have several: "all of these" can be asked for */
} groups[] = {
    {PH_FACET_TYPE, true, false},        {PH_FACET_THEME, true, true},
    {PH_FACET_SDG, true, true},          {PH_FACET_COUNTRY, true, true},
    {PH_FACET_YEAR, true, false},        {PH_FACET_LANGUAGE, false, false},
    {PH_FACET_STATUS, false, false},     {PH_FACET_LEVEL, false, false},
    {PH_FACET_STAKEHOLDER, false, true}, {PH_FACET_SECTOR, false, true},
};

static ph_str group_words(const ph_context *context, ph_facet facet)
{
    return facet == PH_FACET_COUNTRY ? ph_words(context, "Region and country")
                                     : ph_facet_words(context, facet);
}

/* --- trees ---------------------------------------------------------------------------- */

static size_t find(const ph_tree *tree, ph_facet facet, ph_str value)
{
    for (size_t i = 0; i < tree->n; i++)
        if (tree->v[i].facet == facet && ph_eq(tree->v[i].value.value, value))
            return i;
    return PH_NONE;
}

/* The nearest region around a country or region that is in the tree. */
static size_t region_around(const ph_tree *tree, ph_str code)
{
    ph_str regions[8];
    size_t n = ph_country_regions(code, regions, 8), at = PH_NONE;
    for (size_t i = 0; i < n && at == PH_NONE; i++)
        at = find(tree, PH_FACET_REGION, regions[i]);
    return at;
}

static size_t parent_of(const ph_context *context, const ph_tree *tree,
                        const ph_branch *branch)
{
    ph_str value = branch->value.value;
    const char *scheme = ph_facets[branch->facet].scheme;
    if (branch->facet == PH_FACET_COUNTRY || branch->facet == PH_FACET_REGION)
        return region_around(tree, value);
    if (!scheme)
        return PH_NONE;
    const ph_concept *concept =
        ph_vocabulary_find(context->site->vocabulary, scheme, value);
    return concept && concept->broader.n ? find(tree, branch->facet, concept->broader)
                                         : PH_NONE;
}

static ph_status add_values(const ph_context *context, const ph_facet_counts *facets,
                            ph_facet facet, ph_tree *tree, ph_error *err)
{
    for (size_t i = 0; i < facets[facet].n; i++) {
        ph_branch *branch = PH_PUSH(context->arena, tree);
        if (!branch)
            return ph_fail_memory(err);
        const ph_facet_value *value = &facets[facet].v[i];
        *branch = (ph_branch){facet, *value, ph_value_label(context, facet, value->value),
                              PH_NONE};
        if (!branch->label.s)
            return ph_fail_memory(err);
    }
    return PH_OK;
}

ph_status ph_tree_make(const ph_context *context, const ph_facet_counts *facets,
                       ph_facet facet, ph_tree *tree, ph_error *err)
{
    *tree = (ph_tree){0};
    ph_status status = PH_OK;
    if (facet == PH_FACET_COUNTRY)
        status = add_values(context, facets, PH_FACET_REGION, tree, err);
    if (status == PH_OK)
        status = add_values(context, facets, facet, tree, err);
    for (size_t i = 0; i < tree->n; i++)
        tree->v[i].parent = parent_of(context, tree, &tree->v[i]);
    return status;
}

/* --- check boxes ---------------------------------------------------------------------- */

static json_t *children_json(const ph_context *context, const ph_tree *tree, size_t parent,
                             bool *chosen);

/* At the top, what is inside folds away unless something in it is chosen. */
static json_t *branch_json(const ph_context *context, const ph_tree *tree, size_t at,
                           bool *chosen)
{
    const ph_branch *branch = &tree->v[at];
    bool top = branch->parent == PH_NONE, inside = false;
    json_t *children = children_json(context, tree, at, &inside);
    *chosen |= inside || branch->value.selected;
    ph_str count = ph_number_words(context, branch->value.count);
    ph_str label = ph_numbered_label(context, branch->facet, branch->value.value);
    return json_pack("{s:s, s:o, s:o, s:o, s:b, s:o, s:o, s:b}", "name",
                     ph_facets[branch->facet].name, "value",
                     ph_json_str(branch->value.value), "label", ph_json_str(label), "count",
                     ph_json_str(count), "selected", branch->value.selected, "folded",
                     top ? children : json_array(), "children",
                     top ? json_array() : children, "open", inside);
}

/* There are 169 targets and 250 countries, and a page must be light: they show once the goal or
 * a region that they are in is chosen, or one beside them. */
static bool is_shown(const ph_tree *tree, size_t at)
{
    const ph_branch *branch = &tree->v[at];
    if ((branch->facet != PH_FACET_SDG && branch->facet != PH_FACET_COUNTRY) ||
        branch->parent == PH_NONE)
        return true;
    for (size_t up = branch->parent; up != PH_NONE; up = tree->v[up].parent)
        if (tree->v[up].value.selected)
            return true;
    for (size_t i = 0; i < tree->n; i++)
        if (tree->v[i].parent == branch->parent && tree->v[i].value.selected)
            return true;
    return false;
}

static json_t *children_json(const ph_context *context, const ph_tree *tree, size_t parent,
                             bool *chosen)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < tree->n && ok; i++)
        if (tree->v[i].parent == parent && is_shown(tree, i))
            ok = ph_json_add(list, branch_json(context, tree, i, chosen));
    return ph_json_done(list, ok);
}

/* Moves what is behind SHOWN and not chosen into a list of its own. */
static json_t *split_more(json_t *values)
{
    json_t *more = json_array();
    for (size_t i = SHOWN; more && i < json_array_size(values);) {
        json_t *one = json_array_get(values, i);
        bool keep = json_is_true(json_object_get(one, "selected")) ||
                    json_is_true(json_object_get(one, "open"));
        if (keep) {
            i++;
        } else if (json_array_append(more, one) == 0) {
            json_array_remove(values, i);
        } else {
            json_decref(more);
            more = NULL;
        }
    }
    return more;
}

/* One group, appended; nothing when the facet has no values. */
static bool add_group(const ph_context *context, const ph_question *question,
                      const ph_facet_counts *facets, size_t g, json_t *list)
{
    ph_tree tree;
    ph_error err;
    bool chosen = false;
    if (ph_tree_make(context, facets, groups[g].facet, &tree, &err) != PH_OK)
        return false;
    if (!tree.n)
        return true;
    for (size_t i = 0; i < tree.n; i++)
        tree.v[i].value.selected =
            ph_strs_has(&question->query.choices[tree.v[i].facet], tree.v[i].value.value);
    json_t *values = children_json(context, &tree, PH_NONE, &chosen);
    json_t *more = split_more(values);
    size_t hidden = json_array_size(more);
    ph_facet facet = groups[g].facet;
    json_t *years = facet == PH_FACET_YEAR
                        ? ph_years_json(context, question, &facets[facet])
                        : json_null();
    json_t *group = json_pack(
        "{s:s, s:o, s:b, s:b, s:b, s:o, s:o, s:o, s:I}", "name", ph_facets[facet].name,
        "label", ph_json_str(group_words(context, facet)), "open", groups[g].open || chosen,
        "many", groups[g].many && tree.n > 1, "every", question->query.all[facet], "years",
        years, "values", values, "more", more, "more_count", (json_int_t)hidden);
    return ph_json_add(list, group);
}

json_t *ph_facet_groups(const ph_context *context, const ph_question *question,
                        const ph_facet_counts *facets)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t g = 0; g < sizeof groups / sizeof *groups && ok; g++)
        ok = add_group(context, question, facets, g, list);
    return ph_json_done(list, ok);
}

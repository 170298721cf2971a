/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tree.h - an answer's facets as trees for pages: regions hold countries, goals hold
 * targets, schemes hold themes.
 */
#ifndef PH_TREE_H
#define PH_TREE_H

#include "web/page.h"

/* A value with its place in the tree.  Lists keep the answer's order: most frequent first. */
typedef struct ph_branch {
    ph_facet facet;
    ph_facet_value value;
    ph_str label;
    size_t parent; /* in the tree, or PH_NONE at the top */
} ph_branch;

typedef PH_VEC(ph_branch) ph_tree;

/* The tree of a facet's values, of all facets' counts: with PH_FACET_COUNTRY regions and countries in one, with any
 * other facet that facet alone.  A value whose parent nobody has stands at the top. */
ph_status ph_tree_make(const ph_context *context, const ph_facet_counts *facets,
                       ph_facet facet, ph_tree *tree, ph_error *err) PH_MUST_USE;

/* The groups of check boxes beside results: [{"label", "open", "values": [...], "more": [...]}].
 * A box is checked if its very value was chosen: years in a range are not.
 * NULL: no memory.  The caller owns it. */
json_t *ph_facet_groups(const ph_context *context, const ph_question *question,
                        const ph_facet_counts *facets);

#endif

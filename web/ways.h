/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ways.h - the ways into a collection: values of a facet, each with its count and the address of its
 * page, or of its documents where it has none.
 */
#ifndef PH_WAYS_H
#define PH_WAYS_H

#include "web/tree.h"

/* {"label", "count", "url"} of a value.  NULL: no memory. */
json_t *ph_way_json(const ph_context *context, const ph_branch *branch);

/* The values of a facet's tree (tree.h) in two levels: those at the top, each with all below it as
 * "inside", sorted by label if asked.  Countries stand inside of regions; goals and targets
 * have their numbers in front.  NULL: no memory. */
json_t *ph_ways_json(const ph_context *context, const ph_result *all, ph_facet facet,
                     bool sorted);

#endif

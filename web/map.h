/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * map.h - countries as squares on a grid, each about where it lies, for pages: small countries
 * are as easy to see and to hit as large ones, and no border is drawn.
 */
#ifndef PH_MAP_H
#define PH_MAP_H

#include "web/page.h"

/* The model of map.mustache: {"width", "height", "empty", "tiles": [{"code", "words", "url", "x", "y",
 * "shade"}], "note"}.  counts: of countries; a link is `path` with country=CODE added to the
 * question, or PATH/CODE where that is NULL; shade is 1 to 4, by the logarithm of the count.  Countries without
 * a square are left out, and the list that stands beside has them.  NULL: no memory. */

/* 1 to 4: how dark a count is beside the largest. */
int ph_map_shade(uint64_t count, uint64_t most);

json_t *ph_map_json(const ph_context *context, const ph_facet_counts *counts, ph_str path,
                    const ph_question *question);

#endif

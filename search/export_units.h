/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_units.h - passages as results (units.h), as JSON: the form of a search answer, where each
 * result is a document with all its passages that match ("units" says how many; at most
 * PH_UNITS_SHOWN are there), "total" counts passages and "documents" the documents.
 *
 * The caller owns the json_t that comes back; NULL: no memory.
 */
#ifndef PH_EXPORT_UNITS_H
#define PH_EXPORT_UNITS_H

#include <jansson.h>

#include "search/units.h"

/* Without "links", which only a server has. */
json_t *ph_units_json(const ph_units_result *result, const ph_query *query,
                      const ph_vocabulary *vocabulary, ph_str language);

/* One passage after the other, each with the document that holds it: an array. */
json_t *ph_units_lines(const ph_units_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str language);

/* "Recommendation", the label of a theme, the name of a meeting.  PH_ABSENT: no memory. */
ph_str ph_unit_label(const ph_vocabulary *vocabulary, ph_arena *arena,
                     ph_unit_facet_id facet, const ph_facet_value *value, ph_str language);

#endif

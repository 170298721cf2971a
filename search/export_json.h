/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_json.h - records and answers as JSON, in the form that INTERFACE fixes.
 *
 * Labels are in `language` (BCP 47) where the vocabularies have one.  The caller owns the
 * json_t that comes back; NULL: no memory.
 */
#ifndef PH_EXPORT_JSON_H
#define PH_EXPORT_JSON_H

#include <jansson.h>

#include "search/json.h"
#include "search/search.h"

json_t *ph_record_json(const ph_record *record, const ph_vocabulary *vocabulary,
                       ph_str language);

/* Without "links", which only a server has. */
json_t *ph_result_json(const ph_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str language);

/* "query" of an answer: what was asked, and how it was understood. */
json_t *ph_query_json(const ph_query *query, ph_match match, bool relaxed);

/* "facets" of an answer, of all facets' counts. */
json_t *ph_facets_json(ph_json_maker *maker, const ph_facet_counts *counts);

/* "expansions" of an answer. */
json_t *ph_expansions_json(ph_json_maker *maker, const ph_expansion_list *expansions);

/* A facet's value with its label, as the answer has it; also for ways in by facet. */
ph_str ph_facet_label(const ph_vocabulary *vocabulary, ph_arena *arena, ph_facet facet,
                      ph_str value, ph_str language);

/* The other editions of a work, as in an answer; URLs begin with "/documents/".  NULL: no
 * memory. */
json_t *ph_alternates_json(const ph_alternate_list *list);

#endif

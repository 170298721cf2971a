/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results.h - what pages of results share (view_search.c): each of these adds to the API's
 * answer what a reader sees besides.
 *
 * NULL and false: no memory.  The caller owns what comes back.
 */
#ifndef PH_RESULTS_H
#define PH_RESULTS_H

#include "web/page.h"

/* Each parameter but the words and the order of results, as a link that takes it away. */
json_t *ph_chips_json(const ph_context *context, const ph_question *question, ph_str path);

/* What was left out of the question, in words. */
json_t *ph_complaints_json(const ph_context *context, const ph_question *question);

/* What the form beside the facets carries along: choices for which it has no box, list or field.  The
 * first range of years stands in two fields. */
json_t *ph_hidden_json(const ph_question *question, const ph_facet_counts *facets);

/* {"q", "url"} of another spelling, under the same choices; null if there is none. */
json_t *ph_spelling_json(const ph_context *context, const ph_question *question,
                         ph_str suggestion, ph_str path);

/* To a result of the answer: labels, the date in words, the headings of its passages. */
bool ph_add_hit_words(const ph_context *context, const ph_hit *from, json_t *hit);

/* "pages", "next", "prev", "first" and "past_end" of an answer with so many results. */
bool ph_add_pages(const ph_context *context, const ph_question *question, uint64_t total,
                  ph_str path, json_t *search);

#endif

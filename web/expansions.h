/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expansions.h - the words that the vocabularies added to a question, each with an address of
 * the same question without it.
 */
#ifndef PH_WEB_EXPANSIONS_H
#define PH_WEB_EXPANSIONS_H

#include "search/json.h"
#include "search/search.h"
#include "web/question.h"

/* Adds to each of an answer's "expansions", which are those of the list, in their order:
 *
 *   "label"    the concept's, in English: why
 *   "links"    {"remove": without any of them, "added": [without the first, ...]};
 *              null where the total would be the same
 *
 * path: of the question's own address.  False: no memory. */
bool ph_expansions_link(const ph_context *context, const ph_question *question,
                        const ph_expansion_list *list, ph_str path, json_t *expansions);

/* For a page (added.mustache), out of the above: each expansion's "words", [{"text", "url"}, ...],
 * and the answer's "plain", the address of the question without any of them, or null. */
bool ph_expansions_page(const ph_context *context, const ph_question *question, ph_str path,
                        json_t *answer);

#endif

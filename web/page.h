/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.h - what every HTML page shares: the frame, and how dates and numbers are written.
 *
 * A page is a jansson object, the model, rendered through a template.  At its root stand
 * "page" (title, description, root, style ...: ph_page_new) and a few objects of the page's
 * own, so that no name inside a list can be mistaken for one outside.  Beside each list "x"
 * ph_page_send puts "has_x", true or false.
 */
#ifndef PH_PAGE_H
#define PH_PAGE_H

#include "web/api.h"

/* {"page": {...}} with this title and description.  NULL: no memory.  The caller owns it. */
json_t *ph_page_new(const ph_context *context, ph_str title, ph_str description);

/* Renders the model, which it takes over (NULL: no memory), as the response's body. */
ph_status ph_page_send(const ph_context *context, ph_response *response,
                       const char *template, json_t *model, ph_error *err) PH_MUST_USE;

/* The document that the address of a page names; what is not there is told in a reader's words:
 * PH_NOT_FOUND, PH_GONE. */
ph_status ph_page_document(const ph_context *context, const ph_request *request,
                           ph_record *record, ph_error *err) PH_MUST_USE;

/* "2022-06-04" -> "4 June 2022", "2022-06" -> "June 2022"; what is no date stays as it is.
 * Absent stays absent. */
ph_str ph_date_words(ph_arena *arena, ph_str date);

/* "12,345" */
ph_str ph_number_words(ph_arena *arena, uint64_t n);

/* "1 document", "12,345 documents" */
ph_str ph_count_words(ph_arena *arena, uint64_t n, const char *one, const char *many);

/* A label in English of a facet's value; empty for an empty or absent one. */
ph_str ph_value_label(const ph_context *context, ph_facet facet, ph_str value);

/* "schools of public administration, parliament"; null when there are none.  NULL: no memory. */
json_t *ph_addressees_json(const ph_context *context, const ph_strs *addressees);

/* The label of a kind of passage that readers look for: "Recommendation".  NULL for plain text:
 * paragraphs, lists, tables. */
const char *ph_kind_label(ph_kind kind);

#endif

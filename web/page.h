/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.h - what every HTML page shares: the frame, and names of values.
 *
 * A page is a jansson object, the model, rendered through a template.  At its root stand
 * "page" (title, description, root, style ...: ph_page_new) and a few objects of the page's
 * own, so that no name inside a list can be mistaken for one outside.  Beside each list "x"
 * ph_page_send puts "has_x", true or false.
 */
#ifndef PH_PAGE_H
#define PH_PAGE_H

#include "web/api.h"
#include "web/words.h"

/* {"page": {...}} with this title and description.  NULL: no memory.  The caller owns it. */
json_t *ph_page_new(const ph_context *context, ph_str title, ph_str description);

/* Renders the model, which it takes over (NULL: no memory), as the response's body. */
ph_status ph_page_send(const ph_context *context, ph_response *response,
                       const char *template, json_t *model, ph_error *err) PH_MUST_USE;

/* The document that the address of a page names; what is not there is told in a reader's words:
 * PH_NOT_FOUND, PH_GONE. */
ph_status ph_page_document(const ph_context *context, const ph_request *request,
                           ph_record *record, ph_error *err) PH_MUST_USE;

/* The same with the file that it was made of. */
ph_status ph_page_original(const ph_context *context, const ph_request *request,
                           ph_record *record, ph_file_of *file, ph_error *err) PH_MUST_USE;

/* A label of a facet's value; empty for an empty or absent one. */
ph_str ph_value_label(const ph_context *context, ph_facet facet, ph_str value);

/* Adds "label" and "label_lang" to what stands for an organisation: its name in the reader's language
 * as the vocabulary has it (id, may be absent), else `name`, whose language is not known (""). */
bool ph_add_organisation_label(const ph_context *context, ph_str id, ph_str name,
                               json_t *to);

/* The same with a goal's or a target's number in front: "16 Peace, justice and strong institutions". */
ph_str ph_numbered_label(const ph_context *context, ph_facet facet, ph_str value);

/* "4 June 2022 to 5 June 2022"; absent when no date is known. */
ph_str ph_event_dates(const ph_context *context, const ph_event *event);

/* What an organisation is to a document: "led it". */
ph_str ph_role_words(const ph_context *context, ph_role role);

/* A facet's name: "Theme".  Empty for PH_FACETS. */
ph_str ph_facet_words(const ph_context *context, ph_facet facet);

/* "schools of public administration, parliament"; null when there are none.  NULL: no memory. */
json_t *ph_addressees_json(const ph_context *context, const ph_strs *addressees);

/* The label of a kind of passage that readers look for: "Recommendation".  Absent for plain
 * text: paragraphs, lists, tables. */
ph_str ph_kind_label(const ph_context *context, ph_kind kind);

/* The same for a kind's name: "recommendation"; the name where it has no label. */
ph_str ph_kind_words(const ph_context *context, ph_str name);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * head.h - what a page says of itself to other systems: in its head, and in Link fields.
 *
 *   Highwire   <meta name="citation_...">: what Google Scholar and Zotero read
 *   Dublin Core  <meta name="DC...."> (RFC 2731)
 *   JSON-LD    schema.org, in <script type="application/ld+json">: data, which no browser runs
 *   signposting  typed links (RFC 8288, https://signposting.org/FAIR/, level 1), in the answer
 *
 * All of it is public: contacts are in none of it.  Every function needs context->absolute, and adds
 * nothing where that is not known; in an offline edition ph_head_document adds "meta" alone.
 */
#ifndef PH_HEAD_H
#define PH_HEAD_H

#include "web/page.h"

/* A document on its way into its page's head. */
typedef struct ph_document_head {
    const ph_context *context;
    const ph_record *record;
    const ph_alternate_list *alternates;
    const ph_file_of *file;
} ph_document_head;

/* Adds "meta" [{name, content}], "forms" [{url, type}] and "ld" to page, and the Link field to
 * the response.  False: no memory. */
bool ph_head_document(const ph_document_head *head, json_t *page, ph_response *response);

/* The Link field of a document's page: what it is, its licence, what describes it, its file. */
bool ph_head_links(const ph_document_head *head, ph_response *response);

/* The Link field of what belongs to a document: back to its page; rel: "describes" of what
 * describes it, "collection" of its file. */
bool ph_head_part(const ph_context *context, ph_str id, const char *rel,
                  ph_response *response);

/* Adds "ld" of the whole hub to the page: a WebSite that can be searched, a Dataset.  False: no
 * memory. */
bool ph_head_home(const ph_context *context, uint64_t documents, json_t *page);

/* schema.org of a document (head_schema.c); NULL: no memory. */
json_t *ph_document_schema(const ph_document_head *head);

/* The type of schema.org that a type of ours is: "Report". */
const char *ph_schema_type(ph_str type);

/* JSON as it may stand in a <script> element: no '<', '>' or '&'.  NULL: no memory.  Takes `json`
 * over (NULL: no memory). */
json_t *ph_head_script(json_t *json);

#endif

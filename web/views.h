/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * views.h - the pages, each a handler (context.h).
 */
#ifndef PH_VIEWS_H
#define PH_VIEWS_H

#include "web/api.h"

/* What the hub is, the search box, and the ways in. */
ph_status ph_view_home(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err);

/* Results and facets; for programs the same as JSON. */
ph_status ph_view_search(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err);

/* Recommendations, conclusions and commitments as results, below their documents; for programs the
 * same as JSON. */
ph_status ph_view_units(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);

/* Who did this; for programs the same as JSON. */
ph_status ph_view_contacts(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err);
ph_status ph_api_contacts(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err);

/* The same as vCards.  Wrong parameters are refused, as by the API. */
ph_status ph_view_vcard(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);

/* A document with its passages, tags and evidence; for programs the record as JSON. */
ph_status ph_view_document(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err);

/* A document in a format of export.h that the address ends with; as plain text, for slow lines
 * and for reading aloud; and the file it was made of (original.h). */
ph_status ph_view_document_export(const ph_context *context, const ph_request *request,
                                  ph_response *response, ph_error *err);
ph_status ph_view_document_text(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err);
ph_status ph_view_original(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err);

/* [{"url": ..., "type": media type, "label": "RIS"}]: the document in each of these forms, and as
 * JSON.  NULL: no memory.  The caller owns it. */
json_t *ph_document_files(const ph_context *context, const ph_record *record);

/* What the collection has about a country, a goal, a theme, a meeting; for programs the same
 * as JSON. */
ph_status ph_view_country(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err);
ph_status ph_view_sdg(const ph_context *context, const ph_request *request,
                      ph_response *response, ph_error *err);
ph_status ph_view_theme(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);
ph_status ph_view_event(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);

/* Countries by goals or themes (columns=sdg|theme) over a question's documents, with links;
 * the same as JSON, and as CSV (RFC 4180). */
ph_status ph_view_matrix(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err);
ph_status ph_view_matrix_csv(const ph_context *context, const ph_request *request,
                             ph_response *response, ph_error *err);

/* The course pack; for programs the same as JSON.  /pack.ris and others: its references. */
ph_status ph_view_pack(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err);
ph_status ph_view_pack_export(const ph_context *context, const ph_request *request,
                              ph_response *response, ph_error *err);

/* What licences allow of the pack, with a reading list, as a ZIP file. */
ph_status ph_view_pack_zip(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err);

/* An agenda of a pack's practices and those who did them; for programs the same as JSON; the same for a
 * calendar and for an address book. */
ph_status ph_view_follow_up(const ph_context *context, const ph_request *request,
                            ph_response *response, ph_error *err);
ph_status ph_view_follow_up_ics(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err);
ph_status ph_view_follow_up_vcard(const ph_context *context, const ph_request *request,
                                  ph_response *response, ph_error *err);

/* What came of a document's recommendations; for programs the same as JSON. */
ph_status ph_view_uptake(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err);

/* A page of results in a format of export.h: /search.bib.  Wrong parameters are refused, as by
 * the API. */
ph_status ph_view_export(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err);

/* [{"label": "BibTeX", "url": ...}]: the same results in each of the formats.  NULL: no
 * memory.  The caller owns it. */
json_t *ph_export_links(const ph_context *context, const ph_question *question);

/* The model of a page that tells who runs the hub, and what of its readers it writes down. */
json_t *ph_with_operator(const ph_context *context, json_t *model);

ph_status ph_view_about(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);
ph_status ph_view_contribute(const ph_context *context, const ph_request *request,
                             ph_response *response, ph_error *err) PH_MUST_USE;
ph_status ph_view_privacy(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err);

/* An error page with this status and these words. */
ph_status ph_view_error(const ph_context *context, const ph_request *request,
                        ph_response *response, unsigned status, const char *words,
                        ph_error *err) PH_MUST_USE;

#endif

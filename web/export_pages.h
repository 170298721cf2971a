/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_pages.h - pages that an offline edition has and a server has not: lists in which every
 * document can be found without a search.  Handlers (context.h) that need context->edition.
 */
#ifndef PH_EXPORT_PAGES_H
#define PH_EXPORT_PAGES_H

#include "web/page.h"

/* How many pages a list of so many documents takes, as far as a search reaches (PH_WINDOW_MAX);
 * at least 1. */
size_t ph_edition_page_count(uint64_t documents);

/* {"pages": [{"n", "url", "current"}]}: the pages of a list, PATH and PATH?page=2 ...; none when there
 * is but one.  NULL: no memory. */
json_t *ph_edition_pages_json(const ph_context *context, ph_str path, size_t page,
                              size_t pages);

/* /countries, /sdgs, /themes: all of them that have documents. */
ph_status ph_view_edition_ways(const ph_context *context, const ph_request *request,
                               ph_response *response, ph_error *err);

/* /sdgs/16?page=2: documents behind those that the page itself has; also of countries, themes and
 * events. */
ph_status ph_view_edition_titles(const ph_context *context, const ph_request *request,
                                 ph_response *response, ph_error *err);

/* /a-z, /organisations: by letters, page by page. */
ph_status ph_view_edition_a_z(const ph_context *context, const ph_request *request,
                              ph_response *response, ph_error *err);
ph_status ph_view_edition_organisations(const ph_context *context,
                                        const ph_request *request, ph_response *response,
                                        ph_error *err);

/* Whether the search below understands a parameter of a server's: "q", "country". */
bool ph_edition_search_takes(ph_str parameter);

/* /search: where scripts search. */
ph_status ph_view_edition_search(const ph_context *context, const ph_request *request,
                                 ph_response *response, ph_error *err);

#endif

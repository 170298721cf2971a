/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suggest.h - suggestions over HTTP, each with an address that leads to it.
 */
#ifndef PH_WEB_SUGGEST_H
#define PH_WEB_SUGGEST_H

#include "web/context.h"

#define PH_TYPE_SUGGESTIONS "application/x-suggestions+json"

/* /suggest?q=TEXT, for search boxes: an array of the text, the suggestions, what each is, and
 * addresses (OpenSearch Suggestions extension 1.1).  Other parameters mean nothing to it; what
 * nothing fits, or no q at all, gives empty lists. */
ph_status ph_suggest_opensearch(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err);

/* /api/v1/suggest?q=TEXT&limit=N (10, at most PH_SUGGEST_MAX): the same as objects. */
ph_status ph_api_suggest(const ph_context *context, const ph_request *request,
                         ph_response *response, ph_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * api.h - answers as JSON, and problems as JSON (RFC 9457).
 */
#ifndef PH_API_H
#define PH_API_H

#include "web/context.h"
#include "web/json.h"
#include "web/question.h"

/* /api/v1/search, and /search for programs. */
ph_status ph_api_search(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);

/* /api/v1/documents/ID, and /documents/ID for programs. */
ph_status ph_api_document(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err);

/* A problem document.  complaints: NULL, or a question whose complaints become "errors",
 * each with the parameter, its value and a sentence. */
ph_status ph_api_problem(ph_response *response, unsigned status, const char *title,
                         const char *detail, const ph_question *complaints,
                         ph_error *err) PH_MUST_USE;

/* The answer to a question with the addresses that only a server has: of each result and
 * passage below `base`, of the question without each added word, and "links" to this and the neighbouring pages of `path`.
 * NULL: no memory.  The caller owns it. */
json_t *ph_api_result(const ph_context *context, const ph_question *question,
                      const ph_result *result, ph_str base, ph_str path);

/* "/documents/ID" of a path's last segment: the id, without ".json".  PH_NOT_FOUND: no id
 * can look like that. */
ph_status ph_api_document_id(const ph_request *request, ph_str *id,
                             ph_error *err) PH_MUST_USE;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * api.h - answers as JSON, and problems as JSON (RFC 9457).
 */
#ifndef PH_API_H
#define PH_API_H

#include "search/json.h"
#include "web/context.h"
#include "web/question.h"

#include "search/units.h"
#include "search/uptake.h"

/* /api/v1/search, and /search for programs. */
ph_status ph_api_search(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);

/* /api/v1/recommendations, and /recommendations for programs. */
ph_status ph_api_units(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err);

/* /api/v1/documents/ID, and /documents/ID for programs. */
ph_status ph_api_document(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err);

/* /api/v1/documents/ID/uptake, and /documents/ID/uptake for programs. */
ph_status ph_api_uptake(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);

/* A problem document (RFC 9457): type "about:blank", since the status says it all, title, status,
 * detail, and as instance what was asked for.  complaints: NULL, or a question whose complaints become "errors",
 * each with the parameter, its value and a sentence. */
ph_status ph_api_problem(ph_response *response, unsigned status, const char *title,
                         const char *detail, const ph_question *complaints,
                         ph_error *err) PH_MUST_USE;

/* For addresses that take no parameters: *refused says that there were some and that the
 * response is a problem naming them.  Pages for people pass over them. */
ph_status ph_api_refuse_parameters(const ph_context *context, const ph_request *request,
                                   ph_response *response, bool *refused,
                                   ph_error *err) PH_MUST_USE;
/* 400 with the complaints of a question, which has some. */
ph_status ph_api_refuse(ph_response *response, const ph_question *question,
                        ph_error *err) PH_MUST_USE;

/* The address that was asked for, whole but for its parameters.  PH_ABSENT: no memory. */
ph_str ph_api_address(const ph_context *context, const ph_request *request);

/* Addresses of this page, the next one and the one before, of an answer with so many results.
 * NULL: no memory.  The caller owns it. */
json_t *ph_api_links(const ph_context *context, const ph_question *question, uint64_t total,
                     ph_str path);

/* The answer to a question with the addresses that only a server has: of each result and
 * passage below `base`, of the question without each added word, and "links" to this and the neighbouring pages of `path`.
 * NULL: no memory.  The caller owns it. */
json_t *ph_api_result(const ph_context *context, const ph_question *question,
                      const ph_result *result, ph_str base, ph_str path);

/* The same for passages: export_units.h with addresses.  "links" go from document to document. */
json_t *ph_api_units_result(const ph_context *context, const ph_question *question,
                            const ph_units_result *result, ph_str base, ph_str path);

/* What came of a document (uptake.h): {"id", "title", "url", "date", "total", "results":
 * [{"passage", "later", "words", "themes", "score"}]}, where "later" is a result with one
 * passage. */
json_t *ph_api_uptake_result(const ph_context *context, const ph_record *record,
                             const ph_uptakes *uptakes, ph_str base);

/* The documents like one (similar.h), [{"id", "title", "url", "type", "date", "language",
 * "countries", "score"}]. */
#define PH_SIMILAR_SHOWN 5
json_t *ph_api_similar(const ph_context *context, const ph_result *similar, ph_str base);

/* The id in "/documents/ID", "/documents/ID.ris", "/documents/ID/uptake", "/api/v1/documents/ID" and
 * the like.  PH_NOT_FOUND: no id can look like that. */
ph_status ph_api_document_id(const ph_request *request, ph_str *id,
                             ph_error *err) PH_MUST_USE;

#endif

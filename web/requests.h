/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * requests.h - an institution's stated need (documents of type "request"), and what in the collection
 * may answer it.
 */
#ifndef PH_REQUESTS_H
#define PH_REQUESTS_H

#include "web/page.h"

#define PH_MATCHES_SHOWN 10

bool ph_is_request(const ph_record *record);

/* Until when it is open ("2026-12-31"); absent: it does not say. */
ph_str ph_request_closing(const ph_record *record);

/* The practice notes and case studies most like a request, at most PH_MATCHES_SHOWN; nothing for
 * other documents.  Fails as ph_similar. */
ph_status ph_request_matches(const ph_context *context, const ph_record *record,
                             ph_result *matches, ph_error *err) PH_MUST_USE;

/* For its page: {"closing", "open", "matches"}; null for other documents.  NULL: no memory. */
json_t *ph_request_json(const ph_context *context, const ph_record *record,
                        const ph_result *matches);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * links.h - the header field Link (RFC 8288): where an answer leads, for programs that look at
 * no page.
 */
#ifndef PH_LINKS_H
#define PH_LINKS_H

#include "web/question.h"
#include "web/response.h"

/* Link: <url>; rel="next"; type="...".  type: NULL, or a media type.  The address is one of ours:
 * percent-encoded; one longer than PH_LINK_BYTES is left out, since the answer tells it in its body
 * too, and proxies and clients bound what headers they take.  False: no memory. */
bool ph_link_field(ph_response *response, const char *rel, const char *type,
                   ph_str url) PH_MUST_USE;

/* "first", "prev" and "next" of a list of so many, as far as there are such pages. */
bool ph_link_pages(ph_response *response, const ph_question *question, uint64_t total,
                   ph_str path) PH_MUST_USE;

#endif

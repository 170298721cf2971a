/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * request.h - what somebody asks over HTTP, as plain data, and how it is read.
 *
 * Nothing here knows a server: a request is made from a request target and a few header
 * fields (RFC 9110, RFC 3986), so that it can be tested from memory.
 */
#ifndef PH_REQUEST_H
#define PH_REQUEST_H

#include "search/base.h"

typedef enum ph_method { PH_GET, PH_HEAD, PH_OTHER_METHOD } ph_method;

typedef struct ph_parameter {
    ph_str name, value; /* clean text (ph_text_clean) */
} ph_parameter;

/* Strings live as long as the arena.  Header fields that were not sent are absent. */
typedef struct ph_request {
    ph_arena *arena; /* the request's own; set by whoever makes it */
    ph_method method;
    ph_str target; /* as sent, without the query: "/documents/x%2Fy" */
    ph_str query;  /* as sent: "q=a+b"; absent without '?' */
    ph_strs path;  /* decoded segments: {"documents", "x/y"}; none for "/" */
    PH_VEC(ph_parameter) parameters;
    ph_str accept, accept_encoding, if_none_match;
} ph_request;

ph_method ph_method_find(ph_str name);

/* Reads a request target, "/search?q=a+b", into target, path and parameters.  The form with
 * a scheme and an authority in front is read too.  Percent-encoding is undone after cutting
 * at '/', '&' and '=', with lengths, so %2F, %26 and %00 are bytes like any other; a '%'
 * without two hexadecimal digits stands for itself; '+' in a query is a space.  What is not
 * UTF-8 becomes U+FFFD.  Parameters without a name are left out.
 * PH_INVALID: not a path; PH_LIMIT: more than PH_PARAMETERS_MAX parameters; PH_NO_MEMORY. */
ph_status ph_request_read_target(ph_request *request, ph_str target,
                                 ph_error *err) PH_MUST_USE;

/* The quality, 0 to 1000, that an Accept field gives to a media type "text/html": that of
 * the most specific range that fits.  An absent or empty field accepts all. */
unsigned ph_accept_quality(ph_str accept, ph_str type);

/* True if JSON is wanted more than HTML. */
bool ph_request_wants_json(const ph_request *request);

/* True if Accept-Encoding allows gzip. */
bool ph_request_takes_gzip(const ph_request *request);

/* True if If-None-Match names this entity tag (weak comparison; "*" is not read). */
bool ph_request_has_tag(const ph_request *request, ph_str etag);

#endif

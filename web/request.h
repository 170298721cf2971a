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

typedef enum ph_method { PH_GET, PH_HEAD, PH_POST, PH_OTHER_METHOD } ph_method;

typedef struct ph_parameter {
    ph_str name, value; /* clean text (ph_text_clean) */
} ph_parameter;

/* Strings live as long as the arena.  Header fields that were not sent are absent. */
typedef struct ph_request {
    ph_arena *arena; /* the request's own; set by whoever makes it */
    ph_method method;
    ph_str
        target; /* as sent, without the query: "/documents/x%2Fy"; what no address may have
                      is percent-encoded */
    ph_str query; /* the same: "q=a+b"; absent without '?' */
    ph_strs path; /* decoded segments: {"documents", "x/y"}; none for "/" */
    PH_VEC(ph_parameter) parameters;
    ph_str accept, accept_encoding, accept_language, host, if_none_match, range, if_range;
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

/* Adds the parameters of a form's body, "verb=Identify", if its type is that of forms
 * ("application/x-www-form-urlencoded"); of another type it has none.  The same errors. */
ph_status ph_request_read_form(ph_request *request, ph_str type, ph_str body,
                               ph_error *err) PH_MUST_USE;

/* The quality, 0 to 1000, that an Accept field gives to a media type "text/html": that of
 * the most specific range that fits.  An absent or empty field accepts all. */
unsigned ph_accept_quality(ph_str accept, ph_str type);

/* The weight, 0 to 1000, among the parameters behind a list's element: "q=0.5" is 500; 1000 when
 * none is there. */
unsigned ph_quality(ph_str parameters);

/* True if JSON is wanted more than HTML. */
bool ph_request_wants_json(const ph_request *request);

/* True if a request is to be answered with JSON: by its path ("/api/...", "....json") or by
 * Accept. */
bool ph_wants_json(const ph_request *request);

/* The value of the first parameter of this name; absent when there is none. */
ph_str ph_request_parameter(const ph_request *request, const char *name);

typedef enum ph_coding { PH_IDENTITY, PH_GZIP, PH_BROTLI } ph_coding;

/* How the body should be coded, by Accept-Encoding: what has the highest quality, of equal ones
 * the one that is shorter, Brotli before gzip before none.  An absent field asks for none. */
ph_coding ph_request_coding(const ph_request *request);

/* "br", "gzip"; NULL for PH_IDENTITY. */
const char *ph_coding_name(ph_coding coding);

/* What a Range field asks of a representation of `size` bytes (RFC 9110, 14): one range of
 * bytes.  What cannot be read, other units and several ranges are as if nothing was asked. */
typedef enum ph_range { PH_RANGE_ALL, PH_RANGE_PART, PH_RANGE_OUTSIDE } ph_range;
ph_range ph_request_range(ph_str range, uint64_t size, uint64_t *first, uint64_t *n);

/* True if If-None-Match names this entity tag (weak comparison; "*" is not read). */
bool ph_request_has_tag(const ph_request *request, ph_str etag);

#endif

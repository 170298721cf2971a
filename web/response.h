/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * response.h - what is answered over HTTP, as plain data.
 *
 * Header fields lie in the arena of the request, the body in a buffer of its own or in
 * memory that outlives every request (`fixed`: assets).
 */
#ifndef PH_RESPONSE_H
#define PH_RESPONSE_H

#include <jansson.h>

#include "web/request.h"

/* Content types, each with its charset. */
#define PH_TYPE_HTML "text/html; charset=utf-8"
#define PH_TYPE_TEXT "text/plain; charset=utf-8"
#define PH_TYPE_CSV "text/csv; charset=utf-8; header=present"
#define PH_TYPE_ATOM_BARE "application/atom+xml"
#define PH_TYPE_ATOM PH_TYPE_ATOM_BARE "; charset=utf-8"
#define PH_TYPE_OPENSEARCH "application/opensearchdescription+xml"
#define PH_TYPE_XML "text/xml; charset=utf-8"
#define PH_TYPE_JSON "application/json"
#define PH_TYPE_PROBLEM "application/problem+json"

typedef struct ph_header {
    const char *name;
    ph_str value;
} ph_header;

typedef struct ph_response {
    ph_arena *arena; /* the request's */
    unsigned status;
    const char *type;
    PH_VEC(ph_header) headers; /* others than Content-Type and Content-Length */
    ph_buf body;
    ph_str fixed; /* instead of the body, if there */
    int fd;       /* instead of both, if not -1: `length` bytes of a file from `offset` */
    uint64_t offset, length;
    ph_str instance;    /* what was asked for, for problems (RFC 9457); may be absent */
    const char *policy; /* Content-Security-Policy, where it is not the usual one */
} ph_response;

/* An empty response, 200. */
void ph_response_init(ph_response *response, ph_arena *arena);

/* Forgets status, header fields and body (closing the file), for a handler that must begin anew. */
void ph_response_reset(ph_response *response);

/* Frees the body and closes the file. */
void ph_response_free(ph_response *response);

/* Adds a header field; the name is not copied.  Returns false when there is no memory. */
bool ph_response_header(ph_response *response, const char *name, ph_str value);

/* Whether a field of this name was added. */
bool ph_response_has(const ph_response *response, const char *name);

/* The body: `json`, which it takes over (NULL: no memory), on lines of their own for people
 * who look at it. */
ph_status ph_response_json(ph_response *response, unsigned status, const char *type,
                           json_t *json, ph_error *err) PH_MUST_USE;

/* Compresses the body if that is allowed and worth it, and adds the fields that every
 * answer has: Vary, and what keeps browsers strict.  Nothing that fails here spoils the
 * answer. */
void ph_response_finish(ph_response *response, const ph_request *request);

/* How much work is put into shortening: into what is made for one request, or once for all. */
typedef enum ph_effort { PH_QUICK, PH_THOROUGH } ph_effort;

/* `s` as gzip (RFC 1952) or Brotli (RFC 7932) appended to `out`.  Returns false when there is no
 * memory. */
bool ph_compress(ph_coding coding, ph_effort effort, ph_str s, ph_buf *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * context.h - what a handler is given besides the request.
 */
#ifndef PH_CONTEXT_H
#define PH_CONTEXT_H

#include "search/search.h"
#include "web/response.h"
#include "web/site.h"

typedef struct ph_context {
    const ph_site *site;
    ph_reader
        *reader;     /* this thread's own, at the newest revision; NULL on the event loop */
    ph_arena *arena; /* for this request's work; response->arena is for what is sent */
    bool ready;      /* the index could be read when last tried */
} ph_context;

/* Answers a request.  When it fails, the response is forgotten and an error page or problem
 * document takes its place: PH_INVALID, PH_UNKNOWN and PH_LIMIT are 400, PH_NOT_FOUND 404,
 * PH_GONE 410, PH_BUSY and PH_TIMEOUT 503, all others 500. */
typedef ph_status (*ph_handler)(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * context.h - what a handler is given besides the request.
 */
#ifndef PH_CONTEXT_H
#define PH_CONTEXT_H

#include "search/search.h"
#include "web/edition.h"
#include "web/response.h"
#include "web/site.h"

typedef struct ph_context {
    const ph_site *site;
    ph_reader
        *reader;     /* this thread's own, at the newest revision; NULL on the event loop */
    ph_arena *arena; /* for this request's work; response->arena is for what is sent */
    bool ready;      /* the index could be read when last tried */
    const ph_language *language; /* that the answer is written in; never NULL */
    bool
        language_asked; /* by "ui", or of a page by Accept-Language: else it is what we take */
    ph_str absolute;    /* "http://host:port/root": for addresses that must be whole */
    ph_strs pack;       /* ids of the course pack that the reader is putting together */
    ph_str self; /* the address that was asked for, below the root, without what travels */
    ph_str carried; /* "ui=ru&pack=a,b": parameters that travel with every link of a page */
    int64_t now;    /* in seconds since 1970; in an edition its date */
    const ph_edition
        *edition; /* the offline edition that the page is made for; NULL: none */
} ph_context;

/* The context of a request.  Its language: that of the parameter "ui"; else for pages the one
 * that Accept-Language likes best, and for programs English.  absolute: the site's base URL,
 * or made of the request's Host, which is left out when it cannot be one. */
ph_context ph_context_of(const ph_site *site, const ph_request *request, ph_reader *reader,
                         ph_arena *arena, bool ready);

/* Answers a request.  When it fails, the response is forgotten and an error page or problem
 * document takes its place: PH_INVALID, PH_UNKNOWN and PH_LIMIT are 400, PH_NOT_FOUND 404,
 * PH_GONE 410, PH_BUSY and PH_TIMEOUT 503, all others 500. */
typedef ph_status (*ph_handler)(const ph_context *context, const ph_request *request,
                                ph_response *response, ph_error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * routes.h - which handler answers which path.  A new page is a row of the table in routes.c
 * and a handler.
 */
#ifndef PH_ROUTES_H
#define PH_ROUTES_H

#include "web/context.h"

typedef struct ph_route ph_route;

/* The route of a request; one that answers 404 or 405 when there is none.  Never NULL. */
const ph_route *ph_route_find(const ph_request *request);

/* Routes have numbers from 0; the last one is that of requests without a route.  For what is
 * counted by route. */
size_t ph_route_count(void);
size_t ph_route_number(const ph_route *route);

/* "/documents/" and a star; "none" for the last one. */
const char *ph_route_pattern(size_t number);

/* True if the route needs a reader: a search thread must answer, not the event loop. */
bool ph_route_pooled(const ph_route *route);

/* True if the route takes the parameters of a form by POST. */
bool ph_route_takes_form(const ph_route *route);

/* Answers: calls the handler unless the client has the answer already (304), and turns a
 * failure into an error page or, for programs, a problem document (RFC 9457).  The response
 * is always complete.
 * Returns what the handler returned, for the log: PH_OK, or a failure and its words. */
ph_status ph_route_answer(const ph_route *route, const ph_context *context,
                          const ph_request *request, ph_response *response, ph_error *err);

/* Makes the response an error with this status and these words (a sentence). */
void ph_answer_error(const ph_context *context, const ph_request *request,
                     ph_response *response, unsigned status, const char *words);

#endif

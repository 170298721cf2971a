/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * service.h - what machines ask for: is it alive, may it be crawled, and the assets.  None of
 * it needs the index, so the event loop answers.
 */
#ifndef PH_SERVICE_H
#define PH_SERVICE_H

#include "web/context.h"

/* "ok": the process answers. */
ph_status ph_service_health(const ph_context *context, const ph_request *request,
                            ph_response *response, ph_error *err);

/* "ready", or 503 when the index could not be read. */
ph_status ph_service_ready(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err);

/* Documents may be crawled, combinations of filters may not: there is no end of them. */
ph_status ph_service_robots(const ph_context *context, const ph_request *request,
                            ph_response *response, ph_error *err);

/* /assets/NAME; with its version behind "?v=" it may be kept for a year. */
ph_status ph_service_asset(const ph_context *context, const ph_request *request,
                           ph_response *response, ph_error *err);

#endif

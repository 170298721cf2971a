/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * opensearch.h - how to ask this hub, for browsers and other programs (OpenSearch 1.1, draft 6,
 * with the Suggestions extension).
 */
#ifndef PH_OPENSEARCH_H
#define PH_OPENSEARCH_H

#include "web/context.h"

/* /opensearch.xml: in the language of `ui`, which its addresses then have, too. */
ph_status ph_opensearch(const ph_context *context, const ph_request *request,
                        ph_response *response, ph_error *err);

#endif

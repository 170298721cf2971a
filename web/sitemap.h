/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sitemap.h - the addresses of all pages that stand for themselves, for crawlers
 * (https://www.sitemaps.org/protocol.html, 0.9): entry pages in each language, documents with
 * when they changed, and countries, goals, themes and meetings that have something.
 */
#ifndef PH_SITEMAP_H
#define PH_SITEMAP_H

#include "web/context.h"

/* /sitemap.xml: everything, or above PH_SITEMAP_URLS addresses a list of sitemaps: sitemap.1.xml
 * with all that are no documents, sitemap.2.xml and so on with those. */
ph_status ph_sitemap(const ph_context *context, const ph_request *request,
                     ph_response *response, ph_error *err);

#endif

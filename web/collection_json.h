/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collection_json.h - what the collection has, as JSON: the answers of /countries, /sdgs,
 * /themes and /events, and the models of their pages.
 *
 * `base` stands before every address ("https://hub.example" for programs, "" for pages).
 * Everywhere NULL: no memory.  The caller owns what comes back.
 */
#ifndef PH_COLLECTION_JSON_H
#define PH_COLLECTION_JSON_H

#include "search/collection.h"
#include "web/page.h"

/* {"code", "label", "figures", "total", "facets", "newest", "held", "peers",
 * "not_in_this_collection_yet", "links"} */
json_t *ph_country_json(const ph_context *context, ph_str code,
                        const ph_country_profile *profile, ph_str base);

/* What is known of a goal ("sdg"), a theme ("theme") or a meeting ("event"), from whom:
 * {"kind", "id", "label", "total", "facets", "newest", "links"}, and "event" for a meeting. */
typedef struct ph_subject {
    const char *kind;
    ph_str id, label;
    ph_facet facet; /* PH_FACETS: a meeting */
} ph_subject;

/* What asks for its documents: {"theme", "integrity"}, {"event", ID}. */
ph_parameter ph_subject_parameter(const ph_subject *subject);

json_t *ph_subject_json(const ph_context *context, const ph_subject *subject,
                        const ph_result *about, ph_str base);

#endif

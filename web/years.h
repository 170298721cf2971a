/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * years.h - how documents spread over the years, as a picture.
 */
#ifndef PH_YEARS_H
#define PH_YEARS_H

#include "web/page.h"

/* The model of years.mustache: {"picture": {"width", "path", "chosen", "words"}, "from", "to", "first",
 * "last"}.  The picture: two paths of SVG, the bars of the years that were not chosen and of those that
 * were; null when fewer than two years have documents.  from and to: the range that was chosen.
 * Years before the newest PH_YEARS_SHOWN are not drawn.  NULL: no memory. */
#define PH_YEARS_SHOWN 40
json_t *ph_years_json(const ph_context *context, const ph_question *question,
                      const ph_facet_counts *counts);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * alternates.h - the switch between the editions of a work.
 */
#ifndef PH_WEB_ALTERNATES_H
#define PH_WEB_ALTERNATES_H

#include "web/page.h"

/* A list of {url, lang, label, title} for a page: labels name the language ("Russian"), and the
 * format where the language alone does not tell them apart ("English, PDF").  of: the edition
 * that is shown.  NULL: no memory. */
json_t *ph_alternates_model(const ph_context *context, const ph_record *of,
                            const ph_alternate_list *list);

#endif

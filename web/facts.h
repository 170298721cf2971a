/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facts.h - what is known of a practice in a few words each: status, level, when it began,
 * what it cost.  A further field is a row of the table in facts.c.
 */
#ifndef PH_FACTS_H
#define PH_FACTS_H

#include "web/page.h"

/* [{"label", "lang", "values": [...]}, ...] in the table's order, without those that are not known;
 * "lang" is null where the values are in the page's language.  NULL: no memory.  The caller owns it. */
json_t *ph_facts_json(const ph_context *context, const ph_record *record);

#endif

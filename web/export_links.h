/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_links.h - the addresses in a finished page, as links from one file of an edition to
 * another.
 *
 *   /countries/KG#p-1          ../countries/KG.html#p-1
 *   /search?country=KG         ../countries/KG.html#documents, where the table has it
 *                              (#documents on that page, KG.html#documents beside it)
 *   /search?country=KG&sdg=16  ../search.html#country=KG&sdg=16
 *   /search?event_country=KG   ../search.html: what that page's search does not take is left out
 *   anything else of the site  the attribute is left out: a link that leads nowhere is none
 *
 * Addresses of other sites and those within the page stay as they are.
 */
#ifndef PH_EXPORT_LINKS_H
#define PH_EXPORT_LINKS_H

#include "web/edition.h"

/* Appends the page that is going to be the file `from`, "documents/x.html"; its addresses begin with
 * '/' (a site without a root). */
void ph_relink(ph_buf *out, ph_str page, const ph_edition_table *table, ph_str from);

#endif

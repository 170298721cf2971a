/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_page.h - a page as a tree: what it says of itself, and its text without what belongs
 * to the site.
 */
#ifndef PH_HTML_PAGE_H
#define PH_HTML_PAGE_H

#include <libxml/tree.h>

#include "indexer/document.h"

/* Title, language, metadata and blocks.  Returns false when there is no memory. */
bool ph_html_page(ph_document *doc, ph_arena *arena, const xmlDoc *tree);

/* html_page.c: true for what is no part of the text: scripts, navigation, banners, hidden
 * elements. */
bool ph_html_is_skipped(const xmlNode *element);

/* html_text.c: the blocks below an element.  guess: where there are no headings, look for
 * what was made to look like them. */
bool ph_html_text(ph_document *doc, ph_arena *arena, const xmlNode *root, bool guess);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tags.h - the tags of a finished page, one after another, for those who change addresses in it
 * (carry.h, export_links.h).  Pages are our own: no '>' stands in an attribute, for templates
 * escape it.
 */
#ifndef PH_TAGS_H
#define PH_TAGS_H

#include "search/base.h"

/* The text up to the next tag, and the tag with its '<' and '>', both part of the page, which
 * moves on behind them.  At the end the tag is empty.  False: nothing is left. */
bool ph_tag_next(ph_str *html, ph_str *text, ph_str *tag);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * passages.h - a document's passages, in reading order, as headings, paragraphs, lists and
 * tables for a page.
 */
#ifndef PH_PASSAGES_H
#define PH_PASSAGES_H

#include "web/page.h"

/* An array of blocks; each is one of
 *     {"heading": {"level", "text"}}   level 2 to 6: the title of the page is 1
 *     {"passage": PASSAGE}
 *     {"items": [PASSAGE, ...]}
 *     {"rows": [{"anchor", "cells": [...]}, ...]}
 * and a PASSAGE is {"anchor", "text", "kind", "kind_label", "again", "to", "page"}: "again"
 * says that the passage before has the same kind, "to" who is addressed.
 * NULL: no memory.  The caller owns it. */
json_t *ph_passages_json(const ph_context *context, const ph_record *record);

#endif

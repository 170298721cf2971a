/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_title.h - what a librarian would write as the title of a text that has none marked.
 */
#ifndef PH_TEXT_TITLE_H
#define PH_TEXT_TITLE_H

#include "indexer/document.h"

/* From the first blocks: a heading, or a short line.  A heading that only says what kind of
 * text follows ("KEY MESSAGES AND OUTCOME") takes the next line along: "Key messages and
 * outcome: Capacity Development Workshop".  Empty if nothing looks like a title; PH_ABSENT:
 * no memory. */
ph_str ph_text_title(ph_arena *arena, const ph_document *doc);

#endif

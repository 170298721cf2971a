/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_build.h - lines to blocks, for every format whose structure is in the eye of the reader:
 * plain text, PDF, and office documents and pages whose author made headings of bold type.
 *
 * "D. Recommendations" above "1. Innovation and ICT" is found by numbers, capitals, bold type
 * and blank lines; list items by their marks; what a page break or a footnote tore apart is
 * one again.  What a line asserts (ph_line: heading, item, row) is taken as it is.
 */
#ifndef PH_TEXT_BUILD_H
#define PH_TEXT_BUILD_H

#include "indexer/document.h"
#include "indexer/text_lines.h"

/* Appends the blocks, and the title as a guess.  unwrapped: each line is a whole paragraph (an
 * office document); else that is found out from their lengths.  Returns false when there is no
 * memory. */
bool ph_text_build(ph_arena *arena, ph_document *doc, const ph_lines *lines,
                   bool unwrapped);

#endif

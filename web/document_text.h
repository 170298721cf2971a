/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document_text.h - a document as plain text, for slow lines, terminals and reading aloud.
 *
 * Title, what is said of it, abstract, headings and passages in their order, sources.  A
 * paragraph is a line, with an empty one behind it; a heading has two in front; an item of a list
 * begins with "- "; cells of a table stand between " | ".  No other signs.  What we say is in the
 * reader's language, what the document says in its own.  Contacts are not in it.
 */
#ifndef PH_DOCUMENT_TEXT_H
#define PH_DOCUMENT_TEXT_H

#include "web/words.h"

/* False: no memory. */
bool ph_document_text(const ph_context *context, const ph_record *record, ph_buf *out);

#endif

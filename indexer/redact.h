/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redact.h - contact data leaves a document before anything else sees it (INTERFACE,
 * "Consent"): no term, snippet, export or log can then give it away.
 *
 * Removed from every block and from metadata: e-mail addresses, telephone numbers, and the
 * names, mailboxes and numbers of contacts whose consent is not public.  In their place
 * stands "[…]", which makes no term.  Blocks under a heading that says contacts or
 * participants are dropped whole.
 */
#ifndef PH_REDACT_H
#define PH_REDACT_H

#include "indexer/document.h"
#include "search/record.h"

/* What a contact in metadata amounts to: "public", "relay" or "none".  today: "2026-11-21". */
ph_str ph_consent(ph_str consent, ph_str organisation, ph_str url, ph_str given_on,
                  ph_str authorised_by, ph_str expires, ph_str today);

/* Moves the contacts out of the document's metadata: what may be shown goes to
 * record->contacts, the rest is gone from the document. */
ph_status ph_redact(ph_document *doc, ph_str today, ph_arena *arena, ph_record *record,
                    ph_error *err) PH_MUST_USE;

/* Text without e-mail addresses and telephone numbers, nor any of `names`; the same string
 * when there was nothing in it.  PH_ABSENT: no memory. */
ph_str ph_redact_text(ph_arena *arena, ph_str text, const ph_strs *names) PH_MUST_USE;

#endif

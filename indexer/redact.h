/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redact.h - contact data leaves a document before anything else sees it (INTERFACE,
 * "Consent"): no term, snippet, export or log can then give it away.
 *
 * Removed from every block and from metadata: e-mail addresses, telephone numbers, and the
 * names and numbers of contacts whose consent is not public - whole, with the words in another
 * order or case, with an initial, behind "Ms".  In their place stands PH_REDACTED, which makes
 * no term.  What stands under or behind a heading that says contacts or participants is
 * dropped whole.
 */
#ifndef PH_REDACT_H
#define PH_REDACT_H

#include "indexer/document.h"
#include "search/record.h"

#define PH_REDACTED "[…]"

/* What a contact in metadata amounts to: "public", "relay" or "none".  A date that is none
 * counts as missing, and so does one of consent that lies ahead.  today: "2026-11-21". */
ph_str ph_consent(ph_str consent, ph_str organisation, ph_str url, ph_str given_on,
                  ph_str authorised_by, ph_str expires, ph_str today);

/* Moves the contacts out of the document's metadata: what may be shown goes to
 * record->contacts, the rest is gone from the document, and from the path. */
ph_status ph_redact(ph_document *doc, ph_str today, ph_arena *arena, ph_record *record,
                    ph_str *path, ph_error *err) PH_MUST_USE;

/* Who must not be found in a text. */
typedef struct ph_hidden {
    ph_strs names;
    ph_strs numbers; /* of telephones, digits only */
} ph_hidden;

/* Text without e-mail addresses, telephone numbers and what is hidden; the same string when
 * there was nothing in it.  PH_ABSENT: no memory. */
ph_str ph_redact_text(ph_arena *arena, ph_str text, const ph_hidden *hidden) PH_MUST_USE;

/* The same, where names may stand in small letters: "notes/jane_example.txt". */
ph_str ph_redact_path(ph_arena *arena, ph_str path, const ph_hidden *hidden) PH_MUST_USE;

/* Whether a mailbox or an address tells one of the names. */
bool ph_tells_name(ph_arena *arena, ph_str address, const ph_hidden *hidden);

#endif

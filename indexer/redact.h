/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redact.h - contact data leaves a document before anything else sees it (INTERFACE,
 * "Consent"): no term, snippet, export or log can then give it away.
 *
 * Removed from every block and from metadata: e-mail addresses, telephone numbers, and the
 * names and numbers of contacts whose consent is not public - whole, with the words in another
 * order or case, with an initial, behind "Ms".  In their place stands PH_REDACTED, which makes
 * no term.  What stands under or behind a heading that says contacts or participants is
 * dropped whole, as are the lines that programs copy above answered messages and the
 * signatures of messages; the persons named in it are hidden in the rest of the document.
 * Authors (`creators`) stay, but for those who are a contact without consent.
 */
#ifndef PH_REDACT_H
#define PH_REDACT_H

#include "indexer/document.h"
#include "search/record.h"
#include "search/store.h"

#define PH_REDACTED "[…]"

/* What a contact in metadata amounts to: "public", "relay" or "none".  A date that is none
 * counts as missing, and so does one of consent that lies ahead.  today: "2026-11-21". */
ph_str ph_consent(ph_str consent, ph_str organisation, ph_str url, ph_str given_on,
                  ph_str authorised_by, ph_str expires, ph_str today);

/* What a redaction needs to know; all borrowed. */
typedef struct ph_redaction {
    ph_str today;                  /* "2026-11-21" */
    const ph_forgotten *forgotten; /* contacts whose data stay out; NULL: none */
} ph_redaction;

/* Moves the contacts out of the document's metadata: what may be shown goes to
 * record->contacts, the rest is gone from the document, and from the path.  Sets
 * record->redacted and record->expires. */
ph_status ph_redact(ph_document *doc, const ph_redaction *how, ph_arena *arena,
                    ph_record *record, ph_str *path, ph_error *err) PH_MUST_USE;

/* By what a contact is known that was forgotten: nothing of it can be read out of the hashes,
 * but who guesses a name can check it.  Returns how many there are; 0: no memory. */
#define PH_CONTACT_HASHES 2
size_t ph_contact_hashes(ph_arena *arena, const ph_contact *contact,
                         uint64_t hashes[PH_CONTACT_HASHES]);

/* Takes contact n (from 0) out of a record: its data, and its name and number wherever they
 * stand. */
ph_status ph_redact_contact(ph_arena *arena, ph_record *record, size_t n,
                            ph_error *err) PH_MUST_USE;

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

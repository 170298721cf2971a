/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_vcard.h - who did this, as vCards 4.0 (RFC 6350) for an address book.
 *
 * A card for each organisation (KIND:org) and for each person who consents (KIND:individual).
 * Lines end with CRLF and are folded at 75 octets, never within a character (3.2); text is escaped
 * (3.4), addresses on the web are percent-encoded where they are not ASCII.  UID is a UUID of
 * version 8 (RFC 9562, 5.8) made of what names the organisation or the person, so that an address
 * book updates the card that it has.
 */
#ifndef PH_EXPORT_VCARD_H
#define PH_EXPORT_VCARD_H

#include "search/contacts.h"

/* Appends the cards.  base: "https://hub.example" before "/documents/ID"; empty: documents are
 * told by title alone.  False: no memory. */
bool ph_contacts_vcard(ph_buf *out, const ph_contacts_result *result, const ph_query *query,
                       const ph_vocabulary *vocabulary, ph_str base);

#endif

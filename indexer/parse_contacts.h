/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_contacts.h - markup that says of itself that it is contact data.
 *
 * In HTML: <address>, h-card and hCard (https://microformats.org/wiki/h-card), schema.org's
 * Person, ContactPoint and PostalAddress, RDFa's and microdata's, links to mailto: and tel:,
 * signatures of mail programs.  In XML: JATS <corresp>, <email>, <author-notes>, DocBook and TEI
 * <email>, and elements of any vocabulary whose name is "contact", "phone" and the like.  Authors
 * are no contacts: what is marked as an author stays.
 */
#ifndef PH_PARSE_CONTACTS_H
#define PH_PARSE_CONTACTS_H

#include <libxml/tree.h>

#include "indexer/document.h"

/* Takes such markup out of a tree, and leaves its text as metadata (PH_META_MARKED),
 * so that whoever is named in it is hidden elsewhere too.  html: by the rules of
 * HTML.  False: no memory. */
bool ph_contacts_out(ph_document *doc, ph_arena *arena, xmlNode *root, bool html);

#endif

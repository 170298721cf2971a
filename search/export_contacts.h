/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_contacts.h - who did this, as JSON, as CSV and as text for a terminal.
 */
#ifndef PH_EXPORT_CONTACTS_H
#define PH_EXPORT_CONTACTS_H

#include <jansson.h>
#include <stdio.h>

#include "search/contacts.h"

/* Addresses of documents are `base` + "/documents/ID"; base may be empty.  Labels are in
 * `language`.  Without "links", which only a server has.  The caller owns it; NULL: no memory. */
json_t *ph_contacts_json(const ph_contacts_result *result, const ph_query *query,
                         const ph_vocabulary *vocabulary, ph_str base, ph_str language);

/* Returns false when writing fails. */
bool ph_contacts_text(FILE *out, const ph_contacts_result *result,
                      const ph_vocabulary *vocabulary);

/* A line of CSV for each organisation, without people.  False: no memory. */
bool ph_contacts_csv(ph_buf *out, const ph_contacts_result *result,
                     const ph_vocabulary *vocabulary);

#endif

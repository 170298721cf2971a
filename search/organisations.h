/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * organisations.h - the organisations of a document as the index has them, so that "who did
 * this" can be answered over all hits of a question without opening one of them.
 *
 * A document's value PH_SLOT_ORGANISATIONS is the number of its work (ph_work_number, eight
 * bytes as they lie in memory), then an entry for each organisation: its key (eight bytes),
 * what its role weighs (one byte), its country (two; zero bytes: none).  Two kinds of boolean
 * terms, PREFIX ':' and the key in 16 hexadecimal digits:
 *
 *   XO   the document has the organisation;
 *   XOW  its author tells a way to write to it: a contact that may be shown, or an address.
 *
 * What a role weighs, in quarters, so that sums are exact in any order and any number of shards:
 *
 *   lead, contact, publisher                              4   1.00
 *   partner; discussed (title, or three passages)         2   0.50
 *   named                                                 1   0.25
 */
#ifndef PH_ORGANISATIONS_H
#define PH_ORGANISATIONS_H

#include "search/schema.h"

#define PH_ORGANISATIONS_HEAD sizeof(uint64_t)

/* The key of nobody: of a contact that names no organisation. */
#define PH_NO_ORGANISATION UINT64_C(0)

unsigned ph_role_quarters(ph_role role);

/* Sets the key of each organisation of a record: of the vocabulary's id, where it is known
 * there, else of the folded name - without an acronym in brackets, "the" in front, and its country
 * behind ("of the Republic of Moldova") - and the country.  False: no memory. */
bool ph_organisations_set_keys(ph_arena *arena, ph_record *record);

/* The key of the organisation that a contact of the record names. */
uint64_t ph_contact_key(const ph_record *record, const ph_contact *contact);

/* The value of a record whose keys are set: an organisation once, with the weightiest role. */
void ph_organisations_pack(ph_buf *buf, const ph_record *record);

typedef struct ph_organisation_entry {
    uint64_t key;
    unsigned quarters;
    ph_str country; /* absent: none */
} ph_organisation_entry;

/* Takes the head off a value, and then one entry after another.  False at the end, or if what is
 * left is no entry: then it is left in *rest. */
bool ph_organisations_work(ph_str *rest, uint64_t *work);
bool ph_organisations_next(ph_str *rest, ph_organisation_entry *entry);

/* "XO:0123456789abcdef"; returns its length. */
#define PH_ORGANISATION_TERM sizeof "XOW:0123456789abcdef"
size_t ph_organisation_term(const char *prefix, uint64_t key,
                            char term[PH_ORGANISATION_TERM]);

/* Calls back with each boolean term of a record whose keys are set.  Stops and returns false when
 * `each` does. */
bool ph_organisation_terms(const ph_record *record, bool (*each)(void *user, ph_str term),
                           void *user);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * forget.h - peerhub-index --forget=ID: a document, or a contact of one, leaves the index for
 * good (INTERFACE, "Consent").
 *
 * All that stays is carried into a fresh generation, which is swapped in when it is whole, and
 * then every other generation is removed from the disk: Xapian would leave what is deleted in
 * free blocks of its files.  So a run that is killed leaves the old index or the new one, and
 * readers go from one to the other as after any full build.
 *
 * What stays are hashes (ph_forgotten, store.h): of a document's id, so that a reader answers
 * "gone"; of its file and its bytes within its source, so that no run takes them in again; of a
 * contact's name with its organisation and with its mailbox, so that the contact counts as one
 * without consent in every document.
 */
#ifndef PH_FORGET_H
#define PH_FORGET_H

#include "search/base.h"

typedef struct ph_forget_counts {
    unsigned documents, contacts; /* that were forgotten */
    unsigned changed;             /* documents that a contact was taken out of */
    unsigned generations;         /* on disk that had any of it */
} ph_forget_counts;

/* ids: each a document's id, or "ID#contact-N", the Nth (from 1) of the `contacts` of its record;
 * that contact leaves every document which has it.  All are forgotten, or none.
 * PH_INVALID: this is no such id; PH_UNKNOWN: the index does not know it; PH_NOT_FOUND: there is
 * no index; else as ph_store_open. */
ph_status ph_forget(const char *db, const char *vocabulary, const ph_strs *ids,
                    ph_forget_counts *counts, ph_error *err) PH_MUST_USE;

#endif

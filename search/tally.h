/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tally.h - the weight of evidence for each organisation over a set of documents.
 *
 * A tally is fed with PH_SLOT_ORGANISATIONS of each document (organisations.h).  Editions of one
 * work are one piece of evidence: an organisation counts once for a work, with the weightiest
 * role that it has in any of the editions fed.  Sums are whole quarters, so that they depend
 * on the set alone: not on its order, and not on shards.
 *
 * Threads: a tally belongs to one thread.
 */
#ifndef PH_TALLY_H
#define PH_TALLY_H

#include "search/organisations.h"

typedef struct ph_tally ph_tally;

typedef struct ph_tally_row {
    uint64_t key;
    uint64_t quarters;  /* the weight of evidence, times 4 */
    uint64_t documents; /* works that have it */
    char country[2];    /* zero bytes: none is told */
} ph_tally_row;

/* exclude: codes of countries whose organisations are left out; borrowed. */
ph_status ph_tally_new(ph_tally **out, const ph_strs *exclude, ph_error *err) PH_MUST_USE;
void ph_tally_free(ph_tally *tally);

/* Begins anew. */
void ph_tally_clear(ph_tally *tally);

/* One document.  PH_NO_MEMORY, or PH_CORRUPT: damaged bytes. */
ph_status ph_tally_add(ph_tally *tally, ph_str packed, ph_error *err) PH_MUST_USE;

/* Works fed. */
uint64_t ph_tally_works(const ph_tally *tally);

/* The organisations, weightiest first, ties by key; good until the tally changes. */
const ph_tally_row *ph_tally_rows(ph_tally *tally, size_t *n);

#endif

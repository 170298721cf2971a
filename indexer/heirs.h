/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * heirs.h - which document came in the place of one that went in the same run, so that its address
 * leads on (ph_store_lead).  The first of these that there is:
 *
 *   - one with the same bytes: the file went to another source, or a copy of it stayed
 *   - one that is new, if it alone among the new ones has the title, as far as ids tell it, and no
 *     other that went had it: the file was renamed and changed in one go, a row got another key
 *
 * Other editions of its work need not be written down: readers find them.
 *
 * Threads: ph_heirs_arrived may be called by several at once; all else by one.
 */
#ifndef PH_HEIRS_H
#define PH_HEIRS_H

#include "indexer/known.h"

typedef struct ph_heirs ph_heirs;

ph_status ph_heirs_new(ph_heirs **out, ph_error *err) PH_MUST_USE;
void ph_heirs_free(ph_heirs *heirs);

/* A document that was in no index before (copied), and one that has been removed from it (borrowed). */
bool ph_heirs_arrived(ph_heirs *heirs, ph_str id, ph_str language, uint64_t content,
                      uint64_t size) PH_MUST_USE;
bool ph_heirs_departed(ph_heirs *heirs, const ph_stamp *stamp) PH_MUST_USE;

/* Writes down who came for whom.  known: all that was there before. */
ph_status ph_heirs_settle(ph_heirs *heirs, const ph_known *known, ph_store *store,
                          ph_error *err) PH_MUST_USE;

#endif

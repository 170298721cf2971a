/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pick.h - which passages of a document say best why it was found.
 *
 * Where the question's words stand is known from their positions in the index, so that a text of
 * thousands of passages is not read.  A passage with more different words of the question comes
 * first (a word of its headings counts half); then rarer words, closer together, and a
 * recommendation, a lesson or the like before plain text, that before a table.  Of passages that
 * are as good, those that stand beside each other are not shown together, and of those that
 * say nearly the same one is shown.
 */
#ifndef PH_PICK_H
#define PH_PICK_H

#include "search/match_private.h"

/* The places in record->passages of the best ones, best first, at most PH_PASSAGES_SHOWN; *n: how
 * many.  None has words of the question: 0. */
xapian_status ph_pick(ph_reader *r, ph_search_unit *u, xapian_docid docid,
                      const ph_record *record, size_t best[PH_PASSAGES_SHOWN], size_t *n,
                      ph_status *status, ph_error *err, xapian_error *why);

#endif

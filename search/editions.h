/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * editions.h - which edition of a work is shown.  A search collapses documents of one work
 * (ph_work_number) and keeps the one that fits best by its words; a reader wants the one in
 * the language of the question, where that answers it too, and of a question in no language the one
 * in his own.
 */
#ifndef PH_EDITIONS_H
#define PH_EDITIONS_H

#include "search/match_private.h"

/* The works of the documents, in their order (works: room for found->n), and the documents of
 * any of them; *any is the plan's, NULL when there are none or the plan has failed. */
xapian_status ph_editions_read(const ph_reader *r, ph_search_unit *u,
                               const ph_founds *found, uint64_t *works,
                               const xapian_query **any, xapian_error *why);

/* Puts in the place of a document another edition that is in the plan's language and is found
 * as well; of several the one whose PH_SLOT_TIE is least.  Places and weights stay. */
xapian_status ph_editions_choose(const ph_reader *r, ph_search_unit *u, ph_founds *found,
                                 ph_status *status, ph_error *err, xapian_error *why);

#endif

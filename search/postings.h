/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * postings.h - the words of a document sorted by term, and then a Xapian document.
 *
 * A Xapian document is a tree of terms.  Handing it each term once, with all its positions,
 * takes half the time that word after word would.
 *
 * Threads: one at a time.
 */
#ifndef PH_POSTINGS_H
#define PH_POSTINGS_H

#include "search/analysis.h"
#include "search/xapian-c/xapian-c.h"

typedef struct ph_postings ph_postings;

/* In the arena, which lives longer.  words: about so many will come.  NULL: no memory. */
ph_postings *ph_postings_new(ph_arena *arena, size_t words);

/* A word at a position, which counts `weight`; with a prefix (not 0) the term is PREFIX + it.
 * Positions of a term grow.  False: no memory. */
bool ph_postings_add(ph_postings *postings, ph_token token, char prefix,
                     xapian_termcount weight, xapian_termpos position);

/* All of them into a document.  XAPIAN_NO_MEMORY also where *why says nothing. */
xapian_status ph_postings_write(const ph_postings *postings, xapian_document *doc,
                                xapian_error *why);

#endif

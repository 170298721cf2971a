/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unaccented.h - words typed without their accents: "evaluacion" for "evaluación".
 *
 * Stemmers need accents (analysis.h): the stem of what was typed may be no stem of the word
 * that was meant.  The lists of words (wordlist.h) hold words folded, so a word typed in plain
 * letters, a to z, counts as every listed word that is the same without its accents, and gets
 * their terms beside its own stems.  Where none is ("educatie", when there is only "educația"),
 * it counts as those listed words of one stem with it, all without accents, whose term only an
 * accent explains.  A word typed with an accent is left as it is.
 *
 * What all shards list counts: any number of shards gives the same.
 */
#ifndef PH_UNACCENTED_H
#define PH_UNACCENTED_H

#include "search/plan.h"
#include "search/reader_private.h"

/* Adds to `terms` those of all listed words that are written so but for accents, unless they
 * are there; nothing for a word that is not of plain letters.  The strings are valid as long as the
 * arena and the reader's revision, in which the lists are asked for a word once. */
xapian_status ph_unaccented_terms(ph_reader *reader, ph_str word, ph_arena *arena,
                                  ph_strs *terms, ph_status *status, ph_error *err,
                                  xapian_error *why);

/* Notes in the plan what a tree's words (root may be NULL) stand for besides: phrases, words
 * behind a field and in NEAR too, not prefix*.  A failure of ours is in plan->status. */
xapian_status ph_unaccented_find(ph_reader *reader, const ph_node *root, ph_plan *plan,
                                 xapian_error *why);

#endif

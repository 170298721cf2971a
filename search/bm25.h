/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bm25.h - how much a word in a document weighs, as Xapian's BM25Weight computes it, with our
 * parameters: Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond"
 * (2009).  Xapian weighs whole questions with it; what reorders the best documents (evidence.h,
 * feedback.h) weighs further things in the same coin.
 *
 * The parameters were chosen by measurement: HACKING.md, "The order of answers".
 */
#ifndef PH_BM25_H
#define PH_BM25_H

#include <math.h>

#define PH_BM25_K1 1.2
#define PH_BM25_B 0.6
#define PH_BM25_MIN_LENGTH 0.5 /* of the average: shorter documents count as that long */

/* What a word weighs that is in `freq` of `documents` (0 <= freq <= documents): more than 0. */
static inline double ph_bm25_rarity(double freq, double documents)
{
    double odds = (documents - freq + 0.5) / (freq + 0.5);
    return log(odds < 2 ? odds * 0.5 + 1 : odds);
}

/* Times which a document of that length gets of it that has it so often: 0 to K1 + 1.
 * average: of all documents' lengths, more than 0. */
static inline double ph_bm25_share(double often, double length, double average)
{
    double relative = fmax(length / average, PH_BM25_MIN_LENGTH);
    return (PH_BM25_K1 + 1) * often /
           (often + PH_BM25_K1 * (1 - PH_BM25_B + PH_BM25_B * relative));
}

#endif

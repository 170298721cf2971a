/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_enquire_weight_bm25 - weighting schemes
 *
 * Which scheme an enquire weighs terms by: one of these, BM25 in a new one. Numbers that
 * are not finite are XAPIAN_INVALID_ARGUMENT; those out of range are clamped, or where so
 * stated refused.
 *
 * For the schemes: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25
 * and Beyond (2009); Lv and Zhai, Lower-Bounding Term Frequency Normalization (2011), for
 * the plus forms; Amati and van Rijsbergen, Probabilistic Models of Information Retrieval
 * Based on Measuring the Divergence From Randomness (2002), for InL2, IfB2, IneB2, BB2,
 * PL2, DLH and DPH; Zhai and Lafferty, A Study of Smoothing Methods for Language Models
 * (2004).
 *
 * A scheme of the application's own is left out: it would be called back for every
 * posting.
 */
#ifndef XAPIAN_C_WEIGHT_H
#define XAPIAN_C_WEIGHT_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* No weights: for filters, and where order comes from values. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_bool(xapian_enquire *enquire,
                                                        xapian_error *err);
/* How many terms of the query match, counting wqf. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_coord(xapian_enquire *enquire,
                                                         xapian_error *err);
/* Xapian's own is (1, 0, 1, 0.5, 0.5). k1, k2 and k3 are 0 or more, b from 0 to 1;
 * lengths below min_normlen times the average count as that. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_bm25(xapian_enquire *enquire, double k1,
                                                        double k2, double k3, double b,
                                                        double min_normlen,
                                                        xapian_error *err);
/* The same with 'delta' (1) for each term that matches, so that long documents are not
 * punished too much. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_bm25plus(xapian_enquire *enquire,
                                                            double k1, double k2, double k3,
                                                            double b, double min_normlen,
                                                            double delta,
                                                            xapian_error *err);
/* BM25 of old: Xapian's own k is 1. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_trad(xapian_enquire *enquire, double k,
                                                        xapian_error *err);
/* Three letters, as in SMART: for wdf one of n b s l L, for idf n t p f s, for the whole
 * n, for example "ntn", Xapian's own and that of NULL. Other letters, and no zero byte
 * behind the third, are XAPIAN_INVALID_ARGUMENT. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_tfidf(xapian_enquire *enquire,
                                                         const char *normalizations,
                                                         xapian_error *err);

/* Divergence from randomness. 'c', which scales lengths, must be above 0, or it is
 * XAPIAN_INVALID_ARGUMENT; Xapian's own is 1. 'delta' (0.8) is above 0. */

XAPIAN_C_CHECK xapian_status xapian_enquire_weight_inl2(xapian_enquire *enquire, double c,
                                                        xapian_error *err);
/* Weighs a term below 0 that occurs more often in the collection than there are
 * documents: a query of such terms alone then matches nothing. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_ifb2(xapian_enquire *enquire, double c,
                                                        xapian_error *err);

XAPIAN_C_CHECK xapian_status xapian_enquire_weight_ineb2(xapian_enquire *enquire, double c,
                                                         xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_bb2(xapian_enquire *enquire, double c,
                                                       xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_pl2(xapian_enquire *enquire, double c,
                                                       xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_pl2plus(xapian_enquire *enquire,
                                                           double c, double delta,
                                                           xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_dlh(xapian_enquire *enquire,
                                                       xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_dph(xapian_enquire *enquire,
                                                       xapian_error *err);

/* Language models, by how they smooth. */
typedef enum XAPIAN_C_INT {
    XAPIAN_LM_TWO_STAGE = 1,     /* first: lambda, 0.7; second: mu, 2000 */
    XAPIAN_LM_DIRICHLET,         /* first: mu, 2000 */
    XAPIAN_LM_ABSOLUTE_DISCOUNT, /* first: delta, 0.7 */
    XAPIAN_LM_JELINEK_MERCER,    /* first: lambda, 0.1 for few words to 0.7 for many */
    XAPIAN_LM_DIRICHLET_PLUS     /* first: mu, 2000; second: delta, 0.05 */
} xapian_lm_smoothing;

/* 'log' keeps weights above 0: what the product of probabilities is multiplied by before
 * the logarithm; 0 is the longest document's length. A negative 'first' or 'second' is
 * Xapian's own, which is 0.7 for the first whatever the smoothing: give it. */
XAPIAN_C_CHECK xapian_status xapian_enquire_weight_lm(xapian_enquire *enquire, double log,
                                                      xapian_lm_smoothing smoothing,
                                                      double first, double second,
                                                      xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_WEIGHT_H */

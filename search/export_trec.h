/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_trec.h - answers as a run that trec_eval and its like read: a line for each document,
 *
 *     ID Q0 KEY RANK SCORE peerhub
 *
 * in which ID is the question's, KEY the document's, and ranks begin at 1.
 */
#ifndef PH_EXPORT_TREC_H
#define PH_EXPORT_TREC_H

#include <stdio.h>

#include "search/search.h"

/* trec_eval sorts by the score alone, read as a number of single precision: so each score is
 * lower than the one above it by a ten-thousandth at least, whatever the order is by.  White
 * space and "%" in a key are written as %20 and the like.  first: rank of the first hit, from
 * 0.  Returns false when writing fails. */
bool ph_result_trec(FILE *out, const ph_result *result, ph_str id, size_t first);

#endif

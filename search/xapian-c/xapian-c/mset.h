/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_mset - match sets: the best matches, counts and snippets
 */
#ifndef XAPIAN_C_MSET_H
#define XAPIAN_C_MSET_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

void xapian_mset_free(xapian_mset *mset);

/* How many matches are in it. */
xapian_doccount xapian_mset_size(const xapian_mset *mset);
/* The rank of the first: what xapian_enquire_mset() was given. */
xapian_doccount xapian_mset_first(const xapian_mset *mset);
/* How many documents match: never below, a guess, never above. */
xapian_doccount xapian_mset_lower_bound(const xapian_mset *mset);
xapian_doccount xapian_mset_estimated(const xapian_mset *mset);
xapian_doccount xapian_mset_upper_bound(const xapian_mset *mset);
/* The same before collapsing. */
xapian_doccount xapian_mset_uncollapsed_lower_bound(const xapian_mset *mset);
xapian_doccount xapian_mset_uncollapsed_estimated(const xapian_mset *mset);
xapian_doccount xapian_mset_uncollapsed_upper_bound(const xapian_mset *mset);

/* The greatest weight that a document could have, and that one has. */
double xapian_mset_max_possible(const xapian_mset *mset);
double xapian_mset_max_attained(const xapian_mset *mset);

/* What a weight is as a percentage, 100 for that of a document with all terms. */
XAPIAN_C_CHECK xapian_status xapian_mset_weight_percent(const xapian_mset *mset,
                                                        double weight, int *percent,
                                                        xapian_error *err);

/* ---- matches ---- */

/* Of match 'i', from 0 to size - 1; beyond is XAPIAN_RANGE. */
XAPIAN_C_CHECK xapian_status xapian_mset_docid(const xapian_mset *mset, xapian_doccount i,
                                               xapian_docid *docid, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_weight(const xapian_mset *mset, xapian_doccount i,
                                                double *weight, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_percent(const xapian_mset *mset, xapian_doccount i,
                                                 int *percent, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_rank(const xapian_mset *mset, xapian_doccount i,
                                              xapian_doccount *rank, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_sort_key(const xapian_mset *mset,
                                                  xapian_doccount i, const char **key,
                                                  size_t *key_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_mset_collapse_key(const xapian_mset *mset,
                                                      xapian_doccount i, const char **key,
                                                      size_t *key_len, xapian_error *err);
/* At least so many others were collapsed into this one. */
XAPIAN_C_CHECK xapian_status xapian_mset_collapse_count(const xapian_mset *mset,
                                                        xapian_doccount i,
                                                        xapian_doccount *count,
                                                        xapian_error *err);
/* A new handle. */
XAPIAN_C_CHECK xapian_status xapian_mset_document(const xapian_mset *mset,
                                                  xapian_doccount i, xapian_document **out,
                                                  xapian_error *err);
/* A hint that all documents of the set will be read, so that the disk can begin. Of a set
 * whose first rank is not 0 it does nothing. */
XAPIAN_C_CHECK xapian_status xapian_mset_fetch(const xapian_mset *mset, xapian_error *err);

/* ---- terms of the query ---- */

/* In how many documents a term of the query is, as the search counted. */
XAPIAN_C_CHECK xapian_status xapian_mset_term_freq(const xapian_mset *mset,
                                                   const char *term, size_t term_len,
                                                   xapian_doccount *freq,
                                                   xapian_error *err);

/* The most that it can add to a document's weight; of a term that is not in the query 0. */
XAPIAN_C_CHECK xapian_status xapian_mset_term_weight(const xapian_mset *mset,
                                                     const char *term, size_t term_len,
                                                     double *weight, xapian_error *err);

/* ---- snippets ---- */

#define XAPIAN_SNIPPET_BACKGROUND 1u          /* prefer rarer words around the match */
#define XAPIAN_SNIPPET_EXHAUSTIVE 2u          /* look at all of the text */
#define XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH 4u /* no text where nothing matches */
#define XAPIAN_SNIPPET_CJK_NGRAM 2048u        /* as XAPIAN_GENERATE_CJK_NGRAM */

/* The last three each end with a zero byte, and none is NULL. */
typedef struct {
    size_t length;           /* of the text shown, in bytes, about */
    const xapian_stem *stem; /* that the terms were made with; NULL for none */
    unsigned flags;          /* XAPIAN_SNIPPET_... */
    const char *before;      /* a match, such as "<b>"; not escaped */
    const char *after;       /* a match */
    const char *omit;        /* where text was left out */
} xapian_snippet_options;

/* The part of a text that matches best, with '<', '>' and '&' escaped as in HTML; bytes
 * that are not UTF-8 are left in. Words match if they make terms of the query. 'options'
 * NULL is Xapian's own: 500, none, BACKGROUND | EXHAUSTIVE, "<b>", "</b>", "...". */
XAPIAN_C_CHECK xapian_status xapian_mset_snippet(const xapian_mset *mset, const char *text,
                                                 size_t text_len,
                                                 const xapian_snippet_options *options,
                                                 const char **snippet, size_t *snippet_len,
                                                 xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_MSET_H */

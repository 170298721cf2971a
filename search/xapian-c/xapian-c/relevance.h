/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_eset - relevance feedback: documents that are relevant, terms that they suggest
 *
 * Documents that somebody found relevant improve the weights of xapian_enquire_mset(),
 * and suggest terms that refine the query.
 */
#ifndef XAPIAN_C_RELEVANCE_H
#define XAPIAN_C_RELEVANCE_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- documents said to be relevant ---- */

/* A set of docids, each once; 0 is XAPIAN_INVALID_ARGUMENT. */
XAPIAN_C_CHECK xapian_status xapian_rset_new(xapian_rset **out, xapian_error *err);
void xapian_rset_free(xapian_rset *rset);
xapian_doccount xapian_rset_size(const xapian_rset *rset);
bool xapian_rset_contains(const xapian_rset *rset, xapian_docid docid);
XAPIAN_C_CHECK xapian_status xapian_rset_add(xapian_rset *rset, xapian_docid docid,
                                             xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_rset_remove(xapian_rset *rset, xapian_docid docid,
                                                xapian_error *err);

/* ---- terms that they suggest ---- */

/* Robertson's weights for terms, with Xapian's own k of 1, or Bose-Einstein statistics. */
typedef enum XAPIAN_C_INT { XAPIAN_EXPAND_TRAD = 0, XAPIAN_EXPAND_BO1 } xapian_expansion;

/* How an enquire weighs terms; 'k' is for XAPIAN_EXPAND_TRAD, and finite. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_expansion(xapian_enquire *enquire,
                                                          xapian_expansion scheme, double k,
                                                          xapian_error *err);

#define XAPIAN_ESET_QUERY_TERMS 1u /* also terms that are in the query */
#define XAPIAN_ESET_EXACT_FREQ 2u  /* over several shards: the same as of one, but dear */

/* Whether a term is taken: sets 'take'. Nonzero ends the call with XAPIAN_CALLBACK. Must
 * not use the enquire, nor leave by longjmp(). */
typedef int (*xapian_expand_fn)(void *user, const char *term, size_t term_len, bool *take);

typedef struct {
    unsigned flags;     /* XAPIAN_ESET_... */
    double min_weight;  /* only above; 0 or more, and finite */
    const char *prefix; /* only terms that begin so; NULL is all */
    size_t prefix_len;
    xapian_expand_fn fn; /* or NULL: all */
    void *user;
} xapian_eset_options;

/* Terms that tell the documents of 'rset' from others, at most 'max', as a new handle.
 * 'options' NULL is all of them 0. */
XAPIAN_C_CHECK xapian_status xapian_enquire_eset(const xapian_enquire *enquire,
                                                 const xapian_rset *rset,
                                                 xapian_termcount max,
                                                 const xapian_eset_options *options,
                                                 xapian_eset **out, xapian_error *err);

void xapian_eset_free(xapian_eset *eset);
/* How many terms. */
xapian_termcount xapian_eset_size(const xapian_eset *eset);
/* Of term 'i', best first, from 0 to size - 1; beyond is XAPIAN_RANGE. */
XAPIAN_C_CHECK xapian_status xapian_eset_term(const xapian_eset *eset, xapian_termcount i,
                                              const char **term, size_t *term_len,
                                              xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_eset_weight(const xapian_eset *eset, xapian_termcount i,
                                                double *weight, xapian_error *err);
/* How many terms there were to choose from, at least. */
xapian_termcount xapian_eset_bound(const xapian_eset *eset);

XAPIAN_C_END

#endif /* XAPIAN_C_RELEVANCE_H */

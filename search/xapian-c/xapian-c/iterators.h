/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_terms - iterators over terms, postings, positions and values
 *
 * A new iterator stands before its first entry. _next moves to the next entry and gives
 * it, or returns XAPIAN_END and stays there. _skip_to moves to the first entry at or
 * after its target, unless already there or past, and gives it like _next. The others
 * tell more of the entry; before the first, and at the end, they return
 * XAPIAN_INVALID_OPERATION, and so they do if this kind of list does not know. So does
 * each call once a move has failed.
 *
 * An entry is lent: it is good until the next call on that iterator. To move allocates no
 * more than it does in C++: nothing for numbers, and a long string is made by Xapian.
 */
#ifndef XAPIAN_C_ITERATORS_H
#define XAPIAN_C_ITERATORS_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- terms ---- */

XAPIAN_C_CHECK xapian_status xapian_terms_next(xapian_terms *terms, const char **term,
                                               size_t *term_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_terms_skip_to(xapian_terms *terms, const char *target,
                                                  size_t target_len, const char **term,
                                                  size_t *term_len, xapian_error *err);
/* In how many documents it is. */
XAPIAN_C_CHECK xapian_status xapian_terms_freq(const xapian_terms *terms,
                                               xapian_doccount *freq, xapian_error *err);
/* How often it is within this document. */
XAPIAN_C_CHECK xapian_status xapian_terms_wdf(const xapian_terms *terms,
                                              xapian_termcount *wdf, xapian_error *err);
/* At how many places, and where, it stands in this document. The second makes a new
 * iterator. */
XAPIAN_C_CHECK xapian_status xapian_terms_position_count(const xapian_terms *terms,
                                                         xapian_termcount *count,
                                                         xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_terms_positions(const xapian_terms *terms,
                                                    xapian_positions **out,
                                                    xapian_error *err);
void xapian_terms_free(xapian_terms *terms);

/* ---- postings ---- */

XAPIAN_C_CHECK xapian_status xapian_postings_next(xapian_postings *postings,
                                                  xapian_docid *docid, xapian_error *err);
/* The next entries, at most 'max' of them (1 or more), in one call, which is faster; the
 * iterator is then on the last. 'wdfs', for how often the term is in each, may be NULL.
 * XAPIAN_END when there is none, and 'n' as it was. What fails may have written some. */
XAPIAN_C_CHECK xapian_status xapian_postings_next_many(xapian_postings *postings,
                                                       xapian_docid *docids,
                                                       xapian_termcount *wdfs, size_t max,
                                                       size_t *n, xapian_error *err);

XAPIAN_C_CHECK xapian_status xapian_postings_skip_to(xapian_postings *postings,
                                                     xapian_docid target,
                                                     xapian_docid *docid,
                                                     xapian_error *err);
/* Of this document: how often the term is in it, its length, how many different terms. */
XAPIAN_C_CHECK xapian_status xapian_postings_wdf(const xapian_postings *postings,
                                                 xapian_termcount *wdf, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_postings_doc_length(const xapian_postings *postings,
                                                        xapian_termcount *length,
                                                        xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_postings_unique_terms(const xapian_postings *postings,
                                                          xapian_termcount *count,
                                                          xapian_error *err);
/* Where the term stands in this document, as a new iterator. */
XAPIAN_C_CHECK xapian_status xapian_postings_positions(const xapian_postings *postings,
                                                       xapian_positions **out,
                                                       xapian_error *err);
void xapian_postings_free(xapian_postings *postings);

/* ---- positions ---- */

XAPIAN_C_CHECK xapian_status xapian_positions_next(xapian_positions *positions,
                                                   xapian_termpos *pos, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_positions_skip_to(xapian_positions *positions,
                                                      xapian_termpos target,
                                                      xapian_termpos *pos,
                                                      xapian_error *err);
void xapian_positions_free(xapian_positions *positions);

/* ---- values ---- */

/* Of a slot: the documents that have a value there. Of a document: its values by slot,
 * where 'docid' is that of the document at each; they have no skip_to. */
XAPIAN_C_CHECK xapian_status xapian_values_next(xapian_values *values, xapian_docid *docid,
                                                const char **value, size_t *value_len,
                                                xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_values_skip_to(xapian_values *values,
                                                   xapian_docid target, xapian_docid *docid,
                                                   const char **value, size_t *value_len,
                                                   xapian_error *err);
/* Which slot the value is in. */
XAPIAN_C_CHECK xapian_status xapian_values_slot(const xapian_values *values,
                                                xapian_slot *slot, xapian_error *err);
void xapian_values_free(xapian_values *values);

XAPIAN_C_END

#endif /* XAPIAN_C_ITERATORS_H */

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_enquire - searches
 *
 * An enquire has a database, a query, weights and an order, and makes match sets.
 * Weights: xapian_enquire_weight_bm25(3); terms to refine a query: xapian_eset(3).
 *
 * While a callback of its search runs, an enquire is in use: another call on it returns
 * XAPIAN_INVALID_OPERATION. If a callback leaves by longjmp(), it stays in use for ever,
 * and what the search held is lost: free it, and make another.
 */
#ifndef XAPIAN_C_ENQUIRE_H
#define XAPIAN_C_ENQUIRE_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* Keeps the database alive. One without shards is XAPIAN_INVALID_ARGUMENT. A new enquire
 * matches nothing, weighs with BM25, and sorts by weight, then docid. */
XAPIAN_C_CHECK xapian_status xapian_enquire_new(const xapian_db *db, xapian_enquire **out,
                                                xapian_error *err);
void xapian_enquire_free(xapian_enquire *enquire);

/* 'length' 0 is the query's own. The second gives it back, as a new handle. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_query(xapian_enquire *enquire,
                                                      const xapian_query *query,
                                                      xapian_termcount length,
                                                      xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_query(const xapian_enquire *enquire,
                                                  xapian_query **out, xapian_error *err);

/* ---- order ---- */

typedef enum XAPIAN_C_INT {
    XAPIAN_DOCID_ASCENDING = 0,
    XAPIAN_DOCID_DESCENDING,
    XAPIAN_DOCID_ANY /* as is fastest */
} xapian_docid_order;

typedef enum XAPIAN_C_INT {
    XAPIAN_SORT_VALUE = 0,            /* by it alone: equal ones by docid */
    XAPIAN_SORT_VALUE_THEN_RELEVANCE, /* equal ones by weight */
    XAPIAN_SORT_RELEVANCE_THEN_VALUE  /* by weight, equal ones by value */
} xapian_sort;

typedef struct {
    xapian_slot slot;
    bool descending;
    const char *fallback; /* for documents without a value; NULL is the empty string */
    size_t fallback_len;
} xapian_sort_slot;

/* What breaks the ties that remain: ascending in a new one. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_docid_order(xapian_enquire *enquire,
                                                            xapian_docid_order order,
                                                            xapian_error *err);

/* How matches are sorted: by one of these. A document without the value counts as the empty
 * string, the lowest. */
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_relevance(xapian_enquire *enquire,
                                                              xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_value(xapian_enquire *enquire,
                                                          xapian_sort sort,
                                                          xapian_slot slot, bool descending,
                                                          xapian_error *err);
/* By the first slot, then the second, ... 'n' is at least 1. Not on a remote database. */
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_slots(xapian_enquire *enquire,
                                                          xapian_sort sort,
                                                          const xapian_sort_slot *slots,
                                                          size_t n, xapian_error *err);

/* By a key that a callback makes, compared by bytes: sets 'key' to memory of its own
 * that is good until the next call. 'doc' is borrowed for the time of the call. Nonzero
 * ends the search with XAPIAN_CALLBACK. Must not use this enquire, nor leave by
 * longjmp(). */
typedef int (*xapian_key_fn)(void *user, const xapian_document *doc, const char **key,
                             size_t *key_len);
/* 'user' must be good for as long as the enquire. Not on a remote database. */
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_key(xapian_enquire *enquire,
                                                        xapian_sort sort, xapian_key_fn fn,
                                                        void *user, bool descending,
                                                        xapian_error *err);

/* ---- which documents ---- */

/* At most 'max' documents with the same value in the slot; XAPIAN_NO_SLOT for no bound. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_collapse(xapian_enquire *enquire,
                                                         xapian_slot slot,
                                                         xapian_doccount max,
                                                         xapian_error *err);
/* Leaves out documents below that percentage (0 to 100) or weight. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_cutoff(xapian_enquire *enquire, int percent,
                                                       double weight, xapian_error *err);
/* After so long the rest of check_at_least is given up, so that counts and spies are no
 * longer exact; 0 for no limit. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_time_limit(xapian_enquire *enquire,
                                                           double seconds,
                                                           xapian_error *err);

/* Whether a match is taken: sets 'take'. Called for few documents or many, in no order;
 * 'doc' is borrowed for the time of the call. Nonzero ends the search with
 * XAPIAN_CALLBACK. Must not use this enquire, nor leave by longjmp(). A query is faster
 * where it can say the same. */
typedef int (*xapian_decider_fn)(void *user, const xapian_document *doc, bool *take);
/* 'fn' NULL takes all. 'user' must be good for as long as the enquire. Not on a remote
 * database: XAPIAN_UNIMPLEMENTED from the search. */
XAPIAN_C_CHECK xapian_status xapian_enquire_set_decider(xapian_enquire *enquire,
                                                        xapian_decider_fn fn, void *user,
                                                        xapian_error *err);

/* ---- searching ---- */

/* Keeps the spy alive until cleared or freed. */
XAPIAN_C_CHECK xapian_status xapian_enquire_add_matchspy(xapian_enquire *enquire,
                                                         xapian_matchspy *spy,
                                                         xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_enquire_clear_matchspies(xapian_enquire *enquire,
                                                             xapian_error *err);

/* Runs the search and gives at most 'max' matches, from rank 'first' (0 is the best).
 * Counts are exact, and spies see every match, if 'check_at_least' is the number of
 * documents. 'rset' (which may be NULL) improves weights. A new handle. */
XAPIAN_C_CHECK xapian_status xapian_enquire_mset(const xapian_enquire *enquire,
                                                 xapian_doccount first, xapian_doccount max,
                                                 xapian_doccount check_at_least,
                                                 const xapian_rset *rset, xapian_mset **out,
                                                 xapian_error *err);

/* The terms of the query that are in a document, by their 'pos' in the query. No freq, no
 * skip_to. A new handle. */
XAPIAN_C_CHECK xapian_status xapian_enquire_matching_terms(const xapian_enquire *enquire,
                                                           xapian_docid docid,
                                                           xapian_terms **out,
                                                           xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_ENQUIRE_H */

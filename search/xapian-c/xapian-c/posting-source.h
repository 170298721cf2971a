/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_query_source - queries whose documents and weights are given by values or by
 * callbacks
 *
 * A posting source gives documents by docid, each with a weight. It stands in a query
 * like a term; xapian_query_combine() adds its weights to those of words, or filters by
 * it.
 */
#ifndef XAPIAN_C_POSTING_SOURCE_H
#define XAPIAN_C_POSTING_SOURCE_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- by values ---- */

/* Matches all documents, each with that weight (0 or more, and finite). */
XAPIAN_C_CHECK xapian_status xapian_query_fixed_weight(double weight, xapian_query **out,
                                                       xapian_error *err);
/* Documents with a value in the slot, which xapian_sortable_serialise() made; it is the
 * weight. Values below 0 give wrong results. */
XAPIAN_C_CHECK xapian_status xapian_query_value_weight(xapian_slot slot, xapian_query **out,
                                                       xapian_error *err);
/* The same where values fall as docids rise, from docid 'first' to 'last' (0: to the
 * end): the search ends early. */
XAPIAN_C_CHECK xapian_status xapian_query_decreasing_value_weight(xapian_slot slot,
                                                                  xapian_docid first,
                                                                  xapian_docid last,
                                                                  xapian_query **out,
                                                                  xapian_error *err);

typedef struct {
    const char *value;
    size_t value_len;
    double weight; /* 0 or more, and finite */
} xapian_value_weight;

/* Documents with a value in the slot: the weight is that of the value in the map, or
 * 'otherwise' (0 or more, and finite) if it is not there. */
XAPIAN_C_CHECK xapian_status xapian_query_value_map(xapian_slot slot,
                                                    const xapian_value_weight *map,
                                                    size_t n, double otherwise,
                                                    xapian_query **out, xapian_error *err);

/* ---- by callbacks ---- */

/* What a source says of the documents it will give in one shard. */
typedef struct {
    xapian_doccount lower;    /* no fewer documents; 0 if not known */
    xapian_doccount estimate; /* about so many */
    xapian_doccount upper;    /* no more; the number of documents if not known */
    double max_weight;        /* no weight above; 0 or more, and finite */
} xapian_source_bounds;

/* All callbacks return 0 to go on; another number ends the search with XAPIAN_CALLBACK.
 * They run on the thread that called xapian_enquire_mset(), must not use that enquire,
 * nor leave by longjmp(). */
typedef struct {
    /* A walk through 'shard' begins: sets '*bounds', and '*walk' to what the others are
     * given. The shard is borrowed; handles made of it stay good, and docids are the
     * shard's own. Called once a shard and search, also several times at once. */
    int (*begin)(void *user, const xapian_db *shard, xapian_source_bounds *bounds,
                 void **walk);
    /* To the first document with a docid of at least 'target', which is always above the
     * one before: sets '*docid' to it, or to 0 if there is none, and '*weight'.
     * Documents whose weight is below 'min_weight' need not be given. */
    int (*next)(void *walk, xapian_docid target, double min_weight, xapian_docid *docid,
                double *weight);
    /* The walk ends. NULL if there is nothing to do. */
    void (*end)(void *walk);
} xapian_source;

/* 'source' is copied; 'user' must be good for as long as queries made of this are. Not
 * on a remote database: XAPIAN_UNIMPLEMENTED. A docid below the target, or a weight that
 * is not from 0 to max_weight, is XAPIAN_INVALID_ARGUMENT from the search. */
XAPIAN_C_CHECK xapian_status xapian_query_source(const xapian_source *source, void *user,
                                                 xapian_query **out, xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_POSTING_SOURCE_H */

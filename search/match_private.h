/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_private.h - one question on its way to an answer; shared by match.c (what is asked),
 * rank.c (the best documents), count.c (the set and its facets) and show.c (what is shown of a
 * document).
 *
 * All of these run inside one ph_reader_run: a status of the binding other than XAPIAN_OK may
 * mean that the index has moved on, and everything begins anew.
 */
#ifndef PH_MATCH_PRIVATE_H
#define PH_MATCH_PRIVATE_H

#include "search/columns.h"
#include "search/plan.h"
#include "search/reader_private.h"

typedef struct ph_search_unit {
    const ph_query *query;
    ph_arena *arena;
    ph_result *result;
    ph_plan plan;
    const ph_node *tree;
    ph_columns *columns;        /* of this revision, or NULL */
    const xapian_query *text;   /* what the text asks for */
    uint64_t **text_sets;       /* its documents (sets.h), if they are known */
    const xapian_query *base;   /* text and conditions: what is counted */
    const xapian_query *ranked; /* and the choices, with weights: what is shown */
    bool lifted;                /* PH_PLAN_FIRST is in the weights */
} ph_search_unit;

/* A document and its weight. */
typedef struct ph_found {
    xapian_docid docid;
    double weight;
} ph_found;

typedef PH_VEC(ph_found) ph_founds;

/* rank.c: the documents of the page that was asked for (offset, limit), in the order in which
 * they are shown.  The order never changes which documents match. */
xapian_status ph_rank(ph_reader *r, ph_search_unit *u, ph_founds *found, ph_status *status,
                      ph_error *err, xapian_error *why);

/* count.c: the total and every facet's counts. */
xapian_status ph_count(const ph_reader *r, ph_search_unit *u, ph_status *status,
                       ph_error *err, xapian_error *why);

/* count_columns.c: the same, by u->columns. */
xapian_status ph_count_columns(const ph_reader *r, ph_search_unit *u, ph_status *status,
                               ph_error *err, xapian_error *why);

/* show.c: the record of a document and, if wanted, its best passages, as one more hit. */
xapian_status ph_show(ph_reader *r, ph_search_unit *u, const ph_found *found,
                      ph_status *status, ph_error *err, xapian_error *why);

/* A search for which documents match, whatever their weights. */
xapian_status ph_unweighted(const ph_reader *r, const xapian_query *query,
                            xapian_enquire **enquire, xapian_error *why);

/* The cheapest weights that work.  With none at all (BoolWeight) Xapian 1.4.22 takes the list of
 * all documents for a term that all of them have, and reports a damaged index at the end of
 * its first block when there are gaps between documents. */
xapian_status ph_weigh_little(xapian_enquire *enquire, xapian_error *why);

#endif

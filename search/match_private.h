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

struct ph_peer_list;

typedef struct ph_search_unit {
    const ph_query *query;
    ph_arena *arena;
    ph_result *result;
    ph_plan plan;
    ph_node *tree;
    bool tried;                 /* a spelling: it may cost less */
    uint64_t cost;              /* of the text (budget.h) */
    ph_columns *columns;        /* of this revision, or NULL */
    const xapian_query *text;   /* what the text asks for */
    uint64_t **text_sets;       /* its documents (sets.h), if they are known */
    const xapian_query *base;   /* text and conditions: what is counted */
    const xapian_query *ranked; /* and the choices, with weights: what is shown */
    const xapian_query *first;  /* fewer than PH_MATCH_FEW documents, with every word, that
                                 * go first; NULL: there is no such rule */
    struct ph_peer_list *peers; /* peers_match.c; NULL: none were asked for */
} ph_search_unit;

/* match.c: the plan and the queries of a question.  Then, and always, ph_plan_free. */
xapian_status ph_prepare(ph_reader *r, ph_search_unit *u, ph_status *status, ph_error *err,
                         xapian_error *why);

/* match.c: the plan, and the tree's words with what counts as them, of which no query is made
 * yet.  Needs query, arena, result and tree.  Then, and always, ph_plan_free. */
xapian_status ph_prepare_words(ph_reader *r, ph_search_unit *u, ph_status *status,
                               ph_error *err, xapian_error *why);

/* match.c: `text` as its tree asks for it, if that is within the budget; else *status
 * PH_TOO_MUCH.  all: without a tree it is all documents. */
xapian_status ph_choose_words(ph_reader *r, ph_search_unit *u, ph_match match, bool all,
                              ph_status *status, ph_error *err, xapian_error *why);

/* match.c: adds the shards that did not answer; the strings in the arena. */
ph_status ph_tell_missing(const ph_reader *r, ph_arena *arena, ph_strs *missing,
                          ph_error *err);

/* match.c: a clock for took_ms. */
double ph_now_ms(void);

/* A document and its weight. */
typedef struct ph_found {
    xapian_docid docid;
    double weight;
    bool all_words;    /* it has every word, where others need not */
    uint64_t tie;      /* PH_SLOT_TIE; 0: not read yet */
    uint64_t language; /* rerank.c: a number for it; 0: not read yet */
} ph_found;

typedef PH_VEC(ph_found) ph_founds;

/* rank.c: the documents of the page that was asked for (offset, limit), in the order in which
 * they are shown.  The order never changes which documents match. */
xapian_status ph_rank(ph_reader *r, ph_search_unit *u, ph_founds *found, ph_status *status,
                      ph_error *err, xapian_error *why);

/* The same by columns, for the total alone. */
xapian_status ph_count_total(const ph_reader *r, ph_search_unit *u, size_t *total,
                             ph_status *status, ph_error *err, xapian_error *why);

/* expand_effects.c: fills ph_expansion.changes of an answer that has its total; with columns
 * alone. */
xapian_status ph_expansion_effects(ph_reader *r, ph_search_unit *u, ph_status *status,
                                   ph_error *err, xapian_error *why);

/* rank.c: the n best documents of any query by BM25 as it is in the books, one of each work.
 * The caller frees the set. */
xapian_status ph_best_works(const ph_reader *r, const xapian_query *query, size_t n,
                            xapian_mset **out, xapian_error *why);

/* rerank.c: how many of the best documents are to be looked at again, whichever page is asked
 * for: the same for a question, whatever its choices; 0: none. */
size_t ph_rerank_depth(const ph_search_unit *u);

/* Orders the first ph_rerank_depth documents by more than the first pass sees; the others stay
 * behind them.  `found` begins with the best of all. */
xapian_status ph_rerank(ph_reader *r, ph_search_unit *u, ph_founds *found,
                        ph_status *status, ph_error *err, xapian_error *why);

/* count.c: the total and every facet's counts. */
xapian_status ph_count(const ph_reader *r, ph_search_unit *u, ph_status *status,
                       ph_error *err, xapian_error *why);

/* count_columns.c: the same, by u->columns. */
xapian_status ph_count_columns(const ph_reader *r, ph_search_unit *u, ph_status *status,
                               ph_error *err, xapian_error *why);

/* show.c: the record of a document and, if wanted, its best passages, as one more hit. */
xapian_status ph_show(ph_reader *r, ph_search_unit *u, const ph_found *found,
                      ph_status *status, ph_error *err, xapian_error *why);

/* match.c: how many documents a question has with its filters, but at most `most`; match=auto
 * is taken as all.  None, if it costs more than ph_budget_tried: nobody is led there. */
xapian_status ph_match_count(ph_reader *r, const ph_query *query, ph_arena *arena,
                             xapian_doccount most, xapian_doccount *n, ph_status *status,
                             ph_error *err, xapian_error *why);

/* How much of the best document's weight a country that is just like the one asked for adds to
 * a document: less than 1, so that words decide before likeness does (docs/peers.md). */
#define PH_PEER_LIFT 0.5

/* peers_match.c, for query->peer: finds the peers and lifts their documents in u->ranked; tells
 * of a hit which peer lifted it and why. */
xapian_status ph_peers_lift(ph_reader *r, ph_search_unit *u, ph_status *status,
                            ph_error *err, xapian_error *why);
ph_status ph_peers_show(const ph_search_unit *u, ph_hit *hit, ph_error *err);

/* alternates.c: the other editions of the works of all hits, which are in the order of found. */
xapian_status ph_hit_alternates(ph_reader *r, ph_search_unit *u, const ph_founds *found,
                                ph_status *status, ph_error *err, xapian_error *why);

/* A search for which documents match, whatever their weights. */
xapian_status ph_unweighted(const ph_reader *r, const xapian_query *query,
                            xapian_enquire **enquire, xapian_error *why);

/* What is done with a value of a document. */
typedef ph_status (*ph_value_fn)(void *user, ph_str value, ph_error *err);

/* match.c: calls back with what every matching document has in a slot, in no order, until `each`
 * fails, whose status becomes *status.  Another machine calls nobody back, but counts the values
 * itself: then each comes once, however many documents have it.  So it is for slots that begin with
 * the number of a work, where the same bytes are the same work. */
xapian_status ph_each_value(const ph_reader *r, const xapian_query *query, xapian_slot slot,
                            ph_value_fn each, void *user, ph_status *status, ph_error *err,
                            xapian_error *why);

/* The cheapest weights that work.  With none at all (BoolWeight) Xapian 1.4.22 takes the list of
 * all documents for a term that all of them have, and reports a damaged index at the end of
 * its first block when there are gaps between documents. */
xapian_status ph_weigh_little(xapian_enquire *enquire, xapian_error *why);

#endif

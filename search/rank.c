/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first pass: the best documents by weight, where Xapian may skip. */
#include "config.h"

#include <math.h>

#include "search/bm25.h"
#include "search/editions.h"
#include "search/match_private.h"
#include "search/ties.h"

/* The order that was asked for; by the words, there must be some. */
static ph_sort order_of(const ph_query *query)
{
    return query->sort == PH_SORT_RELEVANCE && !query->q.n ? PH_SORT_DATE : query->sort;
}

/* By a value; without words documents may still be relevant by their countries. */
static xapian_status set_order(xapian_enquire *enquire, const ph_query *query,
                               xapian_error *why)
{
    bool by_peer = query->sort == PH_SORT_RELEVANCE && query->peer.n;
    xapian_sort by = by_peer ? XAPIAN_SORT_RELEVANCE_THEN_VALUE : XAPIAN_SORT_VALUE;
    switch (order_of(query)) {
    case PH_SORT_TITLE:
        return xapian_enquire_sort_by_value(enquire, by, PH_SLOT_TITLE, false, why);
    case PH_SORT_CHANGED:
        return xapian_enquire_sort_by_value(enquire, by, PH_SLOT_CHANGED, true, why);
    default: return xapian_enquire_sort_by_value(enquire, by, PH_SLOT_DATE, true, why);
    }
}

/* The page, where a value settles the order. */
static xapian_status take_sorted(ph_search_unit *u, xapian_enquire *enquire, size_t first,
                                 size_t n, ph_founds *found, ph_status *status,
                                 ph_error *err, xapian_error *why)
{
    xapian_mset *mset = NULL;
    xapian_status got = set_order(enquire, u->query, why);
    if (!got)
        got = xapian_enquire_mset(enquire, (xapian_doccount)first, (xapian_doccount)n, 0,
                                  NULL, &mset, why);
    for (xapian_doccount i = 0; !got && !*status && i < xapian_mset_size(mset); i++) {
        ph_found *f = PH_PUSH(u->arena, found);
        if (!f)
            *status = ph_fail_memory(err);
        else if (!(got = xapian_mset_docid(mset, i, &f->docid, why)))
            got = xapian_mset_weight(mset, i, &f->weight, why);
    }
    xapian_mset_free(mset);
    return got;
}

/* The best documents of a query, [first, first + n) of them. */
static xapian_status take(ph_reader *r, ph_search_unit *u, const xapian_query *query,
                          size_t first, size_t n, ph_founds *found, ph_status *status,
                          ph_error *err, xapian_error *why)
{
    xapian_enquire *enquire = NULL;
    /* else each work has one document */
    bool collapsed = !u->columns || u->columns->works;
    xapian_status got = xapian_enquire_new(r->all, &enquire, why);
    if (!got)
        got = xapian_enquire_set_query(enquire, query, 0, why);
    if (!got)
        got = xapian_enquire_weight_bm25(enquire, PH_BM25_K1, 0, 1, PH_BM25_B,
                                         PH_BM25_MIN_LENGTH, why);
    if (!got && collapsed)
        got = xapian_enquire_set_collapse(enquire, PH_SLOT_WORK, 1, why);
    if (!got && order_of(u->query) == PH_SORT_RELEVANCE)
        got = ph_settled(r->all, enquire, collapsed, first, n, u->arena, found, status, err,
                         why);
    else if (!got)
        got = take_sorted(u, enquire, first, n, found, status, err, why);
    xapian_enquire_free(enquire);
    return got;
}

/* The best n documents where those with every word go first, in whatever edition: they are
 * looked for by themselves, for a weight for having every word would keep Xapian from skipping. */
static xapian_status take_both(ph_reader *r, ph_search_unit *u, size_t n, ph_founds *found,
                               ph_status *status, ph_error *err, xapian_error *why)
{
    const xapian_query *there = NULL;
    uint64_t works[PH_MATCH_FEW];
    const xapian_query *whole =
        ph_plan_join(&u->plan, XAPIAN_OP_FILTER, u->ranked, u->first);
    if ((*status = u->plan.status))
        return XAPIAN_OK;
    xapian_status got = take(r, u, whole, 0, PH_MATCH_FEW, found, status, err, why);
    for (size_t i = 0; i < found->n; i++)
        found->v[i].all_words = true;
    if (!got && !*status)
        got = ph_editions_read(r, u, found, works, &there, why);
    const xapian_query *rest = ph_plan_join(&u->plan, XAPIAN_OP_AND_NOT, u->ranked, there);
    if (!*status)
        *status = u->plan.status;
    if (!got && !*status && n > found->n)
        got = take(r, u, rest, 0, n - found->n, found, status, err, why);
    return got;
}

/* Only the page is left.  Scores fall from one to the next, also behind those that were
 * looked at again. */
static void cut_page(ph_founds *found, size_t offset, size_t limit)
{
    for (size_t i = 1; i < found->n; i++)
        if (found->v[i].all_words == found->v[i - 1].all_words)
            found->v[i].weight = fmin(found->v[i].weight, found->v[i - 1].weight);
    if (offset > found->n)
        offset = found->n;
    found->v += offset;
    found->n -= offset;
    found->cap = 0;
    if (found->n > limit)
        found->n = limit;
}

xapian_status ph_rank(ph_reader *r, ph_search_unit *u, ph_founds *found, ph_status *status,
                      ph_error *err, xapian_error *why)
{
    size_t offset = u->query->offset, limit = u->query->limit;
    size_t depth = ph_rerank_depth(u), n = offset + limit < depth ? depth : offset + limit;
    bool both = u->first && order_of(u->query) == PH_SORT_RELEVANCE;
    if (!limit || (!depth && !both))
        return take(r, u, u->ranked, offset, limit, found, status, err, why);
    xapian_status got = both ? take_both(r, u, n, found, status, err, why)
                             : take(r, u, u->ranked, 0, n, found, status, err, why);
    if (!got && !*status && depth)
        got = ph_rerank(r, u, found, status, err, why);
    cut_page(found, offset, limit);
    return got;
}

xapian_status ph_best_works(const ph_reader *r, const xapian_query *query, size_t n,
                            xapian_mset **out, xapian_error *why)
{
    xapian_enquire *enquire = NULL;
    xapian_status got = xapian_enquire_new(r->all, &enquire, why);
    if (!got)
        got = xapian_enquire_set_query(enquire, query, 0, why);
    if (!got)
        got = xapian_enquire_weight_bm25(enquire, 1.2, 0, 1, 0.75, 0.5, why);
    if (!got)
        got = xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_RELEVANCE_THEN_VALUE,
                                           PH_SLOT_TIE, false, why);
    if (!got)
        got = xapian_enquire_set_collapse(enquire, PH_SLOT_WORK, 1, why);
    if (!got)
        got = xapian_enquire_mset(enquire, 0, (xapian_doccount)n, 0, NULL, out, why);
    xapian_enquire_free(enquire);
    return got;
}

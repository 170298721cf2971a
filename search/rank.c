/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first pass: the best documents by weight, where Xapian may skip. */
#include "config.h"

#include "search/bm25.h"
#include "search/match_private.h"

static xapian_status set_order(xapian_enquire *enquire, const ph_query *query,
                               xapian_error *why)
{
    ph_sort sort = query->sort;
    if (sort == PH_SORT_RELEVANCE && !query->q.n) /* nothing to be relevant to */
        sort = PH_SORT_DATE;
    if (sort == PH_SORT_RELEVANCE)
        return xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_RELEVANCE_THEN_VALUE,
                                            PH_SLOT_TIE, false, why);
    static const struct {
        xapian_slot slot;
        bool descending;
    } orders[] = {[PH_SORT_DATE] = {PH_SLOT_DATE, true},
                  [PH_SORT_TITLE] = {PH_SLOT_TITLE, false},
                  [PH_SORT_CHANGED] = {PH_SLOT_CHANGED, true}};
    xapian_sort_slot slots[] = {{orders[sort].slot, orders[sort].descending},
                                {PH_SLOT_TIE, false}};
    return xapian_enquire_sort_by_slots(enquire, XAPIAN_SORT_VALUE, slots, 2, why);
}

static xapian_status take(ph_search_unit *u, const xapian_mset *mset, xapian_doccount i,
                          ph_founds *found, ph_status *status, ph_error *err,
                          xapian_error *why)
{
    ph_found *f = PH_PUSH(u->arena, found);
    if (!f) {
        *status = ph_fail_memory(err);
        return XAPIAN_OK;
    }
    xapian_status got = xapian_mset_docid(mset, i, &f->docid, why);
    if (!got)
        got = xapian_mset_weight(mset, i, &f->weight, why);
    f->all_words = u->lifted && f->weight >= PH_PLAN_FIRST;
    if (f->all_words)
        f->weight -= PH_PLAN_FIRST;
    return got;
}

/* Documents that are fetched behind the last one wanted: those that have its weight but for
 * rounding, which is another in each number of shards, may belong before it. */
#define BEHIND 8

/* The first `n` documents after `first`. */
static xapian_status first_pass(ph_reader *r, ph_search_unit *u, size_t first, size_t n,
                                ph_founds *found, ph_status *status, ph_error *err,
                                xapian_error *why)
{
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    xapian_status got = xapian_enquire_new(r->all, &enquire, why);
    if (!got)
        got = xapian_enquire_set_query(enquire, u->ranked, 0, why);
    if (!got)
        got = xapian_enquire_weight_bm25(enquire, PH_BM25_K1, 0, 1, PH_BM25_B,
                                         PH_BM25_MIN_LENGTH, why);
    if (!got)
        got = set_order(enquire, u->query, why);
    if (!got)
        got = xapian_enquire_mset(enquire, (xapian_doccount)first, (xapian_doccount)n, 0,
                                  NULL, &mset, why);
    for (xapian_doccount i = 0; !got && !*status && i < xapian_mset_size(mset); i++)
        got = take(u, mset, i, found, status, err, why);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
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
    size_t depth = ph_rerank_depth(u);
    if (!depth || !limit)
        return first_pass(r, u, offset, limit, found, status, err, why);
    size_t n = offset + limit < depth ? depth : offset + limit;
    xapian_status got = first_pass(r, u, 0, n + BEHIND, found, status, err, why);
    if (!got && !*status)
        got = ph_rerank(r, u, found, status, err, why);
    cut_page(found, offset, limit);
    return got;
}

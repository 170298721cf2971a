/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "search/ties.h"

/* How many more than the page are looked at, first by weight alone, then by weight and value:
 * most ties end within. */
#define BEYOND 8
#define BEYOND_BY_VALUE 160

/* Sums of some hundred terms are off by 1e-14 of themselves at most. */
#define ROUNDING 1e-12

/* Whether two weights are equal but for rounding. */
static bool is_tie(double a, double b)
{
    return fabs(a - b) <= ROUNDING * fmax(fabs(a), fabs(b));
}

/* Whether what ties with the page's last document may go on behind the last candidate.  All
 * weights of zero are the same bits: by value they are in order. */
static bool hangs_over(const ph_found *c, size_t n, size_t end, bool by_value)
{
    if (end == 0 || end > n)
        return false;
    for (size_t i = end - 1; i + 1 < n; i++)
        if (!is_tie(c[i].weight, c[i + 1].weight))
            return false;
    return !by_value || c[n - 1].weight > 0;
}

uint64_t ph_tie_number(ph_str tie)
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | (i < tie.n ? (unsigned char)tie.s[i] : 0);
    return number;
}

static xapian_status read_all(const xapian_mset *mset, bool by_value, ph_found *c,
                              xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    for (xapian_doccount i = 0; !got && i < xapian_mset_size(mset); i++) {
        ph_str tie = PH_ABSENT;
        c[i] = (ph_found){0};
        got = xapian_mset_docid(mset, i, &c[i].docid, why);
        if (!got)
            got = xapian_mset_weight(mset, i, &c[i].weight, why);
        if (!got && by_value)
            got = xapian_mset_sort_key(mset, i, &tie.s, &tie.n, why);
        if (!got && by_value)
            c[i].tie = ph_tie_number(tie);
    }
    return got;
}

static xapian_status read_tie(const xapian_db *db, ph_found *found, xapian_error *why)
{
    xapian_document *doc = NULL;
    ph_str tie = PH_ABSENT;
    xapian_status got = xapian_db_document(db, found->docid, &doc, why);
    if (!got)
        got = xapian_document_value(doc, PH_SLOT_TIE, &tie.s, &tie.n, why);
    if (!got)
        found->tie = ph_tie_number(tie);
    xapian_document_free(doc);
    return got;
}

static int compare(const void *a, const void *b)
{
    const ph_found *x = a, *y = b;
    return (x->tie > y->tie) - (x->tie < y->tie);
}

xapian_status ph_sort_ties(const xapian_db *db, ph_found *v, size_t n, xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0, end; i < n && !got; i = end) {
        for (end = i + 1;
             end < n && v[i].weight == v[end].weight && v[i].all_words == v[end].all_words;)
            end++;
        for (size_t j = i; end - i > 1 && j < end && !got; j++)
            if (!v[j].tie)
                got = read_tie(db, &v[j], why);
        if (!got && end - i > 1)
            qsort(v + i, end - i, sizeof *v, compare);
    }
    return got;
}

/* Gives each run of ties one weight. */
static void level(ph_found *c, size_t n)
{
    double last = n ? c[0].weight : 0;
    for (size_t i = 1; i < n; i++) {
        double weight = c[i].weight;
        if (is_tie(last, weight))
            c[i].weight = c[i - 1].weight;
        last = weight;
    }
}

/* What is asked for. */
typedef struct settling {
    const xapian_db *db;
    xapian_enquire *enquire;
    size_t offset, limit;
    ph_arena *arena;
    ph_founds *found;
    ph_status *status;
    ph_error *err;
} settling;

static ph_status take(const ph_found *c, size_t n, size_t offset, size_t limit,
                      ph_arena *arena, ph_founds *found, ph_error *err)
{
    for (size_t i = offset; i < n && i < offset + limit; i++) {
        ph_found *f = PH_PUSH(arena, found);
        if (!f)
            return ph_fail_memory(err);
        *f = c[i];
    }
    return PH_OK;
}

/* With so many candidates; *done: they were enough, and the documents were taken. */
static xapian_status attempt(const settling *s, size_t n, bool by_value, bool last,
                             bool *done, xapian_error *why)
{
    xapian_mset *mset = NULL;
    ph_found *c = NULL;
    size_t end = s->offset + s->limit;
    xapian_status got =
        xapian_enquire_mset(s->enquire, 0, (xapian_doccount)n, 0, NULL, &mset, why);
    size_t size = got ? 0 : xapian_mset_size(mset);
    if (!got && !(c = malloc((size + 1) * sizeof *c)))
        *s->status = ph_fail_memory(s->err);
    if (!got && !*s->status)
        got = read_all(mset, by_value, c, why);
    if (!got && !*s->status)
        *done = last || size < n || !hangs_over(c, size, end, by_value);
    if (!got && *done) {
        level(c, size);
        got = ph_sort_ties(s->db, c, size, why);
    }
    if (!got && *done)
        *s->status = take(c, size, s->offset, s->limit, s->arena, s->found, s->err);
    free(c);
    xapian_mset_free(mset);
    return got;
}

xapian_status ph_settled(const xapian_db *db, xapian_enquire *enquire, bool collapsed,
                         size_t offset, size_t limit, ph_arena *arena, ph_founds *found,
                         ph_status *status, ph_error *err, xapian_error *why)
{
    const settling s = {db, enquire, offset, limit, arena, found, status, err};
    bool done = limit == 0;
    xapian_status got = XAPIAN_OK;
    if (!done && !collapsed) {
        got = xapian_enquire_sort_by_relevance(enquire, why);
        if (!got)
            got = attempt(&s, offset + limit + BEYOND, false, false, &done, why);
    }
    if (!got && !*status && !done)
        got = xapian_enquire_sort_by_value(enquire, XAPIAN_SORT_RELEVANCE_THEN_VALUE,
                                           PH_SLOT_TIE, false, why);
    for (size_t more = collapsed ? BEYOND : BEYOND_BY_VALUE; !got && !done && !*status;
         more *= 8) {
        bool last = more >= PH_TIES_MAX;
        size_t n = offset + limit + (last ? PH_TIES_MAX : more);
        got = attempt(&s, n, true, last, &done, why);
    }
    return got;
}

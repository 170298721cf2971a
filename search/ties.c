/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/ties.h"

/* How many more than the page are looked at first: most ties end within. */
#define BEYOND 20

/* Sums of some hundred terms are off by 1e-14 of themselves at most. */
#define ROUNDING 1e-12

/* A document on its way to its place. */
typedef struct candidate {
    ph_found found;
    char tie[sizeof(uint64_t)]; /* PH_SLOT_TIE */
} candidate;

bool ph_is_tie(double a, double b)
{
    return fabs(a - b) <= ROUNDING * fmax(fabs(a), fabs(b));
}

/* Whether what ties with the page's last document may go on behind the last candidate.  All
 * weights of zero are the same bits. */
static bool hangs_over(const xapian_mset *mset, const candidate *c, size_t end)
{
    size_t n = xapian_mset_size(mset);
    if (end == 0 || end > n)
        return false;
    for (size_t i = end - 1; i + 1 < n; i++)
        if (!ph_is_tie(c[i].found.weight, c[i + 1].found.weight))
            return false;
    return c[n - 1].found.weight > 0;
}

static xapian_status read_all(const xapian_mset *mset, candidate *c, xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    for (xapian_doccount i = 0; !got && i < xapian_mset_size(mset); i++) {
        ph_str tie = PH_ABSENT;
        got = xapian_mset_docid(mset, i, &c[i].found.docid, why);
        if (!got)
            got = xapian_mset_weight(mset, i, &c[i].found.weight, why);
        if (!got)
            got = xapian_mset_sort_key(mset, i, &tie.s, &tie.n, why);
        memset(c[i].tie, 0, sizeof c[i].tie);
        if (!got && tie.n)
            memcpy(c[i].tie, tie.s, tie.n < sizeof c[i].tie ? tie.n : sizeof c[i].tie);
    }
    return got;
}

static int compare(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    return memcmp(x->tie, y->tie, sizeof x->tie);
}

/* Puts each run of ties in order, and gives them one weight. */
static void sort_runs(candidate *c, size_t n)
{
    for (size_t first = 0, i = 1; i <= n; i++) {
        if (i < n && ph_is_tie(c[i - 1].found.weight, c[i].found.weight))
            continue;
        const double weight = c[first].found.weight;
        for (size_t j = first; j < i; j++)
            c[j].found.weight = weight;
        if (i - first > 1)
            qsort(c + first, i - first, sizeof *c, compare);
        first = i;
    }
}

static ph_status take(const candidate *c, size_t n, size_t offset, size_t limit,
                      ph_arena *arena, ph_founds *found, ph_error *err)
{
    for (size_t i = offset; i < n && i < offset + limit; i++) {
        ph_found *f = PH_PUSH(arena, found);
        if (!f)
            return ph_fail_memory(err);
        *f = c[i].found;
    }
    return PH_OK;
}

/* With so many candidates; *done: they were enough, and the documents were taken. */
static xapian_status attempt(xapian_enquire *enquire, size_t n, size_t offset, size_t limit,
                             bool last, ph_arena *arena, ph_founds *found, bool *done,
                             ph_status *status, ph_error *err, xapian_error *why)
{
    xapian_mset *mset = NULL;
    candidate *c = NULL;
    xapian_status got =
        xapian_enquire_mset(enquire, 0, (xapian_doccount)n, 0, NULL, &mset, why);
    size_t size = got ? 0 : xapian_mset_size(mset);
    if (!got && !(c = malloc((size + 1) * sizeof *c)))
        *status = ph_fail_memory(err);
    if (!got && !*status)
        got = read_all(mset, c, why);
    if (!got && !*status) {
        *done = last || size < n || !hangs_over(mset, c, offset + limit);
        if (*done) {
            sort_runs(c, size);
            *status = take(c, size, offset, limit, arena, found, err);
        }
    }
    free(c);
    xapian_mset_free(mset);
    return got;
}

xapian_status ph_settled(xapian_enquire *enquire, size_t offset, size_t limit,
                         ph_arena *arena, ph_founds *found, ph_status *status,
                         ph_error *err, xapian_error *why)
{
    bool done = limit == 0;
    xapian_status got = XAPIAN_OK;
    for (size_t more = BEYOND; !got && !done && !*status; more *= 8) {
        bool last = more >= PH_TIES_MAX;
        size_t n = offset + limit + (last ? PH_TIES_MAX : more);
        got =
            attempt(enquire, n, offset, limit, last, arena, found, &done, status, err, why);
    }
    return got;
}

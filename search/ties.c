/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "search/ties.h"

/* How many more than the page are looked at first: most ties end within. */
#define BEYOND 20

/* Sums of some hundred terms are off by 1e-14 of themselves at most. */
#define ROUNDING 1e-12

bool ph_is_tie(double a, double b)
{
    return fabs(a - b) <= ROUNDING * fmax(fabs(a), fabs(b));
}

/* Whether what ties with the page's last document may go on behind the last candidate.  All
 * weights of zero are the same bits. */
static bool hangs_over(const ph_found *c, size_t n, size_t end)
{
    if (end == 0 || end > n)
        return false;
    for (size_t i = end - 1; i + 1 < n; i++)
        if (!ph_is_tie(c[i].weight, c[i + 1].weight))
            return false;
    return c[n - 1].weight > 0;
}

/* The value's bytes as a number: numbers are in the order of the values. */
static uint64_t number_of(ph_str tie)
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | (i < tie.n ? (unsigned char)tie.s[i] : 0);
    return number;
}

static xapian_status read_all(const xapian_mset *mset, ph_found *c, xapian_error *why)
{
    xapian_status got = XAPIAN_OK;
    for (xapian_doccount i = 0; !got && i < xapian_mset_size(mset); i++) {
        ph_str tie = PH_ABSENT;
        c[i] = (ph_found){0};
        got = xapian_mset_docid(mset, i, &c[i].docid, why);
        if (!got)
            got = xapian_mset_weight(mset, i, &c[i].weight, why);
        if (!got)
            got = xapian_mset_sort_key(mset, i, &tie.s, &tie.n, why);
        c[i].tie = number_of(tie);
    }
    return got;
}

static int compare(const void *a, const void *b)
{
    const ph_found *x = a, *y = b;
    return (x->tie > y->tie) - (x->tie < y->tie);
}

/* Puts each run of ties in order, and gives them one weight. */
static void sort_runs(ph_found *c, size_t n)
{
    for (size_t first = 0, i = 1; i <= n; i++) {
        if (i < n && ph_is_tie(c[i - 1].weight, c[i].weight))
            continue;
        const double weight = c[first].weight;
        for (size_t j = first; j < i; j++)
            c[j].weight = weight;
        if (i - first > 1)
            qsort(c + first, i - first, sizeof *c, compare);
        first = i;
    }
}

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
static xapian_status attempt(xapian_enquire *enquire, size_t n, size_t offset, size_t limit,
                             bool last, ph_arena *arena, ph_founds *found, bool *done,
                             ph_status *status, ph_error *err, xapian_error *why)
{
    xapian_mset *mset = NULL;
    ph_found *c = NULL;
    xapian_status got =
        xapian_enquire_mset(enquire, 0, (xapian_doccount)n, 0, NULL, &mset, why);
    size_t size = got ? 0 : xapian_mset_size(mset);
    if (!got && !(c = malloc((size + 1) * sizeof *c)))
        *status = ph_fail_memory(err);
    if (!got && !*status)
        got = read_all(mset, c, why);
    if (!got && !*status) {
        *done = last || size < n || !hangs_over(c, size, offset + limit);
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

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "indexer/train.h"

#define NEAR 0.1
#define NEAR_SHARE 0.18
#define UNLIKELY 0.3 /* an open pair below it counts as no */
#define BINS 5

static bool is_near(const ph_row *row, unsigned goal, double near)
{
    return row->asked[goal] || near >= NEAR;
}

static bool counts(const ph_row *row, ph_role role, unsigned goal, double near)
{
    return row->role == role && (row->answer[goal] != PH_OPEN || near < UNLIKELY);
}

ph_status ph_pairs_make(const ph_data *data, ph_role role, unsigned goal,
                        const double *score, const double *near, ph_arena *arena,
                        ph_pairs *pairs, ph_error *err)
{
    size_t n = data->rows.n, of[3] = {0}; /* far, near, yes */
    *pairs = (ph_pairs){.score = ph_alloc(arena, n * sizeof(double)),
                        .answer = ph_alloc(arena, n * sizeof(double)),
                        .weight = ph_alloc(arena, n * sizeof(double))};
    if (!pairs->score || !pairs->answer || !pairs->weight)
        return ph_fail_memory(err);
    for (size_t r = 0; r < n; r++) {
        const ph_row *row = &data->rows.v[r];
        if (!counts(row, role, goal, near[r]))
            continue;
        size_t kind = row->answer[goal] == PH_YES ? 2 : is_near(row, goal, near[r]);
        pairs->score[pairs->n] = score[r];
        pairs->answer[pairs->n] = kind == 2;
        pairs->weight[pairs->n++] = (double)kind;
        of[kind]++;
    }
    pairs->yes = of[2];
    for (size_t i = 0; i < pairs->n; i++) {
        size_t kind = (size_t)pairs->weight[i];
        double share = kind == 2        ? 0.5
                       : of[0] && of[1] ? (kind ? NEAR_SHARE : 0.5 - NEAR_SHARE)
                                        : 0.5;
        pairs->weight[i] = share / (double)of[kind];
    }
    return PH_OK;
}

void ph_pairs_tell(const ph_pairs *pairs, const char *name, double a, double c,
                   double sums[5])
{
    double hit = 0, yes = 0, said = 0, right = 0, error = 0;
    double expected[BINS] = {0}, met[BINS] = {0};
    for (size_t i = 0; i < pairs->n; i++) {
        double p = ph_logistic(a * pairs->score[i] + c), w = pairs->weight[i];
        size_t bin = (size_t)fmin(p * BINS, BINS - 1);
        expected[bin] += w * p;
        met[bin] += w * pairs->answer[i];
        yes += w * pairs->answer[i];
        said += w * (p >= 0.5);
        hit += w * (p >= 0.5) * pairs->answer[i];
        right += w * ((p >= 0.5) == (pairs->answer[i] > 0));
    }
    for (size_t i = 0; i < BINS; i++)
        error += fabs(expected[i] - met[i]);
    double precision = said > 0 ? hit / said : 0, recall = yes > 0 ? hit / yes : 0;
    double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    const double all[5] = {precision, recall, f1, right, error};
    printf("| %s | %zu | %zu |", name, pairs->yes, pairs->n - pairs->yes);
    for (size_t i = 0; i < 5; i++) {
        sums[i] += all[i];
        printf(" %.*f |", i == 4 ? 3 : 2, all[i]);
    }
    putchar('\n');
}

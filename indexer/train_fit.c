/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/train.h"

#define STEPS 60
#define PAIRS 8
#define SMALL 1e-5 /* of the gradient: good enough */

double ph_logit(const ph_data *data, const ph_row *row, const double *w, size_t entries)
{
    const ph_feature *f = data->features.v + row->first;
    double sum = 0;
    for (size_t i = 0; i < row->n; i++)
        sum += f[i].count * w[f[i].entry];
    return sum / row->length + w[entries];
}

/* log(1 + exp(s)) */
static double softplus(double s)
{
    return s > 0 ? s + log1p(exp(-s)) : log1p(exp(s));
}

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The loss at w, and its gradient. */
static double loss(const ph_problem *p, const double *w, double *gradient)
{
    const ph_data *d = p->data;
    double total = 0;
    for (size_t i = 0; i < p->entries; i++) {
        double off = w[i] - p->prior[i];
        total += p->ridge / 2 * off * off;
        gradient[i] = p->ridge * off;
    }
    gradient[p->entries] = 0;
    for (size_t r = 0; r < d->rows.n; r++) {
        const ph_row *row = &d->rows.v[r];
        if (p->weight[r] <= 0)
            continue;
        double s = ph_logit(d, row, w, p->entries);
        double g = p->weight[r] * (1 / (1 + exp(-s)) - p->target[r]);
        total += p->weight[r] * (softplus(s) - p->target[r] * s);
        gradient[p->entries] += g;
        for (size_t i = 0; i < row->n; i++) {
            const ph_feature *f = &d->features.v[row->first + i];
            gradient[f->entry] += g * f->count / row->length;
        }
    }
    return total;
}

/* What L-BFGS keeps. */
typedef struct memory {
    double *step[PAIRS], *change[PAIRS], curve[PAIRS];
    size_t n; /* pairs so far; the newest at (n - 1) % PAIRS */
} memory;

/* The direction to go: minus the gradient times an estimate of the inverse Hessian. */
static void direct(const memory *m, const double *gradient, double *way, size_t n)
{
    double alpha[PAIRS];
    size_t pairs = m->n < PAIRS ? m->n : PAIRS;
    for (size_t i = 0; i < n; i++)
        way[i] = -gradient[i];
    for (size_t i = 0; i < pairs; i++) {
        size_t at = (m->n - 1 - i) % PAIRS;
        alpha[at] = dot(m->step[at], way, n) / m->curve[at];
        for (size_t k = 0; k < n; k++)
            way[k] -= alpha[at] * m->change[at][k];
    }
    if (pairs) {
        size_t at = (m->n - 1) % PAIRS;
        double scale = m->curve[at] / dot(m->change[at], m->change[at], n);
        for (size_t k = 0; k < n; k++)
            way[k] *= scale;
    }
    for (size_t i = pairs; i-- > 0;) {
        size_t at = (m->n - 1 - i) % PAIRS;
        double beta = dot(m->change[at], way, n) / m->curve[at];
        for (size_t k = 0; k < n; k++)
            way[k] += (alpha[at] - beta) * m->step[at][k];
    }
}

/* One step with a line search (Armijo); false: there is nowhere to go. */
static bool go(const ph_problem *p, memory *m, double *w, double *gradient, double *at,
               double *room)
{
    size_t n = p->entries + 1;
    double *way = room, *next = room + n, *slope_there = room + 2 * n;
    direct(m, gradient, way, n);
    double slope = dot(gradient, way, n);
    double length = m->n ? 1 : 1 / sqrt(dot(gradient, gradient, n));
    for (int tries = 0; tries < 30; tries++, length /= 2) {
        for (size_t i = 0; i < n; i++)
            next[i] = w[i] + length * way[i];
        double there = loss(p, next, slope_there);
        if (!(there <= *at + 1e-4 * length * slope))
            continue;
        size_t new = m->n % PAIRS;
        for (size_t i = 0; i < n; i++) {
            m->step[new][i] = next[i] - w[i];
            m->change[new][i] = slope_there[i] - gradient[i];
        }
        m->curve[new] = dot(m->step[new], m->change[new], n);
        m->n += m->curve[new] > 1e-12;
        memcpy(w, next, n * sizeof *w);
        memcpy(gradient, slope_there, n * sizeof *w);
        *at = there;
        return true;
    }
    return false;
}

ph_status ph_fit(const ph_problem *problem, double *w, ph_error *err)
{
    size_t n = problem->entries + 1;
    double *all = calloc((2 * PAIRS + 4) * n, sizeof *all);
    if (!all)
        return ph_fail_memory(err);
    memory m = {0};
    for (size_t i = 0; i < PAIRS; i++) {
        m.step[i] = all + 2 * i * n;
        m.change[i] = all + (2 * i + 1) * n;
    }
    double *gradient = all + 2 * PAIRS * n;
    double at = loss(problem, w, gradient);
    for (int i = 0; i < STEPS && dot(gradient, gradient, n) > SMALL; i++)
        if (!go(problem, &m, w, gradient, &at, gradient + n))
            break;
    free(all);
    return PH_OK;
}

void ph_platt(const double *s, const double *y, const double *weight, size_t n,
              double strength, double *a, double *c)
{
    const double a0 = *a, c0 = *c;
    for (int round = 0; round < 50; round++) {
        double ga = strength * (*a - a0), gc = strength * (*c - c0);
        double haa = strength + 1e-9, hac = 0, hcc = strength + 1e-9;
        for (size_t i = 0; i < n; i++) {
            double p = 1 / (1 + exp(-(*a * s[i] + *c)));
            double g = weight[i] * (p - y[i]), h = weight[i] * p * (1 - p);
            ga += g * s[i];
            gc += g;
            haa += h * s[i] * s[i];
            hac += h * s[i];
            hcc += h;
        }
        double det = haa * hcc - hac * hac;
        double da = (hcc * ga - hac * gc) / det, dc = (haa * gc - hac * ga) / det;
        double most = fmax(fabs(da), fabs(dc));
        double length = most > 1 ? 1 / most : 1;
        *a -= length * da;
        *c -= length * dc;
        if (most < 1e-9)
            break;
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peerhub-train: the weights of the tagger of goals, made anew; docs/sdg-tagger.md tells how. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/train.h"

#define FOLDS 5
#define PRIOR 1.4     /* logits that a weight of 1 in the lexicon stands for */
#define RIDGE 0.3     /* how strongly weights are drawn to that */
#define BIAS (-2.0)   /* where a goal's bias begins */
#define UNLIKELY 0.3  /* what the lexicon holds for less likely is taken for no */
#define STRENGTH 0.02 /* of what all goals say of one goal's calibration */

static const char usage[] =
    "Usage: peerhub-train LEXICON WEIGHTS ROLE:WEIGHT:FILE...\n"
    "Makes the weights of the tagger of goals, and tells how good they are.\n"
    "ROLE: train, domain (thresholds are set on it), unlabelled, test\n"
    "FILE: a line of JSON for each text: {\"text\": \"...\", \"sdgs\": [6, 13], \"not\": "
    "[7]}\n";

typedef struct trainer {
    ph_arena *arena;
    ph_data data;
    ph_lexicon lexicon;
    ph_sdg_model *all; /* every feature, with the lexicon's weights */
    const ph_sdg_entry *entries;
    size_t n;
    double *near[PH_SDG_GOALS];  /* of each row: what the lexicon says */
    double *score[PH_SDG_GOALS]; /* of each row: what those say who never saw it */
    double *w[PH_SDG_GOALS];     /* in the end: weights of the entries, and the bias */
    double a[PH_SDG_GOALS], c[PH_SDG_GOALS];
} trainer;

double ph_logistic(double s)
{
    return 1 / (1 + exp(-s));
}

static ph_status allocate(trainer *t, ph_error *err)
{
    for (size_t k = 0; k < PH_SDG_GOALS; k++) {
        t->near[k] = ph_alloc(t->arena, t->data.rows.n * sizeof(double));
        t->score[k] = ph_alloc(t->arena, t->data.rows.n * sizeof(double));
        t->w[k] = ph_alloc(t->arena, (t->n + 1) * sizeof(double));
        if (!t->near[k] || !t->score[k] || !t->w[k])
            return ph_fail_memory(err);
    }
    return PH_OK;
}

static void begin(const trainer *t, size_t k, double scale, double *w)
{
    for (size_t i = 0; i < t->n; i++)
        w[i] = scale * t->entries[i].weight[k];
}

static bool is_complete(const ph_row *row)
{
    for (size_t k = 0; k < PH_SDG_GOALS; k++)
        if (row->answer[k] == PH_OPEN)
            return false;
    return true;
}

/* The lexicon's sums as probabilities, by the texts of the domain that have all answers. */
static ph_status ask_lexicon(trainer *t, ph_error *err)
{
    size_t rows = t->data.rows.n, n = 0;
    double *s = ph_alloc(t->arena, 3 * rows * PH_SDG_GOALS * sizeof(double)), a = 1, c = -2;
    if (!s)
        return ph_fail_memory(err);
    double *y = s + rows * PH_SDG_GOALS, *weight = y + rows * PH_SDG_GOALS;
    for (size_t k = 0; k < PH_SDG_GOALS; k++) {
        begin(t, k, 1, t->w[k]);
        for (size_t r = 0; r < rows; r++) {
            const ph_row *row = &t->data.rows.v[r];
            t->near[k][r] = ph_logit(&t->data, row, t->w[k], t->n);
            if (row->role != PH_DOMAIN || !is_complete(row))
                continue;
            s[n] = t->near[k][r];
            y[n] = row->answer[k];
            weight[n++] = 1;
        }
    }
    if (n)
        ph_platt(s, y, weight, n, 0, &a, &c);
    for (size_t k = 0; k < PH_SDG_GOALS; k++)
        for (size_t r = 0; r < rows; r++)
            t->near[k][r] = ph_logistic(a * t->near[k][r] + c);
    return PH_OK;
}

/* Learns one goal without one of the folds (FOLDS: with all). */
static ph_status learn(trainer *t, size_t k, size_t without, const double *prior,
                       double *room, ph_error *err)
{
    size_t rows = t->data.rows.n, domain = 0;
    double *target = room, *weight = room + rows;
    for (size_t r = 0; r < rows; r++) {
        const ph_row *row = &t->data.rows.v[r];
        bool out =
            row->role == PH_TEST || (row->role == PH_DOMAIN && domain++ % FOLDS == without);
        double near = t->near[k][r];
        weight[r] = out ? 0 : row->weight;
        target[r] = row->answer[k] == PH_YES;
        if (row->role == PH_UNLABELLED)
            target[r] = near;
        else if (row->answer[k] == PH_OPEN && near >= UNLIKELY)
            weight[r] = 0;
    }
    memcpy(t->w[k], prior, t->n * sizeof *prior);
    t->w[k][t->n] = BIAS;
    const ph_problem problem = {&t->data, t->n, target, weight, prior, RIDGE};
    ph_status status = ph_fit(&problem, t->w[k], err);
    for (size_t r = domain = 0; !status && r < rows; r++) {
        const ph_row *row = &t->data.rows.v[r];
        bool held = row->role == PH_DOMAIN && domain++ % FOLDS == without;
        if (held || (without == FOLDS && row->role != PH_DOMAIN))
            t->score[k][r] = ph_logit(&t->data, row, t->w[k], t->n);
    }
    return status;
}

static ph_status learn_all(trainer *t, ph_error *err)
{
    double *prior = calloc(t->n + 1, sizeof *prior);
    double *room = calloc(2 * t->data.rows.n + 1, sizeof *room);
    ph_status status = prior && room ? PH_OK : ph_fail_memory(err);
    for (size_t k = 0; !status && k < PH_SDG_GOALS; k++) {
        begin(t, k, PRIOR, prior);
        for (size_t fold = 0; !status && fold <= FOLDS; fold++)
            status = learn(t, k, fold, prior, room, err);
    }
    free(prior);
    free(room);
    return status;
}

/* --- calibration ----------------------------------------------------------------------------- */

static ph_status calibrate(trainer *t, ph_error *err)
{
    size_t rows = t->data.rows.n, n = 0;
    double *all = ph_alloc(t->arena, 3 * rows * PH_SDG_GOALS * sizeof(double)), a = 1,
           c = 0;
    ph_pairs pairs[PH_SDG_GOALS];
    if (!all)
        return ph_fail_memory(err);
    double *y = all + rows * PH_SDG_GOALS, *weight = y + rows * PH_SDG_GOALS;
    for (unsigned k = 0; k < PH_SDG_GOALS; k++) {
        ph_pairs *p = &pairs[k];
        ph_status status = ph_pairs_make(&t->data, PH_DOMAIN, k, t->score[k], t->near[k],
                                         t->arena, p, err);
        if (status)
            return status;
        for (size_t i = 0; i < p->n; i++, n++) {
            all[n] = p->score[i];
            y[n] = p->answer[i];
            weight[n] = p->weight[i];
        }
    }
    ph_platt(all, y, weight, n, 0, &a, &c);
    for (size_t k = 0; k < PH_SDG_GOALS; k++) {
        t->a[k] = a;
        t->c[k] = c;
        ph_platt(pairs[k].score, pairs[k].answer, pairs[k].weight, pairs[k].n, STRENGTH,
                 &t->a[k], &t->c[k]);
    }
    return PH_OK;
}

static ph_status tell(const trainer *t, ph_role role, const char *what, ph_error *err)
{
    double sums[5] = {0};
    printf("\n%s\n\n| goal | yes | no | precision | recall | F1 | accuracy | ECE |\n"
           "|---|---|---|---|---|---|---|---|\n",
           what);
    for (unsigned k = 0; k < PH_SDG_GOALS; k++) {
        ph_pairs pairs;
        char name[8];
        ph_status status = ph_pairs_make(&t->data, role, k, t->score[k], t->near[k],
                                         t->arena, &pairs, err);
        if (status)
            return status;
        snprintf(name, sizeof name, "%u", k + 1);
        ph_pairs_tell(&pairs, name, t->a[k], t->c[k], sums);
    }
    printf("| mean | | | %.2f | %.2f | %.2f | %.3f | %.3f |\n", sums[0] / PH_SDG_GOALS,
           sums[1] / PH_SDG_GOALS, sums[2] / PH_SDG_GOALS, sums[3] / PH_SDG_GOALS,
           sums[4] / PH_SDG_GOALS);
    return PH_OK;
}

/* --- the file ------------------------------------------------------------------------------------ */

static bool says_something(const ph_sdg_entry *e)
{
    for (size_t k = 0; k < PH_SDG_GOALS; k++)
        if (e->weight[k])
            return true;
    return e->flags != 0;
}

static ph_status write_weights(const trainer *t, const char *path, ph_error *err)
{
    ph_sdg_goal goals[PH_SDG_GOALS];
    ph_sdg_entry *entries = ph_alloc(t->arena, (t->n + 1) * sizeof *entries);
    ph_sdg_model *model = NULL;
    ph_buf bytes = {0};
    size_t n = 0;
    if (!entries)
        return ph_fail_memory(err);
    for (size_t k = 0; k < PH_SDG_GOALS; k++) {
        double most = 1e-9;
        for (size_t i = 0; i < t->n; i++)
            most = fmax(most, fabs(t->w[k][i]));
        goals[k].scale = (float)(t->a[k] * most / 127);
        goals[k].bias = (float)(t->a[k] * t->w[k][t->n] + t->c[k]);
        for (size_t i = 0; i < t->n; i++)
            entries[i].weight[k] = (int8_t)lround(t->w[k][i] / most * 127);
    }
    for (size_t i = 0; i < t->n; i++) {
        ph_sdg_entry e = entries[i];
        e.hash = t->entries[i].hash;
        e.flags = t->entries[i].flags;
        if (says_something(&e))
            entries[n++] = e;
    }
    ph_status status = ph_sdg_new(&model, goals, entries, n, err);
    if (status)
        return status;
    ph_sdg_write(model, &bytes);
    ph_sdg_free(model);
    FILE *file = bytes.failed ? NULL : fopen(path, "wb");
    if (!file || fwrite(bytes.s, 1, bytes.n, file) != bytes.n || fclose(file) != 0)
        status = ph_fail_errno(err, "cannot write", path);
    printf("\n%s: %zu words and phrases, %zu bytes\n", path, n, bytes.n);
    ph_buf_free(&bytes);
    return status;
}

static ph_status train(trainer *t, int argc, char **argv, ph_error *err)
{
    ph_status status = ph_lexicon_read(argv[1], t->arena, &t->lexicon, err);
    for (int i = 3; !status && i < argc; i++)
        status = ph_rows_read(argv[i], &t->data, err);
    if (!status)
        status = ph_features_make(&t->lexicon, &t->data, &t->all, err);
    if (status)
        return status;
    t->entries = ph_sdg_entries(t->all, &t->n);
    printf("%zu texts, %zu words and phrases\n", t->data.rows.n, t->n);
    status = allocate(t, err);
    if (!status)
        status = ask_lexicon(t, err);
    if (!status)
        status = learn_all(t, err);
    if (!status)
        status = calibrate(t, err);
    if (!status)
        status = tell(t, PH_DOMAIN,
                      "Texts of the domain, each by weights that never saw it", err);
    if (!status)
        status = tell(t, PH_TEST, "Texts that were only tested on", err);
    return status ? status : write_weights(t, argv[2], err);
}

int main(int argc, char **argv)
{
    ph_error err;
    trainer t = {.arena = ph_arena_new()};
    t.data.arena = t.arena;
    if (argc < 4) {
        fputs(usage, stderr);
        return 2;
    }
    ph_status status = t.arena ? train(&t, argc, argv, &err) : ph_fail_memory(&err);
    if (status)
        fprintf(stderr, "peerhub-train: %s\n", err.text);
    ph_sdg_free(t.all);
    ph_arena_free(t.arena);
    return status != PH_OK;
}

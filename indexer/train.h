/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * train.h - the parts of peerhub-train, which makes corpus/models/sdg.weights
 * (docs/sdg-tagger.md says from what, and how).  The same input gives the same bytes.
 */
#ifndef PH_TRAIN_H
#define PH_TRAIN_H

#include "indexer/sdg_model.h"

/* --- the lexicon (train_lexicon.c) ------------------------------------------------------- */

typedef struct ph_lexicon_phrase {
    uint32_t words[PH_SDG_PHRASE];
    unsigned n;
    unsigned goal; /* from 0; PH_SDG_GOALS: a word that says nothing */
    int weight;
} ph_lexicon_phrase;

typedef PH_VEC(ph_lexicon_phrase) ph_lexicon;

/* Reads corpus/models/sdg-lexicon.txt, which tells its own format.  PH_INVALID names the
 * line. */
ph_status ph_lexicon_read(const char *path, ph_arena *arena, ph_lexicon *lexicon,
                          ph_error *err) PH_MUST_USE;

/* Whether a word says nothing. */
bool ph_lexicon_stops(const ph_lexicon *lexicon, uint32_t word);

/* --- labelled texts (train_rows.c) -------------------------------------------------------- */

typedef enum ph_role {
    PH_TRAIN,  /* learned from */
    PH_DOMAIN, /* the same, and thresholds are set by what the others say of each part */
    PH_UNLABELLED, /* learned from as the lexicon labels them */
    PH_TEST        /* only tested on */
} ph_role;

typedef enum ph_answer { PH_OPEN = -1, PH_NO, PH_YES } ph_answer;

typedef struct ph_row {
    ph_str text;
    ph_role role;
    double weight;
    signed char answer[PH_SDG_GOALS]; /* ph_answer */
    bool asked[PH_SDG_GOALS];         /* somebody looked at just this */
    size_t first, n;                  /* its features in ph_data */
    double length;                    /* what to divide by */
} ph_row;

typedef struct ph_feature {
    uint32_t entry;
    float count;
} ph_feature;

typedef struct ph_data {
    ph_arena *arena;
    PH_VEC(ph_row) rows;
    PH_VEC(ph_feature) features;
} ph_data;

/* Adds the rows of "ROLE:WEIGHT:FILE" (train, domain, unlabelled, test; JSON lines).
 * PH_INVALID names what is wrong. */
ph_status ph_rows_read(const char *set, ph_data *data, ph_error *err) PH_MUST_USE;

/* --- features (train_features.c) ----------------------------------------------------------- */

/* All words and pairs of words that FEW texts have, and all phrases of the lexicon with their
 * weights, as a model; fills features and length of each row. */
ph_status ph_features_make(const ph_lexicon *lexicon, ph_data *data, ph_sdg_model **all,
                           ph_error *err) PH_MUST_USE;

/* --- learning (train_fit.c) ----------------------------------------------------------------- */

/* One goal's weights: a row per text, an entry per feature. */
typedef struct ph_problem {
    const ph_data *data;
    size_t entries;
    const double *target; /* of each row: 0 to 1 */
    const double *weight; /* of each row; 0: left out */
    const double *prior;  /* of each entry: what its weight is drawn to */
    double ridge;         /* how strongly */
} ph_problem;

/* Logistic regression by L-BFGS (Nocedal, Updating Quasi-Newton Matrices with Limited Storage,
 * 1980).  w: the entries' weights, then the bias; begins where it stands. */
ph_status ph_fit(const ph_problem *problem, double *w, ph_error *err) PH_MUST_USE;

/* The logit of a row. */
double ph_logit(const ph_data *data, const ph_row *row, const double *w, size_t entries);

double ph_logistic(double s);

/* p = 1 / (1 + exp(-(a s + c))) for n pairs of score and answer with weights, drawn to *a and
 * *c as they stand with a strength; by Newton's method (Platt 1999). */
void ph_platt(const double *s, const double *y, const double *weight, size_t n,
              double strength, double *a, double *c);

/* --- how good it is (train_measure.c) ------------------------------------------------------ */

/* A text and a goal that somebody decided: the score, the answer, and what the pair counts. */
typedef struct ph_pairs {
    double *score, *answer, *weight;
    size_t n, yes;
} ph_pairs;

/* The pairs of one goal in the rows of a role.  Those with yes count one half together, those
 * with no the other: one half of it those near the goal (asked, or the lexicon thinks that
 * they may be: near[row] from NEAR on), one half the rest. */
ph_status ph_pairs_make(const ph_data *data, ph_role role, unsigned goal,
                        const double *score, const double *near, ph_arena *arena,
                        ph_pairs *pairs, ph_error *err) PH_MUST_USE;

/* Tells on standard output how good the scores are that a and c make probabilities: one line
 * of a table in Markdown. */
void ph_pairs_tell(const ph_pairs *pairs, const char *name, double a, double c,
                   double sums[5]);

#endif

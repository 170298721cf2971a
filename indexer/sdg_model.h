/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sdg_model.h - which of the 17 Sustainable Development Goals a text addresses: a linear model
 * over words and phrases, trained by peerhub-train (docs/sdg-tagger.md) and shipped as
 * corpus/models/sdg.weights.
 *
 * A goal's logit is its bias and the sum of the weights of all words and phrases met, over the
 * root of the number of words (PH_SDG_SHORT at least, so that a heading's one word does not
 * decide alone).  The logit is calibrated: the logistic function of it is the share of texts
 * of this logit that address the goal, among texts that may, half of which do; 0.5 is where a
 * text is said to address it.
 *
 * The file: "phsdg" and the version; for each goal scale and bias; the entries, sorted by
 * hash; FNV-1a of all that.  Numbers are little-endian, scale and bias IEEE 754 single.
 *
 * Threads: a model does not change after it was opened; any number of threads may use it.
 */
#ifndef PH_SDG_MODEL_H
#define PH_SDG_MODEL_H

#include "indexer/sdg_words.h"

#define PH_SDG_GOALS 17
#define PH_SDG_PHRASE 4 /* words of a phrase at most */
#define PH_SDG_SHORT 30

enum {
    PH_SDG_STOP = 1,   /* a word that says nothing, and stands in no phrase */
    PH_SDG_LONGER = 2, /* there may be a phrase of one word more */
};

typedef struct ph_sdg_entry {
    uint32_t hash; /* of a word or a phrase (sdg_words.h) */
    uint8_t flags;
    int8_t weight[PH_SDG_GOALS]; /* times the goal's scale */
} ph_sdg_entry;

typedef struct ph_sdg_goal {
    float scale, bias;
} ph_sdg_goal;

typedef struct ph_sdg_model ph_sdg_model;

/* Reads and checks a file.  PH_NOT_FOUND, PH_IO, PH_LIMIT, PH_NO_MEMORY; PH_CORRUPT: not such
 * a file, or damaged. */
ph_status ph_sdg_open(ph_sdg_model **out, const char *path, ph_error *err) PH_MUST_USE;

/* A model of entries that are copied; they must be sorted by hash, each hash once. */
ph_status ph_sdg_new(ph_sdg_model **out, const ph_sdg_goal goals[PH_SDG_GOALS],
                     const ph_sdg_entry *entries, size_t n, ph_error *err) PH_MUST_USE;

void ph_sdg_free(ph_sdg_model *model);

/* Sorted by hash; those that a walk's hits point to. */
const ph_sdg_entry *ph_sdg_entries(const ph_sdg_model *model, size_t *n);

/* The bytes of the file. */
void ph_sdg_write(const ph_sdg_model *model, ph_buf *out);

/* Of all that decides what it says. */
uint64_t ph_sdg_hash(const ph_sdg_model *model);

/* --- along a text ------------------------------------------------------------------------ */

typedef struct ph_sdg_hit {
    const ph_sdg_entry *entry;
    unsigned words; /* how many, this one the last of them */
} ph_sdg_hit;

/* Set model and scan.text; everything else zero. */
typedef struct ph_sdg_walk {
    const ph_sdg_model *model;
    ph_sdg_scan scan;
    ph_sdg_word word; /* the last one */
    size_t words;     /* up to it, without those that say nothing */
    struct {
        uint32_t hash;
        unsigned words;
    } open[PH_SDG_PHRASE - 1]; /* phrases that may go on */
    size_t n;
} ph_sdg_walk;

/* The next word that says something, and the entries that end with it; false at the end. */
bool ph_sdg_step(ph_sdg_walk *walk, ph_sdg_hit hits[PH_SDG_PHRASE], size_t *n);

/* What to divide a sum of weights by. */
double ph_sdg_length(size_t words);

/* The probability of each goal; returns the number of words that counted. */
size_t ph_sdg_score(const ph_sdg_model *model, ph_str text,
                    double probability[PH_SDG_GOALS]);

/* --- the words that made it ---------------------------------------------------------------- */

typedef struct ph_sdg_span {
    size_t start, end;
    double value; /* what it added to the logit; above 0 */
} ph_sdg_span;

/* The runs of words that speak most for a goal (0 is goal 1), best first; returns how many, at
 * most max. */
size_t ph_sdg_spans(const ph_sdg_model *model, ph_str text, unsigned goal,
                    ph_sdg_span *spans, size_t max);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * feedback.h - words that the best documents have in common, to order the others by.
 *
 * Pseudo-relevance feedback: what the first documents of an answer are about tells more of
 * what was meant than the question does.  A relevance model (Lavrenko and Croft, "Relevance
 * based language models", 2001), mixed with the question as in RM3 (Abdul-Jaleel et al.,
 * "UMass at TREC 2004: novelty and HARD", 2004); words weigh in it what they weigh in BM25, as
 * in Rocchio's (1971).  It only reorders: no document is added.
 *
 * How much a document has to say falls with its distance from the best one, exponentially.
 * Where one document stands out it alone is heard, and it stays where it is: so a question
 * with one answer keeps it.
 *
 * Here are the sums alone; rerank.c reads the index.
 */
#ifndef PH_FEEDBACK_H
#define PH_FEEDBACK_H

#include "search/base.h"

enum {
    PH_FEEDBACK_DOCUMENTS = 10, /* that are heard */
    PH_FEEDBACK_TRIED = 40,     /* words of them whose rarity is looked up */
    PH_FEEDBACK_WORDS = 30      /* that are learned */
};

/* A word of the documents that are heard. */
typedef struct ph_heard {
    ph_str term;
    double share;  /* of the model */
    double rarity; /* ph_bm25_rarity, once it is known */
} ph_heard;

typedef struct ph_feedback {
    ph_arena *arena;
    PH_VEC(ph_heard) words;
    uint32_t *table; /* of words, by hash, open addressing; number + 1, 0: free */
    size_t slots;
} ph_feedback;

/* What n documents have to say, by their weights of which the largest is `best`: numbers that
 * add up to 1.  best: more than 0, n: at least 1. */
void ph_feedback_voices(const double *weights, size_t n, double best, double *voices);

/* Whether a term may be learned: a word of three bytes or more, without a digit. */
bool ph_feedback_fits(ph_str term);

/* Adds to a term's share; the term is copied.  False: no memory. */
bool ph_feedback_hear(ph_feedback *feedback, ph_str term, double share) PH_MUST_USE;

/* The largest shares first, equal ones by bytes; only the first `most` stay. */
void ph_feedback_sort(ph_feedback *feedback, size_t most);

/* Makes shares of the model out of what was heard: times each word's rarity, the largest
 * PH_FEEDBACK_WORDS of them, adding up to 1; in byte order.  A rarity of 0 leaves a word out. */
void ph_feedback_learn(ph_feedback *feedback);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * evidence.h - where in a document a question's words stand.
 *
 * Two things that BM25 does not see.  Nearness: words that stand side by side in the question
 * stand near each other in the text, as in Rasolofo and Savoy, "Term proximity scoring for
 * keyword-based retrieval systems" (2003), for neighbours only.  Passages: one passage has much of the
 * question, while in a long document words may come together that have nothing to do with
 * each other (Callan, "Passage-level evidence in document retrieval", 1994).
 */
#ifndef PH_EVIDENCE_H
#define PH_EVIDENCE_H

#include "search/base.h"
#include "search/xapian-c/xapian-c.h"

/* A word of the question, in the order of the question, each once. */
typedef struct ph_ranked_word {
    ph_str name;   /* tells words apart */
    double times;  /* how often the question has it */
    double rarity; /* ph_bm25_rarity */
} ph_ranked_word;

typedef PH_VEC(ph_ranked_word) ph_ranked_words;

/* A place of a document where a word of the question stands. */
typedef struct ph_word_place {
    xapian_termpos position;
    uint32_t word; /* its number */
} ph_word_place;

/* Two words further apart than this are not near each other. */
#define PH_NEAR_WORDS 4

/* What nearness adds to a document's weight: for each two neighbours of the question their
 * nearest places count as one word, which is the more often in the document the nearer they
 * are (the inverse of the distance), and as rare as the less rare of the two.
 * places: by position; length, average: as for ph_bm25_share. */
double ph_evidence_near(const ph_ranked_words *words, const ph_word_place *places, size_t n,
                        double length, double average);

/* Positions that make a passage. */
#define PH_EVIDENCE_WINDOW 50

/* What of the words that are in the document (as the sum of their rarities) is not in the
 * passage that has most of them: 0 if one has them all.  work: room for a number a word. */
double ph_evidence_scattered(const ph_ranked_words *words, const ph_word_place *places,
                             size_t n, size_t *work);

#endif

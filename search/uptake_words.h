/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uptake_words.h - the words of passages, compared: uptake.c's judgement; and pick.c's, whether
 * two passages say the same.
 */
#ifndef PH_UPTAKE_WORDS_H
#define PH_UPTAKE_WORDS_H

#include "search/match_private.h"
#include "search/uptake.h"

/* A word of the recommendation that says something. */
typedef struct ph_telling_word {
    ph_str term, text; /* text: as it is written there first */
    uint64_t hash;
    double weight; /* its rarity in the index */
    bool common;   /* said of nearly everything in this field */
} ph_telling_word;

typedef struct ph_telling_words {
    PH_VEC(ph_telling_word) words; /* each once, heaviest first */
    double weight;                 /* of all */
} ph_telling_words;

/* The words of a text but for stop words and numbers. */
xapian_status ph_telling_words_find(ph_reader *r, ph_str language, ph_str text,
                                    ph_arena *arena, ph_telling_words *words,
                                    ph_status *status, ph_error *err, xapian_error *why);

/* The different words of a passage or of a sentence of it: sorted hashes of their terms. */
typedef struct ph_word_set {
    size_t passage; /* the place of the passage in the record */
    const uint64_t *v;
    size_t n;
} ph_word_set;

ph_status ph_word_set_make(ph_reader *r, ph_str language, ph_str text, ph_arena *arena,
                           ph_word_set *set, ph_error *err) PH_MUST_USE;

typedef PH_VEC(ph_word_set) ph_word_sets;

/* Adds a set for each sentence of a passage, whose place is given. */
ph_status ph_word_sets_add(ph_reader *r, ph_str language, ph_str text, size_t passage,
                           ph_arena *arena, ph_word_sets *sets, ph_error *err) PH_MUST_USE;

/* How well a sentence meets a recommendation.  title: the words of its document's title;
 * themes: how many the two have in common.  0: not at all; else the share of the
 * recommendation's weight. */
double ph_uptake_judge(const ph_telling_words *words, const ph_word_set *sentence,
                       const ph_word_set *title, size_t themes);

bool ph_word_set_has(const ph_word_set *set, uint64_t hash);

#endif

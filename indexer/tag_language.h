/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tag_language.h - the language of a text that does not say it.
 *
 * By how often a text has the sequences of one to four letters that are frequent in a language:
 * a naive Bayes classifier over n-grams, as in Cavnar & Trenkle's "N-Gram-Based Text
 * Categorization" (1994), but with probabilities for ranks.  What is frequent, in some 180
 * languages, stands in corpus/models/languages.txt, learned by train-languages beside it.
 *
 * Threads: a detector does not change, and any number of threads may ask it.
 */
#ifndef PH_TAG_LANGUAGE_H
#define PH_TAG_LANGUAGE_H

#include "search/base.h"

typedef struct ph_detector ph_detector;

/* Reads a model.  PH_NOT_FOUND, PH_IO; PH_INVALID: a line that is none of a model. */
ph_status ph_detector_new(ph_detector **out, const char *path, ph_error *err) PH_MUST_USE;
void ph_detector_free(ph_detector *detector);

/* BCP 47 ("en", "sr-Cyrl", "uz-Cyrl"), or absent when the text is too short (some 60 letters)
 * or fits no language.  Bosnian, Croatian and Serbian are "sr-Latn" or "sr-Cyrl". */
ph_str ph_detect_language(const ph_detector *detector, ph_arena *arena, ph_str text);

#endif

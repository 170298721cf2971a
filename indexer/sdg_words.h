/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sdg_words.h - a text as the words that the tagger of goals knows: no ICU and no stemmer, a
 * pass over the bytes, so that 20,000 paragraphs a second and core are no matter.
 *
 * A word is a letter and the letters and digits behind it; letters are those of ASCII and all
 * other characters but U+2000 to U+203F (dashes, quotes) and U+0080 to U+00BF.  It is folded:
 * lower case, without "'s" and the endings of the plural, "iz" as "is" (organization,
 * organisation).  Numbers are no words, but for one or two digits behind "sdg" and "goal".
 * Words of one byte are left out.  Bytes that are no UTF-8 do no harm.
 */
#ifndef PH_SDG_WORDS_H
#define PH_SDG_WORDS_H

#include "search/base.h"

typedef struct ph_sdg_word {
    uint32_t hash;     /* of the folded word */
    size_t start, end; /* bytes of the text */
    bool apart; /* a full stop, colon or bracket stands before it: no phrase goes on */
} ph_sdg_word;

/* Set text; everything else zero. */
typedef struct ph_sdg_scan {
    ph_str text;
    size_t at;
    bool apart, goal; /* goal: the word before was "sdg" or "goal" */
} ph_sdg_scan;

/* False at the end. */
bool ph_sdg_next(ph_sdg_scan *scan, ph_sdg_word *word);

/* The hash of a phrase with one more word behind it. */
uint32_t ph_sdg_extend(uint32_t phrase, uint32_t word);

#endif

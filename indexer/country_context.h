/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * country_context.h - whether a country's name means the country: Georgia may be a state of the
 * USA, Chad and Jordan may be persons, the Jordan is a river, turkey a bird, and a name at the
 * beginning of a sentence another word.
 *
 * The words around it tell, by a table of contexts for each language: words right before or
 * behind the name, words of the same sentence that speak against it or for it (the whole text
 * where the sentence has neither), what people's names look like.  Phrases that have a name in
 * them stand in countries.rdf (ph:otherThing).
 */
#ifndef PH_COUNTRY_CONTEXT_H
#define PH_COUNTRY_CONTEXT_H

#include "search/analysis.h"
#include "search/vocabulary.h"

/* A word of a text: the hashes of ph_token, bytes [start, end). */
typedef struct ph_word {
    uint64_t term, word;
    size_t start, end;
} ph_word;

typedef PH_VEC(ph_word) ph_words;

/* The table of one language, as terms.  Belongs to the thread of the analyzer while it is made;
 * then it does not change. */
typedef struct ph_country_cues ph_country_cues;

ph_status ph_country_cues_new(ph_country_cues **out, ph_analyzer *analyzer, ph_str language,
                              ph_error *err) PH_MUST_USE;
void ph_country_cues_free(ph_country_cues *cues);

/* Words [first, last] of a text. */
typedef struct ph_country_words {
    ph_str text;
    const ph_words *words;
    size_t first, last;
} ph_country_words;

/* Whether a label of a country, met there, means it. */
bool ph_country_meant(const ph_country_cues *cues, const ph_country_words *met, ph_str code,
                      ph_label_type type);

#endif

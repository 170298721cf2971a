/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * analysis.h - text into terms, the same for documents and for questions.
 *
 *   word -> Form KC, case folded -> the stemmer's own alphabet -> stem -> fold
 *
 * Words are runs of letters, digits and marks; an apostrophe between letters and a full stop
 * or comma between digits belong to the word.  Scripts written without spaces (Han, kana,
 * Thai, Lao, Khmer, Burmese) become overlapping pairs of characters.  Folding comes after the
 * stemmer, because Russian, French and Spanish stemmers need their letters: then Latin and
 * Greek lose their marks (ş = ș = s), Cyrillic keeps й and ї as the letters they are, and
 * ё is е throughout.  Serbian is indexed in Latin letters, whichever it is written in.
 *
 * Stemmers are Xapian's (Snowball), but for a few Russian nouns whose cases they part; Arabic
 * words are stemmed with their article, whether they have it or not; a language without a
 * stemmer is folded only.
 *
 * Threads: an analyzer belongs to one thread at a time; it keeps a table of the words it has
 * seen, because stemming each word anew would cost more than indexing it.
 */
#ifndef PH_ANALYSIS_H
#define PH_ANALYSIS_H

#include "search/base.h"

typedef struct ph_analyzer ph_analyzer;

ph_status ph_analyzer_new(ph_analyzer **out, ph_error *err) PH_MUST_USE;
void ph_analyzer_free(ph_analyzer *analyzer);

/* A word of a text: bytes [start, end) of it, and its term (at most PH_TERM_BYTES, valid only
 * within the callback) with ph_hash of that, for tables of terms.  word_hash is of the word
 * folded and not stemmed, without an article or a possessive before or behind it: "l'Oman",
 * "Oman's", "OMAN" have one; and *word is that word itself, valid as long as the term. */
typedef struct ph_token {
    ph_str term;
    const ph_str *word;
    uint64_t hash, word_hash;
    size_t start, end;
} ph_token;

/* Gets each word in order; false stops. */
typedef bool (*ph_token_fn)(void *user, ph_token token);

/* language: BCP 47; only its first part counts; absent: no stemmer.
 * PH_NO_MEMORY, and PH_INTERNAL for a fault of a library. */
ph_status ph_analyze(ph_analyzer *analyzer, ph_str language, ph_str text, ph_token_fn each,
                     void *user, ph_error *err) PH_MUST_USE;

/* The terms of a text as a list in the arena (copies). */
ph_status ph_analyze_all(ph_analyzer *analyzer, ph_str language, ph_str text,
                         ph_arena *arena, ph_strs *terms, ph_error *err) PH_MUST_USE;

/* From now on each word that is analysed, and was not yet gathered for this part (below 64) of
 * the list, goes to `out`: packed (pack.h), the word as folded, then its term.  What has no
 * letter or is cut (PH_TERM_BYTES) is left out.  Another number of a list begins anew.
 * out NULL: no longer. */
void ph_analyzer_gather(ph_analyzer *analyzer, uint64_t list, unsigned part, ph_buf *out);

/* --- words (words.c) ------------------------------------------------------------------- */

/* The next word of the text from byte *at on: its bytes, and *at moved behind it (in scripts
 * without spaces, to the second character of the pair).  False at the end. */
bool ph_next_word(ph_str text, size_t *at, size_t *start, size_t *end);

/* Whether a word goes on over byte `at`; in scripts without spaces none does. */
bool ph_within_word(ph_str text, size_t at);

/* --- stop words (stopwords.c) ------------------------------------------------------------ */

/* Whether a word (folded by ph_text_key) says nothing by itself in a language. */
bool ph_stop_word(ph_str language, ph_str key);

/* All of them, folded, with spaces between; absent: a language that has none here. */
ph_str ph_stop_words(ph_str language);

/* The language whose stop words the keys have most of; in doubt English. */
ph_str ph_stop_language(const ph_strs *keys);

#endif

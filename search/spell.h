/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spell.h - "did you mean": another spelling of a question that found little.
 *
 * Words that no document has, or far fewer than a word beside them, are replaced by words of
 * the index (wordlist.h): such as are one step away - a letter more, less, another, or two
 * swapped (optimal string alignment, G. Navarro, ACM Computing Surveys 33(1), 2001) - or two,
 * in words of seven letters and more; or what the same keys give on the other keyboard, English
 * or Russian.  Operators, fields and all else stay as they are.
 *
 * A suggestion is searched for before it is made, with the same filters: more documents (of a
 * search for passages, more passages) must have all its words than have those of the question.
 *
 * Frequencies are those of all shards together, ties go by byte order: any number of shards
 * gives the same suggestion.
 */
#ifndef PH_SPELL_H
#define PH_SPELL_H

#include "search/match_private.h"

/* How many results a question has, at most `most`; match=auto is taken as all.  ph_match_count is
 * one. */
typedef xapian_status (*ph_spell_count_fn)(ph_reader *reader, const ph_query *query,
                                           ph_arena *arena, xapian_doccount most,
                                           xapian_doccount *n, ph_status *status,
                                           ph_error *err, xapian_error *why);

/* Sets result->suggestion of a unit that has been answered, hits and counts, if the answer is poor
 * (its total) and there is a spelling that gives more, as `count` tells.  An ordinary answer
 * costs nothing. */
xapian_status ph_spell(ph_reader *reader, ph_search_unit *unit, ph_spell_count_fn count,
                       ph_status *status, ph_error *err, xapian_error *why);

/* --- words nearby (spell_near.c) ---------------------------------------------------------- */

typedef struct ph_near_word {
    ph_str word, term;
    unsigned steps;
    bool same_start; /* the first letter is the same */
} ph_near_word;

typedef PH_VEC(ph_near_word) ph_near_words;

/* Steps between two words of UTF-8, or anything above `most` when there are more. */
unsigned ph_word_steps(ph_str a, ph_str b, unsigned most);

/* Words of the list that are few enough steps from `word` (folded), nearest first, each with
 * each of its terms once; at most PH_SPELL_NEAR.  Only such as have the same two first letters,
 * unless none of those is a step away and it is to be looked `everywhere`, which takes
 * several times as long.  None for words of fewer than four letters. */
xapian_status ph_near_find(const ph_reader *reader, ph_str word, bool everywhere,
                           ph_arena *arena, ph_near_words *out, ph_status *status,
                           ph_error *err, xapian_error *why);

#endif

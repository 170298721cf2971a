/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suggest.h - what somebody who types may mean: titles, concepts, frequent phrases, words.
 *
 * In the index (boolean terms, each folded as words are, so that marks and, in Serbian, scripts
 * do not matter):
 *
 *   XI:0TITLE   how a title begins        XI:1TITLE   how it goes on from one of its words
 *   XP:PHRASE   one to three words of titles and headings that neither begin nor end with a
 *               stop word; behind a NUL how they are written, where that differs
 *
 * and PH_SLOT_SUGGEST has a document's id and title.  A phrase is as frequent as its term, so
 * that documents which go take theirs along.  Labels of the vocabularies lie sorted in memory.
 *
 * All is bounded: of a beginning that thousands have, those that come first in byte order are
 * looked at, and frequent ones of them given.
 */
#ifndef PH_SUGGEST_H
#define PH_SUGGEST_H

#include "search/analysis.h"
#include "search/search.h"

/* --- labels (suggest_labels.c) ------------------------------------------------------------ */

/* Names of themes, goals and countries in the languages of the vocabularies.  Does not change
 * once it is made: any number of threads may read it.
 *
 * Not the same as labels.h, though both are made of the vocabularies: that is asked what whole
 * labels are, by hashes of their terms in one language, and leaves out what is no good in a
 * question (vague labels, names of countries in capitals); this is asked what begins so, by words as
 * they are typed, in all languages and both scripts at once, and names only what can be
 * chosen. */
typedef struct ph_name_list ph_name_list;

/* The vocabulary is borrowed.  PH_NO_MEMORY, PH_INTERNAL. */
ph_status ph_name_list_new(ph_name_list **out, const ph_vocabulary *vocabulary,
                           ph_error *err) PH_MUST_USE;
void ph_name_list_free(ph_name_list *labels);

typedef struct ph_concept_name {
    ph_str folded;  /* from one of its words on */
    ph_str text;    /* "Open data" */
    ph_facet facet; /* and value: what it is the name of */
    ph_str value;
    bool whole; /* folded is all of it */
} ph_concept_name;

/* The names that begin so (folded), in byte order; returns how many. */
size_t ph_name_list_find(const ph_name_list *labels, ph_str beginning,
                         const ph_concept_name **names);

/* --- suggestions -------------------------------------------------------------------------- */

typedef enum ph_suggestion_kind {
    PH_SUGGEST_TITLE,
    PH_SUGGEST_CONCEPT,
    PH_SUGGEST_PHRASE,
    PH_SUGGEST_WORD
} ph_suggestion_kind;

typedef struct ph_suggestion {
    ph_suggestion_kind kind;
    ph_str text;    /* to put into the search box */
    ph_str id;      /* of a title's document; absent where many have the title */
    ph_facet facet; /* of a concept, and value */
    ph_str value;   /* else absent */
    uint64_t
        documents;  /* terms' frequencies, for the order: editions of a work are several,
                         * and what a search finds besides is not among them */
    uint64_t found; /* of a concept: documents that choosing it gives; 0: not known, since
                     * columns (ph_reader_share) are not there */
} ph_suggestion;

typedef PH_VEC(ph_suggestion) ph_suggestions;

/* "title", "concept", "phrase", "word" */
const char *ph_suggestion_kind_name(ph_suggestion_kind kind);

/* At most `limit` suggestions for a text as far as it is typed; any text at all, with none for
 * what has no words.  labels may be NULL.  Everything suggested finds something.  Errors as of
 * ph_search. */
ph_status ph_suggest(ph_reader *reader, const ph_name_list *labels, ph_str text,
                     size_t limit, ph_arena *arena, ph_suggestions *out,
                     ph_error *err) PH_MUST_USE;

/* --- in the index (suggest_terms.c) ------------------------------------------------------- */

/* Gets each boolean term of a record; false stops. */
typedef bool (*ph_suggest_term_fn)(void *user, ph_str term);

/* PH_NO_MEMORY, PH_INTERNAL. */
ph_status ph_suggest_terms(ph_analyzer *analyzer, const ph_record *record, ph_arena *arena,
                           ph_suggest_term_fn each, void *user, ph_error *err) PH_MUST_USE;

#define PH_SUGGEST_START "XI:0"
#define PH_SUGGEST_INNER "XI:1"
#define PH_SUGGEST_PHRASES "XP:"

/* Bytes of a title in a term, from its beginning and from a later word. */
#define PH_SUGGEST_START_BYTES 48
#define PH_SUGGEST_INNER_BYTES 20

#endif

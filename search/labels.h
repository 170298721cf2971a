/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * labels.h - the labels of a vocabulary in one language, as words of a question are compared
 * with them: by their terms (analysis.h), in a table by hash.
 *
 * Labels are those of skos:prefLabel, skos:altLabel and skos:hiddenLabel, and the names of
 * countries and regions by ICU.  Left out are: schemes that say what a document is like
 * (status, level, section ...); targets of the goals, whose labels are sentences; a preferred label
 * that is too vague to tag by; hidden labels of one word; what is longer than PH_LABEL_WORDS words; single words that
 * say nothing (analysis.h) in the label's language.
 *
 * Threads: a table does not change after it was made; ph_vocabulary_labels may be called by any
 * number of threads, which share what it makes.
 */
#ifndef PH_LABELS_H
#define PH_LABELS_H

#include "search/analysis.h"
#include "search/limits.h"
#include "search/vocabulary.h"

typedef struct ph_labels ph_labels;

/* A label and its concept.  Two names of one concept have the same `sense`. */
typedef struct ph_name {
    ph_str text;       /* as written */
    ph_str scheme, id; /* of the concept; "country" and "region" too */
    ph_str key;        /* ph_text_key of it */
    uint64_t folded;   /* ph_hash of the key */
    uint64_t sense;
    uint32_t number; /* from 1 */
    bool shown; /* may be added to a question: preferred or alternative, no word that any
                         language leaves out of a question */
    bool preferred;
    bool acronym; /* one word in capitals */
    bool literal; /* found as it is written only: "WHO", not "who" */
    bool
        place; /* a country's or region's name in one word: stems are too loose for it ("Дания",
                     "данных"), so a word has to begin as it does */
    uint8_t words;     /* how many it has */
    uint32_t by_key;   /* number of the next name with the same words; 0: none */
    uint32_t by_sense; /* and of the same concept, in the order of the files */
} ph_name;

/* The table of a language (BCP 47; its first part counts), made when it is first asked for: some
 * milliseconds.  It belongs to the vocabulary.  PH_NO_MEMORY, PH_INTERNAL. */
ph_status ph_vocabulary_labels(const ph_vocabulary *vocabulary, ph_str language,
                               const ph_labels **out, ph_error *err) PH_MUST_USE;

/* The languages that its labels are in, their first parts ("sr"), in alphabetical order. */
const ph_strs *ph_vocabulary_languages(const ph_vocabulary *vocabulary);

ph_str ph_labels_language(const ph_labels *labels); /* its code */
size_t ph_labels_count(const ph_labels *labels);    /* more than any name's number */

/* How many words the longest label has that begins with this term; 0: none does. */
size_t ph_labels_longest(const ph_labels *labels, uint64_t term);

/* Whether the term is in any label at all, hints and sentences too, or says nothing. */
bool ph_labels_know(const ph_labels *labels, uint64_t term);

/* The key of words in a row: begin with PH_HASH_SEED, then each term's hash. */
uint64_t ph_labels_key(uint64_t key, uint64_t term);

/* The first name with that key, and the first of that concept; NULL: there is none.  What
 * follows is ph_labels_at(labels, name->by_key), name->by_sense. */
const ph_name *ph_labels_find(const ph_labels *labels, uint64_t key);
const ph_name *ph_labels_of(const ph_labels *labels, uint64_t sense);
const ph_name *ph_labels_at(const ph_labels *labels, uint32_t number); /* NULL for 0 */

#endif

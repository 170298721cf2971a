/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * offline.h - what a search without a server needs, as one block of bytes: web/offline/search.js
 * answers from it in a browser, in the same order as a server.
 *
 * It has which words documents have and how often, not where they stand: a browser finds that
 * in the pages of the best documents, which it has anyway.  Stemmers are not in it but
 * what they made of each word; of the vocabularies, the labels that the index has.
 *
 * The bytes: numbers are LEB128 (pack.h); a string is its length + 1 and UTF-8; a list is its
 * length and its elements; "columns" are strings that have what follows side by side, so that
 * like stands beside like and packs well; "bits" are bytes whose highest bit comes first, filled
 * up with 0.  Documents are numbered from 0 in the order in which equal ones are shown
 * (PH_SLOT_TIE), terms and words in byte order, languages as they come here.
 *
 *   4 bytes     "PHO1"
 *   number      the documents' average length, in thousandths of a word
 *   list        languages, of which the first PH_OFFLINE_LANGUAGES have bits below: code ("sr"), how many documents are in it, its stop words with a space
 *               before and behind each
 *   list        values of facets: number of the facet (ph_facet), value
 *   number      how many documents, in columns: ids; titles; date, number of the language + 1 (0:
 *               none of these), length, work (0: no other is of it), list of values' numbers, each
 *               the difference from the one before
 *   number      how many words, of PH_TERM_BYTES at most, in columns: how many bytes are as in the
 *               word before, how many others; those; list of the terms that it stands for: zigzag of the difference from
 *               the one before (the first: from the first of the word before); a bit for each
 *               language whose labels or stop words know it
 *   number      how many terms, in columns: in how many documents * 2, + 1 if it may be
 *               learned (ph_feedback_fits); bits: of each term its documents as Golomb-Rice codes
 *               (ph_rice_bits) of the differences - 1, each followed by how often as gamma code (Elias)
 *   number      how many concepts, in columns: their labels, folded, each with a line feed; of
 *               each concept how many labels, scheme (2: "word", 1: countries and regions, 0:
 *               others), of each label a bit for each language in which it is one, a bit for each
 *               in which documents have it, flags (1: preferred, 2: abbreviation, 4: as it
 *               is written only, 8: a place's name, 16: several words); in each of the latter a list
 *               of its words, the rarest first, each a list of terms; and, of several words, the
 *               documents that have it: a list of differences - 1
 *
 * Threads: as the reader's.
 */
#ifndef PH_OFFLINE_H
#define PH_OFFLINE_H

#include "search/search.h"

/* Fills `out` with the block.  people: names that are in no copy, such as those of contacts, who
 * consent to be named as long as they want: titles are without them, and documents that have one
 * have none of its words, in whatever place.  Needs an index that is not behind a server.
 * PH_INVALID: it is; PH_CORRUPT, PH_IO, PH_BUSY, PH_NO_MEMORY. */
ph_status ph_offline_write(ph_reader *reader, const ph_strs *people, ph_buf *out,
                           ph_error *err) PH_MUST_USE;

/* Appends bytes without the names of people, where these stand as words of their own.  True if there
 * was something to take out. */
bool ph_offline_hide(const ph_strs *people, ph_str bytes, ph_buf *out);

/* Bits of the remainder in the Golomb-Rice code for the documents of a term that is in `n` of
 * `documents` (Witten, Moffat and Bell, "Managing Gigabytes", 1999, 3.3). */
unsigned ph_rice_bits(uint64_t n, uint64_t documents);

#endif

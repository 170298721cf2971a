/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wordlist.h - the words of an index as they are written, for prefix*, for spelling, for
 * suggestions and for words typed without accents: the index itself has stems only.
 *
 * Each shard has a list of its own, in its metadata: a key "word:WORD TERM" for each word
 * (folded, not stemmed) and the term that it is in the index; the value says nothing.  So one
 * walk over the keys tells both, also over a network.  A word goes in with the first document
 * that has it, in the same commit.  Numbers are left out.
 *
 * The list may hold words that no document has any more: whoever reads it asks how many
 * documents have the term.  A run that changes or removes documents takes out, at its end,
 * words whose term is gone; --full and --forget make the list anew from the documents.
 */
#ifndef PH_WORDLIST_H
#define PH_WORDLIST_H

#include "search/reader_private.h"
#include "search/record.h"

#define PH_KEY_WORD "word:"

/* --- writing ------------------------------------------------------------------------------ */

/* Adds what ph_analyzer_gather gave, unless it is there.  XAPIAN_SERIALISATION: `gathered` is
 * damaged. */
xapian_status ph_words_write(xapian_writable_db *db, ph_str gathered, xapian_error *why);

/* Notes in the shard that documents changed, and at the end of a run takes out the words that
 * went with them.  Both cheap when there is nothing to do.  *swept: something was written. */
xapian_status ph_words_mark(xapian_writable_db *db, xapian_error *why);
xapian_status ph_words_sweep(xapian_writable_db *db, bool *swept, xapian_error *why);

/* Analyses all texts of a record, for an analyzer that gathers. */
ph_status ph_words_of(ph_analyzer *analyzer, const ph_record *record,
                      ph_error *err) PH_MUST_USE;

/* --- reading ------------------------------------------------------------------------------ */

/* Gets a word and its term, valid until it returns; false stops this shard's list. */
typedef bool (*ph_word_fn)(void *user, ph_str word, ph_str term);

/* The words that begin so, shard after shard, in byte order: what is in several shards comes
 * several times. */
xapian_status ph_words_each(const ph_reader *reader, ph_str beginning, ph_word_fn each,
                            void *user, xapian_error *why);

#endif

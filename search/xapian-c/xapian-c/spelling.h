/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_spelling - a database's dictionary and thesaurus
 *
 * Words for correcting what somebody typed, with how often each is used, and synonyms,
 * are kept beside the documents. xapian_term_generator can fill the first,
 * xapian_query_parser uses both. A remote database has neither: reading gives nothing.
 */
#ifndef XAPIAN_C_SPELLING_H
#define XAPIAN_C_SPELLING_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- spelling ---- */

/* Adds to, or takes from, how often a word is used; at 0 it goes. The second takes at
 * most what there is. Words are compared as they are: give lower case. A word of more
 * than 245 bytes is XAPIAN_INVALID_ARGUMENT. */
XAPIAN_C_CHECK xapian_status xapian_writable_db_add_spelling(xapian_writable_db *db,
                                                             const char *word,
                                                             size_t word_len,
                                                             xapian_termcount freq,
                                                             xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_remove_spelling(xapian_writable_db *db,
                                                                const char *word,
                                                                size_t word_len,
                                                                xapian_termcount freq,
                                                                xapian_error *err);

/* The word of the dictionary that is most like this one, within 'edits' insertions,
 * deletions, changes or swaps of neighbours (2 is Xapian's own); the empty string if
 * there is none, or it is this word. */
XAPIAN_C_CHECK xapian_status xapian_db_suggest_spelling(
    const xapian_db *db, const char *word, size_t word_len, unsigned edits,
    const char **suggestion, size_t *suggestion_len, xapian_error *err);
/* All words in byte order, with freq, as a new iterator. */
XAPIAN_C_CHECK xapian_status xapian_db_spellings(const xapian_db *db, xapian_terms **out,
                                                 xapian_error *err);

/* ---- synonyms ---- */

/* What 'term' also is: a term each, prefix and stemming included. The first does nothing
 * for one that is there, the second and third nothing for what is not. A term may be
 * several words with spaces between, for XAPIAN_PARSE_AUTO_MULTIWORD_SYNONYMS. */
XAPIAN_C_CHECK xapian_status
xapian_writable_db_add_synonym(xapian_writable_db *db, const char *term, size_t term_len,
                               const char *synonym, size_t synonym_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_remove_synonym(
    xapian_writable_db *db, const char *term, size_t term_len, const char *synonym,
    size_t synonym_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_writable_db_clear_synonyms(xapian_writable_db *db,
                                                               const char *term,
                                                               size_t term_len,
                                                               xapian_error *err);

/* The synonyms of a term, and the terms that have some and begin so: in byte order, as new
 * iterators. */
XAPIAN_C_CHECK xapian_status xapian_db_synonyms(const xapian_db *db, const char *term,
                                                size_t term_len, xapian_terms **out,
                                                xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_db_synonym_keys(const xapian_db *db, const char *prefix,
                                                    size_t prefix_len, xapian_terms **out,
                                                    xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_SPELLING_H */

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_term_generator - text to terms
 *
 * Splits text into words as Unicode says (UAX #29, simplified), makes them lower case,
 * and adds them to a document as terms. Text is UTF-8; bytes that are not are read as
 * Latin-1.
 */
#ifndef XAPIAN_C_TERM_GENERATOR_H
#define XAPIAN_C_TERM_GENERATOR_H

#include "base.h"
#include "handles.h"
#include "stem.h"

XAPIAN_C_BEGIN

/* A new one has no document, no stemmer and no stopper, and strategy XAPIAN_STEM_SOME. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_new(xapian_term_generator **out,
                                                       xapian_error *err);
void xapian_term_generator_free(xapian_term_generator *generator);

/* What the terms are added to from now on; kept alive. Sets the position back to 0. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_set_document(
    xapian_term_generator *generator, xapian_document *doc, xapian_error *err);
/* NULL for none. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_set_stem(
    xapian_term_generator *generator, const xapian_stem *stem, xapian_error *err);

/* See xapian_stem_strategy. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_set_strategy(
    xapian_term_generator *generator, xapian_stem_strategy strategy, xapian_error *err);

typedef enum XAPIAN_C_INT {
    XAPIAN_STOP_NONE = 0, /* stop words are terms like others */
    XAPIAN_STOP_ALL,      /* they are no terms at all, and take no place */
    XAPIAN_STOP_STEMMED   /* they have no stemmed term: Xapian's own way */
} xapian_stop_strategy;

/* 'stopper' NULL for none. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_set_stopper(
    xapian_term_generator *generator, const xapian_stopper *stopper,
    xapian_stop_strategy strategy, xapian_error *err);

#define XAPIAN_GENERATE_SPELLING 128u /* words also go into the dictionary */
#define XAPIAN_GENERATE_CJK_NGRAM                                                          \
    2048u /* Chinese, Japanese, Korean: one and two characters */

/* These flags and no others. For XAPIAN_GENERATE_SPELLING, 'db' is where the dictionary
 * is: it is kept alive; else it may be NULL. */
XAPIAN_C_CHECK xapian_status
xapian_term_generator_set_flags(xapian_term_generator *generator, unsigned flags,
                                xapian_writable_db *db, xapian_error *err);
/* Words of more bytes make no term: 64 in a new one. More than XAPIAN_TERM_MAX - 1 is
 * XAPIAN_INVALID_ARGUMENT. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_set_max_word(
    xapian_term_generator *generator, unsigned bytes, xapian_error *err);

/* Adds the terms of a text, each with the prefix in front ("S" for a title, by custom;
 * empty for none) and 'wdf_inc' (1) to how often it is in the document. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_index(
    xapian_term_generator *generator, const char *text, size_t text_len,
    xapian_termcount wdf_inc, const char *prefix, size_t prefix_len, xapian_error *err);
/* No phrase will find it, and it takes less room. */
XAPIAN_C_CHECK xapian_status xapian_term_generator_index_without_positions(
    xapian_term_generator *generator, const char *text, size_t text_len,
    xapian_termcount wdf_inc, const char *prefix, size_t prefix_len, xapian_error *err);

/* Where the last word stands; another place for the next one to follow; and a gap (100),
 * which no phrase crosses. */
xapian_termpos xapian_term_generator_position(const xapian_term_generator *generator);
XAPIAN_C_CHECK xapian_status xapian_term_generator_set_position(
    xapian_term_generator *generator, xapian_termpos pos, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_term_generator_skip(xapian_term_generator *generator,
                                                        xapian_termpos positions,
                                                        xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_TERM_GENERATOR_H */

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_stem - stemmers and stoppers
 *
 * A stemmer maps the forms of a word to one: those of Xapian are Snowball's, see
 * https://snowballstem.org/. A stopper knows words that are left out. Both are given to
 * xapian_term_generator and xapian_query_parser, which keep them alive.
 */
#ifndef XAPIAN_C_STEM_H
#define XAPIAN_C_STEM_H

#include "base.h"
#include "handles.h"

XAPIAN_C_BEGIN

/* ---- stemmers ---- */

/* 'language' is a name or code that Xapian knows: "english", "en", "none". Any other is
 * XAPIAN_INVALID_ARGUMENT. */
XAPIAN_C_CHECK xapian_status xapian_stem_new(const char *language, xapian_stem **out,
                                             xapian_error *err);

/* A stemmer of one's own. The callback sets 'stemmed' to memory of its own that is good
 * until the next call; nonzero ends the call that stems with XAPIAN_CALLBACK. */
typedef int (*xapian_stem_fn)(void *user, const char *word, size_t word_len,
                              const char **stemmed, size_t *stemmed_len);
/* 'user' must be good for as long as the stemmer or what was given it is. */
XAPIAN_C_CHECK xapian_status xapian_stem_new_callback(xapian_stem_fn fn, void *user,
                                                      xapian_stem **out, xapian_error *err);
void xapian_stem_free(xapian_stem *stem);
/* Wants lower case UTF-8; other bytes do no harm. */
XAPIAN_C_CHECK xapian_status xapian_stem_apply(const xapian_stem *stem, const char *word,
                                               size_t word_len, const char **stemmed,
                                               size_t *stemmed_len, xapian_error *err);
/* The names of all languages with spaces between, cut to fit 'size' bytes with the zero
 * byte. 'needed' (which may be NULL) is set to the size that would hold them all; with
 * 'size' 0, 'buf' may be NULL. */
XAPIAN_C_CHECK xapian_status xapian_stem_languages(char *buf, size_t size, size_t *needed,
                                                   xapian_error *err);

/* Which terms xapian_term_generator makes, and xapian_query_parser asks for: both must
 * be told the same. A stemmed term begins with 'Z'. */
typedef enum XAPIAN_C_INT {
    XAPIAN_STEM_NONE = 0,
    XAPIAN_STEM_SOME, /* words as they are, with positions, and stemmed: Xapian's own way */
    XAPIAN_STEM_ALL,  /* stemmed only, without the Z */
    XAPIAN_STEM_ALL_Z,        /* stemmed only */
    XAPIAN_STEM_SOME_FULL_POS /* like SOME, where stemmed terms have positions too */
} xapian_stem_strategy;

/* ---- stoppers ---- */

/* A stopper of no words, and more words for it: one, or those of a file, parted by white
 * space. They are compared as they are: give lower case, not stemmed. */
XAPIAN_C_CHECK xapian_status xapian_stopper_new(xapian_stopper **out, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_stopper_add(xapian_stopper *stopper, const char *word,
                                                size_t word_len, xapian_error *err);
XAPIAN_C_CHECK xapian_status xapian_stopper_add_file(xapian_stopper *stopper,
                                                     const char *path, xapian_error *err);

/* A stopper of one's own: sets 'stop'. Nonzero ends the call that asked with
 * XAPIAN_CALLBACK. */
typedef int (*xapian_stopper_fn)(void *user, const char *word, size_t word_len, bool *stop);
/* 'user' must be good for as long as the stopper or what was given it is. Nothing can be
 * added. */
XAPIAN_C_CHECK xapian_status xapian_stopper_new_callback(xapian_stopper_fn fn, void *user,
                                                         xapian_stopper **out,
                                                         xapian_error *err);

void xapian_stopper_free(xapian_stopper *stopper);
/* Whether it leaves the word out. */
XAPIAN_C_CHECK xapian_status xapian_stopper_stops(const xapian_stopper *stopper,
                                                  const char *word, size_t word_len,
                                                  bool *stops, xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_STEM_H */

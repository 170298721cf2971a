/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_hyphen.h - words that a line end cut: "govern-" and "ment" are "government", "citizen-"
 * and "centred" keep their hyphen.  The document itself tells which, by its other words.
 */
#ifndef PH_TEXT_HYPHEN_H
#define PH_TEXT_HYPHEN_H

#include "indexer/text_lines.h"

typedef struct ph_words ph_words; /* a set */

typedef enum ph_joint {
    PH_JOINT_SPACE, /* two words */
    PH_JOINT_KEEP,  /* one, its hyphen stays */
    PH_JOINT_DROP   /* one, its hyphen goes */
} ph_joint;

/* The words that stand whole in lines.  NULL: no memory. */
ph_words *ph_words_new(ph_arena *arena, const ph_lines *lines);

/* How a line goes on in the next one.  A hyphen stays if the document has the word with it
 * elsewhere; it goes if it has the word without, and before what is no word ("-ment").  If it has neither, it stays between two parts
 * that are words themselves, and where line ends do not usually cut words.  It stays before a
 * capital or a digit ("COVID-" "19") and beside a part that has one already ("state-of-the-"
 * "art"); "pre- and post-" are two words. */
ph_joint ph_words_join(const ph_words *words, ph_str line, ph_str next);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.h - UTF-8 text: what is valid, how it is tidied, how it is compared.
 *
 * Everything that comes into the index has passed ph_text_clean, so that the rest of the
 * program may rely on valid UTF-8 in Normalization Form C (Unicode 15, UAX #15) without
 * control characters.
 */
#ifndef PH_TEXT_H
#define PH_TEXT_H

#include "search/base.h"

/* True if s is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool ph_utf8_valid(ph_str s);

/* The code point at s.s[*i], and *i moved behind it.  Ill-formed bytes give U+FFFD, one for
 * each maximal ill-formed part.  Needs *i < s.n. */
int32_t ph_utf8_next(ph_str s, size_t *i);

/* Appends a code point as UTF-8. */
void ph_utf8_add(ph_buf *buf, int32_t c);

/* The longest beginning of s that has at most `max` bytes and ends between characters. */
ph_str ph_utf8_cut(ph_str s, size_t max);

/* s in Form C, with ill-formed bytes as U+FFFD, white space of any kind as one space (with
 * `keep_lines`, a line end stays a line end), soft hyphens, zero-width spaces, byte order
 * marks and other control characters left out, trimmed.  No more than 30 combining marks
 * stay on one letter.  PH_ABSENT: no memory, or more than half a gigabyte of text. */
ph_str ph_text_clean(ph_arena *arena, ph_str s, bool keep_lines) PH_MUST_USE;

/* Full case folding and removal of marks, for matching headings and names: "Énoncé" ->
 * "enonce"; Cyrillic letters й and ї keep theirs, ё becomes е.  Other characters than
 * letters and digits become one space.  PH_ABSENT: no memory. */
ph_str ph_text_key(ph_arena *arena, ph_str s) PH_MUST_USE;

/* For addresses: "Peer Learning, 2022" -> "peer-learning-2022".  Latin letters a-z as far as
 * ICU can write the text in them, digits, single hyphens; at most PH_SLUG_BYTES, cut between
 * words; may be empty.  PH_ABSENT: no memory. */
#define PH_SLUG_BYTES 48
ph_str ph_text_slug(ph_arena *arena, ph_str s) PH_MUST_USE;

/* The first part of a language's code (BCP 47): "sr" of "sr-Latn". */
ph_str ph_language_primary(ph_str code);

/* Appends s with & < > " ' escaped for XML and HTML. */
void ph_html_escape(ph_buf *buf, ph_str s);

/* The bytes at `at` of a text that part the values of a list in any script, 0 if none do: a semicolon
 * (; \u061B \uFF1B) and, if commas part them as well, a comma (, \u060C \u3001 \uFF0C). */
size_t ph_separator(ph_str s, size_t at, bool commas);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet.h - the part of a text that shows best why it was found, as HTML.
 *
 * Words are found by the same analysis that indexed them, so that "registers" is marked for
 * "register", and Serbian in one script for the other.
 */
#ifndef PH_SNIPPET_H
#define PH_SNIPPET_H

#include "search/analysis.h"

/* At most about `max` bytes of `text`, escaped, with <mark> around each word that is one of
 * `terms` or begins with one of `prefixes`, and "…" where text was left out.
 * PH_NO_MEMORY, PH_INTERNAL. */
ph_status ph_snippet(ph_analyzer *analyzer, ph_str language, ph_str text,
                     const ph_strs *terms, const ph_strs *prefixes, size_t max,
                     ph_arena *arena, ph_str *html, ph_error *err) PH_MUST_USE;

#endif

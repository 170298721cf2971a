/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tag_language.h - the language of a text that does not say it, by libexttextcat.
 *
 * Threads: a detector belongs to one thread.
 */
#ifndef PH_TAG_LANGUAGE_H
#define PH_TAG_LANGUAGE_H

#include "search/base.h"

typedef struct ph_detector ph_detector;

/* PH_NOT_FOUND: libexttextcat's data (Debian: libexttextcat-data) are not installed. */
ph_status ph_detector_new(ph_detector **out, ph_error *err) PH_MUST_USE;
void ph_detector_free(ph_detector *detector);

/* BCP 47, or absent when the text is too short (some 60 letters; 200 for a language that our
 * vocabularies do not speak) or fits no language. */
ph_str ph_detect_language(ph_detector *detector, ph_arena *arena, ph_str text);

#endif

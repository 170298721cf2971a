/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * subjects.h - concepts by a label that is all there is: a keyword, a subject heading.  Here the
 * vague labels count too, which say little within a text ("Participation").
 *
 * Threads: one at a time; filled when it is first asked, which takes some milliseconds.
 */
#ifndef PH_SUBJECTS_H
#define PH_SUBJECTS_H

#include "search/vocabulary.h"

typedef struct ph_subjects {
    struct ph_subject *v; /* open addressing */
    size_t slots;
} ph_subjects; /* zero-initialise; free with ph_subjects_free */

/* The theme or goal ("themes", "sdg") that has a preferred or alternative label in any language,
 * whatever its capitals and marks; NULL: none.  PH_NO_MEMORY. */
ph_status ph_subjects_find(ph_subjects *subjects, const ph_vocabulary *vocabulary,
                           const char *scheme, ph_str label, ph_arena *arena,
                           const ph_concept **concept, ph_error *err) PH_MUST_USE;
void ph_subjects_free(ph_subjects *subjects);

#endif

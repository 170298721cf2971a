/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vocabulary_check.h - what is wrong with a vocabulary, for those who write one.
 */
#ifndef PH_VOCABULARY_CHECK_H
#define PH_VOCABULARY_CHECK_H

#include "search/analysis.h"
#include "search/vocabulary.h"

/* A fault, as a sentence; line 0: of the file as a whole. */
typedef void (*ph_fault_fn)(void *user, long line, const char *fault);

/* Reads one file by itself and tells each fault:
 *   - a concept below itself (a cycle), below one that is not there, or below none though it is
 *     no top concept (an orphan);
 *   - an id twice in a scheme; two preferred labels in one language (SKOS S14), none at all;
 *   - a label that two concepts of a scheme claim, or one concept twice: compared as the tagger
 *     reads labels, so that "public service" and "public services" are the same;
 *   - members and neighbours that are no countries; borders that one side only has.
 * concepts: how many were read.  PH_INVALID, PH_NOT_FOUND: it cannot be read at all. */
ph_status ph_vocabulary_check(const char *path, ph_analyzer *analyzer, ph_fault_fn fault,
                              void *user, size_t *concepts, ph_error *err) PH_MUST_USE;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * passages.h - a document's blocks as passages: each with the path of headings above it, its
 * kind, an anchor made of its content, and to whom it is addressed.
 *
 * Kinds come from the words that open a section (scheme "section"): the innermost heading
 * that has such a word decides.  Under it list items have the kind; paragraphs have it too
 * where the section has no list.  Sentences with a commitment's cue ("agreed to") are
 * commitments: a plain paragraph becomes one, while out of a passage that already has a kind
 * the sentence is given once more as a passage of its own.
 */
#ifndef PH_PASSAGES_H
#define PH_PASSAGES_H

#include "indexer/document.h"
#include "indexer/tagger.h"
#include "search/record.h"
#include "search/vocabulary.h"

/* The words of scheme "section", ready to compare.  Does not change once made: threads may
 * share it. */
typedef struct ph_sections ph_sections;
ph_status ph_sections_new(ph_sections **out, const ph_vocabulary *vocabulary,
                          ph_error *err) PH_MUST_USE;
void ph_sections_free(ph_sections *sections);

/* Fills record->passages.  Uses record->title, type and language. */
ph_status ph_passages_build(const ph_document *doc, const ph_sections *sections,
                            ph_tagger *tagger, ph_arena *arena, ph_record *record,
                            ph_error *err) PH_MUST_USE;

/* The kind that a heading opens, in whatever language; false: none. */
bool ph_heading_kind(const ph_sections *sections, ph_arena *arena, ph_str heading,
                     ph_kind *kind);

#endif

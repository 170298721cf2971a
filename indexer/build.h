/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * build.h - a document as a record: contact data out, metadata into fields, passages, tags.
 */
#ifndef PH_BUILD_H
#define PH_BUILD_H

#include "indexer/document.h"
#include "indexer/passages.h"
#include "indexer/subjects.h"
#include "indexer/tag_language.h"
#include "indexer/tagger.h"
#include "search/store.h"

/* What a thread needs to build records; all borrowed. */
typedef struct ph_builder {
    const ph_vocabulary *vocabulary;
    const ph_sections *sections;
    ph_tagger *tagger;
    const ph_detector *detector;
    ph_str today;                  /* "2026-11-21": for the expiry of consent */
    const ph_forgotten *forgotten; /* contacts that stay out; NULL: none */
    ph_subjects *subjects;         /* the thread's own */
} ph_builder;

/* Everything but id, added and modified, which the caller knows.  path: of the file below its
 * source; the record has it without what must not be told, and so has the key when the author
 * asserted none, and the title when there is none.
 * The document is changed (its contacts go); the record keeps pointing into its strings. */
ph_status ph_build_record(const ph_builder *builder, ph_document *doc, ph_str path,
                          ph_arena *arena, ph_record *record, ph_error *err) PH_MUST_USE;

/* At most PH_ID_BYTES of [a-z0-9-]: words of the title in Latin letters and a hash of where
 * the document came from, so that two sources never share an id. */
ph_str ph_make_id(ph_arena *arena, ph_str title, ph_str source, ph_str path) PH_MUST_USE;

/* --- parts of it, for its own files ------------------------------------------------------- */

/* Asserts a tag, once. */
ph_status ph_build_assert(ph_arena *arena, ph_tags *tags, ph_str id,
                          ph_error *err) PH_MUST_USE;

/* Goals, themes and countries among subjects and coverage (build_subjects.c). */
ph_status ph_build_subjects(const ph_builder *builder, const ph_document *doc,
                            ph_arena *arena, ph_record *record, ph_error *err) PH_MUST_USE;

#endif

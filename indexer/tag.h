/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tag.h - what nobody asserted, inferred from a record's text, each tag with the words that
 * made it.  ph_tag_record (tagger.h) cuts a record into pieces, finds the labels in them, and
 * has each kind of tag made by one of the functions below.
 *
 * Each keeps what the author asserted, shows where the text bears it out, and adds nothing of
 * its own to it.  PH_NO_MEMORY, PH_INTERNAL.
 */
#ifndef PH_TAG_H
#define PH_TAG_H

#include "indexer/tagger.h"

/* Evidence that a tag keeps at most. */
#define PH_EVIDENCE_MAX 5

typedef enum ph_place {
    PH_IN_TITLE,
    PH_IN_ABSTRACT,
    PH_IN_HEADING, /* once for all passages under it */
    PH_IN_PASSAGE
} ph_place;

typedef struct ph_piece {
    ph_str text;
    ph_place place;
    uint32_t passage;     /* from 1: the passage, or the first one below the heading; 0: the
                             title or the abstract */
    ph_mentions mentions; /* labels met in it */
} ph_piece;

typedef PH_VEC(ph_piece) ph_pieces;

/* record->countries, what it is about, and record->mentioned. */
ph_status ph_tag_countries(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                           ph_error *err) PH_MUST_USE;

/* model: NULL: labels alone. */
ph_status ph_tag_sdgs(const ph_sdg_model *model, const ph_pieces *pieces, ph_arena *arena,
                      ph_record *record, ph_error *err) PH_MUST_USE;

/* Goals and targets by the labels of the vocabulary, or targets alone. */
ph_status ph_tag_sdg_labels(const ph_pieces *pieces, bool targets_alone, ph_arena *arena,
                            ph_record *record, ph_error *err) PH_MUST_USE;

ph_status ph_tag_themes(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                        ph_error *err) PH_MUST_USE;

/* The themes of each passage that is a unit (ph_kind_is_unit), by the labels in it and in its
 * headings below the title: at most PH_PASSAGE_THEMES. */
#define PH_PASSAGE_THEMES 5
ph_status ph_tag_passages(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                          ph_error *err) PH_MUST_USE;

/* record->organisations: those that the text names, by the vocabulary and by the form of their
 * names, behind those that the author asserted; at most PH_ORGANISATIONS. */
ph_status ph_tag_organisations(const ph_pieces *pieces, ph_arena *arena, ph_record *record,
                               ph_error *err) PH_MUST_USE;

/* --- what they share (tag_record.c) ------------------------------------------------------- */

/* Adds words of a piece to a tag's evidence, once a passage and up to PH_EVIDENCE_MAX; false:
 * no memory. */
bool ph_tag_evidence(ph_arena *arena, ph_tag *tag, const ph_piece *piece, size_t start,
                     size_t end);

/* The tag of an id; NULL: none. */
ph_tag *ph_tag_find(const ph_tags *tags, ph_str id);

/* Best score first, then by id. */
void ph_tags_sort(ph_tags *tags);

#endif

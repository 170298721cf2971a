/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tag_event.h - the meeting that an outcome document reports: where and when it was held.
 */
#ifndef PH_TAG_EVENT_H
#define PH_TAG_EVENT_H

#include "indexer/document.h"
#include "indexer/tagger.h"

/* Looks through the first short blocks for "City, Country" with days of a month in it or
 * beside it ("2-4 June 2022", "25 – 27 May", "31 May – 2 June 2023") and fills what
 * record->event and record->date do not have yet.  Sentences say nothing.  A year that is not
 * stated is not made up: without one, there is no date.  *header is how many of the first
 * blocks tell of the event; their countries are not what the text is about, and those that
 * were headings become paragraphs. */
ph_status ph_tag_event(ph_tagger *tagger, ph_document *doc, ph_arena *arena,
                       ph_record *record, size_t *header, ph_error *err) PH_MUST_USE;

#endif

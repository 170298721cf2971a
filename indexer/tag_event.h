/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tag_event.h - the meeting that an outcome document reports: where and when it was held.
 */
#ifndef PH_TAG_EVENT_H
#define PH_TAG_EVENT_H

#include "indexer/document.h"
#include "indexer/tagger.h"

/* Looks through the first blocks for "City, Country" and for days of a month ("2-4 June 2022",
 * "25 – 27 May") and fills what record->event and record->date do not have yet.  A year that
 * is not stated is not made up: without one, there is no date.  *header is how many of the
 * first blocks tell of the event; their countries are not what the text is about. */
ph_status ph_tag_event(ph_tagger *tagger, const ph_document *doc, ph_arena *arena,
                       ph_record *record, size_t *header, ph_error *err) PH_MUST_USE;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * work_name.h - which work a document is an edition of: the same report as PDF and DOCX, or in
 * another language.
 *
 * The name is made of what the document itself knows, so that an original needs no look when its
 * translation comes, whichever comes first.  The first of these that there is:
 *
 *   work             as stated
 *   translation_of   the original's key, or its path
 *   key              as stated
 *   path             without ending and language: report.pdf, report.docx and report.ru.md in a
 *                    folder are one work; what differs in white space or in bytes that
 *                    are no text are two
 *
 * A key is its author's and counts in all sources, but for plain numbers: those and paths count
 * within their source, and those of a row within its table.
 */
#ifndef PH_WORK_NAME_H
#define PH_WORK_NAME_H

#include "search/record.h"

/* Where a document is. */
typedef struct ph_place {
    ph_str source; /* its name */
    ph_str path;   /* below it; empty: the source is the file */
    ph_str part;   /* ph_part.identity */
    bool hidden;   /* the path tells what must not be told */
} ph_place;

/* Whether a reference has the form of an id of ours: it can be looked up in an index alone. */
bool ph_is_id(ph_str reference);

/* Of a record that ph_build_record made, before anything of it was changed.  PH_ABSENT: no
 * memory. */
ph_str ph_work_name(ph_arena *arena, const ph_record *record, const ph_place *place);

#endif

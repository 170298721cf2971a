/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unit_pack.h - the units of a document (passages that are searched by themselves: units.h) as
 * they lie in its value PH_SLOT_UNITS, with all that is needed to find, filter and count them,
 * so that nothing else of the document is read before it is shown.
 *
 * A unit's words are known by their positions in the document: those of its own text and those
 * of the headings above it, below the document's title.
 */
#ifndef PH_UNIT_PACK_H
#define PH_UNIT_PACK_H

#include "search/schema.h"

/* Positions first..last of the document's terms; last < first: no words. */
typedef struct ph_span {
    uint32_t first, last;
} ph_span;

typedef PH_VEC(ph_span) ph_spans;

typedef struct ph_unit {
    uint32_t n; /* the passage's number in the record, from 1 */
    ph_kind kind;
    ph_span text;
    ph_spans headings; /* outermost first */
    ph_strs themes;    /* ids, those of the schemes above them included */
    ph_strs addressee; /* stakeholder ids */
} ph_unit;

/* A facet value of the document: its countries, their regions, its year. */
typedef struct ph_unit_facet {
    ph_facet facet;
    ph_str value;
    ph_from from;
} ph_unit_facet;

typedef struct ph_unit_document {
    uint64_t tie, work; /* a hash of its id; ph_work_number */
    bool original;      /* no translation of another document */
    ph_str date;
    ph_str event, event_label; /* ph_event_id, ph_event_label; absent: none */
    PH_VEC(ph_unit_facet) facets;
    PH_VEC(ph_unit) units; /* in reading order */
} ph_unit_document;

/* Adds a unit's values other than themes, which are looked up; `spans` are taken over.
 * False: no memory. */
typedef PH_VEC(ph_unit) ph_unit_list;
bool ph_unit_add(ph_arena *arena, ph_unit_list *units, const ph_record *record,
                 size_t passage, ph_span text, const ph_spans *headings);

/* Appends the value of a record that has these units.  False: no memory. */
struct ph_vocabulary;
bool ph_units_pack(ph_buf *buf, const ph_record *record,
                   const struct ph_vocabulary *vocabulary, ph_unit_list *units,
                   ph_arena *arena);

/* Strings point into `bytes`, lists lie in the arena.  PH_CORRUPT, PH_NO_MEMORY. */
ph_status ph_units_unpack(ph_str bytes, ph_arena *arena, ph_unit_document *document,
                          ph_error *err) PH_MUST_USE;

/* How a meeting is called where many are listed: "Forum of Ministers (Rabat, 2025)", by its
 * place where it has no name.  Absent: it has neither.  False: no memory. */
bool ph_event_label(ph_arena *arena, const ph_record *record, ph_str *label);

#endif

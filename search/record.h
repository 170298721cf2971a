/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.h - what we say of a document: the unit that is indexed, shown and exported.
 *
 * The JSON of a record (ph_record_json, export_json.h) is what `peerhub-index --explain`
 * prints and GET /api/v1/documents/ID answers; INTERFACE "The record" fixes its names.
 * In the index it lies packed (ph_record_pack), so that a reader gets at it without
 * copying: strings of an unpacked record point into the packed bytes.
 */
#ifndef PH_RECORD_H
#define PH_RECORD_H

#include "search/base.h"

typedef enum ph_from { PH_ASSERTED, PH_INFERRED } ph_from;

/* The words that made a tag: in passage `passage` (from 1; 0: the title or metadata). */
typedef struct ph_evidence {
    uint32_t passage;
    ph_str text;
} ph_evidence;

typedef struct ph_tag {
    ph_str id; /* "EE", "16.6", "integrity" */
    ph_from from;
    double score; /* 0..1; 1 when asserted */
    PH_VEC(ph_evidence) evidence;
} ph_tag;

typedef PH_VEC(ph_tag) ph_tags;

typedef enum ph_kind {
    PH_PARAGRAPH,
    PH_LIST_ITEM,
    PH_TABLE,
    PH_CONCLUSION,
    PH_RECOMMENDATION,
    PH_COMMITMENT,
    PH_LESSON,
    PH_RESULT,
    PH_CONTEXT,
    PH_OBSTACLE,
    PH_KINDS /* how many */
} ph_kind;

const char *ph_kind_name(ph_kind kind); /* "list-item" */
bool ph_kind_find(ph_str name, ph_kind *kind);

typedef struct ph_passage {
    ph_str anchor; /* "p-3f9c2a", from the content */
    ph_kind kind;
    ph_strs heading;   /* the path, outermost first */
    ph_strs addressee; /* stakeholder ids */
    ph_str text;
    uint32_t page;     /* 0: none */
    uint32_t position; /* where it begins in the index; set when it is indexed */
} ph_passage;

typedef struct ph_event {
    ph_str name, place, country, start, end;
} ph_event;

typedef struct ph_organisation {
    ph_str name, country, url;
    ph_from from;
    ph_evidence evidence; /* of an inferred one: where it is named first */
} ph_organisation;

typedef struct ph_contact {
    ph_str organisation, role, country, url, email;
    ph_str name, phone; /* only with consent public */
    ph_str consent;     /* "public" or "relay"; contacts with none are not in a record */
} ph_contact;

typedef struct ph_citation {
    ph_str id, kind, title, publisher, year, url;
} ph_citation;

/* A field of VOCABULARY.md beyond the common ones: {"autonomy", "recommends"}. */
typedef struct ph_field {
    ph_str name, value;
} ph_field;

typedef struct ph_record {
    ph_str id, key, path, mime;
    ph_str title, abstract, publisher, license, source, type, language, date;
    ph_from type_from, language_from, date_from;
    ph_str status, level, evidence; /* evidence: how well the practice is evidenced */
    ph_str work, translation_of;
    ph_str origin; /* the name of its source while it is written (store.h); not packed */
    ph_str added, modified, reviewed; /* UTC, "2026-11-21T10:00:00Z" */
    ph_str expires; /* when the first consent of its contacts ends; not packed */
    bool redacted;  /* contact data was removed: its file must not be handed out */
    ph_strs creators, stakeholders, sectors, mentioned, warnings;
    ph_event event;
    ph_tags countries, sdgs, themes;
    PH_VEC(ph_organisation) organisations;
    PH_VEC(ph_contact) contacts;
    PH_VEC(ph_citation) sources;
    PH_VEC(ph_field) fields;
    PH_VEC(ph_passage) passages;
} ph_record;

/* The year of a date "2022-06", or 0 when there is none. */
unsigned ph_record_year(const ph_record *record);

void ph_record_pack(ph_buf *buf, const ph_record *record);

/* Strings point into `bytes`, lists lie in the arena.  PH_CORRUPT (also for bytes of another
 * version of this program), PH_NO_MEMORY. */
ph_status ph_record_unpack(ph_str bytes, ph_arena *arena, ph_record *record,
                           ph_error *err) PH_MUST_USE;

#endif

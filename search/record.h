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

/* Whether passages of that kind are searched by themselves: recommendations, conclusions,
 * commitments, lessons, results. */
bool ph_kind_is_unit(ph_kind kind);

typedef struct ph_passage {
    ph_str anchor; /* "p-3f9c2a", from the content */
    ph_kind kind;
    ph_strs heading;   /* the path, outermost first */
    ph_strs addressee; /* stakeholder ids */
    ph_strs themes;    /* of a unit (ph_kind_is_unit): what it and its headings name */
    ph_str text;
    uint32_t page;     /* 0: none */
    uint32_t position; /* where it begins in the index; set when it is indexed */
} ph_passage;

typedef struct ph_event {
    ph_str name, place, country, start, end;
} ph_event;

/* What an organisation is to a document, by how much it says that it did what is told there
 * (ph_role_quarters). */
typedef enum ph_role {
    PH_ROLE_NAMED,     /* the text names it */
    PH_ROLE_DISCUSSED, /* the title names it, or the text three times or more */
    PH_ROLE_PARTNER,
    PH_ROLE_PUBLISHER, /* of a document that names neither lead nor contact */
    PH_ROLE_CONTACT,
    PH_ROLE_LEAD,
    PH_ROLES /* how many */
} ph_role;

const char *ph_role_name(ph_role role); /* "lead" */

typedef struct ph_organisation {
    ph_str name, country, url;
    ph_str id; /* in the vocabulary of organisations; else absent */
    ph_from from;
    ph_role role;
    ph_evidence evidence; /* where the text names it first; absent: nowhere */
    uint64_t key;         /* the same wherever it is told (organisations.h); set when it is
                             indexed */
} ph_organisation;

typedef struct ph_contact {
    ph_str organisation, role, country, url, email;
    ph_str name, phone; /* only with consent public */
    ph_str consent;     /* "public" or "relay"; contacts with none are not in a record */
    ph_str expires;     /* the last day of the consent; absent: no end */
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

/* The headings above a passage without the document's title, which often stands first, whole or
 * without its subtitle. */
ph_strs ph_headings_below_title(const ph_record *record, const ph_strs *heading);

/* Takes out the contacts whose consent has ended before that day ("2026-11-21"); the record is
 * redacted then. */
void ph_record_expire(ph_record *record, ph_str today);

/* The year of a date "2022-06", or 0 when there is none. */
unsigned ph_record_year(const ph_record *record);

void ph_record_pack(ph_buf *buf, const ph_record *record);

/* Strings point into `bytes`, lists lie in the arena.  PH_CORRUPT (also for bytes of another
 * version of this program), PH_NO_MEMORY. */
ph_status ph_record_unpack(ph_str bytes, ph_arena *arena, ph_record *record,
                           ph_error *err) PH_MUST_USE;

#endif

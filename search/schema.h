/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * schema.h - THE table: how a record lies in Xapian.
 *
 * A facet is one row of ph_facets: its name (parameter, option and JSON), the prefix of its
 * boolean terms and how its values hang together.  A boolean term is PREFIX ':' VALUE with the
 * value as it is in the record ("XC:EE"); an asserted one has a second term with '!' in front
 * ("!XC:EE").  Words have no prefix, words of a title also the prefix 'S', of creators 'A', of
 * organisations 'O'; a word is lower case, so that no word looks like a prefixed term.
 *
 * PH_SCHEMA is part of each document's fingerprint: count it up when this table, the packing
 * of records or the analysis changes, and the next run indexes everything anew.
 */
#ifndef PH_SCHEMA_H
#define PH_SCHEMA_H

#include "search/record.h"

#define PH_SCHEMA 9

#define PH_PREFIX_ID 'Q'
#define PH_PREFIX_TITLE 'S'
#define PH_PREFIX_CREATOR 'A'
#define PH_PREFIX_ORGANISATION 'O'
#define PH_PREFIX_EVENT_COUNTRY "XEV"
#define PH_PREFIX_UNIT "XU" /* XU:recommendation: it has passages of that kind (units.h) */
#define PH_PREFIX_EVENT "XEI" /* ph_event_id */
#define PH_PREFIX_WORK "XW"
#define PH_PREFIX_ORGANISATION_OF "XO" /* organisations.h: who is in it, */
#define PH_PREFIX_WAY "XOW"            /* and to whom it tells a way to write */

/* Values of a document. */
enum ph_slot {
    PH_SLOT_STAMP = 0,  /* where it came from and in what state (store.h) */
    PH_SLOT_FACETS = 1, /* all its facet values, packed (facets.h) */
    /* To sort by, each with a zero byte and PH_SLOT_TIE behind it (inverted in 2 and 4) */
    PH_SLOT_DATE = 2,    /* "2022-06": also ranges of years; descending */
    PH_SLOT_TITLE = 3,   /* the title's sort key; ascending */
    PH_SLOT_CHANGED = 4, /* "2026-11-21T10:00:00Z": added or changed; descending */
    PH_SLOT_TIE = 5, /* a hash of the id: the same order of ties in any number of shards */
    PH_SLOT_WORK =
        6, /* ph_work_number, eight bytes: documents of one work are one result */
    PH_SLOT_ORGANISATIONS = 7, /* who is in it, packed (organisations.h) */
    PH_SLOT_UNITS =
        8, /* its passages that are searched by themselves, packed (unit_pack.h) */
    PH_SLOT_SUGGEST = 9, /* its id and title, packed (suggest.h) */
    /* "2026-11-21T10:00:00Z": when its record became what it is (ph_stamp.written), with a zero
     * byte and PH_SLOT_TIE in hexadecimal digits behind it; ascending */
    PH_SLOT_WRITTEN = 10
};

typedef enum ph_facet {
    PH_FACET_SDG,
    PH_FACET_THEME,
    PH_FACET_COUNTRY,
    PH_FACET_REGION,
    PH_FACET_TYPE,
    PH_FACET_YEAR,
    PH_FACET_LANGUAGE,
    PH_FACET_STATUS,
    PH_FACET_LEVEL,
    PH_FACET_STAKEHOLDER,
    PH_FACET_SECTOR,
    PH_FACETS /* how many */
} ph_facet;

typedef struct ph_facet_row {
    const char *name;   /* "country" */
    const char *prefix; /* "XC" */
    const char *label;  /* "Country" */
    const char *scheme; /* its vocabulary (vocabulary.h), or NULL: labels come from ICU */
    ph_facet group; /* facets of one tree share a group, and choices in a group are OR */
} ph_facet_row;

extern const ph_facet_row ph_facets[PH_FACETS];

/* The facet of that name, or PH_FACETS. */
ph_facet ph_facet_find(ph_str name);

/* "XC:EE" in the buffer (cleared first). */
void ph_facet_term(ph_buf *buf, ph_facet facet, ph_str value);

/* The number of the work that a document is an edition of: the same for the same text in another
 * format or another language, else a number of its own (a hash of ph_record.work, which
 * indexer/work_name.h makes).  Never 0. */
uint64_t ph_work_number(const ph_record *record);

/* What a meeting is called: its name, else its place. */
ph_str ph_event_name(const ph_event *event);

/* The year of the meeting that a document reports, else of the document; empty: neither. */
ph_str ph_event_year(const ph_record *record);

/* The id of the meeting that a document reports, for /events/ID: a slug of its name (else its
 * place) and a hash of name and year, so that all documents of one meeting share it whoever
 * wrote the name in which case or with which marks, and each year's is one of its own.  Empty:
 * it has neither name nor place.  PH_ABSENT: no memory. */
ph_str ph_event_id(const ph_record *record, ph_arena *arena) PH_MUST_USE;

/* "XW:0123456789abcdef" in the buffer (cleared first): the term of all editions of a work. */
void ph_work_term(ph_buf *buf, uint64_t work);

/* Calls `each` for every facet value of a record, ancestors included: a country's regions, a
 * target's goal, a theme's scheme.  No value comes twice; one that is asserted anywhere comes
 * as asserted.  Stops and returns false when `each` does. */
typedef bool (*ph_facet_fn)(void *user, ph_facet facet, ph_str value, ph_from from);
struct ph_vocabulary;
bool ph_facet_values(const ph_record *record, const struct ph_vocabulary *vocabulary,
                     ph_arena *arena, ph_facet_fn each, void *user);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * harvest.h - all documents and what was removed, in the order of time, a page after the other:
 * for those who keep a copy of the collection (OAI-PMH), and for sitemaps.
 *
 * Documents come first, by when their records became what they are (PH_SLOT_WRITTEN) and then
 * by a hash of their ids; behind them tombstones, by when and id.  A place in this order means the
 * same in every revision of the index: a document that changes meanwhile moves to the end
 * and is seen once more, none is passed over.  Each edition of a work is a document of its
 * own.  Those that are forgotten have no id any more, and are in no list.
 */
#ifndef PH_HARVEST_H
#define PH_HARVEST_H

#include "search/search.h"

#define PH_HARVEST_PLACE (2 + 20 + PH_ID_BYTES) /* bytes of a place, at most */

typedef struct ph_harvest {
    ph_str from, until; /* "2026-11-21T10:00:00Z", both included; absent: from the first, */
    ph_facet facet;     /* to the last.  Of this set alone; PH_FACETS: all */
    ph_str value;
    ph_str behind; /* a place: what comes behind it; absent: from the beginning */
    size_t limit;  /* 1 or more */
    bool count;    /* `total` is wanted */
} ph_harvest;

typedef struct ph_harvested {
    ph_str id, when;
    ph_str place;
    bool removed;
    ph_str sets;      /* of what was removed: "type:request country:KZ" */
    ph_record record; /* of what was not */
} ph_harvested;

typedef struct ph_harvested_list {
    PH_VEC(ph_harvested);
    bool more;      /* behind the last of these */
    uint64_t total; /* of all that is asked for, wherever `behind` is */
} ph_harvested_list;

/* PH_INVALID: `behind` is no place. */
ph_status ph_harvest_page(ph_reader *reader, const ph_harvest *asked, ph_arena *arena,
                          ph_harvested_list *list, ph_error *err) PH_MUST_USE;

/* One document or tombstone, also of what was forgotten, which then has no sets.
 * PH_NOT_FOUND: there never was one of that id. */
ph_status ph_harvest_get(ph_reader *reader, ph_str id, ph_arena *arena, ph_harvested *out,
                         ph_error *err) PH_MUST_USE;

/* When the first of all of these was; absent: there are none. */
ph_status ph_harvest_earliest(ph_reader *reader, ph_arena *arena, ph_str *when,
                              ph_error *err) PH_MUST_USE;

/* --- sets ----------------------------------------------------------------------------------- */

/* The facets whose values are sets: type, SDG, country. */
#define PH_SET_FACETS 3
extern const ph_facet ph_set_facets[PH_SET_FACETS];

/* True for values that are sets: goals are, their targets are not. */
bool ph_is_set(ph_facet facet, ph_str value);

/* The sets that have documents, in the order of ph_set_facets. */
typedef struct ph_set {
    ph_facet facet;
    ph_str value;
} ph_set;
typedef PH_VEC(ph_set) ph_sets;
ph_status ph_harvest_sets(ph_reader *reader, ph_arena *arena, ph_sets *sets,
                          ph_error *err) PH_MUST_USE;

/* --- for sitemaps ------------------------------------------------------------------------------ */

typedef struct ph_located {
    ph_str id, modified;
} ph_located;
typedef PH_VEC(ph_located) ph_located_list;

/* So many documents behind the first `skip`, in an order that holds within a revision. */
ph_status ph_harvest_located(ph_reader *reader, uint64_t skip, uint64_t limit,
                             ph_arena *arena, ph_located_list *list,
                             ph_error *err) PH_MUST_USE;

/* The meetings (ph_event_id) of which there are documents. */
ph_status ph_harvest_events(ph_reader *reader, ph_arena *arena, ph_strs *ids,
                            ph_error *err) PH_MUST_USE;

#endif

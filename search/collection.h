/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collection.h - what the collection has about a country, and what its peers have that is not
 * in the collection for it yet.
 *
 * What it has about a goal, a theme or a meeting is the answer to a question (ph_search) with
 * that choice; ph_collection_about asks it.
 */
#ifndef PH_COLLECTION_H
#define PH_COLLECTION_H

#include "search/peers.h"
#include "search/search.h"

/* A country of the collection that is like the one asked for. */
typedef struct ph_neighbour {
    ph_str code;
    uint64_t documents;
    ph_likeness likeness;
    ph_strs reasons, missing; /* in English */
} ph_neighbour;

/* A goal or theme on which peers have documents and the country has none. */
typedef struct ph_gap {
    ph_str value;
    uint64_t documents;    /* of all peers */
    ph_facet_counts peers; /* those that have some, with how many; nearest first */
    ph_result examples;    /* hits: at most PH_EXAMPLES, of the nearest peers first */
} ph_gap;

typedef PH_VEC(ph_gap) ph_gaps;

typedef struct ph_country_profile {
    ph_result about; /* documents about it: total, facets, and the newest as hits */
    ph_result held;  /* reports of meetings held there, the same */
    PH_VEC(ph_neighbour) peers; /* at most PH_PEERS_SHOWN, nearest first */
    ph_gaps goals, themes;      /* at most PH_GAPS_MAX each, what most peers have first;
                                   goals without targets, themes without schemes */
} ph_country_profile;

/* Documents that meet a question's choices, newest first: total, facets and `newest` hits
 * without text.  Statuses here and below are those of ph_search. */
ph_status ph_collection_about(ph_reader *reader, ph_query *query, size_t newest,
                              ph_arena *arena, ph_result *result,
                              ph_error *err) PH_MUST_USE;

/* `code` is a country (ph_country_known), in the collection or not; reasons are told in the voice
 * (NULL: English). */
ph_status ph_collection_country(ph_reader *reader, const ph_vocabulary *vocabulary,
                                ph_str code, const ph_voice *voice, size_t newest,
                                ph_arena *arena, ph_country_profile *profile,
                                ph_error *err) PH_MUST_USE;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * units.h - passages as results: recommendations, conclusions and commitments (and, when asked
 * for, lessons and results), grouped by document.
 *
 * What is asked is the question of ph_search, but of each passage by itself: its text and the
 * headings above it, below the document's title.  match=auto takes any word when fewer than
 * PH_MATCH_FEW recommendations, conclusions and commitments have all, whatever is chosen.  Facets are kind, theme, addressee, event, year, country and
 * region; the counts are numbers of passages, exact, and hold what PH_COUNTS of documents hold
 * (facets.h): OR within a facet, AND across, each under the others' choices.  The filters of
 * other facets choose documents.  Of editions of one work (ph_work_number) that match the text
 * one counts: the one whose best passage of these three kinds is best (of another kind, if none
 * has such), of equals the original.
 *
 * Scores are of BM25 over passages, with the rarity of words in documents.  Answers are the
 * same from one database, several shards and remote ones, though over a network slow: each
 * word costs an exchange for each document.
 */
#ifndef PH_UNITS_H
#define PH_UNITS_H

#include "search/search.h"

typedef enum ph_unit_facet_id {
    PH_UNIT_KIND,
    PH_UNIT_THEME,
    PH_UNIT_ADDRESSEE,
    PH_UNIT_EVENT,
    PH_UNIT_YEAR,
    PH_UNIT_COUNTRY,
    PH_UNIT_REGION,
    PH_UNIT_FACETS /* how many */
} ph_unit_facet_id;

typedef struct ph_unit_facet_row {
    const char *name;       /* "addressee": parameter and JSON */
    const char *label;      /* "Addressed to" */
    ph_facet facet;         /* whose labels its values have; PH_FACETS: its own */
    ph_unit_facet_id group; /* choices in a group are OR */
} ph_unit_facet_row;

extern const ph_unit_facet_row ph_unit_facets[PH_UNIT_FACETS];

typedef struct ph_units_result {
    ph_result
        documents;  /* those that hold the passages: total, hits with passages, match ...;
                            its facets are empty */
    uint64_t total; /* passages */
    ph_facet_counts facets[PH_UNIT_FACETS];
} ph_units_result;

/* offset and limit are of documents; of each at most PH_UNITS_SHOWN passages are shown.
 * query->units must be set.  As ph_search, and PH_TOO_MUCH: more than PH_UNITS_DOCUMENTS documents,
 * or PH_UNITS_LOOKED words in them, would have to be looked into. */
ph_status ph_units_search(ph_reader *reader, const ph_query *query, ph_arena *arena,
                          ph_units_result *result, ph_error *err) PH_MUST_USE;

#endif

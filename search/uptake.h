/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uptake.h - what came of a document's recommendations, conclusions and commitments: later
 * practices of other countries that match one of them, each with the passage that does.
 *
 * Later: the practice's document is dated later than this one and, where it says when the
 * practice began, that is later too; dates are compared as far as both are known, and equal or
 * unknown is not later.  Of other countries: it is about countries, and none of them is one that
 * this document is about or where its meeting was held.  Practices are practice notes and
 * AI case studies; what they say of the problem, of obstacles, of their context and of lessons is
 * left out.
 *
 * A match is made of the words of the recommendation that are rare in the index (its stop
 * words aside): the passage must have enough of them, by number and by weight, the
 * more where the practice and the recommendation have no theme in common.  Both must be in one
 * language.  Rather nothing than nonsense: docs/fields.md has the rule, HACKING.md the precision.
 */
#ifndef PH_UPTAKE_H
#define PH_UPTAKE_H

#include "search/search.h"

typedef struct ph_uptake {
    ph_hit_passage passage; /* of this document */
    ph_hit later;           /* the practice: its record, and one passage of it */
    ph_strs words;          /* that both have, as this document writes them */
    ph_strs themes;         /* of the passage, that the practice has too */
    double score;           /* 0..1: the share of the recommendation's weight that is met */
} ph_uptake;

typedef PH_VEC(ph_uptake) ph_uptakes;

/* Of a record as ph_reader_get gives it; in the order of its passages, the best match first, at
 * most PH_UPTAKE_EACH for each, of its first PH_UPTAKE_UNITS; enough: the search may end as soon as
 * there are so many.  As ph_search. */
ph_status ph_uptake_find(ph_reader *reader, const ph_record *record, size_t enough,
                         ph_arena *arena, ph_uptakes *uptakes, ph_error *err) PH_MUST_USE;

#endif

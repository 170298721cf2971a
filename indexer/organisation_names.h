/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * organisation_names.h - names of organisations by their form: a word that says what it is
 * ("Ministry", "Агентство", "Școala"), with what it is of or for.  English, Russian, French,
 * Spanish, Romanian, Serbian in both scripts.
 *
 * A name ends at a sign, at a small word that does not belong to the subjects of
 * administration, and after NAME_WORDS words.  No name of a person is taken: one must have such
 * a word, and what stands beside it is bounded by the form.
 */
#ifndef PH_ORGANISATION_NAMES_H
#define PH_ORGANISATION_NAMES_H

#include "search/base.h"

typedef struct ph_named {
    size_t start, end; /* bytes of the text */
    ph_str acronym;    /* "SAO" of "State Audit Office (SAO)"; else absent */
    bool national;     /* a ministry and its like: it belongs to one country */
} ph_named;

typedef PH_VEC(ph_named) ph_named_list;

/* Adds the names in a text.  language: BCP 47; of one that we do not know, none is found.
 * False: no memory. */
bool ph_organisation_names(ph_arena *arena, ph_str language, ph_str text,
                           ph_named_list *out);

#endif

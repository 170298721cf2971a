/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_text.h - an answer as text for a terminal.
 */
#ifndef PH_EXPORT_TEXT_H
#define PH_EXPORT_TEXT_H

#include <stdio.h>

#include "search/units.h"

typedef enum ph_show {
    PH_SHOW_DOCUMENTS, /* a title with its best snippet */
    PH_SHOW_PASSAGES,  /* each of the best passages, with kind and headings */
    PH_SHOW_CONTACTS,  /* who did it (export_contacts.h) */
    PH_SHOW_FACETS,    /* the counts alone */
    PH_SHOW_ALL
} ph_show;

/* On a terminal what was found is bold.  Returns false when writing fails. */
bool ph_result_text(FILE *out, const ph_result *result, const ph_vocabulary *vocabulary,
                    ph_show show);

/* Passages as results, below the documents that hold them. */
bool ph_units_text(FILE *out, const ph_units_result *result,
                   const ph_vocabulary *vocabulary);

/* "Also: бюджет = budget, presupuesto; ...", a line, or nothing. */
void ph_expansions_text(FILE *out, const ph_expansion_list *expansions);

/* "Did you mean: ...", a line, or nothing. */
void ph_suggestion_text(FILE *out, ph_str suggestion);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_letters.h - a long list in the order of the page's language (UCA, with CLDR's tailorings),
 * below the letters that its entries begin with, on as many pages as keep each of them light.
 *
 * What stands before the first letter or figure of an entry is passed over.  Letters that the
 * language tells apart (Ñ in Spanish) are apart; all others (É in English) stand with what they are
 * made of.  Han, kana and hangul are one "letter" each, with the script's name.
 */
#ifndef PH_EXPORT_LETTERS_H
#define PH_EXPORT_LETTERS_H

#include "search/base.h"

typedef struct ph_entry {
    ph_str label;
    size_t rows; /* that it takes on a page, 1 or more */
    /* set by ph_letters_make: */
    size_t at;     /* where it was in the list */
    size_t letter; /* in `all` */
    size_t page;   /* from 1 */
} ph_entry;

typedef PH_VEC(ph_entry) ph_entries;

typedef struct ph_letter {
    ph_str label; /* "A", "0–9", "#", "Han" */
    size_t page;  /* its first */
} ph_letter;

typedef struct ph_letters {
    ph_entries entries; /* in their order */
    PH_VEC(ph_letter) all;
    size_t pages; /* 1 or more */
} ph_letters;

/* Sorts the entries and says where they stand; tag: the page's language (BCP 47); rows: of a page.
 * False: no memory. */
bool ph_letters_make(ph_arena *arena, const char *tag, size_t rows, ph_entries entries,
                     ph_letters *letters) PH_MUST_USE;

#endif

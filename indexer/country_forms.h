/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * country_forms.h - the forms that names of countries, their capitals and adjectives have in
 * languages that inflect them, made by a table of endings with their exceptions:
 *
 *   ru, uk      six and seven cases, adjectives in all genders
 *   sr          seven cases, in Latin letters or Cyrillic ones
 *   ro          bare and with the article, nominative and genitive
 *   fr, es      feminine and plural of adjectives
 *   kk, ky, uz  the endings of cases, which only follow a name
 *
 * In a name of several words those in front of the last are adjectives when they look like it
 * ("Южная Корея", "Црна Гора"), and are declined with it.  It is better that a form is made
 * which nobody uses than that one is missed: so where a rule is unsure it gives both.  An
 * abbreviation ("США") has no other forms.
 */
#ifndef PH_COUNTRY_FORMS_H
#define PH_COUNTRY_FORMS_H

#include "search/base.h"

/* Adds the forms of a name, itself the first; in other languages that is all.  language: the
 * first part of a tag.  At most PH_FORMS_MAX.  False: no memory. */
#define PH_FORMS_MAX 96
bool ph_country_forms(ph_arena *arena, ph_str language, ph_str name, bool adjective,
                      ph_strs *forms) PH_MUST_USE;

/* Up to four letters, all capitals. */
bool ph_is_abbreviation(ph_str name);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language.h - the languages that the pages speak: words and plural forms (gettext, CLDR),
 * numbers and dates (ICU), and the templates, compiled once for each.
 *
 * A language is a row of the table in language.c and a catalogue, web/translations/ID.po.
 *
 * Threads: languages do not change; any number of threads may use them.
 */
#ifndef PH_LANGUAGE_H
#define PH_LANGUAGE_H

#include "web/catalogue.h"
#include "web/template.h"

typedef struct ph_formats ph_formats;

typedef struct ph_language {
    const char *id;          /* "sr": of ui=sr, and of the catalogue */
    const char *tag;         /* "sr-Cyrl": BCP 47, in pages and for labels */
    const char *name;        /* in the language itself */
    const char *direction;   /* "ltr", "rtl" */
    ph_catalogue *catalogue; /* NULL: English, the language of the texts */
    ph_templates *templates;
    ph_formats *formats;
} ph_language;

#define PH_LANGUAGES_MAX 16

typedef struct ph_languages {
    ph_language v[PH_LANGUAGES_MAX];
    size_t n; /* the first is English */
} ph_languages;

/* Reads the templates in a folder for every language whose catalogue is
 * CATALOGUES/ID/LC_MESSAGES/peerhub.mo; one without is not offered.
 * PH_NOT_FOUND: no templates; PH_INVALID: a file is wrong; PH_IO, PH_NO_MEMORY. */
ph_status ph_languages_open(ph_languages *languages, const char *templates,
                            const char *catalogues, ph_error *err) PH_MUST_USE;
void ph_languages_close(ph_languages *languages);

uint64_t ph_languages_hash(const ph_languages *languages);

/* NULL when there is none with this id. */
const ph_language *ph_language_find(const ph_languages *languages, ph_str id);

/* The one that an Accept-Language field likes best, by the look-up of RFC 4647, 3.4: each
 * range in the order of its quality, whole and then shorter and shorter.  English when none
 * fits or the field is absent. */
const ph_language *ph_language_choose(const ph_languages *languages, ph_str accept);

/* The one for a locale, "sr_RS.UTF-8@latin", as the environment names it: English for "C", "POSIX"
 * and what is not known.  preferred: "ru:en", the list of the variable LANGUAGE, which comes first
 * where the locale is not "C"; both may be NULL. */
const ph_language *ph_language_of_locale(const ph_languages *languages, const char *locale,
                                         const char *preferred);

/* --- words, numbers, dates: absent when there is no memory --------------------------------- */

/* A text in this language, or as it is where it is not translated. */
ph_str ph_language_text(const ph_language *language, ph_str text);

/* The form of a text that goes with a number: `one` or `many` where it is not translated. */
ph_str ph_language_plural(const ph_language *language, uint64_t n, ph_str one, ph_str many);

/* "12,345" */
ph_str ph_language_number(const ph_language *language, ph_arena *arena, uint64_t n);

/* 0.71, 3 -> "0.710", "0,710": with that many decimals at least (PH_DECIMALS at most), and with up to
 * six where the value has them. */
#define PH_DECIMALS 4
ph_str ph_language_decimal(const ph_language *language, ph_arena *arena, double value,
                           unsigned decimals);

/* "a, b and c" */
ph_str ph_language_list(const ph_language *language, ph_arena *arena, const ph_strs *list);

/* "2022-06-04" -> "4 June 2022", "2022-06" -> "June 2022"; what is no date stays as it is.
 * A time behind the day is left out.  Absent stays absent. */
ph_str ph_language_date(const ph_language *language, ph_arena *arena, ph_str date);

#endif

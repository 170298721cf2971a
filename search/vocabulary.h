/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vocabulary.h - concepts with labels in many languages, read from SKOS files
 * (https://www.w3.org/TR/skos-reference/, RDF/XML), and countries with their regions.
 *
 * Names of countries, regions and languages need no file: they come from ICU's CLDR data.
 * So do their regions (UN M49), but for the two that CLDR has beside its tree: sub-Saharan
 * Africa, and Latin America and the Caribbean.
 *
 * A skos:Collection is a concept with members: groups of countries (schemes "income",
 * "development" and "network") are read like any other concept.
 *
 * Threads: a vocabulary does not change after ph_vocabulary_open, and any number of threads
 * may read it.
 */
#ifndef PH_VOCABULARY_H
#define PH_VOCABULARY_H

#include "search/base.h"

typedef struct ph_vocabulary ph_vocabulary;

typedef enum ph_label_type {
    PH_LABEL_PREFERRED,
    PH_LABEL_ALTERNATIVE,
    PH_LABEL_HIDDEN,
    PH_LABEL_CUE,  /* ph:sentenceCue: words by which a sentence betrays the concept */
    PH_LABEL_HINT, /* ph:hint: words that go with the concept, but do not name it */
    /* of countries (countries.rdf tells what they are) */
    PH_LABEL_ADJECTIVE,
    PH_LABEL_CAPITAL,
    PH_LABEL_INSTITUTION,
    PH_LABEL_OTHER_THING /* has the name in it and does not mean the concept */
} ph_label_type;

typedef struct ph_label {
    ph_str text, language;
    ph_label_type type;
} ph_label;

typedef struct ph_concept {
    ph_str scheme; /* "themes", "sdg", "type", "status", "section" ... */
    ph_str id;     /* skos:notation: "integrity", "16.6" */
    ph_str uri;
    ph_str broader;      /* the parent's id, absent at the top */
    ph_strs close;       /* ids of near twins (skos:closeMatch within the scheme) */
    bool asserted_only;  /* never inferred */
    bool vague;          /* its preferred labels are too common to tag a text by */
    bool top;            /* skos:topConceptOf */
    bool parent;         /* others of its scheme are below it */
    ph_strs members;     /* of a skos:Collection: codes of countries */
    ph_str country, url; /* of an organisation (ph:country, ph:url); else absent */
    PH_VEC(ph_label) labels;
    long line; /* where it stands in its file */
} ph_concept;

/* Reads every *.rdf file of a folder, in the order of their names.
 * PH_NOT_FOUND: no such folder or no file in it; PH_INVALID: with file and line. */
ph_status ph_vocabulary_open(ph_vocabulary **out, const char *folder,
                             ph_error *err) PH_MUST_USE;
void ph_vocabulary_free(ph_vocabulary *vocabulary);

/* A hash of all that was read: when it changes, everything is tagged anew. */
uint64_t ph_vocabulary_hash(const ph_vocabulary *vocabulary);

size_t ph_vocabulary_count(const ph_vocabulary *vocabulary);
const ph_concept *ph_vocabulary_at(const ph_vocabulary *vocabulary, size_t i);

/* NULL when there is none. */
const ph_concept *ph_vocabulary_find(const ph_vocabulary *vocabulary, const char *scheme,
                                     ph_str id);

/* What answers are sorted and compared by: a goal, but not its targets; a theme, but not what only
 * holds themes together, at the top and with others below it.  NULL is none. */
bool ph_concept_is_subject(const ph_concept *concept);

/* The preferred label in a language (BCP 47: "sr-Latn" falls back to "sr", then English, then
 * the id).  Never absent but for lack of memory. */
ph_str ph_concept_label(const ph_concept *concept, ph_str language);

/* --- countries and regions (M49) ------------------------------------------------------- */

/* True for an ISO 3166-1 alpha-2 code, upper case, that ICU knows as a country or area. */
bool ph_country_known(ph_str code);

/* The M49 codes of the regions that hold a country or region, innermost first:
 * "EE" -> "154", "150"; "KE" -> "014", "202", "002".  The world is left out.  Returns how many
 * (at most max). */
size_t ph_country_regions(ph_str code, ph_str *regions, size_t max);

/* True for an M49 code of a region or sub-region: "143", "150". */
bool ph_region_known(ph_str code);

/* The code of a country by its name in English, Russian, French, Spanish or Romanian, or one of
 * those that the vocabularies add, whatever capitals and marks it has; absent: none has that
 * name, or no memory.  Takes a few milliseconds. */
ph_str ph_country_named(const ph_vocabulary *vocabulary, ph_arena *arena, ph_str name);

/* Calls back for each country code known, in alphabetical order. */
bool ph_country_each(bool (*each)(void *user, ph_str code), void *user);

/* What files say of a country besides its names (country-facts.rdf).  What is not known is
 * not there: it is never zero. */
typedef struct ph_country_facts {
    ph_str code;
    double hdi, egdi;  /* from 0 to 1, of the years that the file states; NAN: no figure */
    ph_strs borders;   /* on land: codes of countries */
    ph_strs languages; /* official ones: ISO 639 */
} ph_country_facts;

/* NULL: nothing is known. */
const ph_country_facts *ph_country_find(const ph_vocabulary *vocabulary, ph_str code);

/* The group of a scheme ("income", "network") that a country belongs to, from number *at on,
 * which moves behind it; NULL: no more. */
const ph_concept *ph_country_group(const ph_vocabulary *vocabulary, const char *scheme,
                                   ph_str code, size_t *at);

/* The name of a country, a region or a language in a language; the code itself when there is
 * no name.  PH_ABSENT: no memory. */
ph_str ph_place_name(ph_arena *arena, ph_str code, ph_str language);
ph_str ph_language_name(ph_arena *arena, ph_str code, ph_str language);

#endif

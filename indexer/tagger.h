/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tagger.h - concepts found in text by their labels.
 *
 * Labels and text go through the same analysis, so that inflected forms meet.  In a text the
 * longest label at a place wins, among themes, goals, stakeholders, organisations and countries
 * each.  Names of countries come from ICU, in the text's language, and from the scheme "country" (further
 * names, adjectives, capitals, institutions).  Where stems of names meet those of other words
 * ("Мали", "мало") the names' forms are looked for (country_forms.h); what has a country's name
 * and is something else is no mention (country_context.h).
 *
 * Threads: a tagger belongs to one thread, as the analyzer it was made with.
 */
#ifndef PH_TAGGER_H
#define PH_TAGGER_H

#include "indexer/sdg_model.h"
#include "search/analysis.h"
#include "search/record.h"
#include "search/vocabulary.h"

typedef struct ph_tagger ph_tagger;

ph_status ph_tagger_new(ph_tagger **out, const ph_vocabulary *vocabulary,
                        ph_analyzer *analyzer, ph_error *err) PH_MUST_USE;
void ph_tagger_free(ph_tagger *tagger);

/* Has ph_tag_record tag goals by a model, which is borrowed; without one labels alone do. */
void ph_tagger_use_sdg(ph_tagger *tagger, const ph_sdg_model *model);
const ph_sdg_model *ph_tagger_sdg(const ph_tagger *tagger);

/* What a ph:hint weighs; names weigh 0.5 (one word) or 1. */
#define PH_HINT_WEIGHT 0.25

/* A label met in a text: bytes [start, end) of it. */
typedef struct ph_mention {
    const ph_concept *concept; /* NULL: a country */
    ph_str id;                 /* the concept's, or the country's code */
    double weight;             /* how much the label says by itself: 1, or less */
    ph_label_type type;
    size_t start, end;
} ph_mention;

typedef PH_VEC(ph_mention) ph_mentions;

/* All mentions in a text, in the order in which they begin.  Ids lie in the arena or in
 * the vocabulary. */
ph_status ph_tagger_find(ph_tagger *tagger, ph_str language, ph_str text, ph_arena *arena,
                         ph_mentions *mentions, ph_error *err) PH_MUST_USE;

/* Whether it is a country, by its name: not by an adjective, a capital or an institution. */
bool ph_names_country(const ph_mention *mention);

/* The code of a country by its name in a language (or by its code); absent: none. */
ph_status ph_tagger_country(ph_tagger *tagger, ph_str language, ph_str name,
                            ph_arena *arena, ph_str *code, ph_error *err) PH_MUST_USE;

/* The names of months, as ph_months_names has them. */
ph_status ph_tagger_months(ph_tagger *tagger, ph_str language, const ph_strs **names,
                           ph_error *err) PH_MUST_USE;

/* Whether what stands before the name of a country belongs to it: "", "Republic of". */
bool ph_is_country_style(ph_arena *arena, ph_str before);

/* Infers what nobody asserted: countries, mentioned, sdgs, themes and organisations, with evidence; gives
 * asserted tags theirs.  The first `header` passages (where a meeting was held) say nothing. */
ph_status ph_tag_record(ph_tagger *tagger, size_t header, ph_arena *arena,
                        ph_record *record, ph_error *err) PH_MUST_USE;

#endif

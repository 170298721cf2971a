/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan.h - a question's tree as Xapian queries; for reader.c and match.c.
 *
 * A word becomes an OR of its terms in the languages that the index holds, so that a question
 * in one box finds documents of each.  Sub-queries belong to the plan and go with it.
 */
#ifndef PH_PLAN_H
#define PH_PLAN_H

#include "search/analysis.h"
#include "search/query_parse.h"
#include "search/xapian-c/xapian-c.h"

/* How a query was made, for those who ask it of a single passage (unit_match.h): Xapian can be
 * asked for documents alone. */
typedef enum ph_part_type {
    PH_PART_ALL,   /* everything matches */
    PH_PART_NONE,  /* nothing does */
    PH_PART_TERM,  /* text: a term, with its prefix */
    PH_PART_JOIN,  /* op of `parts` */
    PH_PART_SCALED /* the first of `parts`, its weight times `factor` */
} ph_part_type;

typedef struct ph_part {
    ph_part_type type;
    const xapian_query *query;
    ph_str text;
    xapian_op op;
    xapian_termcount window;
    double factor;
    const struct ph_part **parts; /* NULL among them: made by none of the above */
    size_t n;
} ph_part;

/* A term that is asked for, in documents of a language ("sr": what labels bring) or in all. */
typedef struct ph_asked_term {
    ph_str term, language;
} ph_asked_term;

typedef PH_VEC(ph_asked_term) ph_asked_terms;

/* A word of the question, folded, and terms that it has besides its stems. */
typedef struct ph_unaccented {
    ph_str word;
    ph_strs terms;
} ph_unaccented;

typedef struct ph_plan {
    ph_arena *arena;
    ph_analyzer *analyzer;
    bool asserted;                    /* only asserted tags count, in the text too */
    const ph_strs *languages;         /* of the index */
    const ph_strs *years;             /* that its documents have */
    PH_VEC(ph_unaccented) unaccented; /* unaccented.h: none, if nobody looked for them */
    ph_str language;                  /* the question's; empty: nothing tells it */
    ph_str stop_language;             /* whose stop words the question has most of, */
    size_t stops;                     /* so many */
    bool keep_stops;                  /* all words are stop words: then none is */
    size_t units;    /* words, phrases and the like that were asked for, stop words aside */
    ph_str speaking; /* the language of the label that is being added */
    ph_asked_terms terms;               /* what to highlight: unprefixed terms */
    ph_strs prefixes;                   /* and beginnings of words, folded */
    size_t positions;                   /* how many phrases and NEARs there are */
    PH_VEC(const xapian_query *) words; /* what adds weight, one by one */
    PH_VEC(ph_asked_terms) places;      /* words of the text that are asked for, in order */
    PH_VEC(xapian_query *) made;
    PH_VEC(const ph_part *) parts; /* how they were made */
    ph_status status; /* of the first failure; everything after it does nothing */
    ph_error *err;
} ph_plan;

void ph_plan_init(ph_plan *plan, ph_arena *arena, ph_analyzer *analyzer,
                  const ph_strs *languages, const ph_strs *years, ph_error *err);
void ph_plan_free(ph_plan *plan);

/* The documents that the text asks for with every word, or with any.  root NULL: all
 * documents if `everything`, else none.  NULL when the plan has failed. */
const xapian_query *ph_plan_text(ph_plan *plan, const ph_node *root, ph_match match,
                                 bool everything);

/* The documents that pass what is no facet: event_country, exclude, since; NULL when nothing
 * of it was asked (or the plan has failed). */
const xapian_query *ph_plan_conditions(ph_plan *plan, const ph_query *query);

/* The documents that pass the facets' choices; NULL as above. */
const xapian_query *ph_plan_choices(ph_plan *plan, const ph_query *query);

/* The documents that have any of the terms PREFIX + value; NULL as above. */
const xapian_query *ph_plan_any(ph_plan *plan, const char *prefix, const ph_strs *values);

/* The documents that pass the choices of one group (ph_facet_row), given by its first facet;
 * NULL as above. */
const xapian_query *ph_plan_group(ph_plan *plan, const ph_query *query, ph_facet group);

/* All documents of the works (ph_work_number); NULL as above. */
const xapian_query *ph_plan_works(ph_plan *plan, const uint64_t *works, size_t n);

/* a op b, where either may be NULL and then is left out. */
const xapian_query *ph_plan_join(ph_plan *plan, xapian_op op, const xapian_query *a,
                                 const xapian_query *b);

/* Whether a term counts in a document of that language (BCP 47). */
bool ph_plan_counts(const ph_asked_term *term, ph_str language);

/* Those of plan->terms that count in it.  false: no memory. */
bool ph_plan_terms(const ph_plan *plan, ph_str language, ph_arena *arena, ph_strs *out);

/* How a query of the plan was made; NULL: nobody wrote it down. */
const ph_part *ph_plan_part(const ph_plan *plan, const xapian_query *query);
/* The documents of `query`; those that have one of the terms weigh so much more, by the
 * heaviest that they have. */
typedef struct ph_lift {
    ph_str term;
    double weight;
} ph_lift;
const xapian_query *ph_plan_lift(ph_plan *plan, const xapian_query *query,
                                 const ph_lift *lifts, size_t n);

#endif

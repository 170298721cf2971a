/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query.h - a question: text and choices, checked.
 *
 * The parameters of the web, of the API and of the command line have the same names and come
 * through the same door, ph_query_set.
 */
#ifndef PH_QUERY_H
#define PH_QUERY_H

#include "search/schema.h"
#include "search/vocabulary.h"
#include "search/voice.h"

typedef enum ph_match { PH_MATCH_AUTO, PH_MATCH_ALL, PH_MATCH_ANY } ph_match;
typedef enum ph_sort {
    PH_SORT_RELEVANCE,
    PH_SORT_DATE, /* newest first */
    PH_SORT_TITLE,
    PH_SORT_CHANGED /* added or changed last first; not by parameter */
} ph_sort;

/* What an answer is to hold.  Without PH_WANT_COUNTS total and facets stay empty. */
enum {
    PH_WANT_HITS = 1,
    PH_WANT_TEXT = 2, /* of hits: their passages and snippets */
    PH_WANT_COUNTS = 4,
    PH_WANT_ALL = 7,
    PH_WANT_EFFECTS = 8 /* of what labels add: ph_expansion */
};

/* What orders documents beside BM25. */
enum {
    PH_AID_NEAR = 1,     /* words of the question near each other */
    PH_AID_PASSAGES = 2, /* words of the question in one passage */
    PH_AID_FEEDBACK = 4, /* words that the best documents have in common */
    PH_AID_LANGUAGE = 8, /* documents in the question's language */
    PH_AID_ALL = 15
};

typedef struct ph_query {
    ph_arena *arena;                 /* the strings' */
    const ph_vocabulary *vocabulary; /* borrowed */
    ph_str q;                        /* clean text, at most PH_QUERY_BYTES */
    ph_match match;
    ph_sort sort;
    ph_strs choices[PH_FACETS]; /* values; years may be ranges "2019..2022" */
    bool all[PH_FACETS];        /* choices within the facet are AND */
    ph_strs event_countries;    /* held in any of these */
    ph_strs events;             /* reports of any of these meetings (ph_event_id) */
    ph_strs ids;                /* of these documents; none: of all; not by parameter */
    ph_strs exclude;            /* not about any of these countries */
    ph_str since;               /* added or changed on that day or later */
    bool units;    /* it asks for passages (units.h): the two below may be chosen */
    bool contacts; /* it asks who did it (contacts.h) */
    ph_strs kinds, addressees; /* of a passage */
    ph_str peer;               /* rank practice of countries like this one higher */
    ph_strs without; /* words that the vocabularies are not to add (ph_expansion) */
    bool asserted;   /* only asserted tags count */
    size_t offset, limit;
    bool limit_given; /* else the limit is ours */
    ph_str
        reads; /* "ru": who asks; of a work's editions that one is shown, where the question itself
                     is in no language; absent: not known; not by parameter */
    const ph_voice *voice; /* that reasons are told in; NULL: English; not by parameter */
    unsigned want;         /* PH_WANT_...; not by parameter */
    unsigned aids; /* PH_AID_...; not by parameter: for measuring what each is worth */
} ph_query;

/* An empty question: no text, no choice, match=auto, the first ten, with all that there is
 * to tell of them. */
void ph_query_init(ph_query *query, ph_arena *arena, const ph_vocabulary *vocabulary);

/* One parameter: q, match, sort, all, event_country (or event-country), since, exclude, peer,
 * without, from, event, offset, limit, or the name of a facet; with query->units also kind and
 * addressee.  A facet's value may hold several, with commas between; given again it adds; if some
 * of them cannot be the others are taken, and the error tells of the first.
 * Passages and organisations take no peer, and have fewer orders: passages by relevance or
 * date, organisations by their weight of evidence, which sort=relevance stands for.
 * PH_UNKNOWN: no such parameter; PH_INVALID: a value that cannot be, the text names the
 * parameter, the value and what is possible; PH_LIMIT; PH_NO_MEMORY. */
ph_status ph_query_set(ph_query *query, ph_str name, ph_str value,
                       ph_error *err) PH_MUST_USE;

/* The names that ph_query_set takes, NULL at the end. */
extern const char *const ph_query_names[];

#endif

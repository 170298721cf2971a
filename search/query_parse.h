/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_parse.h - the text of a question as a tree.
 *
 *   estonia "data exchange" -draft         words, phrases, must not
 *   (tax OR customs) AND risk              operators in capitals; NOT, parentheses
 *   registr*   tax NEAR/5 risk             beginnings of words; nearness
 *   title:register country:EE,LV country:Kenya year:2019..2022
 *
 * Phrases may stand between any quotation marks: "a" „a“ “a” «a» »a«.  Countries may be named
 * (ph_country_named).
 *
 * Where a script has no spaces between words, a piece without a sign is a group of its words,
 * which are pairs of characters (analysis.h): the whole question in a row is in no document.
 *
 * Words, phrases and NEARs, and prefix* are bounded (PH_QUERY_WORDS and what follows it in
 * limits.h): what is over a limit is read as words, words behind the last are not read.
 *
 * Every text is a question: what cannot be read as an operator is read as words.  So are AND,
 * OR, NOT and NEAR in a question of six words or more in capitals (A-Z) throughout.
 */
#ifndef PH_QUERY_PARSE_H
#define PH_QUERY_PARSE_H

#include "search/query.h"

typedef enum ph_node_type {
    PH_NODE_WORD,   /* text: a piece without spaces; it may hold several words ("e-mail") */
    PH_NODE_PREFIX, /* text without the '*' */
    PH_NODE_PHRASE, /* text: what stood between quotes */
    PH_NODE_NEAR,   /* children: words; window */
    PH_NODE_FACET,  /* facet and values, checked: any of them; text: the first */
    PH_NODE_GROUP,  /* children that stand side by side: match=all or any decides */
    PH_NODE_AND,
    PH_NODE_OR
} ph_node_type;

typedef enum ph_demand { PH_PLAIN, PH_MUST, PH_MUST_NOT } ph_demand;

/* The places of a text, one a word, each with the terms that it may have in the index. */
typedef PH_VEC(ph_strs) ph_places;

/* A label as the index has it, in documents of its language. */
typedef struct ph_spelling {
    ph_places places;
    ph_places rarest;    /* the same, those first that fewest documents have */
    ph_str language;     /* "sr" */
    const ph_strs *held; /* terms of the documents in it: "XL:sr-Latn" ...; NULL: all are */
} ph_spelling;

/* What counts as words of a question, because the vocabularies say so (expand.h). */
typedef struct ph_alternatives {
    PH_VEC(const ph_spelling *) labels;
    double weight; /* of a label, beside that of the words */
    size_t covers; /* the words: so many nodes of a group, this one and those behind it */
} ph_alternatives;

typedef struct ph_node {
    ph_node_type type;
    ph_demand demand; /* within a group */
    char prefix;      /* of the terms: PH_PREFIX_TITLE ...; 0 for the text */
    ph_str text;
    ph_facet facet;
    ph_strs values;
    unsigned window;
    ph_strs beginnings,
        terms; /* of PH_NODE_PREFIX, from prefix.h: as folded, and what words
                                  that begin so are in the index */
    PH_VEC(struct ph_node *) children;
    /* NULL, until ph_expand has been here: of the word alone, and of several that begin here */
    const ph_alternatives *word, *run;
} ph_node;

/* *root is NULL when there is nothing in the text.  PH_NO_MEMORY. */
ph_status ph_query_parse(ph_arena *arena, const ph_vocabulary *vocabulary, ph_str text,
                         ph_node **root, ph_error *err) PH_MUST_USE;

#endif

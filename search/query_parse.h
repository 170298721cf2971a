/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_parse.h - the text of a question as a tree.
 *
 *   estonia "data exchange" -draft         words, phrases, must not
 *   (tax OR customs) AND risk              operators in capitals; NOT, parentheses
 *   registr*   tax NEAR/5 risk             beginnings of words; nearness
 *   title:register country:EE year:2019..2022
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
    PH_NODE_FACET,  /* facet and text: a checked value */
    PH_NODE_GROUP,  /* children that stand side by side: match=all or any decides */
    PH_NODE_AND,
    PH_NODE_OR
} ph_node_type;

typedef enum ph_demand { PH_PLAIN, PH_MUST, PH_MUST_NOT } ph_demand;

typedef struct ph_node {
    ph_node_type type;
    ph_demand demand; /* within a group */
    char prefix;      /* of the terms: PH_PREFIX_TITLE ...; 0 for the text */
    ph_str text;
    ph_facet facet;
    unsigned window;
    PH_VEC(struct ph_node *) children;
} ph_node;

/* *root is NULL when there is nothing in the text.  PH_NO_MEMORY. */
ph_status ph_query_parse(ph_arena *arena, const ph_vocabulary *vocabulary, ph_str text,
                         ph_node **root, ph_error *err) PH_MUST_USE;

#endif

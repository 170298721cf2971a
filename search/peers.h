/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * peers.h - how much two countries are like each other, from published tables alone.
 *
 * Likeness is a weighted mean of the parts below.  A part for which one of the two has no
 * figure is missing, and one of which neither has any (two islands have no border) says
 * nothing: both are left out of the sum and of the weights that divide it, so that nothing
 * missing counts as zero.  docs/peers.md publishes the formula with the tables and an example;
 * whoever changes it here changes it there.
 */
#ifndef PH_PEERS_H
#define PH_PEERS_H

#include "search/vocabulary.h"
#include "search/voice.h"

typedef enum ph_peer_part {
    PH_PEER_REGION,   /* M49: the same innermost region 1, a wider one 0.5 */
    PH_PEER_BORDER,   /* on land */
    PH_PEER_LANGUAGE, /* an official language of the whole of both */
    PH_PEER_INCOME,   /* the same group */
    PH_PEER_HDI,      /* 1 - difference / PH_PEER_HDI_RANGE, at least 0 */
    PH_PEER_EGDI,     /* the same with PH_PEER_EGDI_RANGE */
    PH_PEER_GROUP,    /* landlocked, LDC, SIDS: of the groups of either, the part shared */
    PH_PEER_NETWORK,  /* a network of both */
    PH_PEER_PARTS     /* how many */
} ph_peer_part;

#define PH_PEER_HDI_RANGE 0.25
#define PH_PEER_EGDI_RANGE 0.40
/* From this value on HDI and EGDI are a reason. */
#define PH_PEER_CLOSE 0.8
/* The part of the weights of what can be compared that must be known for a score. */
#define PH_PEER_LEAST_KNOWN 0.5

typedef struct ph_peer_row {
    const char *name;  /* "border"; also in JSON */
    double weight;     /* all together 1 */
    const char *table; /* what is missing when it is: "HDI" */
} ph_peer_row;

extern const ph_peer_row ph_peer_rows[PH_PEER_PARTS];

typedef enum ph_peer_state {
    PH_PEER_KNOWN,
    PH_PEER_MISSING, /* no figure for one of them */
    PH_PEER_NEITHER  /* nothing to compare */
} ph_peer_state;

typedef struct ph_likeness {
    double score; /* 0..1; NAN: too little is known */
    struct {
        ph_peer_state state;
        double value; /* 0..1 */
    } parts[PH_PEER_PARTS];
} ph_likeness;

/* What is looked up for each comparison, found once; in an arena, of one thread. */
typedef struct ph_peers ph_peers;

/* The vocabulary is borrowed.  NULL: no memory. */
ph_peers *ph_peers_new(const ph_vocabulary *vocabulary, ph_arena *arena);

/* Compares two countries by their codes (ISO 3166-1).  The same both ways; of a country with
 * itself all is 1. */
ph_likeness ph_peers_compare(ph_peers *peers, ph_str a, ph_str b);

/* The parts that hold in words (voice: NULL is English): "Central Asia", "shares a border", "Russian",
 * "upper middle income", "similar HDI: 0.802 and 0.786", "landlocked", "NISPAcee"; and the
 * tables that have no figure for one of the two: "HDI".  False: no memory. */
bool ph_peers_reasons(ph_peers *peers, ph_str a, ph_str b, const ph_voice *voice,
                      ph_arena *arena, ph_strs *reasons, ph_strs *missing);

#endif

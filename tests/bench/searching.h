/* SPDX-License-Identifier: GPL-2.0-or-later */
/* searching.h - what the parts of tests/bench/searching share. */
#ifndef TESTS_BENCH_SEARCHING_H
#define TESTS_BENCH_SEARCHING_H

#include "search/base.h"

/* A question: for each word its terms, any of which will do. */
typedef struct question {
    ph_str text;
    PH_VEC(ph_strs) words;
    bool any; /* of the words */
} question;

/* A document, as the index has it. */
typedef struct paper {
    uint32_t number; /* from 1 */
    ph_str terms;    /* with spaces between, each as often as it is there */
    ph_str facets;   /* packed, as in facets.h, without the head */
} paper;

/* Another engine.  Every function prints and exits when something fails. */
typedef struct engine {
    const char *name;
    void (*begin)(const char *folder); /* an empty database */
    void (*add)(const paper *paper);
    void (*finish)(void);
    /* The ten best, and counts of all facets' values; returns how many documents match. */
    uint64_t (*ask)(const question *question);
    void (*end)(void);
} engine;

extern const engine groonga_engine, sqlite_engine;

void die(const char *what, const char *why) __attribute__((noreturn));

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests that write an index and read it: a folder for each, what both need for all. */
#ifndef TESTS_UNIT_PLACE_H
#define TESTS_UNIT_PLACE_H

#include "search/search.h"
#include "tests/unit/support.h"

static ph_vocabulary *vocabulary;
static ph_analyzer *analyzer;

static inline int open_all(void **state)
{
    (void)state;
    vocabulary = shipped_vocabulary();
    OK(ph_analyzer_new(&analyzer, &err));
    return 0;
}

static inline int close_all(void **state)
{
    (void)state;
    ph_vocabulary_free(vocabulary);
    ph_analyzer_free(analyzer);
    return 0;
}

/* A folder for an index, and an arena. */
typedef struct place {
    scratch dir;
    ph_arena *arena;
    char db[250];
} place;

static inline int place_set_up(void **state)
{
    place *p = calloc(1, sizeof *p);
    if (!p)
        return -1;
    p->dir = scratch_new();
    p->arena = ph_arena_new();
    snprintf(p->db, sizeof p->db, "%s/new/folders/db", p->dir.path);
    *state = p;
    return 0;
}

static inline int place_tear_down(void **state)
{
    place *p = *state;
    scratch_remove(&p->dir);
    ph_arena_free(p->arena);
    free(p);
    return 0;
}

static inline ph_store *open_store(const place *p, unsigned shards, bool full)
{
    ph_store *store = NULL;
    OK(ph_store_open(&store, p->db, shards, full, &err));
    return store;
}

static inline void finish(ph_store *store)
{
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
}

static inline ph_reader *open_reader(const place *p)
{
    ph_reader *reader = NULL;
    OK(ph_reader_open(&reader, (const char *const[]){p->db}, 1, vocabulary, &err));
    return reader;
}

#endif

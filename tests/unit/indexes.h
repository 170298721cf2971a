/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same documents in two indexes: of one shard, and of three that got them in another order. */
#ifndef TESTS_UNIT_INDEXES_H
#define TESTS_UNIT_INDEXES_H

#include "search/search.h"
#include "search/store.h"
#include "tests/unit/support.h"

typedef struct indexes {
    ph_arena *arena;
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    scratch dir;
    ph_reader *readers[2];
} indexes;

static inline void indexes_begin(indexes *in)
{
    in->arena = ph_arena_new();
    in->vocabulary = shipped_vocabulary();
    OK(ph_analyzer_new(&in->analyzer, &err));
    in->dir = scratch_new();
}

/* Writes n documents (no multiple of seven) and opens the indexes. */
static inline void indexes_open(indexes *in, ph_record *record(size_t i), size_t n)
{
    for (unsigned s = 0; s < 2; s++) {
        ph_store *store = NULL;
        ph_analyzer *own = NULL; /* one hands out each word once, for one index */
        ph_str db = ph_dupf(in->arena, "%s/%u", in->dir.path, s);
        OK(ph_analyzer_new(&own, &err));
        OK(ph_store_open(&store, db.s, s ? 3 : 1, false, &err));
        for (size_t i = 0; i < n; i++) {
            ph_record *r = record(s ? (i * 7 + 3) % n : i);
            ph_stamp stamp = {.id = r->id};
            OK(ph_store_put(store, own, in->vocabulary, r, &stamp, &err));
        }
        OK(ph_store_finish(store, &err));
        ph_store_free(store);
        ph_analyzer_free(own);
        OK(ph_reader_open(&in->readers[s], (const char *const[]){db.s}, 1, in->vocabulary,
                          &err));
    }
}

static inline void indexes_close(indexes *in)
{
    ph_reader_free(in->readers[0]);
    ph_reader_free(in->readers[1]);
    scratch_remove(&in->dir);
    ph_analyzer_free(in->analyzer);
    ph_vocabulary_free(in->vocabulary);
    ph_arena_free(in->arena);
}

#endif

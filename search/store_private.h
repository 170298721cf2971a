/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store_private.h - what store.c (the layout, opening, closing), store_write.c (changes),
 * store_document.c (a record as a Xapian document) and the reader share.
 */
#ifndef PH_STORE_PRIVATE_H
#define PH_STORE_PRIVATE_H

#include <pthread.h>

#include "search/limits.h"
#include "search/store.h"
#include "search/xapian-c.h"

typedef struct ph_shard {
    pthread_mutex_t mutex; /* guards all below */
    xapian_writable_db *db;
    size_t pending; /* bytes of text since the last commit */
} ph_shard;

struct ph_store {
    ph_arena *arena;
    int lock;
    ph_str dir, generation, old; /* old: absent unless a full build replaces it */
    bool full;
    ph_shard shards[PH_SHARDS_MAX];
    unsigned n;
    pthread_mutex_t marks_mutex; /* guards marks, and the arena while threads add to them */
    PH_VEC(ph_stamp) marks;      /* files whose parts are all in, once this is committed */
};

/* Positions: the title begins at 1, each passage PH_PASSAGE_GAP behind the one before it, so
 * that no phrase crosses. */
#define PH_PASSAGE_GAP 100

/* How much a word of the title counts, against one in the text (measured on Cranfield). */
#define PH_TITLE_WEIGHT 3

ph_status ph_store_document(ph_analyzer *analyzer, const ph_vocabulary *vocabulary,
                            ph_record *record, const ph_stamp *stamp, xapian_document **out,
                            ph_error *err) PH_MUST_USE;

void ph_stamp_pack(ph_buf *buf, const ph_stamp *stamp);
ph_status ph_stamp_unpack(ph_str bytes, ph_stamp *stamp, ph_error *err) PH_MUST_USE;

/* store_write.c: the marks go into the first shard. */
ph_status ph_store_write_marks(ph_store *store, ph_error *err) PH_MUST_USE;

/* A binding's error as one of ours: "index: ..." */
ph_status ph_fail_xapian(ph_error *err, xapian_status status, const xapian_error *why);

#endif

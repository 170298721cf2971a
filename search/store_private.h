/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store_private.h - what store.c (the layout, opening, closing), store_write.c (changes),
 * store_document.c (a record as a Xapian document) and the reader share.
 */
#ifndef PH_STORE_PRIVATE_H
#define PH_STORE_PRIVATE_H

#include <pthread.h>

#include "search/limits.h"
#include "search/shard_mark.h"
#include "search/store.h"
#include "search/xapian-c/xapian-c.h"

typedef struct ph_shard {
    pthread_mutex_t mutex; /* guards all below */
    xapian_writable_db *db;
    size_t pending;     /* bytes of text since the last commit */
    size_t limit;       /* of those; 0: not known yet */
    ph_shard_mark mark; /* as of the last commit */
} ph_shard;

struct ph_store {
    ph_arena *arena;
    int lock;
    ph_str dir, generation, old; /* old: absent unless a full build replaces it */
    bool full;
    bool
        foreign; /* the old generation is of another schema: its documents cannot be read */
    ph_shard shards[PH_SHARDS_MAX];
    unsigned n;
    uint64_t words; /* the number of its lists of words, for ph_analyzer_gather */
    pthread_mutex_t marks_mutex; /* guards marks, and the arena while threads add to them */
    PH_VEC(ph_stamp) marks;      /* files whose parts are all in, once this is committed */
};

/* Positions: the title begins at 1, each passage PH_PASSAGE_GAP behind the one before it, so
 * that no phrase crosses. */
#define PH_PASSAGE_GAP 100

/* How much a word of the title counts, against one in the text (measured on Cranfield). */
#define PH_TITLE_WEIGHT 4

ph_status ph_store_document(ph_analyzer *analyzer, const ph_vocabulary *vocabulary,
                            ph_record *record, const ph_stamp *stamp, xapian_document **out,
                            ph_error *err) PH_MUST_USE;

/* Counts text that was written to a shard, and commits when it is enough.  With the shard's
 * mutex held, or while nobody else writes. */
xapian_status ph_shard_wrote(const ph_store *store, ph_shard *shard, size_t bytes,
                             xapian_error *why);

/* Commits what was written to a shard since the last time, if anything was, and counts the
 * commit in its mark.  As above. */
xapian_status ph_shard_commit(ph_shard *shard, xapian_error *why);

/* How much text a record has. */
size_t ph_record_bytes(const ph_record *record);

void ph_stamp_pack(ph_buf *buf, const ph_stamp *stamp);
ph_status ph_stamp_unpack(ph_str bytes, ph_stamp *stamp, ph_error *err) PH_MUST_USE;

/* store_write.c: the marks go into the first shard. */
ph_status ph_store_write_marks(ph_store *store, ph_error *err) PH_MUST_USE;

/* Removes generations other than that of the path `keep`. */
void ph_store_sweep_but(const ph_store *store, ph_str keep);

/* "forgotten:0123456789abcdef" */
#define PH_FORGOTTEN_KEY (sizeof PH_KEY_FORGOTTEN + 16)
void ph_forgotten_key(uint64_t hash, char key[PH_FORGOTTEN_KEY]);

/* The term of an id; returns its length. */
size_t ph_id_term(ph_str id, char term[PH_ID_BYTES + 2]);

/* What "gone:ID" says: "2026-11-21T10:00:00Z 0123456789abcdef en ID".  All but the first may be
 * absent. */
typedef struct ph_tombstone {
    ph_str when;
    ph_str work, language; /* of the document: ph_work_number in hexadecimal digits */
    ph_str heir;           /* the id of the document that came in its place */
} ph_tombstone;

/* The words of a value; they lie in it. */
ph_tombstone ph_tombstone_read(ph_str value);

/* store_tombstone.c: what is left of a document, which is still there, and its end when the
 * document comes back.  With the shard's mutex held. */
xapian_status ph_tombstone_set(ph_shard *shard, ph_str id, xapian_error *why);
xapian_status ph_tombstone_remove(ph_shard *shard, ph_str id, xapian_error *why);

/* From now on a tombstone leads to this document, unless the two are known to be in different
 * languages.  Where there is no tombstone nothing is done.  With the shard's mutex held. */
xapian_status ph_tombstone_lead(ph_shard *shard, ph_str id, ph_str heir, ph_str language,
                                xapian_error *why);

/* Takes the tombstone of an id over from another generation, where it has the time t->when.
 * Nothing of `t` may lie in what `old` gave. */
xapian_status ph_tombstone_carry(xapian_writable_db *db, const xapian_db *old, ph_str id,
                                 const ph_tombstone *t, xapian_error *why);

/* "removed:2026-11-21T10:00:00Z ID"; returns its length. */
#define PH_REMOVED_KEY (sizeof PH_KEY_REMOVED + 40 + PH_ID_BYTES)
size_t ph_removed_key(ph_str when, ph_str id, char key[PH_REMOVED_KEY]);

/* "gone:ID" */
#define PH_GONE_KEY (sizeof PH_KEY_GONE + PH_ID_BYTES)
size_t ph_gone_key(ph_str id, char key[PH_GONE_KEY]);

/* store_write.c: a value of the first shard; an empty one removes the key. */
ph_status ph_store_set_metadata(ph_store *store, ph_str key, ph_str value, ph_error *err);

/* "2026-11-21T10:00:00Z" */
void ph_utc_now(char now[32]);

/* Calls back with each generation's path in the folder of an index.  False stops. */
bool ph_each_generation(const char *dir, ph_arena *arena,
                        bool (*each)(void *user, ph_str generation), void *user);

/* A binding's error as one of ours: "index: ..." */
ph_status ph_fail_xapian(ph_error *err, xapian_status status, const xapian_error *why);

/* The same of what is open or to be opened from `path`: damage says where, and what to do. */
ph_status ph_fail_reading(ph_error *err, const char *path, xapian_status status,
                          const xapian_error *why);

#endif

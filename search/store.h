/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store.h - an index on disk, and its one writer.
 *
 *   DIR/lock              held while somebody writes; says who
 *   DIR/current           "generation-3.2": the one that readers open; replaced by rename
 *   DIR/generation-3.2/   shard-0/ shard-1/: Xapian databases; the name says how many
 *
 * A generation has a fixed number of shards; a hash of a document's id picks one.  A full
 * build fills a new generation beside the current one and swaps it in when it is whole.
 *
 * Each document carries in its own value (PH_SLOT_STAMP) where it came from and in what state,
 * so that what the index knows of files and what is in it cannot disagree, whenever the power
 * goes.  Failures, tombstones and sources are metadata of the shards.
 *
 * Threads: ph_store_prepare, _add, _put, _work, _remove, _lead, _forget, _fail, _forgive and _whole may
 * be called from several threads at once; all else from one.
 */
#ifndef PH_STORE_H
#define PH_STORE_H

#include "search/analysis.h"
#include "search/schema.h"
#include "search/vocabulary.h"

/* Where a document came from and in what state.  `path` is relative to the source; empty if
 * the source is a file itself.  `part` tells a document from others of the same file: the way
 * to a member of an archive, the key of a row; empty: the file itself.  A path or a part that
 * tells what must not be told is its hash (ph_hide_path). */
typedef struct ph_stamp {
    ph_str id, source, path, part;
    ph_str added;    /* UTC, when it first came in */
    ph_str modified; /* UTC, when it or its side-car changed last */
    uint64_t size;
    int64_t mtime_ns;
    uint64_t sidecar;     /* a hash of the side-car's name, size and time; 0: none */
    uint64_t fingerprint; /* of parser, vocabularies and schema */
    uint64_t content;     /* a hash of the file's bytes */
    /* When the record became what it is, be it by another tagger alone, and a hash of it.  Who
     * writes a document gives those of the one before it, if any: an equal record keeps its
     * time, any other gets the present one. */
    ph_str written;
    uint64_t record;
    ph_str expires; /* the day on which the document's first consent ends; else absent */
    ph_str failure; /* the reason why it is not in the index; else absent */
    bool whole;     /* no document, but a mark: all parts of this file are in */
} ph_stamp;

typedef struct ph_store ph_store;

/* Opens the index for writing, and makes it if there is none.  shards: of a generation that
 * is made now, 1..PH_SHARDS_MAX.  full: build a new generation.  So is done in any case when
 * the current one is of another schema: nobody can read its documents, and ph_store_carry
 * leaves them.
 * PH_BUSY: another writer has it, the text says who; PH_IO; PH_CORRUPT. */
ph_status ph_store_open(ph_store **out, const char *dir, unsigned shards, bool full,
                        ph_error *err) PH_MUST_USE;

/* Every document, every failure and every mark in the current generation (with `full` the old
 * one, so that ids and dates carry over).  Strings are good within the call only.  False stops. */
typedef bool (*ph_stamp_fn)(void *user, const ph_stamp *stamp);
ph_status ph_store_each(const ph_store *store, ph_stamp_fn each, void *user,
                        ph_error *err) PH_MUST_USE;

/* Where a source of that name was rooted at the last run (with `full`: in the old generation);
 * absent: never seen. */
ph_status ph_store_source(const ph_store *store, ph_str name, ph_arena *arena, ph_str *root,
                          ph_error *err) PH_MUST_USE;
ph_status ph_store_set_source(ph_store *store, ph_str name, ph_str root,
                              ph_error *err) PH_MUST_USE;

/* A document that is ready for its shard. */
typedef struct ph_prepared ph_prepared;

/* Makes a document of a record: the work that needs no index and no lock.  Sets the positions
 * of the record's passages.  The analyzer is the calling thread's.  The caller frees *out;
 * nothing of the record is needed after this.  PH_INVALID: the id. */
ph_status ph_store_prepare(const ph_store *store, ph_analyzer *analyzer,
                           const ph_vocabulary *vocabulary, ph_record *record,
                           const ph_stamp *stamp, ph_prepared **out,
                           ph_error *err) PH_MUST_USE;
void ph_prepared_free(ph_prepared *prepared);

/* The shard it belongs to, and how much text it has, for those who hold many. */
unsigned ph_prepared_shard(const ph_prepared *prepared);
size_t ph_prepared_bytes(const ph_prepared *prepared);

/* Adds a document, or replaces the one of its id; commits now and then, so that memory stays
 * bounded (PH_COMMIT_LEAST, PH_COMMIT_MOST). */
ph_status ph_store_add(ph_store *store, const ph_prepared *prepared,
                       ph_error *err) PH_MUST_USE;

/* How many shards the generation has that is written. */
unsigned ph_store_count(const ph_store *store);

/* Both in one: prepares and adds. */
ph_status ph_store_put(ph_store *store, ph_analyzer *analyzer,
                       const ph_vocabulary *vocabulary, ph_record *record,
                       const ph_stamp *stamp, ph_error *err) PH_MUST_USE;

/* The work (ph_record.work) of a document that is in the current generation, or in the one that
 * is written; absent: there is none of that id.  For a document here and there: slow. */
ph_status ph_store_work(ph_store *store, ph_str id, ph_arena *arena, ph_str *work,
                        ph_error *err) PH_MUST_USE;

/* Removes a document and leaves a tombstone: readers tell "gone" from "never was", and harvesters
 * (harvest.h) are told when, and in which sets it was. */
ph_status ph_store_remove(ph_store *store, ph_str id, ph_error *err) PH_MUST_USE;

/* A removed document's id leads to another document from now on (ph_reader_heir), unless the two are
 * known to be in different languages.  language: the other one's; empty: not known. */
ph_status ph_store_lead(ph_store *store, ph_str id, ph_str heir, ph_str language,
                        ph_error *err) PH_MUST_USE;

/* Remembers a failure until its file succeeds or goes. */
ph_status ph_store_fail(ph_store *store, const ph_stamp *stamp, ph_error *err) PH_MUST_USE;
ph_status ph_store_forgive(ph_store *store, ph_str source, ph_str path, ph_str part,
                           ph_error *err) PH_MUST_USE;

/* Remembers that all parts of a file are in: from ph_store_finish on, when they are on disk.
 * Until then it is as if the file had changed. */
ph_status ph_store_whole(ph_store *store, const ph_stamp *stamp, ph_error *err) PH_MUST_USE;
ph_status ph_store_forget_whole(ph_store *store, ph_str source, ph_str path,
                                ph_error *err) PH_MUST_USE;

/* --- what is forgotten --------------------------------------------------------------------- */

/* Tombstones without names: hashes of documents' ids, of files and of contacts.  They stay for
 * as long as the index, full builds included, and keep out what they stand for.  Nothing can
 * be read out of them, but who guesses an id, a path or a name can check it. */
typedef struct ph_forgotten {
    uint64_t *v; /* in ascending order */
    size_t n, cap;
} ph_forgotten;

/* kind: "id", "source", and those of redact.h; b may be absent. */
uint64_t ph_forgotten_hash(const char *kind, ph_str a, ph_str b);
uint64_t ph_forgotten_file(ph_str source, ph_str path, ph_str part);
uint64_t ph_forgotten_content(ph_str source, uint64_t content, uint64_t size);

/* All that the index has (with `full` the old generation), and whether a hash is among them. */
ph_status ph_store_forgotten(const ph_store *store, ph_arena *arena, ph_forgotten *out,
                             ph_error *err) PH_MUST_USE;
bool ph_is_forgotten(const ph_forgotten *forgotten, uint64_t hash);

/* Remembers a hash from the next commit on. */
ph_status ph_store_set_forgotten(ph_store *store, uint64_t hash, ph_error *err) PH_MUST_USE;

/* Removes a document and leaves a tombstone without its id. */
ph_status ph_store_forget(ph_store *store, ph_str id, ph_error *err) PH_MUST_USE;

/* How many generations on disk have the document or a tombstone with its id. */
ph_status ph_store_generations(const char *dir, ph_str id, unsigned *n,
                               ph_error *err) PH_MUST_USE;

/* After ph_store_finish: removes all generations but the one that was written. */
void ph_store_sweep(const ph_store *store);

/* A path as its hash, and whether two are the same, either of which may be hidden. */
ph_str ph_hide_path(ph_arena *arena, ph_str path) PH_MUST_USE;
bool ph_path_hidden(ph_str path);
uint64_t ph_path_hash(ph_str path);
bool ph_same_path(ph_str a, ph_str b);

/* In a full build: takes documents, failures and marks of the old generation over as they are,
 * those for which `wanted` says so, and its tombstones and sources, but for what is forgotten.
 * Else does nothing. */
typedef bool (*ph_carry_fn)(void *user, const ph_stamp *stamp);
ph_status ph_store_carry(ph_store *store, ph_carry_fn wanted, void *user,
                         ph_error *err) PH_MUST_USE;

/* Commits all shards; after a full build also swaps the new generation in.  The old one stays
 * on disk until the next run, for readers that are still in it.  Then, and always,
 * ph_store_free. */
ph_status ph_store_finish(ph_store *store, ph_error *err) PH_MUST_USE;

/* Gives up the lock.  What was not finished is dropped: a new generation whole, changes of
 * the current one since the last commit. */
void ph_store_free(ph_store *store);

/* --- shared with readers --------------------------------------------------------------- */

/* The shard that a document of that id is in. */
unsigned ph_shard_of(ph_str id, unsigned shards);

/* The folder of the current generation in the arena; PH_NOT_FOUND: no index there. */
ph_status ph_store_current(const char *dir, ph_arena *arena, ph_str *generation,
                           ph_error *err) PH_MUST_USE;

/* The path of a shard, absent if there is no memory. */
ph_str ph_store_shard_path(ph_arena *arena, ph_str generation, unsigned shard);

/* How many shards a generation has.  PH_CORRUPT: not all of them are there. */
ph_status ph_store_shards(ph_str generation, unsigned *n, ph_error *err) PH_MUST_USE;

/* Keys of metadata. */
#define PH_KEY_GONE "gone:" /* + id -> when, its work, its language, its heir */
#define PH_KEY_REMOVED                                                                     \
    "removed:"                  /* + when + ' ' + id -> "type:request country:KZ sdg:16" */
#define PH_KEY_FAILED "failed:" /* + hash of source, path and part -> packed stamp */
#define PH_KEY_WHOLE "whole:"   /* + hash of source and path -> packed stamp */
#define PH_KEY_SOURCE "source:" /* + name -> root */
#define PH_KEY_FORGOTTEN "forgotten:" /* + a hash in 16 hexadecimal digits -> when */

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pipeline_run.h - what the parts of a run share.
 *
 *     pipeline.c        the plan: walks, compares, starts and ends the stages, removes
 *     pipeline_read.c   `jobs` threads, each with a worker process: files -> documents
 *     pipeline_harvest.c a thread with a worker process: repositories -> documents, one after
 *                       the other
 *     pipeline_build.c  `jobs` threads: documents -> records -> what goes into a shard
 *     pipeline_write.c  a thread a shard
 *
 * Bounded queues stand between them, so that a file of many documents keeps all stages busy,
 * and memory does not grow with what is indexed.
 */
#ifndef PH_PIPELINE_RUN_H
#define PH_PIPELINE_RUN_H

#include <pthread.h>

#include "indexer/document.h"
#include "indexer/heirs.h"
#include "indexer/known.h"
#include "indexer/passages.h"
#include "indexer/pipeline.h"
#include "indexer/queue.h"
#include "indexer/worker.h"
#include "search/limits.h"

/* A file to be read. */
typedef struct work {
    const ph_source *source;
    const ph_file *file;
} work;

/* A document on its way to be built; one block of memory. */
typedef struct parcel {
    const work *work;
    ph_known_file *old; /* its document in the index; NULL: none */
    ph_part part;
    ph_str document; /* packed */
} parcel;

typedef struct run {
    const ph_run_options *options;
    const ph_source *sources;
    size_t n;
    ph_arena *arena;
    ph_vocabulary *vocabulary;
    ph_sections *sections;
    ph_sdg_model *sdg;
    ph_store *store; /* NULL: none */
    ph_known *known;
    ph_heirs *heirs;
    ph_forgotten forgotten;    /* what must not come in again */
    ph_str index;              /* its absolute path; absent: none */
    uint64_t fingerprint, map; /* hashes */
    char now[32];
    PH_VEC(work) work;
    PH_VEC(work) harvests; /* repositories */
    uint64_t bytes;        /* in files, and in what repositories have answered so far */

    ph_queue *parcels;
    ph_queue *prepared[PH_SHARDS_MAX];
    unsigned shards;

    pthread_mutex_t mutex; /* guards all below, and the callbacks */
    size_t next;
    bool told; /* how parsers are confined */
    ph_run_counts *counts;
    ph_status status; /* of the first thing that ends the run */
    ph_error error;
} run;

/* What the thread works with that has a worker process. */
typedef struct reader {
    run *run;
    ph_worker *worker;
    ph_arena *arena; /* as long as a file, or a harvest */
    ph_buf sidecar;
    const work *work; /* the file in hand */
    bool parts;       /* it has any */
} reader;

ph_status ph_parting_open(reader *rd, run *r, ph_error *err) PH_MUST_USE;
void ph_parting_close(reader *rd);

/* Hands on a part of rd->work, unless it is as it was; ph_item_fn with a reader as `user`. */
bool ph_parting_take(void *user, const ph_item *item);

/* The stages' threads.  user: the run; of a writer, its queue. */
void *ph_read_stage(void *user);
void *ph_harvest_stage(void *user);
void *ph_build_stage(void *user);

typedef struct shard_writer {
    run *run;
    unsigned shard;
} shard_writer;
void *ph_write_stage(void *user); /* a shard_writer */

/* Ends the run: all stages stop. */
void ph_run_end(run *r, ph_status status, const ph_error *why);

/* Of the file and all that decides how it is read. */
uint64_t ph_run_fingerprint(const run *r, const ph_file *file);

/* One line for a failure, whatever bytes the path has.  again: it was told before. */
void ph_run_report(run *r, ph_str path, const char *reason, bool again);

/* Tells a remembered failure again. */
void ph_run_fail_again(run *r, const ph_source *source, const ph_file *file,
                       ph_known_file *failure);

/* A consent has ended since: what it allowed must go. */
bool ph_run_has_expired(const run *r, const ph_known_file *known);

/* One line for a file's part that could not be read, which is remembered unless the reason
 * may pass by itself.  part: empty for the whole file.  Not PH_OK: the run is to end. */
ph_status ph_run_failed(run *r, ph_arena *arena, const work *w, ph_str part,
                        const ph_error *why, ph_error *err) PH_MUST_USE;

#endif

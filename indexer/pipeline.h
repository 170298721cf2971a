/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pipeline.h - a run of the indexer: sources in, records out, failures remembered.
 *
 * One thread walks and compares with what the index knows; then `jobs` threads with a worker
 * process each read files, as many build records, and one a shard writes (pipeline_run.h).  A file
 * is opened only when it, its side-car, the parsers, the map, the vocabularies, the goals'
 * weights or the schema changed.
 *
 * A file may hold many documents (unfold.h).  Those that are as they were are left alone when
 * their file changed, and a mark in the index says that all of them are in.
 */
#ifndef PH_PIPELINE_H
#define PH_PIPELINE_H

#include "indexer/source.h"
#include "search/record.h"
#include "search/vocabulary.h"

typedef struct ph_run_counts {
    size_t indexed, updated, unchanged, removed, failed; /* documents */
    size_t files;                                        /* read so far */
    uint64_t bytes;                                      /* in them */
} ph_run_counts;

typedef struct ph_run_options {
    const char *db;     /* NULL: write no index (record is then called for each document) */
    const char *worker; /* path of peerhub-worker */
    const char *schema; /* path of peerhub.rng */
    const char *vocabulary; /* folder */
    bool own_vocabulary;    /* it is not the installed one: kept with the index */
    const char *sdg;        /* path of sdg.weights */
    const char *languages;  /* path of the model for ph_detector_new */
    const char *map;        /* of columns of tables; NULL: the common names */
    unsigned jobs;
    bool full, keep_missing;
    bool news; /* do not tell failures again that an earlier run remembered */

    /* A failure, a warning, a record; called by one thread at a time.  warning and record may
     * be NULL. */
    void (*failure)(void *user, ph_str path, const char *reason);
    void (*warning)(void *user, ph_str path, ph_str text);
    void (*record)(void *user, const ph_record *record, const ph_vocabulary *vocabulary);
    /* Once, when the first worker has started: what confines it.  After each file: how far the
     * run is, of how many files and bytes that have to be read.  Both may be NULL. */
    void (*note)(void *user, const char *confinement);
    void (*progress)(void *user, const ph_run_counts *counts, size_t files, uint64_t bytes);
    void *user;
} ph_run_options;

/* PH_OK also when some files failed (counts->failed).  Anything else: the index is as it was
 * before, but for documents that were committed on the way. */
ph_status ph_run(const ph_run_options *options, const ph_source *sources, size_t n,
                 ph_run_counts *counts, ph_error *err) PH_MUST_USE;

#endif

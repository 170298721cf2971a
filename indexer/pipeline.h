/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pipeline.h - a run of the indexer: sources in, records out, failures remembered.
 *
 * One thread walks and compares with what the index knows; `jobs` threads, each with a worker
 * process, turn files into records and put them into the shards.  A file is opened only when
 * it, its side-car, the parsers, the vocabularies or the schema changed.
 */
#ifndef PH_PIPELINE_H
#define PH_PIPELINE_H

#include "indexer/source.h"
#include "search/record.h"
#include "search/vocabulary.h"

typedef struct ph_run_options {
    const char *db;     /* NULL: write no index (record is then called for each document) */
    const char *worker; /* path of peerhub-worker */
    const char *schema; /* path of peerhub.rng */
    const char *vocabulary; /* folder */
    unsigned jobs;
    bool full, keep_missing;

    /* A failure, a warning, a record; called by one thread at a time.  warning and record may
     * be NULL. */
    void (*failure)(void *user, ph_str path, const char *reason);
    void (*warning)(void *user, ph_str path, ph_str text);
    void (*record)(void *user, const ph_record *record, const ph_vocabulary *vocabulary);
    void *user;
} ph_run_options;

typedef struct ph_run_counts {
    size_t indexed, updated, unchanged, removed, failed;
} ph_run_counts;

/* PH_OK also when some files failed (counts->failed).  Anything else: the index is as it was
 * before, but for documents that were committed on the way. */
ph_status ph_run(const ph_run_options *options, const ph_source *sources, size_t n,
                 ph_run_counts *counts, ph_error *err) PH_MUST_USE;

#endif

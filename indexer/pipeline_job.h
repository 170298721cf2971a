/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pipeline_job.h - what pipeline.c (the plan) and pipeline_job.c (the work) share.
 */
#ifndef PH_PIPELINE_JOB_H
#define PH_PIPELINE_JOB_H

#include <pthread.h>

#include "indexer/known.h"
#include "indexer/passages.h"
#include "indexer/pipeline.h"

/* A file to be parsed. */
typedef struct work {
    const ph_source *source;
    const ph_file *file;
    ph_known_file *old;     /* its document in the index; NULL: none */
    ph_known_file *failure; /* a failure remembered; NULL: none */
} work;

typedef struct run {
    const ph_run_options *options;
    const ph_source *sources;
    size_t n;
    ph_arena *arena;
    ph_vocabulary *vocabulary;
    ph_sections *sections;
    ph_store *store; /* NULL: none */
    ph_known *known;
    uint64_t fingerprint;
    char now[32];
    PH_VEC(work) work;

    pthread_mutex_t mutex; /* guards all below, and the callbacks */
    size_t next;
    ph_run_counts *counts;
    ph_status status; /* of the first thing that ends the run */
    ph_error error;
} run;

/* A thread: takes work until there is none, or the run has failed.  user: the run. */
void *ph_job(void *user);

#endif

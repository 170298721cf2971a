/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * progress.h - the line on standard error that tells how far a run is: files, rate, time left.
 *
 * On a terminal it is one line that is written over; elsewhere, if it is wanted there, a line a
 * second.  Threads: one at a time.
 */
#ifndef PH_PROGRESS_H
#define PH_PROGRESS_H

#include <stdio.h>

#include "indexer/pipeline.h"

typedef struct ph_progress {
    FILE *to; /* NULL: show nothing */
    bool terminal;
    double start, last; /* seconds; of the run, of the line that stands there */
    bool standing;      /* a line to write over */
} ph_progress;

/* when: "auto" (on a terminal only), "always", "never".  False: none of them. */
bool ph_progress_set(ph_progress *progress, ph_str when, FILE *to);

/* A run begins. */
void ph_progress_begin(ph_progress *progress);

/* files, bytes: all that have to be read in this run. */
void ph_progress_show(ph_progress *progress, const ph_run_counts *counts, size_t files,
                      uint64_t bytes);

/* Makes room for another line, and at the end. */
void ph_progress_clear(ph_progress *progress);

/* "1,204 of 5,585 files, 231/s, 0:19 left", for `seconds` since the beginning. */
void ph_progress_text(char *text, size_t size, const ph_run_counts *counts, size_t files,
                      uint64_t bytes, double seconds);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * watch.h - waits until something below the sources changes (Linux inotify).
 *
 * A watch is made before the sources are walked, so that no change falls between the two, and
 * made anew for each run, so that it knows new folders.  Folders on another machine tell nobody
 * of changes made there: the wait ends after PH_WATCH_SECONDS in any case.
 */
#ifndef PH_WATCH_H
#define PH_WATCH_H

#include "indexer/source.h"

typedef struct ph_watch ph_watch;

/* except: the absolute path of a folder to be passed over (the index), or absent.
 * PH_LIMIT: there are more folders than the system watches; the text says what to do, and
 * *out is a watch that only waits for PH_WATCH_SECONDS_BLIND. */
ph_status ph_watch_new(ph_watch **out, const ph_source *sources, size_t n, ph_str except,
                       ph_error *err) PH_MUST_USE;
void ph_watch_free(ph_watch *watch); /* NULL is fine */

/* Returns when something has changed and has been quiet for a moment, or the time is over. */
void ph_watch_wait(ph_watch *watch);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * worker.h - the indexer's side of peerhub-worker, an exec'd process that parses one file
 * after another and holds neither the index nor a socket: bytes go in through one pipe, a
 * packed ph_document or the reason of a refusal comes out of another (worker.c).
 *
 * A worker that crashes, hangs, answers nonsense or outgrows its limits costs the file it was
 * working on one line of error; the next call starts a new one.
 *
 * Threads: one ph_worker belongs to one thread; several threads may have one each.
 */
#ifndef PH_WORKER_H
#define PH_WORKER_H

#include "indexer/document.h"

typedef struct ph_worker ph_worker;

/* program: path of peerhub-worker; schema: path of peerhub.rng.  Both are copied.  The
 * process is started at the first parse.  PH_IO: the program is not there, or is none. */
ph_status ph_worker_new(ph_worker **out, const char *program, const char *schema,
                        ph_error *err) PH_MUST_USE;
void ph_worker_free(ph_worker *worker); /* ends the process; NULL is fine */

/* Has a file parsed.  name: without folders; sidecar_name absent: there is none.  The
 * document lies in the arena.
 * PH_INVALID, PH_UNSUPPORTED, PH_LIMIT: the worker's reason; PH_TIMEOUT: it took longer than
 * PH_WORKER_SECONDS; PH_INTERNAL: it died, with the signal's name; PH_CORRUPT: it answered
 * nonsense; PH_IO: it cannot be started. */
ph_status ph_worker_parse(ph_worker *worker, ph_str name, ph_str bytes, ph_str sidecar_name,
                          ph_str sidecar, ph_arena *arena, ph_document *doc,
                          ph_error *err) PH_MUST_USE;

#endif

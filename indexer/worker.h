/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * worker.h - the indexer's side of peerhub-worker, an exec'd process that parses one file
 * after another and holds neither the index nor a connection: an open file goes in over a socket
 * pair, packed ph_documents and reasons of refusals come out (worker.c).
 *
 * A worker that crashes, hangs, answers nonsense or outgrows its limits costs the part it was
 * working on one line of error; a new one goes on behind it.
 *
 * Threads: one ph_worker belongs to one thread; several threads may have one each.
 */
#ifndef PH_WORKER_H
#define PH_WORKER_H

#include "indexer/document.h"

typedef struct ph_worker ph_worker;

/* program: path of peerhub-worker; schema: path of peerhub.rng; map: of a map for tables, or
 * NULL.  All are copied. */
ph_status ph_worker_new(ph_worker **out, const char *program, const char *schema,
                        const char *map, ph_error *err) PH_MUST_USE;
void ph_worker_free(ph_worker *worker); /* ends the process; NULL is fine */

/* Starts the process if none runs.  PH_IO: it cannot start, with its reason;
 * PH_INVALID: at the first start, the map or the schema has a mistake. */
ph_status ph_worker_start(ph_worker *worker, ph_error *err) PH_MUST_USE;

/* What confines the process that was started last: "seccomp, Landlock 7, limits". */
const char *ph_worker_confinement(const ph_worker *worker);

/* A document, or a part's refusal. */
typedef struct ph_item {
    ph_part part;     /* of a refusal only the path */
    ph_status status; /* PH_OK: a document */
    ph_str reason;    /* else */
    ph_str document;  /* packed; ph_document_unpack tells whether it is sound */
} ph_item;

/* Called for each part; strings are good within the call only.  False stops. */
typedef bool (*ph_item_fn)(void *user, const ph_item *item);

/* Has a file parsed.  name: without folders; fd: open for reading, stays the caller's; size: of
 * the file; sidecar_name absent: there is none.
 * What is wrong with the file as a whole is returned: PH_INVALID, PH_UNSUPPORTED, PH_LIMIT: the
 * worker's reason; PH_TIMEOUT: a part took longer than PH_WORKER_SECONDS; PH_INTERNAL: it died,
 * with the signal's name; PH_CORRUPT: it answered nonsense; PH_IO: it cannot be started, or
 * `each` has stopped it. */
ph_status ph_worker_parse(ph_worker *worker, ph_str name, int fd, uint64_t size,
                          ph_str sidecar_name, ph_str sidecar, ph_item_fn each, void *user,
                          ph_error *err) PH_MUST_USE;

#endif

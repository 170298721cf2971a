/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * worker_spawn.h - starts peerhub-worker with nothing of ours but one end of a socket pair.
 */
#ifndef PH_WORKER_SPAWN_H
#define PH_WORKER_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

/* A pair of sockets that are closed by exec and are none of the standard descriptors; ends[0],
 * ours, does not block.  False: errno says why; what is open (not -1) is the caller's. */
bool ph_worker_sockets(int ends[2]);

/* Starts argv[0] with `end` as its standard input and output, without our environment, in a
 * process group of its own.  Returns an error number, or 0. */
int ph_worker_spawn(pid_t *pid, char *const argv[], int end);

#endif

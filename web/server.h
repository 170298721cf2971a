/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server.h - HTTP: connections in, responses out.  server.c is the only file that knows
 * libmicrohttpd.
 *
 * One thread runs the event loop.  It reads requests, answers those that need no index, and
 * hands the others to the pool; the connection sleeps meanwhile, so that a slow search holds
 * up nobody.
 */
#ifndef PH_SERVER_H
#define PH_SERVER_H

#include "web/access_log.h"
#include "web/metrics.h"

typedef struct ph_server ph_server;

/* Serves on the listening socket, which it takes over.  site, pool and log (may be NULL) are
 * borrowed.  PH_IO: the event loop cannot start; PH_NO_MEMORY. */
ph_status ph_server_start(ph_server **out, int fd, const ph_site *site, ph_pool *pool,
                          ph_access_log *log, ph_error *err) PH_MUST_USE;

/* Tells the server's metrics (metrics.h) at /metrics of another listening socket, which it takes
 * over, by an event loop of its own: whoever may see them need not see pages, and the other way
 * round.  PH_IO, PH_NO_MEMORY. */
ph_status ph_server_tell_metrics(ph_server *server, int fd, ph_error *err) PH_MUST_USE;

/* Accepts no more connections and waits until every request that has begun is answered, at
 * most PH_STOP_SECONDS; then no metrics are told any more.  Comes before the pool is freed. */
void ph_server_drain(ph_server *server);

/* Ends the event loop.  Needs the pool to be gone: no request may still be asleep. */
void ph_server_free(ph_server *server);

#endif

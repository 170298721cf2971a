/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pool.h - the search threads, each with a reader of its own, and the queue before them.
 */
#ifndef PH_POOL_H
#define PH_POOL_H

#include "web/routes.h"

/* A request and its answer.  It belongs to the pool from ph_pool_submit until `done` is
 * called, and to its maker before and after. */
typedef struct ph_exchange {
    ph_request request;
    ph_response response;
    const ph_route *route;
    void (*done)(struct ph_exchange *exchange); /* called by a search thread */
    struct ph_exchange *next;                   /* the pool's */
} ph_exchange;

typedef struct ph_pool ph_pool;

/* Opens `threads` readers of the index (paths as for ph_reader_open; borrowed) and starts as
 * many threads.  The site is borrowed.  Signals are left to the caller: block them before.
 * PH_NOT_FOUND, PH_CORRUPT, PH_IO: the index cannot be read; PH_NO_MEMORY. */
ph_status ph_pool_new(ph_pool **out, const ph_site *site, const char *const *paths,
                      size_t n, unsigned threads, ph_error *err) PH_MUST_USE;

/* Answers what is queued and ends the threads; what is submitted from now on is refused. */
void ph_pool_stop(ph_pool *pool);

/* The same, and frees all.  Nobody may submit any more. */
void ph_pool_free(ph_pool *pool);

/* Queues an exchange.  Returns false, and leaves it alone, when PH_QUEUE_MAX wait already, or the
 * pool was stopped. */
bool ph_pool_submit(ph_pool *pool, ph_exchange *exchange);

/* Each thread opens the index anew before its next request. */
void ph_pool_reopen(ph_pool *pool);

/* True if the index could be read when last tried; idle threads try every few seconds. */
bool ph_pool_ready(const ph_pool *pool);

typedef struct ph_pool_state {
    size_t waiting; /* requests in the queue */
    unsigned threads;
    bool ready;
    uint64_t documents; /* of the revision read last */
    int64_t written;    /* when that was written, UTC; 0: not known (ph_reader_written) */
} ph_pool_state;

void ph_pool_look(const ph_pool *pool, ph_pool_state *state);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * metrics.h - what the server counts of itself, for Prometheus (text format 0.0.4).
 *
 * Requests are counted by the pattern of their route ("/documents/" and a star) and the class
 * of their status, so that there are as many series as the program has routes, and nobody's
 * question, address or document is in them.
 *
 * Threads: any thread may count and write, without locks.  Numbers in one text may be a
 * request apart.
 */
#ifndef PH_METRICS_H
#define PH_METRICS_H

#include "web/pool.h"

typedef struct ph_metrics ph_metrics;

ph_metrics *ph_metrics_new(void); /* NULL: no memory */
void ph_metrics_free(ph_metrics *metrics);

void ph_metrics_connected(ph_metrics *metrics);
void ph_metrics_disconnected(ph_metrics *metrics);

/* A request has begun, and is over; both come once for each. */
void ph_metrics_begun(ph_metrics *metrics);
void ph_metrics_over(ph_metrics *metrics);

/* How many are between the two. */
unsigned ph_metrics_busy(const ph_metrics *metrics);

/* It was answered, so many microseconds after it had begun. */
void ph_metrics_answered(ph_metrics *metrics, const ph_route *route, unsigned status,
                         uint64_t microseconds);

/* It found the queue full. */
void ph_metrics_refused(ph_metrics *metrics);

#define PH_TYPE_METRICS "text/plain; version=0.0.4; charset=utf-8"

/* Appends everything as text.  Routes that nobody has asked for are left out. */
void ph_metrics_write(const ph_metrics *metrics, const ph_pool *pool, ph_buf *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * queue.h - a bounded queue between threads: whoever is faster waits.
 *
 * Threads: any number may put and take.
 */
#ifndef PH_QUEUE_H
#define PH_QUEUE_H

#include "search/base.h"

typedef struct ph_queue ph_queue;

/* room: how much may wait, in the unit of ph_queue_put's weight.  drop: frees an element that
 * nobody took. */
ph_status ph_queue_new(ph_queue **out, size_t room, void (*drop)(void *element),
                       ph_error *err) PH_MUST_USE;
void ph_queue_free(ph_queue *queue); /* NULL is fine */

/* Waits until there is room; one element always fits.  The element is the queue's.  False: the
 * queue was aborted, or there is no memory; the element is dropped. */
bool ph_queue_put(ph_queue *queue, void *element, size_t weight);

/* Waits for an element, which is the caller's.  NULL: closed and empty, or aborted. */
void *ph_queue_take(ph_queue *queue);

/* Nothing more will be put. */
void ph_queue_close(ph_queue *queue);

/* Nobody waits any longer, nothing more comes out. */
void ph_queue_abort(ph_queue *queue);

#endif

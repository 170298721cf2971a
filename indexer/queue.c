/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>

#include "indexer/queue.h"

typedef struct link {
    struct link *next;
    void *element;
    size_t weight;
} link;

struct ph_queue {
    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t changed;
    link *first, *last;
    size_t waiting, room;
    bool closed, aborted;
    void (*drop)(void *element);
};

ph_status ph_queue_new(ph_queue **out, size_t room, void (*drop)(void *element),
                       ph_error *err)
{
    ph_queue *q = calloc(1, sizeof *q);
    *out = NULL;
    if (!q)
        return ph_fail_memory(err);
    q->room = room;
    q->drop = drop;
    if (pthread_mutex_init(&q->mutex, NULL) != 0) {
        free(q);
        return ph_fail_memory(err);
    }
    if (pthread_cond_init(&q->changed, NULL) != 0) {
        pthread_mutex_destroy(&q->mutex);
        free(q);
        return ph_fail_memory(err);
    }
    *out = q;
    return PH_OK;
}

static link *unlink_first(ph_queue *q)
{
    link *l = q->first;
    q->first = l->next;
    if (!q->first)
        q->last = NULL;
    q->waiting -= l->weight;
    return l;
}

void ph_queue_free(ph_queue *q)
{
    if (!q)
        return;
    while (q->first) {
        link *l = unlink_first(q);
        q->drop(l->element);
        free(l);
    }
    pthread_cond_destroy(&q->changed);
    pthread_mutex_destroy(&q->mutex);
    free(q);
}

bool ph_queue_put(ph_queue *q, void *element, size_t weight)
{
    link *l = malloc(sizeof *l);
    pthread_mutex_lock(&q->mutex);
    while (l && !q->aborted && q->first && q->waiting + weight > q->room)
        pthread_cond_wait(&q->changed, &q->mutex);
    bool put = l && !q->aborted;
    if (put) {
        *l = (link){NULL, element, weight};
        if (q->last)
            q->last->next = l;
        else
            q->first = l;
        q->last = l;
        q->waiting += weight;
        pthread_cond_broadcast(&q->changed);
    }
    pthread_mutex_unlock(&q->mutex);
    if (!put) {
        free(l);
        q->drop(element);
    }
    return put;
}

void *ph_queue_take(ph_queue *q)
{
    link *l = NULL;
    void *element = NULL;
    pthread_mutex_lock(&q->mutex);
    while (!q->aborted && !q->first && !q->closed)
        pthread_cond_wait(&q->changed, &q->mutex);
    if (!q->aborted && q->first) {
        l = unlink_first(q);
        pthread_cond_broadcast(&q->changed);
    }
    pthread_mutex_unlock(&q->mutex);
    if (l)
        element = l->element;
    free(l);
    return element;
}

static void set(ph_queue *q, bool *flag)
{
    pthread_mutex_lock(&q->mutex);
    *flag = true;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->mutex);
}

void ph_queue_close(ph_queue *q)
{
    set(q, &q->closed);
}

void ph_queue_abort(ph_queue *q)
{
    set(q, &q->aborted);
}

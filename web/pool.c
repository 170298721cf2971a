/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "search/limits.h"
#include "web/moved.h"
#include "web/pool.h"

/* How often an idle thread looks whether the index is still there. */
#define LOOK_SECONDS 5

typedef struct worker {
    ph_pool *pool;
    pthread_t thread;
    ph_reader *reader;
    ph_arena *arena;
    unsigned opened; /* the pool's `reopen` when the reader was opened */
    bool broken;     /* the reader is good for nothing: open a new one */
} worker;

struct ph_pool {
    const ph_site *site;
    const char *const *paths;
    size_t paths_n;
    ph_columns_cache *columns; /* of all readers */
    atomic_bool ready;
    atomic_uint_fast64_t documents; /* of the revision that was read last, */
    atomic_int_fast64_t written;    /* and when it was written */
    atomic_uint reopen;

    pthread_mutex_t lock; /* of all below */
    pthread_cond_t wake;
    ph_exchange *first, **last;
    atomic_size_t waiting; /* others may look at it without the lock */
    bool stopping;

    unsigned threads; /* those that run */
    worker workers[];
};

/* --- what a thread does --------------------------------------------------------------- */

static void note_revision(worker *w)
{
    atomic_store(&w->pool->documents, ph_reader_documents(w->reader));
    atomic_store(&w->pool->written, ph_reader_written(w->reader));
}

static ph_status open_reader(worker *w, ph_error *err)
{
    ph_pool *pool = w->pool;
    ph_reader *fresh = NULL;
    unsigned now = atomic_load(&pool->reopen);
    ph_status status =
        ph_reader_open(&fresh, pool->paths, pool->paths_n, pool->site->vocabulary, err);
    if (status != PH_OK)
        return status;
    ph_reader_share(fresh, pool->columns);
    (void)ph_reader_wait(fresh, 0); /* begins to load them */
    ph_reader_free(w->reader);
    w->reader = fresh;
    w->opened = now;
    w->broken = false;
    note_revision(w);
    return PH_OK;
}

/* The reader at the newest revision.  What goes wrong is said once, not for every request. */
static ph_status look_at_index(worker *w, ph_error *err)
{
    ph_status status = PH_INVALID;
    bool changed = false;
    if (!w->broken && w->opened == atomic_load(&w->pool->reopen))
        status = ph_reader_refresh(w->reader, &changed, err);
    if (status != PH_OK &&
        status != PH_TIMEOUT) /* a shard's server: the next request tries */
        status = open_reader(w, err);
    else if (changed)
        note_revision(w);
    w->broken = status != PH_OK;
    bool before = atomic_exchange(&w->pool->ready, status == PH_OK);
    if (before && status != PH_OK)
        fprintf(stderr, "peerhub-serve: %s\n", err->text);
    if (!before && status == PH_OK)
        fprintf(stderr, "peerhub-serve: the index can be read again\n");
    return status;
}

static void answer(worker *w, ph_exchange *exchange)
{
    ph_request *request = &exchange->request;
    ph_context context = ph_context_of(w->pool->site, request, w->reader, w->arena, true);
    ph_response *response = &exchange->response;
    ph_error err = {0};
    if (look_at_index(w, &err) != PH_OK) {
        ph_answer_error(&context, request, response, 503,
                        PH_N("The index cannot be read at the moment."));
    } else {
        context.reader = w->reader;
        ph_moved_pack(&context);
        ph_status status =
            ph_route_answer(exchange->route, &context, request, response, &err);
        /* Whatever ails the index, perhaps it was replaced: look from the beginning. */
        if (status == PH_CORRUPT || status == PH_IO || status == PH_INTERNAL)
            w->broken = true;
        if (response->status == 500)
            fprintf(stderr, "peerhub-serve: %.*s: %s: %s\n", PH_FMT(request->target),
                    ph_status_name(status), err.text);
    }
    ph_arena_reset(w->arena);
}

/* Waits for an exchange; NULL when there was none for a while.  Needs the lock. */
static ph_exchange *take(ph_pool *pool)
{
    if (!pool->first) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += LOOK_SECONDS;
        pthread_cond_timedwait(&pool->wake, &pool->lock, &until);
    }
    ph_exchange *exchange = pool->first;
    if (exchange) {
        pool->first = exchange->next;
        if (!pool->first)
            pool->last = &pool->first;
        pool->waiting--;
    }
    return exchange;
}

static void *work(void *user)
{
    worker *w = user;
    ph_pool *pool = w->pool;
    ph_error err;
    pthread_mutex_lock(&pool->lock);
    while (pool->first || !pool->stopping) {
        ph_exchange *exchange = take(pool);
        bool look = !exchange && !pool->stopping;
        pthread_mutex_unlock(&pool->lock);
        if (exchange) {
            answer(w, exchange);
            exchange->done(exchange);
        } else if (look) {
            (void)!look_at_index(w, &err);
        }
        pthread_mutex_lock(&pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* --- the pool ------------------------------------------------------------------------- */

static ph_status start_worker(ph_pool *pool, ph_error *err)
{
    worker *w = &pool->workers[pool->threads];
    *w = (worker){.pool = pool, .arena = ph_arena_new()};
    ph_status status = w->arena ? open_reader(w, err) : ph_fail_memory(err);
    if (status == PH_OK && pthread_create(&w->thread, NULL, work, w) != 0)
        status = ph_fail(err, PH_IO, "cannot start a search thread");
    if (status == PH_OK) {
        pool->threads++;
    } else {
        ph_reader_free(w->reader);
        ph_arena_free(w->arena);
    }
    return status;
}

ph_status ph_pool_new(ph_pool **out, const ph_site *site, const char *const *paths,
                      size_t n, unsigned threads, ph_error *err)
{
    ph_pool *pool = calloc(1, sizeof *pool + threads * sizeof(worker));
    if (!pool)
        return ph_fail_memory(err);
    pool->site = site;
    pool->paths = paths;
    pool->paths_n = n;
    pool->last = &pool->first;
    atomic_init(&pool->ready, true);
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->wake, &clock);
    pthread_condattr_destroy(&clock);
    pthread_mutex_init(&pool->lock, NULL);
    ph_status status = ph_columns_cache_new(&pool->columns, err);
    while (status == PH_OK && pool->threads < threads)
        status = start_worker(pool, err);
    if (status == PH_OK)
        *out = pool;
    else
        ph_pool_free(pool);
    return status;
}

void ph_pool_stop(ph_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->threads; i++) {
        pthread_join(pool->workers[i].thread, NULL);
        ph_reader_free(pool->workers[i].reader);
        ph_arena_free(pool->workers[i].arena);
    }
    pool->threads = 0;
}

void ph_pool_free(ph_pool *pool)
{
    if (!pool)
        return;
    ph_pool_stop(pool);
    ph_columns_cache_free(pool->columns);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->wake);
    free(pool);
}

bool ph_pool_submit(ph_pool *pool, ph_exchange *exchange)
{
    pthread_mutex_lock(&pool->lock);
    bool room = pool->waiting < PH_QUEUE_MAX && !pool->stopping;
    if (room) {
        exchange->next = NULL;
        *pool->last = exchange;
        pool->last = &exchange->next;
        pool->waiting++;
        pthread_cond_signal(&pool->wake);
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}

void ph_pool_reopen(ph_pool *pool)
{
    atomic_fetch_add(&pool->reopen, 1);
}

bool ph_pool_ready(const ph_pool *pool)
{
    return atomic_load(&pool->ready);
}

void ph_pool_look(const ph_pool *pool, ph_pool_state *state)
{
    *state = (ph_pool_state){.waiting = atomic_load(&pool->waiting),
                             .threads = pool->threads,
                             .ready = ph_pool_ready(pool),
                             .documents = atomic_load(&pool->documents),
                             .written = atomic_load(&pool->written)};
}

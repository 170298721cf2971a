/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "search/columns_cache.h"
#include "search/limits.h"

/* Names of a reader's shards, in their order. */
typedef struct names {
    ph_arena *arena;
    PH_VEC(ph_shard_name) list;
} names;

struct ph_columns_cache {
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t wake;  /* something to do for the thread */
    ph_columns *current;  /* NULL: none; changed by the thread only */
    names wanted;         /* to be loaded next, if anything */
    names failed;         /* not to be tried again */
    bool loading, stopping;
};

/* --- names ---------------------------------------------------------------------------------- */

static bool same_name(const ph_shard_name *a, const ph_shard_name *b)
{
    return a->revision == b->revision && ph_eq(a->uuid, b->uuid) && ph_eq(a->path, b->path);
}

static bool same_names(const names *a, const names *b)
{
    bool same = a->list.n == b->list.n;
    for (size_t i = 0; same && i < a->list.n; i++)
        same = same_name(&a->list.v[i], &b->list.v[i]);
    return same;
}

static bool are_of(const ph_columns *c, const names *n)
{
    bool same = c && c->shards == n->list.n;
    for (size_t i = 0; same && i < c->shards; i++)
        same = same_name(&c->parts[i].shard->name, &n->list.v[i]);
    return same;
}

/* What a handle is at.  The strings are the arena's; false: not to be known. */
static bool name_of(const xapian_db *db, ph_str path, ph_arena *arena, ph_shard_name *name)
{
    ph_str uuid;
    xapian_error why;
    if (xapian_db_uuid(db, &uuid.s, &uuid.n, &why) ||
        xapian_db_revision(db, &name->revision, &why))
        return false;
    name->uuid = ph_dup(arena, uuid);
    name->path = ph_dup(arena, path);
    return name->uuid.s && name->path.s;
}

static void forget_names(names *n)
{
    ph_arena_free(n->arena);
    *n = (names){0};
}

/* Empty when there is no memory, or no such names. */
static names names_of(const ph_reader *r)
{
    names n = {.arena = ph_arena_new()};
    bool good = n.arena && r->shards.n;
    for (size_t i = 0; good && i < r->shards.n; i++) {
        ph_shard_name *name = PH_PUSH(n.arena, &n.list);
        good = name && name_of(r->shards.v[i], r->origins.v[i].folder, n.arena, name);
    }
    if (!good)
        forget_names(&n);
    return n;
}

/* --- the thread ----------------------------------------------------------------------------------- */

/* A shard as it is now, or as it was loaded before if that is the same. */
static ph_status load_shard(const ph_columns *before, const ph_shard_name *wanted,
                            size_t kept_most, ph_arena *arena, ph_shard_columns **out,
                            ph_error *err)
{
    xapian_db *db;
    xapian_error why;
    ph_shard_name now;
    ph_status status = PH_OK;
    *out = NULL;
    if (xapian_db_open(wanted->path.s, 0, &db, &why))
        return ph_fail(err, PH_BUSY, "%s", why.text);
    if (!name_of(db, wanted->path, arena, &now))
        status = ph_fail(err, PH_BUSY, "the index '%s' moved on", wanted->path.s);
    for (size_t i = 0; !status && !*out && before && i < before->shards; i++)
        if (same_name(&before->parts[i].shard->name, &now)) {
            *out = before->parts[i].shard;
            atomic_fetch_add(&(*out)->references, 1);
        }
    if (!status && !*out) {
        status = ph_shard_columns_load(out, db, &now, err);
        if (!status)
            (*out)->kept_most = kept_most;
    }
    xapian_db_free(db);
    return status;
}

static ph_status load_all(const ph_columns *before, const names *n, ph_columns **out,
                          ph_error *err)
{
    ph_status status = PH_OK;
    ph_shard_columns **shards = ph_alloc(n->arena, n->list.n * sizeof *shards);
    *out = NULL;
    if (!shards)
        return ph_fail_memory(err);
    for (size_t i = 0; !status && i < n->list.n; i++)
        status = load_shard(before, &n->list.v[i], PH_KEPT_BYTES / n->list.n, n->arena,
                            &shards[i], err);
    if (!status)
        status = ph_columns_join(out, shards, n->list.n, err);
    for (size_t i = 0; i < n->list.n; i++)
        ph_shard_columns_unref(shards[i]);
    return status;
}

static struct timespec later(struct timespec since, struct timespec now)
{
    long ns = now.tv_nsec * 2 - since.tv_nsec;
    time_t s = now.tv_sec * 2 - since.tv_sec;
    while (ns < 0) {
        ns += 1000000000;
        s--;
    }
    return (struct timespec){s + ns / 1000000000, ns % 1000000000};
}

/* Loads what is wanted, then rests as long as that took: an index that changes all the time
 * is not to take a whole processor.  Needs the lock. */
static void load_wanted(ph_columns_cache *cache)
{
    struct timespec began, ended, rested;
    ph_columns *fresh, *before = cache->current;
    names n = cache->wanted;
    cache->wanted = (names){0};
    cache->loading = true;
    pthread_mutex_unlock(&cache->lock);
    clock_gettime(CLOCK_MONOTONIC, &began);
    ph_status status = load_all(before, &n, &fresh, NULL);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    pthread_mutex_lock(&cache->lock);
    cache->loading = false;
    if (fresh)
        cache->current = fresh;
    if (status && status != PH_BUSY) {
        forget_names(&cache->failed);
        cache->failed = n;
    } else {
        forget_names(&n);
    }
    if (fresh)
        ph_columns_unref(before);
    rested = later(began, ended);
    while (!cache->stopping &&
           pthread_cond_timedwait(&cache->wake, &cache->lock, &rested) != ETIMEDOUT)
        ;
}

static void *work(void *user)
{
    ph_columns_cache *cache = user;
    pthread_mutex_lock(&cache->lock);
    while (!cache->stopping) {
        if (cache->wanted.arena)
            load_wanted(cache);
        else
            pthread_cond_wait(&cache->wake, &cache->lock);
    }
    pthread_mutex_unlock(&cache->lock);
    return NULL;
}

/* --- what others see --------------------------------------------------------------------------------- */

ph_status ph_columns_cache_new(ph_columns_cache **out, ph_error *err)
{
    ph_columns_cache *cache = *out = calloc(1, sizeof *cache);
    pthread_condattr_t clock;
    if (!cache)
        return ph_fail_memory(err);
    pthread_mutex_init(&cache->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&cache->wake, &clock);
    pthread_condattr_destroy(&clock);
    if (pthread_create(&cache->thread, NULL, work, cache) == 0)
        return PH_OK;
    *out = NULL;
    pthread_cond_destroy(&cache->wake);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
    return ph_fail(err, PH_IO, "cannot start a thread for the columns of facets");
}

void ph_columns_cache_free(ph_columns_cache *cache)
{
    if (!cache)
        return;
    pthread_mutex_lock(&cache->lock);
    cache->stopping = true;
    pthread_cond_signal(&cache->wake);
    pthread_mutex_unlock(&cache->lock);
    pthread_join(cache->thread, NULL);
    ph_columns_unref(cache->current);
    forget_names(&cache->wanted);
    forget_names(&cache->failed);
    pthread_cond_destroy(&cache->wake);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

void ph_reader_share(ph_reader *reader, ph_columns_cache *cache)
{
    reader->cache = cache;
}

/* Asks for them, if that is of use.  Needs the lock; takes the names over. */
static void ask(ph_columns_cache *cache, names *n)
{
    if (n->arena && !cache->loading && !cache->wanted.arena &&
        !(cache->failed.arena && same_names(&cache->failed, n))) {
        cache->wanted = *n;
        pthread_cond_signal(&cache->wake);
    } else {
        forget_names(n);
    }
}

ph_columns *ph_columns_get(const ph_reader *r)
{
    ph_columns_cache *cache = r->remote ? NULL : r->cache;
    ph_columns *found = NULL;
    if (!cache)
        return NULL;
    names n = names_of(r);
    pthread_mutex_lock(&cache->lock);
    if (are_of(cache->current, &n)) {
        found = cache->current;
        atomic_fetch_add(&found->references, 1);
        forget_names(&n);
    } else {
        ask(cache, &n);
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

bool ph_reader_wait(ph_reader *r, unsigned ms)
{
    ph_columns *found = ph_columns_get(r);
    for (unsigned waited = 0; !found && waited < ms; waited++) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
        found = ph_columns_get(r);
    }
    ph_columns_unref(found);
    return found != NULL;
}

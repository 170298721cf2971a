/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Beside the first stage: repositories are harvested, one after the other, and their records go
 * through a worker process and come out as documents.
 *
 * A repository is one file of many documents, whose path is "" and whose mark (ph_stamp.whole)
 * says what the last harvest that ended whole has settled:
 *     mtime_ns     when it began, by the repository's clock: what changed since is asked for
 *     size         when it was last looked at what is gone without a word, by ours
 *     sidecar      a hash of the address and the set
 *     fingerprint  with another one all is harvested anew
 */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "indexer/harvest.h"
#include "indexer/oai.h"
#include "indexer/pipeline_run.h"
#include "indexer/seen.h"
#include "search/limits.h"

#define NANO 1000000000

typedef struct harvester {
    reader rd;
    ph_harvest *harvest;
    ph_repository repository;
    ph_seen seen;    /* records of this harvest that were handed on */
    size_t live;     /* records that are there, in this harvest */
    int64_t since;   /* 0: all were asked for */
    bool looks_gone; /* what is not there any more goes */
} harvester;

/* --- records ------------------------------------------------------------------------------------ */

static ph_known_file *known_as(const harvester *h, ph_str identity, ph_known_kind kind)
{
    const work *w = h->rd.work;
    return ph_known_find(h->rd.run->known, w->source->name, w->file->path, identity, kind);
}

/* A record comes again when a list is begun anew, or changes while it is read: the first one
 * counts, and the next harvest, which overlaps with this one, brings the other. */
static bool take_record(harvester *h, const ph_item *item)
{
    bool fresh;
    ph_error err;
    if (!ph_seen_add(&h->seen, item->part.identity, &fresh)) {
        ph_run_end(h->rd.run, ph_fail_memory(&err), &err);
        return false;
    }
    if (!fresh)
        return true;
    ph_known_file *failure = known_as(h, item->part.identity, PH_KNOWN_FAILURE);
    if (failure && !item->status)
        failure->dropped = true;
    return ph_parting_take(&h->rd, item);
}

static bool take_item(void *user, const ph_item *item)
{
    harvester *h = user;
    ph_known_file *old = known_as(h, item->part.identity, PH_KNOWN_DOCUMENT);
    ph_known_file *failure = known_as(h, item->part.identity, PH_KNOWN_FAILURE);
    bool gone = !item->status && item->part.size == PH_OAI_GONE;
    h->live += !gone;
    if (old)
        old->dropped = gone && !h->rd.run->options->keep_missing;
    if (old)
        old->there = !gone;
    if (failure)
        failure->dropped = gone || (failure->dropped && !item->status);
    if (failure)
        failure->there = !gone;
    return item->status || item->part.size == PH_OAI_RECORD ? take_record(h, item) : true;
}

static bool has_ended(void *user)
{
    run *r = ((harvester *)user)->rd.run;
    pthread_mutex_lock(&r->mutex);
    bool ended = r->status != PH_OK;
    pthread_mutex_unlock(&r->mutex);
    return ended;
}

static bool was_answered(void *user, uint64_t bytes)
{
    harvester *h = user;
    run *r = h->rd.run;
    ph_arena_reset(h->rd.arena); /* what was said of records is said */
    pthread_mutex_lock(&r->mutex);
    r->bytes += bytes;
    r->counts->bytes += bytes;
    if (r->options->progress)
        r->options->progress(r->options->user, r->counts, r->work.n + r->harvests.n,
                             r->bytes);
    pthread_mutex_unlock(&r->mutex);
    return has_ended(h);
}

/* --- what is settled ---------------------------------------------------------------------------- */

static uint64_t hash_source(const ph_source *source)
{
    uint64_t hash = ph_hash(source->address.s, source->address.n, PH_HASH_SEED);
    return ph_hash(source->set.s, source->set.n, hash) | 1;
}

/* From when on records are asked for, and whether to look for what is gone without a word. */
static void plan(harvester *h)
{
    const run *r = h->rd.run;
    const work *w = h->rd.work;
    const ph_known_file *mark = known_as(h, PH_STR(""), PH_KNOWN_WHOLE);
    bool good = mark && !r->options->full && mark->stamp.mtime_ns > 0 &&
                mark->stamp.fingerprint == ph_run_fingerprint(r, w->file) &&
                mark->stamp.sidecar == hash_source(w->source);
    h->since = good ? mark->stamp.mtime_ns / NANO : 0;
    if (h->repository.now && h->since > h->repository.now)
        h->since = h->repository.now; /* its clock was set back */
    bool due = !good || !r->options->news ||
               (int64_t)mark->stamp.size + PH_HARVEST_GONE_SECONDS <= (int64_t)time(NULL);
    h->looks_gone = !h->since || (due && !h->repository.tells_deleted);
}

static void count_unchanged(run *r)
{
    pthread_mutex_lock(&r->mutex);
    r->counts->unchanged++;
    pthread_mutex_unlock(&r->mutex);
}

/* All that was asked for has come.  What is not there any more goes, unless nothing is: that is
 * more likely a fault.  What did not come is as it was. */
static void settle(harvester *h)
{
    run *r = h->rd.run;
    const work *w = h->rd.work;
    bool mirror = h->looks_gone && h->live && !r->options->keep_missing;
    ph_known_file *file = NULL;
    while ((file = ph_known_next(r->known, w->source->name, w->file->path, file)) != NULL) {
        ph_known_kind kind = ph_known_kind_of(file);
        if (kind == PH_KNOWN_WHOLE || file->dropped || file->met)
            continue;
        if (mirror && !file->there)
            file->dropped = true;
        else if (kind == PH_KNOWN_FAILURE)
            ph_run_fail_again(r, w->source, w->file, file);
        else
            count_unchanged(r);
    }
}

static ph_status put_mark(harvester *h, ph_error *err)
{
    const run *r = h->rd.run;
    const work *w = h->rd.work;
    ph_known_file *old = known_as(h, PH_STR(""), PH_KNOWN_WHOLE);
    bool looked = h->looks_gone || !old;
    ph_stamp mark = {.source = w->source->name,
                     .path = w->file->path,
                     .size = looked ? (uint64_t)time(NULL) : old->stamp.size,
                     .mtime_ns = h->repository.now * NANO,
                     .sidecar = hash_source(w->source),
                     .fingerprint = ph_run_fingerprint(r, w->file),
                     .whole = true};
    if (!r->store || (!h->since && !h->live))
        return PH_OK; /* an empty one is asked for all again */
    if (old)
        old->kept = true;
    return ph_store_whole(r->store, &mark, err);
}

/* --- a repository ------------------------------------------------------------------------------- */

static ph_status harvest_all(harvester *h, ph_error *err)
{
    size_t n;
    ph_status status = ph_harvest_identify(h->harvest, &h->repository, err);
    if (status)
        return status;
    plan(h);
    status = ph_harvest_list(h->harvest, false, h->since, &n, err);
    if (!status && h->since && h->looks_gone) {
        h->live = 0;
        status = ph_harvest_list(h->harvest, true, 0, &n, err);
    }
    return status;
}

/* The repository's fault, or nobody's: a line, and what is in the index stays. */
static void give_up(harvester *h, const ph_error *why)
{
    run *r = h->rd.run;
    const work *w = h->rd.work;
    char reason[PH_ERROR_TEXT_MAX];
    bool any = ph_known_next(r->known, w->source->name, w->file->path, NULL) != NULL;
    snprintf(reason, sizeof reason, "%.400s%s", why->text,
             any ? "; its documents in the index stay" : "");
    ph_run_report(r, w->source->given, reason, true); /* in a watch, once */
}

static ph_status harvest_one(harvester *h, ph_error *err)
{
    run *r = h->rd.run;
    const ph_source *source = h->rd.work->source;
    ph_error why;
    const ph_harvest_options options = {
        source->address, source->set, h->rd.worker, take_item, was_answered, has_ended, h};
    h->live = 0;
    ph_seen_clear(&h->seen);
    ph_status status = ph_harvest_new(&h->harvest, &options, err);
    if (status)
        return status;
    ph_status harvested = harvest_all(h, &why);
    ph_harvest_free(h->harvest);
    if (harvested == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (has_ended(h)) /* that is why */
        return PH_OK;
    pthread_mutex_lock(&r->mutex);
    r->counts->files++;
    pthread_mutex_unlock(&r->mutex);
    if (harvested) {
        give_up(h, &why);
        return PH_OK;
    }
    settle(h);
    return put_mark(h, err);
}

void *ph_harvest_stage(void *user)
{
    run *r = user;
    harvester h = {0};
    ph_error err;
    ph_status status = ph_parting_open(&h.rd, r, &err);
    for (size_t i = 0; !status && i < r->harvests.n && !has_ended(&h); i++) {
        h.rd.work = &r->harvests.v[i];
        status = harvest_one(&h, &err);
    }
    if (status)
        ph_run_end(r, status, &err);
    ph_seen_free(&h.seen);
    ph_parting_close(&h.rd);
    return NULL;
}

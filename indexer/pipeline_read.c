/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first stage: files go through a worker process and come out as documents. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/pipeline_run.h"
#include "search/limits.h"

/* --- parts ------------------------------------------------------------------------------------ */

static parcel *wrap(const work *w, ph_known_file *old, const ph_item *item)
{
    size_t n = item->part.path.n + item->part.identity.n;
    parcel *p = malloc(sizeof *p + n + item->document.n + 2);
    if (!p)
        return NULL;
    char *at = (char *)(p + 1);
    *p = (parcel){.work = w, .old = old, .part = item->part};
    p->part.path.s = memcpy(at, item->part.path.s, item->part.path.n);
    at += item->part.path.n;
    p->part.identity.s = memcpy(at, item->part.identity.s, item->part.identity.n);
    at += item->part.identity.n;
    p->document =
        (ph_str){memcpy(at, item->document.s, item->document.n), item->document.n};
    return p;
}

/* A row or member that is as it was, in a file that is not. */
static bool is_unchanged(const reader *rd, const ph_known_file *old, const ph_part *part)
{
    const run *r = rd->run;
    const ph_stamp *stamp = &old->stamp;
    return !part->alone && !r->options->full && !ph_run_has_expired(r, old) &&
           stamp->content == part->content && stamp->size == part->size &&
           stamp->sidecar == rd->work->file->sidecar_state &&
           stamp->fingerprint == ph_run_fingerprint(r, rd->work->file);
}

static void count_unchanged(run *r)
{
    pthread_mutex_lock(&r->mutex);
    r->counts->unchanged++;
    pthread_mutex_unlock(&r->mutex);
}

static bool take_refusal(reader *rd, const ph_item *item)
{
    run *r = rd->run;
    ph_error err, why = {.status = item->status};
    const work *w = rd->work;
    ph_known_file *old = ph_known_find(r->known, w->source->name, w->file->path,
                                       item->part.path, PH_KNOWN_FAILURE);
    if (old)
        old->met = true;
    /* what it was when it could be read last stays */
    old = ph_known_find(r->known, w->source->name, w->file->path, item->part.path,
                        PH_KNOWN_DOCUMENT);
    if (old)
        old->met = true;
    (void)ph_fail(&why, item->status, "%.*s", PH_FMT(item->reason));
    ph_status status = ph_run_failed(r, rd->arena, w, item->part.path, &why, &err);
    if (status)
        ph_run_end(r, status, &err);
    return !status;
}

bool ph_parting_take(void *user, const ph_item *item)
{
    reader *rd = user;
    run *r = rd->run;
    rd->parts = rd->parts || item->status || !item->part.alone;
    if (item->status)
        return take_refusal(rd, item);
    if (ph_is_forgotten(&r->forgotten,
                        ph_forgotten_file(rd->work->source->name, rd->work->file->path,
                                          item->part.identity)))
        return true;
    ph_known_file *old =
        ph_known_find(r->known, rd->work->source->name, rd->work->file->path,
                      item->part.identity, PH_KNOWN_DOCUMENT);
    if (old)
        old->met = true;
    if (old && is_unchanged(rd, old, &item->part)) {
        old->kept = true;
        count_unchanged(r);
        return true;
    }
    ph_error err;
    parcel *p = wrap(rd->work, old, item);
    bool put = p && ph_queue_put(r->parcels, p, item->document.n);
    if (!put) /* a run that was ended knows why: the first reason stays */
        ph_run_end(r, ph_fail_memory(&err), &err);
    return put;
}

/* --- files ------------------------------------------------------------------------------------ */

/* The whole file was gone through: what it has no more goes, and what it has is complete. */
static ph_status settle(reader *rd, ph_error *err)
{
    run *r = rd->run;
    const work *w = rd->work;
    ph_stamp mark = {.source = w->source->name,
                     .path = w->file->path,
                     .size = w->file->size,
                     .mtime_ns = w->file->mtime_ns,
                     .sidecar = w->file->sidecar_state,
                     .fingerprint = ph_run_fingerprint(r, w->file),
                     .whole = true};
    ph_known_file *file = NULL;
    while ((file = ph_known_next(r->known, w->source->name, w->file->path, file)) != NULL)
        if (!(rd->parts && ph_known_kind_of(file) == PH_KNOWN_WHOLE))
            file->dropped = !file->met;
        else
            file->kept = true; /* it is written anew */
    return rd->parts && r->store ? ph_store_whole(r->store, &mark, err) : PH_OK;
}

static ph_status open_file(reader *rd, int *fd, uint64_t *size, ph_error *err)
{
    const work *w = rd->work;
    struct stat st;
    ph_str path = ph_source_file_path(rd->arena, w->source, w->file);
    if (!path.s)
        return ph_fail_memory(err);
    *fd = open(path.s, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (*fd < 0 || fstat(*fd, &st) != 0)
        return ph_fail(err, errno == ENOENT ? PH_NOT_FOUND : PH_IO, "cannot be read: %s",
                       strerror(errno));
    if (!S_ISREG(st.st_mode))
        return ph_fail(err, PH_IO, "is no file any more");
    *size = (uint64_t)st.st_size;
    ph_buf_clear(&rd->sidecar);
    if (!w->file->sidecar.s)
        return PH_OK;
    path = ph_source_sidecar_path(rd->arena, w->source, w->file);
    return path.s ? ph_read_file(path.s, PH_SIDECAR_BYTES, &rd->sidecar, err)
                  : ph_fail_memory(err);
}

static ph_status parse_file(reader *rd, ph_error *err)
{
    const ph_file *file = rd->work->file;
    int fd = -1;
    uint64_t size = 0;
    ph_str name = ph_base_name(file->path.n ? file->path : rd->work->source->root);
    ph_str sidecar = file->sidecar.s ? ph_base_name(file->sidecar) : PH_ABSENT;
    rd->parts = false;
    ph_status status = open_file(rd, &fd, &size, err);
    if (!status)
        status = ph_worker_parse(rd->worker, name, fd, size, sidecar,
                                 ph_buf_str(&rd->sidecar), ph_parting_take, rd, err);
    if (fd >= 0)
        close(fd);
    return status;
}

static ph_status read_file(reader *rd, ph_error *err)
{
    run *r = rd->run;
    ph_error why;
    ph_status parsed = parse_file(rd, &why);
    if (parsed == PH_NO_MEMORY)
        return ph_fail_memory(err);
    pthread_mutex_lock(&r->mutex);
    bool ended = r->status != PH_OK;
    r->counts->files++;
    r->counts->bytes += rd->work->file->size;
    if (r->options->progress)
        r->options->progress(r->options->user, r->counts, r->work.n + r->harvests.n,
                             r->bytes);
    pthread_mutex_unlock(&r->mutex);
    if (ended) /* that is why it was not parsed */
        return PH_OK;
    return parsed ? ph_run_failed(r, rd->arena, rd->work, PH_STR(""), &why, err)
                  : settle(rd, err);
}

/* --- the thread ------------------------------------------------------------------------------- */

static const work *next_work(run *r)
{
    pthread_mutex_lock(&r->mutex);
    const work *w = !r->status && r->next < r->work.n ? &r->work.v[r->next++] : NULL;
    pthread_mutex_unlock(&r->mutex);
    return w;
}

ph_status ph_parting_open(reader *rd, run *r, ph_error *err)
{
    *rd = (reader){.run = r};
    if (!(rd->arena = ph_arena_new()))
        return ph_fail_memory(err);
    ph_status status = ph_worker_new(&rd->worker, r->options->worker, r->options->schema,
                                     r->options->map, err);
    if (!status)
        status = ph_worker_start(rd->worker, err);
    if (status)
        return status;
    pthread_mutex_lock(&r->mutex);
    if (!r->told && r->options->note)
        r->options->note(r->options->user, ph_worker_confinement(rd->worker));
    r->told = true;
    pthread_mutex_unlock(&r->mutex);
    return PH_OK;
}

void ph_parting_close(reader *rd)
{
    ph_worker_free(rd->worker);
    ph_arena_free(rd->arena);
    ph_buf_free(&rd->sidecar);
}

void *ph_read_stage(void *user)
{
    reader rd;
    ph_error err;
    ph_status status = ph_parting_open(&rd, user, &err);
    while (!status && (rd.work = next_work(rd.run)) != NULL) {
        ph_arena_reset(rd.arena);
        status = read_file(&rd, &err);
    }
    if (status)
        ph_run_end(rd.run, status, &err);
    ph_parting_close(&rd);
    return NULL;
}

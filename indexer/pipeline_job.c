/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/build.h"
#include "indexer/pipeline_job.h"
#include "indexer/worker.h"
#include "search/limits.h"
#include "search/text.h"

/* What one thread works with. */
typedef struct job {
    run *run;
    ph_arena *arena; /* as long as a document */
    ph_analyzer *analyzer;
    ph_worker *worker;
    ph_builder builder;
    ph_buf bytes, sidecar;
} job;

static ph_status job_open(job *j, ph_error *err)
{
    const run *r = j->run;
    if (!(j->arena = ph_arena_new()))
        return ph_fail_memory(err);
    ph_status status = ph_analyzer_new(&j->analyzer, err);
    if (!status)
        status = ph_worker_new(&j->worker, r->options->worker, r->options->schema, err);
    if (!status)
        status = ph_tagger_new(&j->builder.tagger, r->vocabulary, j->analyzer, err);
    if (!status)
        status = ph_detector_new(&j->builder.detector, err);
    j->builder.vocabulary = r->vocabulary;
    j->builder.sections = r->sections;
    j->builder.today = ph_sub(ph_cstr(r->now), 0, strlen("2026-11-21"));
    return status;
}

static void job_close(job *j)
{
    ph_detector_free(j->builder.detector);
    ph_tagger_free(j->builder.tagger);
    ph_worker_free(j->worker);
    ph_analyzer_free(j->analyzer);
    ph_arena_free(j->arena);
    ph_buf_free(&j->bytes);
    ph_buf_free(&j->sidecar);
}

/* --- one file ----------------------------------------------------------------------------------- */

static ph_status read_bytes(job *j, const work *w, ph_error *err)
{
    ph_buf_clear(&j->bytes);
    ph_buf_clear(&j->sidecar);
    ph_str path = ph_source_file_path(j->arena, w->source, w->file);
    if (!path.s)
        return ph_fail_memory(err);
    ph_status status = ph_read_file(path.s, PH_FILE_BYTES, &j->bytes, err);
    if (status || !w->file->sidecar.s)
        return status;
    path = ph_source_sidecar_path(j->arena, w->source, w->file);
    return path.s ? ph_read_file(path.s, PH_SIDECAR_BYTES, &j->sidecar, err)
                  : ph_fail_memory(err);
}

static ph_status make_record(job *j, const work *w, ph_record *record, ph_error *err)
{
    ph_document doc = {0};
    ph_str path = w->file->path.n ? w->file->path : ph_base_name(w->source->root);
    ph_str sidecar_name = w->file->sidecar.s ? ph_base_name(w->file->sidecar) : PH_ABSENT;
    ph_status status = read_bytes(j, w, err);
    if (!status)
        status =
            ph_worker_parse(j->worker, ph_base_name(path), ph_buf_str(&j->bytes),
                            sidecar_name, ph_buf_str(&j->sidecar), j->arena, &doc, err);
    if (!status)
        status = ph_build_record(&j->builder, &doc, path, j->arena, record, err);
    return status;
}

/* An id that no other document has. */
static ph_str fresh_id(job *j, const work *w, ph_str title)
{
    ph_str path = w->file->path, id = ph_make_id(j->arena, title, w->source->name, path);
    for (unsigned again = 2;
         id.s && ph_known_id_taken(j->run->known, id, w->source->name, w->file->path);
         again++) {
        path = ph_dupf(j->arena, "%.*s#%u", PH_FMT(w->file->path), again);
        id = path.s ? ph_make_id(j->arena, title, w->source->name, path) : PH_ABSENT;
    }
    return id;
}

/* The path as people see it; the name of a file may be any bytes. */
static ph_str shown_path(job *j, const work *w, ph_str path)
{
    path = ph_source_shown(j->arena, w->source, path);
    return path.s ? ph_text_clean(j->arena, path, false) : path;
}

/* Where a record came from, as it may be told: `path` has lost the names that are hidden. */
static ph_str shown_record(job *j, const work *w, ph_str path)
{
    ph_str given = w->source->given;
    if (w->file->path.n)
        return shown_path(j, w, path);
    given = ph_sub(given, 0, given.n - ph_base_name(given).n);
    path = ph_dupf(j->arena, "%.*s%.*s", PH_FMT(given), PH_FMT(path));
    return path.s ? ph_text_clean(j->arena, path, false) : path;
}

/* The id, and since when: of the document that was here, of one that moved here, or new. */
static void identify(job *j, const work *w, uint64_t content, ph_record *record,
                     bool *is_new)
{
    run *r = j->run;
    ph_known_file *old = w->old;
    if (!old)
        old = ph_known_claim_moved(r->known, w->source->name, content, j->bytes.n);
    *is_new = old == NULL;
    record->id = old ? old->stamp.id : fresh_id(j, w, record->title);
    record->added = old && old->stamp.added.n ? old->stamp.added : ph_cstr(r->now);
    bool same = old && old->stamp.content == content && old->stamp.size == j->bytes.n &&
                old->stamp.sidecar == w->file->sidecar_state && old->stamp.modified.n;
    record->modified = same ? old->stamp.modified : ph_cstr(r->now);
    record->path = shown_record(j, w, record->path);
}

static ph_stamp stamp_of(const job *j, const work *w, uint64_t content)
{
    return (ph_stamp){.source = w->source->name,
                      .path = w->file->path,
                      .size = w->file->size,
                      .mtime_ns = w->file->mtime_ns,
                      .sidecar = w->file->sidecar_state,
                      .fingerprint = j->run->fingerprint,
                      .content = content};
}

static ph_status put(job *j, const work *w, ph_record *record, uint64_t content,
                     ph_error *err)
{
    run *r = j->run;
    ph_stamp stamp = stamp_of(j, w, content);
    stamp.id = record->id;
    stamp.added = record->added;
    stamp.modified = record->modified;
    ph_status status =
        ph_store_put(r->store, j->analyzer, r->vocabulary, record, &stamp, err);
    if (!status && w->failure)
        status = ph_store_forgive(r->store, w->source->name, w->file->path, err);
    return status;
}

static void tell(job *j, const ph_record *record, bool is_new)
{
    run *r = j->run;
    pthread_mutex_lock(&r->mutex);
    if (is_new)
        r->counts->indexed++;
    else
        r->counts->updated++;
    for (size_t i = 0; r->options->warning && i < record->warnings.n; i++)
        r->options->warning(r->options->user, record->path, record->warnings.v[i]);
    if (r->options->record)
        r->options->record(r->options->user, record, r->vocabulary);
    pthread_mutex_unlock(&r->mutex);
}

/* A file that cannot be read costs one line; its last good version stays in the index. */
static ph_status tell_failure(job *j, const work *w, uint64_t content, const ph_error *why,
                              ph_error *err)
{
    run *r = j->run;
    /* it may quote the file's name: one line, whatever that is */
    ph_str reason = ph_text_clean(j->arena, ph_cstr(why->text), false);
    if (!reason.s)
        return ph_fail_memory(err);
    pthread_mutex_lock(&r->mutex);
    r->counts->failed++;
    r->options->failure(r->options->user, shown_path(j, w, w->file->path), reason.s);
    pthread_mutex_unlock(&r->mutex);
    /* What the system refused today it may allow tomorrow, without a change of the file. */
    bool passing = why->status == PH_IO || why->status == PH_NOT_FOUND;
    if (!r->store || passing)
        return PH_OK;
    ph_stamp stamp = stamp_of(j, w, content);
    stamp.failure = reason;
    return ph_store_fail(r->store, &stamp, err);
}

static ph_status do_file(job *j, const work *w, ph_error *err)
{
    ph_record record;
    ph_error why;
    bool is_new = true;
    ph_status made = make_record(j, w, &record, &why);
    uint64_t content = ph_hash(j->bytes.s, j->bytes.n, PH_HASH_SEED);
    if (made == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (made)
        return tell_failure(j, w, content, &why, err);
    identify(j, w, content, &record, &is_new);
    if (!record.id.s || !record.path.s)
        return ph_fail_memory(err);
    ph_status status = j->run->store ? put(j, w, &record, content, err) : PH_OK;
    if (status)
        return status;
    if (w->old)
        w->old->kept = true;
    if (w->failure)
        w->failure->kept = true; /* it is over */
    tell(j, &record, is_new);
    return PH_OK;
}

/* --- the thread ----------------------------------------------------------------------------------- */

static const work *next_work(run *r)
{
    pthread_mutex_lock(&r->mutex);
    const work *w = !r->status && r->next < r->work.n ? &r->work.v[r->next++] : NULL;
    pthread_mutex_unlock(&r->mutex);
    return w;
}

static void end_run(run *r, ph_status status, const ph_error *why)
{
    pthread_mutex_lock(&r->mutex);
    if (!r->status) {
        r->status = status;
        r->error = *why;
    }
    pthread_mutex_unlock(&r->mutex);
}

void *ph_job(void *user)
{
    job j = {.run = user};
    ph_error err;
    const work *w;
    ph_status status = job_open(&j, &err);
    while (!status && (w = next_work(j.run)) != NULL) {
        ph_arena_reset(j.arena);
        status = do_file(&j, w, &err);
    }
    if (status)
        end_run(j.run, status, &err);
    job_close(&j);
    return NULL;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/known.h"
#include "indexer/parse.h"
#include "indexer/pipeline.h"
#include "indexer/pipeline_run.h"
#include "search/limits.h"
#include "search/text.h"
#include "search/vocabulary_keep.h"

/* --- what is to be done -------------------------------------------------------------------------- */

void ph_run_report(run *r, ph_str path, const char *reason, bool again)
{
    path = path.s ? ph_text_clean(r->arena, path, false) : path;
    pthread_mutex_lock(&r->mutex);
    r->counts->failed++;
    if (!again || !r->options->news)
        r->options->failure(r->options->user, path, reason);
    pthread_mutex_unlock(&r->mutex);
}

uint64_t ph_run_fingerprint(const run *r, const ph_file *file)
{
    ph_str name = file->path;
    /* what can be no table, nor hold one */
    static const char *const unmapped[] = {".pdf",  ".docx", ".odt", ".pptx",
                                           ".odp",  ".rtf",  ".md",  ".txt",
                                           ".html", ".htm",  ".xml", ".epub"};
    for (size_t i = 0; i < sizeof unmapped / sizeof *unmapped; i++)
        if (name.n && ph_ends(name, ph_cstr(unmapped[i])))
            return r->fingerprint;
    return r->fingerprint ^ r->map;
}

bool ph_run_has_expired(const run *r, const ph_known_file *known)
{
    ph_str today = ph_sub(ph_cstr(r->now), 0, strlen("2026-11-21"));
    return known->stamp.expires.n && ph_cmp(known->stamp.expires, today) < 0;
}

static bool same_state(const run *r, const ph_file *file, const ph_known_file *known)
{
    const ph_stamp *stamp = &known->stamp;
    return !ph_run_has_expired(r, known) && stamp->size == file->size &&
           stamp->mtime_ns == file->mtime_ns && stamp->sidecar == file->sidecar_state &&
           stamp->fingerprint == ph_run_fingerprint(r, file);
}

void ph_run_fail_again(run *r, const ph_source *source, const ph_file *file,
                       ph_known_file *failure)
{
    ph_str shown = ph_source_shown(r->arena, source, file->path);
    shown = ph_dupf(r->arena, "%.*s%.*s", PH_FMT(shown), PH_FMT(failure->stamp.part));
    ph_str reason = ph_dup(r->arena, failure->stamp.failure);
    failure->kept = true;
    ph_run_report(r, shown, reason.s ? reason.s : "", true);
}

/* Whether all parts of a file are in, as they were. */
static bool is_whole(const run *r, const ph_source *source, const ph_file *file)
{
    ph_known_file *part =
        ph_known_find(r->known, source->name, file->path, PH_STR(""), PH_KNOWN_WHOLE);
    bool whole = part && same_state(r, file, part);
    part = NULL;
    while (whole &&
           (part = ph_known_next(r->known, source->name, file->path, part)) != NULL)
        whole = !ph_run_has_expired(r, part);
    return whole;
}

static void keep_whole(run *r, const ph_source *source, const ph_file *file)
{
    ph_known_file *part = NULL;
    while ((part = ph_known_next(r->known, source->name, file->path, part)) != NULL)
        switch (ph_known_kind_of(part)) {
        case PH_KNOWN_FAILURE: ph_run_fail_again(r, source, file, part); break;
        case PH_KNOWN_DOCUMENT: r->counts->unchanged++; __attribute__((fallthrough));
        case PH_KNOWN_WHOLE: part->kept = true; break;
        }
}

/* Sorts a file into unchanged, failed again, or work. */
static ph_status look_at(run *r, const ph_source *source, const ph_file *file,
                         ph_error *err)
{
    const ph_str name = source->name, path = file->path, all = PH_STR("");
    ph_known_file *known = NULL;
    if (ph_is_forgotten(&r->forgotten, ph_forgotten_file(name, path, all)))
        return PH_OK;
    ph_known_file *old = ph_known_find(r->known, name, path, all, PH_KNOWN_DOCUMENT);
    ph_known_file *failure = ph_known_find(r->known, name, path, all, PH_KNOWN_FAILURE);
    while ((known = ph_known_next(r->known, name, path, known)) != NULL)
        known->seen = true;
    bool whole = !r->options->full && is_whole(r, source, file);
    if (r->options->full)
        old = failure = NULL;
    if (failure && same_state(r, file, failure)) {
        ph_run_fail_again(r, source, file, failure);
        return PH_OK;
    }
    if (whole) {
        keep_whole(r, source, file);
        return PH_OK;
    }
    if (old && same_state(r, file, old)) {
        old->kept = true;
        r->counts->unchanged++;
        /* it is again what it was before it failed */
        return failure && r->store ? ph_store_forgive(r->store, name, path, all, err)
                                   : PH_OK;
    }
    work *w = PH_PUSH(r->arena, &r->work);
    if (!w)
        return ph_fail_memory(err);
    *w = (work){source, file};
    r->bytes += file->size;
    return PH_OK;
}

/* What is known of a source below a folder (absent: of all of it) stays, and all whose path is
 * not told: it may be there. */
static size_t keep_known(run *r, const ph_source *source, ph_str folder)
{
    size_t n = 0;
    for (size_t i = 0; i < ph_known_count(r->known); i++) {
        ph_known_file *file = ph_known_at(r->known, i);
        bool below = ph_path_hidden(file->stamp.path) ||
                     (ph_starts(file->stamp.path, folder) &&
                      (!folder.n || (file->stamp.path.n > folder.n &&
                                     file->stamp.path.s[folder.n] == '/')));
        if (below && ph_eq(file->stamp.source, source->name)) {
            file->seen = true;
            n += ph_known_kind_of(file) == PH_KNOWN_DOCUMENT;
        }
    }
    return n;
}

static void refuse_folder(run *r, const ph_source *source, const ph_refusal *refusal)
{
    (void)keep_known(r, source, refusal->path);
    ph_run_report(r, ph_source_shown(r->arena, source, refusal->path), refusal->reason.s,
                  false);
}

/* It is asked when the other sources are read. */
static ph_status look_at_repository(run *r, const ph_source *source, ph_error *err)
{
    work *w = PH_PUSH(r->arena, &r->harvests);
    ph_file *file = PH_NEW(r->arena, ph_file);
    if (!w || !file)
        return ph_fail_memory(err);
    file->path = PH_STR("");
    *w = (work){source, file};
    (void)keep_known(r, source, PH_ABSENT);
    return PH_OK;
}

static ph_status look_into(run *r, const ph_source *source, ph_error *err)
{
    char reason[PH_ERROR_TEXT_MAX];
    ph_error why;
    ph_walk *walk = PH_NEW(r->arena, ph_walk);
    if (!walk)
        return ph_fail_memory(err);
    ph_status walked = ph_source_walk(r->arena, source, r->index, walk, &why);
    if (walked == PH_NO_MEMORY)
        return ph_fail_memory(err);
    for (size_t i = 0; !walked && i < walk->refusals.n; i++)
        refuse_folder(r, source, &walk->refusals.v[i]);
    if (walked || (walk->files.n == 0 && walk->refusals.n == 0)) {
        size_t kept = keep_known(r, source, PH_ABSENT);
        snprintf(reason, sizeof reason, "%.300s%s",
                 walked ? why.text : "there is nothing in it",
                 kept ? "; its documents in the index stay" : "");
        ph_run_report(r, source->given, reason, true); /* in a watch, once */
        return PH_OK;
    }
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < walk->files.n; i++)
        status = look_at(r, source, &walk->files.v[i], err);
    return status;
}

/* A name stands for one place: another place under the same name would remove what is there.
 * Only if the old place is gone, and the user says the name, has it moved. */
static ph_status check_root(run *r, const ph_source *source, ph_error *err)
{
    ph_str before;
    if (!r->store || !source->root.s)
        return PH_OK;
    ph_status status = ph_store_source(r->store, source->name, r->arena, &before, err);
    if (status)
        return status;
    if (before.s && !ph_eq(before, source->root) &&
        (!source->named || access(before.s, F_OK) == 0))
        return ph_fail(
            err, PH_INVALID,
            "the name '%.*s' stands for '%.*s' in this index; give '%.*s' a name "
            "of its own (NAME=%.*s), or this one once the old place is gone",
            PH_FMT(source->name), PH_FMT(before), PH_FMT(source->given),
            PH_FMT(source->given));
    return before.s && ph_eq(before, source->root) /* what is written anew is a revision */
               ? PH_OK
               : ph_store_set_source(r->store, source->name, source->root, err);
}

/* No two sources have one name. */
static ph_status check_names(const ph_source *sources, size_t n, ph_error *err)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (ph_eq(sources[i].name, sources[j].name))
                return ph_fail(err, PH_INVALID,
                               "two sources are called '%.*s'; name one of them: NAME=%.*s",
                               PH_FMT(sources[i].name), PH_FMT(sources[i].given));
    return PH_OK;
}

/* --- what is gone ------------------------------------------------------------------------------------ */

static bool in_run(const run *r, ph_str source)
{
    for (size_t i = 0; i < r->n; i++)
        if (ph_eq(r->sources[i].name, source))
            return true;
    return false;
}

static bool is_gone(const run *r, const ph_known_file *file)
{
    return file->dropped ||
           (in_run(r, file->stamp.source) && !file->seen && !r->options->keep_missing);
}

static ph_status remove_one(run *r, const ph_stamp *stamp, ph_known_kind kind,
                            ph_error *err)
{
    switch (kind) {
    case PH_KNOWN_FAILURE:
        return ph_store_forgive(r->store, stamp->source, stamp->path, stamp->part, err);
    case PH_KNOWN_WHOLE:
        return ph_store_forget_whole(r->store, stamp->source, stamp->path, err);
    case PH_KNOWN_DOCUMENT: break;
    }
    r->counts->removed++;
    if (!ph_heirs_departed(r->heirs, stamp))
        return ph_fail_memory(err);
    return ph_store_remove(r->store, stamp->id, err);
}

static ph_status remove_gone(run *r, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < ph_known_count(r->known); i++) {
        ph_known_file *file = ph_known_at(r->known, i);
        if (!is_gone(r, file) || file->kept)
            continue;
        file->kept = file->removed = true; /* dealt with */
        status = remove_one(r, &file->stamp, ph_known_kind_of(file), err);
    }
    return status;
}

/* A full build takes over what it has neither written nor removed. */
static bool carry(void *user, const ph_stamp *stamp)
{
    const run *r = user;
    const ph_known_file like = {.stamp = *stamp};
    const ph_known_file *file = ph_known_find(r->known, stamp->source, stamp->path,
                                              stamp->part, ph_known_kind_of(&like));
    return file && !file->kept;
}

/* --- failures ----------------------------------------------------------------------------------- */

ph_status ph_run_failed(run *r, ph_arena *arena, const work *w, ph_str part,
                        const ph_error *why, ph_error *err)
{
    /* it may quote the file's name: one line, whatever that is */
    ph_str reason = ph_text_clean(arena, ph_cstr(why->text), false);
    ph_str shown = ph_source_shown(arena, w->source, w->file->path);
    if (shown.s)
        shown = ph_dupf(arena, "%.*s%.*s", PH_FMT(shown), PH_FMT(part));
    if (shown.s)
        shown = ph_text_clean(arena, shown, false);
    if (!reason.s || !shown.s)
        return ph_fail_memory(err);
    pthread_mutex_lock(&r->mutex);
    r->counts->failed++;
    r->options->failure(r->options->user, shown, reason.s);
    pthread_mutex_unlock(&r->mutex);
    /* What the system refused today it may allow tomorrow, without a change of the file. */
    bool passing = why->status == PH_IO || why->status == PH_NOT_FOUND;
    if (!r->store || passing)
        return PH_OK;
    ph_stamp stamp = {.source = w->source->name,
                      .path = w->file->path,
                      .part = part,
                      .size = w->file->size,
                      .mtime_ns = w->file->mtime_ns,
                      .sidecar = w->file->sidecar_state,
                      .fingerprint = ph_run_fingerprint(r, w->file),
                      .failure = reason};
    return ph_store_fail(r->store, &stamp, err);
}

void ph_run_end(run *r, ph_status status, const ph_error *why)
{
    pthread_mutex_lock(&r->mutex);
    if (!r->status) {
        r->status = status;
        r->error = *why;
    }
    pthread_mutex_unlock(&r->mutex);
    ph_queue_abort(r->parcels);
    for (unsigned i = 0; i < r->shards; i++)
        ph_queue_abort(r->prepared[i]);
}

/* --- threads ------------------------------------------------------------------------------------------- */

static void drop_prepared(void *prepared)
{
    ph_prepared_free(prepared);
}

static ph_status make_queues(run *r, ph_error *err)
{
    ph_status status = ph_queue_new(&r->parcels, PH_QUEUE_BYTES, free, err);
    unsigned shards = r->store ? ph_store_count(r->store) : 0;
    while (!status && r->shards < shards) {
        status = ph_queue_new(&r->prepared[r->shards], PH_QUEUE_BYTES / shards,
                              drop_prepared, err);
        r->shards += !status;
    }
    return status;
}

/* Starts up to n threads; returns how many there are. */
static unsigned start_threads(pthread_t *threads, unsigned n, void *(*stage)(void *),
                              run *r)
{
    unsigned started = 0;
    while (started < n && pthread_create(&threads[started], NULL, stage, r) == 0)
        started++;
    return started;
}

static void join_threads(const pthread_t *threads, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
}

static unsigned start_writers(pthread_t *threads, shard_writer *writers, run *r)
{
    unsigned n = 0;
    for (; n < r->shards; n++) {
        writers[n] = (shard_writer){r, n};
        if (pthread_create(&threads[n], NULL, ph_write_stage, &writers[n]) != 0)
            break;
    }
    return n;
}

static ph_status work_all(run *r, ph_error *err)
{
    pthread_t readers[PH_SHARDS_MAX], builders[PH_SHARDS_MAX], writers[PH_SHARDS_MAX];
    pthread_t harvester;
    shard_writer shards[PH_SHARDS_MAX];
    unsigned jobs = r->options->jobs < PH_SHARDS_MAX ? r->options->jobs : PH_SHARDS_MAX;
    if (r->work.n == 0 && r->harvests.n == 0)
        return PH_OK;
    ph_status status = make_queues(r, err);
    if (status)
        return status;
    unsigned writing = start_writers(writers, shards, r);
    unsigned building = start_threads(builders, jobs, ph_build_stage, r);
    unsigned files = r->work.n < jobs ? (unsigned)r->work.n : jobs;
    unsigned reading = start_threads(readers, files, ph_read_stage, r);
    unsigned harvesting = start_threads(&harvester, r->harvests.n > 0, ph_harvest_stage, r);
    if (writing < r->shards || !building || reading < (files > 0) ||
        harvesting < (r->harvests.n > 0)) {
        status = ph_fail(err, PH_NO_MEMORY, "cannot start a thread");
        ph_run_end(r, status, err);
    }
    join_threads(readers, reading);
    join_threads(&harvester, harvesting);
    ph_queue_close(r->parcels);
    join_threads(builders, building);
    for (unsigned i = 0; i < r->shards; i++)
        ph_queue_close(r->prepared[i]);
    join_threads(writers, writing);
    if (r->status)
        *err = r->error;
    return r->status;
}

/* --- the run ------------------------------------------------------------------------------------------------ */

static ph_status make_fingerprint(run *r, ph_error *err)
{
    ph_buf schema = {0};
    const uint32_t versions[] = {PH_SCHEMA, PH_PARSER_VERSION};
    const uint64_t data[] = {ph_vocabulary_hash(r->vocabulary), ph_sdg_hash(r->sdg)};
    ph_status status = ph_read_file(r->options->schema, PH_FILE_BYTES, &schema, err);
    if (!status) {
        uint64_t h = ph_hash(versions, sizeof versions, PH_HASH_SEED);
        h = ph_hash(schema.s, schema.n, h);
        r->fingerprint = ph_hash(data, sizeof data, h);
    }
    ph_buf_clear(&schema);
    if (!status)
        status = ph_read_file(r->options->languages, PH_FILE_BYTES, &schema, err);
    if (!status)
        r->fingerprint = ph_hash(schema.s, schema.n, r->fingerprint);
    ph_buf_clear(&schema);
    if (!status && r->options->map) {
        status = ph_read_file(r->options->map, PH_SIDECAR_BYTES, &schema, err);
        r->map = ph_hash(schema.s, schema.n, PH_HASH_SEED) | 1;
    }
    ph_buf_free(&schema);
    return status;
}

static void tell_time(run *r)
{
    time_t now = time(NULL);
    struct tm utc;
    strftime(r->now, sizeof r->now, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
}

static ph_status prepare(run *r, ph_error *err)
{
    tell_time(r);
    if (!(r->arena = ph_arena_new()))
        return ph_fail_memory(err);
    ph_status status = ph_vocabulary_open(&r->vocabulary, r->options->vocabulary, err);
    if (!status)
        status = ph_sections_new(&r->sections, r->vocabulary, err);
    if (!status)
        status = ph_sdg_open(&r->sdg, r->options->sdg, err);
    if (!status)
        status = make_fingerprint(r, err);
    if (!status && r->options->db)
        status = ph_store_open(&r->store, r->options->db, r->options->jobs,
                               r->options->full, err);
    if (!status && r->options->db)
        status =
            ph_vocabulary_keep(r->options->own_vocabulary ? r->options->vocabulary : NULL,
                               ph_vocabulary_hash(r->vocabulary), r->options->db, err);
    if (!status && r->store)
        status = ph_store_forgotten(r->store, r->arena, &r->forgotten, err);
    if (!status)
        status = ph_known_new(&r->known, r->store, err);
    if (!status)
        status = ph_heirs_new(&r->heirs, err);
    char *index = r->options->db ? realpath(r->options->db, NULL) : NULL;
    r->index = ph_dup(r->arena, ph_cstr(index));
    free(index);
    return status;
}

ph_status ph_run(const ph_run_options *options, const ph_source *sources, size_t n,
                 ph_run_counts *counts, ph_error *err)
{
    *counts = (ph_run_counts){0};
    run r = {.options = options, .sources = sources, .n = n, .counts = counts};
    ph_status status = check_names(sources, n, err);
    if (status)
        return status;
    if (pthread_mutex_init(&r.mutex, NULL) != 0)
        return ph_fail_memory(err);
    status = prepare(&r, err);
    for (size_t i = 0; !status && i < n; i++)
        status = check_root(&r, &sources[i], err);
    for (size_t i = 0; !status && i < n; i++)
        status = sources[i].address.s ? look_at_repository(&r, &sources[i], err)
                                      : look_into(&r, &sources[i], err);
    if (!status)
        status = work_all(&r, err);
    if (!status && r.store)
        status = remove_gone(&r, err);
    if (!status && r.store)
        status = ph_heirs_settle(r.heirs, r.known, r.store, err);
    if (!status && r.store)
        status = ph_store_carry(r.store, carry, &r, err);
    if (!status && r.store)
        status = ph_store_finish(r.store, err);
    ph_queue_free(r.parcels);
    for (unsigned i = 0; i < r.shards; i++)
        ph_queue_free(r.prepared[i]);
    ph_heirs_free(r.heirs);
    ph_known_free(r.known);
    ph_store_free(r.store);
    ph_sections_free(r.sections);
    ph_sdg_free(r.sdg);
    ph_vocabulary_free(r.vocabulary);
    ph_arena_free(r.arena);
    pthread_mutex_destroy(&r.mutex);
    return status;
}

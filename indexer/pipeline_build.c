/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second stage: documents become records, and those what goes into a shard. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/build.h"
#include "indexer/pipeline_run.h"
#include "indexer/redact.h"
#include "indexer/work_name.h"
#include "search/limits.h"
#include "search/text.h"

/* What one thread works with. */
typedef struct job {
    run *run;
    ph_arena *arena; /* as long as a document */
    ph_analyzer *analyzer;
    ph_detector *detector;
    ph_subjects subjects;
    ph_builder builder;
    bool orphan; /* the document at hand names an original that is not there */
} job;

static ph_status job_open(job *j, ph_error *err)
{
    const run *r = j->run;
    if (!(j->arena = ph_arena_new()))
        return ph_fail_memory(err);
    ph_status status = ph_analyzer_new(&j->analyzer, err);
    if (!status)
        status = ph_tagger_new(&j->builder.tagger, r->vocabulary, j->analyzer, err);
    if (!status)
        ph_tagger_use_sdg(j->builder.tagger, r->sdg);
    if (!status)
        status = ph_detector_new(&j->detector, r->options->languages, err);
    j->builder.detector = j->detector;
    j->builder.subjects = &j->subjects;
    j->builder.vocabulary = r->vocabulary;
    j->builder.sections = r->sections;
    j->builder.today = ph_sub(ph_cstr(r->now), 0, strlen("2026-11-21"));
    j->builder.forgotten = &r->forgotten;
    return status;
}

static void job_close(job *j)
{
    ph_subjects_free(&j->subjects);
    ph_detector_free(j->detector);
    ph_tagger_free(j->builder.tagger);
    ph_analyzer_free(j->analyzer);
    ph_arena_free(j->arena);
}

/* --- who it is ---------------------------------------------------------------------------------- */

/* An id that no other document has. */
static ph_str fresh_id(job *j, const parcel *p, ph_str title)
{
    const ph_known *known = j->run->known;
    ph_str source = p->work->source->name, path = p->work->file->path;
    ph_str whole = ph_dupf(j->arena, "%.*s%.*s", PH_FMT(path), PH_FMT(p->part.identity));
    ph_str id = whole.s ? ph_make_id(j->arena, title, source, whole) : PH_ABSENT;
    for (unsigned again = 2;
         id.s && ph_known_id_taken(known, id, source, path, p->part.identity); again++) {
        ph_str other = ph_dupf(j->arena, "%.*s#%u", PH_FMT(whole), again);
        id = other.s ? ph_make_id(j->arena, title, source, other) : PH_ABSENT;
    }
    return id;
}

/* Where a record came from, as it may be told: `path` has lost the names that are hidden; the
 * name of a file may be any bytes. */
static ph_str shown_record(job *j, const work *w, ph_str path)
{
    ph_str given = w->source->given;
    if (w->file->path.n)
        path = ph_source_shown(j->arena, w->source, path);
    else {
        given = ph_sub(given, 0, given.n - ph_base_name(given).n);
        path = ph_dupf(j->arena, "%.*s%.*s", PH_FMT(given), PH_FMT(path));
    }
    return path.s ? ph_text_clean(j->arena, path, false) : path;
}

/* An id has the words of a title in which nobody was hidden yet. */
static bool tells_title(job *j, const ph_record *record, ph_str id)
{
    const size_t hash = strlen("-0123456789ab");
    if (!memmem(record->title.s, record->title.n, PH_REDACTED, strlen(PH_REDACTED)))
        return false;
    ph_str now = ph_make_id(j->arena, record->title, PH_ABSENT, PH_ABSENT);
    return id.n < hash || now.n < hash ||
           !ph_eq(ph_sub(id, 0, id.n - hash), ph_sub(now, 0, now.n - hash));
}

/* The id, and since when: of the document that was here, of one that moved here, or new. */
static ph_status identify(job *j, const parcel *p, ph_record *record, bool *is_new,
                          ph_error *err)
{
    run *r = j->run;
    const work *w = p->work;
    ph_known_file *old = p->old;
    if (!old)
        old =
            ph_known_claim_moved(r->known, w->source->name, p->part.content, p->part.size);
    *is_new = old == NULL;
    bool kept = old && !tells_title(j, record, old->stamp.id);
    record->id = kept ? old->stamp.id : fresh_id(j, p, record->title);
    record->added = old && old->stamp.added.n ? old->stamp.added : ph_cstr(r->now);
    bool same = old && old->stamp.content == p->part.content &&
                old->stamp.sidecar == w->file->sidecar_state && old->stamp.modified.n;
    record->modified = same ? old->stamp.modified : ph_cstr(r->now);
    record->path = shown_record(j, w, record->path);
    if (!record->id.s || !record->path.s)
        return ph_fail_memory(err);
    return old && !kept && r->store ? ph_store_forget(r->store, old->stamp.id, err) : PH_OK;
}

/* --- one document ----------------------------------------------------------------------------- */

/* The name of the work.  An original that is named by its id has to be looked up: if it is not
 * in the index, the translation is a work by itself, and the next run tries again. */
static ph_status name_work(job *j, const ph_place *place, ph_record *record, ph_error *err)
{
    ph_str original = record->work.n ? PH_ABSENT : record->translation_of, name = PH_ABSENT;
    j->orphan = false;
    if (original.n && ph_is_id(original) && j->run->store) {
        ph_status status = ph_store_work(j->run->store, original, j->arena, &name, err);
        if (status)
            return status;
        j->orphan = !name.n;
    }
    if (j->orphan &&
        !ph_strs_add(j->arena, &record->warnings,
                     ph_dupf(j->arena, "translation_of: '%.*s' is not in the index",
                             PH_FMT(original))))
        return ph_fail_memory(err);
    record->work = name.n ? name : ph_work_name(j->arena, record, place);
    return record->work.s ? PH_OK : ph_fail_memory(err);
}

/* *hidden: the path tells what must not be told. */
static ph_status make_record(job *j, const parcel *p, ph_record *record, bool *hidden,
                             ph_error *err)
{
    ph_document doc;
    const work *w = p->work;
    ph_str path = w->file->path.n ? w->file->path : ph_base_name(w->source->root);
    path = ph_dupf(j->arena, "%.*s%.*s", PH_FMT(path), PH_FMT(p->part.path));
    if (!path.s)
        return ph_fail_memory(err);
    ph_status status = ph_document_unpack(p->document, j->arena, &doc, err);
    if (!status)
        status = ph_build_record(&j->builder, &doc, path, j->arena, record, err);
    if (status)
        return status;
    ph_str clean = ph_text_clean(j->arena, path, false);
    bool by_key = ph_starts(p->part.identity, PH_STR("#="));
    *hidden = !ph_eq(record->path, clean) || (by_key && record->redacted);
    if (!clean.s)
        return ph_fail_memory(err);
    const ph_place place = {w->source->name, w->file->path, p->part.identity, *hidden};
    return name_work(j, &place, record, err);
}

/* A document that is alone speaks for its file's state; for others a mark does, once all are
 * in. */
static ph_stamp stamp_of(const job *j, const parcel *p, const ph_record *record,
                         bool hidden)
{
    const ph_file *file = p->work->file;
    ph_str part = p->part.identity;
    return (ph_stamp){.id = record->id,
                      .source = p->work->source->name,
                      .path = hidden ? ph_hide_path(j->arena, file->path) : file->path,
                      .part = hidden ? ph_hide_path(j->arena, part) : part,
                      .added = record->added,
                      .modified = record->modified,
                      .size = p->part.alone ? file->size : p->part.size,
                      .mtime_ns = p->part.alone ? file->mtime_ns : INT64_MIN,
                      .sidecar = file->sidecar_state,
                      .fingerprint = j->orphan ? 0 : ph_run_fingerprint(j->run, file),
                      .content = p->part.content,
                      .written = p->old ? p->old->stamp.written : PH_ABSENT,
                      .record = p->old ? p->old->stamp.record : 0,
                      .expires = record->expires};
}

/* Where nothing was, nothing goes: then it is not written down who came. */
static ph_status arrive(const job *j, const parcel *p, const ph_record *record,
                        const ph_stamp *stamp, ph_error *err)
{
    const run *r = j->run;
    return !ph_known_count(r->known) ||
                   ph_heirs_arrived(r->heirs, record->id, record->language, p->part.content,
                                    stamp->size)
               ? PH_OK
               : ph_fail_memory(err);
}

/* Hands the document to the writer of its shard. */
static ph_status put(job *j, const parcel *p, ph_record *record, bool hidden, bool is_new,
                     ph_error *err)
{
    run *r = j->run;
    ph_prepared *prepared;
    ph_stamp stamp = stamp_of(j, p, record, hidden);
    if ((p->work->file->path.n && !stamp.path.n) || (p->part.identity.n && !stamp.part.n))
        return ph_fail_memory(err);
    ph_status status = ph_store_prepare(r->store, j->analyzer, r->vocabulary, record,
                                        &stamp, &prepared, err);
    if (!status && is_new)
        status = arrive(j, p, record, &stamp, err);
    if (status)
        return status;
    /* a run that was ended knows why: the first reason stays */
    return ph_queue_put(r->prepared[ph_prepared_shard(prepared)], prepared,
                        ph_prepared_bytes(prepared))
               ? PH_OK
               : ph_fail_memory(err);
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
    if (r->options->progress)
        r->options->progress(r->options->user, r->counts, r->work.n + r->harvests.n,
                             r->bytes);
    if (r->options->record)
        r->options->record(r->options->user, record, r->vocabulary);
    pthread_mutex_unlock(&r->mutex);
}

/* What was forgotten under another name in the same source stays out; a document that is here
 * stays in, though its bytes are the same. */
static bool was_forgotten(const job *j, const parcel *p)
{
    return ph_is_forgotten(
        &j->run->forgotten,
        ph_forgotten_content(p->work->source->name, p->part.content, p->part.size));
}

static ph_status build(job *j, const parcel *p, ph_error *err)
{
    ph_record record;
    ph_error why;
    bool is_new = true, hidden = false;
    ph_status made = make_record(j, p, &record, &hidden, &why);
    if (made == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (made)
        return ph_run_failed(j->run, j->arena, p->work, p->part.path, &why, err);
    ph_status status = identify(j, p, &record, &is_new, err);
    if (status || (is_new && was_forgotten(j, p)))
        return status;
    if (j->run->store)
        status = put(j, p, &record, hidden, is_new, err);
    if (status)
        return status;
    if (p->old)
        p->old->kept = true;
    tell(j, &record, is_new);
    return PH_OK;
}

void *ph_build_stage(void *user)
{
    job j = {.run = user};
    ph_error err;
    parcel *p;
    ph_status status = job_open(&j, &err);
    while (!status && (p = ph_queue_take(j.run->parcels)) != NULL) {
        ph_arena_reset(j.arena);
        status = build(&j, p, &err);
        free(p);
    }
    if (status)
        ph_run_end(j.run, status, &err);
    job_close(&j);
    return NULL;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/build.h"
#include "indexer/forget.h"
#include "indexer/redact.h"
#include "search/limits.h"
#include "search/search.h"

#define CONTACT "#contact-"

/* A document that changes: its record without the contact. */
typedef struct changed {
    ph_str id; /* before */
    ph_stamp stamp;
    ph_record record;
} changed;

typedef struct forgetting {
    ph_arena *arena;
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    ph_reader *reader;
    ph_store *store;
    ph_strs ids;             /* of documents that go */
    ph_forgotten contacts;   /* hashes of those that go, unsorted */
    PH_VEC(ph_stamp) stamps; /* of all documents in the index */
    PH_VEC(ph_stamp) gone;   /* of those that go */
    PH_VEC(changed) changed;
    ph_status status;
    ph_error *err;
} forgetting;

/* --- what is asked --------------------------------------------------------------------------- */

static bool is_id(ph_str id)
{
    for (size_t i = 0; i < id.n; i++) {
        char c = id.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_'))
            return false;
    }
    return id.n > 0 && id.n <= PH_ID_BYTES;
}

/* "ID#contact-2": *n is 2; a document's own id: 0. */
static bool take_apart(ph_str given, ph_str *id, uint64_t *n)
{
    const char *mark = memchr(given.s, '#', given.n);
    *id = mark ? ph_sub(given, 0, (size_t)(mark - given.s)) : given;
    *n = 0;
    ph_str rest = ph_sub(given, id->n, given.n);
    return is_id(*id) &&
           (!mark || (ph_starts(rest, PH_STR(CONTACT)) &&
                      ph_number(ph_sub(rest, strlen(CONTACT), rest.n), n) && *n > 0));
}

static ph_status add_contact(forgetting *f, const ph_record *record, uint64_t n)
{
    uint64_t hashes[PH_CONTACT_HASHES];
    if (n > record->contacts.n)
        return ph_fail(f->err, PH_UNKNOWN,
                       "the document '%.*s' has %zu contacts in the index",
                       PH_FMT(record->id), record->contacts.n);
    size_t count = ph_contact_hashes(f->arena, &record->contacts.v[n - 1], hashes);
    for (size_t i = 0; i < count; i++) {
        uint64_t *hash = PH_PUSH(f->arena, &f->contacts);
        if (!hash)
            return ph_fail_memory(f->err);
        *hash = hashes[i];
    }
    return count ? PH_OK : ph_fail_memory(f->err);
}

static ph_status read_one(forgetting *f, ph_str given, ph_forget_counts *counts,
                          const char *db)
{
    ph_str id;
    uint64_t n;
    unsigned generations = 0;
    ph_record record;
    if (!take_apart(given, &id, &n))
        return ph_fail(f->err, PH_INVALID,
                       "--forget takes a document's id, or ID" CONTACT
                       "N for its Nth contact");
    ph_status status = ph_reader_get(f->reader, id, f->arena, &record, f->err);
    if (status == PH_NOT_FOUND || (status == PH_GONE && n))
        return ph_fail(f->err, PH_UNKNOWN, "the index has no document '%.*s'", PH_FMT(id));
    if (status && status != PH_GONE)
        return status;
    status = ph_store_generations(db, id, &generations, f->err);
    if (generations > counts->generations)
        counts->generations = generations;
    counts->contacts += n > 0;
    counts->documents += n == 0;
    if (status || n)
        return status ? status : add_contact(f, &record, n);
    return ph_strs_add(f->arena, &f->ids, id) ? PH_OK : ph_fail_memory(f->err);
}

/* --- what the index has ------------------------------------------------------------------------- */

static bool copy_stamp(void *user, const ph_stamp *stamp)
{
    forgetting *f = user;
    if (stamp->failure.s || stamp->whole)
        return true;
    ph_stamp *copy = PH_PUSH(f->arena, &f->stamps);
    if (!copy)
        return f->status = ph_fail_memory(f->err), false;
    *copy = *stamp;
    ph_str *const strings[] = {&copy->id,      &copy->source, &copy->path,
                               &copy->part,    &copy->added,  &copy->modified,
                               &copy->expires, &copy->written};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (strings[i]->s && !(*strings[i] = ph_dup(f->arena, *strings[i])).s)
            f->status = ph_fail_memory(f->err);
    return f->status == PH_OK;
}

static bool is_asked(const forgetting *f, const ph_contact *contact)
{
    uint64_t hashes[PH_CONTACT_HASHES];
    size_t n = ph_contact_hashes(f->arena, contact, hashes);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < f->contacts.n; j++)
            if (hashes[i] == f->contacts.v[j])
                return true;
    return false;
}

/* The record of a document without the contacts.  An id that was made of a title with the name
 * of one goes, too. */
static ph_status add_changed(forgetting *f, const ph_stamp *stamp)
{
    changed *c = PH_PUSH(f->arena, &f->changed);
    if (!c)
        return ph_fail_memory(f->err);
    *c = (changed){.id = stamp->id, .stamp = *stamp};
    ph_status status = ph_reader_get(f->reader, stamp->id, f->arena, &c->record, f->err);
    const ph_str title = c->record.title, path = c->record.path;
    for (size_t i = c->record.contacts.n; !status && i-- > 0;)
        if (is_asked(f, &c->record.contacts.v[i]))
            status = ph_redact_contact(f->arena, &c->record, i, f->err);
    if (status)
        return status;
    if (!ph_eq(path, c->record.path)) {
        c->stamp.path = ph_hide_path(f->arena, stamp->path);
        c->stamp.part = ph_hide_path(f->arena, stamp->part);
    }
    if (ph_eq(title, c->record.title))
        return PH_OK;
    ph_str whole = ph_dupf(f->arena, "%.*s%.*s", PH_FMT(stamp->path), PH_FMT(stamp->part));
    c->record.id = c->stamp.id =
        ph_make_id(f->arena, c->record.title, stamp->source, whole);
    return c->record.id.s ? PH_OK : ph_fail_memory(f->err);
}

/* A document that stays: as it is, or without a contact. */
static ph_status look_at(forgetting *f, const ph_stamp *stamp)
{
    ph_arena *scratch = ph_arena_new();
    ph_record record;
    bool any = false;
    ph_status status = scratch
                           ? ph_reader_get(f->reader, stamp->id, scratch, &record, f->err)
                           : ph_fail_memory(f->err);
    for (size_t i = 0; !status && i < record.contacts.n; i++)
        any |= is_asked(f, &record.contacts.v[i]);
    ph_arena_free(scratch);
    return any ? add_changed(f, stamp) : status;
}

static ph_status look_around(forgetting *f)
{
    ph_status status = ph_store_each(f->store, copy_stamp, f, f->err);
    if (!status)
        status = f->status;
    for (size_t i = 0; !status && i < f->stamps.n; i++) {
        const ph_stamp *stamp = &f->stamps.v[i];
        if (ph_strs_has(&f->ids, stamp->id)) {
            ph_stamp *gone = PH_PUSH(f->arena, &f->gone);
            if (!gone)
                return ph_fail_memory(f->err);
            *gone = *stamp;
        } else if (f->contacts.n) {
            status = look_at(f, stamp);
        }
    }
    return status;
}

/* --- the new generation ---------------------------------------------------------------------------- */

/* Whether a file that was a source of its own is one no more. */
static bool source_is_gone(const forgetting *f, const ph_stamp *gone)
{
    if (gone->path.n)
        return false;
    for (size_t i = 0; i < f->stamps.n; i++)
        if (ph_eq(f->stamps.v[i].source, gone->source) &&
            !ph_strs_has(&f->ids, f->stamps.v[i].id))
            return false;
    return true;
}

static ph_status bury(forgetting *f, const ph_stamp *s)
{
    const uint64_t hashes[] = {
        ph_forgotten_file(s->source, s->path, s->part),
        ph_forgotten_content(s->source, s->content, s->size),
        ph_forgotten_hash("source", s->source, PH_ABSENT),
    };
    size_t n = sizeof hashes / sizeof *hashes - !source_is_gone(f, s);
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < n; i++)
        status = ph_store_set_forgotten(f->store, hashes[i], f->err);
    return status;
}

/* The tombstones come first: what is carried looks at them. */
static ph_status bury_all(forgetting *f)
{
    ph_status status = PH_OK;
    for (size_t i = 0; !status && i < f->ids.n; i++)
        status = ph_store_forget(f->store, f->ids.v[i], f->err);
    for (size_t i = 0; !status && i < f->gone.n; i++)
        status = bury(f, &f->gone.v[i]);
    for (size_t i = 0; !status && i < f->contacts.n; i++)
        status = ph_store_set_forgotten(f->store, f->contacts.v[i], f->err);
    for (size_t i = 0; !status && i < f->changed.n; i++)
        if (!ph_eq(f->changed.v[i].id, f->changed.v[i].record.id))
            status = ph_store_forget(f->store, f->changed.v[i].id, f->err);
    return status;
}

static bool same_place(const ph_stamp *a, const ph_stamp *b)
{
    return ph_eq(a->source, b->source) && ph_same_path(a->path, b->path) &&
           ph_same_path(a->part, b->part);
}

static bool stays(void *user, const ph_stamp *stamp)
{
    const forgetting *f = user;
    for (size_t i = 0; i < f->gone.n; i++)
        if (same_place(&f->gone.v[i], stamp))
            return false;
    for (size_t i = 0; i < f->changed.n; i++)
        if (same_place(&f->changed.v[i].stamp, stamp))
            return stamp->failure.s || stamp->whole;
    return true;
}

static ph_status write_all(forgetting *f)
{
    ph_status status = bury_all(f);
    if (!status)
        status = ph_store_carry(f->store, stays, f, f->err);
    for (size_t i = 0; !status && i < f->changed.n; i++)
        status = ph_store_put(f->store, f->analyzer, f->vocabulary, &f->changed.v[i].record,
                              &f->changed.v[i].stamp, f->err);
    if (!status)
        status = ph_store_finish(f->store, f->err);
    if (!status)
        ph_store_sweep(f->store);
    return status;
}

/* --- all of it ------------------------------------------------------------------------------------- */

/* Opens what is read, and the store with as many shards as it has. */
static ph_status begin(forgetting *f, const char *db, const char *vocabulary)
{
    const char *const paths[] = {db};
    ph_status status = ph_vocabulary_open(&f->vocabulary, vocabulary, f->err);
    if (!status)
        status = ph_analyzer_new(&f->analyzer, f->err);
    if (!status)
        status = ph_reader_open(&f->reader, paths, 1, f->vocabulary, f->err);
    return status;
}

static ph_status open_store(forgetting *f, const char *db)
{
    ph_str generation;
    unsigned shards = 0;
    ph_status status = ph_store_current(db, f->arena, &generation, f->err);
    if (!status)
        status = ph_store_shards(generation, &shards, f->err);
    return status ? status : ph_store_open(&f->store, db, shards, true, f->err);
}

ph_status ph_forget(const char *db, const char *vocabulary, const ph_strs *ids,
                    ph_forget_counts *counts, ph_error *err)
{
    forgetting f = {.arena = ph_arena_new(), .err = err};
    *counts = (ph_forget_counts){0};
    if (!f.arena)
        return ph_fail_memory(err);
    ph_status status = begin(&f, db, vocabulary);
    for (size_t i = 0; !status && i < ids->n; i++)
        status = read_one(&f, ids->v[i], counts, db);
    if (!status)
        status = open_store(&f, db);
    if (!status)
        status = look_around(&f);
    if (!status)
        status = write_all(&f);
    counts->changed = (unsigned)f.changed.n;
    ph_store_free(f.store);
    ph_reader_free(f.reader);
    ph_analyzer_free(f.analyzer);
    ph_vocabulary_free(f.vocabulary);
    ph_arena_free(f.arena);
    return status;
}
